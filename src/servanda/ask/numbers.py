"""Answers about numbers: targets and how they stand, levels, changes, disagreements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from servanda.ask import wording
from servanda.ask.answer import Line
from servanda.ask.evidence import Evidence
from servanda.labels import INTERFACE
from servanda.link.arithmetic import arithmetic
from servanda.link.claims import Claim, agree
from servanda.link.conflict import conflicts
from servanda.link.series import Series
from servanda.link.target import Record, Standing, stand
from servanda.model import Figure, Finding
from servanda.periods import period_words
from servanda.values import edtf

MOST = 6
"""The most numbers that an answer tells one by one."""
LENGTHS = ("m", "km", "[mi_i]", "[nmi_i]")
MONEY = 3
"""Letters of a currency's code."""


def target(there: Evidence) -> list[Line]:
    """What level is aimed at by when, and how that stands."""
    wanted = [f for f in _targets(there) if edtf.days(f.period)]
    asked = [f for f in wanted if _by(f, there.asked.period)]
    if not asked and there.asked.asks("said", "promised"):  # the period is that of whoever set it
        asked = [f for f in wanted if there.overlaps(there.said(f))]
    if there.asked.amounts:
        asked = [f for f in asked if f.value in there.asked.amounts]
    out: list[Line] = []
    for group in _grouped(asked)[:MOST]:
        first = group[0]
        about = wording.what(first.indicator, (first.area, first.counterpart))
        text = f"The target for {about} is {wording.value(first)} by {period_words(first.period)}."
        out.append(there.line(text, group))
        out += _standing(there, first)
    return out


def _targets(there: Evidence) -> list[Figure]:
    return [f for f in there.narrowed(status="target") if f.status == "target"]


def _by(figure: Figure, period: str | None) -> bool:
    """Whether a target is for the end of a period."""
    own, asked = edtf.days(figure.period), edtf.days(period)
    return asked is None or (own is not None and asked[0] <= own[1] <= asked[1])


def targets_held(there: Evidence) -> list[Line]:
    """The targets that there are, where none is for the period asked about."""
    groups = _grouped([f for f in _targets(there) if f.period])
    if not groups:
        return []
    told = wording.listed(f"{wording.value(g[0])} by {period_words(g[0].period)}" for g in groups[:MOST])
    return [there.line(f"The targets that it holds for this are {told}.", [g[0] for g in groups])]


def _standing(there: Evidence, figure: Figure) -> Iterator[Line]:
    """How a target stands by the observations of its series."""
    for one in there.series_of(figure):
        claim = next((claim for claim in one.claims if claim.id == figure.id), None)
        if claim is not None:
            standing = stand(claim, Record(one), there.today or dt.date.max)
            cited = [
                c.id
                for c in (standing.last, standing.other, standing.by, standing.first, claim)
                if c is not None
            ]
            yield there.line(_verdict(standing, one), _of(there, cited))


def _of(there: Evidence, ids: Sequence[str]) -> list[Figure]:
    found = there.store.records("figure", id=list(ids))
    known = {figure.id: figure for figure in found if isinstance(figure, Figure)}
    return [known[key] for key in ids if key in known]


def _verdict(standing: Standing, one: Series) -> str:
    last = standing.last
    if last is None:
        return "Whether it is on track cannot be told: the ledger holds no observation of a year up to then."
    unit = one.key[4]
    seen = f"{wording.amount(last.value, unit)} in {period_words(last.period)}"
    if standing.other is not None:
        other = f"{wording.amount(standing.other.value, unit)} in {period_words(standing.other.period)}"
        seen += f", but {other} by another: it depends on the source"
    growth = f"; it needs {standing.needed}% a year from there" if standing.needed else ""
    if standing.needed and standing.seen and standing.first is not None:
        growth += f", and {standing.seen}% a year were seen since {period_words(standing.first.period)}"
    if standing.verdict == "met":
        return f"It was met: {seen}."
    if standing.verdict == "missed":
        return f"It was missed: {seen}."
    if standing.verdict == "superseded" and standing.by is not None:
        by = f"{wording.amount(standing.by.value, one.key[4])} by {period_words(standing.by.period)}"
        return f"It was replaced by {by}; last seen: {seen}."
    if standing.verdict in ("on-track", "off-track"):
        return f"It is {standing.verdict.replace('-', ' ')}: {seen}{growth}."
    return f"Whether it is on track cannot be told; last seen: {seen}."


# -- levels ---------------------------------------------------------------------------------------


def level(there: Evidence) -> list[Line]:
    """What the numbers are in the period asked about; the latest ones where none is."""
    if there.asked.period and not there.asked.amounts:
        own = there.narrowed(since=there.asked.period, until=there.asked.period)
        told = in_period(there, _kind_asked(there, [f for f in own if f.status != "target"]))
        if told and all(f.period for f in told):
            return _told(there, told)
    found = _kind_asked(there, [f for f in there.figures if f.status != "target"])
    found = found or _kind_asked(there, there.nearby)
    if there.asked.amounts:
        found = [f for f in found if f.value in there.asked.amounts] or found
    if there.asked.period:
        return _told(there, in_period(there, found))
    dated = [f for f in found if edtf.days(f.period) and f.status == "observed"]
    if there.things or not dated:
        return _told(there, found)
    newest = max((edtf.days(f.period) or _NEVER)[1] for f in dated)
    return _told(there, [f for f in dated if (edtf.days(f.period) or _NEVER)[1].year == newest.year])


_NEVER = (dt.date.min, dt.date.min)


