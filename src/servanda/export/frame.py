"""Tables as data frames: rows with a type for each column, for polars and pandas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any, Literal

import msgspec

from servanda.export.human import title
from servanda.extras import optional
from servanda.link.claims import of_document
from servanda.link.series import series
from servanda.model import RECORD_TYPES, TIME_FIELDS, Document, Figure, Record
from servanda.values import edtf

Kind = Literal["text", "texts", "number", "integer", "flag", "day"]
"""What a column holds; ``texts`` are lists of text."""

DAYS: dict[str, Kind] = {"since": "day", "until": "day"}
PLACE: dict[str, Kind] = {
    "document": "text",
    "title": "text",
    "uri": "text",
    "published": "text",
    "language": "text",
    "start": "integer",
    "end": "integer",
    "quote": "text",
    "quotes": "integer",
}
"""Where a record stands: its document, its first quote, how many there are."""
_KINDS: dict[type, Kind] = {
    msgspec.inspect.DecimalType: "number",
    msgspec.inspect.VarTupleType: "texts",
    msgspec.inspect.IntType: "integer",
    msgspec.inspect.BoolType: "flag",
}


SHOWN = 10
"""Rows that a notebook shows of a table."""


class Frame:
    """A table: named columns, each of one kind, and its rows.

    ``to_dicts`` gives exact decimals; in a data frame numbers are 64-bit floats, exact to 15 digits.
    """

    def __init__(self, columns: Mapping[str, Kind], rows: Sequence[dict[str, Any]]) -> None:
        self.columns = dict(columns)
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._rows)

    def __repr__(self) -> str:
        return f"Frame({len(self)} rows: {', '.join(self.columns)})"

    def _repr_html_(self) -> str:
        """The first rows as a table, which notebooks show by themselves."""
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        rows = (
            "<tr>" + "".join(f"<td>{_shown(row[name])}</td>" for name in self.columns) + "</tr>"
            for row in self._rows[:SHOWN]
        )
        count = f"<p>{min(SHOWN, len(self)):,} of {len(self):,} rows</p>"
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{count}"

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dictionary a row."""
        return [dict(row) for row in self._rows]

    def to_polars(self) -> Any:
        """A :class:`polars.DataFrame` (extra ``polars``)."""
        pl = optional("polars")
        kinds = {
            "text": pl.String,
            "texts": pl.List(pl.String),
            "number": pl.Float64,
            "integer": pl.Int64,
            "flag": pl.Boolean,
            "day": pl.Date,
        }
        schema = {name: kinds[kind] for name, kind in self.columns.items()}
        return pl.DataFrame({name: self._column(name) for name in self.columns}, schema=schema)

    def to_pandas(self) -> Any:
        """A :class:`pandas.DataFrame` (extra ``pandas``); what may be missing has a type that allows it."""
        pd = optional("pandas")
        kinds = {
            "text": "string",
            "texts": "object",
            "number": "float64",
            "integer": "Int64",
            "flag": "boolean",
            "day": "datetime64[s]",
        }
        columns = {
            name: pd.Series(self._column(name), dtype=kinds[kind]) for name, kind in self.columns.items()
        }
        return pd.DataFrame(columns)

    def _column(self, name: str) -> list[Any]:
        cells = [row[name] for row in self._rows]
        if self.columns[name] == "number":
            return [None if cell is None else float(cell) for cell in cells]
        return [list(cell) for cell in cells] if self.columns[name] == "texts" else cells


def _shown(cell: Any) -> str:
    """A cell for a page; nothing where there is none.

    >>> _shown(("IN", "RU")), _shown(None), _shown("a < b")
    ('IN, RU', '', 'a &lt; b')
    """
    if cell is None:
        return ""
    return escape(", ".join(cell) if isinstance(cell, tuple) else str(cell))


