"""Echoes: statements that name no undertaking, followed by their wording alone.

Two statements between the same parties on one topic echo one another where, in one language, they have
nearly the same words or, across languages and with the extra ``semantic``, the same meaning. What echoes
one statement echoes all that echo it: such a family is a thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from servanda.fold import fold_term
from servanda.link.passage import Passage
from servanda.link.semantic import Meaning
from servanda.link.wording import likeness

ECHO = 85.0  # of 100: likeness of an echo, well above that of clauses that a reader would align
COMMON = 12  # statements of one group that share a word; a word that more share tells nothing
LETTERS = 4  # of a word that tells something
ACROSS = 300  # statements of one group up to which all pairs of languages are compared


def families(
    passages: Iterable[tuple[str | None, Passage]], meaning: Meaning | None
) -> Iterator[list[Passage]]:
    """Families of passages that echo one another, of two documents at least."""
    groups: dict[tuple[tuple[str, ...], str], list[Passage]] = {}
    for topic, passage in passages:
        if topic:
            groups.setdefault((passage.parties, topic), []).append(passage)
    for key in sorted(groups):
        found = sorted(groups[key], key=lambda p: (p.day, p.end))
        yield from _families(found, meaning)


def _families(found: Sequence[Passage], meaning: Meaning | None) -> Iterator[list[Passage]]:
    head = list(range(len(found)))

    def root(i: int) -> int:
        while head[i] != i:
            head[i] = head[head[i]]
            i = head[i]
        return i

    for i, j in _echoes(found, meaning):
        a, b = sorted((root(i), root(j)))
        head[b] = a
    members: dict[int, list[Passage]] = {}
    for i, passage in enumerate(found):
        members.setdefault(root(i), []).append(passage)
    yield from (family for family in members.values() if len({p.document for p in family}) > 1)


def _echoes(found: Sequence[Passage], meaning: Meaning | None) -> Iterator[tuple[int, int]]:
    """Pairs of passages of different documents that echo one another."""
    for i, j in sorted(_candidates(found)):
        a, b = found[i], found[j]
        if a.document != b.document and a.language == b.language and likeness(a.quote, b.quote) >= ECHO:
            yield i, j
    if meaning is not None and len(found) <= ACROSS:
        meaning.learn(p.quote for p in found)
        for (i, a), (j, b) in combinations(enumerate(found), 2):
            if a.language != b.language and a.document != b.document and meaning.same(a.quote, b.quote):
                yield i, j


def _candidates(found: Sequence[Passage]) -> set[tuple[int, int]]:
    """Pairs that share a word which not many share."""
    holding: dict[str, list[int]] = {}
    for i, passage in enumerate(found):
        for word in set(fold_term(passage.quote).split()):
            if len(word) >= LETTERS:
                holding.setdefault(word, []).append(i)
    pairs: set[tuple[int, int]] = set()
    for places in holding.values():
        if 1 < len(places) <= COMMON:
            pairs.update(combinations(places, 2))
    return pairs
