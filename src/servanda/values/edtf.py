"""EDTF values (ISO 8601-2, level 1) and the days they cover.

See the Library of Congress specification, https://www.loc.gov/standards/datetime/.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re

Day = dt.date
Span = tuple[dt.date, dt.date]
SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
"""Spring, summer, autumn and winter of the northern half: their first and last months."""
_POINT = re.compile(r"(\d{1,4})(X{0,3})(?:-(\d\d))?(?:-(\d\d))?[?~%]?$")


@functools.lru_cache(maxsize=1 << 16)
def days(value: str | None) -> Span | None:
    """First and last day that a value covers; ``None`` where it cannot be told.

    An open end is the first or last day that a date can have. What is uncertain or approximate (``?``, ``~``,
    ``%``) covers the days that it names; see :func:`rough`.

    >>> days("2013-02")
    (datetime.date(2013, 2, 1), datetime.date(2013, 2, 28))
    >>> days("197X")
    (datetime.date(1970, 1, 1), datetime.date(1979, 12, 31))
    >>> days("2025-23")
    (datetime.date(2025, 9, 1), datetime.date(2025, 11, 30))
    >>> days("XXXX-05-09") is None
    True
    >>> days("2013~") == days("2013")
    True
    """
    if not value:
        return None
    first, slash, last = value.partition("/")
    if not slash:
        return _point(value)
    a = (dt.date.min, dt.date.min) if first in ("", "..") else _point(first)
    b = (dt.date.max, dt.date.max) if last in ("", "..") else _point(last)
    return (a[0], b[1]) if a and b else None


def rough(value: str | None) -> bool:
    """Whether a value is marked as uncertain or approximate.

    >>> rough("2025~"), rough("2025")
    (True, False)
    """
    return value is not None and any(sign in value for sign in "?~%")


def _point(value: str) -> Span | None:
    m = _POINT.match(value)
    if m is None or len(m[1] + m[2]) != 4:
        return None
    step = 10 ** len(m[2])
    year = int(m[1]) * step
    try:
        if m[4]:
            day = dt.date(year, int(m[3]), int(m[4]))
            return day, day
        if m[3] and int(m[3]) in SEASONS:
            first, last = SEASONS[int(m[3])]
            return month_span(year, first)[0], month_span(year + (last < first), last)[1]
        if m[3]:
            return month_span(year, int(m[3]))
        return dt.date(max(year, 1), 1, 1), dt.date(year + step - 1, 12, 31)
    except ValueError:
        return None


def month_span(year: int, month: int) -> Span:
    """The first and last day of a month."""
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def of(span: Span) -> str:
    """The shortest value that covers exactly these days.

    >>> of((dt.date(2013, 1, 1), dt.date(2013, 6, 30)))
    '2013-01/2013-06'
    >>> of((dt.date(2025, 12, 5), dt.date(2025, 12, 5)))
    '2025-12-05'
    """
    a, b = span
    if a == b:
        return a.isoformat()
    if (a.month, a.day, b.month, b.day) == (1, 1, 12, 31):
        for xs in (3, 2, 1):
            step = 10**xs
            if a.year % step == 0 and b.year == a.year + step - 1 and xs < 3:
                return f"{a.year // step:0{4 - xs}d}" + "X" * xs
        return f"{a.year:04d}" if a.year == b.year else f"{a.year:04d}/{b.year:04d}"
    if a.day == 1 and b == month_span(b.year, b.month)[1]:
        first, last = f"{a.year:04d}-{a.month:02d}", f"{b.year:04d}-{b.month:02d}"
        return first if first == last else f"{first}/{last}"
    return f"{a.isoformat()}/{b.isoformat()}"


def after(value: str, inclusive: bool) -> str:
    """The open interval from a value on.

    >>> after("2014", inclusive=True), after("2014", inclusive=False)
    ('2014/..', '2015/..')
    """
    span = days(value)
    if inclusive or span is None:
        return value.partition("/")[0] + "/.."
    following = span[1] + dt.timedelta(1)
    return _trim(following, len(value.rpartition("/")[2])) + "/.."


def before(value: str, inclusive: bool) -> str:
    """The open interval up to a value.

    >>> before("2014", inclusive=False), before("2030", inclusive=True)
    ('../2013', '../2030')
    """
    span = days(value)
    if inclusive or span is None:
        return "../" + value.rpartition("/")[2]
    previous = span[0] - dt.timedelta(1)
    return "../" + _trim(previous, len(value.partition("/")[0]))


def _trim(day: dt.date, size: int) -> str:
    return day.isoformat()[: size if size in (4, 7, 10) else 10]
