"""A table of figures as a document and its records: each figure's evidence is its value in its row.

What is wrong is told by file and line, all of it at once; a table is taken whole or not at all.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any, get_args

import msgspec

from servanda.catalogue import catalogue
from servanda.errors import UsageError
from servanda.ground import quote
from servanda.model import Bound, Document, Figure, Measure, Origin, Reading, Status, document_id, record_id
from servanda.readers.cells import Cell, Row, rows
from servanda.readers.columns import Columns, Measured, known
from servanda.records.claimant import claimant
from servanda.values import edtf

MEDIA_TYPE = "text/csv"
IMPORTED, REFERENCE = "imported", "reference"
"""The rules that figures of tables bear."""
SHOWN = 10
"""How many faults are told at most."""
_RANGE = re.compile(r"\s*(?:/|–|—|\.\.|(?<=\d)-(?=\d)|\bto\b)\s*")
_SDMX_PERIOD = re.compile(r"(\d{4})-(?:Q([1-4])|S([12])|M(\d\d)|A1)$")


class Fault(Exception):
    """What is wrong with a row."""


def read(content: bytes, uri: str, columns: Columns | None = None, *, reference: bool = False) -> Reading:
    """The figures of a CSV file.

    ``columns``: what its columns mean (see :mod:`servanda.readers.columns`); SDMX-CSV, and a table whose
    headings are the fields' own names, need none.

    Raises :class:`UsageError` that names every line at fault and what is wrong there.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{uri}: it is no UTF-8 text (byte {error.start}); save the table as CSV in UTF-8"
        ) from error
    table = list(rows(text, columns.delimiter if columns else None))
    if not table:
        raise UsageError(f"{uri}: the table is empty")
    headings = tuple(cell.text for cell in table[0].cells)
    meant = columns or known(headings)
    places = _places(meant, headings, uri, strict=columns is not None)
    document = _document(content, text, uri)
    return Reading(document, tuple(_figures(document, table[1:], meant, places, reference)))


def _document(content: bytes, text: str, uri: str) -> Document:
    name = PurePath(uri).name or uri
    digest = hashlib.sha256(content).hexdigest()
    return Document(
        id=document_id(content), uri=uri, media_type=MEDIA_TYPE, sha256=digest, text=text, title=name
    )


def _places(meant: Columns, headings: tuple[str, ...], uri: str, *, strict: bool) -> dict[str, int]:
    """Which column holds which field."""
    missing = [f"{heading} ({field})" for field, heading in meant.columns.items() if heading not in headings]
    if missing and strict:
        raise UsageError(f"{uri}:1: there is no column {', '.join(missing)}; there are {', '.join(headings)}")
    places = {field: headings.index(h) for field, h in meant.columns.items() if h in headings}
    lacking = [field for field in ("value", "indicator") if field not in places and field not in meant.always]
    if lacking:
        raise UsageError(
            f"{uri}:1: no column is said to hold {' and '.join(lacking)}; say so in a map: --columns MAP.toml"
        )
    return places


def _figures(
    document: Document, table: list[Row], meant: Columns, places: dict[str, int], reference: bool
) -> Iterator[Figure]:
    faults: list[str] = []
    for row in table:
        cells = {field: row.cells[at] for field, at in places.items() if at < len(row.cells)}
        try:
            value = cells.get("value")
            if value is not None and value.text:
                yield _figure(document, value, _Row(meant, cells), reference)
        except Fault as fault:
            faults.append(f"{document.uri}:{row.line}: {fault}")
    if faults:
        more = f"\n… and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
        raise UsageError("\n".join(faults[:SHOWN]) + more)


class _Row(msgspec.Struct):
    """The fields of a row: from its cells, else what is always so."""

    meant: Columns
    cells: dict[str, Cell]

    def get(self, field: str) -> str:
        """What a field says; empty for nothing."""
        cell = self.cells.get(field)
        return (cell.text if cell else "") or self.meant.always.get(field, "")


def _figure(document: Document, cell: Cell, row: _Row, reference: bool) -> Figure:
    low, high = _values(cell.text, row)
    unit = row.meant.unit(row.get("unit"))
    measured = row.meant.measured(row.get("indicator"))
    if not measured.indicator:
        raise Fault("the indicator is missing")
    scale = unit.scale * _power(row.get("power"))
    areas = [row.meant.area(row.get(field)) for field in ("area", "counterpart")]
    area, counterpart = _pair(areas, measured)
    origin = _origin(row, reference)
    return Figure(
        id=record_id("figure", document.id, cell.start, cell.end),
        evidence=(quote(document, cell.start, cell.end),),
        rule=REFERENCE if reference else IMPORTED,
        value=_exact(low * scale),
        value_max=None if high is None else _exact(high * scale),
        unit=unit.unit or "1",
        bound=_bound(row),
        indicator=measured.indicator,
        area=area,
        counterpart=counterpart,
        period=_period(row.get("period")),
        measure=_measure(row, measured.measure, measured.indicator, unit.unit),
        status=_status(row),
        speakers=claimant(row.get("claimed_by")).speakers,
        origin=origin,
    )


