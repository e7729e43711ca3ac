"""Answers about what was said, promised and signed, and about when things happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from servanda.annotation import pack_of
from servanda.ask import wording
from servanda.ask.answer import Line
from servanda.ask.evidence import Evidence
from servanda.ask.numbers import in_period
from servanda.ask.question import Subject, verbs
from servanda.catalogue import catalogue
from servanda.labels import INTERFACE, area_label
from servanda.model import Agreement, Event, Figure, Record, Statement, Time
from servanda.periods import period_words
from servanda.values import edtf

MOST = 6
CONCLUDED = (None, "signed", "in-force", "extended")
INSTRUMENTS = {"economy.contract-value", "diplomacy.documents-signed"}
_NEVER = (dt.date.min, dt.date.min)
Kind = TypeVar("Kind", bound=Record)


def _side(keys: Iterable[str], key: str) -> bool:
    """Whether an entity, or one that belongs to it, is among others."""
    known = catalogue().entities
    return any(one == key or (one in known and known[one].of == key) for one in keys)


def _on_topic(there: Evidence, found: Sequence[Statement]) -> list[Statement]:
    """The statements whose own topic is asked about, where there are any."""
    topics = {topic for s in there.asked.subjects for topic in s.of("topic")}
    named = any(s.of("entity") or not s.concepts for s in there.asked.subjects)
    own = [s for s in found if s.topic in topics]
    return own if own and not named else list(found)


def _statements(there: Evidence) -> list[Statement]:
    subjects = there.asked.subjects
    if not subjects and not there.asked.actors and not there.asked.period and not there.asked.occasion:
        return []
    found = _on_topic(there, there.found(Statement, subjects))
    return [s for s in found if _when_said(there, s)]


def _when_said(there: Evidence, record: Statement) -> bool:
    """Whether a statement is of the period asked about, or for it."""
    return there.overlaps(there.said(record)) or (there.asked.asks("promised") and _due(there, record))


def _due(there: Evidence, statement: Statement) -> bool:
    """Whether a statement's deadline falls into the period that is asked about."""
    return bool(there.asked.period and statement.deadline) and there.overlaps(statement.deadline)


def promised(there: Evidence) -> list[Line]:
    """What was undertaken, the firmest first, then the latest."""
    found = [s for s in _statements(there) if s.act == "commissive" and _by_asked(there, s.speakers)]
    found.sort(key=lambda s: (_due(there, s), s.binding == "high", there.said(s) or ""), reverse=True)
    return [_told(there, s) for s in found[:MOST]]


def stated(there: Evidence) -> list[Line]:
    """What somebody said, the latest first; who said it, where nobody is named."""
    found = [s for s in _statements(there) if s.speakers and _by_asked(there, s.speakers)]
    if there.asked.verbs:
        found = [s for s in found if there.asked.verbs & _verbs(there, s)]
    found.sort(key=lambda s: there.said(s) or "", reverse=True)
    return [_told(there, s) for s in found[:MOST]]


def _verbs(there: Evidence, statement: Statement) -> frozenset[str]:
    language = there.briefly(statement.document).language or INTERFACE
    return verbs(statement.verb, pack_of(language))


def who_said(there: Evidence) -> list[Line]:
    """Who gave the numbers asked about."""
    figures = [f for f in (*there.figures, *_unnamed(there)) if f.measure == "level"]
    if there.asked.period:
        figures = in_period(there, figures)
    if there.asked.amounts:
        figures = [f for f in figures if f.value in there.asked.amounts]
    lines = []
    for figure in figures[:MOST]:
        around = there.store.records("statement", document=figure.document)
        first = figure.evidence[0]
        said = [
            s
            for s in around
            if isinstance(s, Statement)
            and s.evidence[0].start <= first.start < s.evidence[0].end
            and s.speakers
        ]
        who = figure.speakers or tuple(key for s in said for key in s.speakers)
        if who:
            period = f" for {period_words(figure.period)}" if figure.period else ""
            text = f"{wording.names(who)} gave {wording.value(figure)}{period}."
            lines.append(there.line(text, (figure, *said)))
    return lines


def _unnamed(there: Evidence) -> list[Figure]:
    """The figures of just the amount asked about that do not say what they measure."""
    amounts = there.asked.amounts
    found = (record for amount in amounts for record in there.store.records("figure", value=amount))
    return [f for f in found if isinstance(f, Figure) and f.indicator is None]


