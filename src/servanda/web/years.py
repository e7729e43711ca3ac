"""How the events of a view spread over the years: what the chronology shows above its table."""

from __future__ import annotations

from collections import Counter

import msgspec

from servanda.protocols import Store
from servanda.store.span import span
from servanda.web.room import others
from servanda.web.view import View

HEIGHT = 56
"""Of the tallest bar, in pixels."""


class Year(msgspec.Struct, frozen=True):
    """A year, how many events began in it, how tall its bar is, and the view of it alone.

    ``gap``: nothing began in the year before.
    """

    year: int
    count: int
    height: int
    gap: bool
    href: str


def years(store: Store, view: View) -> list[Year]:
    """The years of a view in which events began, whatever years it is narrowed to."""
    wanted = {name: value for name, value in others(view, "since").items() if name != "until"}
    counts: Counter[int] = Counter()
    for date, times in store.tally("event", "date", **wanted):
        first = span(date)[0]
        if first:
            counts[int(first[:4])] += times
    most = max(counts.values(), default=0)
    return [
        Year(
            year=year,
            count=counts[year],
            height=-(-counts[year] * HEIGHT // most),
            gap=counts[year - 1] == 0,
            href=view.link(since=str(year), until=str(year), page=None),
        )
        for year in sorted(counts)
    ]
