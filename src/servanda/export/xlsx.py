"""An Excel workbook: a sheet a type, documents first. Needs the extra ``xlsx``.

No cell can become a formula: text is written as text, and what begins like a formula is quoted, so that it
stays text when somebody edits it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, BinaryIO

from servanda.export.frame import columns, row
from servanda.export.table import FORMULA
from servanda.extras import optional
from servanda.model import RECORD_TYPES, Reading, record_type

ROWS = 1_048_575
"""Rows that a sheet has below its headings."""
LONGEST = 32_767
"""Characters that a cell holds."""
MADE = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
"""When every workbook says that it was made: the same ledger gives the same bytes."""
NAMES = {
    "document": "documents",
    "figure": "figures",
    "time": "times",
    "statement": "statements",
    "agreement": "agreements",
    "event": "events",
    "entity": "entities",
}
WIDTHS = {"quote": 60, "title": 40, "names": 40, "uri": 30, "id": 14, "document": 18, "value": 18}


def write(readings: Iterable[Reading], out: BinaryIO) -> int:
    """Writes every document and record, a row each; returns how many records."""
    xlsxwriter = optional("xlsx")
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": MADE})
    sheets = {kind: _Sheets(book, kind) for kind in ("document", *RECORD_TYPES)}
    written = 0
    for reading in readings:
        document = reading.document
        sheets["document"].add(row("document", document, document))
        for record in reading.records:
            kind = record_type(record)
            sheets[kind].add(row(kind, record, document))
        written += len(reading.records)
    book.close()
    return written


class _Sheets:
    """The sheet of one type; when it is full another one follows."""

    def __init__(self, book: Any, kind: str) -> None:
        self.book = book
        self.kind = kind
        self.count = 0
        self.filled = 0
        self.quoted = book.add_format({"quote_prefix": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.head = book.add_format({"bold": True, "bottom": 1})
        self._begin()

    def _begin(self) -> None:
        self.count += 1
        self.filled = 0
        name = NAMES[self.kind] + (f" {self.count}" if self.count > 1 else "")
        self.sheet = self.book.add_worksheet(name)
        for place, column in enumerate(columns(self.kind)):
            self.sheet.set_column(place, place, WIDTHS.get(column, 12))
            self.sheet.write_string(0, place, column, self.head)
        self.sheet.freeze_panes(1, 0)

    def add(self, cells: dict[str, Any]) -> None:
        if self.filled == ROWS:
            self._begin()
        self.filled += 1
        for place, value in enumerate(cells.values()):
            self._cell(place, value)

    def _cell(self, place: int, value: Any) -> None:
        if isinstance(value, bool):
            self.sheet.write_boolean(self.filled, place, value)
        elif isinstance(value, (int, Decimal)):
            self.sheet.write_number(self.filled, place, value)
        elif isinstance(value, dt.date):
            self._day(place, value)
        elif value is not None and value != ():
            text = ("; ".join(value) if isinstance(value, tuple) else value)[:LONGEST]
            guard = (self.quoted,) if text.startswith(FORMULA) else ()
            self.sheet.write_string(self.filled, place, text, *guard)

    def _day(self, place: int, value: dt.date) -> None:
        """A date; what is before 1900 has no number in Excel and stands as text."""
        if value.year >= 1900:
            self.sheet.write_datetime(self.filled, place, dt.datetime.combine(value, dt.time()), self.day)
        else:
            self.sheet.write_string(self.filled, place, value.isoformat())
