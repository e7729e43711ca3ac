"""Listings for a terminal: records under the document that they stand in, each with its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from servanda.cli.layout import GAP, Column, cut, in_context, line, widths
from servanda.export.human import areas_words, figure_words, file_name, title
from servanda.model import Document, Record

ID = 8
"""How much of an id is shown; it is enough to ask for the record."""
CONTEXT, RECORD = 40, 72
"""Cells that words in context and their record want; where both do not fit, each has a line of its own."""
TITLE = 30
"""Cells that a title keeps beside a long file name."""

CORRECTED = "✎ "
"""Stands beside what a person corrected."""

_ID = Column("id", lambda item: item.id[:ID], ID, "cyan")


def _field(name: str, widest: int, style: str = "", heading: str = "") -> Column:
    return Column(heading or name, lambda item: _shown(getattr(item, name)), widest, style)


def _shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "document": (
        _ID,
        _field("published", 21),
        _field("language", 5, heading="lang"),
        _field("kind", 15),
        Column("file", lambda document: file_name(document.uri), 34, "dim"),
    ),
    "figure": (
        _ID,
        Column("value", figure_words, 24, "bold green", right=True),
        _field("indicator", 22),
        Column("areas", lambda figure: areas_words(figure.area, figure.counterpart), 12),
        _field("period", 15),
        Column("status", lambda figure: "" if figure.status == "observed" else figure.status, 8, "yellow"),
    ),
    "time": (_ID, _field("value", 21, "bold green"), _field("kind", 8)),
    "entity": (
        _ID,
        _field("entity", 24, "bold green"),
        _field("kind", 12),
        Column("times", lambda entity: str(len(entity.evidence)), 5, right=True),
    ),
    "statement": (
        _ID,
        _field("act", 11, "bold green"),
        _field("binding", 7),
        _field("speakers", 14),
        _field("topic", 18),
        _field("deadline", 10),
    ),
    "agreement": (
        _ID,
        _field("form", 15),
        _field("status", 15, "yellow"),
        _field("parties", 12),
        _field("date", 10),
        _field("title", 30, "bold green"),
    ),
    "event": (
        _ID,
        _field("form", 11, "bold green"),
        _field("date", 21),
        _field("participants", 14),
        _field("places", 14),
        _field("series", 20),
    ),
}
"""What a listing shows of each record type. ``observed``, the usual status, is left unsaid."""


def print_documents(console: Console, documents: Sequence[Document]) -> None:
    """One line a document, its title last, as far as the terminal is wide."""
    columns = COLUMNS["document"]
    cells = [[column.show(document) for column in columns] for document in documents]
    sizes = widths(columns, cells, _room(console.width))
    _print_headings(console, columns, sizes)
    for document, row in zip(documents, cells, strict=True):
        _print_line(console, line(columns, sizes, row).append(title(document)))


def print_records(
    console: Console, kind: str, records: Sequence[Record], documents: Mapping[str, Document]
) -> None:
    """Records under their documents' titles, each with its words in context."""
    columns = COLUMNS[kind]
    cells = {record.id: [column.show(record) for column in columns] for record in records}
    sizes = widths(columns, cells.values(), _room(console.width))
    _print_headings(console, columns, sizes)
    for key, group in groupby(records, attrgetter("document")):
        document = documents[key]
        console.print()
        _print_line(console, heading(document, console.width))
        for record in group:
            row = line(columns, sizes, cells[record.id])
            row.append(CORRECTED if record.corrected else "", "magenta")
            for text in _with_words(row, record, document, console.width):
                _print_line(console, text)


def _room(width: int) -> int:
    return width - CONTEXT if width >= RECORD + CONTEXT else width


def _print_headings(console: Console, columns: Sequence[Column], sizes: Sequence[int]) -> None:
    _print_line(console, Text(line(columns, sizes, [column.heading for column in columns]).plain, "dim"))


def _print_line(console: Console, text: Text) -> None:
    text.rstrip()
    console.print(text, overflow="ellipsis", no_wrap=True)


def heading(document: Document, width: int) -> Text:
    """A document in one line: date, title, publisher, file. The title gives way to the others."""
    date = f"{document.published}  " if document.published else ""
    known = "  " + " · ".join(filter(None, (document.publisher, file_name(document.uri))))
    room = max(TITLE, width - len(date) - cell_len(known))
    return Text.assemble(date, (cut(title(document), room), "bold"), (known, "dim"))


def _with_words(row: Text, record: Record, document: Document, width: int) -> Iterator[Text]:
    first = record.evidence[0]
    room = width - row.cell_len
    if room >= CONTEXT:
        yield row.append_text(in_context(document.text, first.start, first.end, room))
    else:
        yield row
        indent = " " * ID + GAP
        yield Text(indent).append_text(in_context(document.text, first.start, first.end, width - len(indent)))
