"""SDMX-CSV 2.0: every figure of an indicator with a period, as an observation of its series.

Sources disagree, so the claim itself is a dimension: ``CLAIM``, a record's id. Periods are SDMX time
periods: ``2013``, ``2013-10``, ``2013-S1``, ``2013-Q3``, or a time range, ``2020-04-01/P1Y``. A period with
an open end has no such form; such a figure is not written, nor is one without indicator or period.

See https://github.com/sdmx-twg/sdmx-csv.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from typing import BinaryIO

from dateutil.relativedelta import relativedelta

from servanda.export.table import cell
from servanda.model import Document, Figure, Reading
from servanda.values import edtf

FLOW = ("dataflow", "SERVANDA:CLAIMS(1.0)", "I")
"""What structure the rows have: the kind of it, its id, and that they inform (SDMX action ``I``)."""
DIMENSIONS = ("INDICATOR", "REF_AREA", "COUNTERPART_AREA", "MEASURE", "UNIT_MEASURE", "CLAIM", "TIME_PERIOD")
MEASURE = "OBS_VALUE"
ATTRIBUTES = (
    "OBS_VALUE_MAX", "BOUND", "OBS_STATUS", "CLAIM_STATUS", "SPEAKERS", "SOURCE_DOCUMENT", "SOURCE_URI",
    "SOURCE_PUBLISHED", "SOURCE_START", "SOURCE_END", "QUOTE",
)  # fmt: skip
NONE = "_Z"
"""SDMX's code for what does not apply: a share of the world has no counterpart."""
STATUS = {"observed": "A", "forecast": "F"}
"""SDMX's CL_OBS_STATUS; aims are no observations: ``O`` is for what is not there (yet)."""


def write(readings: Iterable[Reading], out: BinaryIO) -> int:
    """Writes one row an observation; returns how many there are."""
    text = TextIOWrapper(out, encoding="utf-8", newline="")
    try:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, MEASURE, *ATTRIBUTES))
        written = 0
        for reading in readings:
            for row in _rows(reading):
                writer.writerow((*FLOW, *row))
                written += 1
        return written
    finally:
        text.detach()  # flushed, and left open: it is the caller's


def _rows(reading: Reading) -> Iterator[tuple[str | int, ...]]:
    for record in reading.records:
        if isinstance(record, Figure) and record.indicator:
            period = time_period(record.period)
            if period:
                yield _row(record, period, reading.document)


def _row(figure: Figure, period: str, document: Document) -> tuple[str | int, ...]:
    first = figure.evidence[0]
    key = (
        figure.indicator or NONE,
        figure.area or NONE,
        figure.counterpart or NONE,
        figure.measure,
        figure.unit,
        figure.id,
        period,
    )
    return (
        *key,
        f"{figure.value:f}",
        "" if figure.value_max is None else f"{figure.value_max:f}",
        figure.bound,
        STATUS.get(figure.status, "O"),
        figure.status,
        " ".join(figure.speakers),
        document.id,
        cell(document.uri),
        document.published or "",
        first.start,
        first.end,
        cell(" ".join(first.quote.split())),
    )


def time_period(value: str | None) -> str | None:
    """An EDTF period as an SDMX time period; null where it is open, or not known.

    >>> [time_period(v) for v in ("2013", "2013-10", "2013-01/2013-06", "2013-07/2013-09", "2013-01/2013-03")]
    ['2013', '2013-10', '2013-S1', '2013-Q3', '2013-Q1']
    >>> [time_period(v) for v in ("2020-04/2021-03", "2008/2012", "197X", "2025-12-05", "../2014")]
    ['2020-04-01/P1Y', '2008-01-01/P5Y', '1970-01-01/P10Y', '2025-12-05', None]
    """
    span = edtf.days(value)
    if span is None or value is None or span[0] == dt.date.min or span[1] == dt.date.max:
        return None
    if "/" not in value and "X" not in value:
        return value
    first, after = span[0], span[1] + dt.timedelta(days=1)
    length = relativedelta(after, first)
    months = length.years * 12 + length.months
    if months in _PARTS and first.day == 1 and not length.days and (first.month - 1) % months == 0:
        return f"{first.year}{_PARTS[months]}{(first.month - 1) // months + 1}"
    return f"{first.isoformat()}/{_duration(length)}"


_PARTS = {3: "-Q", 6: "-S"}
"""Parts of a year that SDMX names, by their months."""


def _duration(length: relativedelta) -> str:
    parts = ((length.years, "Y"), (length.months, "M"), (length.days, "D"))
    return "P" + "".join(f"{count}{unit}" for count, unit in parts if count)
