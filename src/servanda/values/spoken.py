"""Numerals of a language that says them digit by digit, settled before numbers are joined.

In Vietnamese two digits in a row are tens and ones (*hai mốt* 21), three or more are read out (*một chín
bảy lăm* 1975), and some numerals are other words as well: *năm* is five or year, *không* zero or not. This
pass decides which words are numerals by their neighbours and joins such digits, so that the reading of
numbers meets only plain cardinals.

Meanings used here: ``unsure`` (a numeral only beside one, before a scale, a unit or what it counts),
``tail`` (a numeral only behind one: *lăm*), ``nought`` (zero only among digits). The words that can be
counted (``Language.counted``) are looked up only behind such a numeral, since they are very common.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from servanda.packs import Language
from servanda.scan import Token

_DOUBTS = ("unsure", "tail", "nought")
_SURE_BEFORE = ("half", "u", "unit", "point")
_ABOUT = frozenset(("unit", "u"))  # hai ba người: two or three people
_ENDS = ',.;:!?)"”'
# what a numeral with a capital may stand behind
_NAMING = frozenset(("unit", "card", "scale", "digits", "and", "point"))
_NONE: Mapping[str, Any] = {}
YEAR = 4  # digits
TEN, HUNDRED, THOUSAND = Decimal(10), Decimal(100), Decimal(1000)


def settle(tokens: Sequence[Token], text: str, folded: str, habits: Language) -> list[Token]:
    """The tokens with doubtful numerals decided and digits that are said in a row joined.

    ``folded`` is the text of the tokens, ``text`` the same before it was folded.
    """
    if not any("card" in token.readings for token in tokens):
        return list(tokens)
    if len(text) == len(folded):
        tokens = [_unnamed(token, tokens[i - 1] if i else token, text) for i, token in enumerate(tokens)]
    sure = _Doubts(tokens, folded, habits).settled()
    out: list[Token] = []
    i = 0
    while i < len(sure):
        size, made = _zeros(sure, i) or _row(sure, i, folded, habits) or (1, None)
        if made is None:
            out += sure[i : i + size]
        else:
            out.append(Token(sure[i].start, sure[i + size - 1].end, made, sure[i].joined))
        i += size
    return out


def _unnamed(token: Token, before: Token, text: str) -> Token:
    """A numeral with a capital inside a sentence is a name, but not behind a word of time or a numeral."""
    start = token.start
    if "card" not in token.readings or not start or not text[start].isupper() or text[start - 1] != " ":
        return token
    if text[start - 2].isalnum() or text[start - 2] == ",":
        if token.joined and before is not token and not _NAMING.isdisjoint(before.readings):
            return token
        return Token(start, token.end, {k: v for k, v in token.readings.items() if k != "card"}, token.joined)
    return token


class _Doubts:
    """Decides for each doubtful numeral, from left to right, whether it is one."""

    def __init__(self, tokens: Sequence[Token], folded: str, habits: Language) -> None:
        self.tokens = tokens
        self.folded = folded
        self.habits = habits
        self.out: list[Token] = []
        self.fragment = bool(tokens) and not tokens[0].start and tokens[-1].end == len(folded)
        self.decimals = False  # behind a decimal point

    def settled(self) -> list[Token]:
        """All tokens; a word that is no numeral here has lost that meaning."""
        for i, found in enumerate(self.tokens):
            token, readings = found, found.readings
            if "card" in readings and any(doubt in readings for doubt in _DOUBTS):
                token = self._decided(i, found)
            self.decimals = token.joined and (
                "point" in readings or (self.decimals and "card" in token.readings)
            )
            self.out.append(token)
        return self.out

    def _decided(self, i: int, token: Token) -> Token:
        before = self.out[-1].readings if token.joined and self.out else _NONE
        after = self._following(i)
        verdict = self.decimals or self._verdict(i, token.readings, before, after)
        if verdict is None:
            return token
        drop = ("unsure", "nought") if verdict else (*_DOUBTS, "card")
        kept = {k: v for k, v in token.readings.items() if k not in drop}
        if verdict and "unit" in kept:
            del kept["unit"]
        return Token(token.start, token.end, kept, token.joined)

    def _following(self, i: int) -> Mapping[str, Any]:
        if i + 1 < len(self.tokens) and self.tokens[i + 1].joined:
            return self.tokens[i + 1].readings
        return _NONE

    def _verdict(
        self, i: int, here: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> bool | None:
        """Whether it is a numeral; ``None``: perhaps, when a phrase says so."""
        if self.fragment and len(self.tokens) == 1:
            return True
        if "nought" in here:
            return self._nought(before, after)
        if "and" in before or "over" in before or "minus" in before:
            return True
        if "tail" in here:
            if before.get("scale") or "card" in before:
                return True
            return False if ("card" in after and "unsure" not in after) or "scale" in after else None
        return self._unsure(i, before, after)

    def _nought(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
        if "point" in after:
            return True
        if "scale" in before and before["scale"] >= THOUSAND and after.get("scale") == HUNDRED:
            return True
        if self.fragment and len(self.tokens) == 2 and "u" in after:
            return True
        return "card" in before and ("card" in after or "and" in after or self._digits_before() > 2)

    def _unsure(self, i: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool | None:
        scale = before.get("scale")
        if "scale" in after or "tail" in after:
            return True
        if len(getattr(after.get("digits"), "text", "")) == YEAR:
            return False
        if scale:
            return scale >= HUNDRED and ("card" in after or ("u" in after and scale >= THOUSAND))
        if "card" in before:
            return "card" in after and self._digits_before() > 1
        if self._counting(i, after) or self._tens(i, after):
            return True
        return False if "card" in after else None

    def _counting(self, i: int, after: Mapping[str, Any]) -> bool:
        """Whether a unit follows, or something that can be counted."""
        if any(meaning in after for meaning in _SURE_BEFORE) or ("plus" in after and self.fragment):
            return True
        return not self._measured(i) and _counts(self.folded, self.tokens[i].end, self.habits)

    def _measured(self, i: int) -> bool:
        """Whether the word before says that a unit follows: every year, by the year."""
        start = self.tokens[i].start
        before = self.folded[max(start - 9, 0) : start].split(" ")
        return len(before) > 1 and not before[-1] and before[-2] in self.habits.measured

    def _tens(self, i: int, after: Mapping[str, Any]) -> bool:
        """Whether it begins a pair of digits: all that the text says, or before a large scale."""
        if not _digit(after):
            return False
        if self.fragment and len(self.tokens) == i + 2:
            return True
        scale: Decimal = self._following(i + 1).get("scale", HUNDRED)
        return scale > THOUSAND

    def _digits_before(self) -> int:
        """How many single digits stand in a row before this place."""
        count = 0
        for token in reversed(self.out):
            if _digit(token.readings) is None:
                break
            count += 1
            if not token.joined:
                break
        return count


def _digit(readings: Mapping[str, Any]) -> int | None:
    """The single digit that a word says, if it does."""
    card = readings.get("card")
    return int(card) if card is not None and card < TEN and card == card.to_integral() else None


def _counts(folded: str, end: int, habits: Language) -> bool:
    """Whether something that can be counted follows."""
    words = folded[end : end + 24].split(" ", 3)
    if len(words) < 2 or words[0]:
        return False
    return words[1].rstrip(_ENDS) in habits.counted or " ".join(words[1:3]).rstrip(_ENDS) in habits.counted


def _zeros(tokens: Sequence[Token], i: int) -> tuple[int, dict[str, Any]] | None:
    """*nghìn không trăm linh bảy*: no hundreds; the words only link what is smaller."""
    if i + 1 >= len(tokens) or not tokens[i + 1].joined or tokens[i + 1].readings.get("scale") != HUNDRED:
        return None
    if _digit(tokens[i].readings) != 0 or not i or "scale" not in tokens[i - 1].readings:
        return None
    size = 3 if i + 2 < len(tokens) and tokens[i + 2].joined and "and" in tokens[i + 2].readings else 2
    return size, {"and": True}


def _row(
    tokens: Sequence[Token], i: int, folded: str, habits: Language
) -> tuple[int, dict[str, Any] | None] | None:
    """Single digits said in a row that begins here: a pair, or a number read out."""
    size = _length(tokens, i)
    before = tokens[i - 1].readings if i and tokens[i].joined else _NONE
    if not size or "point" in before:
        return (size, None) if size else None
    said = [_digit(t.readings) or 0 for t in tokens[i : i + size]]
    if size in (2, 3) and (year := _halves(tokens, i, said)):
        return year
    following = tokens[i + size].readings if i + size < len(tokens) and tokens[i + size].joined else _NONE
    if "scale" in following and following["scale"] <= HUNDRED:
        size -= 1
    if size == 2 and said[0] and said[1]:
        about = said[1] == said[0] + 1 and "scale" not in before and _neighbours(tokens, i, folded, habits)
        return 2, {} if about else {"card": Decimal(said[0] * 10 + said[1])}
    return (size, _read_out(said[:size])) if size > 2 else None


def _neighbours(tokens: Sequence[Token], i: int, folded: str, habits: Language) -> bool:
    """Whether two digits one apart are a guess: before what is counted, and no longer numeral goes on."""
    if "tail" in tokens[i + 1].readings:
        return False
    behind = [t.readings if t.joined else _NONE for t in tokens[i + 2 : i + 4]] + [_NONE, _NONE]
    if "scale" in behind[0]:
        return _digit(behind[1]) is None
    return not _ABOUT.isdisjoint(behind[0]) or _counts(folded, tokens[i + 1].end, habits)


def _length(tokens: Sequence[Token], i: int) -> int:
    """How many single digits stand in a row from here."""
    size = 0
    while i + size < len(tokens) and (not size or tokens[i + size].joined):
        readings = tokens[i + size].readings
        if _digit(readings) is None or "unsure" in readings:
            break
        size += 1
    return size


def _read_out(said: Sequence[int]) -> dict[str, Any]:
    """A number read out; one of four digits is most often a year, so it is no quantity by itself."""
    made: dict[str, Any] = {"card": Decimal("".join(map(str, said)))}
    return {**made, "weak": True} if len(said) == 4 else made


def _halves(tokens: Sequence[Token], i: int, said: Sequence[int]) -> tuple[int, dict[str, Any]] | None:
    """A year in halves: *hai không | linh chín*, *hai không | mười tám*, *hai không | hai mươi mốt*."""
    behind = [t.readings for t in tokens[i + len(said) : i + len(said) + 2] if t.joined]
    first = behind[0] if behind else _NONE
    ones = _digit(behind[1]) if len(behind) > 1 else None
    if len(said) == 3:
        if first.get("scale") != TEN:
            return None
        return 4 + bool(ones), _read_out([*said, ones or 0])
    if "and" in first and ones:
        return 4, _read_out([*said, 0, ones])
    if first.get("card") == TEN:
        return 3 + bool(ones), _read_out([*said, 1, ones or 0])
    return None
