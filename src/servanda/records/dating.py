"""When a document speaks, where nothing but its text tells: clues, and what they leave open.

Each clue bounds the day of the document from below or above: the latest time that is told as past, what
is called coming, an anniversary (*the 25th … of October 2000*), an edition of a known series (*the 21st
annual summit*), the term of an office (*Defence Minister B.*), a return after years, a dateline without
a year. The value is as narrow as the clues leave it: a day, a month or a year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec
from dateutil.relativedelta import relativedelta

from servanda.catalogue import Series, catalogue
from servanda.ground import quote
from servanda.model import Document, Evidence, PublishedBasis
from servanda.records.event import Sight, sights
from servanda.records.lexicon import Mark
from servanda.records.view import TimeFound, View, once
from servanda.values import edtf
from servanda.values.edtf import Span
from servanda.values.moments import Context, Date, Length, Shift

OPENING = 6  # sentences in which a document tells what it is about
LEAD = 40  # characters in which a report names its day
DATELINE = 160  # characters in which a dateline stands
LAST_YEAR = 2100
YEAR = 366
MONTH = 31
FAR = 15  # years behind which an exact date is history, and says nothing of the document's own time
_OPEN = ("by", "until")
_AHEAD = ("target", "planned", "forecast", "ahead", "proposed")


class Clue(msgspec.Struct, frozen=True):
    """Words that bound the day of a document: not before ``low``, not after ``high``."""

    view: View
    start: int
    end: int
    reason: str
    low: dt.date = dt.date.min
    high: dt.date = dt.date.max
    basis: PublishedBasis = "text"


class Dating(msgspec.Struct, frozen=True):
    """When a document speaks: an EDTF value, what it rests on, the words, and the reasoning in a sentence."""

    value: str
    basis: PublishedBasis
    evidence: tuple[Evidence, ...]
    reason: str


def infer(document: Document, views: Sequence[View], pair: tuple[str, ...]) -> Dating | None:
    """When a document without a date was written, as far as its text tells."""
    clues = [
        *_lead(document, views),
        *_told(views),
        *_anniversaries(views, pair),
        *_editions(views, pair),
        *_offices(views),
    ]
    low, high, used = _narrow(clues)
    returned = _returns(views, pair, low, high)
    if returned is not None:
        low, high, used = max(low, returned.low), min(high, returned.high), [*used, returned]
    if not used:
        return None
    year = high.year if low == dt.date.min else low.year
    line = _dateline(document, views, year)
    if line is not None:
        low, high, used = line.low, line.high, [line, *used]
    else:
        low, high, used = _days_of(views, year, low, high, used)
    return _dating(document, _value(low, high, year), used)


def _lead(document: Document, views: Sequence[View]) -> Iterator[Clue]:
    """The day with its year that a report opens with: that of its news."""
    if document.kind == "analysis":
        return
    for view in views[:2]:
        for time in _open(view):
            span = edtf.days(time.value)
            opens = span is not None and time.start - view.start <= LEAD and "/" not in (time.value or "/")
            opens = opens and not time.mark.mod and not time.future
            if opens and span is not None and span[0] == span[1]:
                yield Clue(view, time.start, time.end, "the day that the report opens with", span[0], span[1])
                return


@once
def _open(view: View) -> list[TimeFound]:
    """The times of a sentence, what depends on the document's day left open."""
    return view.times(None)


def _narrow(clues: Sequence[Clue]) -> tuple[dt.date, dt.date, list[Clue]]:
    """The bounds that all clues leave; a clue against the ones before it is left out."""
    used: list[Clue] = []
    low, high = dt.date.min, dt.date.max
    for clue in sorted(clues, key=lambda c: (c.high == dt.date.max, c.low)):
        if max(low, clue.low) <= min(high, clue.high):
            if clue.low > low or clue.high < high:
                used = [u for u in used if u.high < dt.date.max or u.low >= clue.low] + [clue]
            low, high = max(low, clue.low), min(high, clue.high)
    return low, high, used


def _value(low: dt.date, high: dt.date, year: int) -> str:
    """The narrowest of day, month and year that holds what is left open."""
    if low == high:
        return low.isoformat()
    if (low.year, low.month) == (high.year, high.month):
        return f"{low.year:04d}-{low.month:02d}"
    return f"{year:04d}"


