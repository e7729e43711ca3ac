"""Entities as records: who and what a document names, each with all its mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from servanda.catalogue import catalogue
from servanda.model import Document, Entity, record_id
from servanda.records.lexicon import Mark
from servanda.records.view import View


def mentions(view: View) -> list[Mark]:
    """The entities named in a sentence, in order: ``kind`` is ``entity`` or ``capital``."""
    return [m for m in view.marks if m.kind in ("entity", "capital")]


def entities(document: Document, views: Iterable[View]) -> Iterator[Entity]:
    """One record an entity: its names as written, in order of appearance, and every mention."""
    found: dict[str, list[tuple[View, Mark]]] = {}
    for view in views:
        for mark in mentions(view):
            found.setdefault(mark.value, []).append((view, mark))
    known = catalogue().entities
    for key, marks in found.items():
        names = dict.fromkeys(document.text[m.start : m.end] for _, m in marks)
        first = marks[0][1]
        yield Entity(
            id=record_id("entity", document.id, first.start, first.end, key),
            evidence=tuple(v.evidence(m.start, m.end)[0] for v, m in marks),
            rule="name",
            entity=key,
            kind=known[key].kind,
            names=tuple(names),
            language=document.language,
        )


def main_pair(views: Iterable[View]) -> tuple[str, ...]:
    """The two states that a document speaks of most; fewer where it names fewer."""
    counts: dict[str, int] = {}
    known = catalogue().entities
    for view in views:
        for mark in mentions(view):
            if known[mark.value].kind == "state":
                counts[mark.value] = counts.get(mark.value, 0) + 1
    return tuple(sorted(counts, key=lambda k: (-counts[k], k))[:2])
