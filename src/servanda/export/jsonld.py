"""JSON-LD: every record as a W3C Web Annotation of its words, with its provenance in PROV-O.

An annotation's target is a span of a document's stored text, by position and by quote; its body is the
record. The context stands in the file: reading it asks nobody for anything. Times are typed as EDTF
(Library of Congress), values as decimals, units as the ledger writes them (ISO 4217, UCUM).

See https://www.w3.org/TR/annotation-model/ and https://www.w3.org/TR/prov-o/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, BinaryIO

import msgspec

from servanda import __version__
from servanda.export.human import title
from servanda.model import Document, Entity, Evidence, Reading, Record, Time, record_type

NAMES = "urn:servanda:"
"""What ids of documents, records and entities begin with; terms of our own stand under ``term:``."""
SOFTWARE = f"{NAMES}software"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
AROUND = 32
"""Characters before and after a quote that help to find it again."""
TIMES = ("period", "deadline", "date", "valid")
REFERENCES = {
    **dict.fromkeys(("area", "counterpart", "speakers", "parties", "participants", "entity"), "entity"),
    "figures": "record",
}
"""Fields whose values are ids, and of what."""

CONTEXT: dict[str, Any] = {
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sv": f"{NAMES}term:",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "SpecificResource": "oa:SpecificResource",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "describing": "oa:describing",
    "identifying": "oa:identifying",
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "used": {"@id": "prov:used", "@type": "@id"},
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
}


def write(readings: Iterable[Reading], out: BinaryIO) -> int:
    """Writes one JSON-LD document; returns how many records are in it."""
    encode = msgspec.json.Encoder().encode
    written = 0
    out.write(b'{"@context": ' + encode(CONTEXT) + b', "@graph": [\n' + encode(_software()))
    for reading in readings:
        out.writelines(b",\n" + encode(node) for node in nodes(reading))
        written += len(reading.records)
    out.write(b"\n]}\n")
    return written


def nodes(reading: Reading) -> Iterator[dict[str, Any]]:
    """All that one reading gives: its document, the act of reading it, an annotation a record."""
    document = reading.document
    yield _document(document)
    yield {
        "id": _reading(document),
        "type": "prov:Activity",
        "used": _id("document", document.id),
        "wasAssociatedWith": SOFTWARE,
    }
    for record in reading.records:
        yield annotation(record, document)


def _software() -> dict[str, Any]:
    version = {"schema:name": "servanda", "schema:softwareVersion": __version__}
    return {"id": SOFTWARE, "type": ["prov:SoftwareAgent", "schema:SoftwareApplication"]} | version


def _id(kind: str, key: str) -> str:
    return f"{NAMES}{kind}:{key}"


def _reading(document: Document) -> str:
    return _id("reading", document.id)


def _document(document: Document) -> dict[str, Any]:
    known = {
        "dcterms:publisher": document.publisher,
        "dcterms:creator": document.author,
        "dcterms:language": document.language,
        "dcterms:type": document.kind,
        "dcterms:issued": _typed(document.published, EDTF) if document.published else None,
        "sv:publishedBasis": document.published_basis,
        "sv:place": document.place,
    }
    return {
        "id": _id("document", document.id),
        "type": ["prov:Entity", "schema:CreativeWork"],
        "dcterms:title": title(document),
        "dcterms:identifier": document.uri,
        "dcterms:format": document.media_type,
        "sv:sha256": document.sha256,
        "schema:text": document.text,
        **{name: value for name, value in known.items() if value is not None},
    }


def annotation(record: Record, document: Document) -> dict[str, Any]:
    """A record as an annotation: a target for each evidence, the record as the body."""
    targets = [_target(evidence, document) for evidence in record.evidence]
    return {
        "id": _id("annotation", record.id),
        "type": ["Annotation", "prov:Entity"],
        "motivation": "identifying" if isinstance(record, Entity) else "describing",
        "body": _body(record),
        "target": targets[0] if len(targets) == 1 else targets,
        "wasGeneratedBy": _reading(document),
        "wasDerivedFrom": _id("document", document.id),
        "sv:rule": record.rule,
    }


def _target(evidence: Evidence, document: Document) -> dict[str, Any]:
    text, start, end = document.text, evidence.start, evidence.end
    quote = {"type": "TextQuoteSelector", "exact": evidence.quote}
    around = {"prefix": text[max(0, start - AROUND) : start], "suffix": text[end : end + AROUND]}
    return {
        "type": "SpecificResource",
        "source": _id("document", document.id),
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            quote | {name: words for name, words in around.items() if words},
        ],
    }


def _body(record: Record) -> dict[str, Any]:
    kind = record_type(record)
    fields = {name: getattr(record, name) for name in record.__struct_fields__}
    own = {
        f"sv:{name}": _node(name, value, record)
        for name, value in fields.items()
        if name not in ("id", "evidence", "rule") and value not in (None, (), "")
    }
    said = {"wasAttributedTo": own["sv:speakers"]} if "sv:speakers" in own else {}
    return {"id": _id("record", record.id), "type": [f"sv:{kind.capitalize()}", "prov:Entity"]} | own | said


def _node(name: str, value: Any, record: Record) -> Any:
    """A field's value as JSON-LD: entities and records are nodes, numbers and times are typed."""
    if isinstance(value, tuple):
        return [_node(name, one, record) for one in value]
    if isinstance(value, msgspec.Struct):
        parts = {part: getattr(value, part) for part in value.__struct_fields__}
        return {f"sv:{part}": one for part, one in parts.items() if one not in (None, "")}
    if name in REFERENCES:
        return {"id": _id(REFERENCES[name], value)}
    if isinstance(value, Decimal):
        return _typed(f"{value:f}", "xsd:decimal")
    return _typed(value, EDTF) if _is_time(name, record) else value


def _is_time(name: str, record: Record) -> bool:
    dated = isinstance(record, Time) and record.kind in ("point", "interval")
    return name in TIMES or (dated and name == "value")


def _typed(value: str, kind: str) -> dict[str, str]:
    return {"@value": value, "@type": kind}
