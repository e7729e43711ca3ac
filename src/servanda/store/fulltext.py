"""Full text: the sentences that a search finds, how well each fits, and how all of them spread.

Words are kept as each database keeps words (:mod:`servanda.store.words_sqlite` and
:mod:`servanda.store.words_postgresql`, one interface); all else is plain SQL over the passages. Words are
folded; one that is asked for without marks is looked up in both forms, one with marks as it stands.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Float,
    FromClause,
    Numeric,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    type_coerce,
)

from servanda.catalogue import catalogue
from servanda.model import Agreement, Event, Figure, Passage, Reading, Record, Statement, record_type
from servanda.query import Search
from servanda.store import queries, schema, words_postgresql, words_sqlite
from servanda.store.filters import found
from servanda.store.span import span
from servanda.store.tokens import Runs, runs, tokens

WITH_RECORDS = 2.0
"""What it counts that a sentence holds records: headings hold none."""
TOGETHER = 500
"""Passages that are fetched together."""
FOREMOST = 2000
"""Sentences whose words fit best, among which the best are looked for."""
FACETED = 5_000
"""Sentences among which facets are counted at most."""
COMMON = 4
"""Words that more than one in so many sentences hold tell hardly any of them from others."""
EXACT = 9
"""Decimal places of a rank that count: beyond, databases compute a little differently."""


class Spread(NamedTuple):
    """How many passages a search finds, its facets' values, and among how many of them they are counted."""

    total: int
    facets: dict[str, list[tuple[str, int]]]
    counted: int


class _Group(NamedTuple):
    """What facets go by."""

    language: str
    year: int | None
    kinds: tuple[str, ...]
    speakers: tuple[str, ...]


def _words(connection: Connection) -> ModuleType:
    """How this database keeps words."""
    return words_sqlite if connection.dialect.name == "sqlite" else words_postgresql


# -- in -------------------------------------------------------------------------------------------


def write(connection: Connection, reading: Reading) -> None:
    """The passages of a document that was just written."""
    if not reading.passages:
        return
    last = connection.execute(select(func.coalesce(func.max(schema.passage.c.id), 0))).scalar_one()
    made = list(_rows(reading, last + 1))
    connection.execute(insert(schema.passage), made)
    _write_words(connection, reading.document.text, made)


def fill(connection: Connection) -> None:
    """The words of passages that were copied from another ledger."""
    columns = schema.document.c
    for id_ in connection.execute(select(columns.id)).scalars().all():
        said = connection.execute(select(columns.text).where(columns.id == id_)).scalar_one()
        copied = select(schema.passage).where(schema.passage.c.document == id_)
        rows = [dict(row) for row in connection.execute(copied).mappings()]
        if rows:
            _write_words(connection, said, rows)


def _write_words(connection: Connection, said: str, made: Iterable[dict[str, Any]]) -> None:
    words = ((row["id"], tokens(said[row["start"] : row["end"]], row["concepts"])) for row in made)
    _words(connection).write(connection, words)


def _rows(reading: Reading, first: int) -> Iterator[dict[str, Any]]:
    since = span(reading.document.published)[0]
    within = _records_by_passage(reading)
    for number, one in enumerate(reading.passages):
        records = within[number]
        yield {
            "id": first + number,
            "document": reading.document.id,
            "start": one.start,
            "end": one.end,
            "language": one.language,
            "concepts": one.concepts,
            "kinds": tuple(dict.fromkeys(record_type(record) for record in records)),
            "speakers": tuple(dict.fromkeys(who for record in records for who in _speakers(record))),
            "year": int(since[:4]) if since else None,
        }


def _records_by_passage(reading: Reading) -> list[list[Record]]:
    """The records of which some evidence begins in each passage; passages come in order."""
    out: list[list[Record]] = [[] for _ in reading.passages]
    starts = sorted((e.start, n) for n, record in enumerate(reading.records) for e in record.evidence)
    at = 0
    for number, one in enumerate(reading.passages):
        while at < len(starts) and starts[at][0] < one.end:
            record = reading.records[starts[at][1]]
            if starts[at][0] >= one.start and record not in out[number]:
                out[number].append(record)
            at += 1
    return out


def _speakers(record: Record) -> Iterator[str]:
    """Who speaks or acts, each with the state that it belongs to."""
    who: tuple[str, ...] = ()
    if isinstance(record, (Statement, Figure)):
        who = record.speakers
    elif isinstance(record, Agreement):
        who = record.parties
    elif isinstance(record, Event):
        who = record.participants
    known = catalogue().entities
    for one in who:
        yield one
        if one in known and (state := known[one].of):
            yield state


# -- out ------------------------------------------------------------------------------------------


