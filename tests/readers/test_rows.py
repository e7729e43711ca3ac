"""Collections: each row of a Parquet file a document, as if it were a line of JSON."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from servanda import readers
from servanda.errors import ReadError
from servanda.readers.fetching import Item, Limits
from servanda.readers.sources import items

ROWS = [
    {"id": "a", "text": "Trade grew by 5% in 2012.", "date": "2013-02", "views": 7},
    {"id": None, "text": "We pledge to work for peace.", "date": None, "views": 8},
]


@pytest.fixture
def path(tmp_path: Path) -> str:
    parquet.write_table(pa.Table.from_pylist(ROWS), tmp_path / "news.parquet")
    return str(tmp_path / "news.parquet")


def test_each_row_is_a_document_at_an_address_of_its_own(path: str) -> None:
    found = [one for one in items(path) if isinstance(one, Item)]
    assert [item.uri.removeprefix(f"{path}/") for item in found] == ["a", "row-2"]
    made = readers.read(found[0].content, found[0].uri, found[0].media_type)
    assert (made.text, made.published) == ("Trade grew by 5% in 2012.", "2013-02")
    assert "views" not in json.loads(found[0].content)


def test_dates_with_a_type_are_dates(tmp_path: Path) -> None:
    rows = [{"text": "Trade grew.", "date": dt.datetime(2021, 12, 6, 10, tzinfo=dt.UTC)}]
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    (found,) = items(str(tmp_path / "a.parquet"))
    assert isinstance(found, Item)
    assert readers.read(found.content, found.uri, found.media_type).published == "2021-12-06"


def test_a_row_over_the_limit_is_passed_over(path: str) -> None:
    assert str(next(items(path, Limits(max_bytes=10)))).startswith(f"{path}/a: is over the limit")


def test_what_is_no_parquet_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"no table")
    (fault,) = items(str(tmp_path / "a.parquet"))
    assert isinstance(fault, ReadError)
    assert "breaks off after row 0" in str(fault)
