"""The words of answers: names, lists, periods and values in English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from servanda.export.human import BOUND_SIGNS
from servanda.labels import area_label, indicator_label
from servanda.link.finding import plain
from servanda.model import Figure, Statement

ACTS = {
    "commissive": "undertook",
    "directive": "called for",
    "expressive": "expressed",
    "declaration": "declared",
    "assertive": "stated",
}
BOUNDS = {"=": "", "~": "about ", ">": "over ", ">=": "at least ", "<": "under ", "<=": "up to "}
assert BOUNDS.keys() == BOUND_SIGNS.keys()  # noqa: S101


def listed(words: Iterable[str]) -> str:
    """Words as a list.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    all_words = list(dict.fromkeys(words))
    return (
        " and ".join((", ".join(all_words[:-1]), all_words[-1])) if len(all_words) > 1 else "".join(all_words)
    )


def names(keys: Iterable[str]) -> str:
    """What several entities are called."""
    return listed(area_label(key) for key in keys)


def value(figure: Figure, *, counted: bool = True) -> str:
    """A figure's number with its bound and unit, and what it counts, where that is wanted.

    >>> amount(Decimal("1E+11"), "USD"), amount(Decimal(4), "1", "reactors")
    ('100 bn USD', '4 reactors')
    """
    noun = figure.counted if counted else None
    top = figure.value_max
    low = "" if top is None else f"{plain(figure.value, '')} to "
    return BOUNDS[figure.bound] + low + amount(figure.value if top is None else top, figure.unit, noun)


def amount(number: Decimal, unit: str, counted: str | None = None) -> str:
    """A number with its unit."""
    return f"{plain(number, unit)} {counted}" if unit == "1" and counted else plain(number, unit)


def what(indicator: str | None, sides: Sequence[str | None] = ()) -> str:
    """An indicator between its sides: *trade turnover between India and Russia*."""
    words = indicator_label(indicator) if indicator else "this"
    known = [area_label(side) for side in sides if side]
    return (
        words if not known else f"{words} of {known[0]}" if len(known) == 1 else f"{words}, {'–'.join(known)}"
    )


def ordinal(number: int) -> str:
    """A number in a row.

    >>> [ordinal(n) for n in (1, 2, 11, 22, 23)]
    ['1st', '2nd', '11th', '22nd', '23rd']
    """
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def act(statement: Statement) -> str:
    """What a statement does, in a word or two; how firmly where it undertakes something."""
    if statement.act == "commissive":
        return "undertook firmly" if statement.binding == "high" else "undertook loosely"
    return ACTS[statement.act]


def quoted(words: str, most: int = 280) -> str:
    """Words in quotation marks, in one line, cut where they are long."""
    line = " ".join(words.split())
    return f"“{line}”" if len(line) <= most else f"“{line[:most].rsplit(' ', 1)[0]} …”"
