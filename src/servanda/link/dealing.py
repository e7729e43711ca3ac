"""Dealings: who acts with whom, as events, agreements and statements tell together.

A dealing is a record in which two act: they meet, they sign, they speak with one voice. Persons act for
their state or body, as do capitals. A record of many actors is a dealing of each two of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import msgspec

from servanda.catalogue import catalogue
from servanda.model import Agreement, Event, Reading, Record, Statement, record_type

ACTORS = ("state", "organisation", "group", "forum")
CROWD = 12  # actors of one record; where there are more, it tells of a crowd and of no two of them
Pair = tuple[str, str]


class Dealing(msgspec.Struct, frozen=True):
    """One record of two actors. ``date`` is that of the deed, or else of the document that tells of it."""

    kind: str
    record: str
    document: str
    date: str | None


def acting(entity: str, known_as: Mapping[str, str]) -> str | None:
    """Who acts where an entity does; none for what the catalogue knows to be no actor, or not at all.

    >>> acting("vladimir-putin", {}), acting("new-delhi", {}), acting("kudankulam-npp", {}), acting("x", {})
    ('RU', 'IN', None, None)
    """
    key = known_as.get(entity, entity)
    concept = catalogue().entities.get(key)
    if concept is None:
        return None
    if concept.of and (concept.kind == "person" or concept.capital):
        return concept.of
    return key if concept.kind in ACTORS else None


def actors(record: Record, known_as: Mapping[str, str]) -> tuple[str, ...]:
    """Those who act in a record, by id."""
    if isinstance(record, Statement):
        named = record.speakers
    elif isinstance(record, Agreement):
        named = record.parties
    elif isinstance(record, Event):
        named = record.participants
    else:
        return ()
    return tuple(sorted({actor for one in named if (actor := acting(one, known_as))}))


def dealings(readings: Iterable[Reading], known_as: Mapping[str, str]) -> dict[Pair, list[Dealing]]:
    """The dealings of each two, the latest first; those who deal most come first."""
    found: dict[Pair, list[Dealing]] = {}
    for reading in readings:
        said = reading.document.published
        for record in reading.records:
            both = actors(record, known_as)
            if not 2 <= len(both) <= CROWD:
                continue
            date = getattr(record, "date", None) or said
            dealing = Dealing(record_type(record), record.id, reading.document.id, date)
            for one, other in combinations(both, 2):
                found.setdefault((one, other), []).append(dealing)
    for told in found.values():
        told.sort(key=lambda d: (d.date or "", d.record), reverse=True)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))
