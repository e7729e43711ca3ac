"""The ledger's store: tables, queries, migrations. SQLite by a path, other databases by their URL."""

from __future__ import annotations

from servanda.store.sql import SqlStore

__all__ = ["SqlStore"]
