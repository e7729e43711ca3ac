"""Lapsed: an instrument that was to be concluded, or a promise whose day is past, and no word of it since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from servanda.link.finding import finding
from servanda.link.thread import Thread
from servanda.model import Agreement, Finding, Reading, Statement
from servanda.values import edtf

PENDING = ("to-be-concluded", "negotiating")
SOON = dt.timedelta(days=365)  # how long "soon" may last


def lapses(threads: Sequence[Thread], readings: Iterable[Reading], today: dt.date) -> Iterator[Finding]:
    """Every instrument and promise that nothing was heard of since; measured against ``today``."""
    heard = _heard(threads)
    for reading in readings:
        for record in reading.records:
            if record.id not in heard:
                continue
            if isinstance(record, Agreement) and record.status in PENDING:
                yield from _agreement(record, reading, heard, today)
            elif isinstance(record, Statement) and record.binding == "high" and not record.figures:
                yield from _statement(record, reading, heard, today)


def _heard(threads: Sequence[Thread]) -> dict[str, list[tuple[str, str | None]]]:
    """For each record of a thread, the documents of all its threads and their dates."""
    found: dict[str, list[tuple[str, str | None]]] = {}
    for thread in threads:
        documents = list(dict.fromkeys((p.document, p.published) for p in thread.passages))
        for passage in thread.passages:
            for record in (*passage.records, *(s.id for s in passage.said)):
                found.setdefault(record, []).extend(documents)
    return found


def _since(record: str, reading: Reading, heard: Mapping[str, list[tuple[str, str | None]]]) -> bool:
    """Whether any document of the record's threads may be later than the record's own."""
    own = edtf.days(reading.document.published)
    for document, published in heard[record]:
        span = edtf.days(published)
        if document != reading.document.id and (span is None or own is None or span[1] > own[0]):
            return True
    return own is None


def _agreement(
    record: Agreement, reading: Reading, heard: Mapping[str, list[tuple[str, str | None]]], today: dt.date
) -> Iterator[Finding]:
    own = edtf.days(reading.document.published)
    if own is None or today - own[1] < SOON or _since(record.id, reading, heard):
        return
    state = "was to be concluded" if record.status == "to-be-concluded" else "was being negotiated"
    message = (
        f"“{record.title}” ({'–'.join(record.parties)}) {state} in {reading.document.published}; no later "
        f"document of the ledger, which reaches to {today.isoformat()}, speaks of it."
    )
    yield finding("lapsed", "medium", message, [record.id])


def _statement(
    record: Statement, reading: Reading, heard: Mapping[str, list[tuple[str, str | None]]], today: dt.date
) -> Iterator[Finding]:
    own, due = edtf.days(reading.document.published), edtf.days(record.deadline)
    if own is None or due is None or due[1] <= own[1] or due[1] >= today:
        return
    if _since(record.id, reading, heard):
        return
    message = (
        f"“{' '.join(record.evidence[0].quote.split())}” ({reading.document.published}) was due by "
        f"{record.deadline}; no later document of the ledger, which reaches to {today.isoformat()}, "
        f"speaks of it."
    )
    yield finding("lapsed", "medium", message, [record.id])