def _pair(areas: list[str | None], measured: Measured) -> tuple[str | None, str | None]:
    """The two areas as the ledger has them: in alphabetical order where order means nothing."""
    first, second = reversed(areas) if measured.swap else areas
    concept = catalogue().indicators.get(measured.indicator)
    if concept is not None and concept.pair == "symmetric" and first and second:
        first, second = sorted((first, second))
    return first, second


def _exact(value: Decimal) -> Decimal:
    """Digits as people keep them: no exponent above nought."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _origin(row: _Row, reference: bool) -> Origin:
    by, published = row.get("claimed_by"), row.get("published")
    if published and edtf.days(published) is None:
        raise Fault(f"published: {published!r} is no date; write it as 2025-12-05, 2025-12, 2025 or 2025-12~")
    return Origin(
        claimant=by or None,
        key=claimant(by).key if by else "",
        source=row.get("source") or None,
        published=published or None,
        note=row.get("note") or None,
        reference=reference,
    )


def _values(text: str, row: _Row) -> tuple[Decimal, Decimal | None]:
    """A value, or a range's two ends."""
    parts = [part for part in _RANGE.split(text) if part]
    top = row.get("value_max")
    if top:
        parts = [*parts, top]
    if not 1 <= len(parts) <= 2:
        raise Fault(f"value: {text!r} is no number")
    numbers = [_number(part, row.meant.decimal) for part in parts]
    if len(numbers) == 2 and numbers[1] < numbers[0]:
        raise Fault(f"value: {text!r} ends below where it begins")
    return numbers[0], numbers[1] if len(numbers) == 2 else None


def _number(text: str, decimal: str) -> Decimal:
    """The number that digits say.

    Groups of three may be parted by blanks, or by commas where the point is the decimal sign (and the other
    way round).
    """
    other = "," if decimal == "." else "."
    plain = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    grouped = re.fullmatch(rf"([+\-−]?\d{{1,3}}(?:{re.escape(other)}\d{{3}})+)(.*)", plain)
    if grouped:
        plain = grouped[1].replace(other, "") + grouped[2]
    try:
        return Decimal(plain.replace("−", "-").replace(decimal, "."))
    except InvalidOperation:
        raise Fault(f"value: {text!r} is no number; write digits, with {decimal!r} before decimals") from None


def _power(text: str) -> Decimal:
    try:
        return Decimal(10) ** int(text or 0)
    except ValueError:
        raise Fault(f"power: {text!r} is no whole number, such as 6 for millions") from None


def _bound(row: _Row) -> Bound:
    written = row.get("bound")
    said: Any = row.meant.bounds.get(written, written) or "="
    if said not in get_args(Bound):
        raise Fault(f"bound: {written!r} is none of {' '.join(get_args(Bound))}; map it under [bounds]")
    return said  # type: ignore[no-any-return]


def _status(row: _Row) -> Status:
    written = row.get("status")
    said: Any = row.meant.statuses.get(written, written) or "observed"
    if said not in get_args(Status):
        raise Fault(f"status: {written!r} is none of {', '.join(get_args(Status))}; map it under [statuses]")
    return said  # type: ignore[no-any-return]


def _measure(row: _Row, mapped: Measure | None, indicator: str, unit: str) -> Measure:
    written: Any = row.get("measure") or mapped
    if written and written not in get_args(Measure):
        raise Fault(f"measure: {written!r} is none of {', '.join(get_args(Measure))}")
    if written:
        return written  # type: ignore[no-any-return]
    if unit in ("%", "pp"):
        concept = catalogue().indicators.get(indicator)
        return "change" if indicator.endswith(("-change", ".growth")) and concept else "share"
    return "ratio" if unit == "x" else "level"


def _period(text: str) -> str | None:
    """The period as EDTF; those of SDMX (``2024-Q1``, ``2024-S1``, ``2024-M05``) are put into it.

    >>> _period("2024-Q2"), _period("2024-S2"), _period("2024-M05"), _period("2025~")
    ('2024-04/2024-06', '2024-07/2024-12', '2024-05', '2025~')
    """
    m = _SDMX_PERIOD.match(text)
    if m:
        if m[4]:
            return f"{m[1]}-{m[4]}"
        if not (m[2] or m[3]):
            return m[1]
        size = 3 if m[2] else 6
        last = int(m[2] or m[3]) * size
        return f"{m[1]}-{last - size + 1:02d}/{m[1]}-{last:02d}"
    if text in ("", ".."):
        return None
    if edtf.days(text) is None:
        raise Fault(f"period: {text!r} is no EDTF date; write 2024, 2024-04/2025-03, ../2013 or 2025~")
    return text
