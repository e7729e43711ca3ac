"""What people judged of pairs of entities: the same, or not."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "judgement",
        sa.Column("left", sa.Text(), primary_key=True),
        sa.Column("right", sa.Text(), primary_key=True),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("judged_at", sa.Text(), nullable=False),
    )
