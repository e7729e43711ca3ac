"""Full text: sentences with their words and concepts, in SQLite's FTS5.

Two columns hold the words, folded: as they stand, and without their marks where that differs. A word
that is asked for without marks is looked up in both, one with marks in the first alone. Two more hold
the concepts, a token each: topics, which are broad, count for little. Another database needs its own
:func:`write` of the words and its own :func:`_matching`; all else is plain SQL over the passages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    column,
    func,
    insert,
    literal,
    or_,
    select,
    table,
    text,
)

from servanda.catalogue import catalogue
from servanda.fold import fold_term
from servanda.model import Agreement, Event, Figure, Passage, Reading, Record, Statement, record_type
from servanda.query import Search, Term, unmarked, words
from servanda.store import schema
from servanda.store.filters import found
from servanda.store.span import span

WEIGHTS = (2.0, 2.0, 1.0, 0.3)
"""What a find in each column counts: the word as it stands, without its marks, the concept, the topic."""

WITH_RECORDS = 2.0
"""What it counts that a sentence holds records: headings hold none."""

_COLUMNS = ("text", "plain", "concepts", "topics")
_WORDS = table("passage_words", column("rowid"), *map(column, _COLUMNS))
_SIGNS = {":": "qc", ".": "qd", "-": "qh", "_": "qu"}
_NO_TOKEN = re.compile(r"[^0-9A-Za-z]")


# -- in -------------------------------------------------------------------------------------------


def write(connection: Connection, reading: Reading) -> None:
    """The passages of a document that was just written."""
    if not reading.passages:
        return
    last = connection.execute(select(func.coalesce(func.max(schema.passage.c.id), 0))).scalar_one()
    made = list(_rows(reading, last + 1))
    connection.execute(insert(schema.passage), made)
    if connection.dialect.name == "sqlite":
        connection.execute(insert(_WORDS), [_words_row(reading.document.text, row) for row in made])


def fill(connection: Connection) -> None:
    """The words of passages that were copied from another ledger."""
    if connection.dialect.name != "sqlite":
        return
    columns = schema.document.c
    for id_ in connection.execute(select(columns.id)).scalars().all():
        said = connection.execute(select(columns.text).where(columns.id == id_)).scalar_one()
        copied = select(schema.passage).where(schema.passage.c.document == id_)
        words = [_words_row(said, dict(row)) for row in connection.execute(copied).mappings()]
        if words:
            connection.execute(insert(_WORDS), words)


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


def _words_row(said: str, row: dict[str, Any]) -> dict[str, Any]:
    folded = fold_term(said[row["start"] : row["end"]])
    plain = unmarked(folded)
    own = {"rowid": row["id"], "text": folded, "plain": plain if plain != folded else ""}
    topics = [concept for concept in row["concepts"] if _is_topic(concept)]
    concepts = [concept for concept in row["concepts"] if not _is_topic(concept)]
    return own | {"concepts": " ".join(map(_token, concepts)), "topics": " ".join(map(_token, topics))}


def _is_topic(concept: str) -> bool:
    return concept.startswith("topic:")


def _token(concept: str) -> str:
    """A concept as one word of letters and digits.

    >>> _token("indicator:trade.turnover")
    'indicatorqctradeqdturnover'
    """
    return _NO_TOKEN.sub(lambda sign: _SIGNS.get(sign[0], f"q{ord(sign[0]):x}"), concept)


# -- out ------------------------------------------------------------------------------------------


def ranked(wanted: Search) -> Select[Any]:
    """The passages that a search finds: the best first, those of no words by date."""
    source, rank = _matching(wanted)
    weight: ColumnElement[float] = case((schema.passage.c.kinds == (), 1.0), else_=WITH_RECORDS)
    query = select(schema.passage, (rank * weight).label("rank")).select_from(source).where(*_filters(wanted))
    if wanted.clauses:
        return query.order_by(text("rank"), schema.passage.c.id)
    source = source.join(schema.document, schema.document.c.id == schema.passage.c.document)
    return query.select_from(source).order_by(
        schema.document.c.since.nulls_last(), schema.document.c.uri, schema.passage.c.id
    )


def spread(connection: Connection, wanted: Search) -> tuple[int, dict[str, list[tuple[str, int]]]]:
    """How many passages a search finds, and each facet's values, counted under all other filters."""
    source, _ = _matching(wanted)
    columns = (schema.passage.c[name] for name in ("language", "kinds", "speakers", "year"))
    groups = connection.execute(
        select(*columns, func.count().label("times")).select_from(source).group_by(*_first_columns(4))
    ).all()
    facets: dict[str, Counter[str]] = {name: Counter() for name in _FITS}
    total = 0
    for group in groups:
        missed = [name for name, fits in _FITS.items() if not fits(wanted, group)]
        total += 0 if missed else group.times
        for name, counter in facets.items():
            if not missed or missed == [name]:
                counter.update(dict.fromkeys(_values(name, group), group.times))
    return total, {name: _sorted(name, counter) for name, counter in facets.items()}


