"""What a number measures: its indicator, by the terms that stand near and fit its unit."""

from __future__ import annotations

import functools

from servanda.catalogue import catalogue
from servanda.records.beside import BREAK
from servanda.records.counting import NEAR
from servanda.records.fitting import BEYOND, distance, fits, generic_flows, is_other, terms_of
from servanda.records.kinds import kind_of
from servanda.records.lexicon import Mark
from servanda.records.region import CLAUSE, Claim, Region
from servanda.records.untold import NEXT, goods_before, untold
from servanda.values.quantity import is_money

CLOSE = 25  # characters, at most, between a number and the term of its own that stands behind it
MORE = 3  # words, at most, between two groups of people of one kind
AHEAD = 60  # how much nearer a balance is than the trade that it is of
WIDE = 500  # how much nearer the term of a wide indicator has to be
NATION = 50_000_000  # so many people called by their state are all of them
WHOLE = 1_000_000  # so many people at least are the population of a country


def indicator(region: Region, earlier: Claim) -> tuple[str | None, Mark | None]:
    """The indicator whose term stands nearest and fits the unit, else the one pointed back at."""
    beside = _beside(region, earlier)
    if beside is not None:
        return beside, None
    best = _befallen(region) or _nearest(region)
    if best is None and (_are_more(region, earlier) or _are_nationals(region)):
        return (earlier.indicator if _are_more(region, earlier) else _of_nationals(region)), None
    if earlier.indicator and _goes_on(region, earlier.indicator, best[2] if best else None):
        return earlier.indicator, None
    if is_other(region, best[0] if best else BEYOND):
        return None, None
    named = region.number.noun_at is not None or _is_generic(region)
    told = named or not _points_back(region, earlier)
    if best is not None and (best[0] < BEYOND or told):
        return _narrowed(region, best[1], earlier), best[2]
    return (earlier.indicator if _is_of_before(region, earlier) else untold(region, earlier)), None


def _is_of_before(region: Region, earlier: Claim) -> bool:
    """Whether a number that no term tells of goes on with the one before it."""
    if region.is_end() and earlier.unit == region.unit:
        return True
    known = catalogue().indicators.get(earlier.indicator or "")
    counts = region.unit == "1" and (region.number.noun_at is None or earlier.unit != "1")
    return known is not None and not counts and fits(known, region.unit) and _points_back(region, earlier)


