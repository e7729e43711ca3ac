"""Numbers with their units: money, percentages, measures, ratios, bare counts.

Units are ISO 4217 codes, ``%``, ``pp``, ``x`` (ratio), UCUM codes, and ``1`` for a number alone. A unit
code with ``/100`` behind (``USD/100``) is a part of a currency and is counted in the currency.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from servanda.model import Bound
from servanda.scan import Token
from servanda.values.number import Number

Slots = Mapping[str, Any]
Args = Mapping[str, Any]
MONEY = re.compile(r"[A-Z]{3}(?:/\d+)?$")
SHARES = ("%", "pp")
PER = {"hour": "h", "second": "s", "minute": "min", "day": "d", "year": "a", "month": "mo", "week": "wk"}


class Quantity(msgspec.Struct, frozen=True):
    """A quantity found: value (and upper end of a range), unit, bound; ``sure`` is false for a mere word."""

    value: Decimal
    unit: str = "1"
    value_max: Decimal | None = None
    bound: Bound = "="
    sure: bool = True
    spelled: bool = False


def is_money(unit: str) -> bool:
    """Whether a unit is a currency (or a part of one).

    >>> is_money("USD"), is_money("INR/100"), is_money("km")
    (True, True, False)
    """
    return MONEY.match(unit) is not None


def plain(value: Decimal) -> Decimal:
    """The value without exponent and empty decimals.

    >>> plain(Decimal("7500000000.0")), plain(Decimal("1E+3")), plain(Decimal("5.50"))
    (Decimal('7500000000'), Decimal('1000'), Decimal('5.5'))
    """
    return value.quantize(Decimal(1)) if value == value.to_integral() and value < 10**27 else value.normalize()


def assemble(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with every number joined to its unit; the new token means a quantity (``q``)."""
    out: list[Token] = []
    i, size = 0, len(tokens)
    while i < size:
        token = tokens[i]
        number = token.readings.get("n")
        if number is None:
            out.append(token)
            i += 1
            continue
        i = _Amount(tokens, i, out).read(number)
    return out


class _Amount:
    """Reads the unit before and after one number."""

    def __init__(self, tokens: Sequence[Token], at: int, out: list[Token]) -> None:
        self.tokens = tokens
        self.at = at
        self.out = out

    def read(self, number: Number) -> int:
        """Appends the quantity's token, returns where the next token is."""
        token = self.tokens[self.at]
        start, joined, value, sure = token.start, token.joined, number.value, not number.weak
        end, unit, size = self._after(self.at + 1, number)
        before = self._before(token)
        if before and (unit == "1" or is_money(unit)) and not (unit != "1" and unit != before):
            scale = self._reading(self.at + 1, "moneyscale")
            if scale and unit == "1" and not number.scaled:
                value, end, size = value * scale, self.at + 2, self.tokens[self.at + 1].end
                if self._reading(end, "u") and before in self.tokens[end].readings["u"]:
                    end, size = end + 1, self.tokens[end].end
            unit = before
            start, joined = self.out[-1].start, self.out[-1].joined
            self.out.pop()
        if unit != "1":
            value, unit, end, size = self._parts(value, unit, end, size, number)
        readings: dict[str, Any] = {"q": Quantity(plain(value), unit, sure=sure or unit != "1", spelled=number.spelled)}
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
        return next((u for u in units if is_money(u) and "/" not in u), None) if units else None

    def _after(self, i: int, number: Number) -> tuple[int, str, int]:
        """Where reading goes on, the unit, where the quantity ends."""
        size = self.tokens[i - 1].end
        if self._reading(i, "'-") is not None and self._reading(i + 1, "u") and self._glued(i):
            i += 1
        units = self._reading(i, "u")
        scale = None if number.scaled else self._reading(i, "moneyscale")
        if scale and (following := self._reading(i + 1, "u")) and any(is_money(u) for u in following):
            number.value *= scale
            i, units = i + 1, following
        if not units:
            return i if self.tokens[i - 1].end == size else i - 1, "1", size
        unit = self._choose(units, number)
        end = self.tokens[i].end
        i += 1
        if not is_money(unit) and unit not in SHARES and self._reading(i, "per"):
            below = self._reading(i + 1, "u")
            time = self._reading(i + 1, "unit")
            if time in PER:
                return i + 2, f"{unit}/{PER[time]}", self.tokens[i + 1].end
            if below and not is_money(below[0]):
                return i + 2, f"{unit}/{below[0]}", self.tokens[i + 1].end
        return i, unit, end

    def _glued(self, i: int) -> bool:
        return self.tokens[i].start == self.tokens[i - 1].end and self.tokens[i + 1].start == self.tokens[i].end

    @staticmethod
    def _choose(units: Sequence[str], number: Number) -> str:
        """Of several meanings of a unit's word, money for scaled numbers, else the first."""
        if len(units) > 1 and number.scaled:
            return next((u for u in units if is_money(u)), units[0])
        return units[0]

    def _parts(self, value: Decimal, unit: str, i: int, size: int, number: Number) -> tuple[Decimal, str, int, int]:
        """*5 dollars 99 cents*, *twenty dollars and 43*; a part of a currency alone is counted in it."""
        code, _, part = unit.partition("/")
        if not is_money(unit):
            return value, unit, i, size
        if part:
            value, unit = value / int(part), code
        while True:
            ahead = i + 1 if self._reading(i, "and") is not None else i
            more = self._reading(ahead, "n")
            if more is None or more.value != more.value.to_integral() or more.value < 0:
                break
            units = self._reading(ahead + 1, "u")
            fitting = [u for u in units or () if "/" in u and is_money(u)]
            if fitting:
                value += more.value / int(fitting[0].partition("/")[2])
                i, size = ahead + 2, self.tokens[ahead + 1].end
                continue
            bare = not units and more.value < 100 and (ahead > i and not number.scaled or more.spelled and number.spelled)
            if bare and not part and self._reading(ahead + 1, "unit") is None:
                value += more.value / 100
                i, size = ahead + 1, self.tokens[ahead].end
            break
        return value, unit, i, size


