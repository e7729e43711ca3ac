"""Which indicators a term can tell a number of, how far from it the term is, and how it measures."""

from __future__ import annotations

import functools

from servanda.catalogue import Indicator, catalogue
from servanda.model import Measure
from servanda.records.beside import BREAK
from servanda.records.lexicon import Mark
from servanda.records.region import Region
from servanda.values.quantity import is_money

_MEASURES: dict[str, Measure] = {"x": "ratio", "pp": "change"}
BEYOND = 10_000  # beyond another number a term is farthest
_SCALED = frozenset(("W", "m", "t", "g", "Wh", "W.h"))  # units that come in thousands


@functools.cache
def _by() -> dict[tuple[str, str], str]:
    """What a number of a unit is of by the terms of another indicator (*exports* of barrels)."""
    known = catalogue().indicators.items()
    return {(other, unit): key for key, concept in known for other, unit in concept.by.items()}


@functools.cache
def generic_flows() -> frozenset[str]:
    """The indicators of goods of all kinds, and of their shares."""
    flows = {other for other, _ in _by() if catalogue().indicators[other].dimension == "money"}
    return frozenset(flows | {s for f in flows if (s := catalogue().indicators[f].share)})


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


def is_other(region: Region, gap: int) -> bool:
    """Whether words nearer than ``gap`` tell that the number is of something that has no indicator."""
    unit = region.unit
    kind = "percent" if unit in ("%", "pp") else "money" if is_money(unit) else _base(unit)
    others = (m for m in region.view.of("other") if kind in m.value)
    return any(distance(region, mark) < min(gap, BEYOND) for mark in others)


def distance(region: Region, mark: Mark) -> int:
    """How far a term is: before the number near, after it farther, beyond another number farthest."""
    if mark.end <= region.start:
        return region.start - mark.end + (0 if mark.start >= region.left else BEYOND)
    if mark.start < region.end:
        return 0
    gap = region.words(region.end, mark.start)
    joins = region.view.lexicon.occurring.and_
    broken = BREAK.search(gap) is not None or any(w in joins for w in gap.split())
    return 2 * (mark.start - region.end) + (0 if mark.end <= region.right else 2 * BEYOND) + 200 * broken


def measure(region: Region, concept: Indicator | None) -> Measure:
    """Whether the number is a level, a share, a change or a ratio."""
    if region.unit != "%":
        return _MEASURES.get(region.unit, "change" if _is_step(region) else "level")
    if concept is not None and concept.dimension == "percent":
        return concept.measure or "share"
    if region.is_share() or (concept is not None and concept.share is not None and region.is_part()):
        return "share"
    return "change" if region.cue("growth", after=True) else "share"


def _is_step(region: Region) -> bool:
    """Whether a quantity, and no count, is what something rose or fell by (*an increase of 3 tonnes*)."""
    view = region.view
    by = next((m for m in view.of("by") if m.end == region.start - 1), None) if region.unit != "1" else None
    return by is not None and any(0 < by.start - m.end <= 2 for m in view.of("growth"))


__all__ = ["BEYOND", "distance", "fits", "generic_flows", "is_other", "measure", "terms_of"]
