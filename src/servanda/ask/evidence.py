"""What the ledger holds on a question: records of the passages that speak of all its subjects."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, TypeVar

from servanda.ask.answer import Line, cite
from servanda.ask.question import Question, Subject
from servanda.catalogue import catalogue
from servanda.export.human import title
from servanda.fold import fold_term
from servanda.link.claims import of_document
from servanda.link.series import Series, series
from servanda.model import Document, Event, Figure, Passage, Record
from servanda.protocols import Store
from servanda.query import Hit, Search, words
from servanda.values import edtf

Kind = TypeVar("Kind", bound=Record)
CITED = 4
"""The most records that one sentence of an answer cites."""
MIRRORS = {"trade.exports": "trade.imports", "trade.imports": "trade.exports"}
AT_ONCE = 500
"""How many documents are fetched together."""
_LINE = re.compile(r"(?<=\n)(.+)(?=\n\n)")
_HEADING = re.compile(r"(?=.{3,70}$)(?:[#\s]*|\s*(?:[IVXLC]+|\d{1,2})\.\s)[^.;:!?।]*")
"""A short line, numbered or not, that is no sentence."""
MOST = 400
"""The most passages that are looked through for one answer."""


class Evidence:
    """The ledger, as one question looks into it."""

    def __init__(self, store: Store, asked: Question) -> None:
        self.store = store
        self.asked = asked
        self._documents: dict[str, Document] = {}
        self._briefly: dict[str, Document] = {}
        self._sentences: dict[str, str] = {}

    def document(self, key: str) -> Document:
        """A document by its id."""
        if key not in self._documents:
            self._documents[key] = self.store.document(key)
        return self._documents[key]

    def briefly(self, key: str) -> Document:
        """The same with no more than the first words of its text."""
        return self._briefly.get(key) or self.document(key)

    def _fetch(self, keys: Iterable[str]) -> None:
        """Many documents in a few questions to the store."""
        missing = [key for key in keys if key not in self._documents]
        for start in range(0, len(missing), AT_ONCE):
            found = self.store.documents(id=missing[start : start + AT_ONCE])
            self._documents |= {document.id: document for document in found}

    def line(self, text: str, records: Iterable[Record]) -> Line:
        """A sentence of the answer with its citations."""
        made = []
        for record in islice({record.id: record for record in records}.values(), CITED):
            document = self.briefly(record.document)
            made.append(cite(record, document, title(document)))
        return Line(text, tuple(made))

    def said(self, record: Record) -> str | None:
        """When the document of a record is from."""
        return self.briefly(record.document).published

    # -- passages ---------------------------------------------------------------------------------

    def hits(self, kinds: Sequence[str], subjects: Sequence[Subject]) -> list[Hit]:
        """The passages with a record of these types that speak of all the subjects, the best first."""
        clauses = tuple((term,) for term in (subject.term for subject in subjects))
        wanted = Search(clauses=clauses, kind=tuple(kinds))
        return list(self.store.search(wanted, limit=MOST, brief=True, kinds=kinds).hits)

    def found(self, kind: type[Kind], subjects: Sequence[Subject]) -> list[Kind]:
        """The records of a type in such passages, by date."""
        hits = self.hits((kind.__name__.lower(),), subjects)
        for hit in hits:
            self._briefly[hit.document.id] = hit.document
            self._sentences.update({record.id: hit.text for record in hit.records})
        every = (record for hit in hits for record in hit.records)
        found = [r for r in every if isinstance(r, kind) and (kind is Event or self.names_digits(r))]
        return sorted(found, key=lambda record: (self.said(record) or "", record.evidence[0].start))

    @functools.cached_property
    def things(self) -> tuple[Subject, ...]:
        """The subjects that are no indicators: what the sentence of a figure must speak of."""
        return tuple(s for s in self.asked.subjects if not s.of("indicator"))

    def sentence(self, record: Record) -> str:
        """The sentence that a record stands in, where it was found by one; else its own words."""
        return self._sentences.get(record.id, record.evidence[0].quote)

    def names_digits(self, record: Record) -> bool:
        """Whether the numbers that the question names something by stand in a record's sentence."""
        if not self.asked.digits:
            return True
        folded = fold_term(self.sentence(record))
        there = {folded[a:b] for a, b in words(folded)}
        return there.issuperset(self.asked.digits)

    # -- figures ----------------------------------------------------------------------------------

    @functools.cached_property
    def indicators(self) -> tuple[str, ...]:
        """The indicators asked about; where only a target's level is named, those that have such a target."""
        asked = self.asked
        if asked.indicators or not (asked.amounts and asked.asks("target")):
            return asked.indicators
        targets = (f for f in self.store.records("figure", status="target") if isinstance(f, Figure))
        found = (f.indicator for f in targets if f.value in asked.amounts and self.overlaps(f.period))
        return tuple(dict.fromkeys(filter(None, found)))

    def around(self, kind: type[Kind], subjects: Sequence[Subject]) -> list[Kind]:
        """The records of a type in the same paragraphs as the subjects, and under headings that name them."""
        hits = self.hits((), subjects) if subjects else []
        beside: dict[str, list[Kind]] = {}
        for one in self.store.records(kind.__name__.lower(), document=list({h.document.id for h in hits})):
            if isinstance(one, kind):
                beside.setdefault(one.document, []).append(one)
        found: dict[str, Kind] = {}
        self._fetch({hit.document.id: None for hit in hits})
        for hit in hits:
            inside = _within_reach(self.document(hit.document.id).text, hit.passage)
            own = beside.get(hit.document.id, ())
            found |= {record.id: record for record in own if record.evidence[0].start in inside}
        return list(found.values())

    @functools.cached_property
    def nearby(self) -> list[Figure]:
        """The figures around the subjects, where their own sentences have none."""
        found = [f for f in self.around(Figure, self.things) if self._between(f)]
        return [f for f in found if not self.indicators or f.indicator in self.indicators]

    @functools.cached_property
    def figures(self) -> list[Figure]:
        """The figures of the question's indicators and states, in sentences about its other subjects."""
        if self.things:
            inside = {figure.id: figure for figure in self.found(Figure, self.things)}
            found = [f for f in inside.values() if not self.indicators or _kin(f.indicator, self.indicators)]
            return [figure for figure in found if self._between(figure)]
        return self.narrowed()

    def narrowed(self, **further: str | None) -> list[Figure]:
        """The same, where they have no other subjects, ``further`` narrowed by filters of the store.

        Of many states there are too many figures of an indicator to look at each.
        """
        if self.things:
            return self.figures
        states = self.asked.states
        areas: dict[str, Any] = {"area": list(states)} if len(states) > 1 else {}
        return [
            record
            for indicator in self._held()
            for record in self.store.records("figure", indicator=indicator, **{**areas, **further})
            if isinstance(record, Figure) and self._between(record)
        ]

    def _held(self) -> tuple[str, ...]:
        """The indicators to look for: those asked about, and exports of the one as imports of the other."""
        turned = (MIRRORS[key] for key in self.indicators if key in MIRRORS and len(self.asked.states) > 1)
        return tuple(dict.fromkeys((*self.indicators, *turned)))

    def _between(self, figure: Figure) -> bool:
        """Whether a figure is about the states of the question, in the direction that it names."""
        states = self.asked.states
        own = [side for side in (figure.area, figure.counterpart) if side]
        if not states:
            return True
        if len(states) == 1 or not figure.counterpart:
            return set(states) & set(own) != set() and (len(states) == 1 or set(own) <= set(states))
        known = catalogue().indicators.get(figure.indicator or "")
        directed = known is not None and known.pair == "directed"
        if not directed:
            return set(own) == set(states[:2])
        turned = figure.indicator not in self.indicators and bool(self.indicators)
        return own == list(states[1::-1] if turned else states[:2])

    @functools.cached_property
    def series(self) -> list[Series]:
        """The figures as series."""
        return self._series_of(self.figures)

    def series_of(self, figure: Figure) -> list[Series]:
        """The series of one figure."""
        if self.things:
            return self.series
        return self._series_of(self.narrowed(area=figure.area, counterpart=figure.counterpart))

    def _series_of(self, figures: Iterable[Figure]) -> list[Series]:
        by_document: dict[str, list[Figure]] = {}
        for figure in figures:
            by_document.setdefault(figure.document, []).append(figure)
        self._fetch(by_document)
        return series(c for key, own in by_document.items() for c in of_document(self.document(key), own))

    # -- time -------------------------------------------------------------------------------------

    @functools.cached_property
    def today(self) -> dt.date | None:
        """The last day that the ledger knows of: its newest document's."""
        return last_day(self.store)

    def overlaps(self, value: str | None) -> bool:
        """Whether a time touches the period of the question; true where that names none."""
        if self.asked.period is None:
            return True
        own, wanted = edtf.days(value), edtf.days(self.asked.period)
        return own is not None and wanted is not None and own[0] <= wanted[1] and wanted[0] <= own[1]


def _within_reach(text: str, passage: Passage) -> range:
    r"""What belongs to a sentence: its paragraph; to a heading, all up to the next one.

    >>> text = "Energy\n\nSix units.\n\nSpace\n\nOne flight."
    >>> _within_reach(text, Passage(0, 6, "en", ())), _within_reach(text, Passage(8, 18, "en", ()))
    (range(0, 20), range(8, 18))
    """
    start, end = text.rfind("\n", 0, passage.start) + 1, text.find("\n", passage.end)
    end = end if end >= 0 else len(text)
    if not _HEADING.fullmatch(text[start:end]):
        return range(start, end)
    following = (m.start(1) for m in _LINE.finditer(text, end) if _HEADING.fullmatch(m[1]))
    return range(start, next(following, len(text)))


def _kin(own: str | None, asked: Iterable[str]) -> bool:
    """Whether an indicator is one of those asked about, or the same of another field (a contract's value)."""
    return own is not None and own.rpartition(".")[2] in {key.rpartition(".")[2] for key in asked}


def last_day(store: Store) -> dt.date | None:
    """The last day of the newest document of a ledger."""
    spans = (edtf.days(value) for value, _ in store.tally("document", "published"))
    return max((span[1] for span in spans if span), default=None)
