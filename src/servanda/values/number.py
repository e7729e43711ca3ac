"""What a number is: its value, how it was written, and what it may mean in a phrase."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

ZERO, ONE, TEN, HALF = Decimal(0), Decimal(1), Decimal(10), Decimal("0.5")


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
