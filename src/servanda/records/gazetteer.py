"""What the packs know of names: found in one pass over a sentence, apart from the cues.

``entities.toml`` of a pack (all tables optional, a missing name is a gap and no error):

``entities``
    Entity id -> names. ``states``: ISO 3166 code -> names and adjectives beyond CLDR's.
``not``, ``shy``, ``tied``, ``common``
    What looks like a name and is none; names that are words as well (they count where nothing speaks
    against it); short names that count beside another name and a dash; names that a state's own body
    may have too (*Security Council*).
``offices``, ``titles``
    Office -> words; ``name``: before a person's name, ``role``: what a person is;
    ``agent``: the same where the person acts, and an adjective elsewhere.
``heads``
    Kind -> words that make a capitalised phrase the name of such a thing.
``ministry``, ``portfolio``, ``ministries``, ``composed``
    What stands around the field of a ministry and of its minister, the fields; names of a word and a state.
``series``
    Forums of two states: key -> words. ``works``, ``sites``: projects and places by the places that they
    join or stand at (:mod:`servanda.records.works`).
``descent``
    State -> what people are called who come from there (*of Indian origin*); no mention of it.
``naming``
    The habits of names (:class:`Naming`).
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any

import msgspec
from babel import Locale

from servanda import packs
from servanda.catalogue import catalogue, states
from servanda.errors import DataError
from servanda.index import Index
from servanda.packs import Terms
from servanda.scan import Scanner

HELD = {"mfa": "foreign-minister", "mod": "defence-minister"}  # offices of their own, by ministry


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A term found: its span in the sentence's text, its class, and what it means there."""

    start: int
    end: int
    kind: str
    value: Any

    def changed(self, **fields: Any) -> Mark:
        """The same with other fields."""
        return msgspec.structs.replace(self, **fields)


PLACE = attrgetter("start", "end")
"""Where a mark stands, to sort by."""


