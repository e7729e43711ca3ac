"""Pairing what was expected with what was found, and the counts that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import NamedTuple, TypeVar

G = TypeVar("G")
F = TypeVar("F")


class Tally(NamedTuple):
    """How many of the expected (``gold``) and of the found agree (``hit``). Tallies add up.

    A share (right ones among so many) is a tally whose ``gold`` and ``found`` are both the whole.
    """

    hit: int = 0
    gold: int = 0
    found: int = 0

    def plus(self, other: Tally) -> Tally:
        """Both counts together."""
        return Tally(self.hit + other.hit, self.gold + other.gold, self.found + other.found)

    @property
    def precision(self) -> float:
        """Share of the found that are right; 1 when nothing was found."""
        return self.hit / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the expected that were found; 1 when nothing was expected."""
        return self.hit / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 when there was nothing and nothing was found.

        >>> Tally(hit=3, gold=4, found=5).f1
        0.6666666666666666
        """
        return 2 * self.hit / (self.gold + self.found) if self.gold + self.found else 1.0


def total(tallies: Iterable[Tally]) -> Tally:
    """All counts together."""
    return reduce(Tally.plus, tallies, Tally())


def pairs(
    gold: Sequence[G],
    found: Sequence[F],
    same: Callable[[G, F], bool],
    better: Callable[[G, F], float] = lambda _g, _f: 0.0,
) -> list[tuple[int, int]]:
    """A largest pairing in which each item has at most one partner; indices, in the order of ``gold``.

    Where a choice is free, an item prefers the partner for which ``better`` is greatest.

    >>> pairs([1, 2], [2, 1, 2], lambda g, f: g == f)
    [(0, 1), (1, 0)]
    """

    def wishes(g: G) -> list[int]:
        return sorted((j for j, f in enumerate(found) if same(g, f)), key=lambda j: -better(g, found[j]))

    wanted = [wishes(g) for g in gold]
    partner: dict[int, int] = {}
    for i in range(len(gold)):
        _seek(i, wanted, partner, set())
    return sorted((i, j) for j, i in partner.items())


def _seek(i: int, wanted: list[list[int]], partner: dict[int, int], tried: set[int]) -> bool:
    """Finds ``i`` a partner, moving others to another of theirs where that makes room."""
    for j in wanted[i]:
        if j in tried:
            continue
        tried.add(j)
        if j not in partner or _seek(partner[j], wanted, partner, tried):
            partner[j] = i
            return True
    return False
