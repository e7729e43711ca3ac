"""Whether an entity is known by the catalogue, or was found by its form and context alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # Ledgers of before hold only what the catalogue knows.
    op.add_column("entity", sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.true()))
