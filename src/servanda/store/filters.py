"""Filters as SQL conditions: any field of a record type by name, and a few that all types share."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args, get_origin

import msgspec
from sqlalchemy import Boolean, Column, ColumnElement, Integer, Table, Text, and_, false, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from servanda.errors import UsageError
from servanda.fold import fold_term
from servanda.model import RECORD_TYPES, TIME_FIELDS, Document
from servanda.store import schema
from servanda.store.span import span

SHARED = ("document", "language", "text")
PERIOD = ("since", "until")
NUMERIC = ("min", "max")
LARGEST = 2**31 - 1
"""The largest whole number that a column holds."""
LONGEST = 2000
"""Characters that ``text`` takes: no database reads conditions without end."""
NESTED = ("evidence", "origin", "corrected")
"""Fields that have parts of their own, and are no filters."""
Condition = ColumnElement[bool]


class found(GenericFunction[int]):  # noqa: N801
    """Where the second text stands in the first, counted from 1; 0 if it does not. Case counts."""

    inherit_cache = True


@compiles(found)
def _found(element: found, compiler: SQLCompiler, **kw: Any) -> str:
    return f"instr({compiler.process(element.clauses, **kw)})"


@compiles(found, "postgresql")
def _found_postgresql(element: found, compiler: SQLCompiler, **kw: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **kw)})"


def table(kind: str) -> Table:
    """The table of ``document`` or of a record type; :class:`UsageError` for any other word."""
    tables = {"document": schema.document, **schema.records}
    if kind not in tables:
        raise UsageError(f"no such record type: {kind}; there are {', '.join(tables)}")
    return tables[kind]


def names(kind: str) -> tuple[str, ...]:
    """Every filter that a type takes.

    >>> names("time")
    ('id', 'rule', 'value', 'kind', 'document', 'language', 'text', 'corrected', 'since', 'until')
    """
    cls = Document if kind == "document" else RECORD_TYPES[kind]
    own = [name for name in cls.__struct_fields__ if name not in (*NESTED, *SHARED)]
    corrected = () if kind == "document" else ("corrected",)
    dated = PERIOD if kind in TIME_FIELDS else ()
    return (*own, *SHARED, *corrected, *dated, *(NUMERIC if kind == "figure" else ()))


def conditions(kind: str, filters: Mapping[str, Any]) -> list[Condition]:
    """The conditions that filters ask for; a filter that is ``None`` asks for nothing.

    Raises :class:`UsageError` for a field that the type lacks, naming those that it has, and for a
    value that the field cannot have.
    """
    rows, valid = table(kind), names(kind)
    for name in filters:
        if name not in valid:
            raise UsageError(f"{kind} has no field {name}; filter by {', '.join(valid)}")
    return [_condition(kind, rows, name, value) for name, value in filters.items() if value is not None]


def _condition(kind: str, rows: Table, name: str, value: Any) -> Condition:
    if name in _SHARED:
        return _SHARED[name](kind, rows, value)
    if name in PERIOD:
        return _within(rows, name, str(value))
    if name in NUMERIC:
        return _compared(rows, name, _decimal(name, value))
    return _equals(kind, rows.c[name], value)


def _equals(kind: str, column: Column[Any], value: Any) -> Condition:
    if isinstance(value, (list, tuple)):
        return _any_of(kind, column, value)
    if isinstance(column.type, schema.Strings):
        return found(column, json.dumps(str(value), ensure_ascii=False)) > 0
    if isinstance(column.type, schema.Exact):
        number = {"value": "number", "value_max": "number_max"}[column.name]
        return column.table.c[number] == float(_decimal(column.name, value))
    if isinstance(column.type, Boolean):
        return column.is_(_truth(column.name, value))
    if isinstance(column.type, Integer):
        return column == _integer(column.name, value)
    return column == _chosen(kind, column.name, str(value))


def _any_of(kind: str, column: Column[Any], values: Sequence[Any]) -> Condition:
    if type(column.type) is Text:
        return column.in_([_chosen(kind, column.name, str(value)) for value in values])
    return or_(false(), *(_equals(kind, column, value) for value in values))


def _chosen(kind: str, name: str, value: str) -> str:
    """The value, if the field's type lists its values and this is one, or if it lists none."""
    choices = _choices(kind, name)
    if choices and value not in choices:
        raise UsageError(f"{name} cannot be {value}; it is one of {', '.join(choices)}")
    return value


