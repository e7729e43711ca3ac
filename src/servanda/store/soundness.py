"""Looking through a whole ledger: quotes, references, the log, and what the database says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, select

from servanda.model import Soundness
from servanda.store import schema
from servanda.store.trace import SAID, START, linked

BATCH = 50
"""Documents looked at together."""
_EVIDENCE = schema.evidence.c
_LOG = schema.source.c
_DOCUMENT = schema.document.c


def examine(connection: Connection) -> Soundness:
    """All that can be held against each other within a ledger; memory stays flat."""
    counts: Counter[str] = Counter()
    faults = list(_own(connection))
    faults += _documents(connection, counts)
    for kind in schema.records:
        faults += _records(connection, kind)
    faults += _named(connection)
    faults += _said(connection, counts)
    head, broken = _log(connection, counts)
    return Soundness(dict(counts), head, (*faults, *broken))


def _own(connection: Connection) -> Iterator[str]:
    """What SQLite finds wrong with its file; PostgreSQL watches over its own."""
    if connection.dialect.name == "sqlite":
        for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if said != "ok":
                yield f"the file is damaged: {said}"
        for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"{table} {row} belongs to no {parent}"


# -- quotes ---------------------------------------------------------------------------------------


def _documents(connection: Connection, counts: Counter[str]) -> Iterator[str]:
    """Whether each document is the one that its id says, and says what is quoted from it."""
    ids = connection.execute(select(_DOCUMENT.id).order_by(_DOCUMENT.id)).scalars().all()
    counts["document"] = len(ids)
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        query = select(_DOCUMENT.id, _DOCUMENT.sha256, _DOCUMENT.text).where(_DOCUMENT.id.in_(some))
        texts: dict[str, str] = {}
        for id_, sha256, said in connection.execute(query):
            texts[id_] = said
            if not sha256.startswith(id_):
                yield f"document {id_} has the hash of another one: {sha256}"
        yield from _quotes(connection, texts, counts)
        yield from _passages(connection, texts)


def _quotes(connection: Connection, texts: dict[str, str], counts: Counter[str]) -> Iterator[str]:
    for row in connection.execute(select(schema.evidence).where(_EVIDENCE.document.in_(texts))):
        counts["quote"] += 1
        said = texts[row.document][row.start : row.end]
        if said != row.quote or not said:
            where = f"at {row.start}:{row.end} of document {row.document}"
            yield f"{row.kind} {row.record} quotes {row.quote!r} {where}, which says {said!r} there"


def _passages(connection: Connection, texts: dict[str, str]) -> Iterator[str]:
    columns = schema.passage.c
    for row in connection.execute(select(schema.passage).where(columns.document.in_(texts))):
        if not 0 <= row.start < row.end <= len(texts[row.document]):
            yield f"a sentence at {row.start}:{row.end} lies outside document {row.document}"


# -- references -----------------------------------------------------------------------------------


def _records(connection: Connection, kind: str) -> Iterator[str]:
    """Whether records and evidence belong together."""
    table = schema.records[kind]
    first = and_(
        _EVIDENCE.record == table.c.id,
        _EVIDENCE.ordinal == 0,
        _EVIDENCE.kind == kind,
        _EVIDENCE.document == table.c.document,
        _EVIDENCE.start == table.c.start,
        _EVIDENCE.end == table.c.end,
    )
    for id_ in _ids(connection, select(table.c.id).where(~exists().where(first))):
        yield f"{kind} {id_} has no evidence where it stands"
    own = exists().where(table.c.id == _EVIDENCE.record)
    for id_ in _ids(connection, select(_EVIDENCE.record).where(_EVIDENCE.kind == kind, ~own)):
        yield f"evidence belongs to no {kind}: {id_}"


def _named(connection: Connection) -> Iterator[str]:
    """Whether what names a record or a document names one that is there."""
    columns, figures, kept = schema.records["statement"].c, schema.records["figure"].c, schema.reviewed.c
    for some in connection.execute(select(columns.id, columns.figures)).partitions(500):
        named = {figure: id_ for id_, mine in some for figure in mine}
        there = set(_ids(connection, select(figures.id).where(figures.id.in_(named))))
        there |= set(
            _ids(connection, select(kept.record).where(kept.record.in_(named), kept.word == "reject"))
        )
        for figure in sorted(named.keys() - there):
            yield f"statement {named[figure]} names a figure that is not there: {figure}"
    stands = _LOG.status == schema.STANDS
    lost = ~exists().where(_DOCUMENT.id == _LOG.document)
    for uri in _ids(connection, select(_LOG.uri).where(stands, lost)):
        yield f"the document of {uri} is not there"
    held = exists().where(stands, _LOG.document == _DOCUMENT.id, _LOG.uri == _DOCUMENT.uri)
    for id_ in _ids(connection, select(_DOCUMENT.id).where(~held)):
        yield f"document {id_} stands at no address"


def _ids(connection: Connection, query: Select[Any]) -> Sequence[str]:
    return connection.execute(query.order_by(query.selected_columns[0])).scalars().all()


# -- the log --------------------------------------------------------------------------------------


def _log(connection: Connection, counts: Counter[str]) -> tuple[str, list[str]]:
    """The last hash of the log, and where its chain is broken; of each address the last entry stands."""
    before = START
    faults: list[str] = []
    latest: dict[str, str] = {}
    for entry in connection.execute(select(schema.source).order_by(_LOG.id)).mappings():
        counts["entry"] += 1
        if linked(before, dict(entry)) != entry["chain"]:
            faults.append(f"the log is broken at entry {entry['id']} ({entry['uri']}, {entry['read_at']})")
        if latest.get(entry["uri"]) == schema.STANDS:
            faults.append(f"two entries of the log stand for {entry['uri']}")
        before, latest[entry["uri"]] = entry["chain"], entry["status"]
    faults += [
        f"no entry of the log stands for {uri}" for uri, last in latest.items() if last != schema.STANDS
    ]
    return before, faults


def _said(connection: Connection, counts: Counter[str]) -> Iterator[str]:
    """Where the chain of the log of review is broken."""
    before = START
    for entry in connection.execute(select(schema.review).order_by(schema.review.c.id)).mappings():
        counts["review"] += 1
        if linked(before, dict(entry), SAID) != entry["chain"]:
            yield f"the log of review is broken at entry {entry['id']} ({entry['kind']} {entry['subject']})"
        before = entry["chain"]
