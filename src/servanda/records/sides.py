"""Between whom a figure is: as the figure before it, or by the areas that its own words name."""

from __future__ import annotations

from servanda.catalogue import Indicator, catalogue
from servanda.records.area import Areas, Pair
from servanda.records.lexicon import Mark
from servanda.records.region import Claim, Sense

COURSE = 250  # so far behind the figure before, what one of the two has still goes between them
NEXT = 60  # characters, at most, between a sentence and the figure before it, with which it goes on


def sides(areas: Areas, sense: Sense, term: Mark | None, earlier: Claim, same: bool) -> Pair:
    """Between whom; ``same``: the number is of the indicator of the one before it."""
    kept = _kept(areas, sense, term, earlier, same)
    return kept if kept is not None else _own(areas, sense, term, earlier)


def _kept(areas: Areas, sense: Sense, term: Mark | None, earlier: Claim, same: bool) -> Pair | None:
    """The sides of the number before, where this one names no others."""
    concept = sense.concept
    if concept is None:
        return None
    within = earlier.end > areas.view.start and bool(earlier.area or earlier.counterpart)
    before = catalogue().indicators.get(earlier.indicator or "")
    both = before is not None and concept.pair == before.pair == "directed"
    if both and within and areas.names_no_other(earlier.area, earlier.counterpart):
        return earlier.area, earlier.counterpart
    holders = {str(m.value) for m in areas.inside} - {earlier.area}
    if same and within and sense.measure == "share" and concept.pair == "directed" and len(holders) == 1:
        return earlier.area, holders.pop()  # *a debt of 161 billion, of which China holds 6%*
    again = _again(areas, concept, earlier) if same and term is None else None
    if again is not None:
        return again
    if same and within and sense.measure in ("change", "ratio"):
        return earlier.area, earlier.counterpart
    upon = areas.upon(earlier.area) if same and within and concept.flow == "on" else None
    return (earlier.area, upon) if upon else None


def _again(areas: Areas, concept: Indicator, earlier: Claim) -> Pair | None:
    """The sides of a number that goes on with what the one before told, without a term of its own."""
    directed, fresh = concept.pair == "directed", {m.value for m in areas.inside}
    if directed and areas.turned(earlier.counterpart):
        return earlier.counterpart, earlier.area  # *Polish exports rose to 13 and Ukrainian ones to 3*
    whose = areas.counted() if directed and concept.dimension == "count" else None
    if whose is not None:
        return whose, earlier.area if earlier.counterpart == whose else earlier.counterpart
    area, counterpart = areas.moved(concept, concept.flow) if directed else (None, None)
    if area or counterpart:
        others = [a for a in (earlier.counterpart, earlier.area) if a not in (area, counterpart)]
        return area or next(iter(others), None), counterpart or next(iter(others), None)
    alone = not fresh or (directed and len(fresh) == 1)
    return areas.instead(earlier.area, earlier.counterpart) if alone else None


def _own(areas: Areas, sense: Sense, term: Mark | None, earlier: Claim) -> Pair:
    """The sides that the words around the number tell, by the kind of the indicator."""
    concept = sense.concept
    if concept is None or (concept.existing and sense.status != "observed"):
        return _of_anything(areas, sense, earlier)
    if concept.pair == "symmetric":
        return areas.symmetric(earlier.lead, [a for a in (earlier.area, earlier.counterpart) if a])
    if concept.pair == "directed":
        return _going_on(areas, concept, earlier, areas.directed(concept, term))
    if concept.pair == "none":
        return None, None
    if not areas.named and earlier.area and _is_of_one(earlier.indicator):
        return earlier.area, None  # *its economy*
    one = areas.single(term, concept.hosted)
    return (one, None) if one or not concept.fate else areas.symmetric(None)


def _going_on(areas: Areas, concept: Indicator, earlier: Claim, pair: Pair) -> Pair:
    """Another one's side of what the sentence before told, the other the same (*France gives 3 more*)."""
    same = concept is catalogue().indicators.get(earlier.indicator or "")
    if not same or areas.view.start - earlier.end > NEXT or earlier.counterpart is None:
        return pair
    told = {m.value for m in (*areas.inside, *areas.beyond)}
    mine = pair[0] in told and pair[1] not in told and pair[0] != earlier.counterpart
    return (pair[0], earlier.counterpart) if mine else pair


def _of_anything(areas: Areas, sense: Sense, earlier: Claim) -> Pair:
    """The sides of what is no indicator: who gives and who gets, the one area named, or the two of them."""
    whole = areas.part_of() if sense.measure == "share" else None
    if whole is not None:
        return whole, areas.other(whole)
    acted = sense.status in ("planned", "proposed") and areas.acting
    if acted or areas.flows() or areas.moved(None, "out") != (None, None):
        return areas.directed(None, None)
    if areas.together():
        return areas.symmetric(None)
    only = {str(m.value) for m in areas.areas}
    if len(only) > 2:
        only = {str(m.value) for m in areas.inside} or only  # a list, in which each has its own
    only = only or ({areas.home} if areas.home and len(areas.pair) < 2 else set())
    if len(only) == 1 and not areas.in_role("with"):
        near = areas.view.start - earlier.end <= COURSE and bool(areas.areas)
        return areas.course if near and areas.course and only <= {*areas.course} else (only.pop(), None)
    return areas.symmetric(earlier.lead, [a for a in (earlier.area, earlier.counterpart) if a])


def _is_of_one(indicator: str | None) -> bool:
    """Whether an indicator is of one area."""
    concept = catalogue().indicators.get(indicator or "")
    return concept is not None and concept.pair == "area"


__all__ = ["sides"]
