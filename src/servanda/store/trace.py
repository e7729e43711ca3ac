"""The logs of what was read and of what was said: each entry carries a hash over itself and the one before.

Whoever changes, drops or slips in an entry breaks the chain from there on; ``servanda check`` sees it. A
log that was cut off at its end is whole in itself: only the last hash, kept elsewhere, tells.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from servanda.model import Document
from servanda.store import schema

FIELDS = ("uri", "document", "sha256", "engine", "read_at")
"""What a hash covers of what was read: all that is said once and for good."""
SAID = (
    "kind", "subject", "word", "reviewer", "mode", "changes", "note",
    "document", "start", "end", "quote", "to", "said_at",
)  # fmt: skip
"""What a hash covers of what was said in review."""
START = ""
"""What stands before the first entry."""


def linked(before: str, entry: Mapping[str, Any], fields: Sequence[str] = FIELDS) -> str:
    """The hash of an entry that follows one with the hash ``before``.

    >>> entry = dict.fromkeys(FIELDS, "a")
    >>> linked("", entry)[:8], linked("f", entry)[:8]
    ('5d69e673', '982bd2f0')
    """
    told = json.dumps([before, *(entry[name] for name in fields)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def chained(
    entries: Iterable[Mapping[str, Any]], before: str = START, fields: Sequence[str] = FIELDS
) -> Iterable[str]:
    """The hashes of entries in their order."""
    for entry in entries:
        before = linked(before, entry, fields)
        yield before


def add(connection: Connection, document: Document, engine: str) -> None:
    """Enters that a document was read, now; what stood at its address before stands no more."""
    columns = schema.source.c
    standing = (columns.uri == document.uri, columns.status == schema.STANDS)
    connection.execute(update(schema.source).where(*standing).values(status=schema.REPLACED))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    row = {"uri": document.uri, "document": document.id, "sha256": document.sha256, "engine": engine}
    row |= {"read_at": now, "status": schema.STANDS}
    connection.execute(insert(schema.source), row | {"chain": linked(head(connection, schema.source), row)})


def head(connection: Connection, log: Table) -> str:
    """The hash of a log's last entry."""
    last = select(log.c.chain).order_by(log.c.id.desc()).limit(1)
    return connection.execute(last).scalar_one_or_none() or START
