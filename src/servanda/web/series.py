"""The claims about one indicator as marks on a time axis: pure data, drawn by :mod:`servanda.web.charts`.

A chart holds one measure in one unit. Figures that claim the same share one mark. The line joins,
period by period of one length, what the latest document says; disagreement shows as marks off the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

import msgspec

from servanda.export.human import BOUND_SIGNS, SCALES, title, unit_words
from servanda.labels import pair_label
from servanda.model import Document, Figure
from servanda.periods import period_words
from servanda.store.span import EARLIEST, LATEST, span
from servanda.web.show import bare_words, said_words

AIMS = ("target", "planned", "proposed")
"""Statuses whose period is a deadline."""
CLAIM = ("measure", "unit", "area", "counterpart", "period", "status", "bound", "value", "value_max")
"""The fields in which figures of one indicator agree that claim the same."""
LINED = ("level", "share")
"""Measures whose claims a line may join: two changes or ratios are no course of anything."""
LENGTHS = {"year": (360, 366), "half": (180, 185), "quarter": (89, 92), "month": (27, 31)}
"""Days that a period of each length may have."""


class Mark(msgspec.Struct, kw_only=True):
    """One claim, with all that its drawing and its tooltip need.

    ``x`` is in years; ``y`` is scaled, the middle of a range from ``low`` to ``high``.
    """

    x: float
    begin: float
    end: float
    y: float
    low: float
    high: float
    series: str
    status: str
    aim: bool
    length: str
    line: bool = False
    label: str
    value: str
    period: str
    quote: str
    source: str
    said: str
    said_words: str
    href: str
    spoken: str


class Series(msgspec.Struct, kw_only=True):
    """The marks of one measure in one unit, and how many figures name no period and have none."""

    measure: str
    unit: str
    axis: str
    marks: list[Mark]
    figures: int
    timeless: int

    @property
    def positive(self) -> bool:
        """Whether a logarithmic scale can show it."""
        return all(mark.low > 0 for mark in self.marks)


Claim = tuple[Figure, int]
"""A figure that stands for all that claim the same, and how many these are."""


def series(claims: Iterable[Claim], documents: Mapping[str, Document]) -> list[Series]:
    """Claims about one indicator by measure and unit, the fullest first."""

    def kind(claim: Claim) -> tuple[str, str]:
        return claim[0].measure, claim[0].unit

    groups = groupby(sorted(claims, key=kind), key=kind)
    found = [_series(measure, unit, list(members), documents) for (measure, unit), members in groups]
    return sorted(found, key=lambda one: (-one.figures, one.measure, one.unit))


def _series(measure: str, unit: str, claims: list[Claim], documents: Mapping[str, Document]) -> Series:
    scale, word = _scale([figure for figure, _ in claims])
    dated = [claim for claim in claims if span(claim[0].period)[0]]
    marks = [_mark(claim, documents, scale) for claim in dated]
    _spread_labels(marks)
    if measure in LINED:
        _choose_line(marks)
    axis = f"{'' if unit == '1' else unit_words(unit)} {word}".strip()
    figures = sum(times for _, times in claims)
    return Series(
        measure=measure,
        unit=unit,
        axis=axis,
        marks=sorted(marks, key=lambda mark: (mark.x, mark.y)),
        figures=figures,
        timeless=figures - sum(times for _, times in dated),
    )


def _scale(figures: Sequence[Figure]) -> tuple[Decimal, str]:
    """The scale that brings the largest value to a few digits, and its word."""
    largest = max(abs(figure.value) for figure in figures)
    return next(((scale, word) for scale, word in SCALES if largest >= scale), (Decimal(1), ""))


def _mark(claim: Claim, documents: Mapping[str, Document], scale: Decimal) -> Mark:
    figure, times = claim
    document = documents[figure.document]
    begin, end = _years(figure.period)
    quote = figure.evidence[0].quote
    more = times - 1
    aim = figure.status in AIMS
    top = figure.value if figure.value_max is None else figure.value_max
    return Mark(
        x=round(end if aim and end - begin > 1.01 else (begin + end) / 2, 4),
        begin=round(begin, 4),
        end=round(end, 4),
        y=float((figure.value + top) / 2 / scale),
        low=float(figure.value / scale),
        high=float(top / scale),
        series=pair_label(figure.area, figure.counterpart),
        status=figure.status,
        aim=aim,
        length=_length(figure.period),
        label=f"{BOUND_SIGNS[figure.bound]} {bare_words(figure) if aim else ''}".strip(),
        value=said_words(figure),
        period=period_words(figure.period),
        quote=quote,
        source=title(document) + (f" (and {more} more)" if more else ""),
        said=document.published or "",
        said_words=period_words(document.published),
        href=f"/documents/{figure.document}#r-{figure.id}",
        spoken=f"{said_words(figure)}, {period_words(figure.period)}, {figure.status}: {quote}",
    )


def _years(period: str | None) -> tuple[float, float]:
    """A period in years, moved by half a year so that the middle of 2012 stands at 2012, at its tick."""
    first, last = span(period)
    assert first is not None and last is not None  # noqa: S101, PT018  (only dated figures come here)
    first = f"{last[:4]}-01-01" if first == EARLIEST else first
    last = f"{first[:4]}-12-31" if last == LATEST else last
    return _year(first, 0) - 0.5, _year(last, 1) - 0.5


def _year(day: str, after: int) -> float:
    when = date.fromisoformat(day)
    days = date(when.year, 12, 31).timetuple().tm_yday
    return when.year + (when.timetuple().tm_yday - 1 + after) / days


def _length(period: str | None) -> str:
    """The length of a period by name, so that a half-year is never joined to a year."""
    first, last = span(period)
    if first in (None, EARLIEST) or last in (None, LATEST):
        return "open"
    days = (date.fromisoformat(str(last)) - date.fromisoformat(str(first))).days + 1
    return next((name for name, (low, high) in LENGTHS.items() if low <= days <= high), f"{days} days")


def _spread_labels(marks: Iterable[Mark]) -> None:
    """Leaves one label, an aim's or else the shortest, where marks of one value stand at one place."""
    kept: dict[tuple[float, float], Mark] = {}
    for mark in sorted(marks, key=lambda mark: (not mark.label, not mark.aim, len(mark.label))):
        if kept.setdefault((mark.x, mark.y), mark) is not mark:
            mark.label = ""


def _choose_line(marks: Iterable[Mark]) -> None:
    """Sets ``line`` on one mark of each observed period: the latest document's."""
    latest: dict[tuple[str, str, float], Mark] = {}
    for mark in marks:
        key = (mark.series, mark.length, mark.x)
        if mark.status == "observed" and mark.said >= latest.get(key, mark).said:
            latest[key] = mark
    for mark in latest.values():
        mark.line = True
