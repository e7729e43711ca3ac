"""Entities as records: who and what a document names, each with all its mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from servanda.model import Document, Entity, record_id
from servanda.records.kinds import area_of, is_area, kind_of
from servanda.records.lexicon import Mark
from servanda.records.naming import Named
from servanda.records.view import View

AHEAD = 2  # how often one is named, at least, where the next is named once
BESIDES = 0.25  # how often the second of two is named, at least, where the first is named once
REGION = 0.7  # how much naming a region counts, where naming a state counts one


def entities(document: Document, views: Iterable[View]) -> Iterator[Entity]:
    """One record an entity: its names as written, in order of appearance, and every mention."""
    found: dict[str, list[tuple[View, Mark]]] = {}
    for view in views:
        for mark in view.names:
            found.setdefault(mark.value, []).append((view, mark))
    _add_inner(document, found)
    for key, mentioned in found.items():
        once = {(mark.start, mark.end): (view, mark) for view, mark in reversed(mentioned)}
        marks = [once[span] for span in sorted(once)]
        names = dict.fromkeys(document.text[m.start : m.end] for _, m in marks)
        first = marks[0][1]
        confirmed = not isinstance(first.value, Named)
        yield Entity(
            id=record_id("entity", document.id, first.start, first.end, key),
            evidence=tuple(v.evidence(m.start, m.end)[0] for v, m in marks),
            rule="name" if confirmed else "form",
            entity=str(key),
            kind=kind_of(first.value),
            names=tuple(names),
            language=document.language,
            confirmed=confirmed,
        )


def _add_inner(document: Document, found: Mapping[str, list[tuple[View, Mark]]]) -> None:
    """Adds what names of the document stand inside longer ones (*UN* in *UN Security Council*)."""
    owner = {document.text[m.start : m.end]: (key, m) for key, marks in found.items() for _, m in marks}
    inner: dict[str, list[tuple[int, int, str, Mark]]] = {}
    for view, mark in [pair for marks in found.values() for pair in marks]:
        quote = document.text[mark.start : mark.end]
        if quote not in inner:
            inner[quote] = list(_inside(quote, owner))
        for start, end, key, like in inner[quote]:
            moved = like.changed(start=mark.start + start, end=mark.start + end)
            found[key].append((view, moved))


def _inside(quote: str, owner: Mapping[str, tuple[str, Mark]]) -> Iterator[tuple[int, int, str, Mark]]:
    """The names of other entities that begin or end a name or stand among its words."""
    if quote.isalnum():
        return  # one word
    mine = owner[quote][0]
    for name, (key, mark) in owner.items():
        if key != mine and len(name) < len(quote) and name in quote:
            for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", quote):
                yield m.start(), m.end(), key, mark


def main_pair(counts: Mapping[str, float]) -> tuple[str, ...]:
    """The two areas that a document speaks of most; fewer where none stands out.

    ``counts``: how often it names each (:func:`area_counts`).

    >>> main_pair({"RU": 2, "IN": 5, "US": 1}), main_pair({"IN": 9, "RU": 2})
    (('IN', 'RU'), ('IN',))
    """
    told: dict[str, float] = {}
    for key, count in counts.items():
        told[area_of(key)] = told.get(area_of(key), 0) + count
    first, *rest = sorted(told, key=lambda k: -told[k])[:3] or ("",)
    tied = len(rest) > 1 and told[rest[0]] == told[rest[1]]  # of none of them more than of the other
    return tuple(k for k in (first, *rest[: 0 if tied else 1]) if k and told[k] >= told[first] * BESIDES)


def areas_of(actors: Iterable[str]) -> tuple[str, ...]:
    """The actors of a document, where all of them are areas."""
    found = tuple(actors)
    return found if all(is_area(a) for a in found) else ()


def home(counts: Mapping[str, float]) -> str | None:
    """The one area that a document names far more than any other.

    >>> home({"RU": 2, "IN": 5}), home({"RU": 3, "IN": 5})
    ('IN', None)
    """
    first, *rest = sorted(counts, key=lambda k: -counts[k])[:2] or ("",)
    return first if first and all(counts[k] * AHEAD <= counts[first] for k in rest) else None


def area_counts(views: Iterable[View]) -> dict[str, float]:
    """How often each area is named."""
    counts: dict[str, float] = {}
    for view in views:
        for mark in view.names:
            if is_area(mark.value):
                weight = REGION if kind_of(mark.value) == "place" else 1
                counts[mark.value] = counts.get(mark.value, 0) + weight
    return counts
