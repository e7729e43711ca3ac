"""Numbers from tokens: digits, words and the scale words after them.

A run of numeral tokens is read left to right onto a stack of terms with falling scales, which serves
every language whose numerals multiply by scales and add what is smaller: *two hundred thousand and
five*, *3,5 млрд*, *hai nghìn rưỡi*, *साढ़े तीन लाख करोड़*.

Meanings used here (the classes of ``numbers.toml``): ``card`` (value), ``scale`` (value), ``add``
(what is added to the next numeral: सवा), ``half`` (half of the last scale), ``point``, ``and``,
``over`` (a fraction's stroke in words), ``denominator`` (value), ``ordinal`` (value), ``minus``,
``weak`` (one, as article), ``article`` (one that only begins a number: *a million*), ``indefinite`` (a
scale only after a coefficient), ``genitive`` (so, too, or after a word of ``single``: *свыше тысячи*),
``whole`` (a point only after a number), ``unsure`` (a numeral only before a scale or after one: Vietnamese
*năm* is also *year*), ``nought`` (zero only among digits said one by one: *o*), ``of`` (*three quarters of
a million*), ``both`` (announces two numbers: *between*).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from servanda.packs import Language
from servanda.scan import Token
from servanda.values import digits
from servanda.values.number import ONE, Number, number_readings, ordinal_readings
from servanda.values.terms import Terms, room

NUMERAL = frozenset(
    (
        "card",
        "scale",
        "add",
        "half",
        "point",
        "whole",
        "and",
        "over",
        "denominator",
        "ordinal",
        "minus",
        "digits",
    )
)
STARTS = frozenset(("digits", "card", "scale", "add", "point", "minus", "ordinal", "pair"))


def assemble(tokens: Sequence[Token], habits: Language, folded: str = "") -> list[Token]:
    """The tokens with every run of numerals joined into one token that means a number.

    ``folded`` is the text of the tokens, to see whether words stand behind a number.

    The new token's readings: ``n`` (a :class:`Number`), and where the value allows it ``day``,
    ``mnum`` (month number), ``year``, ``yy``, ``int``; ``ord`` for an ordinal.
    """
    out: list[Token] = []
    i, size = 0, len(tokens)
    while i < size:
        token = tokens[i]
        readings = token.readings
        if STARTS.isdisjoint(readings):
            out.append(token)
            i += 1
            continue
        try:
            end, made = _Run(tokens, i, habits, folded).read()
        except InvalidOperation:  # over 28 digits: nobody means such a number
            end, made = i, None
        if made is None:
            out.append(token)
            i += 1
            continue
        if end == i + 1:
            if "digits" in readings:
                made |= digits.dotted(readings["digits"].text)
            made = {k: v for k, v in readings.items() if k not in NUMERAL or k == "and"} | made
        out.append(Token(token.start, tokens[end - 1].end, made, token.joined))
        i = end
    return _restated(out) if "(" in folded else out


def _restated(tokens: list[Token]) -> list[Token]:
    """A number that is said again in words in brackets, *12 (twelve)*, is one number."""
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        number = token.readings.get("n")
        if number is not None and not number.spelled and i + 3 < len(tokens):
            opening, again, closing = tokens[i + 1 : i + 4]
            same = again.readings.get("n")
            bracketed = "'(" in opening.readings and "')" in closing.readings and again.joined
            if bracketed and same is not None and same.spelled and same.value == number.value:
                token = Token(token.start, closing.end, token.readings, token.joined)
                i += 3
        out.append(token)
        i += 1
    return out


class _Run(Terms):
    """Reads one number that starts at a token."""

    def read(self) -> tuple[int, dict[str, Any] | None]:
        """Where the number ends, and its readings; ``None`` when there is no number."""
        negative = self._minus()
        first = self._readings(0)
        if first is not None and "ordinal" in first and "card" not in first:
            return self.at + 1, ordinal_readings(first["ordinal"])
        if first is not None and "card" in first:
            said = self._digit_string() or (self._pairs() if self.habits.spoken_pairs else None)
            if said is not None:
                return said
        self._terms()
        ordinal = self._ordinal()
        if ordinal is not None:
            return ordinal
        self._fraction_part()
        alone = not self.stack and self.pending
        if self.at == self.start + negative:
            return self.start, None
        if alone:  # a modifier with no numeral after it modifies one: a quarter more than an hour
            self.stack.append([ONE + self.pending, ONE])
        self._over()
        value = sum((v for v, _ in self.stack), Decimal(0))
        lone = self.at == self.start + 1
        source = self.tokens[self.start].readings
        weak = lone and bool(alone or "weak" in source or "unsure" in source or self.padded)
        if lone and ("article" in source or "pair" in source):
            return self.at, {"n": Number(value, "pair" not in source, weak)}
        return self.at, number_readings(
            Number(-value if negative else value, self.spelled, weak, self.scaled)
        )

    def _minus(self) -> bool:
        here, following = self._readings(0), self._readings(1)
        if not (here and "minus" in here and following):
            return False
        if "card" in following or "add" in following or ("digits" in following and "unsure" not in here):
            self.at += 1
            return True
        return False

    def _pairs(self) -> tuple[int, dict[str, Any]] | None:
        """Numbers said in pairs of digits: *nineteen eighty-four* is a year, *one twenty-two* a hundred."""
        first, second = self._card(0), self._below_hundred(1)
        if first is None or first != first.to_integral() or not 1 <= first <= 20 or first == 10:
            return None
        if "article" in (self._readings(0) or ()) or self._denominator(1):
            return None
        if second is None:
            nought, ones = self._card(1, True), self._card(2)
            if first < 10 or nought != 0 or ones is None or not 0 < ones < 10:
                return None
            second = ones, 2
        value, size = first * 100 + second[0], 1 + second[1]
        following = self._readings(size)
        if first < 10:
            self.stack.append([value, ONE])
            self.at += size
            return None
        if following and "scale" in following:
            return None
        made = number_readings(Number(value, True, weak=True))
        return self.at + size, {**made, "said_year": int(value)}

    def _digit_string(self) -> tuple[int, dict[str, Any]] | None:
        """*one nine nine nine*: single digits in a row, at least three."""
        said = ""
        ahead = 0
        while (card := self._card(ahead, True)) is not None and card < 10 and card == card.to_integral():
            said += str(card)
            ahead += 1
        following = self._readings(ahead)
        if following and "scale" in following and ahead:
            ahead, said = ahead - 1, said[:-1]
        if len(said) < 3 or "nought" in self.tokens[self.at].readings:
            return None
        return self.at + ahead, number_readings(Number(Decimal(said), True))

    def _ordinal(self) -> tuple[int, dict[str, Any]] | None:
        """*twenty fifth*, *две тысячи второго*: an ordinal closes a numeral; ``led``: a nought before it."""
        found = self._readings(0)
        ahead = 0
        if found and ("'-" in found or "and" in found) and self.stack:
            ahead, found = 1, self._readings(1)
        if not found or "ordinal" not in found or not self.stack or not self.spelled:
            return None
        value, (top, scale) = found["ordinal"], self.stack[-1]
        if value >= 100 > top and scale == 1:  # the ordinal of a scale: ten billionth
            return self.at + ahead + 1, ordinal_readings(int(top * value))
        if "denominator" in found and top < 20 and scale == 1:
            return None
        if not top:
            return self.at + ahead + 1, {**ordinal_readings(value), "led": value, "ledday": value}
        if value >= (room(top) if scale == 1 else scale) or (scale == 1 and top < 20):
            return None
        total = int(sum((v for v, _ in self.stack), Decimal(0))) + value
        return self.at + ahead + 1, ordinal_readings(total)

    def _fraction_part(self) -> None:
        """*two thirds*, *three and two thirds*, *five and a quarter*, *three quarters of a million*."""
        found = self._readings(0)
        if found is None or not self.stack:
            return
        if "and" in found or "plus" in found:
            self._and_fraction()
            return
        dash = self._dash(0)
        below = self._denominator(dash)
        if below and self._whole() and len(self.stack) == 1 and self._is_share(dash, below[1]):
            self.stack[0][0] /= below[0]
            self.at += dash + below[1]
        if self.stack[-1][0] < 1:
            self._scaled_part()

    def _is_share(self, dash: int, size: int) -> bool:
        """Whether a numeral and a rank are a share: *a third of*, not *a third state* or *3 quarters*."""
        found = self._readings(dash + size - 1) or {}
        if "unit" in found and not self.spelled:
            return False
        if "ordinal" not in found or "article" not in self.tokens[self.at - 1].readings:
            return True
        following = self._readings(dash + size)
        return self._ends(dash + size) or (following is not None and ("of" in following or "u" in following))

    def _and_fraction(self) -> None:
        above, pair = self._card(1), self._readings(1)
        if above is None:
            if pair and "pair" in pair and not self._announced() and self._mixed(pair["pair"], linked=True):
                self.at += 1
            return
        found, below = self._readings(2), self._denominator(2 + self._dash(2))
        size = 2
        if 0 < above < 1:
            value = above
        elif below and above < below[0]:
            value, size = above / below[0], 2 + self._dash(2) + below[1]
        elif found and "over" in found and (parts := (self._readings(3) or {}).get("card")):
            value, size = above / parts, 4
        else:
            return
        self.stack.append([value, ONE])
        self.at += size

    def _scaled_part(self) -> None:
        """A scale after a fraction: *half million*, *three quarters of a million*."""
        ahead = 0
        found = self._readings(0)
        if found and "of" in found and "article" in (self._readings(1) or ()):
            ahead, found = 2, self._readings(2)
        if found and "scale" in found:
            self.at += ahead
            if not self._scale(found):
                self.at -= ahead

    def _over(self) -> None:
        """*three over four*, *one out of three*: a whole number as a part of a larger one."""
        stroke = self._readings(0) or {}
        if "over" not in stroke or not self.stack or self._readings(1) is None:
            return
        end, made = _Run(self.tokens, self.at + 1, self.habits, self.folded).read()
        below, value = (made or {}).get("n"), sum((v for v, _ in self.stack), Decimal(0))
        after = self.tokens[end].readings if end < len(self.tokens) and self.tokens[end].joined else {}
        if below is None or not below.value or "unit" in after or ("u" in after and below.scaled):
            return
        if "unsure" in stroke and not (self.spelled and below.spelled):
            return
        if value == value.to_integral() and (self.spelled or value < below.value):
            self.stack = [[value / below.value, ONE]]
            self.at = end
