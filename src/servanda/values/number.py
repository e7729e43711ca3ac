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

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from servanda.packs import Language
from servanda.scan import Digits, Token, nothing_follows
from servanda.values import digits

ZERO, ONE, TEN, HALF = Decimal(0), Decimal(1), Decimal(10), Decimal("0.5")
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


class Number:
    """A number found: exact value, whether in words, whether it may be no number, and its last scale."""

    __slots__ = ("scaled", "spelled", "value", "weak")

    def __init__(self, value: Decimal, spelled: bool, weak: bool = False, scaled: Decimal = ZERO) -> None:
        self.value = value
        self.spelled = spelled
        self.weak = weak
        self.scaled = scaled

    def __repr__(self) -> str:
        return f"Number({self.value}{', spelled' if self.spelled else ''}{', weak' if self.weak else ''})"


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


class _Run:
    """Reads one number that starts at a token; a cursor over the tokens and a stack of terms."""

    def __init__(self, tokens: Sequence[Token], start: int, habits: Language, folded: str) -> None:
        self.tokens = tokens
        self.folded = folded
        self.start = start
        self.at = start
        self.habits = habits
        self.stack: list[list[Decimal]] = []  # [value, scale]
        self.pending = Decimal(0)
        self.spelled = True
        self.scaled = ZERO
        self.padded = False  # many digits behind a zero or a plus: a telephone number or a code

    def read(self) -> tuple[int, dict[str, Any] | None]:
        """Where the number ends, and its readings; ``None`` when there is no number."""
        negative = self._minus()
        first = self._readings(0)
        if first is not None and "ordinal" in first and "card" not in first:
            return self.at + 1, ordinal_readings(first["ordinal"])
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

    def _readings(self, ahead: int) -> Mapping[str, Any] | None:
        i = self.at + ahead
        if i >= len(self.tokens) or (i > self.start and not self.tokens[i].joined):
            return None
        return self.tokens[i].readings

    def _minus(self) -> bool:
        here, following = self._readings(0), self._readings(1)
        if not (here and "minus" in here and following):
            return False
        if "card" in following or "add" in following or ("digits" in following and "unsure" not in here):
            self.at += 1
            return True
        return False

    def _card(self, ahead: int, digit: bool = False) -> Decimal | None:
        """The cardinal in words at this place, if it is one here; ``digit``: among digits said one by one."""
        found = self._readings(ahead)
        if found is None or "card" not in found or ("nought" in found and not digit):
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

    def _dash(self, ahead: int) -> int:
        """1 where a dash stands, else 0."""
        found = self._readings(ahead)
        return 1 if found and "'-" in found else 0

    def _below_hundred(self, ahead: int) -> tuple[Decimal, int] | None:
        """A numeral from ten to ninety-nine, and how many tokens it takes."""
        tens = self._card(ahead)
        if tens is None or not 10 <= tens < 100:
            return None
        dash = self._dash(ahead + 1)
        ones = self._card(ahead + 1 + dash) if tens % 10 == 0 and tens > 10 else None
        return (tens + ones, 2 + dash) if ones is not None and 0 < ones < 10 else (tens, 1)

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
            return self.habits.tens and spelled and self.spelled and 0 < value < _room(top) > 1
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

    def _parted(self, ahead: int) -> bool:
        found = self._readings(ahead)
        return found is not None and ("over" in found or "denominator" in found)

    def _announced(self) -> bool:
        """Whether a word before the number says that two will come (between A and B)."""
        return self.start > 0 and "both" in self.tokens[self.start - 1].readings

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
        if value >= (_room(top) if scale == 1 else scale) or (scale == 1 and top < 20):
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

    def _denominator(self, ahead: int) -> tuple[Decimal, int] | None:
        """The lower part of a fraction in words (*fifth*, *twenty-fifths*), and how many tokens it takes."""
        found = self._readings(ahead)
        if found and "denominator" in found:
            return found["denominator"], 1
        tens = self._card(ahead)
        if tens is None or tens % 10 or not 20 <= tens < 100:
            return None
        dash = self._dash(ahead + 1)
        ones = self._readings(ahead + 1 + dash)
        if not ones or not ("denominator" in ones or "ordinal" in ones):
            return None
        value = Decimal(ones.get("denominator", ones.get("ordinal", 0)))
        return (tens + value, 2 + dash) if 0 < value < 10 else None

    def _is_share(self, dash: int, size: int) -> bool:
        """Whether a numeral and a rank are a share: *a third of*, not *a third state* or *3 quarters*."""
        found = self._readings(dash + size - 1) or {}
        if "unit" in found and not self.spelled:
            return False
        if "ordinal" not in found or "article" not in self.tokens[self.at - 1].readings:
            return True
        following = self._readings(dash + size)
        return self._ends(dash + size) or (following is not None and ("of" in following or "u" in following))

    def _ends(self, ahead: int) -> bool:
        """Whether no word follows the token before this place."""
        return nothing_follows(self.folded, self.tokens[self.at + ahead - 1].end)

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


def fraction(slots: Mapping[str, Any], args: Mapping[str, Any]) -> Number | None:
    """A fraction told by a phrase: ``n`` over ``n2`` or ``ord2``, after a whole ``n0``.

    ``args.inverse``: one in ``n``. ``args.spelled``: in words only, the denominator from five on.
    """
    above: Number = slots["n"]
    below = Decimal(slots["ord2"]) if "ord2" in slots else slots["n2"].value if "n2" in slots else ONE
    if args.get("inverse"):
        return Number(ONE / above.value, above.spelled) if above.value else None
    if not below or (args.get("spelled") and (not above.spelled or below < 5)):
        return None
    whole = slots["n0"].value if "n0" in slots else Decimal(0)
    if whole and whole != whole.to_integral():
        return None
    return Number(whole + above.value / below, above.spelled)


MAKERS = {"fraction": fraction}


def _dated(above: str, below: str) -> bool:
    """Whether two numbers with a stroke are a month of a year or two years rather than a fraction."""
    a, b = int(above), int(below)
    if len(above) == 4 and (b <= 12 or (a + 1) % 100 == b % 100):
        return 1400 <= a <= 2100
    return len(below) == 4 and 0 < a <= 12 and 1400 <= b <= 2100


def _room(value: Decimal) -> int:
    """What a smaller numeral must stay below to be added: 10 below 20, 100 below 300."""
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
        out["year"] = out["yearth"] = value
    if value < 100:
        out["yyth"] = value
    return out


__all__ = ["MAKERS", "Digits", "Number", "assemble", "number_readings", "ordinal_readings"]
