"""Floors hold, and say when they were measured on other data; disputes stay few and have reasons."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.__main__ import all_ids
from eval.data import SHARED, DataFault
from eval.disputed import disputes, faults
from eval.floors import Floor, bars, check, load, pinned, save
from eval.section import Section


def news(score: float, data: str = "a1") -> Section:
    return Section("news/en", data, {"quantities F1": score}, [], [])


PINNED = {"news/en": Floor("a1", {"quantities F1": 0.9})}


def test_a_score_at_its_floor_passes_and_one_under_it_is_named() -> None:
    assert check([news(0.9)], PINNED) == []
    assert check([news(0.8999)], PINNED) == ["news/en: quantities F1 is 0.8999, under its floor 0.9000"]


def test_other_data_and_missing_floors_are_said() -> None:
    assert "other data" in check([news(0.95, "b2")], PINNED)[0]
    assert check([news(0.95)], {}) == ["news/en: no floors are pinned"]


def test_a_score_that_is_no_longer_measured_is_missed() -> None:
    assert "not measured any more" in check([Section("news/en", "a1", {}, [], [])], PINNED)[0]


def test_pinning_raises_and_lowers_only_when_told_to() -> None:
    assert pinned([news(0.95559)], PINNED)["news/en"].scores == {"quantities F1": 0.9555}
    with pytest.raises(DataFault, match=r"quantities F1 would fall from 0.9000 to 0.8000"):
        pinned([news(0.8, "b2")], PINNED)
    assert pinned([news(0.8, "b2")], PINNED, lower=True)["news/en"] == Floor("b2", {"quantities F1": 0.8})


def test_floors_are_kept_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    assert load(file) == {}
    save(PINNED, file)
    assert load(file) == PINNED
    file.write_text("{")
    with pytest.raises(DataFault, match=r"floors.json"):
        load(file)


def test_every_bar_is_a_share_and_every_floored_section_has_known_scores() -> None:
    assert all(0 < bar <= 1 for scores in bars().values() for bar in scores.values())


def test_a_dispute_needs_a_reason_and_stands_once(tmp_path: Path) -> None:
    file = tmp_path / "suite.jsonl"
    file.write_text('{"id": "a/1", "reason": "a clock time"}\n')
    assert disputes(tmp_path) == {"a/1": "a clock time"}
    file.write_text('{"id": "a/1", "reason": " "}\n')
    with pytest.raises(DataFault, match=r"suite.jsonl:1: a/1 is disputed without a reason"):
        disputes(tmp_path)
    file.write_text('{"id": "a/1", "reason": "x"}\n{"id": "a/1", "reason": "y"}\n')
    with pytest.raises(DataFault, match=r"suite.jsonl:2: a/1 is disputed twice"):
        disputes(tmp_path)


def test_disputes_name_real_rows_and_stay_under_three_in_a_hundred() -> None:
    suite = {"a": {f"a/{i}" for i in range(100)}}
    three = {f"a/{i}": "why" for i in range(3)}

    assert faults(three, suite) == []
    assert faults({**three, "a/3": "why"}, suite) == ["a: 4 of 100 rows are disputed, more than 3%"]
    assert faults({"b/1": "why"}, suite) == ["b/1 is disputed, but no suite has it"]


@pytest.mark.skipif(not SHARED.exists(), reason="no suites here (../shared)")
def test_our_own_disputes_are_in_order() -> None:
    assert faults(disputes(), all_ids()) == []
