"""How records spread over the years: the bars above chronologies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import msgspec

from servanda.protocols import Store
from servanda.store.span import span
from servanda.web.room import others
from servanda.web.view import View

HEIGHT = 56
"""Of the tallest bar, in pixels."""


class Year(msgspec.Struct, frozen=True):
    """A year, how much is of it, how tall its bar is, and where it leads, if anywhere.

    ``gap``: nothing is of the year before.
    """

    year: int
    count: int
    height: int
    gap: bool
    href: str | None


def bars(counts: Mapping[int, int], link: Callable[[int], str | None] | None = None) -> list[Year]:
    """A bar a year that has any.

    >>> [(one.year, one.height, one.gap) for one in bars({2013: 4, 2015: 1})]
    [(2013, 56, True), (2015, 14, True)]
    """
    most = max(counts.values(), default=0)
    return [
        Year(
            year=year,
            count=counts[year],
            height=-(-counts[year] * HEIGHT // most),
            gap=year - 1 not in counts,
            href=link(year) if link else None,
        )
        for year in sorted(counts)
    ]


def year_of(date: str | None) -> int | None:
    """The year in which a date begins.

    >>> year_of("2013-10/2014"), year_of(None)
    (2013, None)
    """
    first = span(date)[0]
    return int(first[:4]) if first else None


def years(store: Store, view: View) -> list[Year]:
    """The years of a view in which events began, whatever years it is narrowed to."""
    wanted = {name: value for name, value in others(view, "since").items() if name != "until"}
    counts: Counter[int] = Counter()
    for date, times in store.tally("event", "date", **wanted):
        if year := year_of(date):
            counts[year] += times
    return bars(counts, lambda year: view.link(since=str(year), until=str(year), page=None))