def _told(views: Sequence[View]) -> Iterator[Clue]:
    """The latest time told as past; the earliest that is called coming."""
    past: list[tuple[Span, View, TimeFound]] = []
    coming: list[tuple[Span, View, TimeFound]] = []
    for view in views:
        for time in _open(view):
            span = edtf.days(time.value)
            if span is None or time.mark.mod in _OPEN or not _is_datable(span):
                continue
            if _is_coming(view, time):
                coming.append((span, view, time))
            elif not _looks_ahead(view, time.start) and not time.future:
                past.append((span, view, time))
    if past:
        span, view, time = max(_believed(past), key=lambda p: (p[0][0], -p[2].start))
        over = (span[1] - span[0]).days > YEAR - 3  # what a year brought is told after it
        low = span[1] + dt.timedelta(1) if over else span[0]
        yield Clue(view, time.start, time.end, f"{time.value} is the latest time told as past", low=low)
    if coming:
        (first, _), view, time = min(coming, key=lambda c: (c[0][0], c[2].start))
        day = first - dt.timedelta(1)
        yield Clue(
            view, time.start, time.end, f"{time.value} is called coming", day.replace(month=1, day=1), day
        )


def _believed(told: list[tuple[Span, View, TimeFound]]) -> list[tuple[Span, View, TimeFound]]:
    """Without the bare years that lie behind every month and day that is told: they are plans."""
    exact = [span[0].year for span, _, _ in told if (span[1] - span[0]).days < MONTH]
    if not exact:
        return told
    latest = max(exact)
    return [t for t in told if not latest + 1 < t[0][0].year < latest + FAR]


def _is_datable(span: Span) -> bool:
    """Whether a time can tell when it is spoken of: no longer than a year, and in our times."""
    return (span[1] - span[0]).days <= YEAR and span[1].year <= LAST_YEAR


def _is_coming(view: View, time: TimeFound) -> bool:
    """*the upcoming presidency in 2026*: a cue of coming in the words before the time."""
    return any(0 <= time.start - m.end <= 60 for m in view.of("coming"))


def _looks_ahead(view: View, start: int) -> bool:
    return any((m.kind in _AHEAD or _calls(m)) and m.end <= start for m in view.marks)


def _calls(mark: Mark) -> bool:
    """Whether a verb of speech is of what is to be done."""
    step = catalogue().acts.get((str(mark.value), "")) if mark.kind in ("verb", "participle") else None
    return step is not None and step.act in ("commissive", "directive")


def _anniversaries(views: Sequence[View], pair: tuple[str, ...]) -> Iterator[Clue]:
    """*This year marks the 25th anniversary of … October 2000*."""
    for view in views:
        if not any(_is_this_year(t) for t in _open(view)):
            continue
        for sight in sights(view, _open(view), pair):
            past = [s for t in _open(view) if t.start > sight.start and (s := edtf.days(t.value))]
            if sight.key == "anniversary" and sight.ordinal and past:
                year = past[0][0].year + sight.ordinal
                reason = f"this year is {sight.ordinal} years after {past[0][0].year}"
                yield Clue(view, sight.start, sight.end, reason, dt.date(year, 1, 1), dt.date(year, 12, 31))


def _is_this_year(time: TimeFound) -> bool:
    moment = time.mark.moment
    return isinstance(moment, Shift) and moment.unit == "year" and moment.by == 0


def _editions(views: Sequence[View], pair: tuple[str, ...]) -> Iterator[Clue]:
    """An edition of a known series that the document opens with, or tells of as past."""
    if not _has_series(pair):
        return
    for number, view in enumerate(views):
        if not view.of("order") and not view.lexicon.occurring.ordinal:
            continue
        for sight in sights(view, (), pair):
            found = _edition(sight, pair)
            if found is None or _looks_ahead(view, sight.start):
                continue
            span = edtf.days(found)
            if span is None:
                continue
            reason = f"edition {sight.ordinal} of the series was in {found}"
            high = edtf.month_span(span[1].year, span[1].month)[1] if number < OPENING else dt.date.max
            yield Clue(view, sight.start, sight.end, reason, span[0], high, "reference")


def _edition(sight: Sight, pair: tuple[str, ...]) -> str | None:
    one = _series(sight, pair)
    return one.editions.get(str(sight.ordinal)) if one is not None and sight.ordinal else None