def bounded(slots: Slots, args: Args, _: object) -> Quantity | None:
    """A quantity with a bound said before or after it; ``args.bound``."""
    q: Quantity = slots["q"]
    if q.bound != "=" and args["bound"] in ("=", "~"):
        return q
    return msgspec.structs.replace(q, bound=args["bound"], sure=True)


def ranged(slots: Slots, args: Args, _: object) -> Quantity | None:
    """From one quantity to another, the unit said once or twice.

    ``args.plain``: a dash between two bare numbers, which may be a score. ``args.once``: the unit must be
    said once, since *from $5 to $6* tells of a change.
    """
    a, b = slots["q"], slots["q2"]
    if a.value_max is not None or b.value_max is not None or (not args.get("plain") and not (a.sure or b.sure)):
        return None
    units = {a.unit, b.unit} - {"1"}
    if args.get("once") and "1" not in (a.unit, b.unit):
        return None
    if len(units) > 1 or a.value >= b.value or a.spelled != b.spelled and args.get("plain"):
        return None
    if a.unit != "1" and b.unit == "1" and not is_money(a.unit):
        return None
    if b.bound != "=" or (args.get("plain") and not units and b.value < 10 and not a.spelled and args.get("score")):
        return None
    return Quantity(a.value, units.pop() if units else "1", b.value, a.bound, True, a.spelled)


def ratio(slots: Slots, args: Args, _: object) -> Quantity | None:
    """So many times as much: ``args.value``, or the number said."""
    number = slots.get("n")
    value = Decimal(str(args["value"])) if "value" in args else number.value
    return Quantity(value, "x", bound=args.get("bound", "="))


def times_more(slots: Slots, args: Args, _: object) -> Quantity | None:
    """A bare number (or ``args.value``) that a phrase makes a quantity of ``args.unit``."""
    value = Decimal(str(args["value"])) if "value" in args else slots["n"].value
    return Quantity(value * Decimal(str(args.get("times", 1))), args.get("unit", "1"))


Maker = Callable[[Slots, Args, object], "Quantity | None"]
MAKERS: dict[str, Maker] = {"bound": bounded, "range": ranged, "ratio": ratio, "quantity": times_more}
