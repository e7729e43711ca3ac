"""The sentences of documents, to be searched; SQLite has an index of their words, kept by FTS5."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    document = sa.ForeignKey("document.id", ondelete="CASCADE")
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("document", sa.Text(), document, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        *(sa.Column(n, sa.Text(), nullable=False) for n in ("language", "concepts", "kinds", "speakers")),
        sa.Column("year", sa.Integer()),
    )
    op.create_index("passage_document", "passage", ["document", "start"])
    if op.get_bind().dialect.name == "sqlite":
        # Words are letters, numbers and the marks on them: without the marks, Hindi's vowels would cut words.
        op.execute(
            "CREATE VIRTUAL TABLE passage_words USING fts5(text, plain, concepts, topics, "
            "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")"
        )
        op.execute(
            "CREATE TRIGGER passage_gone AFTER DELETE ON passage "
            "BEGIN DELETE FROM passage_words WHERE rowid = old.id; END"
        )
