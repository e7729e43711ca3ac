"""Series and findings over a folder of Parquet that :mod:`servanda.harvest` wrote, without a ledger.

DuckDB finds the figures of indicators, each once; what they say together is computed as it is of a ledger.
What rests on more than figures (threads, dates of events) takes a ledger.

::

    from servanda.glean import Gleaned

    Gleaned("records").series("trade.turnover")
    Gleaned("s3://news/records").findings()
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from servanda.extras import optional
from servanda.link.claims import Claim, of_document
from servanda.link.findings import in_order, of_numbers
from servanda.link.series import Series, series
from servanda.model import Document, Figure, Finding

TOGETHER = 10_000
"""Rows that are fetched together."""
_OWN = tuple(name for name in Figure.__struct_fields__ if name not in ("evidence", "origin"))
_PLACE = ("document", "start", "end", "quote")
_COLUMNS = ", ".join(f'"{name}"' for name in (*_OWN, *_PLACE, "origin", "published"))
_FIGURES = "from read_parquet(?) where type = 'figure' and indicator is not null"


class Gleaned:
    """The figures of a folder of Parquet (or one of object storage, ``s3://news/records``).

    Needs the extra ``duckdb``.
    """

    def __init__(self, folder: str) -> None:
        self._files = f"{folder.rstrip('/')}/*.parquet"

    def indicators(self) -> dict[str, int]:
        """How many figures there are of each indicator."""
        query = f"select indicator, count(distinct id) {_FIGURES} group by indicator order by indicator"
        return dict(self._rows(query))

    def series(self, indicator: str) -> list[Series]:
        """The series of one indicator."""
        return series(self._claims("and indicator = ?", indicator))

    def findings(self) -> list[Finding]:
        """What follows from the figures: conflicts, wrong sums, how targets stand; the gravest first."""
        claims = list(self._claims())
        return in_order(of_numbers(series(claims), claims))

    def _claims(self, condition: str = "", *values: str) -> Iterable[Claim]:
        query = f"select distinct on (id) {_COLUMNS} {_FIGURES} {condition} order by document, id"
        for row in self._rows(query, *values):
            yield from _claimed(row)

    def _rows(self, query: str, *values: str) -> Iterator[tuple[Any, ...]]:
        with optional("duckdb").connect() as connection:
            found = connection.execute(query, [self._files, *values])
            while rows := found.fetchmany(TOGETHER):
                yield from rows


def _claimed(row: tuple[Any, ...]) -> list[Claim]:
    """The claim of a row of the columns above."""
    own, place = row[: len(_OWN)], row[len(_OWN) : len(_OWN) + len(_PLACE)]
    *_, origin, published = row
    cells = dict(zip(_OWN, own, strict=True)) | {
        "evidence": [dict(zip(_PLACE, place, strict=True))],
        "origin": msgspec.json.decode(origin) if origin else None,
    }
    document = Document(id=place[0], uri="", media_type="", sha256="", text="", published=published)
    return of_document(document, [msgspec.convert(cells, Figure)])
