"""Quantities and times as the suites expect and ``annotate`` answers, and when two are the same."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Protocol

import msgspec

from eval.times import meaning
from eval.units import magnitude

Number = Decimal | float


class Quantity(msgspec.Struct, kw_only=True):
    """A quantity: what a suite expects, what news gold marks, or what was found."""

    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str | None = None
    bound: str | None = None
    start: int = 0
    end: int = 0
    quote: str | None = None


class Time(msgspec.Struct, kw_only=True):
    """A time; ``alt`` holds other readings that a suite accepts."""

    value: str | None = None
    kind: str | None = None
    alt: list[str] = []
    start: int = 0
    end: int = 0
    quote: str | None = None


class Answer(msgspec.Struct, kw_only=True):
    """What ``annotate`` says of one text."""

    id: str | int | None = None
    quantities: list[Quantity] = []
    times: list[Time] = []


class Span(msgspec.Struct):
    """A stretch of text, half-open, in code points."""

    start: int
    end: int


class Spanned(Protocol):
    """Whatever stands somewhere in a text."""

    @property
    def start(self) -> int:
        """Its first code point."""

    @property
    def end(self) -> int:
        """The code point after its last."""


def same_amount(gold: Quantity, found: Quantity) -> bool:
    """Equal value, or range, after conversion to one unit; the bound does not count.

    >>> same_amount(Quantity(value=Decimal(2), unit="km"), Quantity(value=Decimal(2000), unit="m"))
    True
    """
    (want_size, want_base), (have_size, have_base) = magnitude(gold.unit), magnitude(found.unit)
    if want_base != have_base or found.value is None:
        return False
    ratio = have_size / want_size
    return _close(gold.value, found.value, ratio) and _close(gold.value_max, found.value_max, ratio)


def same_number(gold: Quantity, found: Quantity) -> bool:
    """Equal value, or range, and direction of the bound; whatever the units."""
    values = (
        found.value is not None
        and _close(gold.value, found.value)
        and _close(gold.value_max, found.value_max)
    )
    return values and same_direction(gold, found)


def same_quantity(gold: Quantity, found: Quantity) -> bool:
    """Equal amount and direction of the bound."""
    return same_amount(gold, found) and same_direction(gold, found)


def same_direction(gold: Quantity, found: Quantity) -> bool:
    """The found bound opens the way that the expected one does, if that one is open at all."""
    want = gold.bound or "="
    return want[0] not in "<>" or want[0] == (found.bound or "=")[0]


def same_time(gold: Time, found: Time) -> bool:
    """The found value means the expected value, or another reading that is accepted."""
    have = meaning(found.value)
    return any(meaning(value) == have for value in (gold.value, *gold.alt))


def overlap(gold: Spanned, found: Spanned) -> bool:
    """Whether two spans share a character."""
    return gold.start < found.end and found.start < gold.end


def _close(gold: Number | None, found: Number | None, ratio: float = 1.0) -> bool:
    if gold is None or found is None:
        return gold is found
    return math.isclose(float(gold), float(found) * ratio, rel_tol=1e-9, abs_tol=1e-12)