def _by_asked(there: Evidence, keys: Sequence[str]) -> bool:
    """Whether those who speak are those asked about: the actors, or else the states."""
    wanted = there.asked.actors or there.asked.states
    if not wanted:
        return True
    if there.asked.actors:
        return any(actor in keys for actor in wanted)
    return all(_side(keys, state) for state in wanted) or (len(wanted) == 1 and _side(keys, wanted[0]))


def _told(there: Evidence, statement: Statement) -> Line:
    when = period_words(there.said(statement))
    who = wording.names(statement.speakers) or "the text"
    quote = wording.quoted(statement.evidence[0].quote)
    by = f" (by {period_words(statement.deadline)})" if statement.deadline else ""
    on = f"{when}: " if when else ""
    return there.line(f"{on}{who} {wording.act(statement)}{by}: {quote}.", (statement,))


# -- what was signed ------------------------------------------------------------------------------


def signed(there: Evidence) -> list[Line]:
    """The instruments that were concluded; those of which the ledger knows the day first."""
    found = _concluded(there, there.found(Agreement, _narrow(there)))
    found = found or _concluded(there, there.around(Agreement, _narrow(there)))
    found.sort(key=lambda a: (a.status == "signed", bool(a.date), there.said(a) or ""), reverse=True)
    lines = [_instrument(there, group) for group in _same(found, lambda a: (a.title, a.date))[:MOST]]
    if not lines:
        own = [s for s in _statements(there) if s.act == "declaration" and _by_asked(there, s.speakers)]
        lines = [_told(there, s) for s in own[:MOST]]
    return lines


def _concluded(there: Evidence, found: Iterable[Agreement]) -> list[Agreement]:
    concluded = [a for a in found if a.status in CONCLUDED and _dated(there, a)]
    return [a for a in concluded if not there.asked.states or _by_asked(there, a.parties)]


def _narrow(there: Evidence) -> tuple[Subject, ...]:
    """The subjects but for documents and contracts, which every instrument is."""
    return tuple(s for s in there.asked.subjects if not set(s.of("indicator")) & INSTRUMENTS)


def _dated(there: Evidence, agreement: Agreement) -> bool:
    return there.overlaps(agreement.date or there.said(agreement))


def _instrument(there: Evidence, group: Sequence[Agreement]) -> Line:
    first = group[0]
    between = f" between {wording.names(first.parties)}" if len(first.parties) > 1 else ""
    when = f"signed on {period_words(first.date)}" if first.date and first.status in (None, "signed") else ""
    named = "named" if first.status is None else f"named as {first.status.replace('-', ' ')}"
    when = when or f"{named} in the document of {period_words(there.said(first)) or 'no date'}"
    text = f"{wording.quoted(first.title)}, {_article(first.form)}{between}, {when}."
    return there.line(text, group)


