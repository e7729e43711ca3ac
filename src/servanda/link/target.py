"""Targets: what became of a level that was to be reached by a time."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from servanda.labels import indicator_label
from servanda.link.arithmetic import growth
from servanda.link.claims import Claim, reach
from servanda.link.finding import during, finding, named, plain, rounded, worded
from servanda.link.series import Series
from servanda.model import Finding
from servanda.periods import period_words
from servanda.values import edtf

RUNNING = ("on-track", "off-track", "superseded")
NEAR = 200  # characters within which two figures stand in one sentence


class Standing(msgspec.Struct, frozen=True):
    """How a target stands: the verdict, the growth a year that it needs and the growth seen, in per cent.

    ``first``, ``last``: the observations that show it; ``by``: the target that replaced it; ``other``: an
    observation of the same time that says the opposite.
    """

    verdict: str
    last: Claim | None = None
    first: Claim | None = None
    needed: str | None = None
    seen: str | None = None
    by: Claim | None = None
    other: Claim | None = None


class Aim(NamedTuple):
    """The claims that set one level by one time, the oldest first, and how they stand."""

    claims: tuple[Claim, ...]
    standing: Standing


class Year(NamedTuple):
    """What is observed of the years that end on one day: the highest, the lowest, the one to go by."""

    end: dt.date
    most: Claim
    least: Claim
    chosen: Claim


class Record:
    """The observations and targets of one series, in the order of their years."""

    def __init__(self, one: Series) -> None:
        self.series = one
        self.aims = [c for c in one.targets() if edtf.days(c.period)]
        self.told = sorted(self.aims, key=_told)
        self.dates = [_told(c)[0] for c in self.told]
        ended: dict[dt.date, list[Claim]] = {}
        for claim in one.observed() if self.aims else ():
            if _is_year(claim) and claim.bound not in ("<", "<="):
                ended.setdefault(_end(claim), []).append(claim)
        self.years = [_year(end, ended[end]) for end in sorted(ended)]

    def replaced(self, target: Claim) -> Claim | None:
        """The first later claim that sets another level for this time or a later one."""
        start = bisect_right(self.dates, target.published or "")
        return next((t for t in self.told[start:] if _replaces(t, target)), None)


def _year(end: dt.date, claims: Sequence[Claim]) -> Year:
    chosen = min(claims, key=lambda c: (c.rough, c.id))
    most = max(claims, key=lambda c: (c.value, not c.rough, c.id))
    return Year(end, most, min(claims, key=lambda c: (c.value, c.id)), chosen)


def targets(all_series: Sequence[Series], today: dt.date | None = None) -> Iterator[Finding]:
    """A finding for every target: one for the claims that set the same level by the same time.

    Deadlines are measured against ``today``, or the latest day that the ledger knows of.
    """
    day = today or latest(all_series)
    records = [Record(one) for one in all_series]
    beside = _beside(records)
    for record in records:
        for aim in _aims(record, day):
            yield _finding(aim, day, beside)


def aims(all_series: Iterable[Series], today: dt.date) -> list[Aim]:
    """All targets, each with how it stands on a day."""
    return [aim for one in all_series for aim in _aims(Record(one), today)]


def _aims(record: Record, day: dt.date) -> Iterator[Aim]:
    groups: dict[tuple[Decimal, str], list[Claim]] = {}
    for claim in record.aims:
        groups.setdefault((claim.value, claim.period or ""), []).append(claim)
    for _, claims in sorted(groups.items()):
        told = tuple(sorted(claims, key=_told))
        yield Aim(told, stand(told[0], record, day))


def latest(all_series: Iterable[Series]) -> dt.date:
    """The last day that any document speaks of as its own."""
    days = [s[1] for one in all_series for c in one.claims if (s := edtf.days(c.published))]
    return max(days, default=dt.date.min)


def _told(claim: Claim) -> tuple[str, str]:
    return claim.published or "", claim.id


def stand(target: Claim, record: Record, day: dt.date) -> Standing:
    """How a target stands against the observations of its series on a day."""
    end = _end(target)
    before = [y for y in record.years if y.end.year <= end.year]
    if not before:
        return Standing("unverifiable")
    set_on = edtf.days(target.published)
    met = next((y for y in before if y.most.value >= target.value and _counts(y, set_on)), None)
    last, first = before[-1], before[0] if before[0].end.year < before[-1].end.year else None
    last = next(y for y in before if y.end.year == last.end.year and (not y.chosen.rough or y is last))
    needed = growth(last.chosen.value, target.value, end.year - last.end.year)
    shown = Standing(
        "", last.chosen, first.chosen if first else None, rounded(needed) if needed is not None else None
    )
    seen = _seen_growth(first, last)
    change = msgspec.structs.replace
    shown = change(shown, seen=rounded(seen) if seen is not None else None)
    if met is not None:
        return change(shown, verdict="met", last=met.most, other=_against(target, met, before))
    if day > end:
        return change(shown, verdict="missed")
    later = record.replaced(target)
    if later:
        return change(shown, verdict="superseded", by=later)
    if needed is None or seen is None:
        return change(shown, verdict="unverifiable")
    return change(shown, verdict="on-track" if seen >= needed else "off-track")


def _seen_growth(first: Year | None, last: Year) -> Decimal | None:
    if first is None:
        return None
    return growth(first.chosen.value, last.chosen.value, last.end.year - first.end.year)


def _counts(year: Year, set_on: edtf.Span | None) -> bool:
    """Whether an observation can show a target met: it is of no time before the target was set."""
    return set_on is None or year.end >= set_on[0]


def _against(target: Claim, met: Year, before: Sequence[Year]) -> Claim | None:
    """An observation of the target's year that falls short where another one reaches it."""
    if met.end.year != _end(target).year:
        return None
    short = [y.least for y in before if y.end.year == met.end.year]
    short = [c for c in short if (reach(c)[1] or target.value) < target.value]
    return min(short, key=lambda c: (c.value, c.id)) if short else None


