"""How records are told: their fields, their first places, and the documents that they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from servanda.app import Ledger
from servanda.export import jsonl
from servanda.export.human import title
from servanda.model import Document, Record

MENTIONS = 3
"""Of a record that stands in many places, the places that a listing gives."""
Data = dict[str, Any]


def source(document: Document) -> Data:
    """Where words stand: enough to name the document, and to find it."""
    own = {name: getattr(document, name) for name in ("uri", "publisher", "published", "language")}
    return {"document": document.id, "title": title(document)} | own


def sources(ledger: Ledger, documents: Iterable[str]) -> dict[str, Data]:
    """Documents by their ids."""
    ids = list(dict.fromkeys(documents))
    return {one.id: source(one) for one in ledger.documents(id=ids, brief=True)}


def plain(records: Iterable[Record]) -> list[Data]:
    """Records as data, with their first places."""
    made = []
    for record in records:
        row = jsonl.plain(record)
        row["evidence"] = row["evidence"][:MENTIONS]
        made.append(row | ({"mentions": len(record.evidence)} if len(record.evidence) > MENTIONS else {}))
    return made


def told(ledger: Ledger, records: Sequence[Record]) -> list[Data]:
    """Records with the documents that they stand in."""
    found = sources(ledger, (record.document for record in records))
    return [
        row | {"source": found[record.document]} for row, record in zip(plain(records), records, strict=True)
    ]
