"""The small judgements that all scores rest on."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from eval.matching import Tally, pairs
from eval.news import Sentence, counted, judge
from eval.suites import Case, Row, relevant
from eval.suites import judge as judge_row
from eval.values import Answer, Quantity, Time, same_quantity


def sentence(**marks: object) -> Sentence:
    whole = {"id": 1, "lang": "en", "text": "about $5 in 2013", "quantities": [], "times": [], **marks}
    return msgspec.convert(whole, Sentence)


def test_a_pairing_moves_earlier_choices_to_make_room() -> None:
    likes = {("a", 1), ("a", 2), ("b", 1)}
    assert pairs(["a", "b"], [1, 2], lambda g, f: (g, f) in likes) == [(0, 1), (1, 0)]


def test_a_pairing_prefers_the_better_partner_where_it_may() -> None:
    assert pairs([10], [1, 9], lambda _g, _f: True, lambda g, f: -abs(g - f)) == [(0, 1)]


def test_nothing_wanted_and_nothing_found_is_perfect_and_nothing_found_of_something_is_zero() -> None:
    assert (Tally().f1, Tally(0, 3, 0).f1, Tally(0, 0, 2).f1) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("want", "have", "same"),
    [
        ({"value": 100, "unit": "GW"}, {"value": "0.1", "unit": "TW"}, True),
        ({"value": 5, "unit": "[bbl_us]/d"}, {"value": 5, "unit": "bbl/d"}, True),
        ({"value": 5, "unit": "t"}, {"value": 5, "unit": "kt"}, False),
        ({"value": 5, "unit": "USD"}, {"value": 5, "unit": "EUR"}, False),
        ({"value": 5, "value_max": 6, "unit": "%"}, {"value": 5, "unit": "%"}, False),
        ({"value": 5, "bound": ">"}, {"value": 5, "bound": ">="}, True),
        ({"value": 5, "bound": ">"}, {"value": 5, "bound": "~"}, False),
        ({"value": 5}, {"value": 5, "bound": "~"}, True),
        ({"value": 5, "unit": "1"}, {"value": 5, "unit": "{people}"}, True),
    ],
)
def test_amounts_compare_in_one_unit_and_bounds_by_direction(want: dict, have: dict, same: bool) -> None:
    assert same_quantity(msgspec.convert(want, Quantity), msgspec.convert(have, Quantity)) is same


def test_what_touches_only_an_ignored_span_counts_neither_way() -> None:
    gold = sentence(
        quantities=[{"start": 6, "end": 8, "value": 5, "unit": "USD", "quote": "$5"}],
        ignore=[{"start": 12, "end": 16}],
    )
    ignored = Quantity(value=Decimal(2013), start=12, end=16)
    right = Quantity(value=Decimal(5), unit="USD", start=6, end=8)
    stray = Quantity(value=Decimal(9), start=0, end=5)

    assert counted(gold.quantities, [ignored, right, stray], gold.ignore) == [right, stray]
    assert judge(gold, Answer(quantities=[ignored, right]))["quantities"].value == Tally(1, 1, 1)
    assert judge(gold, Answer(quantities=[stray, right]))["quantities"].value == Tally(1, 1, 2)


def test_a_value_for_a_time_that_the_sentence_leaves_open_counts_against() -> None:
    gold = sentence(times=[{"start": 12, "end": 16, "value": None, "kind": "point", "quote": "2013"}])
    guessed = Answer(times=[Time(value="2013", start=12, end=16)])
    silent = Answer(times=[Time(value=None, start=12, end=16)])
    half = Answer(times=[Time(value="XXXX-05", start=12, end=16)])

    assert judge(gold, guessed)["times with a value"].value == Tally(0, 0, 1)
    assert judge(gold, silent)["times with a value"].value == Tally(0, 0, 0)
    assert judge(gold, half)["times with a value"].value == Tally(0, 0, 0)
    assert judge(gold, silent)["times"].value == Tally(1, 1, 1)


def row(task: str, expect: str, scope: str | None = None) -> Case:
    head = Row(
        id="t/1", suite="t", lang="en", task=task, text="", date=None, expect=msgspec.Raw(b""), scope=scope
    )
    if task == "time":
        return Case(head, times=msgspec.json.decode(expect, type=list[Time]))
    return Case(head, quantities=msgspec.json.decode(expect, type=list[Quantity]))


def test_a_suite_sees_only_what_it_annotates() -> None:
    found = [Quantity(value=Decimal(1), unit=unit) for unit in ("USD", "%", "km", "Cel", "1", "x", "d")]
    times = [Time(value="2013"), Time(value="P1W", kind="set"), Time(value="2013-02-11T10:00")]
    answer = Answer(quantities=found, times=times)

    def units(scope: str | None) -> list[str | None]:
        return [q.unit for q in relevant(row("quantity", "[]", scope).row, answer) if isinstance(q, Quantity)]

    assert units("money") == ["USD"]
    assert units("temperature") == ["Cel"]
    assert units("unit") == ["USD", "%", "km", "Cel"]
    assert units(None) == ["USD", "%", "km", "Cel", "1", "x"]
    assert relevant(row("time", "[]").row, answer) == times[:1]


def test_a_row_is_right_when_all_and_only_the_expected_is_found() -> None:
    case = row("time", '[{"value": "2013-02-18", "alt": ["2013-02-11"]}]')

    assert judge_row(case, Answer(times=[Time(value="2013-02-11")])).right
    assert not judge_row(case, Answer(times=[Time(value="2013-02-11"), Time(value="2014")])).right
    assert not judge_row(case, Answer()).right
    assert judge_row(
        row("numeral", '[{"value": 5}]'), Answer(quantities=[Quantity(value=Decimal(5), unit="km")])
    ).right
