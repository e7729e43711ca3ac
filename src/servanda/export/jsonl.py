"""One JSON object a line: each document, with its text, then its records in the order of the text.

Nothing is lost: the offsets of every evidence point into the text that its document's line holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

import msgspec

from servanda.model import Document, Reading, Record, record_type


def plain(item: Document | Record) -> dict[str, Any]:
    """A document or record as a JSON object: its id, its type, its fields, decimals as exact text.

    >>> from servanda.model import Evidence, Time
    >>> plain(Time(id="t1", evidence=(Evidence("d", 0, 4, "2013"),), value="2013", kind="point"))["type"]
    'time'
    """
    kind = "document" if isinstance(item, Document) else record_type(item)
    fields: dict[str, Any] = msgspec.to_builtins(item)
    return {"id": item.id, "type": kind} | fields


def write(readings: Iterable[Reading], out: BinaryIO) -> int:
    """Writes every document and record, a line each; returns how many records."""
    written = 0
    for reading in readings:
        items: tuple[Document | Record, ...] = (reading.document, *reading.records)
        out.writelines(msgspec.json.encode(plain(item)) + b"\n" for item in items)
        written += len(reading.records)
    return written
