"""What a question asks: read by the packs, like any sentence, and by the words of questions.

``questions.toml`` of a pack: ``cues``: what is asked for -> words; ``ignored``: words that ask for nothing.
All other words must be known: what a question speaks of and the ledger does not is no question to it.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from servanda import packs
from servanda.catalogue import catalogue
from servanda.fold import fold, fold_term
from servanda.index import Index
from servanda.line import line
from servanda.packs import Terms
from servanda.query import Term, words
from servanda.records.lexicon import lexicon
from servanda.scan import Scanner
from servanda.search.concepts import Span, languages_of, narrowest, spoken
from servanda.search.words import forms
from servanda.values import edtf
from servanda.values.grammar import grammar
from servanda.values.moments import Context
from servanda.values.quantity import Quantity

ACTORS = ("person", "organisation")


class Subject(msgspec.Struct, frozen=True):
    """Something that a question speaks of: its words, its concepts, and what to search for."""

    words: str
    concepts: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()

    @property
    def term(self) -> Term:
        """What a sentence about it holds: the entity itself where one is named, not its whole field."""
        entities = tuple(c for c in self.concepts if c.startswith("entity:"))
        return Term(self.phrases, entities or narrowest(self.concepts))

    def of(self, kind: str) -> tuple[str, ...]:
        """The ids of its concepts of a class."""
        return tuple(c.partition(":")[2] for c in self.concepts if c.startswith(kind + ":"))


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question as it was understood.

    ``states``: in the order named; ``actors``: persons and organisations; ``subjects``: all else that it
    speaks of; ``period``: EDTF; ``amounts``: numbers in it; ``occasion``: of ``catalogue/events.toml``;
    ``verbs``: classes of speech verbs (``catalogue/acts.toml``) that it asks about; ``digits``: numbers that
    name something (*unit 3*).
    """

    text: str
    language: str
    cues: frozenset[str]
    states: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    indicators: tuple[str, ...] = ()
    period: str | None = None
    amounts: tuple[Decimal, ...] = ()
    occasion: str | None = None
    ordinal: int | None = None
    verbs: frozenset[str] = frozenset()
    digits: tuple[str, ...] = ()

    def asks(self, *cues: str) -> bool:
        """Whether it asks for any of these."""
        return any(cue in self.cues for cue in cues)

    def told(self) -> dict[str, str]:
        """What was understood, for whoever wants to know."""
        parts = {
            "asks for": ", ".join(sorted(self.cues)),
            "indicator": ", ".join(self.indicators),
            "states": ", ".join(self.states),
            "actors": ", ".join(self.actors),
            "about": ", ".join(subject.words for subject in self.subjects),
            "period": self.period or "",
            "occasion": " ".join(filter(None, (str(self.ordinal or ""), self.occasion or ""))),
            "amount": ", ".join(f"{amount:,f}" for amount in self.amounts),
        }
        return {name: value for name, value in parts.items() if value}


@functools.lru_cache(maxsize=8)
def _asking(lang: str) -> Scanner:
    data = packs.load(lang, "questions")
    terms = Terms(packs.language(lang))
    for cue, found in packs.table(data, "cues", f"{lang}/questions.toml").items():
        for term in found:
            held: tuple[str, ...] = terms.readings.get(term, {}).get("cue", ())
            terms.add([term], "cue", (*held, cue))
    terms.add(packs.convert(data.get("ignored", []), list[str], f"{lang}/questions.toml"), "ignored", True)
    return Scanner(Index(terms))


def language_of(text: str) -> str:
    """The language of a question, among those whose packs have words of questions; English else."""
    likely = (lang for lang in languages_of(text) if packs.load(lang, "questions"))
    return next(likely, "en")


def understand(text: str, today: dt.date | None) -> Question:
    """What a question asks. ``today``: the day that its relative times hang on.

    >>> asked = understand("What is the trade target for 2030?", None)
    >>> asked.indicators, asked.period, sorted(asked.cues)
    (('trade.turnover',), '2030', ['target'])
    """
    lang = language_of(text)
    where = line(text)
    back = where.back
    asking = [
        (start if back is None else back[start], end if back is None else back[end], readings)
        for start, end, readings in _asking(lang).terms(where)[0]
    ]
    times, amounts, taken = _values(text, lang, today)
    spans = [span for span in spoken(text, lang) if not _within(span, taken)]
    states, actors = _named(spans)
    indicators = tuple(dict.fromkeys(_indicators(spans)))
    occasion, ordinal, marked = _occasion(text, lang)
    known = [*taken, *((s, e) for s, e, _ in asking), *marked]
    cues = frozenset(cue for _, _, readings in asking for cue in readings.get("cue", ()))
    subjects = (*_subjects(text, spans, known, marked), *_unknown(text, lang, spans, known))
    return Question(
        text=text,
        language=lang,
        cues=cues,
        states=_directed(states, _recipients(text, spans, lang), indicators),
        actors=actors,
        subjects=subjects,
        indicators=indicators,
        period=_joined(times),
        amounts=amounts,
        occasion=occasion,
        ordinal=ordinal,
        digits=tuple(_digits(where.folded, back, taken)),
        verbs=verbs(text, lang) if "feeling" in cues else frozenset(),
    )


def _digits(folded: str, back: Sequence[int] | None, taken: list[tuple[int, int]]) -> Iterator[str]:
    """The numbers of a question that are neither times nor amounts."""
    for a, b in words(folded):
        start, end = (a, b) if back is None else (back[a], back[b])
        if folded[a:b].isdecimal() and not any(x < end and start < y for x, y in taken):
            yield folded[a:b]


def verbs(text: str, lang: str) -> frozenset[str]:
    """The classes of the speech verbs in some words.

    >>> verbs("What did they condemn?", "en")
    frozenset({'condemn'})
    """
    return frozenset(str(mark.value) for mark in lexicon(lang).read(line(text)) if mark.kind == "verb")


