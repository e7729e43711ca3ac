"""What every measurement gives: a named section with its scores, its tables and its wrong rows."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

Cell = str | int | float | None


class Table(msgspec.Struct):
    """A table for people and machines; shares between 0 and 1 are ``float``."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]] = []


class Wrong(msgspec.Struct):
    """One wrong row: ``id`` is its task or record type and its name, ``task SUITE/...``."""

    id: str
    text: str
    want: str
    have: str


class Section(msgspec.Struct):
    """The outcome on one set of data.

    ``scores`` are the headline numbers that floors and bars are set on; ``data`` is the digest of
    what they were measured on.
    """

    name: str
    data: str
    scores: dict[str, float]
    tables: list[Table]
    wrong: list[Wrong]


def merged(sections: Iterable[Section]) -> list[Table]:
    """The sections' tables with those of one title put together, in order of appearance."""
    tables: dict[str, Table] = {}
    for section in sections:
        for table in section.tables:
            whole = tables.setdefault(table.title, Table(table.title, table.columns, []))
            whole.rows.extend(table.rows)
    return list(tables.values())


def wanted(wrong: Wrong, task: str | None, suite: str | None) -> bool:
    """Whether a wrong row is of this task (or record type) and suite.

    >>> wanted(Wrong("time duckling/en/41", "for months", "", "P1M"), "time", "duckling")
    True
    """
    what, _, name = wrong.id.partition(" ")
    return task in {None, what} and suite in {None, name.split("/")[0]}
