"""Tables as data frames: the types of columns, series by period, Parquet and Excel read back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO

import openpyxl
import polars as pl
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

import servanda
from servanda.errors import UsageError
from servanda.export import exporters
from servanda.export.frame import Frame, columns, frame, series_frame
from servanda.export.xlsx import FORMULA
from servanda.ground import quote
from servanda.model import RECORD_TYPES, Document, Figure, Reading

PAIR = {"indicator": "trade.turnover", "area": "IN", "counterpart": "RU"}


def read_back(name: str, readings: list[Reading]) -> BytesIO:
    out = BytesIO()
    exporters()[name](readings, out)
    out.seek(0)
    return out


# -- frames ---------------------------------------------------------------------------------------


def test_a_series_is_a_table_by_period(sample: servanda.Ledger) -> None:
    turnover = sample.series("trade.turnover", area="IN", counterpart="RU")
    rows = turnover.to_dicts()
    assert len(turnover) == len(sample.figures(**PAIR)) > 10
    assert all(isinstance(row["value"], Decimal) for row in rows)
    levels = [
        row["until"] or dt.date.max for row in rows if (row["measure"], row["unit"]) == ("level", "USD")
    ]
    assert len(levels) > 10
    assert levels == sorted(levels)


def test_a_notebook_shows_the_first_rows(sample: servanda.Ledger) -> None:
    shown = sample.frame("figures")._repr_html_()
    assert shown.count("<tr>") == 11
    assert "<th>quote</th>" in shown
    assert f"10 of {len(sample.figures())} rows" in shown
    assert "&lt;script&gt;" in frame_of_hostile_words()._repr_html_()


def frame_of_hostile_words() -> Frame:
    return Frame({"quote": "text"}, [{"quote": "<script>alert(1)</script>"}])


def test_the_areas_of_turnover_come_in_either_order(sample: servanda.Ledger) -> None:
    either = sample.series("trade.turnover", area="RU", counterpart="IN").to_dicts()
    assert either == sample.series("trade.turnover", area="IN", counterpart="RU").to_dicts()


def test_a_series_is_in_the_unit_of_its_indicator(reading: Reading) -> None:
    text = "1 200 MW and 2 GW"
    document = Document(id="d", uri="a", media_type="text/plain", sha256="0", text=text)
    figures = [
        Figure(
            id=f"f{start}",
            evidence=(quote(document, start, end),),
            value=Decimal(value),
            unit=unit,
            indicator="energy.nuclear-capacity",
        )
        for start, end, value, unit in ((0, 8, 1200, "MW"), (13, 17, 2, "GW"))
    ]
    found = series_frame(figures, {"d": document}).to_dicts()
    assert len({row["unit"] for row in found}) == 1
    assert found[0]["value"] / found[1]["value"] == Decimal("0.6")


def test_an_indicator_that_nobody_knows_is_named_with_those_like_it(sample: servanda.Ledger) -> None:
    with pytest.raises(UsageError, match=r"no such indicator: trade.turnove; there are trade.turnover"):
        sample.series("trade.turnove")


def test_a_series_without_figures_is_an_empty_table(sample: servanda.Ledger) -> None:
    empty = sample.series("trade.turnover", area="IS", counterpart="MT")
    assert empty.to_polars().schema == sample.series("trade.turnover").to_polars().schema
    assert list(empty.to_pandas().columns) == list(empty.columns)


@pytest.mark.parametrize("listing", ["documents", "figures", "times", "entities", "statements", "events"])
def test_every_listing_is_a_frame_in_both_libraries(sample: servanda.Ledger, listing: str) -> None:
    table = sample.frame(listing)
    polars, pandas = table.to_polars(), table.to_pandas()
    assert len(polars) == len(pandas) == len(table) > 0
    assert polars.columns == list(pandas.columns) == list(table.columns)
    assert polars["id"].to_list() == pandas["id"].to_list() == [row["id"] for row in table]


def test_columns_have_types_to_compute_with(sample: servanda.Ledger) -> None:
    table = sample.frame("figures", indicator="trade.turnover")
    polars = table.to_polars()
    assert (polars.schema["value"], polars.schema["until"]) == (pl.Float64(), pl.Date())
    assert polars.schema["speakers"] == pl.List(pl.String)
    largest = polars.filter(pl.col("unit") == "USD")["value"].max()
    pandas = table.to_pandas()
    assert pandas[pandas["unit"] == "USD"]["value"].max() == largest
    assert str(pandas["until"].dtype) == "datetime64[s]"


def test_a_frame_takes_filters_as_its_listing_does(sample: servanda.Ledger) -> None:
    targets = sample.frame("figures", status="target", min=1_000_000_000)
    assert [row["id"] for row in targets] == [
        f.id for f in sample.figures(status="target", min=1_000_000_000)
    ]
    with pytest.raises(UsageError, match="no such listing: numbers; there are documents, figures"):
        sample.frame("numbers")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**14), max_value=10**14, places=1))
def test_fifteen_digits_pass_through_a_float(value: Decimal) -> None:
    assert Decimal(repr(float(value))) == value


@pytest.mark.parametrize("kind", ["document", *RECORD_TYPES])
def test_every_field_has_a_column(kind: str) -> None:
    cls = Document if kind == "document" else RECORD_TYPES[kind]
    assert set(cls.__struct_fields__) - {"text", "evidence"} <= columns(kind).keys()


def test_a_row_says_where_the_record_stands(reading: Reading) -> None:
    (row,) = frame("figure", [reading.records[1]], {"d1": reading.document})
    assert reading.document.text[row["start"] : row["end"]] == row["quote"] == "11,25 tỷ USD"
    assert (row["since"], row["until"]) == (dt.date(2012, 1, 1), dt.date(2012, 12, 31))


# -- Parquet --------------------------------------------------------------------------------------


def test_parquet_holds_every_record_with_types(sample: servanda.Ledger) -> None:
    readings = list(sample.store.readings())
    table = pyarrow.parquet.read_table(read_back("parquet", readings))
    rows = table.to_pylist()
    assert len(rows) == len(readings) + sum(len(one.records) for one in readings)
    assert [row["id"] for row in rows if row["type"] == "figure"] == [f.id for f in sample.figures()]
    figures = {figure.id: figure for figure in sample.figures()}
    for row in rows:
        if row["type"] == "figure":
            assert Decimal(row["value"]) == figures[row["id"]].value == Decimal(repr(row["number"]))
            assert tuple(row["speakers"]) == figures[row["id"]].speakers


def test_polars_reads_the_parquet_file(dossier: list[Reading]) -> None:
    table = pl.read_parquet(read_back("parquet", dossier))
    quoted = table.filter(pl.col("type") == "figure").select("quote", "number", "until")
    assert len(quoted) == sum(isinstance(r, Figure) for one in dossier for r in one.records)
    assert table.schema["until"] == pl.Date()


# -- Excel ----------------------------------------------------------------------------------------


def test_a_workbook_has_a_sheet_a_type(sample: servanda.Ledger) -> None:
    readings = list(sample.store.readings())
    book = openpyxl.load_workbook(read_back("xlsx", readings))
    assert book.sheetnames == [
        "documents", "figures", "times", "statements", "agreements", "events", "entities",
    ]  # fmt: skip
    head, *rows = book["figures"].iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    for row, figure in zip(found, sample.figures(), strict=True):
        assert (row["id"], row["quote"]) == (figure.id, figure.evidence[0].quote)
        assert Decimal(repr(row["value"])) == figure.value


@pytest.mark.parametrize("words", ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "=1"])
def test_no_cell_becomes_a_formula(words: str) -> None:
    document = Document(
        id="d", uri="=cmd|' /C calc'!A0", media_type="text/plain", sha256="0", text=words, title=words
    )
    figure = Figure(id="f", evidence=(quote(document, 0, len(words)),), value=Decimal(1), counted=words)
    book = openpyxl.load_workbook(read_back("xlsx", [Reading(document, (figure,))]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    risky = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(FORMULA)]
    assert len(risky) >= 4  # title and address of the document, quote and noun of the figure
    assert all(cell.quotePrefix for cell in risky)
