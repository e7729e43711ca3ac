"""A text as every search sees it: folded once, with what all of them ask of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from servanda.fold import cased, fold


class _Letters(dict[str, bool]):
    """Whether a character belongs to a word (letters and the marks on them), remembered."""

    def __missing__(self, char: str) -> bool:
        found = self[char] = unicodedata.category(char)[0] in "LM"
        return found


LETTERS = _Letters()
LOST_BLANK = re.compile(r"[a-z\u00df-\u00ff\u0430-\u044f][A-Z\u00c0-\u00de\u0410-\u042f]")
_WRAP = re.compile(r"\s{2,}|\n")
_DIGIT = re.compile(r"\d")
_SHORT = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,2}(?![^\W\d_])")
_SHORT_ASCII = re.compile(r"(?<![a-z])[a-z]{1,2}(?![a-z])")


class Line(NamedTuple):
    """``text`` and ``folded`` have the same offsets; ``back`` leads from them into the text as stored.

    ``short``: the words of one or two letters, with their places; ``glued``: whether a capital inside a
    word shows that a blank was lost (*theUnion*); ``digits``: whether there are any.
    """

    text: str
    folded: str
    back: Sequence[int] | None
    short: list[tuple[str, int, int]]
    glued: bool
    digits: bool


def line(text: str) -> Line:
    r"""A text made ready to be searched.

    >>> line("Made in\u00a0India").short
    [('in', 5, 7)]
    >>> line("Atomic \nEnergy").folded  # a line that goes on
    'atomic energy'
    """
    folded, back = fold(text)
    text = cased(text, folded, back)
    if "\n" in folded or "  " in folded:
        text, folded, back = _unwrapped(text, folded, back)
    glued, digits = LOST_BLANK.search(text) is not None, _DIGIT.search(folded) is not None
    return Line(text, folded, back, _short(folded), glued, digits)


def _unwrapped(text: str, folded: str, back: Sequence[int] | None) -> tuple[str, str, Sequence[int] | None]:
    """The same with one blank for each run of blanks: a line break that parts no paragraphs is one."""
    wraps = [m.span() for m in _WRAP.finditer(folded) if m[0].count("\n") < 2]
    if not wraps:
        return text, folded, back
    cuts = zip([0, *(end for _, end in wraps)], [*(start for start, _ in wraps), len(folded)], strict=True)
    pieces = list(cuts)
    places = range(len(folded) + 1) if back is None else back
    joined = [place for start, end in pieces for place in places[start : end + 1]]
    return " ".join(text[a:b] for a, b in pieces), " ".join(folded[a:b] for a, b in pieces), joined


def _short(folded: str) -> list[tuple[str, int, int]]:
    """The words of one or two letters; none that a mark makes a part of a longer one."""
    plain = folded.isascii()
    found = [(m[0], *m.span()) for m in (_SHORT_ASCII if plain else _SHORT).finditer(folded)]
    if plain:
        return found
    size = len(folded)
    return [
        (word, start, end)
        for word, start, end in found
        if not ((end < size and LETTERS[folded[end]]) or (start and LETTERS[folded[start - 1]]))
    ]
