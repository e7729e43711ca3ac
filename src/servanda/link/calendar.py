"""Calendar: dates that cannot be, and editions of a series that are out of order."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from servanda import packs
from servanda.labels import indicator_label
from servanda.link.finding import during, finding, plain
from servanda.model import Agreement, Document, Event, Figure, Finding, Reading, Record, Statement, Time
from servanda.periods import period_words
from servanda.values import edtf
from servanda.values.grammar import grammar
from servanda.values.moments import Date
from servanda.values.times import TimeMark

FIELDS: dict[type[Record], tuple[str, ...]] = {
    Agreement: ("date", "valid"),
    Event: ("date",),
    Figure: ("period",),
    Statement: ("deadline",),
    Time: ("value",),
}
PAST = ("signed", "in-force", "terminated")
"""What an agreement cannot be before it was."""
_DATED = re.compile(r"\d{4}")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def calendar(readings: Iterable[Reading]) -> Iterator[Finding]:
    """The findings of all readings."""
    editions: dict[str, list[tuple[Event, Document]]] = {}
    for reading in readings:
        for record in reading.records:
            yield from _backward(record, reading.document)
            yield from _before_its_time(record, reading.document)
            if isinstance(record, Time):
                yield from _weekday(record, reading.document)
            if isinstance(record, Event) and record.series and record.ordinal and edtf.days(record.date):
                editions.setdefault(record.series, []).append((record, reading.document))
    for series, events in sorted(editions.items()):
        yield from _order(series, events)


def _backward(record: Record, document: Document) -> Iterator[Finding]:
    """An interval that ends before it begins."""
    for name in FIELDS.get(type(record), ()):
        value = getattr(record, name) or ""
        first, slash, last = value.partition("/")
        a, b = edtf.days(first), edtf.days(last)
        if slash and a and b and b[1] < a[0]:
            message = f"“{record.evidence[0].quote}” ends before it begins: {value}."
            yield finding("calendar", "high", message, [record.id])


def _weekday(record: Time, document: Document) -> Iterator[Finding]:
    """A day of the week that the date, written out with its year, does not fall on."""
    quote, span = record.evidence[0].quote, edtf.days(record.value)
    if span is None or span[0] != span[1] or not _DATED.search(quote):
        return
    language = (document.language or "en").partition("-")[0]
    for found in grammar(language if language in packs.languages() else "en").find(quote):
        moment = found.value.moment if isinstance(found.value, TimeMark) else None
        if isinstance(moment, Date) and moment.weekday and moment.weekday != span[0].isoweekday():
            said, is_ = _WEEKDAYS[moment.weekday - 1], _WEEKDAYS[span[0].isoweekday() - 1]
            message = f"“{quote}” names a {said}, but {record.value} was a {is_}."
            yield finding("calendar", "medium", message, [record.id])


def _before_its_time(record: Record, document: Document) -> Iterator[Finding]:
    """What was signed, or observed, later than the document that tells it."""
    told = edtf.days(
        record.origin.published if isinstance(record, Figure) and record.origin else document.published
    )
    if told is None:
        return
    if isinstance(record, Agreement) and record.status in PAST:
        when = edtf.days(record.date)
        if when and when[0] > told[1]:
            message = (
                f"“{record.title}” is told as {record.status} {during(record.date)}, after the "
                f"document that says so ({period_words(document.published)})."
            )
            yield finding("calendar", "high", message, [record.id])
    elif isinstance(record, Figure) and record.origin and record.status == "observed":
        when = edtf.days(record.period)
        if when and when[0] > told[1] and not edtf.rough(record.period):
            message = (
                f"{indicator_label(record.indicator or '')} of {plain(record.value, record.unit)} is given "
                f"as observed {during(record.period)}, later than its source of "
                f"{period_words(record.origin.published)}."
            )
            yield finding("calendar", "medium", message, [record.id])


def _order(series: str, events: Sequence[tuple[Event, Document]]) -> Iterator[Finding]:
    """Two editions whose numbers run against their dates, or one number for two dates."""
    spans = [(edtf.days(e.date) or (dt.date.min, dt.date.min), e) for e, _ in events]
    by_number: dict[int, list[tuple[edtf.Span, Event]]] = {}
    for span, event in spans:
        by_number.setdefault(event.ordinal or 0, []).append((span, event))
    for number, group in sorted(by_number.items()):
        first = min(group, key=lambda item: (item[0][1], item[1].id))
        last = max(group, key=lambda item: (item[0][0], item[1].id))
        if last[0][0] - first[0][1] > dt.timedelta(62):
            dates = " and ".join(period_words(event.date) for _, event in (first, last))
            message = f"Number {number} of {series} is dated {dates}."
            yield finding("calendar", "high", message, (first[1].id, last[1].id))
    latest = {
        number: min(group, key=lambda item: (item[0][0], item[1].id)) for number, group in by_number.items()
    }
    for (a, (early, one)), (b, (late, other)) in pairwise(sorted(latest.items())):
        if late[1] < early[0]:
            message = (
                f"{series}: number {b} is dated {period_words(other.date)}, before number {a} "
                f"({period_words(one.date)})."
            )
            yield finding("calendar", "high", message, (one.id, other.id))
