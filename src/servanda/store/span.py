"""An EDTF value as the days it spans, so that a database can compare it."""

from __future__ import annotations

import datetime as dt

from servanda.values.edtf import days

EARLIEST, LATEST = dt.date.min.isoformat(), dt.date.max.isoformat()
"""Where an open end reaches to."""


def span(value: str | None) -> tuple[str | None, str | None]:
    """First and last day of an EDTF value (ISO 8601-2, level 1); ``(None, None)`` for anything else.

    A duration spans no days of its own.

    >>> span("2012")
    ('2012-01-01', '2012-12-31')
    >>> span("../2013-02")
    ('0001-01-01', '2013-02-28')
    >>> span("P4Y")
    (None, None)
    """
    covered = days(value)
    return (covered[0].isoformat(), covered[1].isoformat()) if covered else (None, None)
