"""Records as the rows that templates show: codes beside their names, values beside their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from servanda.export.human import file_name, title
from servanda.model import Agreement, Document, Entity, Event, Figure, Record, Statement, Time
from servanda.web.labels import area_label, indicator_label, language_label, pair_label
from servanda.web.periods import period_words
from servanda.web.show import (
    BOUND_WORDS,
    bare_words,
    figure_exact,
)

Row = dict[str, Any]

KIND_NAMES = {
    "figure": "Figures",
    "time": "Times",
    "statement": "Statements",
    "agreement": "Agreements",
    "event": "Events",
    "entity": "Entities",
}
"""What a group of records of one type is called."""


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
    shared = {"id": record.id, "href": place(record), "quote": record.evidence[0].quote}
    return shared | _OWN[type(record)](record)


def _figure(figure: Figure) -> Row:
    return {
        "words": bare_words(figure),
        "exact": figure_exact(figure),
        "bound_words": BOUND_WORDS[figure.bound],
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


def _entity(entity: Entity) -> Row:
    return {
        "label": area_label(entity.entity),
        "entity": entity.entity,
        "entity_kind": entity.kind,
        "names": entity.names,
        "mentions": len(entity.evidence),
    }


def _statement(statement: Statement) -> Row:
    return {
        "act": statement.act,
        "binding": statement.binding,
        "who": ", ".join(area_label(speaker) for speaker in statement.speakers),
    }


def _agreement(agreement: Agreement) -> Row:
    what = (agreement.form, agreement.status or "", period_words(agreement.date))
    return {"label": agreement.title, "what": ", ".join(filter(None, what))}


def _event(event: Event) -> Row:
    ordinal = f"{event.ordinal} · " if event.ordinal else ""
    return {"label": ordinal + (event.series or event.form), "what": period_words(event.date)}


_OWN: dict[type[Record], Callable[[Any], Row]] = {
    Figure: _figure,
    Time: _time,
    Entity: _entity,
    Statement: _statement,
    Agreement: _agreement,
    Event: _event,
}


FIRST = 8
"""How many documents the row of an entity names."""


def entity_row(members: Sequence[Entity]) -> Row:
    """One entity over all documents, however it is spelt in them."""
    names = Counter(name for entity in members for name in entity.names)
    return {
        "entity": members[0].entity,
        "kind": members[0].kind,
        "label": _entity(members[0])["label"],
        "names": [name for name, _ in names.most_common(12)],
        "mentions": sum(len(entity.evidence) for entity in members),
        "documents": len({entity.document for entity in members}),
        "records": list(members),
    }


def entity_place(entity: Entity, documents: Mapping[str, Document]) -> Row:
    """Where one document first names an entity."""
    return {"href": place(entity), "title": title(documents[entity.document])}
