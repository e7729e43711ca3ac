"""Wording: how alike two quotes of one language are, and where their words differ."""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple

from servanda.fold import fold_term

ALIKE = 60.0  # of 100: two quotes that have most of their words in common
_WORDS = re.compile(r"(?:\w[\w'’\u0300-\u036f\u0900-\u097f-]*|[^\w\s])\s*|\s+")


class Piece(NamedTuple):
    """A stretch of words: ``same`` in both, only in the ``old`` or only in the ``new`` wording.

    ``was``: what is the same as it stands in the old one (case, signs and blanks may differ).
    """

    kind: str
    text: str
    was: str = ""


def likeness(one: str, other: str) -> float:
    """How many words two quotes have in common, whatever their order: 0 to 100.

    >>> round(likeness("will deepen cooperation in space", "agreed to deepen cooperation in space"))
    86
    """
    from rapidfuzz import fuzz  # noqa: PLC0415 (a native library: only comparing needs it)

    a, b = fold_term(one), fold_term(other)
    # the first alone would take a short clause for any longer one that has its words
    return float(fuzz.token_set_ratio(a, b) + fuzz.token_sort_ratio(a, b)) / 2


def same_content(one: str, other: str) -> bool:
    """Whether two quotes say the same things in (nearly) the same words."""
    return likeness(one, other) >= ALIKE


def differences(old: str, new: str) -> list[Piece]:
    """The two wordings as one run of pieces, word by word.

    >>> [p for p in differences("will identify a site", "will strive to identify a site") if p.kind != "same"]
    [Piece(kind='new', text='strive to ', was='')]
    """
    a, b = _words(old), _words(new)
    matcher = difflib.SequenceMatcher(
        None, [fold_term(w).strip() for w in a], [fold_term(w).strip() for w in b], autojunk=False
    )
    pieces = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(b[k:m]), "".join(a[i:j])))
            continue
        if i < j:
            pieces.append(Piece("old", "".join(a[i:j])))
        if k < m:
            pieces.append(Piece("new", "".join(b[k:m])))
    return pieces


def _words(text: str) -> list[str]:
    """Words and signs, each with the blanks behind it."""
    return _WORDS.findall(text)
