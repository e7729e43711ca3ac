"""An EDTF value as the days it spans, so that a database can compare it."""

from __future__ import annotations

import calendar
import re

EARLIEST, LATEST = "0000-01-01", "9999-12-31"
SEASONS = {"21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (12, 12)}
_DATE = re.compile(r"([\dX]{4})(?:-([\dX]{2})(?:-([\dX]{2}))?)?(?:T[\d:.Z+-]*)?[?~%]?")


def span(value: str | None) -> tuple[str | None, str | None]:
    """First and last day of an EDTF value (ISO 8601-2, level 1); ``(None, None)`` for anything else.

    An open or unknown end reaches to the end of the calendar. A duration spans no days of its own.

    >>> span("2012")
    ('2012-01-01', '2012-12-31')
    >>> span("../2013-02")
    ('0000-01-01', '2013-02-28')
    >>> span("197X")
    ('1970-01-01', '1979-12-31')
    >>> span("P4Y")
    (None, None)
    """
    first, slash, last = (value or "").partition("/")
    if _open(first) and _open(last):
        return None, None
    begin = EARLIEST if _open(first) else _day(first, last=False)
    end = LATEST if slash and _open(last) else _day(last or first, last=True)
    return (begin, end) if begin and end else (None, None)


def _open(part: str) -> bool:
    return part in ("", "..")


def _day(part: str, *, last: bool) -> str | None:
    match = _DATE.fullmatch(part)
    if not match:
        return None
    year = match[1].replace("X", "9" if last else "0")
    month = _month(match[2], last=last)
    if month is None:
        return None
    days = calendar.monthrange(int(year) or 4, month)[1]
    day = (days if last else 1) if match[3] is None or "X" in match[3] else int(match[3])
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= days else None


def _month(written: str | None, *, last: bool) -> int | None:
    if written is None or "X" in written:
        return 12 if last else 1
    if written in SEASONS:
        return SEASONS[written][last]
    return int(written) if 1 <= int(written) <= 12 else None