class Naming(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How names are written and what stands around them (``entities.toml`` ``[naming]``).

    ``capitals``: names begin with a capital. ``head``: the word that tells what a thing is stands
    ``first`` or ``last`` in its name; ``syllables``: only the first syllable of a word has a capital.
    ``stops`` end a name; ``links`` stand inside an organisation's name, ``particles`` inside a person's;
    ``generic`` words alone make no name. ``before`` and ``after``: a capital next to them is the place,
    not the state; ``trip``: the same, anywhere in the words right before. ``of``: stands between an office
    and its state. ``lemma``: endings of names in other cases, and what to put for them; ``letters``: the
    language's letters in Latin ones. ``place``: words that only a place follows; ``cases``: as ``lemma``,
    of places behind them; ``joins``: links that no place's name has. ``behind``: the links that may follow
    the head of a name (none: all); ``articles`` stand behind a link, ``joining`` links join two names;
    ``owners``: possessives inside names; ``adjectives``: endings of the adjectives of
    places; ``plurals``: words before several of a kind; ``sources``: words that only who knows follows;
    ``first``: titles in their first case that look as if they were in another; ``modifiers``: endings that
    only adjectives have there; ``pairs``: words of two syllables whose second looks like the end of a name;
    ``predicates``: small words that only what somebody does follows;
    ``agents``: what stands behind who acts; ``firms``: heads that are no part of a firm's name;
    ``quoted``: names stand between guillemets; ``firm``: common nouns of firms, right before their names;
    ``whole``: words behind which only a name of several words is one; ``who``: points back at a person;
    ``company``: words that only whoever acts follows; ``home``: the state that the
    language's own papers are of; ``government``: words for a government.
    """

    capitals: bool = True
    head: str = "last"
    syllables: bool = False
    stops: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    generic: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    trip: tuple[str, ...] = ()
    of: frozenset[str] = frozenset()
    lemma: tuple[tuple[str, str], ...] = ()
    letters: dict[str, str] = {}
    place: frozenset[str] = frozenset()
    cases: tuple[tuple[str, str], ...] = ()
    joins: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    joining: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    adjectives: tuple[str, ...] = ()
    plurals: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    modifiers: tuple[str, ...] = ()
    pairs: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    predicates: frozenset[str] = frozenset()
    firms: frozenset[str] = frozenset()
    company: frozenset[str] = frozenset()
    firm: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    who: frozenset[str] = frozenset()
    quoted: bool = False
    home: str = ""
    government: frozenset[str] = frozenset()


class Gazetteer:
    """The compiled names of one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.data = packs.load(lang, "entities")
        self.naming: Naming = packs.convert(
            self.data.get("naming", {}), Naming, f"{lang}/entities.toml [naming]"
        )
        self._tables = functools.partial(_checked, where=f"{lang}/entities.toml")
        terms = Terms(packs.language(lang))
        self._add_states(terms)
        self._add_entities(terms)
        self._add_forms(terms)
        self.index = Index(terms)
        self.scanner = Scanner(self.index)
        self.openings = Index(self._openings())

    def _openings(self) -> Terms:
        """The words that only a place follows, or only who knows something, where names have capitals."""
        terms = Terms(packs.language(self.lang))
        if self.naming.capitals:
            terms.add(self.naming.place, "opening", "place")
            terms.add(self.naming.sources, "opening", "source")
            terms.add(self.naming.company, "opening", "party")
            terms.add(self.naming.firm, "opening", "firm")
            terms.add(self.naming.whole, "opening", "whole")
        return terms

    @property
    def offices(self) -> Iterable[str]:
        """The words of all offices."""
        own = (word for words in self._tables(self.data, "offices").values() for word in words)
        return [*own, *(term for _, term in self._portfolios())]

    def _portfolios(self) -> Iterator[tuple[str, str]]:
        """Ministers by their fields: office and term."""
        for key, fields in self._tables(self.data, "ministries").items():
            for frame, field in itertools.product(self.data.get("portfolio", ()), fields):
                yield HELD.get(key, "minister"), frame.replace("{}", field).lower()

    def _add_states(self, terms: Terms) -> None:
        """The names of all states by CLDR (in every ending, where a language has them), and the pack's."""
        territories: Mapping[str, str] = Locale.parse(self.lang).territories
        strip = packs.language(self.lang).stem_strip
        for code in states():
            name = territories.get(code, "")
            for form in {name, name.partition(" (")[0]}:
                if len(form) > 2:
                    terms.add([_stem(form, strip)], "entity", code)
        for code, names in self._tables(self.data, "states").items():
            if code not in catalogue().entities:
                raise DataError(f"packs/{self.lang}/entities.toml [states]: {code!r} is no state")
            terms.add(names, "entity", code)

    def _add_entities(self, terms: Terms) -> None:
        known = catalogue().entities
        for key, names in self._tables(self.data, "entities").items():
            if key not in known:
                raise DataError(f"packs/{self.lang}/entities.toml: {key!r} is not in catalogue/entities.toml")
            terms.add(names, "capital" if known[key].capital else "entity", key)

    def _add_forms(self, terms: Terms) -> None:
        """Offices, titles, heads of names, ministries, and what looks like a name and is none."""
        for name, kind in (
            ("offices", "office"),
            ("titles", "title"),
            ("heads", "head"),
            ("series", "series"),
            ("works", "work"),
            ("sites", "site"),
            ("descent", "descent"),
        ):
            for key, found in self._tables(self.data, name).items():
                terms.add(found, kind, key)
        for name in ("shy", "tied", "common", "not"):
            terms.add(self.data.get(name, ()), name, True)
        for key, fields in self._tables(self.data, "ministries").items():
            for frame in self.data.get("ministry", ()):
                terms.add((frame.replace("{}", field) for field in fields), "ministry", key)
        for office, term in self._portfolios():
            if "office" not in terms.readings.get(term, {}):
                terms.add([term], "office", office)
        for key, found in self._tables(self.data, "composed").items():
            terms.add(found, "ministry", key)

    @functools.cached_property
    def _people(self) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        """Full names of persons by each of their parts."""
        out: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for key, names in self._tables(self.data, "entities").items():
            if catalogue().entities[key].kind == "person":
                for parts in (tuple(n.replace("~", "").split()) for n in names if " " in n):
                    for part in parts:
                        out.setdefault(part, []).append((key, parts))
        return out

    def people(self, parts: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
        """The known persons that share a part of a name with these parts: id and full name."""
        return [found for part in parts for found in self._people.get(part, ())]


def _checked(data: Mapping[str, Any], name: str, where: str) -> dict[str, list[str]]:
    return packs.table(data, name, where)


def _stem(name: str, strip: str) -> str:
    """A name with the endings of its words left open, where the language declines names.

    >>> _stem("Roma", "a"), _stem("India", "")
    ('Rom~', 'India')
    """
    if not strip:
        return name
    return " ".join(w[:-1] + "~" if w[-1] in strip else w + "~" for w in name.split())
