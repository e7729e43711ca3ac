"""Why two claims of one thing may differ, as far as the records show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from servanda.link.claims import Claim, same_speaker
from servanda.link.finding import worded

WIDE = 3  # claims this many times apart differ in kind, not in rounding
SLIP = 0.02  # how near a power of ten the quotient of two claims must be for a slip of the point
Mirror = Callable[[Claim], Iterable[Claim]]
"""Claims of the other direction in the same period."""


class Cause(NamedTuple):
    """A likely reason and how grave the difference is. The lower the rank, the more it explains."""

    rank: int
    text: str
    severity: str


def cause(low: Claim, high: Claim, mirror: Mirror | None = None) -> Cause:
    """The likely reason why two claims of one period differ; ``low`` is the smaller one."""
    if low.reference or high.reference:
        return Cause(0, "the claim departs from the reference series", "high")
    for rank, told in enumerate((_slip, _transposed, _sides, _one_voice), 1):
        if found := told(low, high):
            return Cause(rank, *found)
    if mirror and (swapped := _swapped(low, high, mirror)):
        return Cause(5, swapped, "high")
    return _otherwise(low, high)


def _otherwise(low: Claim, high: Claim) -> Cause:
    """What is left to say where nothing in the two claims tells."""
    if low.status != "observed":
        return Cause(6, "versions of a forecast or plan, revised in between", "medium")
    if ratio(low, high) >= WIDE:
        return Cause(7, "different things counted (another scope or definition)", "high")
    if low.unit == "1":
        return Cause(8, "another scope of the count", "medium")
    return Cause(9, "another basis (source, side or definition)", "medium")


def ratio(a: Claim, b: Claim) -> float:
    """How many times the one is the other."""
    low, high = sorted((abs(float(a.value)), abs(float(b.value))))
    return high / low if low else 1e9


def side(claim: Claim) -> str | None:
    """The state whose side a claim is told from, where it is one of the two that it is about."""
    found = claim.side
    return found if found in (claim.area, claim.counterpart) else None


def sides(a: Claim, b: Claim) -> str:
    """The reporters' sides, where they differ."""
    one, other = side(a), side(b)
    return f"reporter side ({one} against {other})" if one and other and one != other else ""


def _sides(low: Claim, high: Claim) -> tuple[str, str] | None:
    told = sides(low, high)
    return (told, "medium") if told else None


def _slip(low: Claim, high: Claim) -> tuple[str, str] | None:
    """The same digits with the point elsewhere."""
    if any(abs(ratio(low, high) - power) / power < SLIP for power in (10, 100, 1000)):
        return "a slip of the decimal point", "high"
    return None


def _transposed(a: Claim, b: Claim) -> tuple[str, str] | None:
    """The same digits, two neighbours swapped."""
    x, y = (f"{abs(c.value):f}".replace(".", "").strip("0") for c in (a, b))
    differ = [i for i, (p, q) in enumerate(zip(x, y, strict=False)) if p != q]
    if len(x) != len(y) or len(x) < 3 or len(differ) != 2 or differ[1] != differ[0] + 1:
        return None
    if x[differ[0]] != y[differ[1]] or x[differ[1]] != y[differ[0]]:
        return None
    pair = f"{worded(a)} and {worded(b)}"
    return f"two digits changed places ({pair})", "high"


def _one_voice(low: Claim, high: Claim) -> tuple[str, str] | None:
    if not same_speaker(low, high):
        return None
    if low.place == high.place and (low.table or low.document == high.document):
        return "one source gives two numbers: another basis or definition", "medium"
    return "the same speaker gave two numbers (revised later, or misquoted)", "high"


def _swapped(low: Claim, high: Claim, mirror: Mirror) -> str:
    """Whether the other direction has one of the two numbers in another source."""
    for claim in (low, high):
        for other in mirror(claim):
            if other.place != claim.place and abs(other.value - claim.value) < max(claim.step, Decimal(0)):
                value = worded(claim)
                return (
                    f"the two directions may have been swapped ({value} stands for the other one elsewhere)"
                )
    return ""
