"""FollowTheMoney: one entity a line, for Aleph, OpenSanctions' tools and their like.

Documents, actors, places and projects (one entity each, however often and in whatever language it is named,
with a link to every document that names it), events, agreements as contracts, statements as notes on those
who made them. Figures and times have no schema of their own there: a figure's number stands in its document.

See https://followthemoney.tech/explorer/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from servanda.catalogue import catalogue
from servanda.export.human import file_name, title
from servanda.model import Agreement, Document, Entity, Event, Reading, Record, Statement
from servanda.values import edtf

SCHEMATA = {
    "state": "PublicBody",
    "organisation": "Organization",
    "forum": "Organization",
    "group": "Organization",
    "person": "Person",
    "place": "Address",
    "project": "Project",
    "programme": "Project",
    "system": "Asset",
}
"""FollowTheMoney's schema for each kind of entity."""
ACTORS = ("PublicBody", "Organization", "Person")
"""Schemata that can act: FollowTheMoney's legal entities."""
FILES = {
    "text/plain": "PlainText",
    "text/markdown": "PlainText",
    "text/html": "HyperText",
    "application/pdf": "Pages",
}
COUNTRY = re.compile(r"[A-Z]{2}")
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")
Node = dict[str, Any]
Values = dict[str, Any]


class _Known(msgspec.Struct):
    """An entity of the ledger over all documents."""

    schema: str
    names: dict[str, None]


def write(readings: Iterable[Reading], out: BinaryIO) -> int:
    """Writes one entity a line; returns how many records went into them."""
    encode = msgspec.json.Encoder().encode
    known: dict[str, _Known] = {}
    written = 0
    for reading in readings:
        records = sorted(reading.records, key=lambda record: not isinstance(record, Entity))
        out.write(encode(_document(reading.document)) + b"\n")
        for record in records:
            made = list(_nodes(record, reading.document, known))
            out.writelines(encode(node) + b"\n" for node in made)
            written += bool(made)
    out.writelines(encode(_entity(key, one)) + b"\n" for key, one in known.items())
    return written


def _node(key: str, schema: str, values: Values) -> Node:
    """An entity; every property has a list of text."""
    properties = {
        name: [str(one) for one in (value if isinstance(value, (list, tuple)) else [value])]
        for name, value in values.items()
        if value
    }
    return {"id": key, "schema": schema, "properties": properties}


def _document(document: Document) -> Node:
    schema = FILES.get(document.media_type, "Document")
    is_web = document.uri.startswith(("http://", "https://"))
    values = {
        "title": title(document),
        "fileName": file_name(document.uri),
        "mimeType": document.media_type,
        "author": document.author,
        "publisher": document.publisher,
        "publishedAt": _day(document.published),
        "sourceUrl": document.uri if is_web else None,
        "keywords": document.kind,
        "bodyText": document.text if schema in ("PlainText", "HyperText") else None,
    }
    return _node(_key("document", document.id), schema, values)


def _nodes(record: Record, document: Document, known: dict[str, _Known]) -> Iterator[Node]:
    """What a record gives. Entities are gathered in ``known``, and give a link to their document."""
    if isinstance(record, Entity):
        one = known.setdefault(record.entity, _Known(SCHEMATA.get(record.kind, "Organization"), {}))
        one.names.update(dict.fromkeys(record.names))
        link = {"document": _key("document", document.id), "entity": _key("entity", record.entity)}
        link |= {"role": "mention", "summary": record.evidence[0].quote, "recordId": record.id}
        yield _node(_key("record", record.id), "Documentation", link)
    elif isinstance(record, Event):
        yield _node(_key("record", record.id), "Event", _event(record, known) | _grounds(record, document))
    elif isinstance(record, Agreement):
        yield _node(
            _key("record", record.id), "Contract", _agreement(record, known) | _about(record, document)
        )
    elif isinstance(record, Statement):
        yield _node(_key("record", record.id), "Note", _statement(record, known) | _about(record, document))


def _about(record: Record, document: Document) -> Values:
    """Where a thing stands: its words and its document."""
    return {"summary": record.evidence[0].quote, "proof": _key("document", document.id)}


def _grounds(record: Record, document: Document) -> Values:
    return _about(record, document) | {"recordId": record.id}


def _event(event: Event, known: dict[str, _Known]) -> Values:
    ordinal = f" {event.ordinal}" if event.ordinal else ""
    return {
        "name": f"{(event.series or event.form).replace('-', ' ')}{ordinal}",
        "keywords": [event.form, *([event.plover] if event.plover else [])],
        "involved": _actors(event.participants, known),
        "country": _countries((*event.participants, *event.places)),
        "location": [place.replace("-", " ") for place in event.places],
        **_dates(event.date),
    }


def _agreement(agreement: Agreement, known: dict[str, _Known]) -> Values:
    return {
        "title": agreement.title,
        "name": agreement.title,
        "type": agreement.form,
        "status": agreement.status,
        "authority": _actors(agreement.parties, known),
        "country": _countries(agreement.parties),
        "contractDate": _day(agreement.date),
    }


def _statement(statement: Statement, known: dict[str, _Known]) -> Values:
    said = (statement.act, statement.binding, statement.topic)
    return {
        "name": " ".join(filter(None, (statement.act, statement.verb and f"({statement.verb})"))),
        "description": statement.evidence[0].quote,
        "keywords": [word for word in said if word],
        "entity": _actors(statement.speakers, known),
        "country": _countries(statement.speakers),
    }


def _actors(ids: Iterable[str], known: dict[str, _Known]) -> list[str]:
    """The ids of those who act; a state that no entity of the ledger names is one all the same."""
    for one in ids:
        concept = catalogue().entities.get(one)
        kind = "state" if COUNTRY.fullmatch(one) else concept.kind if concept else None
        if one not in known and kind:
            known[one] = _Known(SCHEMATA[kind], {})
    return [_key("entity", one) for one in ids if one in known and known[one].schema in ACTORS]


def _entity(key: str, one: _Known) -> Node:
    names = list(one.names) or [key.replace("-", " ")]
    concept = catalogue().entities.get(key)
    country = key if COUNTRY.fullmatch(key) else concept.of if concept else None
    values = {
        "name": names[0],
        "alias": names[1:],
        "country": country.lower() if country and COUNTRY.fullmatch(country) else None,
        "wikidataId": concept.wikidata if concept else None,
    }
    if one.schema == "Address":
        values |= {"full": names[0]}
    return _node(_key("entity", key), one.schema, values)


def _countries(ids: Iterable[str]) -> list[str]:
    return [one.lower() for one in ids if COUNTRY.fullmatch(one)]


def _key(kind: str, key: str) -> str:
    """An id that other data sets do not have.

    >>> _key("entity", "IN")
    'servanda-entity-IN'
    """
    return f"servanda-{kind}-{key}"


def _dates(value: str | None) -> Values:
    """A date where it is one; an interval by its first and last day."""
    if value is None or _day(value):
        return {"date": _day(value)}
    span = edtf.days(value)
    if span is None:
        return {}
    ends = {"startDate": span[0], "endDate": span[1]}
    return {name: day.isoformat() for name, day in ends.items() if 1000 < day.year < 9999}


def _day(value: str | None) -> str | None:
    """A date as FollowTheMoney writes it: a year, a month or a day.

    >>> _day("2013-10"), _day("2013/2014")
    ('2013-10', None)
    """
    return value if value and _DAY.fullmatch(value) else None
