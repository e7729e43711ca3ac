"""Conflicts of periods that hold each other: a part beside its whole.

Of what adds up over time, a part cannot be more than the whole, one number cannot hold for both, and the
rest of the whole cannot run at a wholly different pace. Of what does not, a share over a longer time
lies between those of its parts; and one speaker does not give two levels within weeks.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby, product

from servanda.link.cause import sides
from servanda.link.claims import Claim, agree, reach, same_speaker
from servanda.link.finding import during, finding, named, worded
from servanda.model import Finding
from servanda.periods import period_words
from servanda.values import edtf

LONGEST = 400  # days of a period whose parts are looked at: a year, fiscal or not
PACE = 4  # how many times as fast the rest of a period may run as its part
SAME = Decimal("0.1")  # the pace of the rest, beside the part's, under which both bear one number
ORDER = 5  # how many times the next highest a pace must be to be of another order
MAGNITUDE = 8  # how many times apart two levels must be to be of different things
MONTH = 28
LOOKED_AT = 12  # how many claims of a period are compared one by one
WEEKS = dt.timedelta(days=62)
Dated = tuple[dt.date, dt.date, Claim]


def orders(claims: Sequence[Claim]) -> Iterator[Finding]:
    """A flow of another order than all others of its series, observed or expected."""
    if claims and claims[0].flows:
        dated = [
            (*span, c)
            for c in claims
            if (span := edtf.days(c.period)) and (span[1] - span[0]).days <= LONGEST
        ]
        yield from _magnitude(_periods(sorted(dated, key=lambda d: (d[0], d[1], d[2].id))))


def nested(observed: Sequence[Claim]) -> Iterator[Finding]:
    """The conflicts of one series between periods that hold each other."""
    if not observed:
        return
    dated = sorted(
        ((*span, c) for c in observed if (span := edtf.days(c.period))), key=lambda d: (d[0], d[1], d[2].id)
    )
    if observed[0].flows:
        exact = [d for d in dated if not d[2].rough and (d[1] - d[0]).days <= LONGEST]
        periods = _periods(exact)
        yield from _flows(periods)
    elif observed[0].measure == "share":
        yield from _open_shares(dated)
        yield from _windows([d for d in dated if not d[2].rough])
    if not observed[0].flows and observed[0].measure in ("level", "share"):
        yield from _levels(dated)


# --- what adds up over time


class Period:
    """What is claimed of one period: the claims at the ends, and the first few of all."""

    def __init__(self, first: dt.date, last: dt.date, claims: Sequence[Claim]) -> None:
        self.first, self.last = first, last
        self.days = (last - first).days + 1
        self.some = claims[:LOOKED_AT]
        self.most = max(claims, key=lambda c: (reach(c)[0], c.id))
        ended = [(high, c.id, c) for c in claims if (high := reach(c)[1]) is not None]
        self.least = min(ended)[2] if ended else None
        self.highest = max(claims, key=lambda c: (c.value, c.id))
        self.lowest = min(claims, key=lambda c: (c.value, c.id))


def _periods(dated: Iterable[Dated]) -> list[Period]:
    groups = groupby(dated, key=lambda d: (d[0], d[1]))
    return [Period(first, last, [d[2] for d in group]) for (first, last), group in groups]


def _flows(periods: Sequence[Period]) -> Iterator[Finding]:
    """One finding for each two periods of which one holds the other: the claims that disagree most."""
    starts = [p.first for p in periods]
    for whole in periods:
        for part in periods[bisect_left(starts, whole.first) : bisect_right(starts, whole.last)]:
            if part.days < whole.days and part.last <= whole.last:
                found = _part_of(part, whole)
                if found is not None:
                    yield found


def _part_of(part: Period, whole: Period) -> Finding | None:
    if whole.least is not None and reach(part.most)[0] > (reach(whole.least)[1] or 0):
        return _exceeds(part.most, whole.least)
    rest = whole.days - part.days
    for a, b in product(part.some, whole.some):
        if a.bound in "=~" and b.bound in "=~" and a.value > 0 and _one_number(a, b):
            pace = ((b.value - a.value) / rest) / (a.value / part.days)
            if pace < SAME:
                return _twice(a, b)
    return _pace(part, whole)


def _exceeds(part: Claim, whole: Claim) -> Finding:
    why = sides(part, whole) or "a number for a longer period put to a shorter one"
    message = (
        f"{named(part)} {during(part.period)} is given as {worded(part)}, more than "
        f"{worded(whole)} in the longer period {period_words(whole.period)} that holds it; likely "
        f"reason: {why}."
    )
    return finding("conflict", "high", message, (part.id, whole.id))


def _one_number(part: Claim, whole: Claim) -> bool:
    """Whether both bear one number beyond what rounding can explain, or by one speaker."""
    fine = max(part.step, whole.step) <= abs(part.value) * Decimal("0.03")
    return abs(part.value - whole.value) <= max(part.step, whole.step) / 2 and (
        fine or same_speaker(part, whole)
    )


def _twice(part: Claim, whole: Claim) -> Finding:
    message = (
        f"{named(part)} is given as {worded(part)} both {during(part.period)} and in the longer "
        f"period {period_words(whole.period)}; likely reason: the same number put to another period "
        f"(its label slipped)."
    )
    return finding("conflict", "medium", message, (part.id, whole.id))


def _pace(inner: Period, outer: Period) -> Finding | None:
    """A part from which the whole could only be reached at a multiple of its pace."""
    part, whole, rest = inner.highest, outer.lowest, outer.days - inner.days
    if part.value <= 0 or rest < MONTH or part.bound in ("<", "<=") or whole.bound in (">", ">="):
        return None
    pace = ((whole.value - part.value) / rest) / (part.value / inner.days)
    if pace < PACE:
        return None
    told = sides(part, whole) or "a narrower scope, or a number for a shorter period"
    message = (
        f"{named(part)} {during(part.period)} is given as {worded(part)}: from there to "
        f"{worded(whole)} {during(whole.period)} the rest would have to run {pace:.1f} times as fast; "
        f"likely reason: {told}, another way of counting."
    )
    return finding("conflict", "low", message, (part.id, whole.id))


def _magnitude(periods: Sequence[Period]) -> Iterator[Finding]:
    """A flow whose pace is of another order than every other one's."""
    paces = sorted(
        (float(c.value) / p.days, c.id, c)
        for p in periods
        for c in {p.lowest.id: p.lowest, p.highest.id: p.highest}.values()
        if c.value > 0 and p.days >= MONTH
    )
    if len(paces) < 3 or paces[-1][0] < ORDER * paces[-2][0] or paces[-2][0] > ORDER * paces[0][0]:
        return
    high, near = paces[-1][2], paces[-2][2]
    if not any(_begins(c) > _begins(high) for _, _, c in paces):
        return  # what has grown is of another order at its end
    message = (
        f"{named(high)} {during(high.period)} is given as {worded(high)}, at "
        f"{paces[-1][0] / paces[-2][0]:.0f} times the pace of {worded(near)} {during(near.period)}, the next "
        f"highest; likely reason: a wrong order of magnitude, or different things counted."
    )
    yield finding("conflict", "medium", message, (high.id, near.id))