@functools.cache
def _choices(kind: str, name: str) -> tuple[str, ...]:
    cls = Document if kind == "document" else RECORD_TYPES[kind]
    return _listed(next(field.type for field in msgspec.structs.fields(cls) if field.name == name))


def _listed(hint: Any) -> tuple[str, ...]:
    """The values of a ``Literal``, or of one within a union."""
    if get_origin(hint) is Literal:
        return get_args(hint)
    return next((values for part in get_args(hint) if (values := _listed(part))), ())


def _decimal(name: str, value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise UsageError(f"{name} wants a number, such as 5500000000 or 12.5, not {value}") from None


def _integer(name: str, value: Any) -> int:
    text = str(value)
    if not re.fullmatch(r"[+-]?[0-9]{1,10}", text) or abs(int(text)) > LARGEST:
        raise UsageError(f"{name} wants a whole number up to {LARGEST}, not {value}")
    return int(text)


def _truth(name: str, value: Any) -> bool:
    told = {"true": True, "1": True, "false": False, "0": False}.get(str(value).lower())
    if told is None:
        raise UsageError(f"{name} is true or false, not {value}")
    return told


def _compared(rows: Table, name: str, limit: Decimal) -> Condition:
    """A range counts as soon as a part of it is inside."""
    if name == "min":
        return func.coalesce(rows.c.number_max, rows.c.number) >= float(limit)
    return rows.c.number <= float(limit)


def _within(rows: Table, name: str, value: str) -> Condition:
    """A period counts as soon as a part of it is inside."""
    first, last = span(value)
    if not first or not last:
        raise UsageError(f"{name} wants a date, such as 2013, 2013-10 or 2013-10-21, not {value}")
    return rows.c.until >= first if name == "since" else rows.c.since <= last


def _in_document(kind: str, rows: Table, value: Any) -> Condition:
    """By id or the beginning of one, by address, or by the end of an address (a file's name); by many ids."""
    own = rows.c.id if kind == "document" else rows.c.document
    if isinstance(value, (list, tuple)):
        return own.in_(value)
    by_address = select(schema.source.c.document).where(
        schema.source.c.status == schema.STANDS,
        or_(schema.source.c.uri == str(value), schema.source.c.uri.endswith(f"/{value}", autoescape=True)),
    )
    return or_(begins(own, str(value)), own.in_(by_address))


def begins(column: Column[Any], start: str) -> Condition:
    """Whether an id (hexadecimal digits, after its letter) begins so; an index can answer this."""
    return and_(column >= start, column < f"{start}g")


def _in_language(_kind: str, rows: Table, value: Any) -> Condition:
    """``zh`` finds ``zh-Hant`` too. An entity has the language of its names, others their document's."""
    language = rows.c.language if "language" in rows.c else schema.document.c.language
    return or_(language == str(value), language.startswith(f"{value}-", autoescape=True))


def _has_words(kind: str, rows: Table, value: Any) -> Condition:
    """Every word stands in the record's quotes, or in the document's title or text."""
    words = list(dict.fromkeys(fold_term(str(value)).split()))
    if len(str(value)) > LONGEST:
        raise UsageError(f"text takes {LONGEST} characters at most, not {len(str(value))}")
    if kind == "document":
        return and_(*(found(rows.c.folded, word) > 0 for word in words))
    quotes = schema.evidence.c
    standing = and_(quotes.kind == kind, *(found(quotes.folded, word) > 0 for word in words))
    return rows.c.id.in_(select(quotes.record).where(standing))


_SHARED: dict[str, Callable[[str, Table, Any], Condition]] = {
    "document": _in_document,
    "language": _in_language,
    "text": _has_words,
}
