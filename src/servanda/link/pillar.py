"""Pillars: what a ledger holds on each topic beside its commitments: undertakings, instruments, events."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from servanda.link.dealing import actors
from servanda.link.thread import Thread
from servanda.model import Agreement, Event, Reading, Record, Statement
from servanda.values import edtf


class Told(msgspec.Struct, frozen=True):
    """An agreement or an event: its record, by whom, its date or else its document's, its title."""

    record: str
    by: tuple[str, ...]
    date: str | None
    title: str = ""


class Pillar(msgspec.Struct, frozen=True):
    """What belongs to a topic, the latest first."""

    agreements: list[Told]
    events: list[Told]


def pillars(
    threads: Iterable[Thread], readings: Sequence[Reading], known_as: Mapping[str, str]
) -> dict[str, Pillar]:
    """By topic what threads and statements of that topic speak of."""
    known = {
        record.id: (record, reading.document.published)
        for reading in readings
        for record in reading.records
        if isinstance(record, (Agreement, Event))
    }
    found: dict[str, set[str]] = {}
    for thread in threads:
        if thread.topic:
            named = (key for passage in thread.passages for key in passage.records if key in known)
            found.setdefault(thread.topic, set()).update(named)
    for reading in readings:
        for topic, key in _within(reading.records):
            found.setdefault(topic, set()).add(key)
    return {topic: _pillar([known[key] for key in keys], known_as) for topic, keys in sorted(found.items())}


def _pillar(found: Iterable[tuple[Record, str | None]], known_as: Mapping[str, str]) -> Pillar:
    made = Pillar([], [])
    for record, published in found:
        by = actors(record, known_as)
        if isinstance(record, Agreement):
            made.agreements.append(Told(record.id, by, record.date or published, record.title))
        elif isinstance(record, Event):
            made.events.append(Told(record.id, by, record.date))
    for told in (made.agreements, made.events):
        told.sort(key=_when, reverse=True)
    return made


def _when(told: Told) -> tuple[str, str]:
    days = edtf.days(told.date)
    return (days[0].isoformat() if days else "", told.record)


def _within(records: Sequence[Record]) -> Iterator[tuple[str, str]]:
    """Agreements and events that are named in a statement, with its topic."""
    said = sorted(
        (r.evidence[0].start, r.evidence[0].end, r.topic)
        for r in records
        if isinstance(r, Statement) and r.topic
    )
    starts = [start for start, _, _ in said]
    for record in records:
        if isinstance(record, (Agreement, Event)):
            first = record.evidence[0]
            at = bisect_right(starts, first.start) - 1
            if at >= 0 and first.end <= said[at][1]:
                yield said[at][2], record.id
