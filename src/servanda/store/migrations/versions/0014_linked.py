"""What follows from the records, kept until they change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "linked",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("stamp", "words")),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
