"""Arithmetic: a stated ratio, sum, balance or part that the numbers beside it contradict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from servanda.catalogue import catalogue
from servanda.link.claims import Claim, reach
from servanda.link.finding import during, finding, named, plain, rounded, signed, worded
from servanda.model import Finding
from servanda.values import edtf

BESIDE = 400  # characters within which a ratio and its two levels are one statement
NEAR = 100  # and within which two levels are those of a ratio that names no time
OUT, BACK, TOTAL, BALANCE = "trade.exports", "trade.imports", "trade.turnover", "trade.balance"
Books = dict[tuple[str, str | None, frozenset[str | None]], list[Claim]]
"""Levels of trade by unit, period and pair."""


def arithmetic(claims: Sequence[Claim]) -> Iterator[Finding]:
    """The findings of all claims: ratios and sums within a source, parts and balances across sources."""
    yield from _ratios(claims)
    books = _books(claims)
    for book in books.values():
        yield from _sums(book)
        yield from _components(book)
        yield from _balances(book)
    yield from _members(books)


def _ratios(claims: Iterable[Claim]) -> Iterator[Finding]:
    """*almost fivefold … from 13 to 68 billion*."""
    said: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if not claim.table:
            said.setdefault((claim.document, *claim.key[:3]), []).append(claim)
    for group in said.values():
        levels = [c for c in group if c.measure == "level" and c.status == "observed" and edtf.days(c.period)]
        for ratio in group:
            if ratio.measure == "ratio":
                beside = [c for c in levels if abs(c.start - ratio.start) <= BESIDE]
                yield from _ratio(ratio, *_ends(ratio, beside))


def _ends(ratio: Claim, levels: Sequence[Claim]) -> tuple[Claim | None, Claim | None]:
    """The level that a ratio starts from and the one that it leads to.

    A ratio without a span, or told for its last year alone, has the two that stand right beside it.
    """
    spans = [(*span, c) for c in levels if (span := edtf.days(c.period))]
    told = edtf.days(ratio.period)
    if told is not None:
        first = next((c for begins, _, c in spans if begins == told[0]), None)
        last = next((c for _, ends, c in spans if ends == told[1]), None)
        if first is not last:
            return first, last
    near = sorted((s for s in spans if abs(s[2].start - ratio.start) <= NEAR), key=lambda s: s[:2])
    two = len(near) == 2 and near[0][0] < near[1][0]
    return (near[0][2], near[1][2]) if two and (told is None or near[1][1] == told[1]) else (None, None)


def _ratio(ratio: Claim, first: Claim | None, last: Claim | None) -> Iterator[Finding]:
    if first is None or last is None or first is last or first.unit != last.unit or not first.value:
        return
    quotient = last.value / first.value
    low, high = reach(ratio)
    if low <= quotient and (high is None or quotient <= high):
        return
    message = (
        f"{worded(last)} / {worded(first)} is {rounded(quotient)}, "
        f"so “{signed(ratio, ratio.quote)}” contradicts its own numbers."
    )
    yield finding("arithmetic", "high", message, (ratio.id, first.id, last.id))


def _books(claims: Iterable[Claim]) -> Books:
    books: Books = {}
    for claim in claims:
        traded = claim.indicator in (OUT, BACK, TOTAL, BALANCE)
        if traded and claim.measure == "level" and claim.status == "observed" and claim.period:
            pair = frozenset((claim.area, claim.counterpart))
            books.setdefault((claim.unit, claim.period, pair), []).append(claim)
    return books


def _legs(book: Iterable[Claim]) -> dict[tuple[str | None, str | None], list[Claim]]:
    """The flows of goods by who sends them to whom."""
    legs: dict[tuple[str | None, str | None], list[Claim]] = {}
    for claim in book:
        if claim.indicator == OUT:
            legs.setdefault((claim.area, claim.counterpart), []).append(claim)
        elif claim.indicator == BACK:
            legs.setdefault((claim.counterpart, claim.area), []).append(claim)
    return legs


def _sums(book: Sequence[Claim]) -> Iterator[Finding]:
    """The two flows of a pair beside its turnover, in one source."""
    by_place: dict[tuple[str, str], list[Claim]] = {}
    for claim in book:
        by_place.setdefault(claim.place, []).append(claim)
    for said in by_place.values():
        legs = _legs(said)
        total = next((c for c in said if c.indicator == TOTAL and c.bound in "=~"), None)
        if total is None or len(legs) != 2:
            continue
        out, back = (legs[key][0] for key in sorted(legs, key=str, reverse=True))
        made = out.value + back.value
        slack = (out.step + back.step + total.step) / 2
        if abs(made - total.value) <= slack or not {out.bound, back.bound} <= {"=", "~"}:
            continue
        message = (
            f"{worded(out)} of exports and {worded(back)} of imports make "
            f"{plain(made, total.unit)}, beside a turnover of {worded(total)} {during(total.period)}."
        )
        severity = "medium" if abs(made - total.value) <= total.value / 4 else "high"
        yield finding("arithmetic", severity, message, (total.id, out.id, back.id))


def _components(book: Sequence[Claim]) -> Iterator[Finding]:
    """A turnover that is less than one of its own components."""
    totals = [(high, c.id, c) for c in book if c.indicator == TOTAL and (high := reach(c)[1]) is not None]
    parts = [(reach(c)[0], c.id, c) for leg in _legs(book).values() for c in leg]
    if not totals or not parts:
        return
    high, _, total = min(totals)
    low, _, part = max(parts)
    if low <= high:
        return
    message = (
        f"A turnover of {worded(total)} {during(total.period)} is less than its own component, "
        f"{named(part)} of {worded(part)}: the total cannot be right beside it."
    )
    yield finding("arithmetic", "high", message, (total.id, part.id))


def _balances(book: Sequence[Claim]) -> Iterator[Finding]:
    """A balance that is not what the two flows leave."""
    legs = _legs(book)
    balances = sorted((c.id, c) for c in book if c.indicator == BALANCE and c.bound in "=~")
    if len(legs) != 2 or not balances:
        return
    out, back = (sorted(legs[key], key=lambda c: c.id) for key in sorted(legs, key=str))
    made = {(a.id, b.id): abs(a.value - b.value) for a in out[:5] for b in back[:5] if _exact(a, b)}
    if not made:
        return
    for _, balance in balances[:5]:
        low, high = reach(balance)
        best = min(made, key=lambda key: (abs(made[key] - abs(balance.value)), key))
        a, b = (next(c for c in book if c.id == key) for key in best)
        slack = (a.step + b.step) / 2 + made[best] / 20
        if high is not None and low - slack <= made[best] <= high + slack:
            continue
        message = (
            f"{worded(a)} and {worded(b)} {during(balance.period)} leave a balance of "
            f"{plain(made[best], balance.unit)}, beside the {worded(balance)} that is given: "
            f"likely a number for a part of the period, or for another one."
        )
        yield finding("arithmetic", "high", message, (balance.id, a.id, b.id))


def _exact(*claims: Claim) -> bool:
    return all(c.bound in "=~" for c in claims)


def _members(books: Books) -> Iterator[Finding]:
    """Trade with a union that is less than the trade with one of its members."""
    entities = catalogue().entities
    for (unit, period, pair), book in sorted(books.items(), key=lambda item: str(item[0])):
        for union in sorted(key for key in pair if key in entities and entities[key or ""].members):
            totals = [
                (high, c.id, c) for c in book if c.indicator == TOTAL and (high := reach(c)[1]) is not None
            ]
            for member in entities[union or ""].members:
                within = books.get((unit, period, pair - {union} | {member}), ())
                parts = [(reach(c)[0], c.id, c) for c in within if c.indicator == TOTAL]
                if not totals or not parts or max(parts)[0] <= min(totals)[0]:
                    continue
                part, whole = max(parts)[2], min(totals)[2]
                message = (
                    f"{named(part)} {during(period)} is given as {worded(part)}, more than the "
                    f"{worded(whole)} of {named(whole)} of which it is a part; likely reason: "
                    f"another basis (the two come from different reporters)."
                )
                yield finding("arithmetic", "medium", message, (part.id, whole.id))


def growth(first: Decimal, last: Decimal, years: float) -> Decimal | None:
    """The growth a year, in per cent, that leads from one value to another.

    >>> rounded(growth(Decimal(68), Decimal(100), 5))
    '8.0'
    """
    if first <= 0 or last <= 0 or years <= 0:
        return None
    return Decimal((float(last) / float(first)) ** (1 / years) * 100 - 100)
