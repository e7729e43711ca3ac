"""Names that only their place in the sentence tells: a place behind its preposition, a person who speaks.

A capitalised word that no pack knows, right behind a word that only places follow (``[naming]`` ``place``),
is a place; so is what a comma puts beside it. Two or three such words right before or behind a verb of saying
are a person. Languages without capitals have neither; there a city of the pack's ``places.tsv`` counts beside
such a word. All stay unconfirmed.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence

from babel import Locale

from servanda import packs
from servanda.records.act import REPORTING
from servanda.records.kinds import NAMES, kind_of
from servanda.records.lexicon import Lexicon, Mark
from servanda.records.naming import Named, Word, lemma, slug, unstopped, words_after, words_before
from servanda.records.sight import known_as
from servanda.records.view import View

PLACE_WORDS = 3  # the most words of a place's name, of a person's one more
PERSON_WORDS = 4
AGENT = 3  # the most words of a name that nothing but its place tells
_ENDS = tuple(",.;:!?)")
_HEAD = re.compile(r"[\s«»“”\"'—–-]*")


def names_by_form(view: View, known: Sequence[Mark]) -> Iterator[Mark]:
    """The places and the speakers of a sentence that nothing but their form tells; ``known``: other names."""
    naming = view.lexicon.gazetteer.naming
    if not naming.capitals:
        finder = _Finder(view, known)
        yield from finder.cities()
        if any(verb.value == "say" for verb in view.of("verb")):
            yield from finder.agent()
        return
    saying = [verb for verb in view.of("verb") if verb.value in REPORTING and verb.value != "credit"]
    pointing = [word for word in view.of("speaker") if word.value == "relative"] if naming.who else ()
    bodies = [m for m in view.of("entity") if kind_of(m.value) in ("organisation", "person")]
    if not (saying or view.openings or pointing or bodies):
        return
    finder = _Finder(view, known)
    for word in view.openings:
        yield from finder.behind(str(word.value), word.end)
    for word in pointing:
        yield from finder.told_of(word)
    for name in bodies:
        yield from finder.joined(name)
    for verb in saying:
        yield from finder.speaker(verb)


@functools.lru_cache(maxsize=16)
def _postpositions(lexicon: Lexicon) -> re.Pattern[str]:
    """A word, and behind it one that only a place comes before."""
    any_of = "|".join(re.escape(w) for w in lexicon.gazetteer.naming.place) or r"(?!)"
    return re.compile(rf"([^\s,.;:()|/-]{{4,}})(?= (?:{any_of})(?:[\s,.;:)]|$))")


@functools.lru_cache(maxsize=16)
def _beside(lexicon: Lexicon) -> re.Pattern[str]:
    """What stands between the names of a list."""
    joins = "".join(f"| {re.escape(w)} " for w in lexicon.gazetteer.naming.joining)
    return re.compile(rf"(?:, {joins})(?=[^\W\d_])")


@functools.cache
def _languages(lang: str) -> frozenset[str]:
    """The names of languages, which are written as places are (*in Bangla*)."""
    return frozenset(Locale.parse(lang).languages.values())


class _Finder:
    """The names of one sentence that its marks leave free."""

    def __init__(self, view: View, known: Sequence[Mark]) -> None:
        self.view = view
        self.text = view.document.text
        self.naming = view.lexicon.gazetteer.naming
        self.taken = [*view.marks, *known]

    def behind(self, opening: str, at: int) -> Iterator[Mark]:
        """What a word of an opening's kind tells of the name behind it."""
        if opening == "source":
            return self.source(at)
        return self.places(at) if opening == "place" else self.party(at, opening)

    def cities(self) -> Iterator[Mark]:
        """The known cities that stand before a word of place."""
        cities = packs.places(self.view.lexicon.lang)
        if not cities:
            return
        for m in _postpositions(self.view.lexicon).finditer(self.text, self.view.start, self.view.end):
            key = cities.get(m[1])
            if key is not None and self._free(m.start(1), m.end(1)):
                yield Mark(m.start(1), m.end(1), "entity", Named(key, "place"))

    def agent(self) -> Iterator[Mark]:
        """The person with whose name a sentence begins, before the word that stands behind who acts."""
        following = words_after(self.text, self.view.start, min(self.view.end, self.view.start + 60))
        words = list(itertools.islice(following, AGENT + 1))
        at = next((i for i, w in enumerate(words) if w.text in self.naming.agents), 0)
        run = words[:at]
        common = self.naming.stops | self.naming.generic
        plain = any(w.text in common or w.text[0].isdigit() for w in run)
        if 2 <= at <= AGENT and not plain and self._free(run[0].start, run[-1].end):
            yield self._found(run, "person")

    def places(self, at: int) -> Iterator[Mark]:
        """The place whose name begins behind ``at``, and those listed beside it."""
        joined = False
        while True:
            end = self._known_place(at + 1)
            run = self._place(at) if end is None else None
            if run is not None and (not joined or self._ends(run[-1].end)):
                key, end = self._id(self.text[run[0].start : run[-1].end]), run[-1].end
                yield Mark(run[0].start, end, "entity", known_as(key) or Named(key, "place"))
            beside = _beside(self.view.lexicon).match(self.text, end, self.view.end) if end else None
            if beside is None:
                return
            at, joined = beside.end() - 1, beside[0] != ", "

    def party(self, at: int, opening: str) -> Iterator[Mark]:
        """Whoever stands behind *by* or *with*: a person where the name has several words, else a body."""
        run = self._place(at)
        if run is not None and (opening != "whole" or len(run) > 1):
            yield self._found(run, "person" if len(run) > 1 and opening == "party" else "organisation")

    def _found(self, run: Sequence[Word], kind: str) -> Mark:
        start, end = run[0].start, run[-1].end
        name = self.text[start:end]
        if kind == "person" and self.naming.lemma:
            name = " ".join(lemma(word, self.naming.lemma) for word in name.split())
        key = slug(name, self.naming.letters) or "x"
        return Mark(start, end, "entity", known_as(key) or Named(key, kind))

    def joined(self, name: Mark) -> Iterator[Mark]:
        """The body that is joined to another one by a word (*Equinor and Enap agreed*)."""
        beside = _beside(self.view.lexicon).match(self.text, name.end, self.view.end)
        run = self._place(beside.end() - 1) if beside and beside[0] != ", " else None
        if run is not None:
            yield self._found(run, "organisation")

    def told_of(self, who: Mark) -> Iterator[Mark]:
        """The person of whom a relative clause tells (*Kul Man Ghising, who heads the authority*)."""
        comma = who.start - 2
        if self.text[who.start : who.end].lower() in self.naming.who and self.text[comma : comma + 1] == ",":
            run = self._lead(comma)
            if run and run[-1].end == comma and not self._common(run, None):
                yield from self._person(run)

    def _known_place(self, start: int) -> int | None:
        """Where a known place ends that begins there."""
        ends = (
            m.end for m in self.taken if m.start == start and m.kind in NAMES and kind_of(m.value) == "place"
        )
        return next(ends, None)

    def _ends(self, at: int) -> bool:
        return self.text[at : at + 1] in ("", "\n", *_ENDS)

    def source(self, at: int) -> Iterator[Mark]:
        """The body that a source is, where a state or an acronym in its name shows that it is no person."""
        run: list[Word] = []
        for word in words_after(self.text, at, min(self.view.end, at + 60)):
            if not word.capital or word.text.lower() in self.naming.stops:
                break
            run.append(word)
        if not 2 <= len(run) <= PLACE_WORDS:
            return
        start, end = run[0].start, run[-1].end
        states = [m for m in self.taken if m.kind in NAMES and start <= m.start and m.end <= end]
        foreign = any(m.start < end and start < m.end for m in self.taken if m not in states)
        told = any(m.start > start for m in states) or any(w.text.isupper() and len(w.text) > 1 for w in run)
        if told and not foreign and len(states) < 2:
            name = self.text[start:end]
            yield Mark(start, end, "entity", Named(slug(name, self.naming.letters) or "x", "organisation"))

    def _place(self, at: int) -> list[Word] | None:
        run, following = self._name(at, min(self.view.end, at + 60))
        if not 1 <= len(run) <= PLACE_WORDS or not self._free(run[0].start, run[-1].end):
            return None
        if following is not None and (following.capital or self._named(following)):
            return None  # the first part of another name
        if self._common(run, following):
            return None
        fits = len(run) > 1 if self.naming.syllables and len(run[0].text) < 5 else len(run[0].text) > 2
        return run if fits else None

    def _common(self, run: Sequence[Word], following: Word | None) -> bool:
        """Whether capitals make no place: of common words, languages, adjectives, another alphabet."""
        name, lexicon = self.text[run[0].start : run[-1].end], self.view.lexicon
        bent = len(run) == 1 and name.endswith(self.naming.modifiers or ("\0",))
        return (
            all(w.text.lower() in self.naming.generic for w in run)
            or name in _languages(lexicon.lang)
            or (bent and following is not None)
            or (name.isascii() and bool(self.naming.letters))
        )

    def _name(self, at: int, stop: int) -> tuple[list[Word], Word | None]:
        """The words of a name that begins behind ``at``, and the word that ends it."""
        run: list[Word] = []
        for word in words_after(self.text, at, stop):
            if not self._is_part(word):
                return run, word
            run.append(unstopped(word))
        return run, None

    def _lead(self, at: int) -> list[Word]:
        """The words of a name that leads up to ``at``."""
        run = itertools.takewhile(self._is_part, words_before(self.text, self.view.start, at))
        return [unstopped(word) for word in run][::-1]

    def _is_part(self, word: Word) -> bool:
        """Whether a word may be one of a name: with a capital and small letters, and no common one."""
        plain = word.text.replace("-", "").replace("’", "").replace("'", "")
        if not word.capital or not plain.isalpha() or (len(plain) > 1 and plain.isupper()):
            return False
        return word.text.lower() not in self.naming.stops

    def _free(self, start: int, end: int) -> bool:
        return not any(m.start < end and start < m.end for m in self.taken)

    def _named(self, word: Word) -> bool:
        kinds = ("entity", "capital", "head", "instrument", "occasion", "series", "ministry")
        return word.capital and any(m.start <= word.start < m.end and m.kind in kinds for m in self.taken)

    def _id(self, name: str) -> str:
        """The id of a place by its name in the first case, as far as the document shows that."""
        last = name.rsplit(maxsplit=1)[-1]
        for ending, base in self.naming.cases:
            stem = name[: len(name) - len(ending)] if ending else name
            if last.endswith(ending) and re.search(rf"(?<!\w){re.escape(stem + base)}(?!\w)", self.text):
                return slug(stem + base, self.naming.letters)
        if self.naming.cases:
            name = lemma(name, self.naming.cases)
        return slug(name, self.naming.letters) or "x"

    def speaker(self, verb: Mark) -> Iterator[Mark]:
        """The person right before a verb of saying that begins the sentence, or right behind it."""
        before = list(self._before(verb.start))
        if before and (self._leads(before[0].start) or not self._common(before, None)):
            yield from self._person(before)
        behind, following = self._name(verb.end, min(self.view.end, verb.end + 70))
        goes_on = following is not None and not following.capital
        if behind and (goes_on or self.text[behind[-1].end : behind[-1].end + 1] in _ENDS):
            yield from self._person(behind)

    def _leads(self, at: int) -> bool:
        """Whether the sentence begins there."""
        return _HEAD.fullmatch(self.text, self.view.start, at) is not None

    def _before(self, at: int) -> list[Word]:
        run = self._lead(at)
        return run if run and run[-1].end + 1 == at else []

    def _person(self, run: Sequence[Word]) -> Iterator[Mark]:
        start, end = run[0].start, run[-1].end
        name = self.text[start:end]
        foreign = bool(self.naming.letters) and name.isascii()  # a firm or a paper in another alphabet
        if 2 <= len(run) <= PERSON_WORDS and self._free(start, end) and not foreign:
            yield Mark(start, end, "entity", Named(slug(name, self.naming.letters) or "x", "person"))


__all__ = ["names_by_form"]
