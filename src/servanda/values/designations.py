"""Digits that are no numbers: parts of names and addresses, numbers of a list.

Each function takes the meaning (``readings``) from the tokens that it finds, in place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from servanda.line import LETTERS
from servanda.scan import Token
from servanda.values import quantity

_MASK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|\b[\w-]+\.(?:com|org|net|gov|edu|info)\b\S*")


def undesignate(tokens: list[Token], folded: str, tenths: bool) -> None:
    """Takes the meaning from digits that are part of a name (S-400, G20, 5G, COVID-19, P5+1).

    ``tenths``: digits that cling to a scale are its decimals (*5tr2*).
    """
    for i, token in enumerate(tokens):
        readings = token.readings
        if "digits" not in readings and "pair" not in readings and "ordinal" not in readings:
            continue
        if tenths and i > 1 and _clings(tokens, i) and _is_unit_of_digits(tokens, i - 1):
            continue
        if _ends_name(tokens, i, folded) or _begins_name(tokens, i, folded):
            token.readings = {}


def _ends_name(tokens: Sequence[Token], i: int, folded: str) -> bool:
    """Whether digits hang on what stands before them, and that is no phrase of the packs."""
    start = tokens[i].start
    before = folded[start - 1] if start else " "
    touching = i > 0 and tokens[i - 1].end == start
    if before in "-–" and start > 1 and not folded[start - 2].isspace():
        before = folded[start - 2]
        glued = i > 1 and tokens[i - 2].end == start - 1
        if glued and not tokens[i - 2].readings:
            return True  # behind a part of a name, joined to it by a hyphen
        known = glued and (_leads(tokens[i - 2], dash=True) or _is_unit_of_digits(tokens, i - 2))
        closed = touching and tokens[i - 1].start < start - 1  # a term with its dash: FY-
        known = known or (closed and _leads(tokens[i - 1], dash=False))
    else:
        known = touching and _leads(tokens[i - 1], dash=False)
    if before == "+" and start > 1 and folded[start - 2].isalnum() and i > 1 and not tokens[i - 2].readings:
        return True
    return not known and (LETTERS[before] or (before in "_#=&@" and not _sign(tokens, i)))


def _begins_name(tokens: Sequence[Token], i: int, folded: str) -> bool:
    """Whether a letter that is no term hangs on the digits."""
    end = tokens[i].end
    after = folded[end] if end < len(folded) else " "
    return after == "_" or (LETTERS[after] and not (i + 1 < len(tokens) and tokens[i + 1].start == end))


def _is_unit_of_digits(tokens: Sequence[Token], i: int) -> bool:
    """Whether digits stand glued before a find: *3km-5km*."""
    return i > 0 and tokens[i - 1].end == tokens[i].start and "digits" in tokens[i - 1].readings


def _clings(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token stands glued to a scale before it."""
    return tokens[i - 1].end == tokens[i].start and "scale" in tokens[i - 1].readings


def _sign(tokens: Sequence[Token], i: int) -> bool:
    """Whether the find right before is a sign of comparison of the packs, as in *>=5*."""
    return i > 0 and tokens[i - 1].end == tokens[i].start and "'=" in tokens[i - 1].readings


def _leads(before: Token, dash: bool) -> bool:
    """Whether a find glued to the front of digits belongs to a phrase (EUR5, Q1, mid-2020), not to a name."""
    long = before.end - before.start > 2
    for kind, value in before.readings.items():
        if kind == "u":
            if any(quantity.is_money(u) and u.isalpha() for u in value):
                return True
        elif kind[0] != "'":
            word = before.joined if kind == "roman" else long  # X-101 is a name, quarter I-2021 is not
            if word if dash else kind not in _NOT_LEADING:
                return True
        elif len(kind) > 3 if dash else not LETTERS[kind[-1]]:
            return True
    return False


# a letter that is a scale (T, K, B), an article (A) or the like begins a name (T-90, A320)
_NOT_LEADING = frozenset(
    ("scale", "moneyscale", "glued", "indefinite", "single", "card", "weak", "article", "nought", "stuck",
     "shy", "per", "extent", "of", "and", "over", "point")
)  # fmt: skip


_LISTED = re.compile(r"(?:^|\n)[ \t]*\d{1,3}(?:\.|\)) +(?=[^\W\d_]|[«“\"(])")


def unlist(tokens: list[Token], folded: str) -> None:
    """Takes the meaning from the numbers of a list's or a text's paragraphs (*2. The Sides noted…*)."""
    if "\n" not in folded and not folded[:8].lstrip(" \t")[:1].isdecimal():
        return
    numbers = {m.end() - len(m[0].lstrip()) for m in _LISTED.finditer(folded)}
    for token in tokens if numbers else ():
        if token.start in numbers:
            token.readings, token.joined = {}, False


def mask(tokens: list[Token], folded: str) -> None:
    """Takes the meaning from what stands in web and mail addresses."""
    spans = [m.span() for m in _MASK.finditer(folded)]
    for token in tokens:
        if any(a <= token.start < b for a, b in spans):
            token.readings, token.joined = {}, False
