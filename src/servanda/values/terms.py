"""The terms of a number, one after another: numerals, scales, halves, the decimal point.

Each finds its place on a stack of falling scales, or ends the number.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from servanda.values import digits
from servanda.values.cursor import Cursor
from servanda.values.number import HALF, ONE, TEN


class Terms(Cursor):
    """Reads terms onto the stack for as long as they fit."""

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
        if following is None:
            return False
        if "scale" in following:
            return before.end == self.tokens[self.at].start
        tens = bool(self.stack) and self.stack[-1][1] == 1 and self.stack[-1][0] % 10 == 0
        return "card" in following and "card" in before.readings and tens and following["card"] < 10

    def _number(self, found: Mapping[str, Any]) -> bool:
        if "pair" in found:
            return self._mixed(found["pair"])
        if "digits" in found:
            text = found["digits"].text
            value, spelled = digits.parse(text, self.habits), False
            start = self.tokens[self.at].start
            coded = text[0] == "0" or self.folded[max(start - 1, 0) : start] == "+"
            self.padded = coded and text.isdecimal() and len(text) > 6
        else:
            value, spelled = self._card(0), True
        if "add" in found and value is None:
            self.pending += found["add"]
            self.at += 1
            return True
        if value is None or (self.stack and "article" in found):
            return False
        if self._sign_of_part(value):
            self.stack[-1][0] += value
            self.at += 1
            return True
        if not self._fits(value, spelled):
            return False
        top = self.stack[-1] if self.stack else None
        if top is not None and not spelled and (part := self._digits_of_scale(found["digits"].text)):
            top[0] += part
        elif top is not None and top[1] == 1:
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

    def _mixed(self, pair: str, linked: bool = False) -> bool:
        """A fraction in digits, alone or after a whole number: *3/4*, *2 1/2*."""
        above, _, below = pair.partition("/")
        if not int(below) or _dated(above, below):
            return False
        value = Decimal(above) / Decimal(below)
        if not self.stack:
            self.stack.append([value, ONE])
        elif len(self.stack) == 1 and self._whole() and value > 0 and (linked or not self.spelled):
            self.stack[0][0] += value if self.stack[0][0] >= 0 else -value
        else:
            return False
        self.spelled = False
        self.at += 1
        return True

    def _whole(self) -> bool:
        top, scale = self.stack[-1]
        return scale == 1 and top == top.to_integral()

    def _sign_of_part(self, value: Decimal) -> bool:
        """*2½*: the sign of a fraction after a whole number in digits."""
        sign = self.tokens[self.at]
        glued = bool(self.stack) and (
            sign.start == self.tokens[self.at - 1].end or sign.end == sign.start + 1
        )
        return glued and 0 < value < 1 and self._whole() and "digits" in self.tokens[self.at - 1].readings

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
        if scale < 100 or "and" in before or (following and "card" in following):
            return value
        if following and following.get("scale", 0) < scale and "scale" in following:
            return value
        return value * scale / 10

    def _digits_of_scale(self, text: str) -> Decimal | None:
        """*5tr2*, *1tỷ25*: digits that cling to the scale before are its decimals."""
        before = self.tokens[self.at - 1]
        if (
            not self.habits.tenths
            or before.end != self.tokens[self.at].start
            or "scale" not in before.readings
        ):
            return None
        return self.stack[-1][1] * Decimal("0." + text) if text.isdecimal() else None

    def _fits(self, value: Decimal, spelled: bool) -> bool:
        """Whether a further number can stand below what was read so far."""
        if not self.stack:
            return True
        top, scale = self.stack[-1]
        if scale == 1:
            return self.habits.tens and spelled and self.spelled and 0 < value < room(top) > 1
        if not spelled:
            following = self._readings(1)
            coefficient = following is not None and "scale" in following
            large = scale >= 1000 or (scale == 100 and "and" in self.tokens[self.at - 1].readings)
            return value < scale and large and (coefficient or value == value.to_integral())
        return value < scale and not top % scale  # behind 17.8 billion a number is another one

    def _scale(self, found: Mapping[str, Any]) -> bool:
        scale = found.get("scale")
        if scale is None or ("glued" in found and not self._after_digits()):
            return False
        if self.stack and scale.normalize().as_tuple().digits != (
            1,
        ):  # a dozen counts whatever stands before
            self.stack = [[sum((v for v, _ in self.stack), Decimal(0)) * scale, scale]]
            self.at += 1
            return True
        coefficient = Decimal(0)
        stack = self.stack[:]
        while stack and stack[-1][1] < scale:
            coefficient += stack.pop()[0]
        if (
            stack
            and stack[-1][1] == scale
            and not coefficient
            and "scale" in self.tokens[self.at - 1].readings
        ):
            coefficient = stack.pop()[0]  # a billion billion
        if stack and (stack[-1][1] == scale or coefficient == 0):
            return False
        if not stack and not coefficient and (self.stack or "indefinite" in found or self._many(found)):
            if not self.stack:
                return False
        elif not coefficient:
            coefficient = ONE
        coefficient += self.pending
        self.pending = Decimal(0)
        self.stack = [*stack, [coefficient * scale, scale]]
        self.scaled = scale
        self.at += 1
        return True

    def _many(self, found: Mapping[str, Any]) -> bool:
        """Whether a scale that may be a plural is one: no word before says that it is meant once."""
        led = self.at > 0 and self.tokens[self.at].joined and "single" in self.tokens[self.at - 1].readings
        return "genitive" in found and not led

    def _after_digits(self) -> bool:
        before = self.tokens[self.at - 1] if self.at > self.start else None
        if before is None or "digits" not in before.readings:
            return False
        here = self.tokens[
            self.at
        ]  # what may also be a unit or a word must touch: 7k, but 7 K is a temperature
        return before.end == here.start or not any(k == "u" or k[0] == "'" for k in here.readings)

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
        value, following, scale = self._card(1), self._readings(2), self.stack[-1][1]
        if value is None:
            return self._digits_after_hundred()
        if scale <= max(value, ONE) or value < 1 or self._parted(2):
            return False
        if (
            following
            and "scale" in following
            and following["scale"] >= scale
            and (scale != 100 or self._announced())
        ):
            return False
        self.at += 1
        return True

    def _digits_after_hundred(self) -> bool:
        """*4 thousand 3 hundred and 21*."""
        found = self._readings(1)
        if (
            not found
            or "digits" not in found
            or self.stack[-1][1] != 100
            or self.spelled
            or self._announced()
        ):
            return False
        value = digits.parse(found["digits"].text, self.habits)
        if (
            value is None
            or value >= 100
            or value != value.to_integral()
            or "scale" in (self._readings(2) or ())
        ):
            return False
        self.at += 1
        return True

    def _point(self) -> bool:  # noqa: C901, PLR0912 (one digit after another, each said in its own way)
        """Reads what follows the decimal point: digits one by one, a numeral, or parts of a power of ten."""
        ahead, zeros, said, base = 1, "", "", Decimal(0)
        found = self._readings(ahead)
        while found and "and" in found:
            ahead += 1
            found = self._readings(ahead)
        while found is not None:
            if "digits" in found and not said and not base:
                said = found["digits"].text
            elif "'-" in found and base and base % 10 == 0 and self._card(ahead + 1) is not None:
                pass
            elif "card" in found and "article" not in found and (card := self._card(ahead, True)) is not None:
                if card == 0 and not base and not said:
                    zeros += "0"
                elif card < 10 and (not base or base % 10):
                    said, base = (said or (str(base) if base else "")) + str(card), Decimal(0)
                elif said:
                    break
                else:
                    base += card
            elif (scale := found.get("scale")) in (TEN, 100) and base and base < 10 and not said:
                base *= scale
            elif scale in (TEN, 100) and len(said) == 1 and not base:
                base, said = Decimal(said) * scale, ""
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


def _dated(above: str, below: str) -> bool:
    """Whether two numbers with a stroke are a month of a year or two years rather than a fraction."""
    a, b = int(above), int(below)
    if len(above) == 4 and (b <= 12 or (a + 1) % 100 == b % 100):
        return 1400 <= a <= 2100
    return len(below) == 4 and 0 < a <= 12 and 1400 <= b <= 2100


def room(value: Decimal) -> int:
    """What a smaller numeral must stay below to be added: 10 below 20, 100 below 300."""
    room = 1
    while value and value % (room * 10) == 0:
        room *= 10
    return room
