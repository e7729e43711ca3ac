"""Records as the rows that templates show: codes beside their names, values beside their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from servanda.export.human import file_name, title
from servanda.labels import (
    area_label,
    area_name,
    indicator_label,
    language_label,
    pair_label,
    topic_label,
    words_of,
)
from servanda.model import Agreement, Document, Entity, Event, Figure, Record, Statement, Time
from servanda.periods import period_words
from servanda.store.span import span
from servanda.web.show import (
    bare_words,
    bound_words,
    figure_exact,
)
from servanda.web.tongue import marked

Row = dict[str, Any]

KIND_NAMES = {
    "figure": marked("Figures"),
    "statement": marked("Statements"),
    "agreement": marked("Agreements"),
    "event": marked("Events"),
    "entity": marked("Entities"),
    "time": marked("Times"),
}
"""What the records of a type are called, in the order in which they are shown."""


DOCUMENT_FIELDS = [name for name in Document.__struct_fields__ if name not in ("text", "evidence")]
"""What a table of documents tells of each as data."""


def place(record: Record) -> str:
    """The address of a record's words in its document.

    >>> from servanda.model import Evidence
    >>> place(Time(id="t1", evidence=(Evidence("d1", 0, 4, "2013"),), value="2013", kind="point"))
    '/documents/d1#r-t1'
    """
    return f"/documents/{record.document}#r-{record.id}"


def document_row(document: Document, counts: Mapping[str, int]) -> Row:
    """A document with how many records of each type it gave."""
    return {
        "id": document.id,
        "label": title(document),
        "published": document.published,
        "date_words": period_words(document.published),
        "publisher": document.publisher,
        "file": file_name(document.uri),
        "kind": document.kind,
        "kind_words": document.kind.replace("-", " "),
        "language": document.language,
        "language_label": language_label(document.language),
        "data": {name: getattr(document, name) for name in DOCUMENT_FIELDS},
        **counts,
    }


def record_row(record: Record, document: Document) -> Row:
    """What any record's row has, what its own type adds, and what its document is called."""
    return {
        "document": document.id,
        "title": title(document),
        "language": document.language,
        "said": document.published,
        "said_words": period_words(document.published),
        **entry_row(record),
    }


def entry_row(record: Record) -> Row:
    """A record within its own document, where no row need name it."""
    shared = {
        "id": record.id,
        "href": place(record),
        "quote": record.evidence[0].quote,
        "corrected": record.corrected,
    }
    return shared | _OWN[type(record)](record)


def _figure(figure: Figure) -> Row:
    return {
        "words": bare_words(figure),
        "exact": figure_exact(figure),
        "bound_words": bound_words(figure),
        "indicator": figure.indicator,
        "indicator_label": indicator_label(figure.indicator) if figure.indicator else "",
        "area_label": area_label(figure.area),
        "counterpart_label": area_label(figure.counterpart),
        "pair": pair_label(figure.area, figure.counterpart) if figure.area or figure.counterpart else "",
        "period": figure.period,
        "period_words": period_words(figure.period),
        "measure": figure.measure,
        "status": figure.status,
    }


def _time(time: Time) -> Row:
    return {"value": time.value, "kind": time.kind, "words": period_words(time.value)}


def entity_label(entity: str, names: Sequence[str]) -> str:
    """What an entity is called: its name, or as it is written where it has none."""
    return area_name(entity) or next(iter(names), area_label(entity))


def names_of(entities: Sequence[str]) -> str:
    """Several entities by their names."""
    return ", ".join(area_label(entity) for entity in entities)


def _entity(entity: Entity) -> Row:
    return {
        "label": entity_label(entity.entity, entity.names),
        "confirmed": entity.confirmed,
        "entity": entity.entity,
        "entity_kind": entity.kind,
        "names": entity.names,
        "mentions": len(entity.evidence),
    }


def _statement(statement: Statement) -> Row:
    return {
        "act": statement.act,
        "binding": statement.binding,
        "who": names_of(statement.speakers),
        "topic": statement.topic,
        "topic_label": topic_label(statement.topic) if statement.topic else "",
        "deadline": statement.deadline,
        "deadline_words": period_words(statement.deadline),
        "parts": cue_parts(statement),
    }


def cue_span(statement: Statement) -> tuple[int, int] | None:
    """Where the verb of a statement stands in its quote."""
    quote, verb = statement.evidence[0].quote, statement.verb
    start = quote.find(verb) if verb else -1
    return None if start < 0 else (start, start + len(verb))


def cue_parts(statement: Statement) -> tuple[str, str, str]:
    """The words of a statement before its verb, the verb, and what follows."""
    quote = statement.evidence[0].quote
    start, end = cue_span(statement) or (len(quote), len(quote))
    return quote[:start], quote[start:end], quote[end:]


def _agreement(agreement: Agreement) -> Row:
    return {
        "label": agreement.title,
        "form_words": words_of(agreement.form),
        "status": agreement.status,
        "status_words": words_of(agreement.status or ""),
        "who": names_of(agreement.parties),
        "date": agreement.date,
        "date_words": period_words(agreement.date),
        "valid_words": period_words(agreement.valid),
    }


def _event(event: Event) -> Row:
    series = area_label(event.series)
    nth = f"{event.ordinal}{_ordinal_ending(event.ordinal)} " if event.ordinal and series else ""
    alone = event.evidence[0].quote if event.form == "other" else words_of(event.form)
    first = span(event.date)[0]
    return {
        "label": nth + (series or alone),
        "form_words": words_of(event.form),
        "plover": event.plover,
        "series": event.series,
        "who": names_of(event.participants),
        "places": names_of(event.places),
        "date": event.date,
        "date_words": period_words(event.date),
        "year": first[:4] if first else "",
    }


def _ordinal_ending(number: int) -> str:
    """What English writes behind an ordinal's digits.

    >>> [_ordinal_ending(n) for n in (1, 2, 3, 4, 11, 21, 112)]
    ['st', 'nd', 'rd', 'th', 'th', 'st', 'th']
    """
    return "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


_OWN: dict[type[Record], Callable[[Any], Row]] = {
    Figure: _figure,
    Time: _time,
    Entity: _entity,
    Statement: _statement,
    Agreement: _agreement,
    Event: _event,
}
