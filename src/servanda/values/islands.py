"""Islands: runs of finds that stand side by side; most of them hold no value and are passed by at once.

A value needs a number, or a phrase of the packs. Of each phrase one word or class of words is noted, the
longest as long ones are rare: these are the *seeds*. An island without a seed says nothing of numbers or
times, so the grammars need not look at it.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Iterable, Mapping

from servanda.forms import END, Node
from servanda.index import Find
from servanda.packs import Readings, Rule
from servanda.scan import FAR
from servanda.values.numerals import STARTS

_DIGITS = ("date", "clock", "phone")
_TELLING = frozenset(("future", "both"))  # no values, but they tell of those near them
_LOOKED_FOR = ("needs", "unless")  # conditions that look beyond the island
_ALONE = frozenset(("card",))  # what an article is not by itself
# An article is a number only beside what it counts: it takes two of these to make a value.
_HALVES = ("n", "u")


def seeds(rules: Iterable[Rule], roots: Iterable[Node], terms: Mapping[str, Readings]) -> frozenset[str]:
    """Meanings of which each island with a value has at least one (but for articles and their units).

    ``roots``: the compiled forms of the rules; ``terms``: what the scan finds.
    """
    length = _lengths(terms)
    out = {*STARTS, *_DIGITS}
    out |= {str(rule.args[name]) for rule in rules for name in _LOOKED_FOR if name in rule.args}
    for root in roots:
        _add_rarest(root, length, out)
    return frozenset(out) - _TELLING


def _lengths(terms: Mapping[str, Readings]) -> dict[str, float]:
    """How long the terms of each meaning are on average: what is long is rare."""
    known: dict[str, list[int]] = {}
    for term, readings in terms.items():
        for kind in readings:
            known.setdefault(kind, []).append(len(term))
    return {kind: sum(sizes) / len(sizes) for kind, sizes in known.items()}


def _add_rarest(root: Node, length: Mapping[str, float], out: set[str]) -> None:
    """Adds a symbol of each form that has none yet; what the scan does not find is made of other seeds."""
    articles = "article" in length
    paths: deque[tuple[Node, tuple[str, ...]]] = deque([(root, ())])
    while paths:  # the shortest first: a longer form may hold a seed of theirs
        node, path = paths.popleft()
        makes = any(leaf.rule.make != "none" for leaf in node.get(END, ()))
        if makes and out.isdisjoint(path):
            found = [symbol for symbol in path if symbol in length]
            out.add(max(found, key=lambda symbol: (length[symbol], symbol), default="article"))
        for symbol, following in node.items():
            half = symbol in _HALVES and articles
            enough = half and any(known in _HALVES for known in path)
            if symbol != END and symbol not in out and not enough and (half or symbol in length):
                paths.append((following, (*path, symbol)))


@functools.lru_cache(maxsize=16)
def _noted(seeds: frozenset[str]) -> frozenset[str]:
    """The meanings that tell anything of an island."""
    return seeds | _TELLING | {"article", "u"}


def living(finds: Iterable[Find], seeds: frozenset[str]) -> list[Find]:
    """The finds of the islands that may hold a value, and of those that tell of one where there is any.

    Finds too far apart to be joined part islands.
    """
    out: list[Find] = []
    begin, last, halves = 0, -FAR, 0
    alive, worth = True, False
    noted = _noted(seeds)
    for find in finds:
        start, readings = find[0], find[2]
        if start - last >= FAR:
            if not alive:
                del out[begin:]
            begin, alive, halves = len(out), False, 0
        last = find[1]
        out.append(find)
        if (alive and worth) or noted.isdisjoint(readings):
            continue
        if "article" in readings:
            halves += 1
            found = halves > 1 or not seeds.isdisjoint(readings.keys() - _ALONE)
        elif not seeds.isdisjoint(readings):
            found = True
        else:
            halves += "u" in readings
            found = halves > 1
        if found:
            alive = worth = True
        elif not alive:
            alive = not _TELLING.isdisjoint(readings)
    if not alive:
        del out[begin:]
    return out if worth else []
