"""Documents into Parquet: the same files whoever makes them, and nothing done twice."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import fsspec
import pytest

from servanda import Progress, app
from servanda.errors import UsageError
from servanda.harvest import divide
from servanda.readers.fetching import Limits

DOCS = Path(__file__).parents[1] / "docs" / "scale.md"


def lines(path: Path, *numbers: int) -> Path:
    made = ({"id": n, "date": "2013", "text": f"Trade turnover grew by {n}% in 2012."} for n in numbers)
    path.write_text("\n".join(map(json.dumps, made)), encoding="utf-8")
    return path


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
def corpus(tmp_path: Path) -> list[Path]:
    """Give two collections, one of them with a bad line, and a folder of two texts."""
    lines(tmp_path / "a.jsonl", 5, 6, 7)
    lines(tmp_path / "b.jsonl", 8, 9)
    with (tmp_path / "b.jsonl").open("a") as file:
        file.write("\n{bad")
    (tmp_path / "texts").mkdir()
    for n in (10, 11):
        (tmp_path / "texts" / f"{n}.txt").write_text(f"On 6 December 2021 trade reached ${n} billion.")
    return [tmp_path / "a.jsonl", tmp_path / "b.jsonl", tmp_path / "texts"]


def test_several_processes_write_the_same_files_as_one(tmp_path: Path, corpus: list[Path]) -> None:
    one, three = tmp_path / "one", tmp_path / "three"
    reports = [app.harvest(corpus, target, jobs=jobs) for target, jobs in ((one, 1), (three, 3))]
    assert reports[0] == reports[1]
    assert (reports[0].added, [f.reason.split(" (")[0] for f in reports[0].failures]) == (
        7,
        ["is no JSON object"],
    )
    assert content(one) == content(three)
    assert all(re.fullmatch(r"part-[0-9a-f]{16}\.parquet", name) for name in content(one))


def test_what_is_done_is_passed_over_and_what_has_changed_is_made_anew(
    tmp_path: Path, corpus: list[Path]
) -> None:
    app.harvest(corpus, tmp_path / "out")
    before = content(tmp_path / "out")
    again = app.harvest(corpus, tmp_path / "out")
    assert (again.added, again.unchanged, again.failed) == (0, 7, 1)
    lines(corpus[0], 5, 6, 7, 12)
    missing = min(before)
    (tmp_path / "out" / missing).unlink()
    steps: list[Progress] = []
    changed = app.harvest(corpus, tmp_path / "out", on_progress=steps.append)
    assert changed.added + changed.unchanged == 8
    assert 1 <= sum(step.outcome == "added" for step in steps) <= 2 < len(steps) == len(before)
    assert set(content(tmp_path / "out")) == set(before)


def test_a_document_more_changes_no_other_part() -> None:
    places = [f"news/{n}.txt" for n in range(40)] + ["news/a.jsonl", "s3://news/b.warc.gz"]
    parts = {part.target: part.places for part in divide(places, "out", Limits())}
    more = {part.target: part.places for part in divide([*places, "news/new.txt"], "out", Limits())}
    assert sum(parts.get(target) != held for target, held in more.items()) == 1
    assert ("news/a.jsonl",) in parts.values()
    assert 2 < len(parts) <= 18


def test_object_storage_takes_the_same_files(tmp_path: Path, corpus: list[Path]) -> None:
    app.harvest(corpus[:1], tmp_path / "out")
    app.harvest(corpus[:1], "memory://records/2013")
    storage = fsspec.filesystem("memory")
    assert {
        path.rpartition("/")[2]: storage.cat(path) for path in storage.ls("/records/2013", detail=False)
    } == (content(tmp_path / "out"))
    assert app.harvest(corpus[:1], "memory://records/2013").unchanged == 3
    storage.rm("/records", recursive=True)


def test_the_questions_of_the_guide_are_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = "Bilateral trade between India and Russia reached ${} billion in {}."
    texts = [said.format(9.5, 2014), said.format(12, 2014), said.format(10, 2013)]
    Path("a.jsonl").write_text("\n".join(json.dumps({"date": "2016", "text": one}) for one in texts))
    app.harvest(["a.jsonl"], "records")
    series, apart = (
        duckdb.sql(query).fetchall()
        for query in re.findall(r"```sql\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    )
    assert [(row[0], row[5], row[6]) for row in series] == [
        ("trade.turnover", "2013", 10e9),
        ("trade.turnover", "2014", 9.5e9),
        ("trade.turnover", "2014", 12e9),
    ]
    assert apart == [("trade.turnover", "IN", "RU", "USD", "2014", 9.5e9, 12e9, 2)]


def test_standard_input_cannot_be_shared_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="put it into a file"):
        app.harvest(["-"], tmp_path / "out")
