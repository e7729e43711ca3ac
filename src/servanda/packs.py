"""Loads the language packs: the words of each language, as data, checked when they are read.

A pack is a folder ``data/packs/xx`` of TOML files (``xx`` is the BCP 47 code; ``und`` holds what all
languages share: symbols, codes). For values four of them count:

``language.toml``
    ``name``, ``endings`` (what ``~`` in a term may stand for), ``variants`` (pairs of spellings of one
    sound, either for the other), ``decimal`` and ``group`` (digit separators), ``order`` of numeric
    dates (``dmy``, ``mdy``, ``ymd``).
``numbers.toml``
    ``cardinals``, ``ordinals``, ``scales``, ``denominators``, ``modifiers``, ``prefixes`` (numerals that
    begin a compound word), ``half``: value -> terms; and lists of connecting words: ``point``, ``whole``,
    ``and``, ``over``, ``minus``, ``weak``, ``indefinite``, ``genitive``, ``single``…
``units.toml``
    ``units``: unit code -> terms; ``metric``: prefix of a unit code -> templates (``kilo{}``); ``powers``;
    ``parts``: unit code -> the smaller units that it is said with and how many of them it has; lists:
    ``per``, ``move``, ``shy`` (units only where no word follows), ``stuck`` (only glued to digits),
    ``extent`` (words that may follow a shy unit); ``codes`` (currency codes); ``rules``.
``times.toml``
    ``months``, ``weekdays`` (both also ``_adjectival``; ``weekdays_short``: beside a date only),
    ``weekdays_plural``, ``decades``, ``calendar`` (units), ``lone`` (units said without *one*): value ->
    terms;
    ``rules``.

``places.tsv``
    Cities, for languages whose names have no capitals: an id and its names, a line each.

Any file may have ``classes``: name -> terms, a class ``{name}`` for the pack's own rules.

A term that begins with ``-`` is the tail of a compound: it stands after digits and a hyphen, or grown
together with a prefix (*двухдневный*).

A rule is ``{name, make, with, forms}``; how forms are written is told in :mod:`servanda.forms`.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import Any

import msgspec

from servanda.errors import DataError
from servanda.fold import fold_term

Readings = dict[str, Any]
"""What a term may mean: class of meaning -> its value (``{"scale": 1000000000}``)."""


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The habits of a language, from ``language.toml``.

    ``endings``: what ``~`` in a term may stand for (or nothing); ``adjectival``: what ``~~`` must stand for.
    ``variants``: pairs of spellings of one sound, either for the other. ``decimal``, ``group``: digit
    separators; ``spaced_groups``: a plain blank may group digits. ``order`` of numeric dates: ``dmy``,
    ``mdy``, ``ymd``. ``tenths``: a last lone digit counts tenths of the scale before. ``linked``: *and* may
    stand inside a whole number. ``spoken_digits``: two digits said in a row are tens and ones,
    more are read out; ``counted``: words before which a doubtful numeral is one, ``measured``: words behind
    which it is a unit (both folded).
    ``ordinal_suffixes``: endings that make digits an ordinal;
    ``cardinal_suffixes``: endings that leave digits a number, with the greatest that each leaves one;
    ``decade_suffixes``: ordinal endings that may make a round number a decade (the *x* of *90-х*).
    ``spoken_pairs``: numbers may be said in pairs of digits (nineteen eighty-four).
    ``tens``: tens and ones are words side by side (*twenty five*). ``verb_final``: the verb stands last, so
    that a future form counts for the times before it.
    ``common``: words that fill a good part of any text in this language, and of none in another.
    """

    name: str
    endings: tuple[str, ...] = ()
    adjectival: tuple[str, ...] = ()
    variants: tuple[tuple[str, str], ...] = ()
    decimal: str = "."
    group: str = ","
    order: str = "dmy"
    spaced_groups: bool = False
    tenths: bool = False
    linked: bool = True
    spoken_pairs: bool = False
    spoken_digits: bool = False
    counted: frozenset[str] = frozenset()
    measured: frozenset[str] = frozenset()
    ordinal_suffixes: tuple[str, ...] = ()
    cardinal_suffixes: tuple[tuple[str, int], ...] = ()
    decade_suffixes: tuple[str, ...] = ()
    tens: bool = True
    stem_strip: str = ""
    postpositions: bool = False
    verb_final: bool = False
    common: frozenset[str] = frozenset()


