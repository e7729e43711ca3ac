"""What was worked out from the records, in a table of its own: it holds for one state of the ledger.

It is no part of what a ledger says, so backups leave it out; whoever needs it works it out anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

import msgspec
from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, Text, delete, insert, select

from servanda.model import Part
from servanda.store import filters

One = TypeVar("One")
TOGETHER = 500
"""Parts that are written or read together."""

metadata = MetaData()

linked = Table(
    "linked",
    metadata,
    Column("name", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("stamp", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)


def keep(connection: Connection, stamp: str, parts: Iterable[Part]) -> None:
    """Keeps what holds for a state of the ledger, in place of what held before."""
    connection.execute(delete(linked))
    for some in _by(TOGETHER, parts):
        connection.execute(insert(linked), [msgspec.structs.asdict(one) | {"stamp": stamp} for one in some])


def holds(connection: Connection, stamp: str) -> bool:
    """Whether something is kept for this state."""
    return (
        connection.execute(select(linked.c.key).where(linked.c.stamp == stamp).limit(1)).first() is not None
    )


def part(connection: Connection, stamp: str, name: str, keys: Iterable[str]) -> dict[str, bytes]:
    """The parts of a name, by their keys."""
    found: dict[str, bytes] = {}
    columns = linked.c
    query = select(columns.key, columns.content)
    for some in _by(TOGETHER, keys):
        own = columns.name == name, columns.key.in_(some), columns.stamp == stamp
        found |= {row.key: row.content for row in connection.execute(query.where(*own))}
    return found


def holding(connection: Connection, stamp: str, name: str, words: Iterable[str]) -> set[str]:
    """The keys of the parts of a name in which all the words stand."""
    columns = linked.c
    there = (filters.found(columns.words, word) > 0 for word in words)
    query = select(columns.key).where(columns.name == name, columns.stamp == stamp, *there)
    return set(connection.execute(query).scalars())


def _by(most: int, every: Iterable[One]) -> Iterator[list[One]]:
    rest = iter(every)
    while some := list(islice(rest, most)):
        yield some
