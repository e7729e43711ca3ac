"""The words of a search: operators, phrases, fields; then the forms of words and the concepts they name.

::

    trade turnover          every word, or what the words name, in any language
    "trade turnover"        these words, next to each other
    oil OR gas              either
    oil -gas                the first and not the second
    invest*                 words that begin so
    lang:vi kind:figure     sentences of a language, with a record of a kind
    year:2013..2019         of documents of these years (year:2013, year:2013.., year:..2019)
    by:RU                   where a speaker, party or participant is Russia or one of its officials
    topic:nuclear indicator:trade.turnover entity:kudankulam-npp    concepts by their ids
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

import msgspec

from servanda import packs
from servanda.errors import UsageError
from servanda.fold import fold_term
from servanda.model import RECORD_TYPES
from servanda.packs import Terms
from servanda.query import Phrase, Search, Term, words
from servanda.search.concepts import CLASSES, Span, narrowest, read

FIELDS = ("lang", "kind", "year", "by", *CLASSES)
_PART = re.compile(
    r'(?P<sign>-?)(?:(?P<field>[a-z]+):(?P<value>"[^"]*"|\S+)|"(?P<quoted>[^"]*)"?|(?P<word>\S+))'
)
_YEARS = re.compile(r"(\d{4})?(\.\.)?(\d{4})?")
STEM = 3
"""Letters that a word keeps when an ending is taken off."""


class _Part(msgspec.Struct):
    """A part of a search: a plain word, or a term that is told already; joined by OR to the one before."""

    word: str = ""
    term: Term | None = None
    without: bool = False
    either: bool = False


def parse(text: str) -> Search:
    """What some words ask for.

    Raises :class:`UsageError` for a field that there is not, or a value that it cannot have.

    >>> parse('"oil trade" -gas kind:figure').kind
    ('figure',)
    >>> parse("товарооборот").clauses[0][0].concepts
    ('indicator:trade.turnover',)
    """
    filters: dict[str, list[str]] = {}
    clauses: list[tuple[Term, ...]] = []
    without: list[Term] = []
    for part in _understood(_parts(text, filters)):
        assert part.term is not None  # noqa: S101  (told to the type checker)
        if part.without:
            without.append(part.term)
        elif part.either and clauses:
            clauses[-1] = (*clauses[-1], part.term)
        else:
            clauses.append((part.term,))
    return Search(
        words=text,
        clauses=tuple(clauses),
        without=tuple(without),
        language=tuple(filters.get("lang", ())),
        kind=tuple(filters.get("kind", ())),
        by=tuple(filters.get("by", ())),
        years=_years(filters["year"][-1]) if "year" in filters else None,
    )


def _parts(text: str, filters: dict[str, list[str]]) -> Iterator[_Part]:
    """The parts of a search in order; the values of filters go into ``filters``."""
    either = False
    for m in _PART.finditer(text):
        if m["word"] == "OR":
            either = True
            continue
        if m["field"] and m["field"] not in CLASSES:
            name, value = _filter(m["field"], m["value"].strip('"'))
            filters.setdefault(name, []).append(value)
            continue
        if m["field"]:
            part = _Part(term=Term(concepts=(f"{m['field']}:{m['value']}",)))
        elif m["quoted"] is not None:
            part = _Part(term=Term(phrases=(_phrase(m["quoted"]),)))
        else:
            part = _Part(word=m["word"])
        part.without, part.either = bool(m["sign"]), either
        either = False
        if (part.term is None and words(fold_term(part.word))) or (
            part.term and part.term != Term(phrases=((),))
        ):
            yield part


def _understood(parts: Iterable[_Part]) -> Iterator[_Part]:
    """The parts with all words as terms: words in a row are read together, so that names are found."""
    run: list[_Part] = []
    for part in (*parts, None):
        if run and (part is None or part.term or part.either or part.without or run[0].without):
            yield from _read(run)
            run = []
        if part is not None and part.term is None:
            run.append(part)
        elif part is not None:
            yield part


def _read(run: list[_Part]) -> Iterator[_Part]:
    """The terms of some plain words in a row."""
    text = " ".join(part.word for part in run)
    language, spans = read(text)
    starts, at = [], 0
    for part in run:
        starts.append(at)
        at += len(part.word) + 1
    homes = [_home(start, start + len(part.word), spans) for start, part in zip(starts, run, strict=True)]
    first = True
    for (_, home), group in groupby(enumerate(homes), lambda one: (one[1] is None and one[0], one[1])):
        together = [run[n] for n, _ in group]
        if home is None:
            term = _plain(together[0].word, language)
        elif len(together) == 1:
            plain = _plain(together[0].word, language)
            term = Term(plain.phrases, narrowest(spans[home].concepts), plain.prefix)
        else:
            term = Term((_phrase(" ".join(part.word for part in together)),), narrowest(spans[home].concepts))
        yield _Part(term=term, without=run[0].without, either=run[0].either and first)
        first = False


def _home(start: int, end: int, spans: list[Span]) -> int | None:
    """The span that a word belongs to, by number."""
    return next((n for n, span in enumerate(spans) if span[0] < end and start < span[1]), None)


def _plain(word: str, language: str) -> Term:
    """A word in all its forms, or as the beginning of words where a star follows."""
    if word.endswith("*"):
        return Term((_phrase(word),), prefix=True)
    phrase = _phrase(word)
    return Term(tuple((form,) for form in forms(phrase[0], language)) if len(phrase) == 1 else (phrase,))


def _phrase(text: str) -> Phrase:
    folded = fold_term(text)
    return tuple(folded[a:b] for a, b in words(folded))


@lru_cache(maxsize=512)
def forms(word: str, language: str) -> tuple[str, ...]:
    """A folded word, its spellings, and what its stem is with the other endings of the language.

    >>> "договоров" in forms("договор", "ru"), forms("kim", "vi")
    (True, ('kim',))
    """
    habits = packs.language(language)
    endings = [fold_term(e) for e in (*habits.endings, *habits.adjectival) if len(words(fold_term(e))) == 1]
    ending = max((e for e in endings if word.endswith(e) and len(word) - len(e) >= STEM), key=len, default="")
    stem = word.removesuffix(ending) if ending else word
    made = [word, stem, *(stem + e for e in endings)] if len(stem) >= STEM else [word]
    terms = Terms(habits)
    return tuple(dict.fromkeys(spelt for form in made for spelt in sorted(terms.spellings(form))))


# -- fields ---------------------------------------------------------------------------------------


def _filter(name: str, value: str) -> tuple[str, str]:
    """A filter that there is, with a value that it can have."""
    if name not in FIELDS:
        raise UsageError(f"a search has no field {name}; there are {', '.join(FIELDS)}")
    if name == "kind" and value not in RECORD_TYPES:
        raise UsageError(f"kind cannot be {value}; it is one of {', '.join(RECORD_TYPES)}")
    if name == "year":
        _years(value)
    return name, value


def _years(value: str) -> tuple[int | None, int | None]:
    """The first and last year of a range.

    >>> _years("2013"), _years("2013..2019"), _years("..2019")
    ((2013, 2013), (2013, 2019), (None, 2019))
    """
    m = _YEARS.fullmatch(value)
    if m is None or not (m[1] or m[3]) or bool(m[3]) > bool(m[2]):
        raise UsageError(f"year wants 2013, 2013..2019, 2013.. or ..2019, not {value}")
    first = int(m[1]) if m[1] else None
    return first, first if not m[2] else int(m[3]) if m[3] else None
