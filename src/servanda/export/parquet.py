"""Apache Parquet: the table of all records, as in CSV, with types; written in pieces, memory stays flat.

``value`` is a figure's exact number as text, or a time's EDTF, as in CSV; ``number`` and ``number_max``
are a figure's as floats. Fields with several values are lists. Needs the extra ``parquet``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

from servanda.export.frame import DAYS, PLACE, Kind, columns, row
from servanda.extras import optional
from servanda.model import RECORD_TYPES, Document, Figure, Reading, Record, record_type

PIECE = 50_000
"""How many rows are written together."""
FOOTER = "servanda"
NUMBERS: dict[str, Kind] = {"number": "number", "number_max": "number"}


def every_column() -> dict[str, Kind]:
    """The columns of all types: what two types write differently is text."""
    found: dict[str, Kind] = {"type": "text", "id": "text", **PLACE, **DAYS}
    for kind in ("document", *RECORD_TYPES):
        for name, held in columns(kind).items():
            found[name] = "text" if found.get(name, held) != held or held == "number" else held
    return found | NUMBERS


def write(readings: Iterable[Reading], out: BinaryIO, footer: Callable[[], bytes] | None = None) -> int:
    """Writes every document and record, a row each; returns how many records.

    ``footer``: what the file says of itself, under the name :data:`FOOTER`, asked for at the end.
    """
    pa = optional("parquet")
    parquet = optional("parquet", ".parquet")
    schema = _schema(pa)
    written, rows = 0, []
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for reading in readings:
            rows += _rows(reading)
            written += len(reading.records)
            if len(rows) >= PIECE:
                writer.write_table(pa.Table.from_pylist(rows, schema))
                rows = []
        writer.write_table(pa.Table.from_pylist(rows, schema))
        if footer:
            writer.add_key_value_metadata({FOOTER: footer()})
    return written


def _schema(pa: Any) -> Any:
    kinds = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "number": pa.float64(),
        "integer": pa.int64(),
        "flag": pa.bool_(),
        "day": pa.date32(),
    }
    return pa.schema([(name, kinds[held]) for name, held in every_column().items()])


def _rows(reading: Reading) -> list[dict[str, Any]]:
    document = reading.document
    items: tuple[Document | Record, ...] = (document, *reading.records)
    made: list[dict[str, Any]] = []
    for item in items:
        kind = "document" if isinstance(item, Document) else record_type(item)
        cells = row(kind, item, document) | {"type": kind}
        if isinstance(item, Figure):
            cells |= {"number": float(item.value), "value": f"{item.value:f}"}
        if isinstance(item, Figure) and item.value_max is not None:
            cells |= {"number_max": float(item.value_max), "value_max": f"{item.value_max:f}"}
        made.append(cells)
    return made