class Rest:
    """A pattern that is compiled when it is first asked for: few of a pack's thousands of terms are met.

    >>> Rest("a+").match("caab", 1).end()
    3
    """

    __slots__ = ("_made", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self._made: re.Pattern[str] | None = None

    def match(self, text: str, at: int) -> re.Match[str] | None:
        """As of a compiled pattern."""
        made = self._made
        if made is None:
            made = self._made = re.compile(self.source)
        return made.match(text, at)

    def fullmatch(self, text: str, at: int) -> re.Match[str] | None:
        """As of a compiled pattern."""
        made = self._made
        if made is None:
            made = self._made = re.compile(self.source)
        return made.fullmatch(text, at)


class Candidate(msgspec.Struct, frozen=True):
    """One way in which a literal can be a term: its ending, its letter case, its meaning."""

    term: str
    readings: Readings
    rest: re.Pattern[str] | Rest | None = None
    case: str = ""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"args": "with"}):
    """A named rule of a pack: phrases (``forms``) and what they make (``make`` with ``args``)."""

    name: str
    make: str
    forms: tuple[str, ...]
    args: dict[str, Any] = {}


@functools.cache
def languages() -> tuple[str, ...]:
    """The codes of all packs that can read values, in order.

    >>> "vi" in languages()
    True
    """
    root = resources.files("servanda") / "data" / "packs"
    found = (p.name for p in root.iterdir() if p.name != "und" and (p / "language.toml").is_file())
    return tuple(sorted(found))


def load(lang: str, file: str) -> dict[str, Any]:
    """One file of a pack as a mapping; empty where the pack lacks it.

    Raises :class:`DataError` that names the file when it is not TOML.
    """
    path = resources.files("servanda") / "data" / "packs" / lang / f"{file}.toml"
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as e:
        raise DataError(f"packs/{lang}/{file}.toml: {e}") from e


def convert(data: object, kind: type[Any], where: str) -> Any:
    """``data`` as ``kind``, or a :class:`DataError` that names the place and the fault."""
    try:
        return msgspec.convert(data, kind, strict=False)
    except msgspec.ValidationError as e:
        raise DataError(f"packs/{where}: {e}") from e


@functools.cache
def language(lang: str) -> Language:
    """The habits of one language.

    >>> language("vi").decimal
    ','
    """
    data = load(lang, "language")
    if not data:
        raise DataError(f"packs/{lang}/language.toml: missing; the languages are {', '.join(languages())}")
    found: Language = convert(data, Language, f"{lang}/language.toml")
    return found


@functools.lru_cache(maxsize=16)
def places(lang: str) -> Mapping[str, str]:
    """The cities of a pack's ``places.tsv``: name -> id; none where the pack has no such file."""
    path = resources.files("servanda") / "data" / "packs" / lang / "places.tsv"
    if not path.is_file():
        return {}
    lines = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    return {name: key for key, *names in lines for name in names}


def table(data: Mapping[str, Any], name: str, where: str) -> dict[str, list[str]]:
    """The table ``name``: key -> terms; anything else is a :class:`DataError`."""
    found: dict[str, list[str]] = convert(data.get(name, {}), dict[str, list[str]], f"{where} [{name}]")
    return found


def rules(data: Mapping[str, Any], where: str) -> list[Rule]:
    """The rules of a file, checked."""
    found: list[Rule] = convert(data.get("rules", []), list[Rule], f"{where} [[rules]]")
    return found


