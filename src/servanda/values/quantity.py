"""Numbers with their units: money, percentages, measures, ratios, bare counts.

Units are ISO 4217 codes, ``%``, ``pp``, ``x`` (ratio), UCUM codes, and ``1`` for a number alone. A unit
code with ``/100`` behind (``USD/100``) is a part of a currency and is counted in the currency, one with
``*1000000`` a multiple of it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from servanda.model import Bound
from servanda.scan import Token, nothing_follows
from servanda.values.number import HALF, Number

Slots = Mapping[str, Any]
Args = Mapping[str, Any]
Parts = Mapping[str, Mapping[str, Decimal]]
MONEY = re.compile(r"[A-Z]{3}(?:[/*]\d+)?$")
ONE_SCALE = 1000  # a number below counts the scale word that only the next one says
_NAME = re.compile(r"[-–]\d")  # what goes on with digits behind letters: Mi-17, C-130
SHARES = ("%", "pp")
PER = {"hour": "h", "second": "s", "minute": "min", "day": "d", "year": "a", "month": "mo", "week": "wk"}


class Quantity(msgspec.Struct, frozen=True):
    """A quantity found: value (and upper end of a range), unit, bound; ``sure`` is false for a mere word.

    ``scale`` is that of the number's last scale word, 0 where none was said.
    """

    value: Decimal
    unit: str = "1"
    value_max: Decimal | None = None
    bound: Bound = "="
    sure: bool = True
    spelled: bool = False
    scale: Decimal = Decimal(0)


@functools.lru_cache(maxsize=1024)
def is_money(unit: str) -> bool:
    """Whether a unit is a currency (or a part or a multiple of one).

    >>> is_money("USD"), is_money("INR/100"), is_money("km")
    (True, True, False)
    """
    return MONEY.match(unit) is not None


def plain(value: Decimal) -> Decimal:
    """The value without exponent and empty decimals.

    >>> plain(Decimal("7500000000.0")), plain(Decimal("1E+3")), plain(Decimal("5.50"))
    (Decimal('7500000000'), Decimal('1000'), Decimal('5.5'))
    """
    return (
        value.quantize(Decimal(1))
        if value == value.to_integral() and abs(value) < 10**27
        else value.normalize()
    )


def assemble(tokens: Sequence[Token], folded: str = "", parts: Parts | None = None) -> list[Token]:
    """The tokens with every number joined to its unit; the new token means a quantity (``q``).

    ``folded`` is the text of the tokens; ``parts`` tells the smaller units that a unit is said with.
    """
    out: list[Token] = []
    i, size = 0, len(tokens)
    while i < size:
        token = tokens[i]
        number = token.readings.get("n")
        if number is None:
            out.append(token)
            i += 1
            continue
        try:
            i = _Amount(tokens, i, out, folded, parts or {}).read(number)
        except InvalidOperation:  # over 28 digits: nobody means such an amount
            out.append(token)
            i += 1
    return out


class _Amount:
    """Reads the unit before and after one number."""

    def __init__(self, tokens: Sequence[Token], at: int, out: list[Token], folded: str, parts: Parts) -> None:
        self.tokens = tokens
        self.at = at
        self.out = out
        self.folded = folded
        self.parts = parts

    def read(self, number: Number) -> int:
        """Appends the quantity's token, returns where the next token is."""
        token = self.tokens[self.at]
        start, joined, sure = token.start, token.joined, not number.weak
        before = None if number.weak else self._before(token)
        end, unit, size = self._scaled_money(number, before) or self._after(self.at + 1, number, before)
        if before and (unit == "1" or is_money(unit)):
            unit = before if unit == "1" else unit
            start, joined = self.out[-1].start, self.out[-1].joined
            self.out.pop()
        value = number.value
        if unit != "1" and not number.scaled and self._reading(end, "half"):
            value, end, size = value + HALF, end + 1, self.tokens[end].end
        if unit != "1":
            value, unit, end, size = self._cents(value, unit, end, size, number)
            value, unit, end, size = self._compound(value, unit, end, size)
        made = Quantity(plain(value), unit, None, "=", sure or unit != "1", number.spelled, number.scaled)
        readings: dict[str, Any] = {"q": made}
        if unit == "1":
            readings = {**token.readings, **readings}
        self.out.append(Token(start, size, readings, joined))
        return end

    def _reading(self, i: int, kind: str) -> Any:
        if i >= len(self.tokens) or not self.tokens[i].joined:
            return None
        return self.tokens[i].readings.get(kind)

    def _before(self, token: Token) -> str | None:
        if not token.joined or not self.out or "q" in self.out[-1].readings:
            return None
        units = self.out[-1].readings.get("u")
        return next((u for u in units if is_money(u) and u.isalpha()), None) if units else None

    def _scaled_money(self, number: Number, before: str | None) -> tuple[int, str, int] | None:
        """*£125m*, *5 m euros*: letters that are a scale only beside money."""
        i = self.at + 1
        scale = None if number.scaled else self._reading(i, "moneyscale")
        units = self._reading(i + 1, "u") or () if scale else ()
        money = next((u for u in units if is_money(u)), None)
        if not scale or not (before or money):
            return None
        number.value, number.scaled = number.value * scale, scale
        if money and (not before or money == before):
            return i + 2, money, self.tokens[i + 1].end
        return i + 1, "1", self.tokens[i].end

    def _after(self, i: int, number: Number, before: str | None) -> tuple[int, str, int]:
        """Where reading goes on, the unit, where the quantity ends."""
        size, start = self.tokens[i - 1].end, i
        if self._reading(i, "'-") is not None and self._glued(i) and not self._leads(i + 1, number, before):
            i += 1
        elif (
            number.spelled and number.value < 1 and self._reading(i, "of") and self._reading(i + 1, "article")
        ):
            i += 2
        units = self._units(i, number, before)
        if not units:
            return start, "1", size
        unit, end = self._choose(units, number, i), self.tokens[i].end
        i += 1
        if is_money(unit):
            return self._scale_behind(i, unit, end, number)
        if unit not in SHARES and self._reading(i, "per"):
            below, time = self._reading(i + 1, "u"), self._reading(i + 1, "unit")
            if time in PER:
                return i + 2, f"{unit}/{PER[time]}", self.tokens[i + 1].end
            if below and not is_money(below[0]):
                return i + 2, f"{unit}/{below[0]}", self.tokens[i + 1].end
        return i, unit, end

    def _units(self, i: int, number: Number, before: str | None) -> Sequence[str]:
        """What the token at ``i`` means as a unit of the number before it."""
        units: Sequence[str] | None = self._reading(i, "u")
        if not units or self._leads(i, number, before):
            return ()
        token, readings = self.tokens[i], self.tokens[i].readings
        if self.folded[token.end : token.end + 1].isdecimal() and not is_money(units[0]):
            return ()
        if token.start > self.tokens[i - 1].end and self._is_name(i):
            return ()
        if "stuck" in readings and (token.start != self.tokens[i - 1].end or number.spelled):
            return ()
        if "shy" in readings and not nothing_follows(self.folded, token.end):
            return units if self._reading(i + 1, "extent") else ()
        return [u for u in units if is_money(u)] if before else units

    def _is_name(self, i: int) -> bool:
        """Whether letters that could be a unit begin a name with digits: *80 Mi-17 helicopters*."""
        following = self.tokens[i + 1 : i + 4]
        return _NAME.match(self.folded, self.tokens[i].end) is not None and not any(
            "u" in token.readings for token in following
        )

    def _leads(self, i: int, number: Number, before: str | None) -> bool:
        """Whether a currency belongs to the number behind it: *a $5 note*, *$10-$20*."""
        units = self._reading(i, "u")
        if not units or not is_money(units[0]) or self._reading(i + 1, "n") is None:
            return False
        return bool(before) or number.weak or self.tokens[i].end == self.tokens[i + 1].start

    def _glued(self, i: int) -> bool:
        return (
            i + 1 < len(self.tokens)
            and self.tokens[i].start == self.tokens[i - 1].end
            and self.tokens[i + 1].start == self.tokens[i].end
        )

    def _choose(self, units: Sequence[str], number: Number, i: int) -> str:
        """Of a unit's meanings: money for scaled numbers, what the next unit is a part of, or the first."""
        if len(units) > 1 and number.scaled:
            return next((u for u in units if is_money(u)), units[0])
        if len(units) > 1 and (following := self._reading(i + 2, "u")):
            return next((u for u in units if any(self._is_part(f, u) for f in following)), units[0])
        return units[0]

    def _is_part(self, small: str, unit: str) -> bool:
        return small in self.parts.get(unit, {}) or small.startswith(unit + "/")

    def _scale_behind(self, i: int, unit: str, end: int, number: Number) -> tuple[int, str, int]:
        """*75 USD million*: the scale after the currency."""
        scale = self._reading(i, "n")
        if scale is None or not scale.scaled or number.scaled or scale.value < 1000:
            return i, unit, end
        if scale.value.normalize().as_tuple().digits != (1,) or not scale.spelled:
            return i, unit, end
        number.value *= scale.value
        return i + 1, unit, self.tokens[i].end

    def _cents(
        self, value: Decimal, unit: str, i: int, size: int, number: Number
    ) -> tuple[Decimal, str, int, int]:
        """*5 dollars 99 cents*, *twenty dollars and 43*; a part of a currency alone is counted in it."""
        if not is_money(unit):
            return value, unit, i, size
        code, sign, part = unit.partition("/") if "/" in unit else unit.partition("*")
        if part:
            value, unit = value / int(part) if sign == "/" else value * int(part), code
        finest = 1
        while value * finest == (value * finest).to_integral() or part:
            ahead = i + 1 if self._reading(i, "and") or self._reading(i, "plus") else i
            more = self._reading(ahead, "n")
            if more is None or more.value != more.value.to_integral() or more.value < 0:
                break
            units = self._reading(ahead + 1, "u")
            coins = [int(u.partition("/")[2]) for u in units or () if "/" in u and is_money(u)]
            if coins and coins[0] > finest:
                finest = coins[0]
                value += more.value / finest
                i, size = ahead + 2, self.tokens[ahead + 1].end
                continue
            if not units and not part and self._bare_cents(ahead, ahead > i, more, number):
                value += more.value / 100
                i, size = ahead + 1, self.tokens[ahead].end
            break
        return value, unit, i, size

    def _bare_cents(self, i: int, linked: bool, more: Number, number: Number) -> bool:
        """Whether a number behind an amount counts its hundredths: *$20 and 43*, *15 dollars 50.*"""
        token = self.tokens[i]
        if (
            more.value >= 100
            or self._reading(i + 1, "unit") is not None
            or (number.scaled and not number.spelled)
        ):
            return False
        if not linked and more.spelled and number.spelled:
            return True
        two_digits = more.spelled or token.end - token.start == 2
        return two_digits and nothing_follows(self.folded, token.end)

    def _compound(self, value: Decimal, unit: str, i: int, size: int) -> tuple[Decimal, str, int, int]:
        """*7 feet and 10 inches*, *10 km, 8 m, 6 cm*: one measure, in its smallest unit."""
        announced = self.at > 0 and "both" in self.tokens[self.at - 1].readings
        while unit in self.parts and not announced:
            ahead = i + (self._reading(i, "',") is not None)
            ahead += self._reading(ahead, "and") is not None
            more, units = self._reading(ahead, "n"), self._reading(ahead + 1, "u") or ()
            code = next((u for u in units if u in self.parts[unit]), None)
            if more is None or code is None or not 0 < more.value < self.parts[unit][code]:
                break
            value, unit = value * self.parts[unit][code] + more.value, code
            i, size = ahead + 2, self.tokens[ahead + 1].end
        return value, unit, i, size


