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
    if not slash:
        return _date(value)
    if ".." in (first, last):
        return f"up to {_date(last)}" if first == ".." else f"from {_date(first)}"
    return _interval(first, last)


def _interval(first: str, last: str) -> str:
    """Two dates, with what they share said once."""
    if len(first) == len(last) == 10 and first[:7] == last[:7]:
        return f"{int(first[8:])}–{_date(last)}"
    if len(first) == len(last) == 7 and first[:4] == last[:4]:
        return f"{_date(first).rsplit(' ', 1)[0]}–{_date(last)}"
    return f"{_date(first)} to {_date(last)}"


def _date(value: str) -> str:
    parts = value.split("-")
    if not all(part.isdecimal() for part in parts):
        return value
    month = Locale(INTERFACE).months["format"]["wide"][int(parts[1])] if len(parts) > 1 else ""
    day = str(int(parts[2])) if len(parts) > 2 else ""
    return " ".join(filter(None, (day, month, parts[0])))


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


@functools.cache
def _labels() -> dict[str, str]:
    where = f"{INTERFACE}/questions.toml [labels]"
    found: dict[str, str] = packs.convert(
        packs.load(INTERFACE, "questions").get("labels", {}), dict[str, str], where
    )
    return found


def what(indicator: str | None, sides: Sequence[str | None] = ()) -> str:
    """An indicator between its sides: *trade turnover between India and Russia*."""
    words = _labels().get(indicator or "") or (indicator or "this").replace(".", " ").replace("-", " ")
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
