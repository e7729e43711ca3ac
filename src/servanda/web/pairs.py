"""Two who deal with each other, as pages narrow to them: ``?pair=IN,RU``."""

from __future__ import annotations

from itertools import islice

from servanda.errors import UsageError
from servanda.labels import pair_label
from servanda.link.dealing import Pair
from servanda.link.kept import Kept
from servanda.web.view import Choice, View

OFFERED, LEAST = 10, 2
"""Pairs that a page leads to: those that deal most, and more than once."""


def pair_of(view: View) -> Pair | None:
    """The pair that a view is narrowed to; it knows no other filter.

    >>> pair_of(View("/", {"pair": "RU,IN"}))
    ('IN', 'RU')
    """
    if unknown := set(view.filters) - {"pair"}:
        raise UsageError(f"this page has no field {min(unknown)}; it can be narrowed by pair")
    asked = view.filters.get("pair")
    if asked is None:
        return None
    both = sorted(set(asked.split(",")))
    if len(both) != 2:
        raise UsageError(f"pair wants two ids with a comma between, such as IN,RU, not {asked}")
    return both[0], both[1]


def asked_as(pair: Pair) -> str:
    """How an address names a pair."""
    return ",".join(pair)


def offered(linked: Kept, chosen: Pair | None) -> list[Choice]:
    """The pairs of states and bodies that deal most, the chosen one among them."""
    most = [pair for pair, told in islice(linked.dealings.items(), OFFERED) if len(told) >= LEAST]
    if chosen and chosen not in most:
        most.append(chosen)
    return [
        Choice(asked_as(pair), pair_label(*pair), len(linked.dealings.get(pair, ())), pair == chosen)
        for pair in most
    ]
