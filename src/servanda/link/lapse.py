"""Lapsed: an instrument that was to be concluded, or a promise whose day is past, and no word of it since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from servanda.labels import sides_label
from servanda.link.finding import during, finding
from servanda.link.thread import Thread
from servanda.model import Agreement, Finding, Reading, Statement
from servanda.periods import period_words
from servanda.values import edtf

PENDING = ("to-be-concluded", "negotiating")
SOON = dt.timedelta(days=365)  # how long "soon" may last


def lapses(threads: Sequence[Thread], readings: Iterable[Reading], today: dt.date) -> Iterator[Finding]:
    """Every instrument and promise that nothing was heard of since; measured against ``today``."""
    heard = _heard(threads)
    for reading in readings:
        own = edtf.days(reading.document.published)
        for record in reading.records:
            if own is None or record.id not in heard:
                continue
            if isinstance(record, Agreement) and record.status in PENDING:
                silent = today - own[1] >= SOON and not _since(record.id, reading, own, heard)
                if silent:
                    yield _agreement(record, reading, today)
            elif isinstance(record, Statement) and record.binding == "high" and not record.figures:
                due = edtf.days(record.deadline)
                passed = due is not None and own[1] < due[1] < today
                if passed and not _since(record.id, reading, own, heard):
                    yield _statement(record, reading, today)


class _Last(NamedTuple):
    """When a thread is spoken of last, and when last in another document than that."""

    day: dt.date
    document: str
    other: dt.date


def _heard(threads: Sequence[Thread]) -> dict[str, list[_Last]]:
    """For each record of a thread, when its threads are spoken of last."""
    found: dict[str, list[_Last]] = {}
    for thread in threads:
        last = _last(thread)
        for passage in thread.passages:
            for record in {*passage.records, *(s.id for s in passage.said)}:
                found.setdefault(record, []).append(last)
    return found


def _last(thread: Thread) -> _Last:
    """A date that is not known may be any, so that it counts as the last."""
    days = {p.document: span[1] if (span := edtf.days(p.published)) else dt.date.max for p in thread.passages}
    latest = max(days, key=lambda document: (days[document], document))
    others = (day for document, day in days.items() if document != latest)
    return _Last(days[latest], latest, max(others, default=dt.date.min))


def _since(record: str, reading: Reading, own: edtf.Span, heard: Mapping[str, list[_Last]]) -> bool:
    """Whether any other document of the record's threads may be later than the record's own."""
    return any(
        (last.other if last.document == reading.document.id else last.day) > own[0] for last in heard[record]
    )


def _agreement(record: Agreement, reading: Reading, today: dt.date) -> Finding:
    state = "was to be concluded" if record.status == "to-be-concluded" else "was being negotiated"
    message = (
        f"“{record.title}” ({sides_label(record.parties)}) {state} "
        f"{during(reading.document.published)}; no later "
        f"document of the ledger, which reaches to {period_words(today.isoformat())}, speaks of it."
    )
    return finding("lapsed", "medium", message, [record.id])


def _statement(record: Statement, reading: Reading, today: dt.date) -> Finding:
    message = (
        f"“{' '.join(record.evidence[0].quote.split())}” ({period_words(reading.document.published)}) "
        f"was due by {period_words(record.deadline)}; no later document of the ledger, which reaches to "
        f"{period_words(today.isoformat())}, speaks of it."
    )
    return finding("lapsed", "medium", message, [record.id])