def _befallen(region: Region) -> tuple[int, str, Mark] | None:
    """What befell those counted, whatever they are (*killed 23 soldiers*)."""
    if region.unit != "1":
        return None
    for mark in region.view.measures:
        key = next((k for k in mark.value if catalogue().indicators[k].fate), None)
        before = region.left <= mark.start and 0 <= region.start - mark.end <= CLOSE // 2
        if key and (before or 0 <= mark.start - region.number.end <= CLOSE // 2):
            return 0, key, mark
    return None


def _nearest(region: Region) -> tuple[int, str, Mark] | None:
    """The nearest term with an indicator that fits the number, and how far it is."""
    best: tuple[int, str, Mark] | None = None
    goods = [m for m in region.view.measures if region.unit == "%" and _is_of_goods(m)]
    for mark in region.view.measures:
        if not _can_speak(region, mark):
            continue
        for key in terms_of(region, mark):
            if not fits(catalogue().indicators[key], region.unit) or not _tells(region, key, mark):
                continue
            if _is_bare(region, mark, key):
                continue
            gap = distance(region, mark) + (WIDE if _is_wide(region, key) else 0) + _is_whole(region, key)
            if _is_whole(region, key) and any(region.end <= m.start < mark.start for m in goods):
                continue  # a share of the imports of goods, and of no others
            gap -= AHEAD if catalogue().indicators[key].flow == "both" and mark.end <= region.start else 0
            if best is None or gap < best[0]:
                best = (gap, key, mark)
    return best


def _beside(region: Region, earlier: Claim) -> str | None:
    """What a number tells of the things counted right before it: what they are worth, what each can do."""
    concept = catalogue().indicators.get(earlier.indicator or "") if region.i else None
    if (
        concept is None
        or not concept.beside
        or region.unit == "%"
        or CLAUSE.search(region.words(region.left, region.start))
    ):
        return None
    if is_money(region.unit) and region.cue("price") is None:
        return None
    between = (m for m in region.view.measures if region.left <= m.start and m.end <= region.start)
    if any(earlier.indicator not in m.value for m in between):
        return None
    key = next((k for k in concept.beside if fits(catalogue().indicators[k], region.unit)), None)
    return _summed(region, key) if key else None


def _summed(region: Region, key: str) -> str:
    """What all that are counted can do, where a number tells that, and not what each can."""
    known = catalogue().indicators
    total = next((c.total for c in known.values() if c.total and key in c.beside), None)
    return total if total and region.cue("total") is not None else key


def is_beside(before: str | None, key: str | None) -> bool:
    """Whether an indicator tells of the things that the one before counted."""
    concept = catalogue().indicators.get(before or "")
    return concept is not None and key in concept.beside


def _narrowed(region: Region, key: str, earlier: Claim) -> str:
    """What the passage makes of an indicator: exports of its goods, help for victims, a deal on things."""
    known = catalogue().indicators
    if region.unit == "%" and key in generic_flows():
        return goods_before(region, earlier) or key  # *18% of all exports*, where only wheat is spoken of
    if known[key].relief and region.view.of("disaster"):
        return known[key].relief or key
    if not known[key].generic:
        return _summed(region, key)
    near = [earlier.indicator] if earlier.indicator and region.view.start - earlier.end <= NEXT else []
    near += [k for mark in region.view.measures for k in mark.value]
    beside = (b for k in near for b in known[k].beside)
    return next((b for b in beside if known[b].deed and fits(known[b], region.unit)), key)


def _are_more(region: Region, earlier: Claim) -> bool:
    """Whether more people are counted of whom the number before told (*5,000 Poles and 300 Finns*)."""
    known = catalogue().indicators.get(earlier.indicator or "")
    people = known is not None and known.dimension == "count" and region.unit == earlier.unit == "1"
    gap = region.words(region.left, region.start).split()
    if people and region.i > 0 and _is_generic(region) and region.cue("raise", "tally", "anaphora"):
        return True  # *…, and the total to 18,000 people*
    joined = region.i > 0 and len(gap) <= MORE and any(w in region.view.lexicon.occurring.and_ for w in gap)
    return people and joined and _is_anybody(region)


def _of_nationals(region: Region) -> str | None:
    """The indicator of people who are called by their state alone."""
    people, nation = _nationals()
    return nation if region.number.amount.quantity.value >= NATION else people


@functools.cache
def _nationals() -> tuple[str | None, str | None]:
    """The indicators of some people of a state, and of all of them."""
    known = catalogue().indicators.items()
    return next((k for k, c in known if c.nationals), None), next((k for k, c in known if c.nation), None)


def _are_nationals(region: Region) -> bool:
    """Whether people are counted who are called by their state alone, where it is said that they live."""
    noun = region.number.end - len(region.number.noun or "")
    return region.number.noun is not None and any(
        m.kind == "entity" and kind_of(m.value) == "state" and m.start <= noun and region.number.end <= m.end
        for m in region.view.marks
    )


def _goes_on(region: Region, indicator: str, term: Mark | None) -> bool:
    """Whether a later number of a clause still speaks of what the number before it did.

    It does where no term stands before it, and the one behind it, if any, is not close.
    """
    if region.unit == "1" or region.i == 0 or not fits(catalogue().indicators[indicator], region.unit):
        return False
    if not _tells(region, indicator):
        return False
    if term is None or term.start < region.left:
        return True
    gap = region.words(region.end, term.start)
    return term.start >= region.end and (len(gap) > CLOSE or BREAK.search(gap) is not None)


def _can_speak(region: Region, term: Mark) -> bool:
    """Whether a term can speak of the number: what is counted stands behind it, as a rule."""
    if region.unit == "%" and term.kind == "beside":
        return any(catalogue().indicators[k].dimension in ("percent", "money") for k in term.value)
    if region.unit != "1":
        return True
    if region.start <= term.start <= region.end + NEAR:
        return term.kind != "beside" or term.start < region.number.end or _is_anybody(region)
    noun = region.number.noun_at
    if noun is not None:
        named = any(m.start == noun for m in region.view.measures)
        return term.start == noun if named else noun <= term.start < region.start
    return _is_anybody(region) and region.cues_from <= term.start < region.start


def _is_anybody(region: Region) -> bool:
    """Whether persons are counted of whom only what they do tells more (*5,000 Fijians work in …*)."""
    return region.number.noun is None or _is_generic(region) or _are_nationals(region)


def _is_generic(region: Region) -> bool:
    """Whether the noun tells only that persons or pieces are counted."""
    return region.number.noun in region.view.lexicon.counting.generic


def _tells(region: Region, key: str, mark: Mark | None = None) -> bool:
    """Whether a percentage can be of an indicator: a share, or the change of what is said to change."""
    if region.unit != "%":
        return True
    concept = catalogue().indicators[key]
    if concept.dimension == "percent":
        return concept.measure != "level" or not region.is_share()  # no tariff is of something
    if region.cue("growth", after=True) is not None:
        return True
    if concept.share is not None and region.is_part():
        return True
    right = mark is not None and 0 <= mark.start - region.end <= CLOSE  # *10% of all climate finance*
    whole = concept.dimension == "money" and (right or not concept.deed)
    return (whole or concept.share is not None) and region.is_share()


def _is_bare(region: Region, mark: Mark, key: str) -> bool:
    """Whether a noun of many uses (*companies*, *residents*) says too little alone to be of its indicator."""
    lexicon = region.view.lexicon
    if region.words(mark.start, mark.end).lower() not in lexicon.counting.bare:
        return False
    concept = catalogue().indicators[key]
    if concept.nation:
        return region.number.amount.quantity.value < WHOLE
    if not concept.existing or any(region.view.of(k) for k in ("now", "present", "sofar", "price")):
        return False
    known, others = catalogue().indicators, (k for m in region.view.measures for k in m.value)
    return not any(known[k].topic == concept.topic and not known[k].existing for k in others)


def _is_of_goods(mark: Mark) -> bool:
    """Whether a term tells how much there is of some goods (wheat, gas)."""
    return all(catalogue().indicators[key].dimension == "measure" for key in mark.value)


def _is_whole(region: Region, key: str) -> bool:
    """Whether a percentage would be of what is no percentage itself."""
    return region.unit == "%" and catalogue().indicators[key].dimension != "percent"


def _is_wide(region: Region, key: str) -> bool:
    """Whether a number is of an indicator only for want of a narrower one.

    So is a percentage of what is no percentage itself.
    """
    concept = catalogue().indicators[key]
    if region.unit != "%":
        return concept.wide
    return concept.dimension != "percent" and region.is_share()


def _points_back(region: Region, earlier: Claim) -> bool:
    if region.unit == earlier.unit and region.i == 0 and region.view.start - earlier.end <= NEXT:
        aim = region.cue("target") or region.cue("raise")
        if aim is not None and is_money(region.unit):
            return True  # *They aim at 30 billion*
    return region.cue("anaphora") is not None or (region.i > 0 and region.unit == earlier.unit)


__all__ = ["indicator", "is_beside"]