def _begins(claim: Claim) -> dt.date:
    return (edtf.days(claim.period) or (dt.date.min,))[0]


# --- what does not


def _open_shares(dated: Sequence[Dated]) -> Iterator[Finding]:
    """A share "before" or "since" some time beside those of windows within it, told elsewhere."""
    for first, last, claim in dated:
        if (first == dt.date.min) == (last == dt.date.max):
            continue
        elsewhere = [
            d for d in dated if d[2].place != claim.place and dt.date.min < d[0] and d[1] < dt.date.max
        ]
        over = [d for d in elsewhere if d[0] <= last and d[1] >= first and (d[1] - d[0]).days > LONGEST]
        within = [d for d in over if first <= d[0] and d[1] <= last and not agree(d[2], claim)]
        if not within:
            continue
        beside = [d[2] for d in over if not agree(d[2], claim)]
        others = "others" if len({c.place for c in beside}) > 1 else "another"
        message = (
            f"{named(claim)} {during(claim.period)} is given as {worded(claim)} in one source, beside "
            f"{', '.join(f'{worded(c)} {during(c.period)}' for c in beside)} in {others}; likely "
            f"reason: another "
            f"window or basis."
        )
        yield finding("conflict", "medium", message, [claim.id, *(c.id for c in beside)])


