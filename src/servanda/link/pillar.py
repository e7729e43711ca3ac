"""Pillars: what a ledger holds on each topic beside its commitments: undertakings, instruments, events."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from servanda.link.thread import Thread
from servanda.model import Agreement, Event, Reading, Record, Statement


class Pillar(msgspec.Struct):
    """What belongs to a topic: threads, the longest first, and agreements and events by their ids."""

    threads: list[Thread] = []
    agreements: dict[str, Agreement] = {}
    events: dict[str, Event] = {}

    def add(self, record: Record | None) -> None:
        """Adds an agreement or an event; any other record stands elsewhere."""
        if isinstance(record, Agreement):
            self.agreements[record.id] = record
        elif isinstance(record, Event):
            self.events[record.id] = record


def pillars(threads: Iterable[Thread], readings: Sequence[Reading]) -> dict[str, Pillar]:
    """By topic what threads and statements of that topic speak of."""
    known = {
        record.id: record
        for reading in readings
        for record in reading.records
        if isinstance(record, (Agreement, Event))
    }
    found: dict[str, Pillar] = {}
    for thread in threads:
        if thread.topic:
            one = found.setdefault(thread.topic, Pillar())
            one.threads.append(thread)
            for passage in thread.passages:
                for key in passage.records:
                    one.add(known.get(key))
    for reading in readings:
        for topic, record in _within(reading.records):
            found.setdefault(topic, Pillar()).add(record)
    return found


def _within(records: Sequence[Record]) -> Iterator[tuple[str, Record]]:
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
                yield said[at][2], record
