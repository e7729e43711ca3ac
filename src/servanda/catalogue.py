"""Loads the catalogue: the concepts that records speak of, without a word of any language.

``indicators.toml`` says what is measured (``trade.turnover``), ``entities.toml`` who and what is named
(states need no entry: they are those of ISO 3166, by CLDR), ``topics.toml`` the areas of statements,
``events.toml`` the occasions that events are and the series of which they are editions, ``subjects.toml``
what promises are about where it has no name of its own, ``places.toml`` where entities are, ``fiscal.toml``
when the fiscal years of states begin.
"""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any, Literal

import msgspec
from babel import Locale

from servanda.errors import DataError
from servanda.model import Act, Binding, EventForm, Measure

Dimension = Literal["money", "percent", "count", "measure", "ratio"]
Point = tuple[float, float]
Pair = Literal["symmetric", "directed", "area", "none"]


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a figure measures.

    ``pair``: ``symmetric`` (between two areas, order without meaning), ``directed`` (area -> counterpart),
    ``area`` (of one area), ``none``. ``flow`` of a directed pair: ``out`` runs from area to counterpart
    (exports, investment), ``in`` from counterpart to area (imports), ``on`` is laid by the area on what
    comes from the counterpart (tariffs), ``both`` is the area's with the counterpart (a balance), ``owed`` by
    the area to the counterpart.
    ``cumulative``: a total over all time, without a period of its
    own; ``deed``: it tells of single deeds (loans, gifts, contracts), which are of no period unless one is
    told; ``standing``: a count that is of the document's year where no time is named. ``flows``: it adds up
    over time (trade does, a stock or a share does not). ``measure``: what a percentage of it is, if no
    share. ``planned``: the indicator of what is only undertaken, ``held``: of what is told without a time.
    ``existing``: it counts what there is, so that what is planned is not of it.
    ``dated``: it counts what was done on the day that the document tells of. ``timeless``: of no time.
    ``beside``: the indicators of what the next number tells of the same things (what they are worth, what
    each can do). ``share``: the indicator of a share of it. ``fate``: it counts those whom something befell.
    ``generic``: it is of whatever things are named beside it, where they have one of that kind (contracts).
    ``relief``: the indicator of the same after a disaster.
    ``aim``: what is told of it for a time ahead is aimed at. ``wide``: a number is of it where none narrower
    is named. ``by``: indicators whose terms tell it, too, of a number in the unit given (*exports* of barrels
    are oil's). ``nationals``: it is of people who are only called by their state (``nation``: of so many that
    they are all of them). ``hosted``: it is of the area that took in those whom it counts; ``sent``: of the
    area whose people they are, who are with the counterpart. ``unit``: the unit that it is kept in;
    ``alone``: the unit whose numbers are of it where no word tells. ``change``: the indicator of its change;
    ``total``: of what all that it counts can do.
    """

    dimension: Dimension
    topic: str
    pair: Pair = "symmetric"
    flow: Literal["out", "in", "on", "both", "owed"] = "out"
    cumulative: bool = False
    deed: bool = False
    standing: bool = False
    measure: Measure | None = None
    planned: str | None = None
    held: str | None = None
    flows: bool = False
    existing: bool = False
    dated: bool = False
    timeless: bool = False
    nationals: bool = False
    nation: bool = False
    hosted: bool = False
    sent: bool = False
    wide: bool = False
    fate: bool = False
    alone: str | None = None
    change: str | None = None
    total: str | None = None
    aim: bool = False
    generic: bool = False
    relief: str | None = None
    beside: tuple[str, ...] = ()
    by: dict[str, str] = {}
    share: str | None = None
    unit: str | None = None


class Concept(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An entity that documents name: its kind, the state it belongs to, its identifiers elsewhere.

    ``term``: of a person, since when in the present office (EDTF), which helps to date what names it so.
    ``area``: a body or region whose trade, people and so on are counted as those of one.
    ``capital``: a place whose name also stands for the state that it is ``of`` (*Moscow agreed*).
    ``official``: false for companies, newspapers, parties and bands: what they say is no statement.
    ``also``: ids that :mod:`servanda.records.naming` would make of it by its form.
    ``bilateral``: a forum of two parties, through which their partnership works.
    ``lends``: a body that gives or lends in its own name. ``union``: of a region, the body whose trade and
    money are meant where figures name it.
    """

    kind: Literal[
        "state", "organisation", "person", "place", "forum", "project", "programme", "system", "group"
    ]
    of: str | None = None
    wikidata: str | None = None
    members: tuple[str, ...] = ()
    term: str | None = None
    official: bool = True
    area: bool = False
    capital: bool = False
    also: tuple[str, ...] = ()
    bilateral: bool = False
    lends: bool = False
    union: str | None = None


class ActStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a class of speech verb does with a class of object (``""``: alone), with an example."""

    verb: str
    act: Act
    example: str
    object: str = ""
    binding: Binding | None = None


class Occasion(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What kind of event a word tells of: its form and its PLOVER type (none where none fits).

    ``object``: the class of words that must stand beside it, for an occasion is made by what is signed,
    opened, lifted (``instrument`` for agreements, ``any`` for whatever is named or pointed at).
    ``who``: how participants are found: ``guests`` (persons, and the place that they go to), ``persons``
    (else states), ``signers`` (several persons, else states), ``states``, ``none``. ``main``: documents are
    written about such an occasion, and what happens on it takes its date. ``shared``: one document speaks of
    one only, unless it tells them apart. ``dated``: the noun tells of one only where its time is told (*a
    ceasefire* may be but called for); ``past``: and only where that is over (*ratified*; what is to be is but
    undertaken).
    """

    form: EventForm
    plover: str | None = None
    object: str = ""
    who: Literal["guests", "persons", "signers", "states", "none"] = "persons"
    main: bool = False
    shared: bool = False
    dated: bool = False
    past: bool = False


class Series(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Events that are editions of one: their form, whose they are, and when each was (EDTF).

    ``of``: the entities that hold them: two states, or the one body.
    """

    form: EventForm
    of: tuple[str, ...]
    editions: dict[str, str] = {}


class Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What promises can be about without a name of its own: its topic.

    ``beside``: entities one of which must be named in the same sentence, where words alone say too little.
    """

    topic: str
    beside: tuple[str, ...] = ()


class FiscalYear(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The fiscal year of a state: the month in which it begins, and by which of its years it is named.

    ``single``: it is never told by two years (*2023-24*).
    """

    start: int
    named: Literal["begin", "end"] = "end"
    single: bool = False


class Catalogue(msgspec.Struct, frozen=True):
    """All concepts by id; ``acts`` by (class of verb, class of object).

    ``fiscal``: the fiscal years of states that are no calendar years.

    ``places``: where an entity is, latitude and longitude in degrees; several points are a line.
    """

    indicators: dict[str, Indicator]
    entities: dict[str, Concept]
    topics: tuple[str, ...]
    acts: dict[tuple[str, str], ActStep]
    occasions: dict[str, Occasion]
    series: dict[str, Series]
    subjects: dict[str, Subject]
    places: dict[str, tuple[Point, ...]]
    fiscal: dict[str, FiscalYear]


@functools.cache
def catalogue() -> Catalogue:
    """The catalogue, loaded and checked once.

    >>> catalogue().indicators["trade.turnover"].pair
    'symmetric'
    >>> catalogue().entities["IN"].kind
    'state'
    """
    topics = tuple(_load("topics", "topics", list[str]))
    indicators = _load("indicators", "indicators", dict[str, Indicator])
    for key, indicator in indicators.items():
        if indicator.topic not in topics:
            raise DataError(
                f"catalogue/indicators.toml: {key}: topic {indicator.topic!r} is not in topics.toml"
            )
    entities = {code: Concept(kind="state") for code in states()}
    entities.update(_load("entities", "entities", dict[str, Concept]))
    for key, concept in entities.items():
        if concept.of is not None and concept.of not in entities:
            raise DataError(f"catalogue/entities.toml: {key}: of = {concept.of!r} is no entity")
    acts = {(a.verb, a.object): a for a in _load("acts", "acts", list[ActStep])}
    for act in acts.values():
        if (act.binding is None) == (act.act == "commissive"):
            raise DataError(
                f"catalogue/acts.toml: {act.verb} {act.object}: commissives, and only they, have a binding"
            )
    occasions = _load("events", "occasions", dict[str, Occasion])
    subjects = _subjects(topics, entities)
    places, fiscal = _places(entities), _load("fiscal", "fiscal", dict[str, FiscalYear])
    series = _series(entities)
    return Catalogue(indicators, entities, topics, acts, occasions, series, subjects, places, fiscal)


def _places(entities: dict[str, Concept]) -> dict[str, tuple[Point, ...]]:
    places: dict[str, tuple[Point, ...]] = _load("places", "places", dict[str, tuple[Point, ...]])
    for key, points in places.items():
        if key not in entities or not all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in points):
            raise DataError(f"catalogue/places.toml: {key}: no entity, or no latitude and longitude")
    return places


def _subjects(topics: tuple[str, ...], entities: dict[str, Concept]) -> dict[str, Subject]:
    subjects: dict[str, Subject] = _load("subjects", "subjects", dict[str, Subject])
    for key, one in subjects.items():
        if one.topic not in topics or set(one.beside) - set(entities):
            raise DataError(f"catalogue/subjects.toml: {key}: {one} names an unknown topic or entity")
    return subjects


def _series(entities: dict[str, Concept]) -> dict[str, Series]:
    series: dict[str, Series] = _load("events", "series", dict[str, Series])
    for key, one in series.items():
        if unknown := set(one.of) - set(entities):
            raise DataError(f"catalogue/events.toml: {key}: of = {sorted(unknown)} are no entities")
    return series


@functools.cache
def states() -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes of states and territories, by CLDR.

    >>> {"IN", "RU", "VN"} <= set(states())
    True
    """
    codes = (str(code) for code in Locale("en").territories)
    return tuple(sorted(c for c in codes if len(c) == 2 and c.isalpha() and c not in _NO_STATES))


_NO_STATES = frozenset(("EU", "UN", "EZ", "ZZ", "XA", "XB", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"))


def _load(file: str, key: str, kind: Any) -> Any:
    path = resources.files("servanda") / "data" / "catalogue" / f"{file}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(data[key], kind)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, KeyError) as e:
        raise DataError(f"catalogue/{file}.toml: {e}") from e
