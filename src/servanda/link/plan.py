"""Plans: dates that moved, dates past when they were named, goals that change their year or size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from servanda.link.claims import Claim, agree, same_speaker
from servanda.link.finding import during, finding, named, plain, worded
from servanda.link.series import Series
from servanda.model import Finding
from servanda.periods import period_words
from servanda.values import edtf

NOW = dt.timedelta(days=31)  # a plan of about the day on which it is told is a decision and no schedule
YEAR = dt.timedelta(days=366)  # what is told longer after it is history: a plan of old
EARLY = dt.timedelta(days=62)  # how much later than planned something may come
CUT = Decimal("1.5")  # how many times smaller a plan must have become to be told


def schedules(every: Sequence[Series]) -> Iterator[Finding]:
    """What was to come by a time and then by a later one, or came later."""
    for one in every:
        yield from _moved(one)


def past(every: Sequence[Series]) -> Iterator[Finding]:
    """What was planned for a time that had passed when the source said so, while others plan it for later."""
    for one in every:
        for claims in _by_value(_planned(one)).values():
            latest = max(claims, key=lambda c: (_end(c), c.id))
            for claim in sorted(claims, key=lambda c: c.id):
                if _had_passed(claim, latest):
                    message = (
                        f"{named(claim)}: {worded(claim)} is planned for {period_words(claim.period)}, "
                        f"which had "
                        f"passed when the source said so ({period_words(claim.published)}); another "
                        f"source has {period_words(latest.period)}: an impossible date."
                    )
                    yield finding("calendar", "high", message, (claim.id, latest.id))


def _had_passed(claim: Claim, latest: Claim) -> bool:
    """Whether a plan's time lay behind its source, and another source of those days has it ahead."""
    told, later = edtf.days(claim.published), edtf.days(latest.published)
    if told is None or later is None or abs(told[0] - later[0]) > NOW:
        return False
    return told[0] <= _end(latest) and EARLY < told[0] - _end(claim) <= YEAR


def goals(every: Sequence[Series]) -> Iterator[Finding]:
    """One speaker's goal with two years."""
    for one in every:
        for claims in _by_value(one.targets()).values():
            voices: dict[str, list[Claim]] = {}
            for claim in claims:
                voices.setdefault(claim.claimant or "+".join(claim.by), []).append(claim)
            for said in voices.values():
                first, last = (pick(said, key=lambda c: (_end(c), c.id)) for pick in (min, max))
                if _end(first) < _end(last) and same_speaker(first, last):
                    yield _two_years(first, last)


def cuts(every: Sequence[Series]) -> Iterator[Finding]:
    """A sum that was planned, and is planned much smaller later."""
    for one in every:
        money = len(one.key[4]) == 3 and one.key[4].isupper() and one.key[3] == "level"
        planned = [c for c in one.claims if c.status == "planned" and not c.flows and edtf.days(c.published)]
        if not money or len(planned) < 2:
            continue
        ordered = sorted(planned, key=lambda c: (edtf.days(c.published) or (dt.date.min,), c.id))
        first, last = ordered[0], ordered[-1]
        if last.value * CUT <= first.value and not agree(first, last):
            message = (
                f"{named(first)} was planned at {worded(first)} ({period_words(first.published)}) and "
                f"later at {worded(last)} ({period_words(last.published)}): the plan was revised downward."
            )
            yield finding("target", "medium", message, (first.id, last.id))


def _planned(one: Series) -> list[Claim]:
    """Claims that name a time to come for something that is there or not (no flow, no share)."""
    if one.key[3] != "level" or any(c.flows for c in one.claims[:1]):
        return []
    return [c for c in one.claims if c.status == "planned" and edtf.days(c.period) and not _decision(c)]


def _decision(claim: Claim) -> bool:
    told, planned = edtf.days(claim.published), edtf.days(claim.period)
    if told is None or planned is None:
        return False
    return abs(planned[1] - told[1]) <= NOW or (
        planned[0] <= told[0] and told[1] <= planned[1] and claim.rough
    )


def _by_value(claims: Sequence[Claim]) -> dict[Decimal, list[Claim]]:
    groups: dict[Decimal, list[Claim]] = {}
    for claim in claims:
        if edtf.days(claim.period):
            groups.setdefault(claim.value, []).append(claim)
    return groups


def _end(claim: Claim) -> dt.date:
    span = edtf.days(claim.period)
    return span[1] if span else dt.date.max


def _moved(one: Series) -> Iterator[Finding]:
    planned = _planned(one)
    seen = [c for c in one.observed() if not c.rough] if planned else []
    for value, claims in _by_value(planned).items():
        ordered = sorted(claims, key=lambda c: (_end(c), c.id))
        times = list(dict.fromkeys(period_words(c.period) for c in ordered))
        came = [c for c in seen if c.value >= value and _end(c) < dt.date.max]
        reached = min(came, key=lambda c: (_end(c), c.id)) if came else None
        first = ordered[0]
        late = reached is not None and _end(reached) - _end(first) > EARLY
        if len(times) < 2 and not late:
            continue
        then = f" and reached {during(reached.period)}" if reached and late else ""
        told = f"planned for {', then for '.join(times)}{then}"
        message = f"{named(first)}: {plain(value, first.unit)} was {told}: the schedule slipped."
        cited = [c.id for c in ordered] + ([reached.id] if reached and late else [])
        yield finding("target", "medium", message, cited)


def _two_years(first: Claim, last: Claim) -> Finding:
    message = (
        f"The same speaker sets the goal of {worded(first)} of {named(first)} by "
        f"{period_words(first.period)} "
        f"({period_words(first.published) or 'undated'}) and by {period_words(last.period)} "
        f"({period_words(last.published) or 'undated'})."
    )
    return finding("conflict", "high", message, (first.id, last.id))
