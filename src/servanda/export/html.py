"""One HTML file with documents and their records: no script, and no request to anybody.

The styles keep to what is inside, so that a notebook can show it too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from servanda.export.human import areas_words, figure_words, title
from servanda.export.segments import Span, has_blank_lines, paragraphs
from servanda.model import RECORD_TYPES, Document, Figure, Reading, Record, record_type

HIDDEN = ("id", "evidence", "rule", "names", "origin")
"""Fields that the words of a record leave out."""


def write(readings: Iterable[Reading], out: BinaryIO) -> int:
    """Writes one page; returns how many records are on it."""
    written = 0

    def sections() -> Iterable[dict[str, Any]]:
        nonlocal written
        for reading in readings:
            written += len(reading.records)
            yield _section(reading)

    pieces = _environment().get_template("document.html").generate(sections=sections())
    out.writelines(piece.encode() for piece in pieces)
    return written


def part(reading: Reading) -> str:
    """One document with its records as a piece of HTML, for a notebook."""
    pieces = _environment().get_template("document.html").make_module({"sections": ()})
    return f"{pieces.styles()}{pieces.section(_section(reading))}"


def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  (help need not wait for it)

    environment = Environment(
        loader=PackageLoader("servanda.export"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["exact"] = _exact
    return environment


def _exact(text: str) -> Any:
    """Text to the character: a carriage return would else become a line feed."""
    from markupsafe import Markup, escape  # noqa: PLC0415

    return Markup(str(escape(text)).replace("\r", "&#13;"))  # noqa: S704  (escaped just here)


def _section(reading: Reading) -> dict[str, Any]:
    document = reading.document
    spans = [Span(e.start, e.end, r.id, record_type(r)) for r in reading.records for e in r.evidence]
    return {
        "document": document,
        "title": title(document),
        "facts": _facts(document),
        "spaced": has_blank_lines(document.text),
        "paragraphs": paragraphs(document.text, spans),
        "words": {record.id: words(record) for record in reading.records},
        "groups": [
            (kind, [record for record in reading.records if record_type(record) == kind])
            for kind in RECORD_TYPES
        ],
    }


def _facts(document: Document) -> str:
    known = (document.published, document.kind, document.language, document.publisher, document.author)
    return " · ".join(filter(None, (*known, document.place)))


def words(record: Record) -> str:
    """A record in a line.

    >>> from servanda.model import Evidence, Time
    >>> words(Time(id="t1", evidence=(Evidence("d", 0, 4, "2013"),), value="2013", kind="point"))
    '2013, point'
    """
    if isinstance(record, Figure):
        status = "" if record.status == "observed" else record.status
        about = (record.indicator, areas_words(record.area, record.counterpart), record.period, status)
        return ", ".join(filter(None, (figure_words(record), *about)))
    values = (getattr(record, name) for name in record.__struct_fields__ if name not in HIDDEN)
    shown = ("; ".join(value) if isinstance(value, tuple) else str(value) for value in values if value)
    return ", ".join(one for one in shown if one not in ("", "True"))
