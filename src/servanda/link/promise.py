"""Promises: the commitments of a ledger, each with how it stands by what the other records tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from servanda.link.dealing import actors
from servanda.link.target import Aim
from servanda.model import Finding, Reading, Statement
from servanda.values import edtf

TROUBLE = ("missed", "lapsed", "off-track", "dropped", "weakened")
COURSE = ("met", "on-track", "strengthened")
OPEN = ("new", "superseded", "due", "elapsed", "open")
"""How a commitment can stand, what tells most first: in trouble, on course, or neither.

``due``: its deadline is to come; ``elapsed``: it has passed, and later documents speak of it; ``open``: it
has none.
"""
RANK = {word: place for place, word in enumerate((*TROUBLE, *COURSE, *OPEN))}
WORDED = ("weakened", "strengthened")


class Promise(msgspec.Struct, frozen=True):
    """A commitment: its record and document, when it was made, by whom, on what, and how it stands."""

    record: str
    document: str
    published: str | None
    by: tuple[str, ...]
    topic: str | None
    standing: str

    @property
    def side(self) -> str:
        """``trouble``, ``course`` or ``open``.

        >>> Promise("s1", "d1", None, (), "trade", "lapsed").side
        'trouble'
        """
        return "trouble" if self.standing in TROUBLE else "course" if self.standing in COURSE else "open"


def promises(
    readings: Sequence[Reading],
    known_as: Mapping[str, str],
    findings: Iterable[Finding],
    aims: Iterable[Aim],
    today: dt.date,
) -> list[Promise]:
    """Every commitment, in the order of the documents' dates."""
    where = {record.id: reading.document.id for reading in readings for record in reading.records}
    dated = {reading.document.id: reading.document.published or "" for reading in readings}
    told: dict[str, str] = {}
    for record, word in (*_by_findings(findings, where, dated), *_by_aims(aims)):
        told[record] = min(told.get(record, word), word, key=RANK.__getitem__)
    made = [
        Promise(
            record=record.id,
            document=reading.document.id,
            published=reading.document.published,
            by=actors(record, known_as),
            topic=record.topic,
            standing=_standing(record, told, today),
        )
        for reading in readings
        for record in reading.records
        if isinstance(record, Statement) and record.act == "commissive"
    ]
    return sorted(made, key=lambda p: (p.published or "", p.document))


def _by_findings(
    findings: Iterable[Finding], where: Mapping[str, str], dated: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """What findings say of the records that they are about, not of those that they compare them with."""
    for finding in findings:
        if finding.kind == "lapsed" or finding.kind in WORDED:
            yield from ((record, finding.kind) for record in finding.records)
        elif finding.kind == "new":
            yield finding.records[0], "new"
        elif finding.kind == "dropped":  # the latest document is the one that is silent
            latest = max(finding.records, key=lambda r: dated.get(where.get(r, ""), ""))
            yield from ((r, "dropped") for r in finding.records if where.get(r) != where.get(latest))


def _by_aims(aims: Iterable[Aim]) -> Iterator[tuple[str, str]]:
    """How the figures of targets stand."""
    for aim in aims:
        if aim.standing.verdict in RANK:
            yield from ((claim.id, aim.standing.verdict) for claim in aim.claims)


def _standing(record: Statement, told: Mapping[str, str], today: dt.date) -> str:
    due = edtf.days(record.deadline)
    plain = "open" if due is None else "due" if due[1] >= today else "elapsed"
    words = [told[key] for key in (record.id, *record.figures) if key in told]
    return min((plain, *words), key=RANK.__getitem__)