def _first_columns(count: int) -> Iterable[Any]:
    """The first columns by number, for GROUP BY."""
    return (text(str(n)) for n in range(1, count + 1))


def _sorted(name: str, counter: Counter[str]) -> list[tuple[str, int]]:
    """Years in their order, all else by how often it stands."""
    if name == "year":
        return sorted(counter.items())
    return sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))


def passage(row: Any) -> Passage:
    """The passage of a row."""
    return Passage(row.start, row.end, row.language, row.concepts)


def _values(name: str, group: Any) -> tuple[str, ...]:
    if name == "year":
        return () if group.year is None else (str(group.year),)
    if name == "language":
        return (group.language,)
    values: tuple[str, ...] = group.kinds if name == "kind" else group.speakers
    return values


def _in_years(wanted: Search, group: Any) -> bool:
    if wanted.years is None:
        return True
    first, last = wanted.years
    year = group.year
    return year is not None and (first is None or first <= year) and (last is None or year <= last)


_FITS: dict[str, Callable[[Search, Any], bool]] = {
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


def _matching(wanted: Search) -> tuple[FromClause, Any]:
    """The passages that hold a search's words, and how well they do."""
    if not wanted.clauses:
        bare = schema.passage
        if not wanted.without:
            return bare, literal(0.0).label("rank")
        gone = select(_WORDS.c.rowid).where(text("passage_words MATCH :without"))
        gone = gone.params(without=" OR ".join(map(_expression, wanted.without)))
        part = select(bare.c.id).where(bare.c.id.not_in(gone)).subquery()
        return bare.join(part, part.c.id == bare.c.id), literal(0.0).label("rank")
    rank = func.bm25(text("passage_words"), *map(literal, WEIGHTS)).label("rank")
    query = select(_WORDS.c.rowid.label("hit"), rank).where(text("passage_words MATCH :words"))
    inner = query.params(words=match(wanted)).cte("hits")
    return schema.passage.join(inner, inner.c.hit == schema.passage.c.id), inner.c.rank


def match(wanted: Search) -> str:
    """A search's words as an FTS5 expression.

    >>> from servanda.query import Term
    >>> match(Search(clauses=((Term((("oil", "trade"),), ("topic:energy",)),),)))
    '((({text plain}: "oil trade") OR topics: "topicqcenergy"))'
    """
    told = " AND ".join(f"({' OR '.join(map(_expression, clause))})" for clause in wanted.clauses)
    return told + "".join(f" NOT {_expression(term)}" for term in wanted.without)


def _expression(term: Term) -> str:
    parts = [_phrase(phrase, prefix=term.prefix) for phrase in term.phrases]
    parts += [f'{_column(concept)}: "{_token(concept)}"' for concept in term.concepts]
    return f"({' OR '.join(parts)})" if len(parts) > 1 else parts[0] if parts else 'text: ""'


def _column(concept: str) -> str:
    return "topics" if _is_topic(concept) else "concepts"


def _phrase(phrase: Iterable[str], *, prefix: bool) -> str:
    told = " ".join(phrase)
    told = " ".join(told[a:b] for a, b in words(told))
    columns = "{text plain}" if unmarked(told) == told else "text"
    return f'({columns}: "{told}"{"*" if prefix else ""})'
