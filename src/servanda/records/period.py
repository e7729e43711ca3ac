"""What a number is of in time, as EDTF: by the time that it goes with, else by its sentence and document."""

from __future__ import annotations

import re

from servanda.catalogue import Indicator, catalogue
from servanda.records.region import Claim, Region, Sense
from servanda.records.span import is_ahead, is_beside, is_over, times_of, years
from servanda.records.view import TimeFound
from servanda.values import edtf
from servanda.values.moments import Distance, Shift

_AHEAD = frozenset(("planned", "proposed", "forecast"))
FAR = 140  # and between those of one paragraph whose indicators run on
BESIDE = 60  # characters, at most, between a sentence and the figure before it, whose year it goes on with


def period(region: Region, sense: Sense, earlier: Claim) -> str | None:
    """The period of a number: EDTF, or nothing where no words tell."""
    time, concept = sense.time, sense.concept
    if concept is not None and concept.timeless:
        return None
    told = _same(region, time, earlier) or _movement(region, sense)
    if told is None and time is not None and sense.status in _AHEAD and is_over(region, time):
        return None  # it was undertaken then
    if told is not None or time is not None:
        return told or _year_before(region, time, earlier) or _open(region, sense)
    if sense.status != "observed":
        return earlier.period if region.i and _joins(region, sense, earlier) else None
    if concept is not None and concept.cumulative:
        return None
    return _untold(region, sense, earlier)


def _same(region: Region, time: TimeFound | None, earlier: Claim) -> str | None:
    """*in the same year*: the time of the number before."""
    if time is not None or (region.i == 0 and region.view.start - earlier.end > BESIDE):
        return None
    return earlier.period if region.cue("same", after=True) is not None else None


def _year_before(region: Region, time: TimeFound | None, earlier: Claim) -> str | None:
    """*a year earlier*: than the year that the number before it is of."""
    if time is None or not isinstance(time.mark.moment, (Shift, Distance)):
        return None
    if not any(m.start < time.end and time.start < m.end for m in region.view.of("earlier")):
        return None
    beside = region.i > 0 or 0 <= region.view.start - earlier.end <= BESIDE
    m = re.match(r"(\d{4})", earlier.period or "") if beside else None
    return earlier.period.replace(m[1], str(int(m[1]) - 1)) if m and earlier.period else None


def _untold(region: Region, sense: Sense, earlier: Claim) -> str | None:
    """The period of an observed number that no time stands beside: that told before, or the document's year.

    Things counted, and single deeds, are of no time unless the number before them is.
    """
    concept, year = sense.concept, str(region.setting.year) if region.setting.year else None
    if region.is_start() and region.i + 1 < len(region.numbers):
        told = any(t.mark.kind != "duration" and not is_ahead(region, t) for t in times_of(region))
        return None if told else year  # what it leads to has a time: nobody tells when it began
    if concept is not None and concept.dated and region.setting.today:
        return region.setting.today.isoformat()
    if _is_of_now(region, concept):
        return year
    if earlier.period and _same_time(region, concept, earlier):
        return earlier.period
    if region.unit == "1" or (concept is not None and concept.deed):
        return earlier.period if _is_told_on(region, earlier) else None
    return None if sense.measure == "change" or region.cue("past", after=True) is not None else year


def _joins(region: Region, sense: Sense, earlier: Claim) -> bool:
    """Whether a number is told in one breath with the one before it (*16% alone, 44% with help*)."""
    gap = region.words(region.left, region.start)
    return earlier.status == sense.status and earlier.unit == region.unit and len(gap) <= BESIDE


def _is_told_on(region: Region, earlier: Claim) -> bool:
    """Whether a number goes on with what the one before it tells as a fact, in one paragraph."""
    return earlier.status == "observed" and "\n" not in region.words(earlier.end, region.start)


def _is_of_now(region: Region, concept: Indicator | None) -> bool:
    """Whether words tell that a number holds now, so far, or every year."""
    told = region.is_now() or _is_habit(region) or region.cue("sofar", "present", after=True) is not None
    return told or (concept is not None and concept.standing and region.cue("past", after=True) is None)


def _is_habit(region: Region) -> bool:
    """Whether a number is told of every year, day and so on."""
    often = (t for t in region.frame.times if t.mark.kind == "set")
    return any(region.left <= t.start and t.end <= region.right for t in often)


def _movement(region: Region, sense: Sense) -> str | None:
    """*from A to B over the past four years*: the first is of the year then, the last of the year now.

    What alone is told of such a time (*invested A over the past four years*) is of all of them; what is
    planned for years to come, of those.
    """
    year = region.setting.year
    if year is None or sense.time is not None:
        return None
    length, n = next(((t, n) for t in times_of(region) if (n := years(t, year))), (None, None))
    if length is None or n is None:
        return None
    then, later = year - n, year + n
    gone, coming = (
        any(length.start <= c.start < length.end for c in region.view.of(kind)) for kind in ("gone", "next")
    )
    if n == 1 and not (gone or coming):
        return None  # *a year*, every year
    if region.is_start() or region.is_end():
        first, last = (then, year) if gone or (sense.status == "observed" and not coming) else (year, later)
        return f"{first if region.is_start() else last}"
    if sense.status != "observed":
        gone = gone or not (coming or length.start - region.end <= BESIDE)
        return None if gone else f"{later}" if sense.status == "target" else f"{year}/{later}"
    alone = gone and sense.measure == "level" and is_beside(region, length)
    return f"{then}/{year}" if region.unit == "x" or alone else None


def _same_time(region: Region, concept: Indicator | None, earlier: Claim) -> bool:
    """Whether the number is of the time of the one before: of its sentence, or its kind right after."""
    before = catalogue().indicators.get(earlier.indicator or "")
    if earlier.status != "observed":
        return False
    stock = concept is not None and concept.dimension == "money" and (bool(concept.held) or not concept.flows)
    if region.i > 0:
        return not stock or (before is not None and not before.flows)
    text = region.words(earlier.end, region.view.start)
    if concept is None or before is None or "\n" in text or not 0 <= region.view.start - earlier.end <= FAR:
        return False
    return _runs(concept) and _runs(before) and not stock and region.cue("share") is None


def _runs(concept: Indicator) -> bool:
    """Whether an indicator tells of what went on over a time: trade, supplies."""
    return concept.flows or (concept.dimension == "measure" and concept.pair == "directed")


def _open(region: Region, sense: Sense) -> str | None:
    """Its time as a period: *before 2014* is open at its beginning, *since 2014* lasts until now."""
    time = sense.time
    if time is None or time.value is None or "X" in time.value:
        return time.value if time is not None else None
    if time.mark.mod == "before":
        return edtf.before(time.value, inclusive=False)
    if time.mark.mod == "after":
        return edtf.after(time.value, inclusive=False)
    return _since(region, sense, time.value) if time.mark.mod == "since" else time.value


def _since(region: Region, sense: Sense, value: str) -> str:
    """What is to be from a time on is of that time; what has been since is told as narrowly."""
    today, begin = region.setting.today, value.partition("/")[0]
    if sense.status != "observed":
        return value
    if today is None or sense.measure == "share" or not begin < today.isoformat():
        return edtf.after(value, inclusive=True)
    end = today.isoformat()[: len(begin)]
    return f"{begin}/{end}" if end != begin else begin


__all__ = ["period"]
