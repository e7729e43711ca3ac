"""What a search asks for and what it finds, in one form for every store.

A search is a list of clauses that must all hold; a clause is a list of terms of which one must. A term
holds where any of its phrases stands, or where any of its concepts is spoken of, whatever the language.
Words are compared folded (:mod:`servanda.fold`); a word without marks on its letters finds every
marking of it (*kim ngach* finds *kim ngạch*), one with marks only itself.
"""

from __future__ import annotations

import unicodedata

import msgspec

from servanda.model import RECORD_TYPES, Document, Passage, Record, State

Phrase = tuple[str, ...]


class Term(msgspec.Struct, frozen=True):
    """Phrases (of folded words) and concepts (``entity:IN``), any of which will do.

    ``prefix``: the last word of each phrase may go on.
    """

    phrases: tuple[Phrase, ...] = ()
    concepts: tuple[str, ...] = ()
    prefix: bool = False


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """All that must hold of a sentence: ``clauses``, none of ``without``, and one of each filter's values.

    ``years``: first and last year of the document; null for no end. ``words``: the search as people wrote it.
    """

    words: str = ""
    clauses: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()
    language: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    years: tuple[int | None, int | None] | None = None


class Hit(msgspec.Struct, frozen=True):
    """A sentence found: where it stands, its words, its records, and how well it fits (less is better)."""

    document: Document
    passage: Passage
    text: str
    records: tuple[Record, ...]
    rank: float


class Hits(msgspec.Struct, frozen=True):
    """A part of what was found, how much there is, and how it spreads.

    ``facets``: of ``kind``, ``language``, ``year`` and ``by``, each value with its count under all other
    filters. Where words stand in very many sentences these counts are of some of them: of ``counted``.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, list[tuple[str, int]]]
    counted: int


class _Inside(dict[str, bool]):
    """Whether a character belongs to a word: letters, numbers, and the marks on them."""

    def __missing__(self, char: str) -> bool:
        found = self[char] = unicodedata.category(char)[0] in "LNM"
        return found


_INSIDE = _Inside()


def words(folded: str) -> list[tuple[int, int]]:
    """Where the words of a folded text stand: letters, numbers and the marks on them (so Hindi's vowels).

    >>> [ "लक्ष्य को 68,7"[a:b] for a, b in words("लक्ष्य को 68,7")]
    ['लक्ष्य', 'को', '68', '7']
    """
    found: list[tuple[int, int]] = []
    start = -1
    for at, char in enumerate(folded):
        if _INSIDE[char]:
            if start < 0:
                start = at
        elif start >= 0:
            found.append((start, at))
            start = -1
    return [*found, (start, len(folded))] if start >= 0 else found


_LETTERS: dict[int, str | int] = {0x111: "d", 0x451: 0x435}
"""The Vietnamese d with a stroke, and the Cyrillic e with dots."""


def unmarked(folded: str) -> str:
    """A folded text without the marks on Latin letters, and without the dots of the Cyrillic *ё*.

    Marks of other scripts are letters of their own and stay.

    >>> unmarked("kim ngạch thương mại: đồng"), unmarked("объём"), unmarked("हिन्दी")
    ('kim ngach thuong mai: dong', 'объем', 'हिन्दी')
    """
    if folded.isascii():
        return folded
    out: list[str] = []
    for char in folded.translate(_LETTERS):
        parts = unicodedata.normalize("NFD", char)
        out.append(parts[0] if len(parts) > 1 and parts[0].isascii() else char)
    return "".join(out)


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """Which records of review are asked for: of these types, in this state.

    Those that are open come by their signs of ``doubt``, of ``weight`` or both; others the latest first, and
    of one ``reviewer`` those that he spoke of, or ``unless`` he did.
    """

    kinds: tuple[str, ...] = tuple(RECORD_TYPES)
    state: State = "open"
    document: str | None = None
    reviewer: str | None = None
    unless: str | None = None
    by: tuple[str, ...] = ("doubt", "weight")
