"""A text as every search sees it: folded once, and taken apart into words and signs."""

from __future__ import annotations

import functools
import itertools
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
# Begun by its second letter, a capital, of which there are few: so the search passes over all others at once.
_LOST_BLANK = re.compile(
    r"[A-Z\u00c0-\u00de\u0410-\u042f](?<=[a-z\u00df-\u00ff\u0430-\u044f][A-Z\u00c0-\u00de\u0410-\u042f])"
)
_WRAP = re.compile(r"\s{2,}|\n")
_DIGIT = re.compile(r"\d")
_DIGITS = frozenset(digit + blank for digit in "0123456789" for blank in ("", " "))  # as pieces of a text
_ASCII_PIECE = re.compile(r"[a-z]+ ?|[^a-z] ?")


class Line(NamedTuple):
    """``text`` and ``folded`` have the same offsets; ``back`` leads from them into the text as stored.

    ``pieces``: the words and, one by one, all other characters of the folded text, each with the blank
    behind it, and where they begin (``starts``). A word in which a capital shows that a blank was lost
    (*theUnion*) is there as a whole and from each such capital on. ``digits``: whether there are any.
    """

    text: str
    folded: str
    back: Sequence[int] | None
    pieces: Sequence[str]
    starts: Sequence[int]
    digits: bool


def line(text: str) -> Line:
    r"""A text made ready to be searched.

    >>> line("The U.S.").pieces
    ['the ', 'u', '.', 's', '.']
    >>> line("Atomic \nEnergy").folded  # a line that goes on
    'atomic energy'
    """
    folded, back = fold(text)
    text = cased(text, folded, back)
    if "\n" in folded or "  " in folded:
        text, folded, back = _unwrapped(text, folded, back)
    found = pieces(folded)
    starts = list(itertools.accumulate(map(len, found), initial=0))
    if _LOST_BLANK.search(text):
        found, starts = _parted(text, folded, found, starts)
    digits = not _DIGITS.isdisjoint(found) or (not folded.isascii() and _DIGIT.search(folded) is not None)
    return Line(text, folded, back, found, starts, digits)


def pieces(folded: str) -> list[str]:
    """The words and signs of a folded text, each with the blank behind it.

    >>> pieces("5 km/h")
    ['5 ', 'km', '/', 'h']
    """
    return (_ASCII_PIECE if folded.isascii() else _piece()).findall(folded)


@functools.cache
def _piece() -> re.Pattern[str]:
    """A word in any script, with the marks on its letters, or one other character."""
    known = [chr(n) for n in range(0x80, 0x2500)]
    marks = re.escape("".join(c for c in known if unicodedata.category(c)[0] == "M"))
    numbers = "".join(c for c in known if c.isnumeric() and not (c.isdecimal() or c.isalpha()))
    letters = rf"[^\W\d_{numbers}]"
    return re.compile(rf"[{marks}]*{letters}+(?:[{marks}]+{letters}*)* ?|[\s\S] ?")


def _unwrapped(text: str, folded: str, back: Sequence[int] | None) -> tuple[str, str, Sequence[int] | None]:
    """The same with one blank for each run of blanks: a line break that parts no paragraphs is one."""
    wraps = [m.span() for m in _WRAP.finditer(folded) if m[0].count("\n") < 2]
    if not wraps:
        return text, folded, back
    cuts = zip([0, *(end for _, end in wraps)], [*(start for start, _ in wraps), len(folded)], strict=True)
    pieces = list(cuts)
    places = range(len(folded) + 1) if back is None else back
    joined: list[int] = []
    for start, end in pieces:
        joined += places[start : end + 1]
    return " ".join([text[a:b] for a, b in pieces]), " ".join([folded[a:b] for a, b in pieces]), joined


def _parted(
    text: str, folded: str, found: Sequence[str], starts: Sequence[int]
) -> tuple[list[str], list[int]]:
    """The pieces, and behind each word what of it begins with a capital behind a small letter."""
    words, places = [], []
    for word, start in zip(found, starts, strict=False):
        end = start + len(word)
        inner = (i for i in range(start + 1, end) if text[i].isupper() and text[i - 1].islower())
        for at in (start, *inner):
            words.append(folded[at:end])
            places.append(at)
    return words, places