def bounded(slots: Slots, args: Args, _: object) -> Quantity | None:
    """A quantity with a bound said before or after it; ``args.bound``, ``args.measured``: no mere count."""
    q: Quantity = slots["q"]
    if args.get("measured") and q.unit == "1":
        return None
    if not q.sure and q.unit == "1" and q.value == 1:
        return None
    if q.bound != "=" and args["bound"] in ("=", "~"):
        return q
    return msgspec.structs.replace(q, bound=args["bound"], sure=True)


def ranged(slots: Slots, args: Args, _: object) -> Quantity | None:
    """From one quantity to another, the unit said once or twice.

    ``args.plain``: a dash between two bare numbers, which may be a score. ``args.once``: the unit must be
    said once, since *from $5 to $6* tells of a change. The same measure twice is each one's (*two units of
    5-5 MW*).
    """
    a, b = _shared(slots["q"], slots["q2"])
    if args.get("plain") and a.value == b.value and a.unit == "1" != b.unit:
        return b
    if (
        a.value_max is not None
        or b.value_max is not None
        or (not args.get("plain") and not (a.sure or b.sure))
    ):
        return None
    units = {a.unit, b.unit} - {"1"}
    if (not a.sure and a.value != 1) or (args.get("once") and "1" not in (a.unit, b.unit)):
        return None
    if len(units) > 1 or a.value >= b.value or (a.spelled != b.spelled and args.get("plain")):
        return None
    if b.bound not in "=~" or (a.unit != "1" and b.unit == "1" and not is_money(a.unit)):
        return None
    return Quantity(a.value, units.pop() if units else "1", b.value, a.bound, True, a.spelled)


