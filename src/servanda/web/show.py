"""Figures as a page shows them: in words with their unit in its place, exact in a title."""

from __future__ import annotations

from servanda.export.human import BOUND_SIGNS, range_words, unit_words
from servanda.labels import is_currency
from servanda.model import Figure
from servanda.web.tongue import gettext, marked

BOUND_WORDS = {
    "~": marked("about"),
    ">": marked("over"),
    ">=": marked("at least"),
    "<": marked("under"),
    "<=": marked("up to"),
}


def with_unit(number: str, unit: str, counted: str | None = None) -> str:
    """A number in words with its unit where readers expect it.

    >>> with_unit("100 bn", "USD"), with_unit("35", "%"), with_unit("2", "1", "consulates")
    ('USD 100 bn', '35%', '2 consulates')
    """
    if unit == "1":
        return f"{number} {counted}" if counted else number
    if is_currency(unit):
        return f"{unit} {number}"
    return number + {"%": "%", "x": "×"}.get(unit, f" {unit_words(unit)}")


def bound_words(figure: Figure) -> str:
    """The word for a figure's bound; empty where it is exact."""
    words = BOUND_WORDS.get(figure.bound)
    return gettext(words) if words else ""


def bare_words(figure: Figure) -> str:
    """A figure's number or range with its unit, without its bound: ``USD 100 bn``."""
    return with_unit(range_words(figure), figure.unit, figure.counted)


def said_words(figure: Figure) -> str:
    """A figure as it was said, bound and all: ``over USD 80 bn``."""
    return f"{bound_words(figure)} {bare_words(figure)}".strip()


def figure_exact(figure: Figure) -> str:
    """A figure's exact value in full, for a title: ``≥ 100,000,000,000 USD``."""
    number = f"{figure.value:,f}"
    if figure.value_max is not None:
        number += f"–{figure.value_max:,f}"
    unit = "" if figure.unit == "1" else figure.unit
    return " ".join(filter(None, (BOUND_SIGNS[figure.bound], number, unit)))