class Terms:
    """Collects terms of one language and what each means.

    A term that is added twice has both meanings. ``~`` at the end of a word stands for any ending.
    """

    def __init__(self, habits: Language) -> None:
        self.habits = habits
        self.readings: dict[str, Readings] = {}
        self.ending = _either(habits.endings, "?")
        self.adjectival = _either(habits.adjectival)

    def add(self, terms: Iterable[str], kind: str, value: object) -> None:
        """Adds terms that mean ``value`` in the class ``kind``."""
        for term in terms:
            self.readings.setdefault(term, {})[kind] = value

    def spellings(self, term: str) -> set[str]:
        """The term and its spellings by the variants of the language.

        >>> sorted(Terms(Language("x", variants=(("oà", "òa"),))).spellings("hoà"))
        ['hoà', 'hòa']
        """
        out = {term}
        for a, b in self.habits.variants:
            if not any(a in t or b in t for t in out):
                continue
            plain = {t.replace(a, b) for t in out}
            out |= plain | {t.replace(b, a) for t in plain}
        return out

    def candidates(self) -> dict[str, list[Candidate]]:
        """For each literal that a scan looks for: the terms that it can be, longest and surest first."""
        merged: dict[tuple[str, str], Readings] = {}
        for term, readings in self.readings.items():
            case = _case(term)
            for spelling in self.spellings(fold_term(term)):
                merged.setdefault((spelling, case), {}).update(readings)
        out: dict[str, list[Candidate]] = {}
        for (spelling, case), readings in merged.items():
            literal, tilde, rest = spelling.partition("~")
            pattern = self._rest("~" + rest) if tilde else None
            out.setdefault(literal, []).append(Candidate(spelling, readings, pattern, case))
        for found in out.values():
            found.sort(key=lambda c: (-len(c.term), not c.case, c.term))
        return out

    def _rest(self, rest: str) -> re.Pattern[str] | Rest:
        """The pattern of what follows a literal: one for all that end alike, of longer terms each its own."""
        return Rest(self._source(rest)) if " " in rest else self.pattern(rest)

    def pattern(self, rest: str) -> re.Pattern[str]:
        """The pattern of a (folded) term, or of what of it follows its literal beginning."""
        return re.compile(self._source(rest))

    def _source(self, rest: str) -> str:
        known = re.escape(rest).replace(r"\~", "~").replace("~~", self.adjectival)
        return known.replace("~", self.ending)

    def compounds(self) -> Compounds:
        """How words that begin with a numeral and end in a tail are taken apart."""
        parts = {t: r for t, r in self.readings.items() if "prefix" in r or t[:1] == "-"}
        spelt = [(s, readings) for t, readings in parts.items() for s in self.spellings(fold_term(t))]
        prefixes = {s: readings["prefix"] for s, readings in spelt if "prefix" in readings}
        return Compounds(prefixes, [(self.pattern(s[1:]), r) for s, r in spelt if s[0] == "-" and len(s) > 2])


class Compounds:
    """Takes compound words apart: numeral prefixes, then one tail."""

    def __init__(
        self, prefixes: Mapping[str, Any], tails: Sequence[tuple[re.Pattern[str], Readings]]
    ) -> None:
        self.prefixes = prefixes
        self.readings = [readings for _, readings in tails]
        begins = "|".join(map(re.escape, sorted(prefixes, key=len, reverse=True)))
        ends = "|".join(f"({pattern.pattern})" for pattern, _ in tails)
        self.begin = re.compile(begins or "(?!)")
        self.end = re.compile(ends or "(?!)")

    def parts(self, word: str) -> list[tuple[int, Readings]]:
        """Length and meaning of each part; empty where the word is no such compound."""
        out: list[tuple[int, Readings]] = []
        at = 0
        while m := self.begin.match(word, at):
            out.append((m.end() - at, {"card": self.prefixes[m.group()]}))
            at = m.end()
            if out and (end := self.end.fullmatch(word, at)):
                return [*out, (len(word) - at, self.readings[(end.lastindex or 1) - 1])]
        return []


def _either(endings: Iterable[str], times: str = "") -> str:
    """A pattern of any of the endings, longest first."""
    known = sorted({fold_term(e) for e in endings}, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, known)) + ")" + times if known else ""


def _case(term: str) -> str:
    """How a term's letters are compared: ``""`` in any case, ``A`` as written, ``a`` with a capital first."""
    letters = [c for c in term if c.isalpha()]
    if any(unicodedata.category(c) == "Sc" for c in term):
        return ""  # the sign tells enough: US$, us$
    if len(letters) <= 5 and letters and term.upper() == term and term.lower() != term:
        return "A"
    return "a" if term[:1].isupper() else ""


def product(parts: Iterable[Iterable[str]]) -> Iterable[tuple[str, ...]]:
    """All ways to take one of each part."""
    return itertools.product(*parts)
