"""The topic of a clause, by the outcome that its words aim at."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from servanda.catalogue import catalogue
from servanda.records.kinds import is_area, kind_of
from servanda.records.lexicon import Mark
from servanda.records.view import View

FIRST, LATER, ASIDE = 2.0, 0.5, 0.5
"""How much a topic's word counts: first behind the verb, before it or far behind, aside."""
MANY, SHARE = 5, 0.35
"""So many topics, none with such a share of the words: it is about the relations as such."""
BROAD = {"relations": 0.6, "multilateral": 0.6, "science-technology": 0.6, "trade": 0.9, "security": 0.9}
"""What words of broad topics count."""
MEANS = {"trade": 30, "investment": 80}
"""Topics whose words only open up what follows them: *exports of grain*, *invest 5 million in wind power*;
and how close behind, in characters."""


def topical(view: View, actors: Sequence[str] = ()) -> list[Mark]:
    """The words that speak of a topic, indicators and forums among them.

    The names of those who act (``actors``) speak of none, nor do conflicts in the name of something else.
    """
    names = [m for m in view.marks if m.kind == "entity"]
    acting = {m.start for m in names if m.value in actors}
    out: list[Mark] = []
    for mark in view.marks:
        if mark.start in acting:
            continue
        topics: tuple[str, ...] = ()
        if mark.kind == "topic":
            topics = mark.value
            if topics == ("regional-issues",) and any(
                m.start < mark.start and mark.end < m.end for m in names
            ):
                continue
        elif mark.kind == "indicator":
            known = (catalogue().indicators[key] for key in mark.value)
            topics = tuple(i.topic for i in known if i.dimension != "count")
        elif mark.kind == "entity" and _is_forum(mark.value):
            topics = ("multilateral",)
        if topics and out and out[-1].start == mark.start:
            topics = tuple(dict.fromkeys((*out.pop().value, *topics)))
        if topics:
            out.append(mark._replace(kind="topic", value=topics))
    return out


def _is_forum(key: str) -> bool:
    """Whether a name is that of a forum, or of a body of states."""
    return kind_of(key) == "forum" or (kind_of(key) == "organisation" and is_area(key))


def topic_of(
    marks: Sequence[Mark], view: View, span: tuple[int, int], around: Sequence[tuple[str | None, float]]
) -> str | None:
    """The topic that the clause's words speak for most.

    What stands first behind the verb counts most, what is said aside least; ``around`` are the topics of
    the heading and of what was said before, and what they count.
    """
    score: dict[str, float] = {}
    asides = [m.end for m in view.of("clause") if m.value == "aside" and span[0] <= m.start < span[1]]
    behind = 0
    for mark, following in itertools.zip_longest(marks, marks[1:]):
        if following is not None and _opens(mark, following):
            continue
        weight = LATER
        if mark.start >= span[0]:
            weight = FIRST if not behind else max(LATER, 1 - 0.1 * behind)
            behind += 1
        if any(end <= mark.start for end in asides):
            weight *= ASIDE
        for topic in mark.value:
            score[topic] = score.get(topic, 0) + weight * BROAD.get(topic, 1)
    for context, weight in around:
        if context and weight:
            score[context] = score.get(context, 0) + weight
    best = max(score, key=lambda t: score[t], default=None)
    own = {t for m in marks if m.start >= span[0] for t in m.value} - {"relations", "multilateral"}
    if best is not None and len(own) >= MANY and score[best] < SHARE * sum(score.values()):
        return "relations"
    return best


def _opens(mark: Mark, following: Mark) -> bool:
    """Whether a word only says what is done with what follows right behind it."""
    return (
        MEANS.keys() >= set(mark.value)
        and 0 <= following.start - mark.end <= max(MEANS[topic] for topic in mark.value)
        and MEANS.keys().isdisjoint(following.value)
        and not set(following.value) <= BROAD.keys()
    )
