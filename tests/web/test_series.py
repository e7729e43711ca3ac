from __future__ import annotations

import msgspec

from servanda.model import Document, Figure, Reading
from servanda.web.series import Mark, Series, series


def turnover(readings: list[Reading]) -> tuple[list[Figure], dict[str, Document]]:
    records = [record for reading in readings for record in reading.records]
    figures = [r for r in records if isinstance(r, Figure) and r.indicator == "trade.turnover"]
    return figures, {reading.document.id: reading.document for reading in readings}


def levels(readings: list[Reading]) -> Series:
    return series(*turnover(readings))[0]


def marks_at(one: Series, period: str) -> list[Mark]:
    return [mark for mark in one.marks if mark.period == period]


def test_measures_and_units_never_share_an_axis(readings: list[Reading]) -> None:
    found = [(one.measure, one.unit, one.figures) for one in series(*turnover(readings))]
    assert found == [("level", "USD", 18), ("change", "%", 1), ("ratio", "x", 1)]


def test_values_are_scaled_to_few_digits(readings: list[Reading]) -> None:
    one = levels(readings)
    assert one.axis == "USD bn"
    assert [mark.y for mark in marks_at(one, "2012")] == [11.0]


def test_documents_that_claim_the_same_share_a_mark(readings: list[Reading]) -> None:
    (mark,) = marks_at(levels(readings), "2030")
    assert mark.status == "target"
    assert mark.source.endswith("(and 1 more)")


def test_a_year_stands_at_its_tick_and_a_half_year_before_it(readings: list[Reading]) -> None:
    one = levels(readings)
    assert marks_at(one, "2012")[0].x == 2012
    assert 2012.7 < marks_at(one, "Jan–Jun 2013")[0].x < 2012.8


def test_the_line_takes_one_claim_a_period_the_latest_documents(readings: list[Reading]) -> None:
    claims = marks_at(levels(readings), "2024")
    assert len(claims) == 3
    (drawn,) = (mark for mark in claims if mark.line)
    assert drawn.said == "2025-12-05"


def test_the_line_never_joins_aims_nor_a_half_year_to_years(readings: list[Reading]) -> None:
    one = levels(readings)
    assert not any(mark.line for mark in one.marks if mark.status != "observed")
    assert {mark.length for mark in one.marks if mark.line} == {"year", "half"}


def test_a_bound_stands_beside_its_mark_and_an_aim_says_its_value(readings: list[Reading]) -> None:
    one = levels(readings)
    assert [mark.label for mark in marks_at(one, "2015")] == ["", "≈ USD 20 bn"]


def test_labels_at_one_place_do_not_stand_upon_each_other(readings: list[Reading]) -> None:
    figures, documents = turnover(readings)
    up_to = [msgspec.structs.replace(f, bound="<=") for f in figures if f.period == "2030"]
    marks = marks_at(series([*figures, *up_to], documents)[0], "2030")
    assert [mark.label for mark in marks if mark.label] == ["USD 100 bn"]


def test_a_range_has_its_mark_in_the_middle(readings: list[Reading]) -> None:
    (claim,) = (mark for mark in levels(readings).marks if mark.low != mark.high)
    assert (claim.low, claim.y, claim.high) == (65.0, 67.5, 70.0)
    assert claim.value == "USD 65–70 bn"


def test_a_figure_without_a_period_is_counted_not_drawn(readings: list[Reading]) -> None:
    change = series(*turnover(readings))[1]
    assert (change.marks, change.timeless) == ([], 1)


def test_an_open_period_stands_at_its_known_end(readings: list[Reading]) -> None:
    records = [record for reading in readings for record in reading.records]
    supplies = [r for r in records if isinstance(r, Figure) and r.indicator == "arms.supplies"]
    (one,) = series(supplies, turnover(readings)[1])
    assert (one.marks[0].x, one.marks[0].label, one.marks[0].length) == (2013, ">", "open")
