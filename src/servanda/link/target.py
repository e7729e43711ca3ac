"""Targets: what became of a level that was to be reached by a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from servanda.catalogue import catalogue
from servanda.link.arithmetic import growth
from servanda.link.claims import Claim
from servanda.link.finding import finding, plain, rounded
from servanda.link.series import Series
from servanda.model import Finding
from servanda.values import edtf

NEAR = 200  # characters within which two figures stand in one sentence


class Standing(msgspec.Struct, frozen=True):
    """How a target stands: the verdict, the growth a year that it needs and the growth seen, in per cent."""

    verdict: str
    last: Claim | None = None
    needed: str | None = None
    seen: str | None = None
    by: Claim | None = None


def targets(all_series: Sequence[Series], today: dt.date | None = None) -> Iterator[Finding]:
    """A finding for every target: one for the claims that set the same level by the same time.

    Deadlines are measured against ``today``, or the latest day that the ledger knows of.
    """
    day = today or _latest(all_series)
    for one in all_series:
        groups: dict[tuple[str, str], list[Claim]] = {}
        for claim in one.targets():
            if edtf.days(claim.period):
                groups.setdefault((str(claim.value), claim.period or ""), []).append(claim)
        for claims in groups.values():
            yield _finding(claims, one, day, all_series)


def _latest(all_series: Iterable[Series]) -> dt.date:
    """The last day that any document speaks of as its own."""
    days = [s[1] for one in all_series for c in one.claims if (s := edtf.days(c.published))]
    return max(days, default=dt.date.min)


def stand(target: Claim, one: Series, day: dt.date) -> Standing:
    """How a target stands against the observations of its series on a day."""
    span = edtf.days(target.period)
    end = span[1] if span else dt.date.max
    later = [t for t in one.targets() if _replaces(t, target, end)]
    observed = [c for c in one.observed() if _is_year(c) and c.bound not in ("<", "<=")]
    before = [c for c in observed if _year_of(c) <= end.year]
    if not before:
        return Standing("unverifiable")
    last = before[-1]
    first = next((c for c in before if _year_of(c) < _year_of(last)), None)
    years = end.year - _year_of(last)
    needed = growth(last.value, target.value, years)
    seen = growth(first.value, last.value, _year_of(last) - _year_of(first)) if first else None
    shown = Standing(
        "", last, rounded(needed) if needed is not None else None, rounded(seen) if seen is not None else None
    )
    if max(c.value for c in before) >= target.value:
        return msgspec.structs.replace(
            shown, verdict="met", last=next(c for c in before if c.value >= target.value)
        )
    if day > end:
        return msgspec.structs.replace(shown, verdict="missed")
    if later:
        return msgspec.structs.replace(shown, verdict="superseded", by=later[0])
    if needed is None or seen is None:
        return msgspec.structs.replace(shown, verdict="unverifiable")
    return msgspec.structs.replace(shown, verdict="on-track" if seen >= needed else "off-track")


def _replaces(other: Claim, target: Claim, end: dt.date) -> bool:
    """Whether a later document sets another level for this time or a later one."""
    span = edtf.days(other.period)
    later = (other.published or "") > (target.published or "")
    return later and other.value != target.value and span is not None and span[1] >= end


def _is_year(claim: Claim) -> bool:
    span = edtf.days(claim.period)
    return span is not None and 360 <= (span[1] - span[0]).days <= 370


def _year_of(claim: Claim) -> int:
    span = edtf.days(claim.period)
    return span[1].year if span else 0


def _finding(claims: Sequence[Claim], one: Series, day: dt.date, all_series: Sequence[Series]) -> Finding:
    target = claims[0]
    standing = stand(target, one, day)
    goal = f"{plain(target.value, target.unit)} of {target.indicator} by {target.period}"
    cited = [c.id for c in claims]
    if standing.last is None:
        text = (
            f"The target of {goal} cannot be verified: the ledger holds no observation of a year up to then"
        )
    else:
        cited.append(standing.last.id)
        seen = plain(standing.last.value, one.key[4])
        text = f"The target of {goal} is {standing.verdict}: {seen} in {standing.last.period}"
    if standing.verdict in ("on-track", "off-track", "superseded") and standing.needed:
        seen = f", {standing.seen}% a year were seen" if standing.seen else ""
        text += f"; it needs {standing.needed}% a year from there{seen}"
    if standing.by is not None:
        text += f"; replaced by {plain(standing.by.value, standing.by.unit)} by {standing.by.period}"
        cited.append(standing.by.id)
    doubt = _doubt(target, all_series, day)
    if doubt is not None:
        text += doubt[0]
        cited += doubt[1]
    severity = "high" if standing.verdict in ("missed", "off-track") else "medium" if standing.last else "low"
    return finding("target", severity, text + ".", cited)


def _doubt(target: Claim, all_series: Sequence[Series], day: dt.date) -> tuple[str, list[str]] | None:
    """Another indicator of the same unit that the same sentence speaks of: was that one meant?"""
    for other in all_series:
        if other.key[0] == target.indicator or other.key[4] != target.unit or other.key[3] != "level":
            continue
        beside = [
            c for c in other.claims if c.document == target.document and abs(c.start - target.start) <= NEAR
        ]
        concept = catalogue().indicators.get(other.key[0])
        if not beside or concept is None or {target.area, target.counterpart} != set(other.key[1:3]):
            continue
        standing = stand(target, other, day)
        if standing.last is None:
            continue
        text = (
            f"; the sentence speaks of {other.key[0]} too, and if that was meant it is {standing.verdict} "
            f"({plain(standing.last.value, other.key[4])} in {standing.last.period})"
        )
        return text, [beside[0].id, standing.last.id]
    return None
