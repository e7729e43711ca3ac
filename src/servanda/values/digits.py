"""Numbers written in digits, by the separators of a language."""

from __future__ import annotations

import re
from decimal import Decimal

from servanda.packs import Language

_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009']")
_POWER = re.compile(r"(.+?)(?:e| ?[x×·*] ?10\^)([-+]?\d+)$")
_GROUPS = re.compile(r"\d{1,3}(?:\D\d{3})+$|\d{1,2}(?:\D\d{2})*\D\d{3}$")


def parse(text: str, habits: Language) -> Decimal | None:  # noqa: PLR0911 (one way of writing after another)
    """The value of a number in digits; ``None`` where the separators make no number (1.2.3).

    >>> en, vi = Language("English"), Language("Vietnamese", decimal=",", group=".")
    >>> parse("12,34,567.5", en), parse("1.234,5", vi), parse("5,5", vi), parse("11,085,306", vi)
    (Decimal('1234567.5'), Decimal('1234.5'), Decimal('5.5'), Decimal('11085306'))
    >>> parse("26,750", vi), parse("2,003", vi)
    (Decimal('26750'), Decimal('2.003'))
    >>> parse(".5", en), parse("6.2x10^-4", en)
    (Decimal('0.5'), Decimal('0.00062'))
    """
    if text.isdecimal():
        return Decimal(text)
    if text[0] == "-":
        value = parse(text[1:], habits)
        return None if value is None else -value
    power = _POWER.match(text)
    if power:
        value = parse(power[1], habits)
        return None if value is None else value * Decimal(10) ** int(power[2])
    text = _BLANKS.sub("", text)
    signs = [c for c in text if c in ".,"]
    if not signs:
        return Decimal(text)
    if len(set(signs)) == 2:
        whole, sign, part = text.rpartition(signs[-1])
        if signs.count(sign) == 1 and _GROUPS.match(whole):
            return Decimal(re.sub(r"\D", "", whole) + "." + part)
        return None
    if _grouped(text, signs, habits):
        return Decimal(re.sub(r"\D", "", text))
    return Decimal(text.replace(",", ".")) if len(signs) == 1 else None


def dotted(text: str) -> dict[str, tuple[str, str]]:
    """What two numbers with a point between them may be besides a decimal.

    ``dm``: a day and a month (``ddmm``: both in two digits); ``my``: a month in two digits and a year,
    ``ony`` in one digit; ``hm``: an hour and minutes.

    >>> dotted("5.10"), dotted("15.2"), dotted("15.30"), dotted("4.2021")
    ({'dm': ('5', '10'), 'hm': ('5', '10')}, {}, {'hm': ('15', '30')}, {'ony': ('4', '2021')})
    """
    if text[-5:-4] == "." and text[-4:-2] in ("19", "20") and len(text) in (6, 7) and text[:-5].isdecimal():
        return (
            {"my" if len(text) == 7 else "ony": (text[:-5], text[-4:])} if 1 <= int(text[:-5]) <= 12 else {}
        )
    if not 4 <= len(text) <= 5 or text[-3] != ".":
        return {}
    first, last = text[:-3], text[-2:]
    out = {}
    if 1 <= int(first) <= 31 and 1 <= int(last) <= 12:
        out["dm"] = (first, last)
        if len(first) == 2:
            out["ddmm"] = (first, last)
    if int(first) <= 24 and int(last) < 60:
        out["hm"] = (first, last)
    return out


def _grouped(text: str, signs: list[str], habits: Language) -> bool:
    """Whether the separators group thousands.

    A single separator that the language uses for decimals groups only where no decimal would look like
    it: three digits that end in zero (26,750).
    """
    if not _GROUPS.match(text) or text[0] == "0":
        return False
    if len(signs) > 1 or signs[0] != habits.decimal:
        return True
    return habits.decimal == "," and text[-1] == "0"
