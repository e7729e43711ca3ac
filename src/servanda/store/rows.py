"""Readings as table rows, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import RowMapping

from servanda.errors import LedgerError
from servanda.fold import fold_term
from servanda.ground import check
from servanda.model import RECORD_TYPES, TIME_FIELDS, Document, Evidence, Reading, Record, record_type
from servanda.store.span import span

Row = dict[str, Any]


def document_row(document: Document, engine: str) -> Row:
    """A document as a row of its table."""
    row = msgspec.structs.asdict(document)
    del row["evidence"]
    folded = fold_term(f"{document.title}\n{document.text}" if document.title else document.text.lstrip())
    return _dated("document", row) | {"engine": engine, "folded": folded}


def record_rows(reading: Reading) -> tuple[dict[str, list[Row]], list[Row]]:
    """The rows of a reading's records by type, and those of all its evidence.

    Raises :class:`servanda.errors.EvidenceError` where a quote is not what the document says.
    """
    document = reading.document
    rows: dict[str, list[Row]] = defaultdict(list)
    quotes = _evidence_rows("document", document.id, document.evidence)
    seen: set[str] = set()
    for record in reading.records:
        if record.id in seen:
            raise LedgerError(f"{document.uri}: two records have the id {record.id}")
        seen.add(record.id)
        check(document, record)
        row, own = rows_of(record)
        rows[record_type(record)].append(row)
        quotes += own
    return rows, quotes


def rows_of(record: Record) -> tuple[Row, list[Row]]:
    """The row of a record that is grounded already, and those of its evidence."""
    kind = record_type(record)
    return _record_row(kind, record), _evidence_rows(kind, record.id, record.evidence)


def _record_row(kind: str, record: Record) -> Row:
    row = msgspec.structs.asdict(record)
    first = row.pop("evidence")[0]
    row |= {"document": first.document, "start": first.start, "end": first.end}
    if kind == "figure":
        row["number"] = float(row["value"])
        row["number_max"] = None if row["value_max"] is None else float(row["value_max"])
    return _dated(kind, row)


def _dated(kind: str, row: Row) -> Row:
    if kind in TIME_FIELDS:
        row["since"], row["until"] = span(row[TIME_FIELDS[kind]])
    return row


def _evidence_rows(kind: str, record: str, evidence: Iterable[Evidence]) -> list[Row]:
    own = {"record": record, "kind": kind}
    return [
        own | {"ordinal": n, "folded": fold_term(e.quote)} | msgspec.structs.asdict(e)
        for n, e in enumerate(evidence)
    ]


def grouped(rows: Iterable[Any]) -> dict[str, tuple[Evidence, ...]]:
    """Evidence by the record that it belongs to; the rows come in order."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    for row in rows:
        found[row.record].append(Evidence(row.document, row.start, row.end, row.quote))
    return {record: tuple(evidence) for record, evidence in found.items()}


def record(kind: str, row: RowMapping, evidence: Mapping[str, tuple[Evidence, ...]]) -> Record:
    """The record of a row."""
    cls = RECORD_TYPES[kind]
    own = {name: row[name] for name in cls.__struct_fields__ if name != "evidence"}
    return cls(**own, evidence=evidence[row["id"]])


def document(row: RowMapping, evidence: Mapping[str, tuple[Evidence, ...]]) -> Document:
    """The document of a row."""
    own = {name: row[name] for name in Document.__struct_fields__ if name != "evidence"}
    return Document(**own, evidence=evidence.get(row["id"], ()))
