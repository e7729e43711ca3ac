"""Which time of its sentence a number goes with, and where that lies from the document's day."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from servanda.model import Measure
from servanda.records.beside import BREAK
from servanda.records.region import Region
from servanda.records.view import TimeFound
from servanda.values import edtf
from servanda.values.moments import Date, Distance, Near, Shift
from servanda.values.quantity import is_money

_SHARING = frozenset(("x", "%", "pp"))  # numbers that share their time with the level behind them
ATTACHED = 32  # the longest stretch of words, in characters, between a number and the time that it goes with
ATTACHED_BY = 45  # the same where the time is a deadline
BESIDE = 60  # and between a sentence and the figure before it, whose year it goes on with
HEAD = 600  # how much of a document, in characters, can hold its dateline
DATELINE = 40  # and how far from the line's begin, and from the dash, its day stands
DASH = re.compile(r"[-—–:]")
TOUCH = 8  # and between a word of comparison and the time compared with


def time_of(region: Region, measure: Measure) -> TimeFound | None:
    """The time of a number; one that is aimed at has, if there is one, a time that lies ahead behind it."""
    times = times_of(region)
    if region.is_start():
        times = [t for t in times if not is_ahead(region, t)]  # what it leads to is to be then
    time = _nearest(region, times) or _before_start(region, times)
    cue = region.cue("target") or region.cue("raise")
    if cue is not None and not (time is not None and is_ahead(region, time)):
        later = next((t for t in times if t.start >= region.end and is_ahead(region, t)), None)
        time = later or (None if cue.kind == "target" and not is_behind(region, time) else time)
    if cue is not None and (time is None or is_over(region, time)):
        time = _within(region, times) or time
    compared = time is not None and (isinstance(time.mark.moment, Distance) or _is_earlier(region, time))
    if compared and measure == "change" and time and isinstance(time.mark.moment, (Shift, Distance)):
        return None  # told from another one (*from the previous year*): what a change is measured by
    return time


def _before_start(region: Region, times: Sequence[TimeFound]) -> TimeFound | None:
    """The time ahead that stands before both numbers of *from A to B*: that of the last."""
    if not region.is_end():
        return None
    begin = msgspec.structs.replace(region, i=region.i - 1)
    before = [t for t in times if begin.left <= t.start and t.end <= begin.start and is_ahead(region, t)]
    return before[-1] if before else None


def _within(region: Region, times: Sequence[TimeFound]) -> TimeFound | None:
    """The year by which something is undertaken for a length of years (*to 20 billion in five years*)."""
    said, year = region.holding(), region.setting.year
    if year is None or said is None or said.act != "commissive" or region.view.of("gone"):
        return None
    lengths = ((t, years(t, year)) for t in times if is_beside(region, t))
    t, n = next(((t, n) for t, n in lengths if n and n > 1), (None, None))
    if t is None or n is None:
        return None
    mark = msgspec.structs.replace(t.mark, mod="by", kind="point")
    return TimeFound(t.start, t.end, mark, str(year + n), t.rule, t.future)


def years(time: TimeFound, year: int) -> int | None:
    """How many years a length of time has; one within which something is to be tells its last (*2031*)."""
    length, last = re.match(r"P(\d+)Y$", time.value or ""), re.match(r"(\d{4})$", time.value or "")
    if time.mark.kind != "duration" or not (length or last):
        return None
    return int(length[1]) if length else int(last[1]) - year if last and int(last[1]) > year else None


def _is_earlier(region: Region, time: TimeFound) -> bool:
    """Whether a time is told from that of another number (*a year earlier*)."""
    return any(m.start < time.end and time.start < m.end for m in region.view.of("earlier"))


def is_ahead(region: Region, time: TimeFound) -> bool:
    """Whether a time lies ahead of the document; without a year of it, a deadline is taken for one."""
    span = edtf.days(time.value)
    if span is None:
        return False
    if region.setting.year is None:
        return time.mark.mod in ("by", "until")
    year = span[1].year
    return year > region.setting.year or (year == region.setting.year and time.mark.mod == "by")


def lasts(region: Region, time: TimeFound) -> bool:
    """Whether a time is not yet over on the document's day."""
    span, today = edtf.days(time.value), region.setting.today
    return span is not None and today is not None and span[1] > today


def has_begun(region: Region, time: TimeFound) -> bool:
    """Whether a time began before the document's day."""
    span, today = edtf.days(time.value), region.setting.today
    return span is not None and today is not None and span[0] < today


def is_over(region: Region, time: TimeFound) -> bool:
    """Whether a time was over on the document's day, or is that day."""
    span, today = edtf.days(time.value), region.setting.today
    return span is not None and today is not None and (span[1] < today or span[0] == today)


def is_behind(region: Region, time: TimeFound | None) -> bool:
    """Whether a time stands behind the number."""
    return time is not None and time.start >= region.end


def times_of(region: Region) -> list[TimeFound]:
    """The times that can be the number's: none of another statement, none that is compared with."""
    start = region.number.start
    others = (
        []
        if region.befell()
        else [e for s in region.frame.said if not (e := s.evidence[0]).start <= start < e.end]
    )
    times = [t for t in region.frame.times if not any(e.start <= t.start < e.end for e in others)]
    counts, things = region.unit == "1", not (is_money(region.unit) or region.unit in _SHARING)
    times = [
        t
        for t in times
        if _can_be_period(t) and not _is_same(region, t) and (counts or not _is_day_told(t, things))
    ]
    return [t for t in times if not (_is_compared(region, t) or _is_dateline(region, t))]


