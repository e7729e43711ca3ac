"""What a number is of where no term beside it tells: its passage, what it is counted in, who is given it."""

from __future__ import annotations

import re

from servanda.catalogue import catalogue
from servanda.records.fitting import fits
from servanda.records.region import Claim, Region
from servanda.values.quantity import is_money

NEXT = 60  # characters, at most, between a sentence and the figure before it that its price is of
PASSAGE = 300  # and between a quantity and the one before it, whose goods it is of
_WORD = re.compile(r"[ \u00a0]([^\W\d_]+)")


def untold(region: Region, earlier: Claim) -> str | None:
    """The indicator of a number of which no term tells."""
    if region.unit in ("1", "x"):
        return None
    if is_money(region.unit):
        return _given(region) or (earlier.indicator if _is_passage(region, earlier) else None)
    goods = goods_before(region, earlier)
    loose = region.i > 0 and not region.view.measures if region.unit == "%" else not _is_of(region)
    return goods if goods and loose else _alone(region.unit)


def goods_before(region: Region, earlier: Claim) -> str | None:
    """The goods of whose quantity the passage told last, if the number can be of them."""
    key, end = earlier.goods or ("", 0)
    known = catalogue().indicators.get(key)
    near = region.start - end <= PASSAGE
    return key if known is not None and near and fits(known, region.unit) else None


def _is_passage(region: Region, earlier: Claim) -> bool:
    """Whether the figure before it was of money, not far from here, and nothing else is spoken of.

    What another sentence told of one course alone (*of which imports are 5*) is no subject of a passage.
    """
    known = catalogue().indicators.get(earlier.indicator or "")
    near = region.start - earlier.end <= PASSAGE
    if known is not None and known.share and earlier.end <= region.view.start:
        return False
    return near and known is not None and known.dimension == "money" and not region.view.measures


def _is_of(region: Region) -> bool:
    """Whether it is told right behind a quantity what it is of (*tonnes of soya*)."""
    view, end = region.view, region.number.end
    word = _WORD.match(view.document.text, end, view.end)
    owned = any(m.start == end + 1 for m in view.of("owner"))
    return word is not None and (owned or word[1].lower() not in view.lexicon.counting.stops)


def _alone(unit: str) -> str | None:
    """What is counted in a unit that little else is counted in (barrels)."""
    plain = unit.partition("/")[0]
    return next((k for k, c in catalogue().indicators.items() if c.alone == plain), None)


def _given(region: Region) -> str | None:
    """What one side gives, or another receives, without a word of what for."""
    view = region.view
    if region.cue("gift", after=view.lexicon.habits.verb_final) is None:
        return None
    if len({side for m in view.names if (side := _side(m.value))}) < 2:
        return None
    key = next((k for k, c in catalogue().indicators.items() if c.relief), None)
    relief = catalogue().indicators[key].relief if key and view.of("disaster") else None
    return relief or key


def _side(name: str) -> str | None:
    """The state, or the body that counts as one, that a name is of, if it is no person's."""
    concept = catalogue().entities.get(name)
    if concept is None or concept.kind == "person":
        return None
    whose = catalogue().entities.get(concept.of or name)
    return (concept.of or name) if whose and (whose.kind == "state" or whose.area) else None


__all__ = ["NEXT", "goods_before", "untold"]
