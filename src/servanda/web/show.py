"""Numbers as a person reads them, beside their exact values."""

from __future__ import annotations

import re
from decimal import Context, Decimal

from servanda.model import Document, Figure
from servanda.web.labels import is_currency

SCALES = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))
BOUND_WORDS = {"=": "", "~": "about", ">": "over", ">=": "at least", "<": "under", "<=": "up to"}
BOUND_SIGNS = {"=": "", "~": "≈", ">": ">", ">=": "≥", "<": "<", "<=": "≤"}
_SHOWN = Context(prec=6)
_UCUM_ANNOTATION = re.compile(r"\[(\w+?)_\w+\]")


def number_words(value: Decimal) -> str:
    """A number in at most six digits, with a scale word from a million up.

    >>> [number_words(Decimal(v)) for v in ("100000000000", "5500000000", "7440", "999999999", "0.25")]
    ['100 bn', '5.5 bn', '7,440', '1 bn', '0.25']
    """
    rounded = _SHOWN.plus(value)
    for scale, word in SCALES:
        if abs(rounded) >= scale:
            return f"{_plain(rounded / scale)} {word}"
    return _plain(rounded)


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit_words(unit: str) -> str:
    """A unit as readers write it.

    >>> unit_words("[bbl_us]/d"), unit_words("GW")
    ('bbl/d', 'GW')
    """
    return _UCUM_ANNOTATION.sub(r"\1", unit)


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


def figure_words(figure: Figure) -> str:
    """A figure's number, range or change, with its unit, without its bound."""
    number = number_words(figure.value)
    if figure.value_max is not None:
        number = _range(number, number_words(figure.value_max))
    return with_unit(number, figure.unit, figure.counted)


def said_words(figure: Figure) -> str:
    """A figure as it was said, bound and all: ``over USD 80 bn``."""
    return f"{BOUND_WORDS[figure.bound]} {figure_words(figure)}".strip()


def _range(low: str, high: str) -> str:
    """Two numbers with one scale word where they share it.

    >>> _range("10 bn", "12 bn"), _range("800 m", "1 bn")
    ('10–12 bn', '800 m–1 bn')
    """
    number, _, scale = low.partition(" ")
    return f"{number}–{high}" if scale and high.endswith(f" {scale}") else f"{low}–{high}"


def figure_exact(figure: Figure) -> str:
    """A figure's exact value in full, for a title or a tooltip: ``≥ 100,000,000,000 USD``."""
    sign = BOUND_SIGNS[figure.bound]
    number = f"{figure.value:,f}"
    if figure.value_max is not None:
        number += f"–{figure.value_max:,f}"
    return " ".join(part for part in (sign, number, "" if figure.unit == "1" else figure.unit) if part)


def document_title(document: Document) -> str:
    """A document's title, or its first words where it has none."""
    if document.title:
        return document.title
    words = " ".join(document.text[:400].split())
    return words if len(words) <= 90 else words[:90].rsplit(" ", 1)[0] + " …"


def bare_uri(uri: str) -> str:
    """The last part of an address or path, which names a document shortly.

    >>> bare_uri("https://example.org/news/summit.html?x=1"), bare_uri("a/b.txt")
    ('summit.html', 'b.txt')
    """
    path = re.split(r"[?#]", uri, maxsplit=1)[0].rstrip("/")
    return path.rsplit("/", 1)[-1] or uri
