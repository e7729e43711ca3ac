"""Concepts: what words speak of, whatever the language; and the sentences of a document with theirs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from babel import Locale

from servanda import packs
from servanda.language import detect
from servanda.line import line
from servanda.model import Figure, Passage, Record, Statement
from servanda.records.lexicon import Mark, lexicon
from servanda.records.view import View

CLASSES = ("entity", "indicator", "topic")
_NAMES = ("entity", "capital", "series", "ministry")
_KINDS = {"indicator": "indicator", "topic": "topic", "hint": "topic", "means": "topic"}
_TELLING = frozenset((*_KINDS, *_NAMES))


class Span(NamedTuple):
    """Words that speak of concepts: where they stand, and which."""

    start: int
    end: int
    concepts: tuple[str, ...]


def passages(views: Iterable[View], records: Sequence[Record]) -> tuple[Passage, ...]:
    """The sentences of a document, each with the concepts of its words and records, as often as told."""
    known: list[tuple[int, str]] = sorted(
        (record.evidence[0].start, concept) for record in records for concept in _of_record(record)
    )
    out, at = [], 0
    for view in sorted(views, key=lambda view: view.start):
        concepts: list[str] = []
        marks = [mark for kind, found in view.kinds.items() if kind in _TELLING for mark in found]
        if marks:
            concepts += [concept for _, _, found in _spans(marks) for concept in found]
        while at < len(known) and known[at][0] < view.end:
            if known[at][0] >= view.start:
                concepts.append(known[at][1])
            at += 1
        out.append(Passage(view.start, view.end, view.lexicon.lang, tuple(sorted(concepts))))
    return tuple(out)


def _of_record(record: Record) -> Iterator[str]:
    if isinstance(record, Figure) and record.indicator:
        yield f"indicator:{record.indicator}"
    if isinstance(record, Statement) and record.topic:
        yield f"topic:{record.topic}"


def spoken(text: str, language: str) -> list[Span]:
    """The words of a text in one language that speak of concepts, in order; none within another.

    >>> spoken("Russia and trade turnover", "en")[0]
    Span(start=0, end=6, concepts=('entity:RU',))
    """
    return _spans(lexicon(language).read(line(text)))


def _spans(marks: Iterable[Mark]) -> list[Span]:
    """The concepts of marks by where they stand; what stands within longer words is part of them."""
    places: dict[tuple[int, int], list[str]] = {}
    for mark in marks:
        if mark.kind in _KINDS:
            own = [f"{_KINDS[mark.kind]}:{value}" for value in mark.value]
        elif mark.kind in _NAMES and isinstance(mark.value, str):
            own = [f"entity:{mark.value}"]
        else:
            continue
        places.setdefault((mark.start, mark.end), []).extend(own)
    out: list[Span] = []
    for (start, end), concepts in sorted(places.items(), key=lambda item: (item[0][0], -item[0][1])):
        if not (out and end <= out[-1].end):
            out.append(Span(start, end, tuple(dict.fromkeys(concepts))))
    return out


def narrowest(concepts: tuple[str, ...]) -> tuple[str, ...]:
    """The concepts without the topics where any other is known: *trade turnover* is more than trade.

    >>> narrowest(("indicator:trade.turnover", "topic:trade")), narrowest(("topic:trade",))
    (('indicator:trade.turnover',), ('topic:trade',))
    """
    return tuple(c for c in concepts if not c.startswith("topic:")) or concepts


def languages_of(text: str) -> list[str]:
    """The packs that may read some words, the likeliest first, by their letters.

    >>> languages_of("товарооборот"), languages_of("kim ngạch")[0], languages_of("trade")[0]
    (['ru'], 'vi', 'en')
    """
    known = packs.languages()
    scripts = {unicodedata.name(c, "").partition(" ")[0] for c in text if c.isalpha()}
    own = [lang for lang in known if _script(lang) in scripts]
    if not own:
        return ["en"]
    if "LATIN" in scripts and not text.isascii():
        likely = detect(text)
        return sorted(own, key=lambda lang: lang != likely)
    return sorted(own, key=lambda lang: lang != "en")


def _script(lang: str) -> str:
    """The script of a pack, by how its language writes the name of a state."""
    name = str(Locale.parse(lang).territories["IN"])
    return unicodedata.name(name[0], "").partition(" ")[0]


def read(text: str) -> tuple[str, list[Span]]:
    """The language that knows most about some words, and what it knows.

    >>> read("trade turnover")
    ('en', [Span(start=0, end=14, concepts=('indicator:trade.turnover', 'topic:trade'))])
    """
    likely = languages_of(text)
    for lang in likely:
        if found := spoken(text, lang):
            return lang, found
    return likely[0], []
