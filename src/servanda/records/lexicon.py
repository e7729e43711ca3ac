"""What the packs know of names, indicators and cues: found in one pass over a sentence.

Files of a pack that count here (all optional, a missing term is a gap and no error):

``entities.toml``
    see :mod:`servanda.records.gazetteer`.
``indicators.toml``
    ``indicators``: indicator id -> terms; ``a + b`` is a term of which every part must stand in the sentence;
    ``beside``: those that mean it only beside a number of its kind; ``other``: ``money``, ``percent``
    or a unit -> terms of what is measured so and has no indicator (*border* of kilometres).
``statements.toml``
    ``verbs``, ``passives``, ``participles``, ``objects``: class of ``catalogue/acts.toml`` -> terms;
    ``speakers``, ``clauses``: see :mod:`servanda.records.clause`; ``persons``: forms of verbs that need no
    subject, by the word that they do without; ``bent``: endings of names that are adjectives or not
    nominative; ``inverts``: whether subjects stand behind their verbs, too; ``infinite``: verbs that, joined
    to an undertaking, are what is undertaken.
``topics.toml``
    ``topics``: topic -> terms; ``hints``: those that count only where nothing else tells;
    ``means``: those that tell by what means, and yield to what was spoken of before, too.
``figures.toml``
    ``cues``: class -> terms (see :mod:`servanda.records.figure`), and the habits of counted nouns.
``events.toml``
    ``nouns``, ``plurals``, ``verbs``: occasion of ``catalogue/events.toml`` -> terms; ``objects``: what
    occasions are made of; ``cues``: class -> terms, ``occurring``: see :mod:`servanda.records.event`.
``agreements.toml``
    ``forms``, ``plurals``: form of an instrument -> its nouns; ``status``: status -> terms; ``named``,
    ``joint``, ``known``, ``title``: see :mod:`servanda.records.agreement`.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

import msgspec
from babel import Locale

from servanda import packs
from servanda.catalogue import catalogue, states
from servanda.errors import DataError
from servanda.index import Find, Index
from servanda.line import Line
from servanda.model import AgreementForm, AgreementStatus
from servanda.packs import Terms
from servanda.records.gazetteer import PLACE, Gazetteer, Mark
from servanda.scan import Scanner, numbered, numbers

_SILENT = frozenset(
    ("digits", "date", "pair", "clock", "hides", "idle")
)  # no marks: most are for the grammar
_TELLING = frozenset(("gauge", "beside"))  # what tells what numbers measure


class Counting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language puts what is counted behind the number (``figures.toml`` ``[counting]``).

    ``stops`` end the noun phrase; its head is the ``last`` or the ``first`` word (words with one of the
    ``adjectives`` endings passed over), ``words`` at most; ``known`` nouns with a two point at a known set.
    ``over``: words of a bound that stand between the number and its noun; ``generic``: nouns that tell only
    that persons or pieces are counted, of what stands before the number; ``dative``: endings of the names of
    states that something is given to; ``bare``: nouns of many uses, which are of their indicator only where
    more tells it; ``heads``: nouns of several words that are known whole (where the head is the first);
    ``plurals``: endings of nouns that are several, ``many``: nouns that are without one (where it is the
    last); ``articles``: a part of something has *of* or an article behind it.
    """

    head: str = "last"
    words: int = 3
    stops: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    dative: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    heads: frozenset[str] = frozenset()
    plurals: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    articles: bool = False


