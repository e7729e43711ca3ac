"""What a time value means, so that two ways of writing it compare equal.

EDTF points and intervals become their first and last day, ISO 8601 durations months and days;
what cannot be resolved stands for itself. Kept apart from the engine's own reading of EDTF: a scorer
that shared its mistakes could not see them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache

Meaning = tuple[str | int | float, ...]
OPEN = {"", ".."}
DURATION = re.compile(
    r"P(?=\d)(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?",
)
POINT = re.compile(r"(\d{4}|\d{3}X|\d{2}XX|\dXXX)(?:-(?:Q([1-4])|W(\d\d)|(\d\d)(?:-(\d\d))?))?")
CLOCK: Meaning = ("clock",)


@cache
def meaning(value: str | None) -> Meaning:
    """The meaning of an EDTF value or an ISO 8601 duration.

    >>> meaning("2013-02") == meaning("2013-02-01/2013-02-28")
    True
    >>> meaning("201X") == meaning("2010/2019"), meaning("P2Y3M") == meaning("P27M")
    (True, True)
    >>> meaning("XXXX-05-09"), meaning("2013-02-11T10:00"), meaning(None)
    (('text', 'XXXX-05-09'), ('clock',), ('text', ''))
    """
    text = (value or "").strip()
    length = _duration(text)
    if length:
        return length
    if "T" in text:
        return CLOCK
    try:
        span = _span(text)
    except (ValueError, OverflowError):
        span = None
    return ("days", span[0].toordinal(), span[1].toordinal()) if span else ("text", text)


def _duration(text: str) -> Meaning | None:
    found = DURATION.fullmatch(text)
    if not found:
        return None
    try:
        years, months, weeks, days = (float(part or 0) for part in found.groups())
    except ValueError:
        return None
    return "duration", round(12 * years + months, 6), round(7 * weeks + days, 6)


def _span(text: str) -> tuple[date, date] | None:
    """First and last day of an interval or a point; None when an end cannot be resolved."""
    if "/" not in text:
        return _point(text)
    left, right = text.split("/")
    first = (date.min, date.min) if left in OPEN else _point(left)
    last = (date.max, date.max) if right in OPEN else _point(right)
    return (first[0], last[1]) if first and last else None


def _point(text: str) -> tuple[date, date] | None:
    found = POINT.fullmatch(re.sub(r"[?~%]", "", text))
    if not found:
        return None
    year, quarter, week, month, day = found.groups()
    if "X" in year:
        first, last = max(1, int(year.replace("X", "0"))), int(year.replace("X", "9"))
        return None if len(found[0]) > 4 else (date(first, 1, 1), date(last, 12, 31))
    if week:
        monday = date.fromisocalendar(int(year), int(week), 1)
        return monday, monday + timedelta(6)
    if day:
        return (date(int(year), int(month), int(day)),) * 2
    if quarter:
        return date(int(year), 3 * int(quarter) - 2, 1), _last_day(int(year), 3 * int(quarter))
    return date(int(year), int(month or 1), 1), _last_day(int(year), int(month or 12))


def _last_day(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, monthrange(year, month)[1])
