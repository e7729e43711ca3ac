"""PostgreSQL has an index of the words of sentences, too; older ledgers get theirs at the first search."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE passage_words (id integer PRIMARY KEY REFERENCES passage (id) ON DELETE CASCADE, "
            "words tsvector NOT NULL, length integer NOT NULL)"
        )
        op.execute("CREATE INDEX passage_words_found ON passage_words USING gin (words)")
        op.execute("DELETE FROM passage")
