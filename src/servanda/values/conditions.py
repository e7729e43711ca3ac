"""The conditions that a rule may set in ``with``, by name.

``capital``
    words that need a capital in their last part (where they are not the whole text)
``lower``
    no capital may begin the extent, but at the beginning of the text
``alone``
    the number counts nothing
``uncounted``
    no unit or scale follows
``written``
    the number stands in digits alone, without a scale
``bare``
    the extent is a year in digits that counts nothing (``"loose"``: that no unit follows); with ``spoken``
    it may be in words, with ``modern`` it is of our times and not round
``unless``, ``needs``
    a meaning that must not, or must, stand among the few finds right before
``not_after``, ``not_before``
    meanings that must not stand right before, right behind
``final``
    no word follows
``apposed``
    the number stands between commas or in brackets after a word
``descending``
    ``n`` is not below ``n2``
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from servanda.forms import Match
from servanda.line import LETTERS
from servanda.scan import Token, nothing_follows

FEW = 80  # characters in which a condition looks back for a find


class Place(NamedTuple):
    """A match in its text; ``text`` is the folded text with its capitals."""

    match: Match
    tokens: Sequence[Token]
    text: str
    folded: str

    @property
    def first(self) -> Token:
        """The first token of the extent."""
        return self.tokens[self.match.first]

    @property
    def last(self) -> Token:
        """The last token of the extent."""
        return self.tokens[self.match.last - 1]


def allowed(match: Match, tokens: Sequence[Token], text: str, folded: str) -> bool:
    """Whether a match fulfils all conditions of its rule."""
    place = Place(match, tokens, text, folded)
    for name, value in match.rule.args.items():
        condition = CONDITIONS.get(name)
        if condition is not None and value and not condition(place, value):
            return False
    return True


def _capital(place: Place, words: Any) -> bool:
    start, end = place.last.start, place.last.end
    if place.folded[start:end] not in words:
        return True
    if any(map(str.isupper, place.text[start:end].rpartition(" ")[2])):
        return True
    around = place.text[: place.first.start] + place.text[end:]
    return not any(map(str.isalnum, around))


def _lower(place: Place, _: Any) -> bool:
    start = place.first.start
    return not (start and place.text[start].isupper())


def _alone(place: Place, _: Any) -> bool:
    return not _counting(place.match.last, place.tokens, place.text)


def _written(place: Place, _: Any) -> bool:
    number = place.match.slots.get("n")
    return number is None or not (number.spelled or number.scaled)


def _uncounted(place: Place, _: Any) -> bool:
    return not _followed(place.match.last, place.tokens)


def _unless(place: Place, kind: Any) -> bool:
    return not _needs(place, kind)


def _needs(place: Place, kind: Any) -> bool:
    match, tokens = place.match, place.tokens
    begin = tokens[match.start].start - FEW
    return any(kind in t.readings and t.end >= begin for t in tokens[max(match.start - 6, 0) : match.start])


def _not_after(place: Place, kinds: Any) -> bool:
    start = place.match.start
    if not start or not place.tokens[start].joined:
        return True
    return not any(kind in place.tokens[start - 1].readings for kind in kinds)


def _not_before(place: Place, kinds: Any) -> bool:
    end = place.match.end
    if end >= len(place.tokens) or not place.tokens[end].joined:
        return True
    return not any(kind in place.tokens[end].readings for kind in kinds)


def _final(place: Place, _: Any) -> bool:
    return nothing_follows(place.folded, place.last.end)


def _apposed(place: Place, _: Any) -> bool:
    return _stands_apposed(place.folded, place.first.start, place.last.end)


def _descending(place: Place, _: Any) -> bool:
    return _falls(place.match, place.tokens)


def _bare(place: Place, degree: Any) -> bool:
    if place.match.rule.args.get("modern") and not _is_modern(
        place.folded[place.first.start : place.last.end]
    ):
        return False
    return _is_year(place, degree == "loose")


CONDITIONS: dict[str, Callable[[Place, Any], bool]] = {
    "capital": _capital, "lower": _lower, "alone": _alone, "written": _written, "uncounted": _uncounted,
    "unless": _unless, "needs": _needs, "not_after": _not_after, "not_before": _not_before, "final": _final,
    "apposed": _apposed, "descending": _descending, "bare": _bare,
}  # fmt: skip


def _stands_apposed(folded: str, start: int, end: int) -> bool:
    """Whether a span with a number stands between commas or in brackets after a word: *Ivanova, 37, said*."""
    age = folded[start:end].partition(" ")[0]
    if not age.isdecimal() or not 1 <= int(age) <= 120 or start < 3 or not LETTERS[folded[start - 3]]:
        return False
    return folded[start - 2 : start] + folded[end : end + 1] in (", ,", " ()")


def _falls(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether two small numbers fall or stay, as a score does and a range does not; no unit stands beside."""
    first, last = match.slots["n"].value, match.slots["n2"].value
    if not 0 <= last <= first < 200:
        return False
    before, after = match.first - 1, match.last
    beside = [tokens[before]] if before >= 0 and tokens[match.first].joined else []
    beside += [tokens[after]] if after < len(tokens) and tokens[after].joined else []
    return not any("u" in t.readings or "month" in t.readings for t in beside)


