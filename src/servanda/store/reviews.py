"""The log of review in the tables, and what it makes of the records there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Text,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.sql.elements import Grouping

from servanda.model import RECORD_TYPES, Document, Evidence, Record, Review, Reviewed, Standing, record_type
from servanda.query import Queue
from servanda.review import doubt
from servanda.review.standing import by_subject, carried, reviewed, standing
from servanda.store import filters, rows, schema, trace

PLACE = ("document", "start", "end", "quote")
_LOG, _REVIEWED = schema.review.c, schema.reviewed.c


# -- the log --------------------------------------------------------------------------------------


def add(connection: Connection, said: Review) -> Review:
    """Enters what somebody said, now; returns it with its number and time."""
    place = said.place and msgspec.structs.asdict(said.place)
    row = msgspec.structs.asdict(said) | (place or dict.fromkeys(PLACE))
    row["said_at"] = said.when or datetime.now(UTC).isoformat(timespec="microseconds")
    entry = {name: row[name] for name in trace.SAID}
    chain = trace.linked(trace.head(connection, schema.review), entry, trace.SAID)
    made = connection.execute(insert(schema.review), entry | {"chain": chain}).inserted_primary_key
    assert made is not None  # noqa: S101  (told to the type checker)
    return msgspec.structs.replace(said, id=int(made[0]), when=entry["said_at"])


def entries(connection: Connection, *conditions: ColumnElement[bool]) -> list[Review]:
    """The entries that match, in the order of the log."""
    query = select(schema.review).where(*conditions).order_by(_LOG.id)
    return [_entry(row) for row in connection.execute(query).mappings()]


def _entry(row: RowMapping) -> Review:
    own = {name: row[name] for name in Review.__struct_fields__ if name not in ("place", "when")}
    place = None if row["document"] is None else Evidence(*(row[name] for name in PLACE))
    return Review(**own, place=place, when=row["said_at"])


def of_text(connection: Connection, document: Document) -> list[Review]:
    """What was said of a document's records, and of earlier texts at its address.

    Of those only where the words that were spoken of still stand, once.
    """
    sources = schema.source.c
    before = select(sources.document).where(sources.uri == document.uri)
    said = entries(connection, or_(_LOG.document == document.id, _LOG.document.in_(before)))
    return [kept for entry in said if (kept := carried(entry, document)) is not None]


# -- what it makes of records ---------------------------------------------------------------------


def keep(connection: Connection, found: Iterable[Reviewed]) -> None:
    """How records of a document that was just written stand in review."""
    made = [_standing_row(one) for one in found if one.standing.state != "open"]
    if made:
        connection.execute(insert(schema.reviewed), made)


def _standing_row(one: Reviewed) -> dict[str, Any]:
    original = None if one.original is None else msgspec.json.encode(one.original).decode()
    return {
        "record": one.record.id,
        "kind": record_type(one.record),
        "document": one.record.document,
        "state": one.standing.state,
        "word": one.standing.word,
        "subjects": one.standing.subjects,
        "reviewers": tuple(word.reviewer for word in one.standing.words),
        "last": one.standing.last,
        "original": original,
    }


def standings(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Standing, Record | None]]:
    """How records that were spoken of stand, by their ids, and each as it was read where that differs."""
    query = select(schema.reviewed).where(_REVIEWED.record.in_(ids))
    found = connection.execute(query).mappings().all()
    subjects = [subject for row in found for subject in row["subjects"]]
    said = by_subject(entries(connection, _LOG.subject.in_(subjects)) if found else ())
    made: dict[str, tuple[Standing, Record | None]] = {}
    for row in found:
        own = [one for subject in row["subjects"] for one in said.get((row["kind"], subject), ())]
        made[row["record"]] = standing(sorted(own, key=lambda one: one.id)), _original(row)
    return made


def settle(connection: Connection, before: Reviewed) -> bool:
    """Brings one record to what the log says of it now; returns whether the record itself changed."""
    read = before.original or before.record
    kind, subjects = record_type(read), {read.id, *before.standing.subjects}
    now = reviewed(read, entries(connection, _LOG.kind == kind, _LOG.subject.in_(subjects)))
    connection.execute(delete(schema.reviewed).where(_REVIEWED.record == read.id))
    keep(connection, [now])
    stood, stands = _in_ledger(before), _in_ledger(now)
    if stood == stands:
        return False
    table = schema.records[kind]
    connection.execute(delete(table).where(table.c.id == read.id))
    connection.execute(delete(schema.evidence).where(schema.evidence.c.record == read.id))
    if stands is not None:
        row, quotes = rows.rows_of(stands)
        connection.execute(insert(table), [row])
        connection.execute(insert(schema.evidence), quotes)
    return True


def _in_ledger(one: Reviewed) -> Record | None:
    return None if one.standing.word == "reject" else one.record


def _original(row: RowMapping) -> Record | None:
    if row["original"] is None:
        return None
    made: Record = msgspec.json.decode(row["original"], type=RECORD_TYPES[row["kind"]])
    return made


def effect(connection: Connection) -> str:
    """Changes whenever a word of review changed what follows from the ledger."""
    standing = select(func.count(), func.max(_REVIEWED.last), func.sum(_REVIEWED.last))
    records = connection.execute(standing.where(_REVIEWED.original.is_not(None))).one()
    pairs = connection.execute(select(func.max(_LOG.id)).where(_LOG.kind == "pair")).scalar()
    return "|".join(map(str, (*records, pairs)))


# -- the queue ------------------------------------------------------------------------------------


def open_ones(wanted: Queue, most: int | None) -> Select[Any]:
    """The records that nobody spoke of, by their signs of doubt and weight, the most first; at most so many.

    Of each type the first are taken on their own, which an index answers (see :func:`worth`).
    """
    parts = [_scored(kind, wanted).limit(most).subquery() for kind in wanted.kinds]
    every = union_all(*(select(part) for part in parts)).subquery()
    return select(every.c.kind, every.c.id).order_by(every.c.score.desc(), every.c.id)


def open_count(connection: Connection, wanted: Queue) -> int:
    """How many records nobody spoke of: of each type those that there are without those spoken of."""
    return sum(connection.execute(query).scalar_one() for query in map(partial(_many, wanted), wanted.kinds))


def _many(wanted: Queue, kind: str) -> Select[Any]:
    table = filters.table(kind)
    conditions = filters.conditions(kind, {"document": wanted.document})
    spoken = select(func.count()).select_from(
        schema.reviewed.join(table, and_(table.c.id == _REVIEWED.record, _REVIEWED.kind == kind))
    )
    every = select(func.count()).select_from(table)
    return select(every.where(*conditions).scalar_subquery() - spoken.where(*conditions).scalar_subquery())


def _scored(kind: str, wanted: Queue) -> Select[Any]:
    table = filters.table(kind)
    score = worth(kind, wanted.by)
    known = select(_REVIEWED.record).where(_REVIEWED.kind == kind)
    conditions = filters.conditions(kind, {"document": wanted.document})
    columns = (literal(kind).label("kind"), table.c.id, score.label("score"))
    query = select(*columns).where(table.c.id.not_in(known), *conditions)
    return query.order_by(score.desc(), table.c.id)


def worth(kind: str, by: Sequence[str] = ("doubt", "weight")) -> ColumnElement[int]:
    """The points of a type's records, added up over their columns.

    Its values stand in the SQL itself, so that it is the very expression of the index ``…_by_worth``.
    """
    columns = filters.table(kind).c
    points = [_points(columns[sign.field], sign) for sign in doubt.SIGNS[kind] if sign.of in by]
    return Grouping(sum(points[1:], points[0]) if points else _written(0))  # PostgreSQL's indexes want it so


def _points(column: ColumnElement[Any], sign: doubt.Sign) -> ColumnElement[int]:
    tells: ColumnElement[bool]
    if sign.value is doubt.SET:
        tells = column.is_not(None)
    elif sign.value in (None, False):
        tells = column.is_(sign.value)
    else:
        value = json.dumps(sign.value) if isinstance(sign.value, tuple) else sign.value
        tells = type_coerce(column, Text) == _written(value)
    return case((tells, _written(sign.points)), else_=_written(0))


def _written(value: Any) -> ColumnElement[Any]:
    return literal(value, literal_execute=True)


def spoken_of(wanted: Queue) -> Select[Any]:
    """The records that people spoke of, the latest first."""
    conditions = [_REVIEWED.kind.in_(wanted.kinds), _REVIEWED.state == wanted.state]
    if wanted.document is not None:
        conditions.append(_REVIEWED.document.in_(_documents(wanted.document)))
    if wanted.reviewer is not None:
        conditions.append(_spoke(wanted.reviewer) > 0)
    if wanted.unless is not None:
        conditions.append(_spoke(wanted.unless) == 0)
    query = select(_REVIEWED.kind, _REVIEWED.record.label("id")).where(*conditions)
    return query.order_by(_REVIEWED.last.desc())


def _spoke(reviewer: str) -> ColumnElement[int]:
    return filters.found(_REVIEWED.reviewers, json.dumps(reviewer, ensure_ascii=False))


def holder(connection: Connection, kind: str, subject: str) -> str | None:
    """The id of the record that a subject of the log is now; null where no reading gives it any more."""
    table = schema.records[kind]
    if connection.execute(select(table.c.id).where(table.c.id == subject)).first():
        return subject
    named = filters.found(_REVIEWED.subjects, json.dumps(subject)) > 0
    kept = or_(_REVIEWED.record == subject, named), _REVIEWED.kind == kind
    return connection.execute(select(_REVIEWED.record).where(*kept)).scalars().first()


def _documents(key: str) -> Select[Any]:
    return select(schema.document.c.id).where(*filters.conditions("document", {"document": key}))
