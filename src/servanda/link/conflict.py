"""Conflicts: claims of one series that no value fits, and the likely reason why.

Two observed claims of the same period conflict when no value is compatible with both (rounding and
bounds considered). A part of a period conflicts with the whole when a flow of it is larger. Claims of
periods that merely overlap (a fiscal year beside a calendar year) are other things and no conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from servanda.catalogue import catalogue
from servanda.link.claims import Claim, agree, reach
from servanda.link.finding import finding, plain
from servanda.link.series import Series
from servanda.model import Finding
from servanda.values import edtf

WIDE = 3  # claims this many times apart differ in kind, not in rounding


def conflicts(series: Iterable[Series]) -> Iterator[Finding]:
    """The conflicts of all series."""
    for one in series:
        observed = one.observed()
        yield from _same_period(observed)
        if _is_flow(one):
            yield from _part_and_whole(observed)


def _is_flow(one: Series) -> bool:
    """Whether the series adds up over time (trade does, a stock or a share does not)."""
    concept = catalogue().indicators.get(one.key[0])
    return concept is not None and concept.flows and one.key[3] == "level"


def _same_period(observed: Sequence[Claim]) -> Iterator[Finding]:
    by_period: dict[str, list[Claim]] = {}
    for claim in observed:
        by_period.setdefault(claim.period or "", []).append(claim)
    for period, claims in by_period.items():
        apart = [(a, b) for a, b in combinations(claims, 2) if not agree(a, b)]
        if not apart:
            continue
        a, b = max(apart, key=lambda pair: (_ratio(*pair), pair[0].id, pair[1].id))
        first, second = sorted((a, b), key=lambda c: (c.value, c.id))
        cause, severity = _cause(first, second)
        said = sorted({(c.value, plain(c.value, c.unit)) for pair in apart for c in pair})
        values = ", ".join(text for _, text in said)
        message = (
            f"{_name(first)} in {period} is given as {values}: "
            f"{plain(first.value, first.unit)} and {plain(second.value, second.unit)} are further apart "
            f"than rounding and bounds allow; likely reason: {cause}."
        )
        yield finding("conflict", severity, message, (c.id for pair in apart for c in pair))


def _ratio(a: Claim, b: Claim) -> float:
    low, high = sorted((abs(float(a.value)), abs(float(b.value))))
    return high / low if low else 1e9


def _cause(low: Claim, high: Claim) -> tuple[str, str]:
    """The likely reason, from what the claims show, and how grave it is."""
    if low.side and high.side and low.side != high.side:
        return f"reporter side ({low.side} against {high.side})", "medium"
    if low.by and low.by == high.by:
        return "the same speaker gave two numbers (revised or misquoted)", "high"
    slip = _slip(low, high)
    if slip:
        return slip, "high"
    ratio = _ratio(low, high)
    if low.published and high.published and low.published[:7] != high.published[:7] and ratio < WIDE:
        return "a later revision or another edition", "medium"
    if ratio >= WIDE:
        return "different things counted", "high"
    return "different sources or definitions", "medium"


def _slip(low: Claim, high: Claim) -> str:
    """What a slip of the pen would explain."""
    if any(abs(_ratio(low, high) - power) / power < 0.03 for power in (10, 100, 1000)):
        return "a slip of the decimal point"
    return "two digits changed places" if _transposed(low, high) else ""


def _transposed(a: Claim, b: Claim) -> bool:
    """Whether two numbers have the same digits, two neighbours swapped."""
    x, y = (str(int(c.value)).rstrip("0") for c in (a, b))
    differ = [i for i, (p, q) in enumerate(zip(x, y, strict=False)) if p != q]
    return (
        len(x) == len(y)
        and len(differ) == 2
        and differ[1] == differ[0] + 1
        and x[differ[0]] == y[differ[1]]
        and x[differ[1]] == y[differ[0]]
    )


def _part_and_whole(observed: Sequence[Claim]) -> Iterator[Finding]:
    """A flow over a part of a period that exceeds the flow over the whole."""
    for part in observed:
        for whole in observed:
            inner, outer = edtf.days(part.period), edtf.days(whole.period)
            if inner is None or outer is None or inner == outer:
                continue
            if not (outer[0] <= inner[0] and inner[1] <= outer[1]):
                continue
            lowest, highest = reach(part)[0], reach(whole)[1]
            if highest is None or lowest <= highest or part.value <= whole.value:
                continue
            message = (
                f"{_name(part)} in {part.period} is given as {plain(part.value, part.unit)}, more than "
                f"{plain(whole.value, whole.unit)} in the longer period {whole.period} that holds it; "
                f"likely reason: {_part_cause(part, whole)}."
            )
            yield finding("conflict", "high", message, (part.id, whole.id))


def _part_cause(part: Claim, whole: Claim) -> str:
    if part.side and whole.side and part.side != whole.side:
        return f"reporter side ({part.side} against {whole.side})"
    return "a number for a longer period put to a shorter one"


def _name(claim: Claim) -> str:
    """What a claim is of, for a sentence."""
    between = "–".join(filter(None, (claim.area, claim.counterpart)))
    return (
        f"{claim.indicator} {between} ({claim.measure})"
        if claim.measure != "level"
        else f"{claim.indicator} {between}"
    )