def _replaces(other: Claim, target: Claim) -> bool:
    return other.value != target.value and _end(other) >= _end(target)


def _is_year(claim: Claim) -> bool:
    span = edtf.days(claim.period)
    return span is not None and 360 <= (span[1] - span[0]).days <= 370


def _end(claim: Claim) -> dt.date:
    span = edtf.days(claim.period)
    return span[1] if span else dt.date.min


def _finding(aim: Aim, day: dt.date, beside: Beside) -> Finding:
    claims, standing = aim
    target = claims[0]
    goal = f"{worded(target)} of {named(target)} by {period_words(target.period)}"
    cited = [c.id for c in claims]
    if standing.last is None:
        text = (
            f"The target of {goal} cannot be verified: the ledger holds no observation of a year up to then"
        )
    else:
        grown = standing.first if standing.verdict in RUNNING else None
        cited += [c.id for c in (standing.last, grown, standing.by, standing.other) if c is not None]
        text = f"The target of {goal} is {standing.verdict}: {_seen(standing)}"
    doubt = _doubt(target, beside, day)
    if doubt is not None:
        text += doubt[0]
        cited += doubt[1]
    return finding("target", _severity(standing), text + ".", cited)


def _severity(standing: Standing) -> str:
    if standing.verdict in ("missed", "off-track") or standing.other is not None:
        return "high"
    return "medium" if standing.last else "low"


def _seen(standing: Standing) -> str:
    """What the observations show, for a sentence."""
    last = standing.last
    assert last is not None  # noqa: S101 (the caller looked)
    text = f"{worded(last)} {during(last.period)}"
    if standing.other is not None:
        other = standing.other
        text += f", but {worded(other)} {during(other.period)} by another: it depends on the source"
    if standing.verdict in RUNNING and standing.needed:
        text += f"; it needs {standing.needed}% a year from there"
        if standing.first is not None and standing.seen:
            text += f", {standing.seen}% a year were seen since {period_words(standing.first.period)}"
    if standing.by is not None:
        text += f"; replaced by {worded(standing.by)} by {period_words(standing.by.period)}"
    return text


Beside = dict[str, list[tuple[Claim, Record]]]
"""The levels that each document speaks of, with their series."""


def _beside(records: Sequence[Record]) -> Beside:
    found: Beside = {}
    aimed = {c.document for record in records for c in record.aims if not c.table}
    for record in records:
        if record.series.key[3] == "level":
            for claim in record.series.claims:
                if claim.document in aimed and not claim.table:
                    found.setdefault(claim.document, []).append((claim, record))
    return found


def _doubt(target: Claim, beside: Beside, day: dt.date) -> tuple[str, list[str]] | None:
    """Another indicator of the same unit that the same sentence speaks of: was that one meant?"""
    for claim, record in () if target.table else beside.get(target.document, ()):
        if claim.indicator == target.indicator or claim.unit != target.unit:
            continue
        if abs(claim.start - target.start) > NEAR or not _same_pair(target, claim):
            continue
        standing = stand(target, record, day)
        if standing.last is None:
            continue
        text = (
            f"; the sentence speaks of {indicator_label(claim.indicator)} too, and if that was meant it "
            f"is {standing.verdict} "
            f"({plain(standing.last.value, claim.unit)} {during(standing.last.period)})"
        )
        return text, [claim.id, standing.last.id]
    return None


def _same_pair(a: Claim, b: Claim) -> bool:
    return {a.area, a.counterpart} == {b.area, b.counterpart} and b.concept is not None