def _values(
    text: str, lang: str, today: dt.date | None
) -> tuple[list[str], tuple[Decimal, ...], list[tuple[int, int]]]:
    """The times and numbers of a question, and where they stand."""
    times, amounts, taken = [], [], []
    for found in grammar(lang).find(text):
        taken.append((found.start, found.end))
        if isinstance(found.value, Quantity):
            amounts.append(found.value.value)
        elif value := found.value.moment.value(Context(today, found.future)):
            times += [value] if edtf.days(value) else []
    return times, tuple(amounts), taken


def _joined(times: list[str]) -> str | None:
    """One period for all the times of a question."""
    spans = [span for value in times if (span := edtf.days(value))]
    return edtf.of((min(a for a, _ in spans), max(b for _, b in spans))) if spans else None


def _within(span: Span, places: list[tuple[int, int]]) -> bool:
    return any(a <= span.start and span.end <= b for a, b in places)


def _named(spans: list[Span]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The states and the actors that a question names, in its order."""
    states: list[str] = []
    actors: list[str] = []
    for key in (c.partition(":")[2] for s in spans for c in s.concepts if c.startswith("entity:")):
        kind = _kind(key)
        if kind == "state":
            states.append(key)
        elif kind in ACTORS:
            actors.append(key)
    return tuple(dict.fromkeys(states)), tuple(dict.fromkeys(actors))


def _recipients(text: str, spans: list[Span], lang: str) -> list[str]:
    """The states that a question marks as those to which something goes."""
    toward = packs.table(packs.load(lang, "questions"), "toward", f"{lang}/questions.toml")
    before, behind = (
        "|".join(map(re.escape, toward.get(side, ()))) or "(?!)" for side in ("before", "behind")
    )
    return [
        concept.partition(":")[2]
        for span in spans
        if re.search(rf"\b(?:{before})\s+$", text[: span.start], re.IGNORECASE)
        or re.match(rf"\s+(?:{behind})(?!\w)", text[span.end :], re.IGNORECASE)
        for concept in span.concepts
        if concept.startswith("entity:")
    ]


def _directed(
    states: tuple[str, ...], recipients: Sequence[str], indicators: Sequence[str]
) -> tuple[str, ...]:
    """Two states in the order of what goes between them: first the one whose figure it is.

    >>> _directed(("RU", "IN"), ["RU"], ["trade.exports"]), _directed(("RU", "IN"), ["IN"], ["trade.imports"])
    (('IN', 'RU'), ('IN', 'RU'))
    """
    marked = [state for state in states if state in recipients]
    if len(states) != 2 or len(marked) != 1 or not indicators:
        return states
    (other,) = (state for state in states if state != marked[0])
    comes_in = indicators[0].endswith("imports")
    return (marked[0], other) if comes_in else (other, marked[0])


def _kind(key: str) -> str:
    known = catalogue().entities.get(key)
    return known.kind if known else ""


def _indicators(spans: list[Span]) -> Iterator[str]:
    return (c.partition(":")[2] for s in spans for c in s.concepts if c.startswith("indicator:"))


def _occasion(text: str, lang: str) -> tuple[str | None, int | None, list[tuple[int, int]]]:
    """The occasion and the ordinal that a question names, and where their words stand."""
    occasion: str | None = None
    ordinal: int | None = None
    places = []
    for mark in lexicon(lang).read(line(text)):
        if mark.kind == "occasion" and mark.value[1] != "verbs":
            occasion = occasion or str(mark.value[0])
            places.append((mark.start, mark.end))
        elif mark.kind == "order":
            ordinal = int(mark.value)
            places.append((mark.start, mark.end))
    if ordinal is None and (numbered := _numbered(text, lexicon(lang).occurring.ordinal)):
        ordinal = int(numbered[1])
        places.append(numbered.span())
    return occasion, ordinal if occasion else None, places


def _numbered(text: str, before: Iterable[str]) -> re.Match[str] | None:
    """A number behind a word that makes it an ordinal, in languages that write it so."""
    found = (re.search(rf"{re.escape(word)}\s+(\d{{1,3}})(?!\d)", text, re.IGNORECASE) for word in before)
    return next(filter(None, found), None)


def _subjects(
    text: str, spans: list[Span], known: list[tuple[int, int]], marked: list[tuple[int, int]]
) -> Iterator[Subject]:
    """What the known words speak of, states and actors and occasions apart."""
    for span in spans:
        kinds = {_kind(c.partition(":")[2]) for c in span.concepts if c.startswith("entity:")}
        if kinds & {"state", *ACTORS}:
            continue
        broad = all(c.startswith("topic:") for c in span.concepts)
        occasion = any(a < span.end and span.start < b for a, b in marked) and kinds <= {"", "forum"}
        if (broad and _within(span, known)) or ((broad or kinds) and occasion):
            continue
        yield Subject(text[span.start : span.end], span.concepts)


def _unknown(text: str, lang: str, spans: list[Span], known: list[tuple[int, int]]) -> Iterator[Subject]:
    """The words that no pack knows: the ledger must have them as they stand."""
    folded, back = fold(text)
    places = [*known, *((span.start, span.end) for span in spans)]
    for a, b in words(folded):
        start, end = (a, b) if back is None else (back[a], back[b])
        if any(start < stop and begin < end for begin, stop in places) or folded[a:b].isdecimal():
            continue
        word = fold_term(text[start:end])
        yield Subject(text[start:end], (), tuple((form,) for form in forms(word, lang)))


def plain(value: Any) -> str:
    """A value of the catalogue as words: *trade turnover*."""
    return str(value).replace(".", " ").replace("-", " ")
