"""What is watched, and how far it was followed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "watched",
        sa.Column("place", sa.Text(), primary_key=True),
        sa.Column("address", sa.Text(), primary_key=True),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("stamp", "state", "due", "etag", "modified")
        ),
        sa.Column("failures", sa.Integer(), nullable=False),
    )
