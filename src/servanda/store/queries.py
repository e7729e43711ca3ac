"""What is asked of the tables: the rows that match filters, in an order; their columns by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from servanda.errors import UsageError
from servanda.model import TIME_FIELDS
from servanda.store import filters, schema

BY_DATE = (schema.document.c.since.nulls_last(), schema.document.c.uri, schema.document.c.id)
"""The order of documents: by date, then address."""
BEGINNING = 400
"""Characters of a document's text that a listing needs: enough for a title."""


def matching(kind: str, wanted: Mapping[str, Any], columns: Sequence[Any]) -> Select[Any]:
    """Columns of the rows of a type that match filters, in no order; see :func:`column`."""
    table = filters.table(kind)
    query = select(*columns).select_from(table).where(*filters.conditions(kind, wanted))
    asks_language = wanted.get("language") is not None and "language" not in table.c
    of_document = (getattr(one, "table", None) is schema.document for one in columns)
    return _beside_document(kind, query) if asks_language or any(of_document) else query


def listed(
    kind: str, wanted: Mapping[str, Any], order: str | None, limit: int | None, offset: int
) -> Select[Any]:
    """A part of the rows of a type that match filters, in an order; see :func:`_order`."""
    table, by = filters.table(kind), _order(kind, order)
    conditions = filters.conditions(kind, wanted)
    rows = _beside_document(kind, select(*told(table)).select_from(table)).order_by(*by)
    if limit is None and not offset:
        return rows.where(*conditions)
    one_by_one = not (order or conditions)
    part = _beside_document(kind, select(table.c.id).select_from(table), one_by_one=one_by_one)
    part = part.where(*conditions).order_by(*by).limit(limit).offset(offset)
    return rows.where(table.c.id.in_(part))  # ids alone are sorted, whole rows only where they are shown


def _beside_document(kind: str, query: Select[Any], *, one_by_one: bool = False) -> Select[Any]:
    """Rows with their documents; ``one_by_one``: document after document, which only reads what is shown."""
    if kind == "document":
        return query
    key = schema.document.c.id
    return query.join(schema.document, (first(key) if one_by_one else key) == filters.table(kind).c.document)


class first(GenericFunction[str]):  # noqa: N801
    """A column whose table is gone through before the others; PostgreSQL finds that out by itself."""

    inherit_cache = True


@compiles(first)
def _first(element: first, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(element.clauses, **kw)


@compiles(first, "sqlite")
def _first_sqlite(element: first, compiler: SQLCompiler, **kw: Any) -> str:
    return f"+{compiler.process(element.clauses, **kw)}"  # with a sign, no index of its own is looked at


def brief(query: Select[Any]) -> Select[Any]:
    """Documents with the beginning of their text only."""
    columns = schema.document.c
    beginning = func.substr(columns.text, 1, BEGINNING).label("text")
    return query.with_only_columns(*(beginning if c.name == "text" else c for c in told(schema.document)))


def told(table: Table) -> list[Column[Any]]:
    """The columns that readers see: without what texts are compared by, which is as long as they are."""
    return [column for column in table.c if column.name != "folded"]


def column(kind: str, field: str) -> Any:
    """The column of a field; ``language`` is the document's where the type has none of its own."""
    table = filters.table(kind)
    if field in table.c:
        return table.c[field]
    if field == "language":
        return schema.document.c.language
    raise UsageError(f"{kind} has no field {field}")


def latest(kind: str, by: Sequence[str], wanted: Mapping[str, Any]) -> Select[Any]:
    """Ids of those that stand for all that agree in some fields, each with how many these are.

    The one of the latest document stands for them; the most numerous come first.
    """
    same = [column(kind, field) for field in by]
    said, id_ = schema.document.c.since, filters.table(kind).c.id
    newest = func.row_number().over(partition_by=same, order_by=(said.desc().nulls_last(), id_))
    many = func.count().over(partition_by=same)
    ranked = matching(kind, wanted, (id_, newest.label("place"), many.label("many"), said))
    ranks = ranked.subquery()
    chosen = select(ranks.c.id, ranks.c.many).where(ranks.c.place == 1)
    return chosen.order_by(ranks.c.many.desc(), ranks.c.id)


def quotes(kind: str) -> ColumnElement[int]:
    """How many quotes the records of a group have together."""
    own = schema.evidence.c.record == filters.table(kind).c.id
    return func.sum(select(func.count()).select_from(schema.evidence).where(own).scalar_subquery())


def _order(kind: str, order: str | None) -> list[ColumnElement[Any]]:
    """By a field (backward where ``-`` stands before it), then by date and place; without a value last.

    A field that says when goes by the day on which it begins, ``value`` by its size, ``document`` by its
    document's date; of a document ``title`` goes by its first words, a record type by how many it gave.
    """
    table = filters.table(kind)
    place = [] if kind == "document" else [table.c.start, table.c.end, table.c.id]
    natural: list[ColumnElement[Any]] = [*BY_DATE, *place]
    if not order:
        return natural
    own = _sorted_by(kind, order.removeprefix("-"))
    return [(own.desc() if order.startswith("-") else own).nulls_last(), *natural]


def _sorted_by(kind: str, field: str) -> ColumnElement[Any]:
    table = filters.table(kind)
    if kind == "document" and field in schema.records:
        given = schema.records[field]
        count = select(func.count()).select_from(given).where(given.c.document == table.c.id)
        return count.scalar_subquery()
    if kind == "document" and field == "title":
        return table.c.folded
    if kind != "document" and field == "document":
        return schema.document.c.since
    if field == TIME_FIELDS.get(kind):
        return table.c.since
    if kind == "figure" and field == "value":
        return table.c.number
    found: ColumnElement[Any] = column(kind, field)
    return found
