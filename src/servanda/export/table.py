"""Comma-separated values: one row a record, its own fields beside where it stands.

A record of several quotes (an entity's mentions) shows the first and says how many there are.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from io import TextIOWrapper
from typing import Any, BinaryIO

from servanda.model import RECORD_TYPES, Document, Reading, Record, record_type

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula (OWASP, CSV injection)."""
PLACE = ("document", "uri", "published", "language", "start", "end", "quote", "quotes")
"""Where a record stands: its document's id, address, date and language, its first quote, how many."""


def columns(kind: str) -> tuple[str, ...]:
    """The columns of one type's table: its fields, then where it stands.

    >>> columns("time")[:6]
    ('id', 'value', 'kind', 'rule', 'corrected', 'document')
    """
    if kind == "document":
        return tuple(name for name in Document.__struct_fields__ if name not in ("text", "evidence"))
    fields = RECORD_TYPES[kind].__struct_fields__
    own = [name for name in fields if name not in ("id", "rule", "corrected", "evidence", *PLACE)]
    return ("id", *own, "rule", "corrected", *PLACE)


def row(item: Document | Record, document: Document) -> dict[str, Any]:
    """One row; ``document`` is the one that the record stands in."""
    place: dict[str, Any] = {
        "document": document.id,
        "uri": document.uri,
        "published": document.published,
        "language": document.language,
    }
    if item.evidence:
        first = item.evidence[0]
        place |= {"start": first.start, "end": first.end, "quote": first.quote, "quotes": len(item.evidence)}
    own = {name: getattr(item, name) for name in item.__struct_fields__ if name not in ("text", "evidence")}
    return place | {name: cell(value) for name, value in own.items()}


def cell(value: Any) -> Any:
    """A value as it stands in a table; text that a spreadsheet would run as a formula has a ' before it.

    >>> cell("=1+1"), cell("="), cell("-5%"), cell(Decimal("-5")), cell(("IN", "RU"))
    ("'=1+1", '=', "'-5%", '-5', 'IN; RU')
    """
    if isinstance(value, Decimal):
        return format(value, "f")
    text = "; ".join(map(str, value)) if isinstance(value, (tuple, list)) else value
    formula = isinstance(text, str) and len(text) > 1 and text.startswith(FORMULA)
    return f"'{text}" if formula else text


@contextmanager
def _writer(out: BinaryIO, names: tuple[str, ...]) -> Iterator[csv.DictWriter[str]]:
    text = TextIOWrapper(out, encoding="utf-8", newline="")
    try:
        writer = csv.DictWriter(text, names, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        yield writer
    finally:
        text.detach()  # flushed, and left open: it is the caller's


def write_items(
    kind: str, items: Iterable[Document | Record], documents: Mapping[str, Document], out: BinaryIO
) -> None:
    """The table of one type's records; ``documents`` are those that they stand in, by id."""
    with _writer(out, columns(kind)) as writer:
        for item in items:
            own = item if isinstance(item, Document) else documents[item.document]
            writer.writerow(row(item, own))


def write_rows(made: Sequence[Mapping[str, Any]], out: BinaryIO) -> None:
    """Rows that are no records; all have the same columns."""
    with _writer(out, tuple(made[0]) if made else ()) as writer:
        writer.writerows({name: cell(value) for name, value in row.items()} for row in made)


def write(readings: Iterable[Reading], out: BinaryIO) -> int:
    """One table of all: the column ``type`` says what a row is, the columns are those of every type."""
    every = ("type", "id", *PLACE, *(name for kind in ("document", *RECORD_TYPES) for name in columns(kind)))
    written = 0
    with _writer(out, tuple(dict.fromkeys(every))) as writer:
        for reading in readings:
            writer.writerow({"type": "document"} | row(reading.document, reading.document))
            for record in reading.records:
                writer.writerow({"type": record_type(record)} | row(record, reading.document))
            written += len(reading.records)
    return written
