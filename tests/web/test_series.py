from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from servanda.model import Document, Figure, Reading
from servanda.store import SqlStore
from servanda.web.charts import chart_spec
from servanda.web.series import CLAIM, Claim, Mark, Series, series


def claims_about(
    ledger: tuple[Path, list[Reading]], indicator: str
) -> tuple[list[Claim], dict[str, Document]]:
    store = SqlStore(ledger[0])
    found = store.latest("figure", CLAIM, indicator=indicator)
    store.close()
    claims = [(figure, times) for figure, times in found if isinstance(figure, Figure)]
    return claims, {reading.document.id: reading.document for reading in ledger[1]}


@pytest.fixture(scope="module")
def turnover(ledger: tuple[Path, list[Reading]]) -> tuple[list[Claim], dict[str, Document]]:
    return claims_about(ledger, "trade.turnover")


def levels(turnover: tuple[list[Claim], dict[str, Document]]) -> Series:
    return series(*turnover)[0]


def marks_at(one: Series, period: str) -> list[Mark]:
    return [mark for mark in one.marks if mark.period == period]


def test_measures_and_units_never_share_an_axis(turnover: tuple[list[Claim], dict[str, Document]]) -> None:
    found = [(one.measure, one.unit, one.figures) for one in series(*turnover)]
    assert found == [("level", "USD", 18), ("change", "%", 1), ("ratio", "x", 1)]


def test_values_are_scaled_to_few_digits(turnover: tuple[list[Claim], dict[str, Document]]) -> None:
    one = levels(turnover)
    assert one.axis == "USD bn"
    assert [mark.y for mark in marks_at(one, "2012")] == [11.0]


def test_documents_that_claim_the_same_share_a_mark(
    turnover: tuple[list[Claim], dict[str, Document]],
) -> None:
    (mark,) = marks_at(levels(turnover), "2030")
    assert mark.status == "target"
    assert mark.source.endswith("(and 1 more)")


def test_a_year_stands_at_its_tick_and_a_half_year_before_it(
    turnover: tuple[list[Claim], dict[str, Document]],
) -> None:
    one = levels(turnover)
    assert marks_at(one, "2012")[0].x == 2012
    assert 2012.7 < marks_at(one, "Jan–Jun 2013")[0].x < 2012.8


def test_the_line_takes_one_claim_a_period_the_latest_documents(
    turnover: tuple[list[Claim], dict[str, Document]],
) -> None:
    claims = marks_at(levels(turnover), "2024")
    assert len(claims) == 3
    (drawn,) = (mark for mark in claims if mark.line)
    assert drawn.said == "2025-12-05"


def test_the_line_never_joins_aims_nor_a_half_year_to_years(
    turnover: tuple[list[Claim], dict[str, Document]],
) -> None:
    one = levels(turnover)
    assert not any(mark.line for mark in one.marks if mark.status != "observed")
    assert {mark.length for mark in one.marks if mark.line} == {"year", "half"}


def test_a_bound_stands_beside_its_mark_and_an_aim_says_its_value(
    turnover: tuple[list[Claim], dict[str, Document]],
) -> None:
    one = levels(turnover)
    assert [mark.label for mark in marks_at(one, "2015")] == ["", "≈ USD 20 bn"]


def test_labels_at_one_place_do_not_stand_upon_each_other(
    turnover: tuple[list[Claim], dict[str, Document]],
) -> None:
    claims, documents = turnover
    up_to = [(msgspec.structs.replace(f, bound="<="), n) for f, n in claims if f.period == "2030"]
    marks = marks_at(series([*claims, *up_to], documents)[0], "2030")
    assert [mark.label for mark in marks if mark.label] == ["USD 100 bn"]


def test_a_range_has_its_mark_in_the_middle(turnover: tuple[list[Claim], dict[str, Document]]) -> None:
    (claim,) = (mark for mark in levels(turnover).marks if mark.low != mark.high)
    assert (claim.low, claim.y, claim.high) == (65.0, 67.5, 70.0)
    assert claim.value == "USD 65–70 bn"


def test_a_figure_without_a_period_is_counted_not_drawn(
    turnover: tuple[list[Claim], dict[str, Document]],
) -> None:
    change = series(*turnover)[1]
    assert (change.marks, change.timeless) == ([], 1)


def test_an_open_period_stands_at_its_known_end(ledger: tuple[Path, list[Reading]]) -> None:
    (one,) = series(*claims_about(ledger, "arms.supplies"))
    assert (one.marks[0].x, one.marks[0].label, one.marks[0].length) == (2013, ">", "open")


def test_a_chart_is_a_specification_that_vega_lite_accepts(
    turnover: tuple[list[Claim], dict[str, Document]],
) -> None:
    vl_convert = pytest.importorskip("vl_convert")
    for log in (False, True):
        drawn = vl_convert.vegalite_to_vega(chart_spec(levels(turnover), log=log))
        assert [scale["type"] for scale in drawn["scales"] if scale["name"] == "y"] == [
            "log" if log else "linear"
        ]
