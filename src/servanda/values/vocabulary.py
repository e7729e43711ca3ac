"""The terms of one language for the scan: from the tables of its packs, from units and from CLDR."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from babel import Locale, numbers

from servanda import packs
from servanda.errors import DataError
from servanda.fold import fold_term
from servanda.line import LETTERS
from servanda.packs import Terms


class Speller:
    """Gives each word of a form its symbol, and sees to it that the scan finds the word."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.known: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        symbol = self.known.get(word)
        if symbol is not None:
            return symbol
        symbol = self.known[word] = fold_term(word)
        if len(word) > 1 or LETTERS[word] or word in "'%&;+/<>=≤≥#":
            self.terms.add([word], "'" + symbol, True)
        return symbol


_VALUED = {
    "cardinals": "card", "ordinals": "ordinal", "scales": "scale", "denominators": "denominator",
    "modifiers": "add", "money_scales": "moneyscale", "months": "month", "weekdays": "weekday",
    "weekdays_plural": "weekdays", "prefixes": "prefix", "weekdays_short": "wd",
    "weekdays_adjectival": "aweekday", "months_adjectival": "amonth", "decades": "tens",
}  # fmt: skip
_WHOLE = frozenset(("month", "weekday", "weekdays", "ordinal", "wd", "aweekday", "amonth", "tens"))
_NAMED = {"calendar": "unit", "lone": "one"}
_LISTS = (
    "half", "point", "whole", "and", "over", "minus", "weak", "indefinite", "genitive", "single", "unsure",
    "glued", "per", "future", "move", "article", "nought", "of", "both", "shy", "stuck", "extent", "names",
    "tail", "plus", "none",
)  # fmt: skip


def add_tables(terms: Terms, data: dict[str, Any], where: str) -> None:
    """Adds the terms of one file of a pack; ``where`` names the file in errors."""
    for name, kind in _VALUED.items():
        for key, found in packs.table(data, name, where).items():
            terms.add(found, kind, _value(key, kind, where))
    for name, kind in _NAMED.items():
        for key, found in packs.table(data, name, where).items():
            terms.add(found, kind, key)
    for name, found in packs.table(data, "classes", where).items():
        terms.add(found, name, True)
    for name in _LISTS:
        terms.add(packs.convert(data.get(name, []), list[str], f"{where} {name}"), name, True)
    if "units" in data:
        units = packs.table(data, "units", where)
        _add_units(terms, units, packs.table(data, "powers", where), packs.table(data, "metric", where))
    for code in packs.convert(data.get("codes", []), list[str], f"{where} codes"):
        _add_unit(terms, [code], code)
    roman = packs.table(data, "romans", where)
    for key, found in roman.items():
        terms.add(found, "roman", int(key))


def _value(key: str, kind: str, where: str) -> Any:
    try:
        if kind in _WHOLE:
            return int(key)
        above, _, below = key.partition("/")
        return Decimal(above) / Decimal(below or 1)
    except (ValueError, ArithmeticError) as e:
        raise DataError(f"packs/{where}: {key!r} is no number") from e


_LENGTHS = ("m", "km", "dm", "cm", "mm", "um", "[ft_i]", "[mi_i]", "[in_i]", "[yd_i]")
_METRIC = frozenset(
    (
        "m",
        "g",
        "L",
        "W",
        "W.h",
        "V",
        "A",
        "By",
        "bit",
        "Hz",
        "J",
        "eV",
        "Pa",
        "N",
        "Gy",
        "Sv",
        "Bq",
        "cal",
        "Ohm",
    )
)


def _add_units(
    terms: Terms, units: dict[str, list[str]], powers: dict[str, list[str]], metric: dict[str, list[str]]
) -> None:
    """Terms of units; ``metric`` templates (``kilo{}``) make km of m, ``powers`` (``square {}``) m2 of m."""
    known = {code: list(found) for code, found in units.items()}
    for prefix, templates in metric.items():
        for code in _METRIC.intersection(units):
            made = known.setdefault(prefix + code, [])
            made += [t.replace("{}", f) for t in templates for f in units[code]]
    for code, found in known.items():
        _add_unit(terms, found, code)
        for power, templates in powers.items():
            if code in _LENGTHS:
                _add_unit(terms, [t.replace("{}", f) for t in templates for f in found], _power(code, power))


def parts(lang: str) -> dict[str, dict[str, Decimal]]:
    """The smaller units that a unit is said with, and how many of each it has."""
    out: dict[str, dict[str, Decimal]] = {}
    for pack in ("und", lang):
        found = packs.load(pack, "units").get("parts", {})
        out |= packs.convert(found, dict[str, dict[str, Decimal]], f"{pack}/units.toml [parts]")
    return out


def _power(code: str, power: str) -> str:
    customary = {"[ft_i]2": "[sft_i]", "[ft_i]3": "[cft_i]", "[mi_i]2": "[smi_us]"}
    return customary.get(code + power, code + power)


def _add_unit(terms: Terms, found: Iterable[str], code: str) -> None:
    for term in found:
        codes = terms.readings.get(term, {}).get("u", ())
        terms.add([term], "u", codes if code in codes else (*codes, code))


def add_cldr(terms: Terms, lang: str) -> None:
    """What CLDR knows: currency names in all plural forms, month and weekday names."""
    locale = Locale.parse(lang)
    _add_currencies(terms, locale)
    for width in ("wide", "abbreviated"):
        for form in ("format", "stand-alone"):
            for month, name in locale.months[form][width].items():
                if not any(c.isdigit() for c in name):
                    terms.add([name.lower()], "month", month)
            for day, name in locale.days[form][width].items():
                if len(name) > 2:
                    terms.add([name.lower()], "weekday", day + 1)


def _add_currencies(terms: Terms, locale: Locale) -> None:
    plurals = locale._data["currency_names_plural"]  # noqa: SLF001 (Babel tells no list of plural forms)
    for code in numbers.list_currencies(locale):
        for name in {locale.currencies.get(code, ""), *(plurals.get(code) or {}).values()}:
            if name and " " in name and "(" not in name:
                term = name if name[0].islower() else name.lower()
                if "u" not in terms.readings.get(term, {}):
                    terms.add([term], "u", (code,))
