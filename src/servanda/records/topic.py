"""The topic of a clause, by the outcome that its words aim at.

The clause's own words tell it (``topics.toml``): those of ``[topics]`` first, and only where there are none
those of ``[hints]``, which say by what means or with whom (*exports* of grain, a *loan* for a railway,
*ties*) and yield to what stands around: the clause before, the heading, the sentence before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from servanda.catalogue import catalogue
from servanda.records.kinds import is_area, kind_of
from servanda.records.lexicon import Mark
from servanda.records.view import View, once

RANKS = {"topic": 2.0, "hint": 1.0, "means": 0.3}
"""How much the first word of each kind behind the verb counts."""
_TELLING = frozenset((*RANKS, "indicator", "entity"))
NEXT, LEAST, STEP, ASIDE = 0.45, 0.25, 0.05, 0.15
"""What share of it the second has, the last and those before the verb have, what each next one loses, and
what is said aside."""
MANY, SHARE = 5, 0.35
"""So many topics, none with such a share of the words: it is about the relations as such."""
BROAD = {"relations": 0.6, "multilateral": 0.6, "security": 0.9, "investment": 0.5, "payments": 0.6}
"""What words of broad topics count."""
OVER = frozenset(("trade", "mobility"))
"""Topics whose words say what is done to all else that is named (*duties* on steel, *visas* for students)."""


@once
def _told(view: View) -> list[Mark]:
    """The words that speak of a topic, indicators and forums among them, in order."""
    names = view.of("entity")
    means = {m.start for m in view.of("means")}
    out: list[Mark] = []
    for mark in [mark for mark in view.marks if mark.kind in _TELLING]:
        kind = mark.kind
        topics: tuple[str, ...] = ()
        if kind in RANKS:
            topics = mark.value
            if topics == ("regional-issues",) and any(
                m.start < mark.start and mark.end < m.end for m in names
            ):
                continue  # a conflict in the name of something else
        elif kind == "indicator":
            known = (catalogue().indicators[key] for key in mark.value)
            topics = tuple(i.topic for i in known if i.dimension != "count")
            kind = "means" if mark.start in means else "hint"
        elif kind == "entity" and _is_forum(mark.value):
            kind, topics = "hint", ("multilateral",)
        if topics and out and out[-1].start == mark.start and out[-1].kind == kind:
            topics = tuple(dict.fromkeys((*out.pop().value, *topics)))
        if topics:
            out.append(mark.changed(kind=kind, value=topics))
    return out


def topical(view: View, actors: Sequence[str] = ()) -> list[Mark]:
    """The words that speak of a topic; the names of those who act (``actors``) speak of none."""
    acting = {m.start for m in view.of("entity") if m.value in actors}
    return [m for m in _told(view) if m.start not in acting]


def _is_forum(key: str) -> bool:
    """Whether a name is that of a forum, or of a body of states."""
    return kind_of(key) == "forum" or (kind_of(key) == "organisation" and is_area(key))


def topic_of(
    marks: Sequence[Mark], view: View, span: tuple[int, int], around: Iterable[tuple[str | None, float]]
) -> str | None:
    """The topic that the clause's words speak for most.

    What stands first behind the verb counts most, what is said aside least; ``around`` are the topics of
    the heading and of what was said before, and what they count.
    """
    score: dict[str, float] = {}
    asides = [m.end for m in view.of("clause") if m.value == "aside" and span[0] <= m.start < span[1]]
    final = view.lexicon.habits.verb_final
    behind = dict.fromkeys(RANKS, 0)
    for mark in marks:
        aside = any(end <= mark.start for end in asides)
        share = LEAST
        if mark.start >= span[0] and not (aside and final):
            first = not behind[mark.kind] or (mark.kind == "topic" and not OVER.isdisjoint(mark.value))
            share = 1 if first else max(LEAST, NEXT - STEP * (behind[mark.kind] - 1))
            behind[mark.kind] += 1
        weight = RANKS[mark.kind] * share * (ASIDE if aside else 1)
        for topic in mark.value:
            score[topic] = score.get(topic, 0) + weight * BROAD.get(topic, 1)
    for context, weight in around:
        if context and weight:
            score[context] = score.get(context, 0) + weight
    best = max(score, key=lambda t: score[t], default=None)
    own = {t for m in marks if m.start >= span[0] for t in m.value}
    many = len(own - {"relations", "multilateral"}) >= MANY
    if best is not None and many and score[best] < SHARE * sum(score.values()):
        return "relations"
    return best


@once
def whole(view: View) -> str | None:
    """The topic of a whole sentence or heading; ties and forums alone give it none."""
    marks = _told(view)
    if not any(m.kind == "topic" or BROAD.keys().isdisjoint(m.value) for m in marks):
        return None
    return topic_of(marks, view, (view.start, view.end), ())


def apart(before: View, view: View) -> bool:
    """Whether a paragraph ends between two sentences."""
    return "\n" in view.document.text[before.end : view.start]