def _is_year(place: Place, loose: bool) -> bool:
    """Whether a number is a year: in digits, and nothing that it counts follows."""
    match, tokens, text, folded = place
    first, last = place.first, place.last
    digits = folded[first.start : last.end]
    if match.rule.args.get("spoken") and not digits[0].isdecimal():
        return 1700 <= match.slots.get("year", 0) <= 2100 and _alone(place, True)
    if not _YEARS.fullmatch(digits) or not 1400 <= int(digits[:4]) <= (2200 if loose else 2100):
        return False
    before = tokens[match.first - 1].readings if first.joined and match.first else {}
    if "u" in before and "shy" not in before:
        return False
    if match.last < len(tokens) and tokens[match.last].joined:
        following = tokens[match.last].readings
        glued = tokens[match.last].start == last.end and LETTERS[folded[last.end]]
        return not glued and not _COUNTED.intersection(following) and (loose or "n" not in following)
    if loose or _alone(place, True):
        return True
    return 1900 <= int(digits[:4]) <= 2050 and "n" not in before and _after_name(text, first.start)


def _is_modern(digits: str) -> bool:
    """Whether digits before a noun are rather a year than a count: of our times, and not round."""
    return digits.isdecimal() and 1900 < int(digits) <= 2050 and int(digits) % 100 != 0


def _after_name(text: str, start: int) -> bool:
    """Whether a capitalised word stands right before that is not the first of its sentence: *Act 2017*."""
    m = _LAST_WORD.search(text, max(start - 40, 0), start)
    if m is None or not m[1][:1].isupper():
        return False
    rest = text[: m.start(1)].rstrip()
    return bool(rest) and rest[-1] not in ".!?:"


_LAST_WORD = re.compile(r"([^\W\d_][\w'’-]*) $")
_YEARS = re.compile(r"\d{4}(?:\D+\d{4})?")
_COUNTED = frozenset(("u", "scale", "unit", "moneyscale"))


def _counting(i: int, tokens: Sequence[Token], text: str) -> bool:
    """Whether what follows the tokens up to ``i`` looks like something that a number there counts."""
    if _followed(i, tokens):
        return True
    end = tokens[i - 1].end
    after = text[end : end + 2]
    if after[:1] not in (" ", "\u00a0") or not after[1:] or not LETTERS[after[1]]:
        return False
    if after[1].lower() == after[1].upper():  # no capitals: what is not known may be counted
        return not (i < len(tokens) and tokens[i].joined)
    return after[1].islower()


def _followed(i: int, tokens: Sequence[Token]) -> bool:
    """Whether a unit or a scale follows the tokens up to ``i``."""
    return i < len(tokens) and tokens[i].joined and bool(_COUNTED.intersection(tokens[i].readings))