def best(
    connection: Connection, wanted: Search, limit: int | None, offset: int, every: int
) -> list[tuple[Any, float]]:
    """A part of the passages that a search finds, each with its rank: the best first.

    Ids alone are sorted; whole rows are read only of what is shown. Of words that stand in very many
    sentences (``every``) some of these are ranked, spread evenly over the ledger, unless all are asked for.
    """
    most = _words(connection).RANKED
    step = _step(every, most) if limit and wanted.clauses and offset + limit <= most else 1
    ranked = None
    if limit and step > 1 and every * COMMON > _last(connection):
        ranked = _alike(connection, wanted, offset + limit, every)
    elif limit:
        ranked = _foremost(connection, wanted, offset + limit, step)
    if ranked is None:
        query = _ranked(connection, wanted, step).limit(limit).offset(offset)
        ranked = [(row.id, row.fit) for row in connection.execute(query)]
    else:
        ranked = ranked[offset:]
    found = _by_id(connection, schema.passage.c, [id_ for id_, _ in ranked])
    return [(found[id_], fit) for id_, fit in ranked]


def finds(connection: Connection, wanted: Search) -> bool:
    """Whether any passage holds what a search asks for."""
    source, _ = _matching(connection, wanted)
    query = select(schema.passage.c.id).select_from(source).where(*_filters(wanted)).limit(1)
    return connection.execute(query).first() is not None


def _step(every: int, most: int) -> int:
    """Each how many-th of so many is looked at, if at most so many are to be.

    >>> _step(900, 1000), _step(1001, 1000), _step(2500, 1000)
    (1, 2, 3)
    """
    return max(1, -(-every // most))


def _foremost(
    connection: Connection, wanted: Search, count: int, step: int
) -> list[tuple[int, float]] | None:
    """The first of a search's passages, where they are sure to be among those whose words fit best.

    Whether a sentence holds records at most doubles its rank, so it need not be asked of all that are found.
    """
    if not wanted.clauses or list(_filters(wanted)):
        return None
    query = _words(connection).ranked(connection, wanted, step).order_by(text("score")).limit(FOREMOST)
    scores: dict[int, float] = dict(map(tuple, connection.execute(query).all()))
    told = _telling(connection, list(scores))
    fits = {id_: round(s * (WITH_RECORDS if id_ in told else 1.0), EXACT) for id_, s in scores.items()}
    first = sorted(fits.items(), key=lambda one: (one[1], one[0]))[:count]
    if len(scores) < FOREMOST or (len(first) == count and first[-1][1] < WITH_RECORDS * max(scores.values())):
        return first
    return None


def _alike(connection: Connection, wanted: Search, count: int, every: int) -> list[tuple[int, float]] | None:
    """The first of some passages whose words stand nearly everywhere: those with records.

    How well such words fit tells none from the others, and takes long to compute.
    """
    source, _ = _matching(connection, wanted, _some(connection, _step(every, FACETED)))
    columns = schema.passage.c
    plain = (columns.kinds == ()).label("plain")
    query = select(columns.id, plain).select_from(source).where(*_filters(wanted))
    found = connection.execute(query.order_by(plain, columns.id).limit(count)).all()
    return [(id_, 0.0) for id_, _ in found] if len(found) == count else None


def _telling(connection: Connection, ids: list[int]) -> set[int]:
    """Those of some passages that hold records."""
    columns, found = schema.passage.c, set[int]()
    query = select(columns.id).where(columns.kinds != ())
    for start in range(0, len(ids), TOGETHER):
        found.update(connection.execute(query.where(columns.id.in_(ids[start : start + TOGETHER]))).scalars())
    return found


def _by_id(connection: Connection, columns: Iterable[Any], ids: list[int]) -> dict[int, Any]:
    """Columns of passages by their ids."""
    found: dict[int, Any] = {}
    query = select(*columns)
    for start in range(0, len(ids), TOGETHER):
        rows = connection.execute(query.where(schema.passage.c.id.in_(ids[start : start + TOGETHER]))).all()
        found |= {row.id: row for row in rows}
    return found


def _ranked(connection: Connection, wanted: Search, step: int) -> Select[Any]:
    """The ids of the passages that a search finds: the best first, those of no words by date."""
    source, rank = _matching(connection, wanted, ranked=step)
    weight = case((schema.passage.c.kinds == (), 1.0), else_=WITH_RECORDS)
    fit = cast(func.round(cast(rank * weight, Numeric), EXACT), Float).label("fit")
    query = select(schema.passage.c.id, fit).select_from(source).where(*_filters(wanted))
    if wanted.clauses:
        return query.order_by(text("fit"), schema.passage.c.id)  # by its name: it is computed once
    source = source.join(schema.document, queries.first(schema.document.c.id) == schema.passage.c.document)
    return query.select_from(source).order_by(*queries.BY_DATE, schema.passage.c.start, schema.passage.c.id)


def spread(connection: Connection, wanted: Search, every: int) -> Spread:
    """How many passages a search finds, and each facet's values, counted under all other filters.

    Where very many hold the words (``every``), facets are counted among some of them.
    """
    step = _step(every, FACETED)
    groups = _groups(connection, wanted, step)
    facets: dict[str, Counter[str]] = {name: Counter() for name in _FITS}
    counted = 0
    for group, times in groups.items():
        missed = [name for name, fits in _FITS.items() if not fits(wanted, group)]
        counted += 0 if missed else times
        for name, counter in facets.items():
            if not missed or missed == [name]:
                for value in _values(name, group):  # none stands twice in one
                    counter[value] += times
    total = counted if step == 1 else _total(connection, wanted, every)
    return Spread(total, {name: _sorted(name, counter) for name, counter in facets.items()}, counted)


def every(connection: Connection, wanted: Search) -> int:
    """How many passages hold a search's words, whatever its filters: the index alone tells it.

    Of no words, about how many passages there are.
    """
    if wanted.clauses:
        hits = _words(connection).matching(connection, wanted).subquery()
        return int(connection.execute(select(func.count()).select_from(hits)).scalar_one())
    return _last(connection)


def _total(connection: Connection, wanted: Search, every: int) -> int:
    """How many passages a search finds, where so many hold its words."""
    filters = list(_filters(wanted))
    if wanted.clauses and not filters:
        return every
    source, _ = _matching(connection, wanted)
    return int(connection.execute(select(func.count()).select_from(source).where(*filters)).scalar_one())


def _groups(connection: Connection, wanted: Search, step: int) -> dict[_Group, int]:
    """What facets go by, and how often it stands together; each list is read once."""
    source, _ = _matching(connection, wanted, _some(connection, step))
    own = schema.passage.c
    lists = (type_coerce(column, Text) for column in (own.kinds, own.speakers))
    found = connection.execute(select(own.language, own.year, *lists).select_from(source)).all()
    rows = Counter(map(tuple, found))
    listed = cache(lambda packed: tuple(json.loads(packed)))
    return {_Group(one, year, listed(k), listed(s)): times for (one, year, k, s), times in rows.items()}


def _sorted(name: str, counter: Counter[str]) -> list[tuple[str, int]]:
    """Years in their order, all else by how often it stands."""
    if name == "year":
        return sorted(counter.items())
    return sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))


