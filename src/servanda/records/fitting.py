"""Which indicators a term can tell a number of, by the number's unit."""

from __future__ import annotations

import functools

from servanda.catalogue import Indicator, catalogue
from servanda.records.lexicon import Mark
from servanda.records.region import Region
from servanda.values.quantity import is_money

_SCALED = frozenset(("W", "m", "t", "g", "Wh", "W.h"))  # units that come in thousands


@functools.cache
def _by() -> dict[tuple[str, str], str]:
    """What a number of a unit is of by the terms of another indicator (*exports* of barrels)."""
    known = catalogue().indicators.items()
    return {(other, unit): key for key, concept in known for other, unit in concept.by.items()}


def terms_of(region: Region, mark: Mark) -> list[str]:
    """The indicators that a term can tell a number of: what things cost by those that count them."""
    known, unit = catalogue().indicators, _base(region.unit)
    keys = [_by().get((key, unit), key) for key in mark.value]
    if is_money(region.unit) and region.cue("price") is not None:
        counted = [key for key in mark.value if known[key].dimension == "count"]
        keys += [b for key in counted for b in known[key].beside if known[b].deed]
    return keys


def fits(indicator: Indicator, unit: str) -> bool:
    """Whether a number of this unit can speak of an indicator: its level, its share, its change."""
    kind = indicator.dimension
    if unit in ("%", "pp", "x"):
        return True
    if is_money(unit):
        return kind == "money"
    if unit == "1":
        return kind == "count" or _is_count(indicator.unit)
    return kind == "measure" and (indicator.unit is None or _base(unit) == _base(indicator.unit))


def _is_count(unit: str | None) -> bool:
    """Whether a unit is only a name of what is counted (UCUM writes it in braces)."""
    return unit is not None and unit.startswith("{")


def _base(unit: str) -> str:
    """What a unit measures, without its size and rate.

    >>> _base("GW"), _base("m3/a"), _base("[bbl_us]/d"), _base("kt")
    ('W', 'm3', '[bbl_us]', 't')
    """
    plain = unit.partition("/")[0]
    return plain[1:] if len(plain) > 1 and plain[0] in "kMGT" and plain[1:] in _SCALED else plain


__all__ = ["fits", "terms_of"]
