"""Accounts, and what lets their holders in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("name", sa.Text(), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("role", "password", "since")),
        sa.Column("disabled", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "access",
        sa.Column("digest", sa.Text(), primary_key=True),
        sa.Column(
            "account",
            sa.Text(),
            sa.ForeignKey("account.name", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "label", "since", "until")),
    )
