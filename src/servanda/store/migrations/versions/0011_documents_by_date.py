"""An index of documents by date, so that a list shows its first rows without sorting all."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_index("document_by_date", "document", ["since", "uri", "id"])