def _windows(dated: Sequence[Dated]) -> Iterator[Finding]:
    """One share for two windows of which one is the other with a year or two more."""
    at: dict[tuple[Decimal, dt.date, bool], list[Dated]] = {}
    for item in dated:
        first, last, claim = item
        if (last - first).days > LONGEST and first > dt.date.min and last < dt.date.max:
            at.setdefault((claim.value, first, True), []).append(item)
            at.setdefault((claim.value, last, False), []).append(item)
    for group in at.values():
        short, long = min(group, key=_length), max(group, key=_length)
        if _length(short)[0] == _length(long)[0]:
            continue
        one, other = short[2], long[2]
        message = (
            f"{named(one)} is given as {worded(one)} both {during(one.period)} and {during(other.period)}; "
            f"likely reason: the same number put to another period (a window misquoted)."
        )
        yield finding("conflict", "medium", message, (one.id, other.id))


def _length(item: Dated) -> tuple[int, str]:
    return (item[1] - item[0]).days, item[2].id


def _levels(dated: Sequence[Dated]) -> Iterator[Finding]:
    """Levels of a time within another: by one speaker within weeks, or many times apart."""
    spans = [d for d in dated if (d[1] - d[0]).days <= LONGEST]
    yield from _one_speaker(spans)
    if spans and spans[0][2].measure == "level" and spans[0][2].unit != "1":
        yield from _scopes(_periods(d for d in spans if not d[2].rough))


def _one_speaker(dated: Sequence[Dated]) -> Iterator[Finding]:
    """What one speaker says, next to what the same speaker said shortly before."""
    said: dict[object, list[tuple[dt.date, str, Dated]]] = {}
    for item in dated:
        claim, told = item[2], edtf.days(item[2].published)
        voice = claim.claimant or "+".join(claim.by)
        if voice and told:
            said.setdefault(voice, []).append((told[0], claim.id, item))
    for claims in said.values():
        ordered = sorted(claims)
        for i, (when, _, one) in enumerate(ordered):
            for later, _, other in ordered[i + 1 : i + LOOKED_AT]:
                if later - when <= WEEKS and _revised(one, other):
                    yield _level(
                        one[2],
                        other[2],
                        "the same speaker gave two numbers within weeks (revised, or misquoted)",
                    )


def _revised(one: Dated, other: Dated) -> bool:
    """Whether two claims of one speaker are of times of which one holds the other, and disagree."""
    a, b = one[2], other[2]
    held = (one[0] <= other[0] and other[1] <= one[1]) or (other[0] <= one[0] and one[1] <= other[1])
    same = one[:2] == other[:2] and not a.rough and not b.rough
    return held and not same and a.place != b.place and same_speaker(a, b) and not agree(a, b)


def _scopes(periods: Sequence[Period]) -> Iterator[Finding]:
    starts = [p.first for p in periods]
    for whole in periods:
        for part in periods[bisect_left(starts, whole.first) : bisect_right(starts, whole.last)]:
            if part.days >= whole.days or part.last > whole.last:
                continue
            for a, b in ((part.lowest, whole.highest), (part.highest, whole.lowest)):
                if _times(a, b) >= MAGNITUDE and not agree(a, b):
                    yield _level(a, b, "different things counted (another scope or definition)")
                    break


def _times(a: Claim, b: Claim) -> float:
    low, high = sorted((abs(float(a.value)), abs(float(b.value))))
    return high / low if low else 0.0


def _level(part: Claim, whole: Claim, why: str) -> Finding:
    message = (
        f"{named(part)} is given as {worded(part)} {during(part.period)} and as "
        f"{worded(whole)} {during(whole.period)}; likely reason: {why}."
    )
    return finding("conflict", "medium", message, (part.id, whole.id))
