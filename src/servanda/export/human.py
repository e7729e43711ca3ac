"""Records as a person reads them, beside their exact values: short numbers, signs for bounds."""

from __future__ import annotations

import re
from decimal import Context, Decimal

from servanda.model import Document, Figure

SCALES = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))
BOUND_SIGNS = {"=": "", "~": "≈", ">": ">", ">=": "≥", "<": "<", "<=": "≤"}
_SHOWN = Context(prec=6)
_UCUM_ANNOTATION = re.compile(r"\[(\w+?)_\w+\]")


def number_words(value: Decimal) -> str:
    """A number in at most six digits, with a scale word from a million up.

    >>> [number_words(Decimal(v)) for v in ("100000000000", "5500000000", "7440", "999999999", "0.25")]
    ['100 bn', '5.5 bn', '7,440', '1 bn', '0.25']
    """
    rounded = _SHOWN.plus(value)
    scale, word = next((s for s in SCALES if abs(rounded) >= s[0]), (Decimal(1), ""))
    digits = f"{rounded / scale:,f}"
    return f"{digits.rstrip('0').rstrip('.') if '.' in digits else digits} {word}".rstrip()


def unit_words(unit: str) -> str:
    """A unit as readers write it.

    >>> unit_words("[bbl_us]/d"), unit_words("GW")
    ('bbl/d', 'GW')
    """
    return _UCUM_ANNOTATION.sub(r"\1", unit)


def figure_words(figure: Figure) -> str:
    """A figure's bound, number or range, and unit.

    >>> from servanda.model import Evidence
    >>> here = (Evidence("d", 0, 1, "x"),)
    >>> figure_words(Figure(id="f", evidence=here, value=Decimal("1E+11"), unit="USD", bound="~"))
    '≈ 100 bn USD'
    >>> figure_words(Figure(id="f", evidence=here, value=Decimal(2), value_max=Decimal(4), counted="units"))
    '2–4 units'
    """
    number = range_words(figure)
    unit = (figure.counted or "") if figure.unit == "1" else unit_words(figure.unit)
    return f"{BOUND_SIGNS[figure.bound]} {number} {unit}".strip()


def range_words(figure: Figure) -> str:
    """A figure's number or range alone: ``10–12 bn``."""
    low = number_words(figure.value)
    return low if figure.value_max is None else _range(low, number_words(figure.value_max))


def _range(low: str, high: str) -> str:
    """Two numbers with one scale word where they share it.

    >>> _range("10 bn", "12 bn"), _range("800 m", "1 bn")
    ('10–12 bn', '800 m–1 bn')
    """
    number, _, scale = low.partition(" ")
    return f"{number}–{high}" if scale and high.endswith(f" {scale}") else f"{low}–{high}"


def areas_words(area: str | None, counterpart: str | None) -> str:
    """The two sides of a claim.

    >>> areas_words("IN", "RU"), areas_words("IN", None), areas_words(None, "RU"), areas_words(None, None)
    ('IN→RU', 'IN', '→RU', '')
    """
    return (area or "") + (f"→{counterpart}" if counterpart else "")


def title(document: Document) -> str:
    """A document's title, or its first line, as far as it goes, where it has none."""
    if document.title:
        return " ".join(document.title.split())
    words = " ".join(document.text[:400].lstrip().partition("\n")[0].split())
    return words if len(words) <= 90 else words[:90].rsplit(" ", 1)[0] + " …"


def file_name(uri: str) -> str:
    """The last part of an address or path, which names a document shortly.

    >>> file_name("https://example.org/news/summit.html?x=1"), file_name("a/b.txt")
    ('summit.html', 'b.txt')
    """
    return re.split(r"[?#]", uri, maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1] or uri