def _series(sight: Sight, pair: tuple[str, ...]) -> Series | None:
    """The known series that a mention is of: its form, between the states that the document is about."""
    for one in catalogue().series.values():
        if one.form == sight.occasion.form and set(one.of) == set(pair):
            return one
    return None


def _offices(views: Sequence[View]) -> Iterator[Clue]:
    """Persons who are named in an office: the document is not older than their term."""
    known = catalogue().entities
    for view in views:
        for mark in view.of("entity"):
            concept = known.get(mark.value) if isinstance(mark.value, str) else None
            span = edtf.days(concept.term) if concept else None
            if span is None:
                continue
            if any(0 <= mark.start - m.end <= 2 for m in view.of("office")):
                yield Clue(
                    view,
                    mark.start,
                    mark.end,
                    f"{mark.value} is in office since {span[0].year}",
                    span[0],
                    basis="reference",
                )


def _has_series(pair: tuple[str, ...]) -> bool:
    """Whether the states that the document is about meet in a known series."""
    return any(set(one.of) == set(pair) for one in catalogue().series.values())


def _returns(views: Sequence[View], pair: tuple[str, ...], low: dt.date, high: dt.date) -> Clue | None:
    """*after four years*: the one edition of the series that lies so long after another."""
    for view in views[:OPENING]:
        told = list(_years(view))
        if not told or not any(s.key == "visit" for s in sights(view, (), pair)):
            continue
        for years, time in told:
            fitting = [d for d in _dates(pair, years) if low.replace(day=1) <= d <= high]
            if len(fitting) == 1:
                last = edtf.month_span(fitting[0].year, fitting[0].month)[1]
                reason = f"{years} years after the edition of {fitting[0].year - years}"
                return Clue(view, time.start, time.end, reason, fitting[0], last, "reference")
    return None


def _dates(pair: tuple[str, ...], years: int) -> list[dt.date]:
    """When the series of the states had an edition just so many years after another."""
    out = []
    for one in catalogue().series.values():
        if set(one.of) == set(pair):
            dates = [s[0] for e in one.editions.values() if (s := edtf.days(e))]
            out += [d for d in dates if d - relativedelta(years=years) in dates]
    return out


def _years(view: View) -> Iterator[tuple[int, TimeFound]]:
    """The durations of whole years in a sentence."""
    for time in _open(view):
        moment = time.mark.moment
        if isinstance(moment, Length) and moment.parts[0][0] == "year":
            yield int(moment.parts[0][1]), time


def _dateline(document: Document, views: Sequence[View], year: int) -> Clue | None:
    """A day and a month without a year at the head of the document, in the year that the text tells."""
    if document.place is None:
        return None
    for view in views[:2]:
        for time in _open(view):
            moment = time.mark.moment
            if (
                time.start <= DATELINE
                and isinstance(moment, Date)
                and moment.day
                and moment.month
                and not moment.year
            ):
                span = msgspec.structs.replace(moment, year=year).span(Context())
                if span is not None:
                    return Clue(
                        view, time.start, time.end, f"the dateline, in {year}", span[0], span[1], "dateline"
                    )
    return None


def _days_of(
    views: Sequence[View], year: int, low: dt.date, high: dt.date, used: list[Clue]
) -> tuple[dt.date, dt.date, list[Clue]]:
    """Days without a year, told as past beside *this year*, bound the document from below too."""
    for view in views:
        times = _open(view)
        if not any(_is_this_year(t) for t in times):
            continue
        for time in view.times(dt.date(year, 12, 31)):
            span = edtf.days(time.value)
            if span and span[0].year == year and (span[1] - span[0]).days < 31 and low < span[0] <= high:
                low = span[0]
                used = [*used, Clue(view, time.start, time.end, f"{time.value} is told as past", low)]
    return low, high, used


def _dating(document: Document, value: str, used: Sequence[Clue]) -> Dating:
    basis: PublishedBasis = next((c.basis for c in used if c.basis != "text"), "text")
    spans = dict.fromkeys((c.start, c.end) for c in used)
    reason = "; ".join(dict.fromkeys(c.reason for c in used))
    return Dating(value, basis, tuple(quote(document, a, b) for a, b in spans), reason)


def complete(document: Document, dating: Dating | None) -> Document:
    """The document with the date that its text tells, where it had none."""
    if document.published is not None or dating is None:
        return document
    return msgspec.structs.replace(
        document,
        published=dating.value,
        published_basis=dating.basis,
        evidence=(*document.evidence, *dating.evidence),
    )
