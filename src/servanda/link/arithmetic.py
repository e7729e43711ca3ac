"""Arithmetic: a stated ratio or sum that the numbers beside it contradict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from servanda.link.claims import Claim, reach
from servanda.link.finding import finding, plain, rounded
from servanda.model import Finding
from servanda.values import edtf

BESIDE = 400  # characters within which a ratio and its two levels are one statement


def arithmetic(claims: Iterable[Claim]) -> Iterator[Finding]:
    """The findings of all documents."""
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        by_document.setdefault(claim.document, []).append(claim)
    for said in by_document.values():
        yield from _ratios(said)
        yield from _sums(said)


def _ratios(said: list[Claim]) -> Iterator[Finding]:
    """*almost fivefold … from 13 to 68 billion*."""
    for ratio in said:
        span = edtf.days(ratio.period)
        if ratio.measure != "ratio" or span is None:
            continue
        levels = [
            c for c in said
            if c.key[:3] == ratio.key[:3] and c.measure == "level" and c.status == "observed"
            and abs(c.start - ratio.start) <= BESIDE and edtf.days(c.period)
        ]  # fmt: skip
        first = next((c for c in levels if (edtf.days(c.period) or span)[0] == span[0]), None)
        last = next((c for c in levels if (edtf.days(c.period) or span)[1] == span[1]), None)
        if first is None or last is None or first is last or first.unit != last.unit or not first.value:
            continue
        quotient = last.value / first.value
        low, high = reach(ratio)
        if low <= quotient and (high is None or quotient <= high):
            continue
        message = (
            f"{plain(last.value, last.unit)} / {plain(first.value, first.unit)} is {rounded(quotient)}, "
            f"so “{_said(ratio)}” contradicts its own numbers."
        )
        yield finding("arithmetic", "medium", message, (ratio.id, first.id, last.id))


def _said(claim: Claim) -> str:
    sign = {"~": "about ", ">": "over ", "<": "under ", ">=": "at least ", "<=": "up to "}.get(
        claim.bound, ""
    )
    return f"{'almost ' if claim.almost else sign}{claim.quote}"


def _sums(said: list[Claim]) -> Iterator[Finding]:
    """Exports and imports of a pair beside its turnover, of one period in one document."""
    levels = [c for c in said if c.measure == "level" and c.status == "observed" and c.period]
    for total in levels:
        if total.indicator != "trade.turnover":
            continue
        pair = {total.area, total.counterpart}
        parts = [
            c
            for c in levels
            if c.period == total.period and c.unit == total.unit and {c.area, c.counterpart} == pair
        ]
        out = next((c for c in parts if c.indicator == "trade.exports"), None)
        back = next((c for c in parts if out and _reverse(c, out)), None)
        if out is None or back is None:
            continue
        total_of_parts = out.value + back.value
        slack = (out.step + back.step + total.step) / 2
        if abs(total_of_parts - total.value) <= slack or total.bound in (">", ">=", "<", "<="):
            continue
        message = (
            f"{plain(out.value, out.unit)} of exports and {plain(back.value, back.unit)} of imports make "
            f"{plain(total_of_parts, total.unit)}, beside a turnover of {plain(total.value, total.unit)} "
            f"in {total.period}."
        )
        yield finding("arithmetic", "low", message, (total.id, out.id, back.id))


def _reverse(claim: Claim, out: Claim) -> bool:
    """Whether a claim is of the goods that come back for those that went out."""
    if claim.indicator == "trade.imports":
        return (claim.area, claim.counterpart) == (out.area, out.counterpart)
    return claim.indicator == "trade.exports" and (claim.area, claim.counterpart) == (
        out.counterpart,
        out.area,
    )


def growth(first: Decimal, last: Decimal, years: float) -> Decimal | None:
    """The growth a year, in per cent, that leads from one value to another.

    >>> rounded(growth(Decimal(68), Decimal(100), 5))
    '8.0'
    """
    if first <= 0 or last <= 0 or years <= 0:
        return None
    return Decimal((float(last) / float(first)) ** (1 / years) * 100 - 100)
