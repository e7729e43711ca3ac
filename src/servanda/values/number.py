"""Numbers from tokens: digits, words and the scale words after them.

A run of numeral tokens is read left to right onto a stack of terms with falling scales, which serves
every language whose numerals multiply by scales and add what is smaller: *two hundred thousand and
five*, *3,5 млрд*, *hai nghìn rưỡi*, *साढ़े तीन लाख करोड़*.

Meanings used here (the classes of ``numbers.toml``): ``card`` (value), ``scale`` (value), ``add``
(what is added to the next numeral: सवा), ``half`` (half of the last scale), ``point``, ``and``,
``over`` (a fraction's stroke in words), ``denominator`` (value), ``ordinal`` (value), ``minus``,
``weak`` (one, as article), ``indefinite`` (a scale only after a coefficient or a ``single`` word: *свыше
тысячи*), ``whole`` (a point only after a number), ``unsure`` (a numeral only before a scale or after one:
Vietnamese *năm* is also *year*).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from servanda.packs import Language
from servanda.scan import Digits, Token
from servanda.values import digits

ONE, TEN, HALF = Decimal(1), Decimal(10), Decimal("0.5")
NUMERAL = frozenset(
    ("card", "scale", "add", "half", "point", "whole", "and", "over", "denominator", "ordinal", "minus", "digits")
)
_STARTS = ("digits", "card", "scale", "add", "point", "minus", "ordinal")


class Number:
    """A number found: exact value, whether in words, and whether it may be no number at all."""

    __slots__ = ("scaled", "spelled", "value", "weak")

    def __init__(self, value: Decimal, spelled: bool, weak: bool = False, scaled: bool = False) -> None:
        self.value = value
        self.spelled = spelled
        self.weak = weak
        self.scaled = scaled

    def __repr__(self) -> str:
        return f"Number({self.value}{', spelled' if self.spelled else ''}{', weak' if self.weak else ''})"


def assemble(tokens: Sequence[Token], habits: Language) -> list[Token]:
    """The tokens with every run of numerals joined into one token that means a number.

    The new token's readings: ``n`` (a :class:`Number`), and where the value allows it ``day``,
    ``mnum`` (month number), ``year``, ``yy``, ``int``; ``ord`` for an ordinal.
    """
    out: list[Token] = []
    i, size = 0, len(tokens)
    while i < size:
        token = tokens[i]
        readings = token.readings
        for kind in _STARTS:
            if kind in readings:
                break
        else:
            out.append(token)
            i += 1
            continue
        end, made = _Run(tokens, i, habits).read()
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
    return _restated(out)


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
            if "'(" in opening.readings and "')" in closing.readings and same is not None and again.joined:
                if same.spelled and same.value == number.value:
                    token = Token(token.start, closing.end, token.readings, token.joined)
                    i += 3
        out.append(token)
        i += 1
    return out


class _Run:
    """Reads one number that starts at a token; a cursor over the tokens and a stack of terms."""

    def __init__(self, tokens: Sequence[Token], start: int, habits: Language) -> None:
        self.tokens = tokens
        self.start = start
        self.at = start
        self.habits = habits
        self.stack: list[list[Decimal]] = []  # [value, scale]
        self.pending = Decimal(0)
        self.spelled = True
        self.scaled = False
        self.units: list[Decimal] = []  # single digits said one after another

    def read(self) -> tuple[int, dict[str, Any] | None]:
        """Where the number ends, and its readings; ``None`` when there is no number."""
        negative = self._minus()
        first = self._readings(0)
        if first is not None and "ordinal" in first and "card" not in first:
            return self.at + 1, ordinal_readings(first["ordinal"])
        said = self._spoken_year() or self._digit_string()
        if said is not None:
            return said
        self._terms()
        ordinal = self._ordinal()
        if ordinal is not None:
            return ordinal
        self._fraction_part()
        if self.at == self.start + negative or (not self.stack and self.pending):
            return self.start, None
        self._over()
        value = sum((v for v, _ in self.stack), Decimal(0))
        lone = self.at == self.start + 1
        source = self.tokens[self.start].readings
        weak = lone and ("weak" in source or "unsure" in source)
        return self.at, number_readings(Number(-value if negative else value, self.spelled, weak, self.scaled))

    def _readings(self, ahead: int) -> Mapping[str, Any] | None:
        i = self.at + ahead
        if i >= len(self.tokens) or (i > self.start and not self.tokens[i].joined):
            return None
        return self.tokens[i].readings

    def _minus(self) -> bool:
        here, following = self._readings(0), self._readings(1)
        if here and "minus" in here and following and ("card" in following or "digits" in following):
            self.at += 1
            return True
        return False

    def _card(self, ahead: int) -> Decimal | None:
        """The cardinal in words at this place, if it is one here."""
        found = self._readings(ahead)
        if found is None or "card" not in found:
            return None
        if "unsure" in found and not self._sure(ahead):
            return None
        value: Decimal = found["card"]
        return value

    def _sure(self, ahead: int) -> bool:
        following = self._readings(ahead + 1)
        before = self.tokens[self.at + ahead - 1].readings if self.at + ahead > self.start else {}
        if following is None:
            return self.at + ahead == self.start
        if "scale" in following or "half" in following:
            return True
        if "card" in following:
            return before.get("scale") == 100
        return self.at + ahead == self.start

    def _spoken_year(self) -> tuple[int, dict[str, Any]] | None:
        """*nineteen eighty four*: two pairs of digits."""
        a, b, c = self._card(0), self._card(1), self._card(2)
        if a is None or b is None or not 10 <= a <= 29 or a % 10 == 0 and a != 20:
            return None
        following = self._readings(2)
        if following and "scale" in following or b < 10 and (b or c is None or c > 9):
            return None
        size, value = 2, a * 100 + b
        if c is not None and 0 < c < 10 and b % 10 == 0 and b != 10:
            size, value = 3, value + c
        elif b == 0:
            return None
        return self.at + size, {"year": int(value), "int": int(value)}

    def _digit_string(self) -> tuple[int, dict[str, Any]] | None:
        """*one nine nine nine*: single digits in a row, at least three."""
        said = ""
        ahead = 0
        while (card := self._card(ahead)) is not None and card < 10 and card == card.to_integral():
            said += str(card)
            ahead += 1
        following = self._readings(ahead)
        if following and "scale" in following and ahead:
            ahead, said = ahead - 1, said[:-1]
        if len(said) < 3:
            return None
        value = Decimal(said)
        zeros = not value
        return self.at + ahead, number_readings(Number(Decimal(0) if zeros else value, True))

    def _terms(self) -> None:
        while True:
            found = self._readings(0)
            if found is None:
                return
            if "'-" in found and self.at > self.start and self._hyphenated():
                self.at += 1
                continue
            if not (self._number(found) or self._scale(found) or self._half(found) or self._link(found)):
                return

    def _hyphenated(self) -> bool:
        """A hyphen inside a numeral in words (*twenty-five*), or before a scale (*5-million*)."""
        before, following = self.tokens[self.at - 1], self._readings(1)
        if following is None or before.end != self.tokens[self.at].start:
            return False
        if "scale" in following:
            return True
        tens = bool(self.stack) and self.stack[-1][1] == 1 and self.stack[-1][0] % 10 == 0
        return "card" in following and "card" in before.readings and tens and following["card"] < 10

    def _number(self, found: Mapping[str, Any]) -> bool:
        if "digits" in found:
            value = digits.parse(found["digits"].text, self.habits)
            spelled = False
        else:
            value, spelled = self._card(0), True
        if "add" in found and value is None:
            self.pending += found["add"]
            self.at += 1
            return True
        if value is None or not self._fits(value, spelled):
            return False
        top = self.stack[-1] if self.stack else None
        if top is not None and top[1] == 1:
            top[0] += value
        elif top is not None and top[1] == 100 and spelled and (pair := self._pair(value)) is not None:
            self.stack.append([pair, ONE])
            self.at += 1
        else:
            self.stack.append([self._tenths(value, spelled) + self.pending, ONE])
            self.pending = Decimal(0)
        self.spelled = self.spelled and spelled
        self.at += 1
        return True

    def _pair(self, value: Decimal) -> Decimal | None:
        """*trăm năm hai*: two single digits after a hundred are tens and ones."""
        following = self._card(1)
        if following is None or not 0 < value < 10 or not 0 <= following < 10:
            return None
        return value * 10 + following

    def _tenths(self, value: Decimal, spelled: bool) -> Decimal:
        """*một triệu hai*: in some languages a last lone digit counts tenths of the scale before."""
        if not (self.habits.tenths and spelled and self.stack and 0 < value < 10):
            return value
        scale = self.stack[-1][1]
        following, before = self._readings(1), self.tokens[self.at - 1].readings
        if scale < 100 or "and" in before or (following and ("scale" in following or "card" in following)):
            return value
        return value * scale / 10

    def _fits(self, value: Decimal, spelled: bool) -> bool:
        """Whether a further number can stand below what was read so far."""
        if not self.stack:
            return True
        top, scale = self.stack[-1]
        if scale == 1:
            return spelled and self.spelled and 0 < value < _room(top) > 1
        if not spelled:
            following = self._readings(1)
            coefficient = following is not None and "scale" in following
            return value < scale and scale >= 1000 and (coefficient or value == value.to_integral())
        return value < scale

    def _scale(self, found: Mapping[str, Any]) -> bool:
        scale = found.get("scale")
        if scale is None or ("glued" in found and not self._after_digits()):
            return False
        coefficient = Decimal(0)
        stack = self.stack[:]
        while stack and stack[-1][1] < scale:
            coefficient += stack.pop()[0]
        if stack and (stack[-1][1] == scale or coefficient == 0):
            return False
        if not stack and not coefficient and (self.stack or ("indefinite" in found and not self._single())):
            if not self.stack:
                return False
        elif not coefficient:
            coefficient = ONE
        coefficient += self.pending
        self.pending = Decimal(0)
        self.stack = [*stack, [coefficient * scale, scale]]
        self.scaled = True
        self.at += 1
        return True

    def _single(self) -> bool:
        """Whether the word before says that a scale is meant once (*over a thousand*)."""
        return self.at > 0 and self.tokens[self.at].joined and "single" in self.tokens[self.at - 1].readings

    def _after_digits(self) -> bool:
        before = self.tokens[self.at - 1] if self.at > self.start else None
        return before is not None and "digits" in before.readings

    def _half(self, found: Mapping[str, Any]) -> bool:
        if "half" not in found or not self.stack:
            return False
        top = self.stack[-1]
        top[0] += HALF * top[1]
        self.at += 1
        return True

    def _link(self, found: Mapping[str, Any]) -> bool:
        """*and* between a scale and something smaller; the point between whole and part."""
        if "point" in found or ("whole" in found and self.stack):
            return self._point()
        if "and" not in found or not self.stack or not self.habits.linked:
            return False
        value = self._card(1)
        following = self._readings(2)
        if value is None or self.stack[-1][1] <= max(value, ONE):
            return False
        if following and "scale" in following and following["scale"] >= self.stack[-1][1]:
            return False
        self.at += 1
        return True

    def _point(self) -> bool:
        """Reads what follows the decimal point: digits one by one, a numeral, or parts of a power of ten."""
        ahead, zeros, said, base = 1, "", "", Decimal(0)
        found = self._readings(ahead)
        while found and "and" in found:
            ahead += 1
            found = self._readings(ahead)
        while found is not None:
            if "digits" in found and not said and not base:
                said = found["digits"].text
            elif "card" in found and (card := self._card(ahead)) is not None:
                if card == 0 and not base and not said:
                    zeros += "0"
                elif card < 10 and (not base or base % 10):
                    said, base = (said or (str(base) if base else "")) + str(card), Decimal(0)
                elif said:
                    break
                else:
                    base += card
            elif found.get("scale") == 100 and base and base < 10 and not said:
                base *= 100
            elif found.get("scale") == 100 and len(said) == 1 and not base:
                base, said = Decimal(said) * 100, ""
            else:
                break
            ahead += 1
            found = self._readings(ahead)
        part = zeros + (said or (str(base) if base else ""))
        if not part or not part.isdecimal():
            return False
        if base and said:
            part = zeros + str(base + Decimal(said))
        if found and "denominator" in found:
            value = Decimal(part) / found["denominator"]
            ahead += 1
        else:
            value = Decimal("0." + part)
        if self.stack:
            self.stack[-1][0] += value
        else:
            self.stack.append([value, ONE])
        self.at += ahead
        return True

    def _ordinal(self) -> tuple[int, dict[str, Any]] | None:
        """*twenty fifth*, *две тысячи второго*: an ordinal closes a numeral; ``led`` by a nought in a date."""
        found = self._readings(0)
        ahead = 0
        if found and ("'-" in found or "and" in found) and self.stack:
            ahead, found = 1, self._readings(1)
        if not found or "ordinal" not in found or not self.stack or not self.spelled:
            return None
        value, (top, scale) = found["ordinal"], self.stack[-1]
        if "denominator" in found and top < 20 and scale == 1:
            return None
        if not top:
            return self.at + ahead + 1, {**ordinal_readings(value), "led": value}
        if value >= (_room(top) if scale == 1 else scale) or (scale == 1 and top < 20):
            return None
        total = int(sum((v for v, _ in self.stack), Decimal(0))) + value
        return self.at + ahead + 1, ordinal_readings(total)

    def _fraction_part(self) -> None:
        """*two thirds*; *three and two thirds*."""
        found = self._readings(0)
        if found is None or not self.stack:
            return
        if "denominator" in found and len(self.stack) == 1 and self.stack[0][1] == 1:
            self.stack[0][0] /= found["denominator"]
            self.at += 1
            return
        if "and" in found:
            a, b = self._card(1), self._readings(2)
            if a is not None and b and "denominator" in b:
                self.stack.append([a / b["denominator"], ONE])
                self.at += 3
            elif a is not None and b and "over" in b and (c := self._card(3)) is not None and c:
                self.stack.append([a / c, ONE])
                self.at += 4

    def _over(self) -> None:
        found = self._readings(0)
        below = self._readings(1)
        if not found or "over" not in found or not below or len(self.stack) != 1:
            return
        value = below["card"] if "card" in below else None
        if "digits" in below:
            value = digits.parse(below["digits"].text, self.habits)
            if value is not None and value <= self.stack[0][0]:
                return
        if value:
            self.stack[0][0] /= value
            self.at += 2


def _room(value: Decimal) -> int:
    """What a smaller numeral must stay below to be added: the last digit that is not zero (20: 10, 300: 100)."""
    room = 1
    while value and value % (room * 10) == 0:
        room *= 10
    return room


def number_readings(number: Number) -> dict[str, Any]:
    """What a number may be in a phrase: a day, a month, a year…"""
    out: dict[str, Any] = {"n": number}
    value = number.value
    if value == value.to_integral() and 0 <= value < 10000:
        whole = int(value)
        out["int"] = whole
        if 1 <= whole <= 31:
            out["day"] = whole
            if whole <= 12:
                out["mnum"] = whole
        if 1000 <= whole <= 2999:
            out["year"] = whole
        elif whole < 100:
            out["yy"] = whole
    return out


def ordinal_readings(value: int) -> dict[str, Any]:
    """What an ordinal may be in a phrase: a rank, a day, a year."""
    out: dict[str, Any] = {"ord": value}
    if 1 <= value <= 31:
        out["day"] = value
        out["dayth"] = value
        if value <= 12:
            out["mth"] = value
    if 1000 <= value <= 2999:
        out["year"] = value
    if value < 100:
        out["yyth"] = value
    return out


__all__ = ["Digits", "Number", "assemble", "number_readings", "ordinal_readings"]
