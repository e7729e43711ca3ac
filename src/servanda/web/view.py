"""What an address asks for: filters, order, page; and the addresses of its neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from servanda.errors import UsageError

PAGE_SIZE = 100
CHOICES = 200
"""Values that a choice offers at most; any other can be asked for in the address."""
LARGEST_PAGE = 1000
LAST_PAGE = 1_000_000
CONTROLS = ("sort", "page", "size", "scale", "q")
"""Parameters that steer the view; all others are filters, which the ledger checks."""


class Choice(msgspec.Struct, frozen=True):
    """One value that a filter can take, with how many records it would leave (0: not counted)."""

    value: str
    label: str
    count: int
    chosen: bool


class Chip(msgspec.Struct, frozen=True):
    """A filter in force, and the address without it."""

    name: str
    label: str
    href: str


class View(msgspec.Struct):
    """One table as an address asks for it, and as its template shows it."""

    path: str
    chosen: dict[str, str]
    sortable: tuple[str, ...] = ()
    total: int = 0
    facets: dict[str, list[Choice]] = {}
    labels: dict[str, Callable[[str], str]] = {}
    several: Mapping[str, str] = {}
    fixed: Mapping[str, str] = {}

    @property
    def filters(self) -> dict[str, Any]:
        """What selects records, by the ledger's own fields; the ledger says which it knows.

        A parameter among ``several`` may name more than one value, between commas; ``fixed`` always holds.
        """
        chosen = {
            self.several.get(name, name): value.split(",") if name in self.several else value
            for name, value in self.asked.items()
        }
        return {**chosen, **self.fixed}

    @property
    def asked(self) -> dict[str, str]:
        """The filters of the address, as they stand there."""
        if {"limit", "offset", "order", "brief"} & self.chosen.keys():
            raise UsageError("limit and offset are no filters; page and size choose a part, sort the order")
        return {name: value for name, value in self.chosen.items() if name not in CONTROLS}

    @property
    def paged(self) -> bool:
        """Whether the address asks for a page, or for so many rows."""
        return "page" in self.chosen or "size" in self.chosen

    @property
    def page(self) -> int:
        """The page asked for, from 1."""
        return self._number("page", 1)

    @property
    def size(self) -> int:
        """How many rows a page has."""
        return self._number("size", PAGE_SIZE, LARGEST_PAGE)

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.page - 1) * self.size

    @property
    def last_page(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    def _number(self, name: str, default: int, most: int = LAST_PAGE) -> int:
        text = self.chosen.get(name, str(default))
        if not re.fullmatch(r"[0-9]{1,9}", text) or not 0 < int(text) <= most:
            raise UsageError(f"{name} wants a whole number from 1 to {most}, not {text}")
        return int(text)

    @property
    def sort(self) -> tuple[str, bool] | None:
        """The column to sort by and whether from the last to the first; null for the ledger's own order."""
        text = self.chosen.get("sort")
        if not text:
            return None
        key, backward = text.removeprefix("-"), text.startswith("-")
        if key not in self.sortable:
            raise UsageError(f"cannot sort by {key}; sort by {', '.join(self.sortable)}")
        return key, backward

    # -- addresses ----------------------------------------------------------------------------

    def link(self, **changes: str | None) -> str:
        """This view's address with some parameters changed, or left out where null."""
        return _address(self.path, self.chosen | changes)

    def address(self, suffix: str) -> str:
        """The same view in another format: ``.json`` or ``.csv``, whole."""
        return _address(self.path + suffix, self.chosen | {"page": None, "size": None, "scale": None})

    def page_link(self, page: int) -> str:
        """Another page of this view."""
        return self.link(page=str(page))

    def sort_link(self, key: str) -> str:
        """This view sorted by a column, or the other way round where it already is."""
        return self.link(sort=f"-{key}" if self.sort == (key, False) else key, page=None)

    def sorted_by(self, key: str) -> str | None:
        """The ARIA word for how a column is sorted."""
        if not self.sort or self.sort[0] != key:
            return None
        return "descending" if self.sort[1] else "ascending"

    @property
    def chips(self) -> list[Chip]:
        """Every filter in force, with the address that lifts it."""
        return [
            Chip(name, self._label(name, value), self.link(**{name: None, "page": None}))
            for name, value in self.asked.items()
        ]

    def _label(self, name: str, value: str) -> str:
        if name not in self.labels:
            return value
        return ", ".join(
            self.labels[name](one) for one in (value.split(",") if name in self.several else [value])
        )

    def facet(self, name: str, tally: Iterable[tuple[Any, int]]) -> None:
        """Offers the most frequent values of a field, with the chosen one among them."""
        most = islice((pair for pair in tally if pair[0] is not None), CHOICES)
        counts: dict[str, int] = {str(value): count for value, count in most}
        chosen = self.chosen.get(name)
        if chosen is not None:
            counts.setdefault(chosen, 0)
        self.facets[name] = [Choice(v, self._label(name, v), n, v == chosen) for v, n in counts.items()]


def _address(path: str, parameters: Mapping[str, str | None]) -> str:
    """A path with the parameters that are set.

    >>> _address("/figures", {"unit": "USD", "page": None})
    '/figures?unit=USD'
    """
    query = urlencode({name: value for name, value in parameters.items() if value})
    return quote(path) + ("?" + query if query else "")
