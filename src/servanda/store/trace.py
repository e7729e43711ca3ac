"""The log of what was read: each entry carries a hash over itself and the entry before it.

Whoever changes, drops or slips in an entry breaks the chain from there on; ``servanda check`` sees it. A
log that was cut off at its end is whole in itself: only the last hash, kept elsewhere, tells.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from servanda.model import Document
from servanda.store import schema

FIELDS = ("uri", "document", "sha256", "engine", "read_at")
"""What a hash covers: all that is said once and for good."""
START = ""
"""What stands before the first entry."""


def linked(before: str, entry: Mapping[str, Any]) -> str:
    """The hash of an entry that follows one with the hash ``before``.

    >>> entry = dict.fromkeys(FIELDS, "a")
    >>> linked("", entry)[:8], linked("f", entry)[:8]
    ('5d69e673', '982bd2f0')
    """
    told = json.dumps([before, *(entry[name] for name in FIELDS)], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def chained(entries: Iterable[Mapping[str, Any]], before: str = START) -> Iterable[str]:
    """The hashes of entries in their order."""
    for entry in entries:
        before = linked(before, entry)
        yield before


def add(connection: Connection, document: Document, engine: str) -> None:
    """Enters that a document was read, now; what stood at its address before stands no more."""
    columns = schema.source.c
    standing = (columns.uri == document.uri, columns.status == schema.STANDS)
    connection.execute(update(schema.source).where(*standing).values(status=schema.REPLACED))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    row = {"uri": document.uri, "document": document.id, "sha256": document.sha256, "engine": engine}
    row |= {"read_at": now, "status": schema.STANDS}
    last = select(columns.chain).order_by(columns.id.desc()).limit(1)
    before = connection.execute(last).scalar_one_or_none() or START
    connection.execute(insert(schema.source), row | {"chain": linked(before, row)})
