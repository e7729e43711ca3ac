"""The ledger's tables. Every field of a record is a column, drawn from the model itself.

::

    source ──▶ document ◀── figure, time, statement, agreement, event, entity   (one table a type)
                   ▲
                   ├─────── evidence (of a record, or of a document's date)      finding
                   ├─────── reviewed (its records that people spoke of)     ◀── review
                   └─────── passage (its sentences, to be searched)

``source`` is the trace: each reading of an address adds a row, and the one before it stays as
``replaced``. Beside the fields of the model stand the few columns that a database needs to sort and
compare: where a record begins, the days its time spans, a decimal as a number, a text as it is
compared (``folded``).

``review`` is the log of what people said, and outlives every reading; ``reviewed`` follows from it and from
the records: how each stands, and as JSON what was read where a person corrected or rejected it. The tables of
records hold the corrected values, so that whatever asks them gets those.
"""

from __future__ import annotations

import functools
import json
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from servanda.model import RECORD_TYPES, TIME_FIELDS, Document, Finding, Origin


class Exact(TypeDecorator[Decimal]):
    """A decimal as the text of all its digits: a database's own number would round it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """``Decimal("1E+9")`` as ``1000000000``."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """The decimal again."""
        return None if value is None else Decimal(value)


class Strings(TypeDecorator[tuple[str, ...]]):
    """A tuple of strings as a JSON list, which reads the same in every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        """``("IN", "RU")`` as ``["IN","RU"]``."""
        return json.dumps(value or (), ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """The tuple again."""
        return _strings(value) if value else ()


@functools.lru_cache(maxsize=10_000)
def _strings(value: str) -> tuple[str, ...]:
    """A JSON list as a tuple; most lists of a ledger (of states, of types) stand in it often."""
    return tuple(json.loads(value))


class Packed(TypeDecorator[Origin]):
    """An origin as a JSON object."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Origin | None, dialect: Dialect) -> str | None:
        """The object; fields that say nothing are left out."""
        if value is None:
            return None
        said = {name: field for name, field in msgspec.structs.asdict(value).items() if field}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Origin | None:
        """The origin again."""
        return None if value is None else msgspec.json.decode(value, type=Origin)


class Object(TypeDecorator[dict[str, Any]]):
    """A JSON object, which reads the same in every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str:
        """The object as text."""
        return json.dumps(value or {}, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any]:
        """The object again."""
        made: dict[str, Any] = json.loads(value or "{}")
        return made


_SQL_TYPES: dict[type, type[TypeEngine[Any]]] = {
    msgspec.inspect.DecimalType: Exact,
    msgspec.inspect.VarTupleType: Strings,
    msgspec.inspect.IntType: Integer,
    msgspec.inspect.BoolType: Boolean,
    msgspec.inspect.StrType: Text,
    msgspec.inspect.LiteralType: Text,
    msgspec.inspect.StructType: Packed,
}


def _column(field: msgspec.inspect.Field) -> Column[Any]:
    kinds = field.type.types if isinstance(field.type, msgspec.inspect.UnionType) else (field.type,)
    known = [kind for kind in kinds if not isinstance(kind, msgspec.inspect.NoneType)]
    return Column(field.name, _SQL_TYPES[type(known[0])](), nullable=len(known) < len(kinds))


def _fields(cls: type) -> list[Column[Any]]:
    info = msgspec.inspect.type_info(cls)
    assert isinstance(info, msgspec.inspect.StructType)  # noqa: S101  (told to the type checker)
    return [_column(field) for field in info.fields if field.name not in ("id", "evidence")]


def _spans(kind: str) -> list[Column[Any]]:
    return [Column("since", Text), Column("until", Text)] if kind in TIME_FIELDS else []


def _numbers(kind: str) -> list[Column[Any]]:
    """Decimals once more as numbers, to sort and compare by; no answer is ever read from them."""
    return [Column("number", Double), Column("number_max", Double)] if kind == "figure" else []


def _document_key(*, primary: bool = False) -> Column[Any]:
    reference = ForeignKey("document.id", ondelete="CASCADE")
    return Column("document", Text, reference, nullable=False, primary_key=primary)


def _record_table(kind: str, cls: type) -> Table:
    return Table(
        kind,
        metadata,
        Column("id", Text, primary_key=True),
        _document_key(),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        *_fields(cls),
        *_spans(kind),
        *_numbers(kind),
        Index(f"{kind}_document", "document", "start"),
    )


metadata = MetaData()

document = Table(
    "document",
    metadata,
    Column("id", Text, primary_key=True),
    *_fields(Document),
    *_spans("document"),
    Column("engine", Text, nullable=False),
    Column("folded", Text, nullable=False, server_default=""),
    Index("document_by_date", "since", "uri", "id"),
)

source = Table(
    "source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uri", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("read_at", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("chain", Text, nullable=False, server_default=""),
    Index("source_document", "document"),
    Index("source_uri", "uri"),
)
STANDS, REPLACED = "stands", "replaced"
Index(
    "source_stands",
    source.c.uri,
    unique=True,
    sqlite_where=source.c.status == STANDS,
    postgresql_where=source.c.status == STANDS,
)

evidence = Table(
    "evidence",
    metadata,
    Column("record", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    _document_key(),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("folded", Text, nullable=False, server_default=""),
    Index("evidence_document", "document"),
)

review = Table(
    "review",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("word", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("changes", Object, nullable=False),
    Column("note", Text, nullable=False),
    Column("document", Text),
    Column("start", Integer),
    Column("end", Integer),
    Column("quote", Text),
    Column("to", Integer),
    Column("said_at", Text, nullable=False),
    Column("chain", Text, nullable=False),
    Index("review_document", "document"),
    Index("review_subject", "kind", "subject"),
)
"""What people said of records, findings and pairs of entities: nothing here is ever changed or dropped."""

reviewed = Table(
    "reviewed",
    metadata,
    Column("record", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    _document_key(),
    Column("state", Text, nullable=False),
    Column("word", Text),
    Column("subjects", Strings, nullable=False),
    Column("reviewers", Strings, nullable=False),
    Column("last", Integer, nullable=False),
    Column("original", Text),
    Index("reviewed_document", "document"),
)

watched = Table(
    "watched",
    metadata,
    Column("place", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    Column("stamp", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("due", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("modified", Text, nullable=False),
)
"""How far feeds and folders were followed."""

passage = Table(
    "passage",
    metadata,
    Column("id", Integer, primary_key=True),
    _document_key(),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("language", Text, nullable=False),
    Column("concepts", Strings, nullable=False),
    Column("kinds", Strings, nullable=False),
    Column("speakers", Strings, nullable=False),
    Column("year", Integer),
    Index("passage_document", "document", "start"),
)
"""The sentences that searches find; their words stand in an index of the database's own kind."""

finding = Table("finding", metadata, Column("id", Text, primary_key=True), *_fields(Finding))

records: dict[str, Table] = {kind: _record_table(kind, cls) for kind, cls in RECORD_TYPES.items()}
"""The table of each record type."""
