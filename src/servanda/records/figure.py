"""Figures: numeric claims with what they measure, between whom, when, and whether fact or target.

Every field comes from the words around the number: its *region*, from the number before to the number
after it in the sentence (:mod:`servanda.records.region`). What the words do not tell stays null. What is
measured: :mod:`servanda.records.measured`; between whom: :mod:`servanda.records.sides`; which time goes with
it: :mod:`servanda.records.span`, and what period that is: :mod:`servanda.records.period`; fact or target:
:mod:`servanda.records.standing`; whose words it stands in: :mod:`servanda.records.credit`.

Cues (``figures.toml`` ``[cues]`` of the packs) of

* status: ``target``, ``raise`` (an aim where a time ahead is named), ``planned``, ``proposed``, ``forecast``
  (an undertaking or an offer that holds the number makes it planned or proposed, too), ``ongoing`` (*under
  construction*: planned, on either side), ``announcing`` (what is given for no time told is planned);
* measure: ``growth`` (a percentage of change; a quantity with ``by`` between), ``share``; ``limit`` hides
  words of growth (*up to*);
* sides: ``toward``, ``origin``, ``owner``, ``with``, ``upon`` (beside what tariffs are laid on), ``giver``
  (*thanked*), ``hit`` (right before whoever lays a tariff), ``turn`` (*while*), ``portion``,
  ``buying``, ``receiving``, ``helping`` (see :mod:`servanda.records.area`), ``giving``, ``getting``,
  ``owing``, ``paying`` (see :mod:`servanda.records.moving`);
* time: ``now``, ``present`` (verbs of what there is), ``asof`` (*at the end of*: a level), ``past`` (a level
  of another time than the document's), ``compared`` (*than in*), ``base`` (right before what a change is
  measured from), ``start`` (*from A to B*), ``earlier`` (*a year earlier*),
  ``same`` (*that year*), ``gone`` and ``next`` (within a length of years);
* things counted: ``definite`` (before a number that points at a known set), ``tally`` (*the number of*),
  ``price`` (what things are worth), ``gift`` (what one side gives another, whatever for), ``disaster``,
  ``them`` (*of them*);
* the rest: ``anaphora`` (*this figure*), ``source`` (*according to*), ``idle`` (terms that name no indicator,
  and hide the words in them that would: *trade pact*).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import msgspec

from servanda.catalogue import catalogue
from servanda.model import Figure
from servanda.records.area import Areas
from servanda.records.beside import BREAK, Place
from servanda.records.counting import Number
from servanda.records.credit import teller
from servanda.records.fitting import measure
from servanda.records.measured import indicator, is_beside
from servanda.records.period import period
from servanda.records.region import Claim, Frame, Region, Sense, Setting, claim_of, goods_of
from servanda.records.sides import sides
from servanda.records.span import time_of
from servanda.records.standing import status
from servanda.records.view import View
from servanda.values.quantity import is_money

OWN = ("speech", "joint-statement", "communique")  # documents that speak for themselves
SOURCE = 30  # characters, at most, between a word for a source and its name
LEADING = 12  # characters, at most, between a change and the level that it is the change to


def figures(
    view: View, counted: Sequence[Number], frame: Frame, setting: Setting, earlier: Claim
) -> tuple[list[Figure], Claim]:
    """The figures of a sentence; ``earlier`` is what the last figure before it was about.

    And what the last one of them is about, for those after it.
    """
    out: list[Figure] = []
    for i in range(len(counted)):
        region = Region(view, counted, i, frame, setting)
        place = Place(view, region.start, region.number.end, region.left, region.right, region.reporters())
        areas = Areas(place, setting, earlier.course)
        out.append(_figure(region, areas, earlier))
        share = out[-1].measure == "share" and out[-1].indicator == earlier.indicator is not None
        now = share and out[-1].period == str(setting.year)  # of now, where no time stands beside it
        period = earlier.period if now and earlier.period else out[-1].period
        lead = str(areas.before[0].value) if areas.before else None
        goods = goods_of(out[-1], earlier)
        earlier = claim_of(out[-1], lead, areas.course)
        earlier = msgspec.structs.replace(earlier, period=period, goods=goods)
    for i, (change, level) in enumerate(itertools.pairwise(out)):
        out[i : i + 2] = _led(view, change, level)
    last = claim_of(out[-1], None, earlier.course) if out else earlier
    return out, msgspec.structs.replace(last, goods=earlier.goods)


def _led(view: View, change: Figure, level: Figure) -> tuple[Figure, Figure]:
    """A change or a ratio (*by 17%*, *double*) and the level that it leads to: of one time, and as sure."""
    gap = view.document.text[change.evidence[0].end : level.evidence[0].start]
    leads = change.measure in ("change", "ratio") and level.measure == "level" and not BREAK.search(gap)
    if leads and change.measure == "change" and len(gap) <= LEADING and level.indicator:
        what = {"indicator": level.indicator, "area": level.area, "counterpart": level.counterpart}
        change = msgspec.structs.replace(change, **what)
    if not leads or level.indicator != change.indicator:
        return change, level
    period = change.period or level.period
    if change.period is None:
        aimed = level.status if change.status in ("observed", "planned") else change.status
        return msgspec.structs.replace(change, period=period, status=aimed), level
    return change, msgspec.structs.replace(level, period=level.period or period)


def _figure(region: Region, areas: Areas, earlier: Claim) -> Figure:
    """The figure of one number."""
    key, term = indicator(region, earlier)
    concept = catalogue().indicators.get(key or "")
    how = measure(region, concept)
    if how == "share" and concept is not None and concept.share:
        key, concept = concept.share, catalogue().indicators[concept.share]
    if how == "change" and concept is not None and concept.change:
        key, concept = concept.change, catalogue().indicators[concept.change]
    time = time_of(region, how)
    sense = Sense(concept, how, time, status(region, time, concept, earlier))
    price = region.cue("price") if region.i and is_money(region.unit) else None
    priced = price is not None and region.start - price.end <= LEADING
    beside = is_beside(earlier.indicator, key) and (region.i > 0 or sense.time is None)
    if sense.status == "observed" and (priced or beside):
        sense = msgspec.structs.replace(sense, status=earlier.status)
    key = _kind(key, sense, region.cue("asof", after=True) is not None)
    area, counterpart = sides(areas, sense, term, earlier, key == earlier.indicator)
    asks = sense.status == "proposed" and region.asked_by() == area is not None
    bought = any(region.left <= m.start < region.start for m in region.view.of("getting"))
    if asks and sense.concept is not None and not sense.concept.sent and not bought:
        area, counterpart = counterpart, area  # who is asked has it to give
    when = period(region, sense, earlier)
    if sense.concept is not None and sense.concept.planned and sense.measure == "level" and _lasts(when):
        key = sense.concept.planned  # over years it came to be
    q = region.number.amount.quantity
    return Figure(
        id=region.number.id,
        evidence=region.view.evidence(region.start, region.number.end),
        rule=region.number.amount.rule,
        value=q.value,
        value_max=q.value_max,
        unit=q.unit,
        counted=region.number.noun,
        bound=q.bound,
        indicator=key,
        area=area,
        counterpart=counterpart,
        period=when,
        measure=sense.measure,
        status=sense.status,
        speakers=_speakers(region),
    )


def _kind(key: str | None, sense: Sense, ended: bool) -> str | None:
    """The indicator by what is only undertaken, or told as a level: without a time, or ``ended`` with one."""
    concept = sense.concept
    if concept is None:
        return key
    if concept.existing and sense.status != "observed":
        return None
    if concept.held and sense.status == "target" and sense.measure == "level":
        return concept.held
    if concept.planned and sense.status in ("planned", "proposed"):
        return concept.planned
    held = sense.status == "observed" and sense.measure == "level" and (sense.time is None or ended)
    return concept.held if concept.held and held else key


def _lasts(period: str | None) -> bool:
    """Whether a period is of several years."""
    first, slash, last = (period or "").partition("/")
    return bool(slash) and first[:4].isdigit() and last[:4].isdigit() and first[:4] < last[:4]


def _speakers(region: Region) -> tuple[str, ...]:
    """Whom the number is said to come from (*according to …*, *she said that …*); nobody: the document."""
    view = region.view
    names = [m for m in view.names if isinstance(m.value, str)]
    for cue in view.of("source"):
        behind = view.lexicon.habits.postpositions
        near = [m for m in names if 0 <= (cue.start - m.end if behind else m.start - cue.end) <= SOURCE]
        if near:
            return (str((near[-1] if behind else near[0]).value),)
    asked = region.setting.asked
    if asked is not None and asked.start <= region.start:
        return (asked.who,)
    told = teller(view, region.start, region.frame.before) if view.document.kind != "speech" else None
    if told is None:
        return _official(region)
    return (told,) if told else ()


def _official(region: Region) -> tuple[str, ...]:
    """The person whose statement holds the number, or who it is only said to be told by."""
    said = region.holding()
    if said is None or region.view.document.kind == "speech" or said.rule == "sign":
        return ()
    if said.rule == "say" and region.view.document.kind not in OWN:
        return said.speakers
    if len(said.speakers) != 1:
        return ()
    known = catalogue().entities.get(said.speakers[0])
    return said.speakers if known is None or known.kind == "person" else ()


__all__ = ["Claim", "Frame", "Setting", "claim_of", "figures"]
