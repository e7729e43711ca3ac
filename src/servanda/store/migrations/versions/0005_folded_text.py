"""Texts and quotes once more, as they are compared: a search need not fold each of them anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from servanda.fold import fold_term

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for table in ("document", "evidence"):
        op.add_column(table, sa.Column("folded", sa.Text(), nullable=False, server_default=""))
    connection = op.get_bind()
    document = sa.table("document", *map(sa.column, ("id", "title", "text", "folded")))
    _fill(
        document.update().where(document.c.id == sa.bindparam("own")),
        [
            {"own": id_, "folded": fold_term(f"{title}\n{text}" if title else text.lstrip())}
            for id_, title, text in connection.execute(sa.select(*document.c[:3])).all()
        ],
    )
    evidence = sa.table("evidence", *map(sa.column, ("record", "ordinal", "quote", "folded")))
    own = evidence.c.record == sa.bindparam("own"), evidence.c.ordinal == sa.bindparam("nth")
    _fill(
        evidence.update().where(*own),
        [
            {"own": record, "nth": ordinal, "folded": fold_term(quote)}
            for record, ordinal, quote in connection.execute(sa.select(*evidence.c[:3])).all()
        ],
    )


def _fill(update: sa.Update, rows: list[dict[str, object]]) -> None:
    if rows:
        op.get_bind().execute(update, rows)