class Occurring(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words right beside an event's noun or place that tell what it is (``events.toml`` ``[occurring]``).

    ``where``: prepositions before a place (postpositions behind it), ``toward``: before the aim of a visit or
    an attack; ``link``: words that join a name behind the noun (none: it needs none); ``infinitive``: make
    the noun a verb; ``definite``: make it a known one (none: a noun alone may be one); ``sessions``: bodies
    whose meetings are sessions; ``ordinal``: words that make the number behind them an ordinal; ``when``:
    tells what happened at the time before it; ``and``: joins a second place and time.
    """

    where: tuple[str, ...] = ()
    toward: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    infinitive: tuple[str, ...] = ()
    definite: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    ordinal: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    and_: tuple[str, ...] = msgspec.field(default=(), name="and")


class Titling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language builds the titles of instruments (``agreements.toml`` ``[title]``).

    ``link``: words that join the subject behind the noun (none: any word does); ``plural``: those that tell
    which of several; ``articles``: no part of a title; ``join``: small words inside a title; ``stop``:
    words that end it; ``bland``: words before the noun that name no subject; ``quantified``: words that make
    it any number of instruments. The subject stands ``before`` the noun, ``after`` it (``link`` apart), or
    to the ``left`` (the whole phrase, as in languages with postpositions).
    """

    link: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    join: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    bland: tuple[str, ...] = ()
    quantified: tuple[str, ...] = ()
    before: bool = False
    after: bool = False
    left: bool = False


class _Kinds(dict[str, str]):
    """The kinds of marks that readings make: the reading itself, where nothing else is said."""

    def __missing__(self, reading: str) -> str:
        found = self[reading] = reading
        return found


class Lexicon:
    """The compiled names and cues of one language. Build with :func:`lexicon`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.habits = packs.language(lang)
        terms, tells, cues, speech = (Terms(self.habits) for _ in range(4))
        # readings of one kind that a term may have several of; 23rd, by its ending, is an order
        self.kinds = _Kinds(ordinal="order")
        # indicators by the first part of their term, each with its place among all
        self.conjoined: dict[str, list[tuple[int, str, tuple[str, ...], str]]] = {}
        self.gazetteer = Gazetteer(lang)
        for pack in (lang, "und"):
            self._add_indicators(terms, tells, pack)
            figures = packs.load(pack, "figures")
            for cue, found in packs.table(figures, "cues", f"{pack}/figures.toml").items():
                (terms if cue == "idle" else cues).add(found, cue, True)
            self._add_statements(speech, pack)
            _add_events(terms, pack)
            _add_agreements(terms, pack)
            if pack == lang:
                said = packs.load(pack, "statements")
                self.bent: tuple[str, ...] = tuple(said.get("bent", ()))
                self.infinite: frozenset[str] = frozenset(said.get("infinite", ()))
                self.inverts: bool = bool(said.get("inverts", False))
                persons = packs.table(said, "persons", f"{pack}/statements.toml")
                self.persons: dict[str, str] = {t: who for who, found in persons.items() for t in found}
                self.counting: Counting = packs.convert(
                    figures.get("counting", {}), Counting, f"{pack}/figures.toml [counting]"
                )
        where = packs.load(lang, "events").get("occurring", {})
        self.occurring: Occurring = packs.convert(where, Occurring, f"{lang}/events.toml [occurring]")
        title = packs.load(lang, "agreements").get("title", {})
        self.titling: Titling = packs.convert(title, Titling, f"{lang}/agreements.toml [title]")
        _hold_verbs(cues)
        _share(terms)
        _hide(tells, terms)
        self._hold_parts(tells)
        for office in self.gazetteer.offices:  # speaks as the side that it belongs to
            if not any(kind.startswith("speaker:") for kind in speech.readings.get(office, ())):
                speech.add([office], "speaker:side", "side")
        self.kinds["speaker:side"] = "speaker"
        marking = (self.gazetteer.index, Index(terms), Index(tells), Index(cues), Index(speech))
        self.scanner = Scanner(*marking)
        self.indexes = (*marking, self.gazetteer.openings)

    def _add_indicators(self, terms: Terms, tells: Terms, pack: str) -> None:
        """The terms that tell what numbers measure, apart; those of ``[indicators]`` speak of topics, too."""
        where = f"{pack}/indicators.toml"
        for table, kind in (("indicators", "gauge"), ("beside", "beside")):
            for key, found in packs.table(packs.load(pack, "indicators"), table, where).items():
                if key not in catalogue().indicators:
                    raise DataError(f"packs/{where}: {key!r} is not in catalogue/indicators.toml")
                for term in found:
                    self._add_indicator(tells, term, kind, key)
                    if kind == "gauge" and " + " not in term:
                        held = terms.readings.get(term, {}).get("indicator", ())
                        terms.add([term], "indicator", (*held, key))
        for dimension, found in packs.table(packs.load(pack, "indicators"), "other", where).items():
            for term in found:
                tells.add([term], "other", (*tells.readings.get(term, {}).get("other", ()), dimension))

    def _add_indicator(self, terms: Terms, term: str, kind: str, key: str) -> None:
        """One term, or a term of several parts."""
        parts = tuple(p.strip() for p in term.split(" + "))
        if len(parts) > 1:
            self.conjoined.setdefault(parts[0], []).append((len(self.kinds), key, parts, kind))
            for part in parts:
                self.kinds["part:" + part] = "part"
                terms.add([part], "part:" + part, part)
        else:
            held = terms.readings.get(term, {}).get(kind, ())
            terms.add([term], kind, (*held, key))

    def _hold_parts(self, terms: Terms) -> None:
        """Gives a term of several words the parts in it (*greenhouse gas emissions* holds *emissions*).

        A term that is only a part of others tells what its own words tell (*imports of*).
        """
        for term, readings in terms.readings.items():
            words = term.split(" ")
            size = len(words) if len(words) > 1 and "idle" not in readings else 0
            held = [" ".join(words[i:j]) for i in range(size) for j in range(i + 1, size + 1)]
            readings.update({f"part:{part}": part for part in held if f"part:{part}" in self.kinds})
            if not readings.keys() & _TELLING and f"part:{term}" in readings:
                told = (terms.readings.get(part, {}) for part in held)
                known = next((r for r in told if r.keys() & _TELLING), {})
                readings.update({k: known[k] for k in _TELLING if k in known})

    def _add_statements(self, terms: Terms, pack: str) -> None:
        where = f"{pack}/statements.toml"
        data = packs.load(pack, "statements")
        known = {verb for verb, _ in catalogue().acts} | {obj for _, obj in catalogue().acts}
        for name, kind in (
            ("verbs", "verb"),
            ("passives", "passive"),
            ("participles", "participle"),
            ("objects", "object"),
            ("speakers", "speaker"),
            ("clauses", "clause"),
        ):
            for key, found in packs.table(data, name, where).items():
                if kind in ("verb", "passive", "participle", "object") and key not in known:
                    raise DataError(f"packs/{where}: [{name}] {key!r} is not in catalogue/acts.toml")
                self.kinds[f"{kind}:{key}"] = kind
                terms.add(found, f"{kind}:{key}", key)
        for name, kind in (("topics", "topic"), ("hints", "hint"), ("means", "means")):
            _add_topics(terms, pack, name, kind)

    @functools.cached_property
    def nominatives(self) -> dict[str, str]:
        """The names of states in the form that CLDR gives, in small letters."""
        names = Locale.parse(self.lang).territories
        return {code: str(names[code]).partition(" (")[0].lower() for code in states() if code in names}

    @functools.cached_property
    def surnames(self) -> frozenset[str]:
        """The last parts of known persons' names, as the pack has them, without endings."""
        known, table = catalogue().entities, packs.load(self.lang, "entities").get("entities", {})
        people = (names for key, names in table.items() if key in known and known[key].kind == "person")
        return frozenset(n.split()[-1].rstrip("~").lower() for names in people for n in names)

    def read(self, where: Line, at: int = 0) -> list[Mark]:
        """Every term of a text that begins at ``at``, scanned for it alone."""
        names, terms, *others = self.scanner.terms(where)
        found = self.marks([names, numbered(terms, numbers(where, self.habits)), *others], where.back, at)
        return [*found, *self.whole([mark for mark in found if mark.kind == "part"])]

    def marks(self, found: Sequence[Iterable[Find]], back: Sequence[int] | None, at: int = 0) -> list[Mark]:
        """The terms of a sentence, in order; one of several classes gives several marks, one for each.

        Names, other terms, what tells measures, cues of figures and words of speech were ``found`` apart.
        The sentence begins at ``at``; ``back`` leads into it.
        """
        names, *others = found
        out: list[Mark] = []
        kinds = self.kinds
        for start, end, readings in itertools.chain([f for f in names if "not" not in f[2]], *others):
            first, last = (start + at, end + at) if back is None else (back[start] + at, back[end] + at)
            for kind, value in readings.items():
                if kind not in _SILENT:
                    out.append(Mark(first, last, kinds[kind], value))
        out.sort(key=PLACE)
        return out

    def whole(self, found: Sequence[Mark]) -> Iterator[Mark]:
        """Indicators whose term has several parts, all found; the mark is where the last of them stands."""
        parts = {mark.value: mark for mark in found}
        begun = [term for part in parts for term in self.conjoined.get(part, ())] if len(parts) > 1 else ()
        for _, key, needed, kind in sorted(begun):
            if all(p in parts for p in needed):
                last = max((parts[p] for p in needed), key=lambda m: m.start)
                yield Mark(last.start, last.end, kind, (key,))
                if kind == "gauge":
                    yield Mark(last.start, last.end, "indicator", (key,))


def _add_topics(terms: Terms, pack: str, name: str, kind: str) -> None:
    """The words of topics; a word may speak of several."""
    where = f"{pack}/topics.toml"
    for key, found in packs.table(packs.load(pack, "topics"), name, where).items():
        if key not in catalogue().topics:
            raise DataError(f"packs/{where}: {key!r} is not in catalogue/topics.toml")
        for term in found:
            terms.add([term], kind, (*terms.readings.get(term, {}).get(kind, ()), key))


def _add_events(terms: Terms, pack: str) -> None:
    """The words of events, and the ordinals that number them."""
    where, data = f"{pack}/events.toml", packs.load(pack, "events")
    for name in ("nouns", "plurals", "verbs"):
        for key, found in packs.table(data, name, where).items():
            if key not in catalogue().occasions:
                raise DataError(f"packs/{where}: [{name}] {key!r} is not in catalogue/events.toml")
            terms.add(found, "occasion", (key, name))
    for key, found in packs.table(data, "objects", where).items():
        terms.add(found, "thing", key)
    for key, found in packs.table(data, "cues", where).items():
        terms.add(found, "happening:" + key, True)
    numbers = packs.load(pack, "numbers")
    for table, name in ((numbers, "ordinals"), (numbers, "romans"), (data, "ordinals")):
        for value, found in packs.table(table, name, f"{pack} [{name}]").items():
            terms.add(found, "order", int(value))


def _add_agreements(terms: Terms, pack: str) -> None:
    """The nouns of instruments and the words of their status."""
    where, data = f"{pack}/agreements.toml", packs.load(pack, "agreements")
    hows = ("named", "joint", "known")
    known = {name: set(packs.table(data, name, where).get("words", ())) for name in hows}
    for name in ("forms", "plurals"):
        for form, found in packs.table(data, name, where).items():
            if form not in get_args(AgreementForm) and form != "document":
                raise DataError(f"packs/{where}: [{name}] {form!r} is no form of an agreement")
            for term in found:
                how = next((kind for kind, words in known.items() if term in words), name)
                terms.add([term], "instrument", (form, how))
    for status, found in packs.table(data, "status", where).items():
        if status not in get_args(AgreementStatus) and status != "pending":
            raise DataError(f"packs/{where}: [status] {status!r} is no status of an agreement")
        terms.add(found, "standing", status)


_GIVING = ("giving", "getting", "owing")


def _share(terms: Terms) -> None:
    """Gives a term of several words what its last or first words tell of events and agreements.

    So the agreement in a name is found though the name is one term.
    """
    kinds = {"occasion", "instrument", "thing"}
    own = ("verb", "speaker", "object", "clause", "standing", "happening:none")
    for term, readings in terms.readings.items():
        words = term.lower().replace("~", "").split(" ")
        if len(words) == 1 or readings.keys() & kinds or any(k in readings for k in own):
            continue
        ends = [" ".join(words[i:]) for i in range(1, len(words))]
        begins = [" ".join(words[:i]) for i in range(len(words) - 1, 0, -1)]
        parts = [terms.readings.get(part, {}) for part in ends + begins]
        known = next((r for r in parts if r.keys() & kinds), {})
        readings.update({k: known[k] for k in kinds if k in known})


def _hold_verbs(cues: Terms) -> None:
    """Gives a cue of several words the verb in it of who gives or gets (*decided to supply*)."""
    for term, readings in cues.readings.items():
        words = term.split(" ")
        if len(words) == 1 or any(kind in readings for kind in _GIVING):
            continue
        spans = itertools.combinations(range(len(words) + 1), 2)
        parts = (cues.readings.get(" ".join(words[i:j]), {}) for i, j in spans)
        kind = next((k for part in parts for k in _GIVING if k in part), None)
        if kind:
            readings[kind] = True


def _hide(tells: Terms, terms: Terms) -> None:
    """Longer terms of other things, but for occasions, hide what tells measures in them (*trade pact*)."""
    for term, readings in terms.readings.items():
        if " " in term and "occasion" not in readings:
            tells.add([term], "idle" if "idle" in readings else "hides", True)


@functools.lru_cache(maxsize=8)
def lexicon(lang: str) -> Lexicon:
    """The lexicon of a language, compiled once."""
    return Lexicon(lang)


__all__ = ["Counting", "Lexicon", "Mark", "Occurring", "Titling", "lexicon"]
