"""What people said of findings, and where the figures of tables come from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("figure", sa.Column("origin", sa.Text(), nullable=True))
    op.create_table(
        "verdict",
        sa.Column("finding", sa.Text(), primary_key=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("judged_at", sa.Text(), nullable=False),
    )