def _kind_asked(there: Evidence, found: list[Figure]) -> list[Figure]:
    """Only shares, counts or sums of money, where the question asks for those and there are any."""
    asked = there.asked
    share = [f for f in found if f.measure == "share" or f.unit == "%"]
    if asked.asks("share"):
        return share
    levels = [f for f in found if f.measure in ("level", "share")]
    if asked.asks("length"):
        return [f for f in found if f.unit in LENGTHS]
    if asked.asks("count"):
        return [f for f in levels if f.unit == "1"]
    if asked.asks("money"):
        return [f for f in levels if len(f.unit) == MONEY and f.unit.isupper()]
    return [f for f in levels if f.measure == "level"] or levels


def in_period(there: Evidence, found: list[Figure]) -> list[Figure]:
    """Figures of just this period, else of its parts, else of periods that touch it."""
    wanted = edtf.days(there.asked.period)
    touching = [f for f in found if there.overlaps(f.period or there.said(f))]
    exact = [f for f in touching if edtf.days(f.period) == wanted]
    if wanted is None or exact:
        return exact
    inside = [f for f in touching if (d := edtf.days(f.period)) and wanted[0] <= d[0] and d[1] <= wanted[1]]
    return inside or touching


def _told(there: Evidence, found: list[Figure]) -> list[Line]:
    groups = _grouped(found)
    lines: list[Line] = []
    if len({(group[0].value, group[0].unit) for group in groups}) > 1:
        heads = [group[0] for group in groups]
        lines.append(there.line(f"The ledger holds {len(groups)} different figures on this.", heads))
    return lines + [there.line(_sentence(there, group), group) for group in groups[:MOST]]


def _sentence(there: Evidence, group: Sequence[Figure]) -> str:
    """What a figure is of, of when, how much it is, and who says so."""
    first = group[0]
    about = wording.what(first.indicator, (first.area, first.counterpart))
    said = period_words(there.said(first))
    when = f", {period_words(first.period)}" if first.period else f", as of {said}" if said else ""
    status = "" if first.status == "observed" else f" ({first.status})"
    by = wording.names(who for figure in group for who in figure.speakers)
    language = (there.briefly(first.document).language or "")[:2]
    value = wording.value(first, counted=language == INTERFACE)
    return f"{about[:1].upper()}{about[1:]}{when}: {value}{status}{f', according to {by}' if by else ''}."


def _grouped(found: Iterable[Figure]) -> list[list[Figure]]:
    """Figures that say the same, together, by period."""
    groups: dict[object, list[Figure]] = {}
    for figure in found:
        key = (figure.indicator, figure.area, figure.counterpart, figure.value, figure.value_max, figure.unit)
        groups.setdefault((*key, figure.period, figure.status), []).append(figure)
    return sorted(groups.values(), key=lambda g: (edtf.days(g[0].period) or _NEVER)[::-1])


# -- changes and disagreements --------------------------------------------------------------------


def change(there: Evidence) -> list[Line]:
    """From the first observation of the period to the last, and the changes that were told of it."""
    lines = []
    for one in there.series:
        yearly = [
            c for c in one.observed() if one.key[3] == "level" and there.overlaps(c.period) and _is_year(c)
        ]
        if len(yearly) > 1 and yearly[0].period != yearly[-1].period:
            lines.append(_from_to(there, one, yearly[0], yearly[-1]))
    told = [
        f for f in there.figures if f.measure in ("change", "ratio") and f.period and there.overlaps(f.period)
    ]
    for group in _grouped(told)[: MOST - len(lines)]:
        first = group[0]
        passage = wording.quoted(_around(there, first))
        text = f"A change of {wording.value(first)} is told for {period_words(first.period)}: {passage}."
        lines.append(there.line(text, group))
    return lines


def _is_year(claim: Claim) -> bool:
    span = edtf.days(claim.period)
    return span is not None and 360 <= (span[1] - span[0]).days <= 370


def _from_to(there: Evidence, one: Series, first: Claim, last: Claim) -> Line:
    unit = one.key[4]
    about = wording.what(first.indicator, (first.area, first.counterpart))
    verb = "rose" if last.value > first.value else "fell" if last.value < first.value else "stayed"
    times = f", {last.value / first.value:.1f} times as much" if first.value else ""
    ends = (f"{wording.amount(c.value, unit)} in {period_words(c.period)}" for c in (first, last))
    text = f"{about[:1].upper()}{about[1:]} {verb} from {' to '.join(ends)}{times}."
    return there.line(text, _of(there, (first.id, last.id)))


def _around(there: Evidence, figure: Figure) -> str:
    """The clause around a figure, for its direction stands in words alone."""
    text, first = there.document(figure.document).text, figure.evidence[0]
    start = max(text.rfind(sign, 0, first.start) for sign in (". ", "\n", "; ", "। ")) + 1
    ends = (at for sign in (". ", "\n", "; ", "।") if (at := text.find(sign, first.end)) > 0)
    return text[start : min(ends, default=len(text))].strip()


def differ(there: Evidence) -> list[Line]:
    """The conflicts and wrong sums among the figures asked about."""
    findings: list[Finding] = [
        *conflicts(there.series),
        *arithmetic([c for s in there.series for c in s.claims]),
    ]
    lines = []
    for one in findings:
        cited = _of(there, one.records)
        if any(there.overlaps(figure.period) for figure in cited):
            lines.append(there.line(one.message, cited))
    return lines[:MOST] or (_apart(there) if there.asked.period else [])


def _apart(there: Evidence) -> list[Line]:
    """The levels of the period that no value fits all of, though none of them need be wrong."""
    for one in there.series:
        seen = [c for c in one.observed() if c.measure == "level" and there.overlaps(c.period)]
        found = in_period(there, _of(there, [c.id for c in seen]))
        ids = {figure.id for figure in found}
        if not all(agree(a, b) for a, b in combinations([c for c in seen if c.id in ids], 2)):
            return _told(there, found)
    return []