def passage(row: Any) -> Passage:
    """The passage of a row."""
    return Passage(row.start, row.end, row.language, row.concepts)


def _values(name: str, group: _Group) -> tuple[str, ...]:
    if name == "year":
        return () if group.year is None else (str(group.year),)
    if name == "language":
        return (group.language,)
    return group.kinds if name == "kind" else group.speakers


def _in_years(wanted: Search, group: _Group) -> bool:
    if wanted.years is None:
        return True
    first, last = wanted.years
    year = group.year
    return year is not None and (first is None or first <= year) and (last is None or year <= last)


_FITS: dict[str, Callable[[Search, _Group], bool]] = {
    "kind": lambda wanted, group: not wanted.kind or bool(set(wanted.kind) & set(group.kinds)),
    "language": lambda wanted, group: not wanted.language or group.language in wanted.language,
    "year": _in_years,
    "by": lambda wanted, group: not wanted.by or bool(set(wanted.by) & set(group.speakers)),
}
"""Whether a group of passages passes each filter, as in :func:`_filters`."""


def _filters(wanted: Search) -> Iterator[Any]:
    columns = schema.passage.c
    if wanted.language:
        yield columns.language.in_(wanted.language)
    if wanted.kind:
        yield or_(*(found(columns.kinds, f'"{kind}"') > 0 for kind in wanted.kind))
    if wanted.by:
        yield or_(*(found(columns.speakers, f'"{who}"') > 0 for who in wanted.by))
    if wanted.years is not None:
        first, last = wanted.years
        yield and_(columns.year.is_not(None), *((columns.year >= first,) if first else ()))
        if last:
            yield columns.year <= last


def _matching(
    connection: Connection, wanted: Search, part: Runs | None = None, *, ranked: int = 0
) -> tuple[FromClause, Any]:
    """The passages that hold a search's words, or some of them; if asked, how well each so many-th does."""
    bare, words = schema.passage, _words(connection)
    if wanted.clauses:
        asked = (
            words.ranked(connection, wanted, ranked) if ranked else words.matching(connection, wanted, part)
        )
        hits = asked.cte("hits")
        if part:
            hits = hits.prefix_with("MATERIALIZED")  # else it is searched again for each passage
        return bare.join(hits, hits.c.hit == bare.c.id), hits.c.score if ranked else literal(0.0)
    apart: list[Any] = [bare.c.id.not_in(words.lacking(connection, wanted.without))] if wanted.without else []
    apart += [part.holds(bare.c.id)] if part else []
    if not apart:
        return bare, literal(0.0)
    some = select(bare.c.id).where(*apart).subquery()
    return bare.join(some, some.c.id == bare.c.id), literal(0.0)


def _some(connection: Connection, step: int) -> Runs | None:
    """One in so many passages; none where each is asked for."""
    return runs(_last(connection), step) if step > 1 else None


def _last(connection: Connection) -> int:
    """The number of the last passage: about how many there are."""
    return connection.execute(select(func.max(schema.passage.c.id))).scalar() or 0
