"""Mechanisms: the bodies through which a partnership works, as series of events.

A mechanism is a series that events are editions of, or a forum whose sessions and meetings the ledger
tells of. Its editions are put together by ordinal, else by date; what the catalogue knows of the series
stands beside them. Cadence, gaps and the next one due follow from their dates.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

import msgspec

from servanda.catalogue import catalogue
from servanda.link.passage import Mention, mentions_of, parties_of
from servanda.link.thread import NAMING
from servanda.model import Entity, Event, Reading, Statement
from servanda.values import edtf

FORMS = ("summit", "session", "meeting")
NEAR = 12  # characters between an event's words and the name of the body that holds it
LONG = 1.6  # a pause so many times the usual one is a gap
FEWEST = 3  # dated editions that make a cadence
MONTH = 30.44  # days
CLOSE = 31  # days that a date known to the month has at most


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """One meeting of a mechanism: its number and date (EDTF), where they are told, and who tells of it.

    ``reference``: the catalogue knows of it; ``records``: the events of the ledger that are it.
    """

    ordinal: int | None
    date: str | None
    records: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    reference: bool = False


class Mechanism(msgspec.Struct, frozen=True, kw_only=True):
    """A body as a series of events, and the commitments made about it or left to it.

    ``cadence``: months from one to the next, usually; ``gaps``: numbers without a date, and pauses;
    ``due``: the month in which the next one is due; ``owned``: ids of commitments that name it.
    """

    key: str
    name: str
    parties: tuple[str, ...]
    editions: tuple[Edition, ...]
    cadence: float | None
    gaps: tuple[str, ...]
    due: str | None
    owned: tuple[str, ...]
    named_in: int


def mechanisms(readings: Iterable[Reading], known_as: Mapping[str, str] | None = None) -> list[Mechanism]:
    """All mechanisms of the ledger: those named in most documents first."""
    found: dict[str, _Found] = {}
    for reading in readings:
        mentions = mentions_of(reading, known_as or {})
        parties = parties_of(mentions)
        for key, event in _events(reading, mentions):
            found.setdefault(key, _Found()).events.append((event, reading.document.id))
        for key, record in _owned(reading, mentions):
            found.setdefault(key, _Found()).owned.append(record)
        for key in {m.entity for m in mentions if m.kind == "forum"}:
            one = found.setdefault(key, _Found())
            one.documents.add(reading.document.id)
            one.parties[parties] = one.parties.get(parties, 0) + 1
        _name(reading, known_as or {}, found)
    made = [_mechanism(key, one) for key, one in found.items() if one.events]
    return sorted(made, key=lambda m: (-m.named_in, m.key))


class _Found(msgspec.Struct):
    """What documents say of one mechanism."""

    events: list[tuple[Event, str]] = []
    owned: list[str] = []
    documents: set[str] = set()
    parties: dict[tuple[str, ...], int] = {}
    names: dict[str, int] = {}


def _events(reading: Reading, mentions: Sequence[Mention]) -> Iterator[tuple[str, Event]]:
    """The events of a document that are editions of something, and of what."""
    starts = [m.start for m in mentions]
    for record in reading.records:
        if not isinstance(record, Event) or record.form not in FORMS:
            continue
        if record.series:
            if _is_own(record.series):
                yield record.series, record
            continue
        first = record.evidence[0]
        near = mentions[bisect_left(starts, first.start) : bisect_left(starts, first.end + NEAR)]
        holder = next((m.entity for m in near if _is_own(m.entity) and m.kind == "forum"), None)
        if holder is not None and record.form != "summit":
            yield holder, record


def _is_own(entity: str) -> bool:
    """Whether a forum is a body of two parties rather than one of many members."""
    concept = catalogue().entities.get(entity)
    return entity in catalogue().series or concept is None or concept.bilateral


def _owned(reading: Reading, mentions: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """Commitments whose words name a forum."""
    starts = [m.start for m in mentions]
    for record in reading.records:
        if isinstance(record, Statement) and record.act == "commissive":
            first = record.evidence[0]
            inside = mentions[bisect_left(starts, first.start) : bisect_left(starts, first.end)]
            for key in sorted({m.entity for m in inside if m.kind == "forum"}):
                yield key, record.id


def _name(reading: Reading, known_as: Mapping[str, str], found: Mapping[str, _Found]) -> None:
    for record in reading.records:
        if isinstance(record, Entity) and record.language == NAMING:
            one = found.get(known_as.get(record.entity, record.entity))
            if one is not None:
                for name in record.names:
                    one.names[name] = one.names.get(name, 0) + 1


def _mechanism(key: str, found: _Found) -> Mechanism:
    editions = _editions(key, found.events)
    dated = [(span, e.ordinal) for e in editions if (span := edtf.days(e.date)) and _is_close(span)]
    pauses = [_pause(a, b) for a, b in pairwise(dated)]
    cadence = round(median(pauses), 1) if len(dated) >= FEWEST else None
    series = catalogue().series.get(key)
    told = found.parties
    parties = series.of if series else min(told, key=lambda p: (-told[p], p), default=())
    return Mechanism(
        key=key,
        name=min(found.names, key=lambda n: (-found.names[n], -len(n), n), default=key.replace("-", " ")),
        parties=tuple(sorted(parties)),
        editions=tuple(editions),
        cadence=cadence,
        gaps=tuple(_gaps(editions, cadence)),
        due=_due([span for span, _ in dated], cadence),
        owned=tuple(dict.fromkeys(found.owned)),
        named_in=len(found.documents),
    )


def _pause(one: tuple[edtf.Span, int | None], following: tuple[edtf.Span, int | None]) -> float:
    """Months from one edition to the next; where the numbers tell of others between, shared among them."""
    (first, number), (last, later) = one, following
    steps = max(1, later - number) if number is not None and later is not None else 1
    return (last[0] - first[1]).days / MONTH / steps


def _is_close(span: edtf.Span) -> bool:
    """Whether a date is known to the month or better."""
    return (span[1] - span[0]).days <= CLOSE


class _Calendar:
    """Numbers of editions by their dates, to find the one that a date falls on."""

    def __init__(self, dated: Iterable[tuple[int, str | None]]) -> None:
        spans = [(span, number) for number, date in dated if (span := edtf.days(date)) and _is_close(span)]
        self.spans = sorted(spans)
        self.starts = [span[0] for span, _ in self.spans]

    def at(self, date: str | None) -> int | None:
        """The number of the first edition whose time a date overlaps."""
        span = edtf.days(date)
        if span is None:
            return None
        begin = bisect_left(self.starts, _before(span[0]))
        for (first, last), number in self.spans[begin : bisect_right(self.starts, span[1])]:
            if first <= span[1] and span[0] <= last:
                return number
        return None


def _before(day: dt.date) -> dt.date:
    """The earliest day on which what is close and reaches to this day can begin."""
    return day - dt.timedelta(days=CLOSE) if day > dt.date(1, 2, 1) else dt.date.min


def _editions(key: str, events: Sequence[tuple[Event, str]]) -> list[Edition]:
    """Events of one number, else of one date, as one edition; those of neither number nor date are none."""
    groups: dict[int | str, list[tuple[Event, str]]] = {}
    loose = []
    for event, document in events:
        if event.ordinal is not None:
            groups.setdefault(event.ordinal, []).append((event, document))
        elif event.date is not None:
            loose.append((event, document))
    reference = catalogue().series[key].editions if key in catalogue().series else {}
    dates = {int(n): date for n, date in reference.items()}
    numbered = _Calendar([(n, e.date) for n, found in groups.items() for e, _ in found if isinstance(n, int)])
    known = _Calendar(list(dates.items()))
    for event, document in loose:
        home = numbered.at(event.date) or known.at(event.date) or event.date or ""
        groups.setdefault(home, []).append((event, document))
    made = [_edition(number, found, dates) for number, found in groups.items()]
    made += [Edition(ordinal=n, date=d, reference=True) for n, d in dates.items() if n not in groups]
    return sorted(made, key=_order)


def _order(edition: Edition) -> tuple[dt.date, int]:
    span = edtf.days(edition.date)
    return (span[0] if span else dt.date.max), edition.ordinal or 0


def _overlap(one: str | None, other: str | None) -> bool:
    a, b = edtf.days(one), edtf.days(other)
    return a is not None and b is not None and a[0] <= b[1] and b[0] <= a[1]


def _edition(number: int | str, found: Sequence[tuple[Event, str]], dates: Mapping[int, str]) -> Edition:
    told = sorted({e.date for e, _ in found if e.date}, key=lambda date: (_width(date), date))
    ordinal = number if isinstance(number, int) else None
    known = dates.get(ordinal) if ordinal is not None else None
    fitting = [date for date in told if known is None or _overlap(date, known)]
    fitting = sorted({*fitting, *filter(None, (known,))}, key=lambda date: (_width(date), date))
    return Edition(
        ordinal=ordinal,
        date=fitting[0] if fitting else None,
        records=tuple(sorted({e.id for e, _ in found})),
        documents=tuple(sorted({document for _, document in found})),
        reference=known is not None,
    )


def _width(date: str) -> int:
    span = edtf.days(date)
    return (span[1] - span[0]).days if span else 10**6


def _gaps(editions: Sequence[Edition], cadence: float | None) -> Iterator[str]:
    """Numbers that nothing tells of, and pauses much longer than usual."""
    dated = [e for e in editions if e.date and edtf.days(e.date)]
    for a, b in pairwise(dated):
        if a.ordinal is not None and b.ordinal is not None and b.ordinal - a.ordinal > 1:
            missing = range(a.ordinal + 1, b.ordinal)
            yield f"no. {missing[0]}" + (f" to {missing[-1]}" if len(missing) > 1 else "") + " unknown"
        elif cadence:
            first, last = edtf.days(a.date), edtf.days(b.date)
            pause = (last[0] - first[1]).days / MONTH if first and last else 0
            if pause > LONG * cadence:
                yield f"{round(pause)} months between {a.date} and {b.date}"


def _due(days: Sequence[edtf.Span], cadence: float | None) -> str | None:
    """The month in which the next one is due."""
    ended = [last for _, last in days if last < dt.date.max]
    if cadence is None or not ended:
        return None
    return (max(ended) + dt.timedelta(days=cadence * MONTH)).isoformat()[:7]
