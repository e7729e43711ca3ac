"""Conflicts: claims of one series and period that no value fits, and the likely reason why.

Two claims conflict when no value is compatible with both (rounding and bounds considered). What is
observed, planned and forecast is kept apart; a period that is only a guess at *now* conflicts with
nothing; and two reporters of one flow of trade may differ by less than a tenth, as mirror statistics do.
How periods that hold each other can conflict is told in :mod:`servanda.link.nested`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product

from servanda.link.cause import Cause, Mirror, cause, side
from servanda.link.claims import Claim, reach, same_speaker
from servanda.link.finding import during, finding, named, worded
from servanda.link.nested import nested, orders
from servanda.link.series import Key, Series
from servanda.model import Finding
from servanda.values import edtf

MIRROR = Decimal("1.1")
"""How far two sides' numbers of one flow may be apart: freight, insurance and transit make that much."""
LOOKED_AT = 8
"""How many of the lowest and the highest claims are looked at for the reason."""
Reach = tuple[Decimal, Decimal | None]
ASSERTED = ("observed", "forecast", "planned")


def conflicts(every: Sequence[Series]) -> Iterator[Finding]:
    """The conflicts of all series."""
    by_key = {one.key: one for one in every}
    for one in every:
        mirror = _mirror(one, by_key)
        for status in ASSERTED:
            claims = [c for c in one.claims if c.status == status and edtf.days(c.period)]
            yield from _same_period(claims, mirror)
        yield from nested(one.observed())
        yield from orders([c for c in one.claims if c.status != "target"])


def _mirror(one: Series, by_key: dict[Key, Series]) -> Mirror:
    """The claims of the other direction, by period."""
    indicator, area, counterpart, measure, unit = one.key
    other = by_key.get((indicator, counterpart, area, measure, unit))
    claims: dict[str | None, list[Claim]] = {}
    for claim in other.claims if other and area != counterpart else ():
        claims.setdefault(claim.period, []).append(claim)
    return lambda claim: claims.get(claim.period, ())


def _same_period(claims: Iterable[Claim], mirror: Mirror) -> Iterator[Finding]:
    groups: dict[object, list[Claim]] = {}
    for claim in claims:
        if not claim.rough:
            groups.setdefault(_when(claim), []).append(claim)
    for group in groups.values():
        if len(group) > 1:
            yield from _apart(group, mirror)


def _when(claim: Claim) -> object:
    """What a claim's period is compared by: a stock is what it is on its last day."""
    span = edtf.days(claim.period)
    stock = claim.measure == "level" and not claim.flows and claim.unit != "1"
    return span[1] if stock and span and (span[1] - span[0]).days > 370 else span


def _apart(group: Sequence[Claim], mirror: Mirror) -> Iterator[Finding]:
    """One finding for all claims of a period that disagree with the lowest or the highest."""
    ends = {c.id: reach(c) for c in group}
    roof = min((high for _, high in ends.values() if high is not None), default=None)
    floor = max(low for low, _ in ends.values())
    if roof is None or floor < roof:
        return
    lows = sorted((c for c in group if _below(ends[c.id], (floor, None))), key=_order)
    highs = sorted((c for c in group if ends[c.id][0] >= roof), key=_order, reverse=True)
    pairs = [
        (cause(a, b, mirror), -abs(b.value - a.value), a.id, b.id, a, b)
        for a, b in product(lows[:LOOKED_AT], highs[:LOOKED_AT])
        if _below(ends[a.id], ends[b.id]) and not _mirrored(a, b)
    ]
    if pairs:
        why, _, _, _, low, high = min(pairs)
        yield _conflict(low, high, why, [*lows, *highs])


def _below(one: Reach, other: Reach) -> bool:
    """Whether all that the one allows is less than all that the other does."""
    return one[1] is not None and one[1] <= other[0]


def _order(claim: Claim) -> tuple[Decimal, str]:
    return claim.value, claim.id


def _mirrored(low: Claim, high: Claim) -> bool:
    """Whether two reporters may differ so much about one flow."""
    if not low.flows or same_speaker(low, high) or low.reference or high.reference:
        return False
    if side(low) and side(low) == side(high):
        return False
    below = reach(low)[1] if low.bound != "=" else low.value
    above = reach(high)[0] if high.bound != "=" else high.value
    return below is not None and above < below * MIRROR


def _conflict(low: Claim, high: Claim, why: Cause, claims: Sequence[Claim]) -> Finding:
    said = dict.fromkeys(worded(c) for c in sorted(claims, key=_order))
    apart = f"{worded(low)} and {worded(high)}"
    told = f"is given as {', '.join(said)}: {apart}" if len(said) > 2 else f"is given as {apart}; these"
    message = (
        f"{named(low)} {during(low.period)} {told} are further apart than rounding and bounds allow; "
        f"likely reason: {why.text}."
    )
    return finding("conflict", why.severity, message, [low.id, high.id, *sorted(c.id for c in claims)])
