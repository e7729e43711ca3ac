"""How records spread over the years: the bars above chronologies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from typing import Any

import msgspec

from servanda.labels import area_label, words_of
from servanda.periods import period_words
from servanda.protocols import Store
from servanda.store.span import span
from servanda.web.room import others
from servanda.web.view import View

HEIGHT = 56
"""Of the tallest bar, in pixels."""
DOTS, ACROSS, STEP = 1500, 4, 5
"""Events that are shown as dots at most; dots beside each other; pixels from one to the next."""


class Dot(msgspec.Struct, frozen=True):
    """One event of a year: where it stands, what kind it is, what it is called, where its words are."""

    x: float
    y: float
    form: str
    label: str
    href: str


class Year(msgspec.Struct, frozen=True):
    """A year, how much is of it, how tall its bar is, and where it leads, if anywhere.

    ``gap``: nothing is of the year before; ``dots``: each record by itself, where there are not too many.
    """

    year: int
    count: int
    height: int
    gap: bool
    href: str | None
    dots: tuple[Dot, ...] = ()


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
    """The years of a view in which events began, whatever years it is narrowed to.

    The first page of a view that is not too large has each event as a dot.
    """
    wanted = {name: value for name, value in others(view, "since").items() if name != "until"}
    if view.page == 1 and store.count("event", **wanted) <= DOTS:
        return _dotted(store, view, wanted)
    counts: Counter[int] = Counter()
    for date, times in store.tally("event", "date", **wanted):
        if year := year_of(date):
            counts[year] += times
    return bars(counts, partial(_year_link, view))


def _year_link(view: View, year: int) -> str:
    return view.link(since=str(year), until=str(year), page=None)


def _dotted(store: Store, view: View, wanted: Mapping[str, Any]) -> list[Year]:
    fields = ("id", "document", "form", "series", "date")
    by_year: dict[int, list[tuple[Any, ...]]] = {}
    for row in store.combinations("event", fields, **wanted):
        if year := year_of(row[4]):
            by_year.setdefault(year, []).append(row)
    made = bars({year: len(found) for year, found in by_year.items()}, partial(_year_link, view))
    return [
        msgspec.structs.replace(
            one,
            height=-(-one.count // ACROSS) * STEP,
            dots=tuple(map(_dot, count(), sorted(by_year[one.year], key=lambda row: span(row[4])))),
        )
        for one in made
    ]


def _dot(place: int, row: tuple[Any, ...]) -> Dot:
    """The event at a place of its year, from the bottom up."""
    key, document, form, series, date, *_ = row
    label = f"{period_words(date)}: {area_label(series) or words_of(form)}"
    x, y = place % ACROSS * STEP + 1, (place // ACROSS + 1) * STEP
    return Dot(x, y, form, label, f"/documents/{document}#r-{key}")
