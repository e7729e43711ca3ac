"""How the promises and targets of a relationship stand, as pages show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from servanda.app import Ledger
from servanda.catalogue import catalogue
from servanda.labels import indicator_label, pair_label, topic_label
from servanda.link.dealing import Pair
from servanda.link.kept import Kept
from servanda.link.promise import RANK, Promise
from servanda.link.target import Aim
from servanda.model import Figure, Record
from servanda.periods import period_words
from servanda.values import edtf
from servanda.web import rows
from servanda.web.show import said_words

SIDES = ("course", "trouble", "open")
BAR = 100
"""Width of a whole bar."""


def promised(linked: Kept, pair: Pair | None = None, topic: str | None = None) -> list[Promise]:
    """The commitments of a pair on a topic, by date."""
    both = set(pair or ())
    return [p for p in linked.promises if both <= set(p.by) and topic in (None, p.topic)]


def topic_rows(linked: Kept, pair: Pair | None) -> list[rows.Row]:
    """A row a topic that anything is promised on: how much, and how it stands."""
    by_topic: dict[str | None, list[Promise]] = {}
    for promise in promised(linked, pair):
        by_topic.setdefault(promise.topic, []).append(promise)
    return [
        {"topic": topic, "label": topic_label(topic)} | spread(by_topic[topic])
        for topic in catalogue().topics
        if topic in by_topic
    ]


def spread(promises: Iterable[Promise]) -> rows.Row:
    """How many promises there are, how many on each side, and what is said of them, with a bar's pieces."""
    words = Counter(promise.standing for promise in promises)
    sides = Counter[str]()
    for promise in promises:
        sides[promise.side] += 1
    total = sum(words.values())
    pieces, at = [], 0.0
    for side in SIDES:
        if sides[side]:
            width = round(sides[side] * BAR / total, 2)
            pieces.append({"side": side, "at": round(at, 2), "width": width})
            at += width
    told = [(word, words[word]) for word in sorted(words, key=RANK.__getitem__) if word != "open"]
    return {"commitments": total, **{side: sides[side] for side in SIDES}, "told": told, "pieces": pieces}


def aims(linked: Kept, pair: Pair | None, topic: str | None = None) -> list[Aim]:
    """The targets of a pair on a topic: those whose time is to come first, and of these those that run."""
    found = [
        aim
        for aim in linked.aims
        if (pair is None or {aim.claims[0].area, aim.claims[0].counterpart} == set(pair))
        and topic in (None, _topic(aim))
        and aim.claims[0].counterpart
    ]
    return sorted(found, key=lambda aim: (not _ahead(aim, linked), not _runs(aim), -len(aim.claims)))


def _topic(aim: Aim) -> str | None:
    indicator = catalogue().indicators.get(aim.claims[0].indicator)
    return indicator.topic if indicator else None


def _runs(aim: Aim) -> bool:
    return aim.standing.verdict in ("on-track", "off-track")


def _ahead(aim: Aim, linked: Kept) -> bool:
    days = edtf.days(aim.claims[0].period)
    return days is not None and days[1] >= linked.latest


def aim_rows(ledger: Ledger, found: Iterable[Aim]) -> list[rows.Row]:
    """Targets with what is reached of them."""
    shown = list(found)
    keys = (c.id for aim in shown for c in (aim.claims[0], aim.standing.last) if c is not None)
    records = ledger.store.named(keys)
    return [_aim_row(aim, records) for aim in shown]


def _aim_row(aim: Aim, records: Mapping[str, Record]) -> rows.Row:
    goal, last = aim.claims[0], aim.standing.last
    row: dict[str, Any] = {
        "indicator": goal.indicator,
        "label": indicator_label(goal.indicator),
        "pair": pair_label(goal.area, goal.counterpart),
        "goal": _said(records[goal.id]),
        "by": period_words(goal.period),
        "verdict": aim.standing.verdict,
        "documents": len({claim.document for claim in aim.claims}),
        "href": rows.place(records[goal.id]),
        "now": None,
    }
    if last is not None and goal.value:
        row |= {
            "now": _said(records[last.id]),
            "when": period_words(last.period),
            "reached": round(100 * last.value / goal.value),
            "now_href": rows.place(records[last.id]),
        }
    return row


def _said(figure: Record) -> str:
    return said_words(figure) if isinstance(figure, Figure) else ""
