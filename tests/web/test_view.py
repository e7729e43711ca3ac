from __future__ import annotations

import pytest

from servanda.errors import UsageError
from servanda.web.view import View


def view(**chosen: str) -> View:
    return View(path="/figures", chosen=chosen, sortable=("value", "period"), facets={})


def test_what_steers_the_view_is_no_filter() -> None:
    asked = view(unit="USD", sort="-value", page="3", size="50", scale="log")
    assert asked.filters == {"unit": "USD"}
    assert (asked.sort, asked.page, asked.offset) == (("value", True), 3, 100)


def test_sorting_again_turns_the_order_round() -> None:
    assert view().sort_link("value") == "/figures?sort=value"
    assert view(sort="value", page="2").sort_link("value") == "/figures?sort=-value"
    assert view(sort="-value").sorted_by("value") == "descending"
    assert view(sort="-value").sorted_by("period") is None


def test_data_is_the_whole_of_the_view_at_the_same_address() -> None:
    asked = view(unit="USD", sort="value", page="2", size="10")
    assert asked.address(".csv") == "/figures.csv?unit=USD&sort=value"


def test_a_chip_lifts_its_own_filter_alone() -> None:
    (unit, area) = view(unit="USD", area="IN", page="2").chips
    assert (unit.name, unit.href) == ("unit", "/figures?area=IN")
    assert (area.label, area.href) == ("IN", "/figures?unit=USD")


def test_the_chosen_value_is_offered_even_where_nothing_matches() -> None:
    asked = view(unit="EUR")
    asked.facet("unit", [("USD", 3), (None, 2)])
    assert [(c.value, c.count, c.chosen) for c in asked.facets["unit"]] == [
        ("USD", 3, False),
        ("EUR", 0, True),
    ]


def test_the_last_page_holds_what_remains() -> None:
    asked = view(size="10")
    assert asked.last_page == 1
    asked.total = 21
    assert asked.last_page == 3


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (view(page="0"), "page wants a whole number from 1 to 1000000, not 0"),
        (view(page="two"), "page wants a whole number from 1 to 1000000, not two"),
        (view(size="-1"), "size wants a whole number from 1 to 1000, not -1"),
        (view(sort="colour"), "cannot sort by colour; sort by value, period"),
        (view(limit="5"), "limit and offset are no filters; page and size choose a part, sort the order"),
    ],
)
def test_an_impossible_wish_is_named(asked: View, says: str) -> None:
    with pytest.raises(UsageError) as error:
        _ = asked.page, asked.size, asked.sort, asked.filters
    assert str(error.value) == says
