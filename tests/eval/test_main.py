"""The command: tables, wrong rows, files, and clear words about what it cannot measure."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from eval import __main__ as command
from eval import floors, news
from eval.data import DataFault
from eval.predict import Question
from eval.predict import command as predictor

YEARS = """
import json, re, sys
for line in sys.stdin:
    row = json.loads(line)
    times = [{"start": m.start(), "end": m.end(), "quote": m[0], "value": m[0], "kind": "point"}
             for m in re.finditer(r"\\b(19|20)\\d\\d\\b", row["text"])]
    print(json.dumps({"id": row["id"], "quantities": [], "times": times}))
"""
needs_news = pytest.mark.skipif(not news.FOLDER.exists(), reason="no news gold here (../shared)")


@pytest.fixture
def years(tmp_path: Path) -> str:
    """A predictor that knows years and nothing else."""
    script = tmp_path / "years.py"
    script.write_text(YEARS)
    return f"{sys.executable} {script}"


def test_a_predictor_is_asked_and_its_answers_are_put_in_order(years: str) -> None:
    asked = [
        Question("since 1947", "en"),
        Question("nothing"),
        Question("in 2019 and 2020", "en", "2021-01-01"),
    ]

    assert [[t.value for t in answer.times] for answer in predictor(years)(asked)] == [
        ["1947"],
        [],
        ["2019", "2020"],
    ]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("import sys; sys.exit(3)", "ended with status 3"),
        ("print('no json')", "answered what is no answer"),
        ("pass", "left 1 of 1 rows unanswered"),
    ],
)
def test_a_predictor_that_fails_is_named(tmp_path: Path, code: str, fault: str) -> None:
    script = tmp_path / "broken.py"
    script.write_text(code)

    with pytest.raises(DataFault, match=fault):
        predictor(f"{sys.executable} {script}")([Question("1947")])


@needs_news
def test_news_are_scored_printed_and_written(
    years: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "results.json"

    assert command.main(["news", "--lang", "en", "--predict", years, "--json", str(out)]) == 0

    tables = json.loads(out.read_text())
    found = {row["what"]: row for row in tables["news gold"]}
    assert found["quantities"]["value F1"] == 0.0
    assert 0.2 < found["times with a value"]["value F1"] < 0.8
    assert tables["data"].keys() == {"news/en"}
    assert {row["section"] for row in tables["headlines"]} == {"news/en"}
    assert "times with a value" in capsys.readouterr().out


@needs_news
def test_wrong_rows_are_shown_by_task(years: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["news", "--lang", "en", "--predict", years, "--task", "time", "--errors", "3"]) == 0

    shown = capsys.readouterr().out
    assert shown.count("time ntrex/en/") == 3
    assert "quantity ntrex" not in shown
    assert "3 shown" in shown


@needs_news
def test_a_check_fails_when_a_score_is_under_its_floor(
    years: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(floors, "FLOORS", tmp_path / "floors.json")
    asked = ["news", "--lang", "en", "--predict", years]

    assert command.main([*asked, "--pin"]) == 0
    assert command.main([*asked, "--check"]) == 0
    pinned = floors.load()
    pinned["news/en"].scores["quantities F1"] = 0.5
    floors.save(pinned)
    assert command.main([*asked, "--check"]) == 1
    assert "quantities F1 is 0.0000, under its floor 0.5000" in capsys.readouterr().err
    assert command.main([*asked, "--pin"]) == 2
    assert floors.load() == pinned


def test_what_is_not_there_is_said(years: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["suites", "--lang", "xx", "--predict", years]) == 2
    assert "no suite for 'xx'" in capsys.readouterr().err
