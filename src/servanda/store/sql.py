"""The ledger in a SQL database: readings in, records out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, Table, and_, delete, func, insert, select, update

from servanda.errors import LedgerError, UsageError
from servanda.model import (
    RECORD_TYPES,
    Document,
    Evidence,
    Part,
    Passage,
    Reading,
    Record,
    Review,
    Reviewed,
    Soundness,
    Standing,
    Watched,
)
from servanda.query import Hit, Hits, Queue, Search
from servanda.review.standing import applied
from servanda.store import (
    backup,
    faults,
    filters,
    fulltext,
    queries,
    reviews,
    rows,
    schema,
    shelf,
    soundness,
    trace,
    watches,
)
from servanda.store.database import open_database, translated, writing

BATCH = 50
"""Documents fetched together when all are read out: few enough to keep memory flat."""
TOGETHER = 500
"""Records whose evidence is fetched together."""


class SqlStore:
    """A ledger at a path (SQLite) or a SQLAlchemy URL; see :class:`servanda.protocols.Store`."""

    def __init__(self, address: str | Path, *, create: bool = True) -> None:
        self.address = str(address)
        self._engine = open_database(address, create=create)

    def close(self) -> None:
        """Gives back every connection; SQLite then folds its write-ahead log into the file."""
        self._engine.dispose()

    # -- in ---------------------------------------------------------------------------------------

    def put(self, reading: Reading, engine: str) -> str:
        """Stores a reading made by ``engine``, whole or not at all: ``added``, ``replaced`` or ``unchanged``.

        Another address of a document that is there already adds the address alone. What an address
        said before leaves the ledger unless it stands at another one too; the trace of it stays.
        """
        outcomes: list[str] = []

        def attempt() -> None:
            with writing(self._engine) as connection:
                outcomes.append(_put(connection, reading, engine))

        with translated(self.address):
            faults.patiently(attempt)
        return outcomes[0]  # a later attempt finds what the one before had stored when its answer was lost

    # -- kept -------------------------------------------------------------------------------------

    def backup(self, path: Path) -> None:
        """Writes the whole ledger, as it stands at one moment, to a new SQLite file."""
        with translated(self.address):
            backup.write(self._engine, path)

    def restore(self, path: Path) -> None:
        """Takes over all that a backup holds; :class:`LedgerError` where this ledger holds documents."""
        with translated(self.address):
            backup.take(path, self._engine)

    def check(self) -> Soundness:
        """Whether every quote stands, every reference exists, the log is whole."""
        with self._reading() as connection:
            return soundness.examine(connection)

    # -- out --------------------------------------------------------------------------------------

    def holds(self, sha256: str, uri: str, engine: str) -> bool:
        """Whether this content at this address was already read by this version of the engine."""

        def look() -> Any:
            with self._engine.connect() as connection:
                return _standing(connection, uri)

        with translated(self.address):
            row = faults.patiently(look)
        return row is not None and (row.sha256, row.engine) == (sha256, engine)

    def documents(
        self,
        *,
        order: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        brief: bool = False,
        **wanted: Any,
    ) -> list[Document]:
        """The documents that match the filters, ordered by date, then address, or as for :meth:`records`.

        ``brief`` leaves out their evidence and their text, but for its first words.
        """
        query = queries.listed("document", wanted, order, limit, offset)
        with self._reading() as connection:
            found = connection.execute(queries.brief(query) if brief else query).mappings().all()
            ids = [] if brief else [row["id"] for row in found]
            evidence = _evidence(connection, "document", ids)
        return [rows.document(row, evidence) for row in found]

    def document(self, key: str) -> Document:
        """The document of this id (or unique beginning of one) or address; :class:`LedgerError` if none."""
        known = self.documents(id=key)  # which an index answers
        found: Document = _only(known or self.documents(document=key, limit=2), key, "document")
        return found

    def records(
        self,
        kind: str,
        /,
        *,
        order: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        **wanted: Any,
    ) -> list[Record]:
        """The records of one type (``figure``…) that match the filters, in order of document and text.

        A filter is a field of the type, or ``document``, ``language``, ``text`` (words of a quote),
        ``since`` and ``until`` (EDTF), for figures ``min`` and ``max``; a list asks for any of its
        values, ``None`` filters nothing. ``order`` is a field, after ``-`` from the last to the first;
        what has no value comes last either way. Raises :class:`UsageError` for any other.
        """
        if kind == "document":
            raise UsageError("documents are no records; ask for them by documents()")
        query = queries.listed(kind, wanted, order, limit, offset)
        with self._reading() as connection:
            found = connection.execute(query).mappings().all()
            evidence = _evidence(connection, kind, [row["id"] for row in found])
        return [rows.record(kind, row, evidence) for row in found]

    def latest(
        self, kind: str, by: Sequence[str], /, *, limit: int | None = None, **wanted: Any
    ) -> list[tuple[Record, int]]:
        """Of the records that agree in some fields the latest document's, and how many agree.

        The most numerous come first.
        """
        with self._reading() as connection:
            ranked = connection.execute(queries.latest(kind, by, wanted).limit(limit))
            many = {key: int(times) for key, times in ranked}
        found = {record.id: record for record in self.records(kind, id=list(many))}
        return [(found[key], times) for key, times in many.items()]

    def record(self, key: str) -> Record:
        """The record of this id (or unique beginning of one); :class:`LedgerError` if none."""
        columns = schema.evidence.c
        query = (
            select(columns.kind, columns.record)
            .distinct()
            .where(filters.begins(columns.record, key), columns.kind != "document")
            .limit(2)
        )
        with self._reading() as connection:
            kind, whole = _only(connection.execute(query).all(), key, "record")
        return self.records(kind, id=whole)[0]

    def named(self, ids: Iterable[str]) -> dict[str, Record]:
        """Records of any type by their ids, in that order; those that are not there are left out."""
        with self._reading() as connection:
            return _named(connection, list(dict.fromkeys(ids)))

    def readings(self) -> Iterator[Reading]:
        """Every document with all its records in the order of the text; memory stays flat."""
        with self._reading() as connection:
            ids = connection.execute(select(schema.document.c.id).order_by(*queries.BY_DATE)).scalars().all()
            for start in range(0, len(ids), BATCH):
                yield from _readings(connection, ids[start : start + BATCH])

    def count(self, kind: str, /, **wanted: Any) -> int:
        """How many documents, or records of a type, match the filters."""
        with self._reading() as connection:
            query = queries.matching(kind, wanted, (func.count(),))
            return int(connection.execute(query).scalar_one())

    def tally(self, kind: str, field: str, /, **wanted: Any) -> list[tuple[Any, int]]:
        """Each value of a field (``language``, too) with how often it stands, the most frequent first.

        Of a field with several values each counts.
        """
        return self.tallies(kind, (field,), **wanted)[field]

    def tallies(self, kind: str, fields: Sequence[str], /, **wanted: Any) -> dict[str, list[tuple[Any, int]]]:
        """The tally of each of several fields, in one pass."""
        found: dict[str, Counter[Any]] = {field: Counter() for field in fields}
        for *values, times in self.combinations(kind, fields, **wanted):
            for field, value in zip(fields, values, strict=True):
                for one in dict.fromkeys(value if isinstance(value, tuple) else (value,)):
                    found[field][one] += times
        return {field: sorted(tally.items(), key=_most_first) for field, tally in found.items()}

    def combinations(
        self, kind: str, fields: Sequence[str], /, *, quotes: bool = False, **wanted: Any
    ) -> list[tuple[Any, ...]]:
        """The values of several fields that stand together, and how often; ``quotes``: in how many quotes."""
        columns = [queries.column(kind, field) for field in fields]
        times = queries.quotes(kind) if quotes else func.count()
        query = queries.matching(kind, wanted, [*columns, times]).group_by(*columns)
        with self._reading() as connection:
            found = connection.execute(query).all()
        return [tuple(row) for row in found]

    def counts(self) -> dict[str, int]:
        """How many documents, and records of each type, the ledger holds."""
        return {kind: self.count(kind) for kind in ("document", *RECORD_TYPES)}

    def search(
        self,
        wanted: Search,
        *,
        limit: int | None = None,
        offset: int = 0,
        brief: bool = False,
        kinds: Sequence[str] = tuple(RECORD_TYPES),
    ) -> Hits:
        """The sentences that a search finds, the best first, with their records of these ``kinds``.

        And how they spread. ``brief``: without facets, what is listed is all that is told of the total, of
        documents the first words.
        """
        with self._reading() as connection:
            every = 0 if limit is None else fulltext.every(connection, wanted)
            found = fulltext.best(connection, wanted, limit, offset, every)
            listed = offset + len(found)
            spread = fulltext.Spread(listed, {}, listed)
            if not brief:
                spread = fulltext.spread(connection, wanted, every)
            standing = _standing_in(connection, [row for row, _ in found], kinds)
            keys = list(dict.fromkeys(row.document for row, _ in found))
            documents = _documents(connection, keys, brief=brief)
            texts = _texts(connection, [row.id for row, _ in found])
        hits = tuple(
            Hit(documents[row.document], fulltext.passage(row), texts[row.id], tuple(standing[row.id]), rank)
            for row, rank in found
        )
        return Hits(spread.total, hits, spread.facets, spread.counted)

    def finds(self, wanted: Search) -> bool:
        """Whether a search finds anything."""
        with self._reading() as connection:
            return fulltext.finds(connection, wanted)

    def unindexed(self) -> list[str]:
        """The ids of documents that no search finds yet."""
        key = schema.document.c.id
        query = select(key).where(key.not_in(select(schema.passage.c.document))).order_by(key)
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def index(self, document: str, passages: Sequence[Passage]) -> None:
        """Lets searches find a document that is there by its sentences."""
        with translated(self.address), writing(self._engine) as connection:
            for reading in _readings(connection, [document]):
                fulltext.write(connection, Reading(reading.document, reading.records, tuple(passages)))

    def history(self, uri: str) -> list[dict[str, Any]]:
        """What was read at this address and when, oldest first; ``status`` is ``stands`` or ``replaced``."""
        query = select(schema.source).where(schema.source.c.uri == uri).order_by(schema.source.c.id)
        with self._reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def addresses(self, document: str) -> list[str]:
        """Every address at which a document stands, in the order in which they were read."""
        columns = schema.source.c
        query = select(columns.uri).where(columns.document == document, columns.status == schema.STANDS)
        with self._reading() as connection:
            return list(connection.execute(query.order_by(columns.id)).scalars())

    def stamp(self) -> str:
        """Changes whenever a document does, or a word of review: what was computed before is then old."""
        with self._reading() as connection:
            last = connection.execute(select(func.max(schema.source.c.id))).scalar()
            return f"{last}|{reviews.effect(connection)}"

    # -- what follows ------------------------------------------------------------------------------

    def keep(self, stamp: str, parts: Iterable[Part]) -> None:
        """Keeps what was worked out from the ledger as it stood at a stamp, in place of what was before."""
        with translated(self.address), writing(self._engine) as connection:
            shelf.keep(connection, stamp, parts)

    def keeps(self, stamp: str) -> bool:
        """Whether something is kept for a stamp."""
        with self._reading() as connection:
            return shelf.holds(connection, stamp)

    def part(self, stamp: str, name: str, keys: Iterable[str]) -> dict[str, bytes]:
        """The parts of a name that are kept for a stamp, by their keys."""
        with self._reading() as connection:
            return shelf.part(connection, stamp, name, keys)

    def holding(self, stamp: str, name: str, words: Iterable[str]) -> set[str]:
        """The keys of those of these parts in which all the words stand."""
        with self._reading() as connection:
            return shelf.holding(connection, stamp, name, words)

    # -- review -----------------------------------------------------------------------------------

    def say(self, *said: Review) -> list[Review]:
        """Enters what somebody said into the log, all of it or nothing, and lets it take effect."""
        with translated(self.address), writing(self._engine) as connection:
            return [self._say(connection, one) for one in said]

    def _say(self, connection: Connection, said: Review) -> Review:
        own = said.kind in RECORD_TYPES and reviews.holder(connection, said.kind, said.subject)
        if not own:
            return reviews.add(connection, said)
        before = _reviewed(connection, [(said.kind, own)])[0]
        made = reviews.add(
            connection, msgspec.structs.replace(said, subject=own, place=before.record.evidence[0])
        )
        if reviews.settle(connection, before):
            _index_again(connection, before.record.document)
        return made

    def reviews(self, **wanted: str) -> list[Review]:
        """The log of review, oldest first; ``wanted``: its fields, ``subject`` or ``reviewer`` say."""
        conditions = [schema.review.c[name] == value for name, value in wanted.items()]
        with self._reading() as connection:
            return reviews.entries(connection, *conditions)

    def reviewed(self, key: str) -> Reviewed:
        """The record of an id (or its unique beginning) as it stands in review, rejected ones too."""
        evidence, kept = schema.evidence.c, schema.reviewed.c
        begun = filters.begins(evidence.record, key), evidence.kind != "document"
        aside = select(kept.kind, kept.record).where(filters.begins(kept.record, key))
        query = select(evidence.kind, evidence.record).where(*begun).union(aside)
        with self._reading() as connection:
            found = _only(connection.execute(query.limit(2)).all(), key, "record")
            return _reviewed(connection, [tuple(found)])[0]

    def queue(
        self, wanted: Queue, *, limit: int | None = None, offset: int = 0
    ) -> tuple[int, list[Reviewed]]:
        """How many records are in a state of review, and a part of them."""
        with self._reading() as connection:
            if wanted.state == "open":
                total = reviews.open_count(connection, wanted)
                query = reviews.open_ones(wanted, None if limit is None else offset + limit)
            else:
                query = reviews.spoken_of(wanted)
                many = select(func.count()).select_from(query.order_by(None).subquery())
                total = int(connection.execute(many).scalar_one())
            found = connection.execute(query.limit(limit).offset(offset)).all()
            return total, _reviewed(connection, [(row.kind, row.id) for row in found])

    def watched(self, place: str) -> dict[str, Watched]:
        """What is known of a place that is watched, and of all that it named, by address."""
        with self._reading() as connection:
            return watches.of_place(connection, place)

    def places(self) -> list[str]:
        """The feeds and folders that are watched."""
        with self._reading() as connection:
            return watches.places(connection)

    def watch(self, one: Watched) -> None:
        """Keeps how far an address was followed."""

        def attempt() -> None:
            with writing(self._engine) as connection:
                watches.keep(connection, one)

        with translated(self.address):
            faults.patiently(attempt)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(self.address), self._engine.connect() as connection:
            yield connection


def _standing(connection: Connection, uri: str) -> Any:
    columns = schema.source.c
    query = select(schema.source).where(columns.uri == uri, columns.status == schema.STANDS)
    return connection.execute(query).one_or_none()


def _put(connection: Connection, reading: Reading, engine: str) -> str:
    """Stores a reading, and enters it in the log; what comes of it."""
    document = reading.document
    before = _standing(connection, document.uri)
    if before and (before.sha256, before.engine) == (document.sha256, engine):
        return "unchanged"
    if _engine_of(connection, document.id) != engine:
        _write(connection, reading, engine)
    trace.add(connection, document, engine)
    if before and before.document != document.id:
        _let_go(connection, before.document)
    return "replaced" if before else "added"


def _engine_of(connection: Connection, document: str) -> str | None:
    query = select(schema.document.c.engine).where(schema.document.c.id == document)
    return connection.execute(query).scalar_one_or_none()


def _write(connection: Connection, reading: Reading, engine: str) -> None:
    """The document and its records, in place of what an older engine made of it."""
    said = reviews.of_text(connection, reading.document)
    reading, spoken_of = applied(reading, said)
    by_kind, evidence = rows.record_rows(reading)
    connection.execute(delete(schema.document).where(schema.document.c.id == reading.document.id))
    connection.execute(insert(schema.document), rows.document_row(reading.document, engine))
    for kind, made in by_kind.items():
        connection.execute(insert(schema.records[kind]), made)
    if evidence:
        connection.execute(insert(schema.evidence), evidence)
    reviews.keep(connection, spoken_of)
    fulltext.write(connection, reading)


def _index_again(connection: Connection, document: str) -> None:
    """What searches know of a document whose records changed: who speaks, of what types they are."""
    own = schema.passage.c.document == document
    query = select(schema.passage).where(own).order_by(schema.passage.c.id)
    passages = tuple(fulltext.passage(row) for row in connection.execute(query))
    connection.execute(delete(schema.passage).where(own))
    for reading in _readings(connection, [document]):
        fulltext.write(connection, Reading(reading.document, reading.records, passages))


def _reviewed(connection: Connection, wanted: Sequence[tuple[str, str]]) -> list[Reviewed]:
    """Records as they stand in review, in the order in which they are asked for."""
    found: dict[str, Record] = {}
    for kind in dict.fromkeys(kind for kind, _ in wanted):
        ids, table = [id_ for own, id_ in wanted if own == kind], schema.records[kind]
        evidence = _evidence(connection, kind, ids)
        made = connection.execute(select(table).where(table.c.id.in_(ids))).mappings()
        found |= {row["id"]: rows.record(kind, row, evidence) for row in made}
    stands = reviews.standings(connection, [id_ for _, id_ in wanted])
    out: list[Reviewed] = []
    for kind, id_ in wanted:
        standing, original = stands.get(id_, (Standing(), None))
        record = found.get(id_, original)
        if record is None:
            raise LedgerError(f"the ledger holds no {kind} {id_}")
        out.append(Reviewed(record=record, standing=standing, original=original))
    return out


def _let_go(connection: Connection, document: str) -> None:
    """A document that no address holds any more goes, with its records; else its address is another one."""
    columns = schema.source.c
    held = select(columns.uri).where(columns.document == document, columns.status == schema.STANDS)
    uri = connection.execute(held.order_by(columns.id).limit(1)).scalar_one_or_none()
    own = schema.document.c.id == document
    if uri is None:
        connection.execute(delete(schema.document).where(own))
    else:
        connection.execute(update(schema.document).where(own).values(uri=uri))


def _evidence(connection: Connection, kind: str, ids: Sequence[str]) -> dict[str, tuple[Evidence, ...]]:
    """The evidence of some records, by their ids."""
    columns = schema.evidence.c
    found: dict[str, tuple[Evidence, ...]] = {}
    for start in range(0, len(ids), TOGETHER):
        own = columns.kind == kind, columns.record.in_(ids[start : start + TOGETHER])
        query = select(*queries.told(schema.evidence)).where(*own).order_by(columns.record, columns.ordinal)
        found |= rows.grouped(connection.execute(query).all())
    return found


def _named(connection: Connection, ids: Sequence[str]) -> dict[str, Record]:
    """Records by their ids: their evidence tells of what type each is."""
    columns, found = schema.evidence.c, dict[str, Record]()
    for start in range(0, len(ids), TOGETHER):
        some = ids[start : start + TOGETHER]
        query = select(*queries.told(schema.evidence)).where(
            columns.record.in_(some), columns.kind != "document"
        )
        quotes = connection.execute(query.order_by(columns.record, columns.ordinal)).all()
        evidence, kinds = rows.grouped(quotes), {row.record: row.kind for row in quotes}
        for kind, table in schema.records.items():
            own = [key for key in some if kinds.get(key) == kind]
            made = connection.execute(select(table).where(table.c.id.in_(own))).mappings() if own else ()
            found |= {row["id"]: rows.record(kind, row, evidence) for row in made}
    return {key: found[key] for key in ids if key in found}


def _most_first(item: tuple[Any, int]) -> tuple[int, str]:
    return -item[1], str(item[0])


def _readings(connection: Connection, ids: Sequence[str]) -> Iterator[Reading]:
    columns = schema.evidence.c
    query = (
        select(*queries.told(schema.evidence))
        .where(columns.document.in_(ids))
        .order_by(columns.record, columns.ordinal)
    )
    evidence = rows.grouped(connection.execute(query))
    records: dict[str, list[Record]] = defaultdict(list)
    for kind, table in schema.records.items():
        for row in connection.execute(select(table).where(table.c.document.in_(ids))).mappings():
            records[row["document"]].append(rows.record(kind, row, evidence))
    query = (
        select(*queries.told(schema.document)).where(schema.document.c.id.in_(ids)).order_by(*queries.BY_DATE)
    )
    for row in connection.execute(query).mappings():
        own = sorted(records[row["id"]], key=_place)
        yield Reading(rows.document(row, evidence), tuple(own))


def _standing_in(
    connection: Connection, passages: Sequence[Any], kinds: Iterable[str]
) -> dict[int, list[Record]]:
    """The records of some types that begin in each passage, in the order of the text."""
    found: dict[int, list[Record]] = {row.id: [] for row in passages}
    ids = list(found)
    for kind in kinds:
        table = schema.records[kind]
        made = [
            row
            for start in range(0, len(ids), TOGETHER)
            for row in connection.execute(_within(table, ids[start : start + TOGETHER])).mappings().all()
        ]
        evidence = _evidence(connection, kind, [row["id"] for row in made])
        for row in made:
            found[row["passage"]].append(rows.record(kind, row, evidence))
    return {key: sorted(records, key=_place) for key, records in found.items()}


def _within(table: Table, passages: Sequence[int]) -> Select[Any]:
    """The records of a type that begin in some passages, each with its passage."""
    home, own = schema.passage.c, table.c
    inside = and_(own.document == home.document, own.start >= home.start, own.start < home.end)
    query = select(table, home.id.label("passage")).select_from(schema.passage.join(table, inside))
    return query.where(home.id.in_(passages))


def _texts(connection: Connection, passages: Sequence[int]) -> dict[int, str]:
    """The words of passages."""
    own, found = schema.passage.c, dict[int, str]()
    said = func.substr(schema.document.c.text, own.start + 1, own.end - own.start)
    query = select(own.id, said.label("said")).select_from(schema.passage.join(schema.document))
    for start in range(0, len(passages), TOGETHER):
        some = own.id.in_(passages[start : start + TOGETHER])
        found |= {row.id: row.said for row in connection.execute(query.where(some)).all()}
    return found


def _documents(connection: Connection, ids: Sequence[str], *, brief: bool) -> dict[str, Document]:
    """Documents by their ids; ``brief``: as for :meth:`SqlStore.documents`."""
    evidence = _evidence(connection, "document", [] if brief else ids)
    found: dict[str, Document] = {}
    for start in range(0, len(ids), TOGETHER):
        query = select(*queries.told(schema.document)).where(
            schema.document.c.id.in_(ids[start : start + TOGETHER])
        )
        made = connection.execute(queries.brief(query) if brief else query).mappings().all()
        found |= {row["id"]: rows.document(row, evidence) for row in made}
    return found


def _place(record: Record) -> tuple[int, int, str]:
    first = record.evidence[0]
    return first.start, first.end, record.id


def _only(found: Sequence[Any], key: str, what: str) -> Any:
    if len(found) == 1:
        return found[0]
    if found:
        raise LedgerError(f"more than one {what} begins with {key}; write more of its id")
    raise LedgerError(f"the ledger holds no {what} {key}")
