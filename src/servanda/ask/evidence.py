"""What the ledger holds on a question: records of the passages that speak of all its subjects."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Sequence
from typing import TypeVar

from servanda.ask.answer import Line, cite
from servanda.ask.question import Question, Subject
from servanda.catalogue import catalogue
from servanda.export.human import title
from servanda.link.claims import of_document
from servanda.link.series import Series, series
from servanda.model import Document, Figure, Record
from servanda.protocols import Store
from servanda.query import Hit, Search, Term
from servanda.values import edtf

Kind = TypeVar("Kind", bound=Record)
CITED = 4
"""The most records that one sentence of an answer cites."""
MOST = 400
"""The most passages that are looked through for one answer."""


class Evidence:
    """The ledger, as one question looks into it."""

    def __init__(self, store: Store, asked: Question) -> None:
        self.store = store
        self.asked = asked
        self._documents: dict[str, Document] = {}

    def document(self, key: str) -> Document:
        """A document by its id."""
        if key not in self._documents:
            self._documents[key] = self.store.document(key)
        return self._documents[key]

    def line(self, text: str, records: Iterable[Record]) -> Line:
        """A sentence of the answer with its citations."""
        made = []
        for record in {record.id: record for record in records}.values():
            document = self.document(record.document)
            made.append(cite(record, document, title(document)))
        return Line(text, tuple(made[:CITED]))

    def said(self, record: Record) -> str | None:
        """When the document of a record is from."""
        return self.document(record.document).published

    # -- passages ---------------------------------------------------------------------------------

    def hits(
        self, kinds: Sequence[str], subjects: Sequence[Subject], extra: Sequence[Term] = ()
    ) -> list[Hit]:
        """The passages with a record of these types that speak of all the subjects, the best first."""
        clauses = tuple((term,) for term in (*extra, *(subject.term for subject in subjects)))
        return list(self.store.search(Search(clauses=clauses, kind=tuple(kinds)), limit=MOST).hits)

    def found(self, kind: type[Kind], subjects: Sequence[Subject], extra: Sequence[Term] = ()) -> list[Kind]:
        """The records of a type in such passages, by date."""
        hits = self.hits((kind.__name__.lower(),), subjects, extra)
        self._documents.update({hit.document.id: hit.document for hit in hits})
        found = [record for hit in hits for record in hit.records if isinstance(record, kind)]
        return sorted(found, key=lambda record: (self.said(record) or "", record.evidence[0].start))

    @functools.cached_property
    def things(self) -> tuple[Subject, ...]:
        """The subjects that are no indicators: what the sentence of a figure must speak of."""
        return tuple(s for s in self.asked.subjects if not s.of("indicator"))

    # -- figures ----------------------------------------------------------------------------------

    @functools.cached_property
    def figures(self) -> list[Figure]:
        """The figures of the question's indicators and states, in sentences about its other subjects."""
        if self.things:
            inside = {figure.id: figure for figure in self.found(Figure, self.things)}
            found = [
                f
                for f in inside.values()
                if not self.asked.indicators or f.indicator in self.asked.indicators
            ]
        else:
            found = [
                record
                for indicator in self.asked.indicators
                for record in self.store.records("figure", indicator=indicator)
                if isinstance(record, Figure)
            ]
        return [figure for figure in found if self._between(figure)]

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
        return own == list(states[:2]) if directed and self.asked.language else set(own) == set(states[:2])

    @functools.cached_property
    def series(self) -> list[Series]:
        """The figures as series."""
        by_document: dict[str, list[Figure]] = {}
        for figure in self.figures:
            by_document.setdefault(figure.document, []).append(figure)
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


def last_day(store: Store) -> dt.date | None:
    """The last day of the newest document of a ledger."""
    spans = (edtf.days(value) for value, _ in store.tally("document", "published"))
    return max((span[1] for span in spans if span), default=None)
