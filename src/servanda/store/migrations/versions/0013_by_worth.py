"""Indexes of records by what makes them worth a look, so that the queue of review shows its first at once.

Whoever changes the signs (:mod:`servanda.review.doubt`) makes them anew in a migration of his own.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Index

from servanda.store import schema
from servanda.store.reviews import worth

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    for kind, table in schema.records.items():
        Index(f"{kind}_by_worth", worth(kind).desc(), table.c.id, _table=table).create(op.get_bind())
