"""Whom a document is about: its main actors, and who says *we* in it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from servanda.catalogue import catalogue
from servanda.model import Document
from servanda.records.clause import Cast
from servanda.records.kinds import NAMES, kind_of
from servanda.records.lexicon import Mark
from servanda.records.naming import Named
from servanda.records.speaker import Group, Standing, groups, is_official, side_of
from servanda.records.view import View

LEADING = ("head-of-state", "head-of-government")
TITLE = 70  # how far behind an office, in a title, its state may stand
BESIDE = 36  # how far behind an office the name of its holder may stand
FIRST = 24  # how far from the head of its sentence a body alone may lead
HEAD = 1500
"""How much of a document, in characters, tells whom it is about."""
OURS = 2  # how much more a state named beside *we* counts
ARTICLE = 5  # so few characters before a name are at most an article
ENDS = ".,;:!?…।"
ACTORS = ("state", "organisation", "forum")
FEW = 3  # an organisation that is named so many times more than any other actor is the only one


def cast(document: Document, views: Sequence[View]) -> Cast:
    """The main actors of a document, and who says *we* in it.

    The actors are those whose leaders the document opens with (*We, the leaders of …*), else the two states,
    organisations that it names most, its head counting more. In a speech *we* and *I* mean its
    speaker's side, in news and analyses nobody, else all actors.
    """
    head = [v for v in views if v.start < HEAD]
    actors = _opening(head) or _most_named(views)
    named = holders(views)
    if document.kind in ("news", "analysis"):
        own = _own(views, actors)
        return Cast(actors, None, opinion=document.kind == "analysis", holders=named, home=own)
    if document.kind == "speech":
        orator, side = _orator(head)
        own = side or _home(views)
        we = (own,) if own else actors[:1]
        others = [a for a in actors if kind_of(a) == "state" and a not in we]
        return Cast((*we, *others)[:2], we, orator or we, holders=named, home=own)
    return Cast(actors, actors, holders=named, home=_letterhead(head) or _own(views, actors))


def holders(views: Sequence[View]) -> dict[tuple[str, str], str]:
    """Who holds which office of which state, by the names that stand right behind offices.

    A key of two persons is dropped; ``("leader", state)`` is its head of state or government.
    """
    found: dict[tuple[str, str], set[str]] = {}
    for view in views:
        for office in view.of("office"):
            people = (m for m in view.names if kind_of(m.value) == "person")
            person = next((m for m in people if m.start >= office.end), None)
            if person is None or not _close(view, office, person):
                continue
            known = catalogue().entities.get(str(person.value))
            state = (known.of if known else None) or _state_at(view, office, person)
            if state:
                found.setdefault((str(office.value), state), set()).add(str(person.value))
                if office.value in LEADING:
                    found.setdefault(("leader", state), set()).add(str(person.value))
    return {key: people.pop() for key, people in found.items() if len(people) == 1}


def _close(view: View, office: Mark, person: Mark) -> bool:
    """Whether a name stands right behind an office, its state between at most."""
    gap = view.document.text[office.end : person.start]
    return len(gap) <= BESIDE and not any(c in gap for c in ",;:.\n")


def _state_at(view: View, office: Mark, person: Mark) -> str | None:
    """The state named right before an office, or between it and its holder."""
    near = (m for m in view.names if kind_of(m.value) == "state" or m.kind == "capital")
    return next(
        (
            str(m.value)
            for m in near
            if office.start - m.end in range(4) or office.end <= m.start < person.start
        ),
        None,
    )


def _opening(head: Sequence[View]) -> tuple[str, ...]:
    """Those whose leaders say *we*, or meet, in the first sentences: several, or an organisation."""
    for view in (v for v in head[:8] if v.has(NAMES)):
        several = any(m.value in ("both", "side") for m in view.of("speaker"))
        for group in groups(view) if several else ():
            named = _actors(group)
            leads = group.word == "both" and group.standing <= Standing.SUBJECT
            first = group.start - view.start <= FIRST
            if leads and named and (len(named) > 1 or (kind_of(named[0]) != "state" and first)):
                return named
    return ()


def _actors(group: Group) -> tuple[str, ...]:
    sides = (side_of(n) if kind_of(n) == "person" else n for n in group.names)
    return tuple(dict.fromkeys(n for n in sides if n and kind_of(n) in ACTORS and is_official(n)))


def _orator(head: Sequence[View]) -> tuple[tuple[str, ...] | None, str | None]:
    """Who speaks by the title, a person or an office, and for whom; who is greeted stands in no title."""
    for view in (v for v in itertools.takewhile(_is_title, head[:4]) if v.has(NAMES)):
        found = [g for g in groups(view) if g.names and _orates(g)]
        if found:  # *statement by X on …*, but where the verb is last, *… पर X का वक्तव्य*
            names = found[-1 if view.lexicon.habits.verb_final else 0].names
            return names, side_of(names[0]) or _held(view)
    return None, None


def _is_title(view: View) -> bool:
    """Whether a line is no sentence and no greeting: nobody says *I* in it, and it has no sign at its end."""
    return not _spoken(view) and view.document.text[view.end - 1] not in ENDS


def _spoken(view: View) -> bool:
    """Whether somebody speaks of himself or his side."""
    return any(m.value in ("we", "i") for m in view.of("speaker"))


def _home(views: Sequence[View]) -> str | None:
    """The state that a speech is for: named most, more so beside *we* and *I* and first in its sentence."""
    counts: dict[str, float] = {}
    for view in views:
        weight = OURS if _spoken(view) else 1
        for mark in view.names:
            if kind_of(mark.value) == "state" and is_official(mark.value):
                first = OURS if mark.start - view.start < ARTICLE else 0
                counts[mark.value] = counts.get(mark.value, 0) + weight + first
    return max(counts, key=lambda k: counts[k], default=None)


def _orates(group: Group) -> bool:
    return group.word == "side" or kind_of(group.names[0]) == "person"


def _held(view: View) -> str | None:
    """The state or body whose office a line names first (*the foreign minister of Norway*)."""
    for office in view.of("office"):
        for mark in view.names:
            near = office.start - mark.end in range(4) or 0 <= mark.start - office.end <= TITLE
            if near and kind_of(mark.value) in ("state", "organisation") and is_official(mark.value):
                return str(mark.value)
    return None


def _letterhead(head: Sequence[View]) -> str | None:
    """The state whose government or ministry a document begins with."""
    for view in (v for v in head[:2] if v.has(NAMES)):
        found = view.names
        bodies = [m for m in found if isinstance(m.value, Named) and m.value.composed]
        inside = [m for m in found if bodies and kind_of(m.value) == "state"]
        if inside and bodies[0].start <= inside[0].start < bodies[0].end:
            return str(inside[0].value)
    return None


def _own(views: Sequence[View], actors: Sequence[str]) -> str | None:
    """The state that the language's own papers are of, where the document is about it."""
    own = views[0].lexicon.gazetteer.naming.home if views else ""
    return own if own in actors else None


def _most_named(views: Sequence[View]) -> tuple[str, ...]:
    counts: dict[str, float] = {}
    for view in views:
        weight = 3 if view.start < HEAD // 4 else 1
        for mark in view.names:
            kind = kind_of(mark.value)
            if kind in ACTORS and is_official(mark.value):
                counts[mark.value] = counts.get(mark.value, 0) + (
                    weight if kind == "state" or weight > 1 else 0.7
                )
    ranked = sorted(counts, key=lambda k: -counts[k])  # of equals the one named first
    if ranked and _dwarfs(ranked[0], ranked[1:], counts):
        return (ranked[0],)
    return tuple(key for key in ranked if kind_of(key) != "forum")[:2]


def _dwarfs(first: str, others: Sequence[str], counts: Mapping[str, float]) -> bool:
    """Whether an organisation or a forum is named so much more than any state that it alone is meant."""
    second = next((counts[k] for k in others if kind_of(k) == "state" or kind_of(first) != "forum"), 0)
    return kind_of(first) != "state" and second * FEW < counts[first]