def _shared(a: Quantity, b: Quantity) -> tuple[Quantity, Quantity]:
    """Both ends of a range, the first with the scale that only the last says: *3-5 billion*."""
    if a.scale or not b.scale or not 0 < a.value * b.scale < b.value:
        return a, b
    return msgspec.structs.replace(a, value=plain(a.value * b.scale)), b


def apart(slots: Slots, args: Args) -> tuple[Quantity, Quantity] | None:
    """The two quantities of a change, *from 13 to 68 billion dollars*: what the last says counts for both.

    ``args.twice``: only where each has its own unit.
    """
    a, b = slots["q"], slots["q2"]
    if a.value_max is not None or b.value_max is not None or (args.get("twice") and "1" in (a.unit, b.unit)):
        return None
    if a.unit not in ("1", b.unit):
        return None
    value = plain(a.value * b.scale) if b.scale and not a.scale and abs(a.value) < ONE_SCALE else a.value
    return msgspec.structs.replace(a, value=value, unit=b.unit, sure=True), b


def ratio(slots: Slots, args: Args, _: object) -> Quantity | None:
    """So many times as much: ``args.value``, or the number said (``n``, up to ``n2``)."""
    value = Decimal(str(args["value"])) if "value" in args else plain(slots["n"].value)
    top = plain(slots["n2"].value) if "n2" in slots else None
    if top is not None and top <= value:
        return None
    return Quantity(value, "x", top, args.get("bound", "="))


def share(slots: Slots, args: Args, _: object) -> Quantity | None:
    """So many out of so many: *one in five*."""
    part, whole = slots["n"].value, slots["n2"].value
    integral = part == part.to_integral() and whole == whole.to_integral()
    return Quantity(part / whole, "1") if integral and 0 < part < whole else None


def times_more(slots: Slots, args: Args, _: object) -> Quantity | None:
    """A number (or ``args.value``) that a phrase makes a quantity of ``args.unit`` or of the unit ``u``."""
    value = Decimal(str(args["value"])) if "value" in args else slots["n"].value
    unit = args.get("unit") or slots.get("u", ("1",))[0]
    return Quantity(value * Decimal(str(args.get("times", 1))), unit)


Maker = Callable[[Slots, Args, object], "Quantity | None"]
MAKERS: dict[str, Maker] = {
    "bound": bounded,
    "range": ranged,
    "ratio": ratio,
    "quantity": times_more,
    "share": share,
}