def _nearest(region: Region, times: Sequence[TimeFound]) -> TimeFound | None:
    """The time that the number goes with: right behind it, before it in its region, behind it."""
    behind = [t for t in times if region.end <= t.start < region.right]
    before = [t for t in times if region.left <= t.start and t.end <= region.start]
    before = [t for t in before if t.mark.kind != "duration" and not _taken(region, t)]
    before = [t for t in before if not _is_listed(region, t)]
    if before and region.view.lexicon.habits.verb_final:
        return before[-1]
    for time in behind:
        told = time.mark.kind != "duration" or time.value is None
        if told and _is_attached(region, time, region.end):
            return time
    if before:
        return before[-1]
    return next((t for t in behind if t.mark.kind != "duration" and _is_free(region, t)), None)


def _is_listed(region: Region, time: TimeFound) -> bool:
    """Whether a time stands in an item of a list before that of the number (things counted singly)."""
    head = region.words(region.view.start, time.start)
    listed = BREAK.search(region.words(time.end, region.start)) is not None
    return listed and region.is_piece(None) and len(head) > ATTACHED and not region.befell()


def _is_attached(region: Region, time: TimeFound, end: int) -> bool:
    """Whether a time stands right behind a number that ends there."""
    gap = region.words(end, time.start)
    near = ATTACHED_BY if time.mark.mod in ("by", "until") else ATTACHED
    over = region.view.lexicon.habits.verb_final and _goes_over(region, gap)
    return len(gap) <= near and not BREAK.search(gap) and not over


def _is_free(region: Region, time: TimeFound) -> bool:
    """Whether a time farther behind is of no other number: the last, or cut off from the next one."""
    broken = BREAK.search(region.words(region.end, time.start)) is not None
    if region.right == region.view.end:
        return not broken or not region.is_piece(None)
    return not broken and _is_cut(region, region.end, time, region.right)


def _is_cut(region: Region, end: int, time: TimeFound, start: int) -> bool:
    """Whether words go on to something else between a time and the next number, and not before the time."""
    after = region.words(time.end, start)
    cut = BREAK.search(after) is not None or _goes_over(region, after)
    return cut and not _goes_over(region, region.words(end, time.start))


def _goes_over(region: Region, gap: str) -> bool:
    """Whether words go on to something else (*and*)."""
    joins = region.view.lexicon.occurring.and_
    return any(w in joins for w in gap.split())


def _taken(region: Region, time: TimeFound) -> bool:
    """Whether a time belongs to the number before it."""
    if region.i == 0:
        return False
    before = Region(region.view, region.numbers, region.i - 1, region.frame, region.setting)
    if before.is_start() and is_ahead(region, time):
        return False
    compared = isinstance(time.mark.moment, (Shift, Distance)) or _is_compared(before, time)
    if before.unit in _SHARING and before.unit != region.unit and not compared:
        return False
    if region.view.lexicon.habits.verb_final and any(
        is_beside(before, t) for t in region.frame.times if t.end <= before.start
    ):
        return False  # it has its own before it
    if _is_attached(region, time, region.left):
        return True
    broken = BREAK.search(region.words(region.left, time.start)) is not None
    return not broken and _is_cut(region, region.left, time, region.start)


def _is_compared(region: Region, time: TimeFound) -> bool:
    """Whether a time is only what another one is compared with (*than in 2023*)."""
    behind = region.view.lexicon.habits.postpositions
    near = {"compared": TOUCH}
    if region.is_change() and time.mark.kind != "duration" and not is_ahead(region, time):
        near["base"] = 1
    for kind, most in near.items():
        marks = region.view.of(kind)
        if behind and any(
            m.end > time.end and m.start - time.end <= most for m in marks if m.start >= time.start
        ):
            return True
        if not behind and any(m.start < time.start and -TOUCH <= time.start - m.end <= most for m in marks):
            return True
    return False


def _is_same(region: Region, time: TimeFound) -> bool:
    """Whether a time is only called the same as the one before (*that year*)."""
    return any(m.start < time.end and time.start < m.end for m in region.view.of("same"))


def _is_dateline(region: Region, time: TimeFound) -> bool:
    """Whether a time is the document's own day, as it stands at the head of it (*TOKYO, May 3 - …*)."""
    today = region.setting.today
    if today is None or time.value != today.isoformat() or time.start > HEAD:
        return False
    line = region.view.document.text.rfind("\n", 0, time.start) + 1
    return (
        time.start - line <= DATELINE and DASH.search(region.words(time.end, time.end + DATELINE)) is not None
    )


def _can_be_period(time: TimeFound) -> bool:
    return time.mark.kind != "set" and not (time.value or "").startswith("T")


def _is_day_told(time: TimeFound, things: bool) -> bool:
    """Whether a time is the day on which something was said (*on Tuesday*), and no things came."""
    moment = time.mark.moment
    if isinstance(moment, Date):
        return moment.weekday is not None and moment.month is None and not things
    return (isinstance(moment, Near) and moment.weekday is not None and not things) or (
        isinstance(moment, Shift) and moment.unit == "day"
    )


def is_beside(region: Region, time: TimeFound) -> bool:
    """Whether a time stands in the region of the number."""
    return region.left <= time.start and time.end <= region.right


__all__ = [
    "has_begun",
    "is_ahead",
    "is_behind",
    "is_beside",
    "is_over",
    "lasts",
    "time_of",
    "times_of",
    "years",
]