def _article(form: str) -> str:
    word = "instrument" if form == "other" else form.replace("-", " ")
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _same(found: Iterable[Kind], key: Callable[[Kind], object]) -> list[list[Kind]]:
    groups: dict[object, list[Kind]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return list(groups.values())


# -- when and where -------------------------------------------------------------------------------


def happened(there: Evidence) -> list[Line]:
    """When, where and with whom an occasion was."""
    found = _events(there)
    if there.asked.asks("last", "first") and found:
        found = _extreme(there, found)
    groups = _same(found, lambda e: (e.series, e.ordinal) if e.ordinal else (e.form, e.date))
    return [_event(there, group) for group in groups[:MOST]]


def _events(there: Evidence) -> list[Event]:
    asked = there.asked
    form = catalogue().occasions[asked.occasion].form if asked.occasion in catalogue().occasions else None
    found = [
        e
        for e in there.found(Event, there.asked.subjects)
        if form in (None, e.form) and there.overlaps(e.date)
    ]
    if asked.ordinal is not None:
        found = [e for e in found if e.ordinal == asked.ordinal]
    return [e for e in found if (e.date or e.ordinal) and _with(e, asked.states)]


def _with(event: Event, states: Sequence[str]) -> bool:
    known = catalogue().series.get(event.series or "")
    there = (*event.participants, *event.places, *(known.of if known else ()))
    return all(_side(there, state) for state in states)


def _extreme(there: Evidence, found: list[Event]) -> list[Event]:
    """The first or the last of the events that were."""
    past = [e for e in found if (d := edtf.days(e.date)) and (there.today is None or d[0] <= there.today)]
    if not past:
        return []
    pick = min if there.asked.asks("first") else max
    one = pick(past, key=lambda e: edtf.days(e.date) or _NEVER)
    day = (edtf.days(one.date) or _NEVER)[0]
    same = [e for e in past if (d := edtf.days(e.date)) and d[0] <= day <= d[1]]
    return sorted(same, key=lambda e: _width(e.date))


def coming(there: Evidence) -> list[Line]:
    """The events that are set for a day behind the ledger's last."""
    days = ((e, edtf.days(e.date)) for e in _events(there))
    ahead = [e for e, d in days if d and there.today and d[0] > there.today]
    return [_event(there, [one]) for one in ahead[:MOST]]


def last_known(there: Evidence) -> list[Line]:
    """The last occasion of the kind that the ledger knows of."""
    found = _extreme(there, _events(there))
    return [_event(there, found)] if found else []


def _width(date: str | None) -> int:
    span = edtf.days(date)
    return (span[1] - span[0]).days if span else 10**6


def _event(there: Evidence, group: Sequence[Event]) -> Line:
    ordered = sorted(group, key=lambda e: _width(e.date))
    dated = next((e for e in ordered if e.date), ordered[0])
    number = next((e.ordinal for e in ordered if e.ordinal), None)
    series = next((e.series for e in ordered if e.series), None)
    label = (series or dated.form).replace("-", " ")
    head = f"The {wording.ordinal(number)} {label}" if number else f"The {label}"
    when = (
        f" was on {period_words(dated.date)}"
        if len(dated.date or "") > 7
        else f" was in {period_words(dated.date)}"
    )
    places = wording.names(p for e in ordered for p in e.places)
    who = wording.names(p for e in ordered for p in e.participants)
    text = head + (when if dated.date else " is named") + (f", in {places}" if places else "")
    return there.line(text + (f", with {who}" if who else "") + ".", ordered)


def when_of(there: Evidence) -> list[Line]:
    """The dates in sentences about the subjects: of instruments first, then of promises, then all."""
    subjects = there.asked.subjects
    if not subjects:
        return []
    dated = [a for a in there.found(Agreement, _narrow(there)) if a.date and a.status in CONCLUDED]
    if dated and there.asked.asks("signed"):
        return [_instrument(there, group) for group in _same(dated, lambda a: (a.title, a.date))[:MOST]]
    due = [s for s in there.found(Statement, subjects) if s.deadline and _when_said(there, s)]
    lines = [_told(there, s) for s in due[:3]]
    times = [t for t in there.found(Time, subjects) if t.value and t.kind in ("point", "interval")]
    for group in _same(times, lambda t: (t.document, there.sentence(t)))[: MOST - len(lines)]:
        told = wording.listed(period_words(t.value) for t in group)
        quote = wording.quoted(there.sentence(group[0]))
        lines.append(there.line(f"The ledger has {told} for this: {quote}.", group))
    return lines


def known(there: Evidence) -> list[Line]:
    """All that sentences about the subjects say, by date: for questions that ask for nothing special."""
    named = (Subject(area_label(actor), (f"entity:{actor}",)) for actor in there.asked.actors)
    subjects = (*there.asked.subjects, *named)
    if not subjects:
        return []
    found: list[Record] = [
        *(s for s in _on_topic(there, there.found(Statement, subjects)) if _when_said(there, s)),
        *(a for a in there.found(Agreement, subjects) if _dated(there, a)),
        *(f for f in there.found(Figure, subjects) if there.overlaps(f.period or there.said(f))),
    ]
    lines: dict[str, Line] = {}
    for record in sorted(found, key=lambda r: (there.said(r) or "", r.evidence[0].start), reverse=True):
        if len(lines) == MOST:
            break
        if isinstance(record, Statement) and record.speakers:
            line = _told(there, record)
        else:
            when = period_words(there.said(record))
            line = there.line(f"{when}: {wording.quoted(there.sentence(record))}.", (record,))
        lines.setdefault(line.text, line)
    return list(lines.values())[::-1]
