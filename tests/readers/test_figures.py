"""Tables of figures: what their columns mean, where each value stands, what is said of a wrong line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from servanda.errors import UsageError
from servanda.ground import check
from servanda.model import Figure, Reading
from servanda.readers import columns, figures
from servanda.records.claimant import claimant

MAP = """
decimal = ","
[columns]
value = "amount"
unit = "in"
indicator = "what"
area = "of"
period = "year"
bound = "sign"
claimed_by = "who"
published = "on"
[always]
counterpart = "RUS"
[units]
mn = {unit = "USD", scale = 1e6}
[indicators]
buys = {indicator = "agriculture.fertilizers", swap = true}
[bounds]
ca = "~"
"""


def read(text: str, meant: str | None = None) -> Reading:
    return figures.read(text.encode(), "t.csv", columns.parse(meant, "map.toml") if meant else None)


def only(reading: Reading) -> Figure:
    (record,) = reading.records
    assert isinstance(record, Figure)
    return record


def test_a_map_says_what_columns_and_words_mean() -> None:
    row = 'buys;IND;2024-04/2025-03;"1.234,5";mn;ca;V. Putin via TASS;2025-12~'
    figure = only(read(f"what;of;year;amount;in;sign;who;on\n{row}\n", MAP))
    assert (figure.value, figure.unit, figure.bound) == (Decimal(1234500000), "USD", "~")
    assert (figure.indicator, figure.area, figure.counterpart) == ("agriculture.fertilizers", "RU", "IN")
    assert (figure.period, figure.speakers) == ("2024-04/2025-03", ("vladimir-putin",))
    assert figure.origin
    assert (figure.origin.claimant, figure.origin.published) == ("V. Putin via TASS", "2025-12~")


def test_the_evidence_is_the_value_in_its_row() -> None:
    reading = read('note,value,indicator\n"5, not 7",7,a\n"a ""quoted""\nline",10/12,b\n')
    for record in reading.records:
        check(reading.document, record)
    assert [r.evidence[0].quote for r in reading.records] == ["7", "10/12"]
    last = reading.records[1]
    assert isinstance(last, Figure)
    assert (last.value, last.value_max) == (10, 12)


def test_sdmx_needs_no_map() -> None:
    figure = only(
        read(
            "DATAFLOW,INDICATOR,REF_AREA,COUNTERPART_AREA,UNIT_MEASURE,UNIT_MULT,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
            "IMF:DOT(1.0),trade.exports,RUS,IND,USD,6,2024-Q2,1200.5,A\n"
        )
    )
    assert (figure.value, figure.period, figure.status) == (
        Decimal(1200500000),
        "2024-04/2024-06",
        "observed",
    )
    assert (figure.area, figure.counterpart) == ("RU", "IN")


def test_two_areas_of_a_symmetric_indicator_stand_in_alphabetical_order() -> None:
    figure = only(read("value,indicator,area,counterpart\n5,trade.turnover,RU,IN\n"))
    assert (figure.area, figure.counterpart) == ("IN", "RU")


def test_a_row_without_a_value_says_nothing() -> None:
    assert read("value,indicator\n,a\n").records == ()


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("abc,a,2024,=", "t.csv:2: value: 'abc' is no number"),
        ("12/10,a,2024,=", "t.csv:2: value: '12/10' ends below where it begins"),
        ("5,,2024,=", "t.csv:2: the indicator is missing"),
        ("5,a,20x4,=", "t.csv:2: period: '20x4' is no EDTF date"),
        ("5,a,2024,circa", "t.csv:2: bound: 'circa' is none of"),
    ],
)
def test_what_is_wrong_with_a_line_is_named(row: str, fault: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(f"value,indicator,period,bound\n{row}\n")
    assert str(caught.value).startswith(fault)


def test_all_lines_at_fault_are_named_at_once() -> None:
    with pytest.raises(UsageError, match=r"t.csv:2: .*\nt.csv:4: "):
        read("value,indicator\nx,a\n5,a\ny,a\n")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "the table is empty"),
        ("a,b\n1,2\n", "t.csv:1: no column is said to hold value and indicator"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(text: str, fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        read(text)


def test_a_map_that_is_wrong_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no field amount"):
        columns.parse('[columns]\namount = "x"\n', "map.toml")
    with pytest.raises(UsageError, match=r"t\.csv:1: there is no column amount"):
        read("a,b\n1,2\n", MAP)
    with pytest.raises(UsageError, match="cannot be read"):
        columns.load(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "key", "speakers"),
    [
        ("V. Putin", "vladimir-putin", ("vladimir-putin",)),
        ("D. Alipov (Ambassador of Russia)", "denis-alipov", ("denis-alipov",)),
        ("RIA Novosti from Indian customs, via regional press", "ria novosti", ("IN",)),
        ("Embassy of India in Moscow via Mint", "embassy of india", ("IN",)),
        ("India Today", "india today", ()),
        ("Press (Tamil)", "", ()),
    ],
)
def test_a_claimant_is_told_from_those_who_pass_it_on(text: str, key: str, speakers: tuple[str, ...]) -> None:
    assert (claimant(text).key, claimant(text).speakers) == (key, speakers)
