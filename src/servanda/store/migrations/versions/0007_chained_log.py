"""A hash chain over the log of what was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from servanda.store.trace import FIELDS, chained

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("source", sa.Column("chain", sa.Text(), nullable=False, server_default=""))
    source = sa.table("source", *map(sa.column, ("id", *FIELDS, "chain")))
    rows = op.get_bind().execute(sa.select(source).order_by(source.c.id)).mappings()
    entries = [dict(row) for row in rows]
    links = [
        {"own": entry["id"], "hash": link} for entry, link in zip(entries, chained(entries), strict=True)
    ]
    if links:
        fill = source.update().where(source.c.id == sa.bindparam("own")).values(chain=sa.bindparam("hash"))
        op.get_bind().execute(fill, links)
