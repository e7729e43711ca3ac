"""Collections: Parquet, each row a document, its columns named like the fields of JSON Lines.

A row becomes the JSON object of its columns that :mod:`servanda.readers.lines` knows, and is read as such;
its address is the file's with the row's id behind it, or the row's number. Needs the extra ``scale``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from servanda.errors import ReadError
from servanda.extras import optional
from servanda.readers import lines
from servanda.readers.lines import Part

ENDINGS = (".parquet",)
TOGETHER = 100
"""How many rows are decoded at once: memory stays flat."""


def parts(file: BinaryIO, uri: str, max_bytes: int) -> Iterator[Part]:
    """Each row as a line of JSON; only the columns that it is made of are decoded.

    Raises :class:`ReadError` where the file is no Parquet, or damaged.
    """
    arrow = optional("scale", "pyarrow")
    number = 0
    try:
        table = optional("scale", "pyarrow.parquet").ParquetFile(file)
        known = {name for names in lines.FIELDS.values() for name in names}
        columns = [name for name in table.schema_arrow.names if name in known]
        for batch in table.iter_batches(TOGETHER, columns=columns):
            for row in batch.to_pylist():
                number += 1
                content = msgspec.json.encode(row)
                whole = len(content) <= max_bytes
                yield (
                    lines.address(uri, content, f"row-{number}"),
                    content if whole else None,
                    lines.MEDIA_TYPE,
                )
    except (arrow.ArrowException, OSError, TypeError) as error:
        raise ReadError(uri, f"breaks off after row {number} ({error}); fetch or write it anew") from error
