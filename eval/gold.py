"""Gold folders: the records of documents, labelled by hand, as the ledger's own types.

A folder holds one ``NAME.jsonl`` a document, each line ``{"type", "id", ...}``: one ``document``
line, then its records; and ``entities.jsonl``, where a line is one entity with its mentions in all
documents. The documents are found by ``sha256``, or by the file name in ``uri``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from eval.data import DataFault, at, rows
from servanda.model import RECORD_TYPES, Document, Entity, Evidence, Record, Statement

Read = Callable[[bytes, str], Document]
"""A reader: content and address to a document."""


class About(msgspec.Struct, kw_only=True):
    """What a gold folder says of one document; a null may be unknown or unstated."""

    id: str
    uri: str
    sha256: str
    language: str
    kind: str
    published: str | None = None
    published_basis: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    place: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Named(msgspec.Struct, kw_only=True):
    """One entity of the folder, with its mentions in every document."""

    id: str
    kind: str
    names: dict[str, list[str]]
    evidence: tuple[Evidence, ...]


class GoldDocument(msgspec.Struct):
    """A document, as stored, and all that its gold says."""

    about: About
    document: Document
    records: list[Record]


def load(folder: Path, documents: Path, read: Read) -> list[GoldDocument]:
    """All documents of a gold folder, their texts as ``read`` stores them.

    Raises :class:`DataFault` that names file and line: a line that is no record, an id given twice,
    a quote that is not what the document says there, a document that is not found.
    """
    paths = sorted(path for path in folder.glob("*.jsonl") if path.name != "entities.jsonl")
    if not paths:
        raise DataFault(f"{folder}: no gold here (one NAME.jsonl a document is expected)")
    sources = _sources(documents)
    loaded = {gold.about.id: gold for path in paths for gold in [_document(path, sources, read)]}
    entities = folder / "entities.jsonl"
    if entities.exists():
        _add_entities(entities, loaded)
    return list(loaded.values())


def _sources(documents: Path) -> dict[str, Path]:
    """The files under a folder, by name and by the SHA-256 of their content."""
    if not documents.exists():
        raise DataFault(f"{documents}: no such folder of documents")
    files = sorted(path for path in documents.rglob("*") if path.is_file())
    by_name = {path.name: path for path in files}
    return by_name | {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in files}


def _document(path: Path, sources: Mapping[str, Path], read: Read) -> GoldDocument:
    lines = list(rows(path, dict[str, Any]))
    heads = [(number, line) for number, line in lines if line.get("type") == "document"]
    if len(heads) != 1:
        raise DataFault(f"{path}: {len(heads)} lines of type document, where there must be one")
    number, head = heads[0]
    about = _converted(path, number, head, About)
    source = sources.get(about.sha256) or sources.get(Path(about.uri).name)
    if source is None:
        raise at(path, number, f"no file named {Path(about.uri).name} or with its sha256 among the documents")
    document = read(source.read_bytes(), about.uri)
    _check_evidence(path, number, about.evidence, {about.id: document})
    records = [_record(path, n, line, {about.id: document}) for n, line in lines if n != number]
    _check_ids(path, records)
    return GoldDocument(about, document, records)


def _record(path: Path, number: int, line: dict[str, Any], documents: Mapping[str, Document]) -> Record:
    kind = line.get("type")
    if kind not in RECORD_TYPES or kind == "entity":
        raise at(path, number, f"{kind!r} is no type of record that stands here")
    record: Record = _converted(path, number, line, RECORD_TYPES[kind])
    _check_evidence(path, number, record.evidence, documents)
    return record


def _converted(path: Path, number: int, line: dict[str, Any], kind: Any) -> Any:
    try:
        return msgspec.convert(line, kind)
    except msgspec.ValidationError as fault:
        raise at(path, number, f"{line.get('id', 'no id')}: {fault}") from fault


def _check_evidence(
    path: Path, number: int, evidence: Iterable[Evidence], documents: Mapping[str, Document]
) -> None:
    for piece in evidence:
        document = documents.get(piece.document)
        if document is None:
            raise at(path, number, f"evidence in document {piece.document!r}, which is not this folder's")
        if document.text[piece.start : piece.end] != piece.quote:
            raise at(path, number, f"{piece.quote!r} does not stand at {piece.start}-{piece.end}")


def _check_ids(path: Path, records: list[Record]) -> None:
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise DataFault(f"{path}: the id {record.id} is given twice")
        seen.add(record.id)
    for record in records:
        missing = set(record.figures) - seen if isinstance(record, Statement) else ()
        if missing:
            raise DataFault(
                f"{path}: {record.id} names figures that are not there: {', '.join(sorted(missing))}"
            )


def _add_entities(path: Path, loaded: Mapping[str, GoldDocument]) -> None:
    """Gives each document its part of the entities."""
    documents = {key: gold.document for key, gold in loaded.items()}
    for number, line in rows(path, dict[str, Any]):
        named: Named = _converted(path, number, line, Named)
        _check_evidence(path, number, named.evidence, documents)
        for key, gold in loaded.items():
            mentions = tuple(piece for piece in named.evidence if piece.document == key)
            if mentions:
                names = tuple(dict.fromkeys(piece.quote for piece in mentions))
                gold.records.append(
                    Entity(
                        id=f"{key}-{named.id}",
                        evidence=mentions,
                        entity=named.id,
                        kind=named.kind,
                        names=names,
                    )
                )
