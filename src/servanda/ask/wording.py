"""The words of answers: names, lists, periods and values in English."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from babel import Locale

from servanda import packs
from servanda.export.human import BOUND_SIGNS
from servanda.link.finding import plain
from servanda.model import Figure, Statement

INTERFACE = "en"
ACTS = {
    "commissive": "undertook",
    "directive": "called for",
    "expressive": "expressed",
    "declaration": "declared",
    "assertive": "stated",
}
BOUNDS = {"=": "", "~": "about ", ">": "over ", ">=": "at least ", "<": "under ", "<=": "up to "}
assert BOUNDS.keys() == BOUND_SIGNS.keys()  # noqa: S101
_FISCAL = re.compile(r"(\d{4})-04/(\d{2})(\d{2})-03")


@functools.cache
def _names() -> dict[str, str]:
    data = packs.load(INTERFACE, "entities")
    terms = {**packs.table(data, "states", INTERFACE), **packs.table(data, "entities", INTERFACE)}
    return {key: names[0].replace("~", "") for key, names in terms.items() if names}


def name(key: str) -> str:
    """What an entity is called.

    >>> name("IN"), name("vladimir-putin"), name("s-far-away")
    ('India', 'Vladimir Putin', 's far away')
    """
    territory = Locale(INTERFACE).territories.get(key) if len(key) == 2 else None
    return territory or _names().get(key) or key.replace("-", " ")


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
    return listed(name(key) for key in keys)


def period(value: str | None) -> str:
    """A time as people write it.

    >>> period("2024-04/2025-03"), period("2025-12-04/2025-12-05"), period("2013-01/2013-06"), period("2012")
    ('fiscal 2024-25', '4–5 December 2025', 'January–June 2013', '2012')
    """
    if not value:
        return ""
    if (fiscal := _FISCAL.fullmatch(value)) and int(fiscal[1]) + 1 == int(fiscal[2] + fiscal[3]):
        return f"fiscal {fiscal[1]}-{fiscal[3]}"
    first, slash, last = value.partition("/")
    if first == "..":
        return f"up to {_date(last)}"
    if last == "..":
        return f"from {_date(first)}"
    if not slash:
        return _date(value)
    for size, cut in ((7, 8), (4, 5)):
        if len(first) == len(last) == (10 if size == 7 else 7) and first[:size] == last[:size]:
            head = _date(first).rsplit(" ", 1)[0] if size == 4 else str(int(first[cut:]))
            return f"{head}–{_date(last)}"
    return f"{_date(first)} to {_date(last)}"


def _date(value: str) -> str:
    parts = value.split("-")
    if not all(part.isdecimal() for part in parts):
        return value
    month = Locale(INTERFACE).months["format"]["wide"][int(parts[1])] if len(parts) > 1 else ""
    day = str(int(parts[2])) if len(parts) > 2 else ""
    return " ".join(filter(None, (day, month, parts[0])))


def value(figure: Figure) -> str:
    """A figure's number with its bound and unit, or what it counts.

    >>> amount(Decimal("1E+11"), "USD"), amount(Decimal(4), "1", "reactors")
    ('100 bn USD', '4 reactors')
    """
    low = amount(figure.value, figure.unit, figure.counted)
    if figure.value_max is not None:
        low = f"{plain(figure.value, '')} to {amount(figure.value_max, figure.unit, figure.counted)}"
    return BOUNDS[figure.bound] + low


def amount(number: Decimal, unit: str, counted: str | None = None) -> str:
    """A number with its unit."""
    return f"{plain(number, unit)} {counted}" if unit == "1" and counted else plain(number, unit)


def what(indicator: str | None, sides: Sequence[str | None] = ()) -> str:
    """An indicator between its sides: *trade turnover between India and Russia*."""
    words = (indicator or "this").replace(".", " ").replace("-", " ")
    known = [name(side) for side in sides if side]
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
