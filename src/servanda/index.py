"""The terms of one table by their first words: what a word of a text may be, or be the beginning of.

Nearly every word of a text is none of them, and what a word may be is worked out when it is first met;
so that a scan asks one question of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from servanda.line import LETTERS, pieces
from servanda.packs import Candidate, Terms

Find = tuple[int, int, Mapping[str, Any]]
"""Where a term stands in the folded text, and what it may mean."""
Meaning = Mapping[str, Any] | None
"""What a word means, if anything."""
WIDTH = 4
"""Characters behind a word that tell which longer literals may begin with it."""
Chain = tuple[tuple[int, Candidate], ...]
"""What may begin with some characters: how many of them are literal, and the term; the longest first."""

_ENDING = re.compile(r"^[^~]*~~?$")


class Entry(NamedTuple):
    """What a word of a text may be.

    ``plain``: what the word means by how it is written (:func:`writing`), where no ending and nothing behind
    it is to be thought of; else ``own``: the terms that its letters may be. ``parts``: those of a compound,
    where the word is no term.
    ``longer``: by the next :data:`WIDTH` characters of the literals that begin with this word and go on
    behind it, how long those are, the longest first; ``tails``: the same of those that have fewer, at any
    characters.
    """

    plain: tuple[Meaning, ...]
    own: Chain
    parts: tuple[Find, ...]
    longer: Mapping[str, tuple[int, ...]]
    tails: Mapping[str, int]


def writing(word: str) -> int:
    """How a word is written: by 1 more where a capital begins it, by 2 where all of it is in capitals.

    >>> [writing(word) for word in ("us", "Us", "US")]
    [0, 1, 3]
    """
    return word[0].isupper() + 2 * word.isupper()


class Index:
    """The terms of one table. Built once from :class:`Terms`; then it only remembers what it was asked.

    >>> from servanda.packs import Language
    >>> terms = Terms(Language("x"))
    >>> terms.add(["joint", "joint statement"], "w", True)
    >>> Index(terms).entry("joint").longer, Index(terms).entry("statement")
    ({' sta': (15,)}, None)
    """

    def __init__(self, terms: Terms) -> None:
        self.habits = terms.habits
        self.candidates = terms.candidates()
        self.longest = max(map(len, self.candidates), default=0)
        self.compounds = terms.compounds()
        # Endings of letters alone end with their word, so that it tells whether a term has one of them.
        endings = (*self.habits.endings, *self.habits.adjectival)
        self.closed = all(LETTERS[char] for ending in endings for char in ending)
        self.longer: dict[str, list[str]] = {}
        for literal in self.candidates:
            first = pieces(literal)[0].rstrip(" ")
            if len(first) < len(literal):
                self.longer.setdefault(first, []).append(literal)
        self._chains: dict[str, Chain] = {}

    def entry(self, word: str) -> Entry | None:
        """What a word may be; none for nearly all."""
        begun = self._begun(word[: self.longest])
        own = tuple(self._own(word, begun))
        longer = self.longer.get(word, ())
        parts = self._parts(word) if any("prefix" in c.readings for _, c in begun) else ()
        if not (own or longer or parts):
            return None
        size = len(word)
        sure = all(length == size and term.rest is None for length, term in own) and not word.isdecimal()
        short = sorted((x for x in longer if len(x) - size < WIDTH), key=len, reverse=True)
        tails = {literal[size:]: len(literal) for literal in short}
        behind: dict[str, set[int]] = {}
        for literal in longer:
            if literal[size:] not in tails:
                behind.setdefault(literal[size : size + WIDTH], {*tails.values()}).add(len(literal))
        sizes = {gate: tuple(sorted(found, reverse=True)) for gate, found in behind.items()}
        return Entry(_plain([term for _, term in own]) if own and sure else (), own, parts, sizes, tails)

    def at(self, folded: str, start: int, sizes: Iterable[int]) -> Chain:
        """What may stand at ``start``, by the longest literal of ``sizes`` there; nothing without any."""
        for size in sizes:
            literal = folded[start : start + size]
            if literal in self.candidates:
                if literal not in self._chains:
                    self._chains[literal] = self._begun(literal)
                return self._chains[literal]
        return ()

    def _begun(self, literal: str) -> Chain:
        """The terms of some characters, then those of their beginnings: what they may turn out to be."""
        known = self.candidates
        return tuple((n, c) for n in range(len(literal), 0, -1) for c in known.get(literal[:n], ()))

    def _own(self, word: str, begun: Chain) -> Iterator[tuple[int, Candidate]]:
        """The terms that a word may be, those with an ending of its own without their ending."""
        size = len(word)
        for length, candidate in begun:
            rest = candidate.rest
            if rest is None:
                if length == size:
                    yield length, candidate
            elif not self.closed or not _ENDING.search(candidate.term):
                yield length, candidate
            elif rest.fullmatch(word, length):
                yield size, msgspec.structs.replace(candidate, rest=None)

    def _parts(self, word: str) -> tuple[Find, ...]:
        """The parts of a compound word, by their places in it."""
        out, at = [], 0
        for length, readings in self.compounds.parts(word):
            out.append((at, at + length, readings))
            at += length
        return tuple(out)


def _plain(terms: Sequence[Candidate]) -> tuple[Meaning, ...]:
    """What a word that is all of some terms means, the surest first, for each way of writing it."""
    out: list[Meaning] = []
    for written in range(4):
        meant = [t.readings for t in terms if not t.case or written & (2 if t.case == "A" else 1)]
        out.append({kind: value for one in reversed(meant) for kind, value in one.items()} or None)
    return tuple(out)
