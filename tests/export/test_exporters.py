"""What each format carries."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import msgspec
import pytest

from servanda.errors import UsageError
from servanda.export import exporters, table
from servanda.extras import LIBRARIES
from servanda.model import RECORD_TYPES, Document, Entity, Figure, Reading

TYPES = {"document": Document} | RECORD_TYPES


def written(name: str, *readings: Reading) -> bytes:
    out = BytesIO()
    assert exporters()[name](readings, out) == sum(len(r.records) for r in readings)
    assert not out.closed
    return out.getvalue()


def rows(data: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(StringIO(data.decode(), newline="")))


def test_jsonl_loses_nothing(reading: Reading) -> None:
    lines = [msgspec.json.decode(line) for line in written("jsonl", reading).splitlines()]
    assert [line["type"] for line in lines] == ["document", "entity", "figure"]
    back = [msgspec.convert(line, TYPES[line["type"]], strict=False) for line in lines]
    assert back == [reading.document, *reading.records]


def test_a_quote_in_jsonl_stands_in_the_text_of_its_document(reading: Reading) -> None:
    document, *records = (msgspec.json.decode(line) for line in written("jsonl", reading).splitlines())
    for record in records:
        for evidence in record["evidence"]:
            assert document["text"][evidence["start"] : evidence["end"]] == evidence["quote"]


def test_csv_has_one_row_a_record_with_exact_values(reading: Reading) -> None:
    document, entity, figure = rows(written("csv", reading))
    assert (document["type"], document["uri"], document["id"]) == ("document", "folder/a.txt", "d1")
    assert (entity["names"], entity["quote"], entity["quotes"]) == ("Ấn Độ; India", "Ấn Độ", "2")
    assert figure["value"] == "11250000000"
    assert Decimal(figure["value"]) == Decimal("1.125E+10")
    assert (figure["quote"], figure["speakers"], figure["language"]) == ("11,25 tỷ USD", "IN; RU", "vi")
    assert (figure["value_max"], figure["indicator"]) == ("", "")


def test_no_cell_of_a_table_is_a_formula(reading: Reading) -> None:
    trap = msgspec.structs.replace(reading.document, title='=HYPERLINK("http://x","Click")', author="+1 555")
    document, _, figure = rows(written("csv", msgspec.structs.replace(reading, document=trap)))
    assert (document["title"], document["author"]) == ('\'=HYPERLINK("http://x","Click")', "'+1 555")
    assert figure["bound"] == "="  # a code, and no formula


@pytest.mark.parametrize("kind", TYPES)
def test_a_table_of_one_type_has_each_of_its_fields_once(kind: str) -> None:
    columns = table.columns(kind)
    assert len(set(columns)) == len(columns)
    assert set(TYPES[kind].__struct_fields__) - {"text", "evidence"} <= set(columns)


def test_a_table_of_one_type(reading: Reading) -> None:
    out = BytesIO()
    figures = [record for record in reading.records if isinstance(record, Figure)]
    table.write_items("figure", figures, {"d1": reading.document}, out)
    (row,) = rows(out.getvalue())
    assert (row["id"], row["unit"], row["uri"], row["start"], row["end"]) == (
        "f1",
        "USD",
        "folder/a.txt",
        "20",
        "32",
    )


def test_an_entity_keeps_its_own_language(reading: Reading) -> None:
    (entity,) = (record for record in reading.records if isinstance(record, Entity))
    assert table.row(msgspec.structs.replace(entity, language="en"), reading.document)["language"] == "en"


@pytest.mark.parametrize("name", exporters())
def test_an_empty_ledger_is_written_too(name: str) -> None:
    written(name)  # 0 records


@pytest.mark.parametrize("name", exporters())
def test_the_same_ledger_gives_the_same_text(name: str, dossier: list[Reading]) -> None:
    if name in ("xlsx", "parquet"):
        pytest.skip("a workbook and a Parquet file say when they were made, or what made them")
    first, second = BytesIO(), BytesIO()
    assert exporters()[name](dossier, first) == exporters()[name](dossier, second)
    assert first.getvalue() == second.getvalue()


def test_a_format_without_its_library_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIBRARIES, "xlsx", ("no_such_library",))
    assert not exporters()["xlsx"].available
    with pytest.raises(
        UsageError, match=r"needs no_such_library; get it with: pip install 'servanda\[xlsx\]'"
    ):
        written("xlsx")