@cache
def columns(kind: str) -> Mapping[str, Kind]:
    """The columns of one type's table: its fields, its days, then where it stands.

    >>> list(columns("time"))[:6]
    ['id', 'value', 'kind', 'rule', 'corrected', 'since']
    """
    cls: type[msgspec.Struct] = Document if kind == "document" else RECORD_TYPES[kind]
    fields: dict[str, Kind] = {
        field.name: _kind(field.type)
        for field in msgspec.inspect.type_info(cls).fields  # type: ignore[attr-defined]
        if field.name not in ("id", "rule", "corrected", "text", "evidence")
    }
    days = DAYS if kind in TIME_FIELDS else {}
    if kind == "document":
        return {"id": "text", **fields, **days}
    return {"id": "text", **fields, "rule": "text", "corrected": "texts", **days} | {
        name: held for name, held in PLACE.items() if name not in fields
    }


def _kind(field: msgspec.inspect.Type) -> Kind:
    kinds = field.types if isinstance(field, msgspec.inspect.UnionType) else (field,)
    return next((_KINDS[type(one)] for one in kinds if type(one) in _KINDS), "text")


def frame(kind: str, items: Iterable[Document | Record], documents: Mapping[str, Document]) -> Frame:
    """The table of records of one type (or of documents); ``documents`` are those that they stand in."""
    made = [
        row(kind, item, item if isinstance(item, Document) else documents[item.document]) for item in items
    ]
    return Frame(columns(kind), made)


def row(kind: str, item: Document | Record, document: Document) -> dict[str, Any]:
    """One row, its cells in the order of the columns; ``document`` is the one that the record stands in."""
    cells = _cells(kind, item, document)
    return {name: cells[name] for name in columns(kind)}


def _cells(kind: str, item: Document | Record, document: Document) -> dict[str, Any]:
    fields = (name for name in item.__struct_fields__ if name not in ("text", "evidence"))
    own = {name: _cell(getattr(item, name)) for name in fields}
    if kind in TIME_FIELDS:
        own |= days(own[TIME_FIELDS[kind]])
    if isinstance(item, Document):
        return own
    return _place(item, document) | own


def _cell(value: Any) -> Any:
    """A value of a cell; what has parts of its own is JSON."""
    return msgspec.json.encode(value).decode() if isinstance(value, msgspec.Struct) else value


def _place(record: Record, document: Document) -> dict[str, Any]:
    first = record.evidence[0]
    return {
        "document": document.id,
        "title": title(document),
        "uri": document.uri,
        "published": document.published,
        "language": document.language,
        "start": first.start,
        "end": first.end,
        "quote": first.quote,
        "quotes": len(record.evidence),
    }


def days(value: str | None) -> dict[str, dt.date | None]:
    """The first and last day of a period; null where it is open or not known.

    >>> days("2013-01/2013-06")
    {'since': datetime.date(2013, 1, 1), 'until': datetime.date(2013, 6, 30)}
    >>> days("../2014")["since"] is None
    True
    """
    first, last = edtf.days(value) or (dt.date.min, dt.date.max)
    return {"since": first if first > dt.date.min else None, "until": last if last < dt.date.max else None}


def series_frame(figures: Iterable[Figure], documents: Mapping[str, Document]) -> Frame:
    """Figures of one indicator as series: ordered by period, measures in the indicator's own unit."""
    by_id = {figure.id: figure for figure in figures}
    by_document: dict[str, list[Figure]] = {}
    for figure in by_id.values():
        by_document.setdefault(figure.document, []).append(figure)
    claims = (c for key, found in by_document.items() for c in of_document(documents[key], found))
    made = []
    for one in series(claims):
        for claim in one.claims:
            figure = by_id[claim.id]
            cells = row("figure", figure, documents[figure.document])
            made.append(cells | {"value": claim.value, "value_max": claim.value_max, "unit": claim.unit})
    named = columns("figure")
    order = (*_SERIES, *(name for name in named if name not in _SERIES))
    return Frame(
        {name: named[name] for name in order}, [{name: cells[name] for name in order} for cells in made]
    )


_SERIES = (
    "indicator", "area", "counterpart", "measure", "unit", "period", "since", "until", "value", "value_max",
    "bound", "status",
)  # fmt: skip
