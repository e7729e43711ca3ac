"""Declarations: documents in which the parties speak together, so that silence in them tells something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from servanda.link.passage import states_of
from servanda.model import Entity, Reading, Statement
from servanda.values import edtf

JOINT_KINDS = ("joint-statement", "communique", "agreement", "press-release")
FEW, MANY, SHARE = 3, 10, 0.4
"""Statements made together that make a declaration of a document of such a kind; of any other document,
where they are also so much of its text."""


class Declaration(msgspec.Struct, frozen=True):
    """A document in which its parties speak together, and what it covers.

    ``said``: ids of their statements by topic; ``entities``: those that it names.
    """

    document: str
    published: str
    day: dt.date
    parties: tuple[str, ...]
    said: dict[str, tuple[str, ...]]
    entities: dict[str, str]

    def covers(self, topic: str | None, least: int) -> bool:
        """Whether it has so many statements on a topic."""
        return topic is not None and len(self.said.get(topic, ())) >= least


def declaration(reading: Reading, known_as: Mapping[str, str] | None = None) -> Declaration | None:
    """What a document declares, if its parties speak together in it."""
    document, parties = reading.document, states_of(reading)
    span = edtf.days(document.published)
    if len(parties) < 2 or span is None:
        return None
    said = [r for r in reading.records if isinstance(r, Statement)]
    joint = [s for s in said if set(parties) <= set(s.speakers)]
    covered = sum(len(s.evidence[0].quote) for s in joint)
    enough = len(joint) >= MANY and covered >= SHARE * len(document.text)
    if not enough and not (document.kind in JOINT_KINDS and len(joint) >= FEW):
        return None
    topics: dict[str, list[str]] = {}
    for statement in said:
        topics.setdefault(statement.topic or "", []).append(statement.id)
    names = known_as or {}
    entities = {names.get(r.entity, r.entity): r.id for r in reading.records if isinstance(r, Entity)}
    return Declaration(
        document.id,
        document.published or "",
        span[0],
        parties,
        {topic: tuple(ids) for topic, ids in sorted(topics.items())},
        entities,
    )


def declarations(readings: Iterable[Reading], known_as: Mapping[str, str] | None = None) -> list[Declaration]:
    """All declarations, by date."""
    found = (declaration(reading, known_as) for reading in readings)
    return sorted((d for d in found if d is not None), key=lambda d: (d.day, d.document))


def by_parties(found: Iterable[Declaration]) -> dict[tuple[str, ...], list[Declaration]]:
    """Declarations by whose they are."""
    groups: dict[tuple[str, ...], list[Declaration]] = {}
    for one in found:
        groups.setdefault(one.parties, []).append(one)
    return groups


def latest_day(readings: Iterable[Reading]) -> dt.date:
    """The day that the ledger reaches to: the latest on which a document begins to be dated."""
    days = [span[0] for r in readings if (span := edtf.days(r.document.published))]
    return max(days, default=dt.date.min)
