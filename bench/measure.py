"""What is measured: engines over texts, the command on a stream, and how fast it starts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench import child, texts

LANGS = ("en", "vi", "ru", "hi")
YARDSTICK = "spaCy NER"
LINE = b'{"id": "1", "text": "Trade reached $68 billion in 2025.", "lang": "en", "date": null}\n'


class Job(NamedTuple):
    """One engine over one text, and the ratio to spaCy on English that it should reach."""

    engine: str
    module: str
    text: str
    bar: float | None = None


JOBS = (
    Job("servanda annotate", "servanda_annotate", "news en", 20),
    Job("servanda annotate", "servanda_annotate", "news vi", 10),
    Job("servanda annotate", "servanda_annotate", "news ru", 10),
    Job("servanda annotate", "servanda_annotate", "news hi", 10),
    Job("servanda annotate", "servanda_annotate", "speeches en", 20),
    Job("servanda, all records", "servanda_read", "news en", 10),
    Job("servanda, all records", "servanda_read", "speeches en", 10),
    Job(YARDSTICK, "spacy_ner", "news en"),
    Job(YARDSTICK, "spacy_ner", "speeches en"),
    Job("quantulum3", "quantulum", "news en"),
    Job("Duckling", "duckling_native", "news en"),
    Job("Duckling", "duckling_native", "news vi"),
    Job("Duckling", "duckling_native", "news ru"),
    Job("Duckling", "duckling_native", "news hi"),
)


class Speed(NamedTuple):
    """How one job came out: characters a second, items a thousand characters, peak bytes; or why not."""

    job: Job
    rate: float | None = None
    density: float | None = None
    peak: int | None = None
    note: str = ""


class Command(NamedTuple):
    """One measurement of the command line: what, its value and unit, and the bar it should keep under."""

    what: str
    value: float | None
    unit: str
    bar: float | None = None
    note: str = ""


def prepare(folder: Path, characters: int) -> None:
    """Writes the texts into a folder; ``characters`` of speeches."""
    for lang in LANGS:
        texts.save(texts.news(lang), folder / f"news {lang}.jsonl")
    texts.save(list(texts.speeches(characters)), folder / "speeches en.jsonl")


def speeds(folder: Path, python: str, runs: int, seconds: float) -> list[Speed]:
    """Every job, ``runs`` times in turn so that a slow moment of the machine hits all alike; medians."""
    outcomes: dict[Job, list[Speed]] = {job: [] for job in JOBS}
    for _ in range(runs):
        for job, before in outcomes.items():
            if not before or before[-1].rate is not None:
                before.append(speed(job, folder, python, seconds))
    return [_median(outcome) for outcome in outcomes.values()]


def speed(job: Job, folder: Path, python: str, seconds: float) -> Speed:
    """One job, once, in a process of its own."""
    command = [python, "-m", f"bench.peers.{job.module}", str(folder / f"{job.text}.jsonl"), str(seconds)]
    done = child.run(command)
    if done.status:
        return Speed(job, note=f"failed with status {done.status}")
    said = json.loads(done.output)
    if "missing" in said:
        return Speed(job, note=f"not installed: {said['missing']}")
    rate = said["characters"] / said["seconds"]
    return Speed(job, rate, 1000 * said["items"] / said["characters"], done.peak)


def commands(folder: Path, runs: int, characters: int) -> list[Command]:
    """The command line: its start, its speed on a stream, and its memory on a short and a long one."""
    return [*_starts(runs), *_streams(folder, characters)]


def servanda() -> list[str]:
    """The command as installed beside this Python, or as a module."""
    script = Path(sys.executable).parent / "servanda"
    return [str(script)] if script.exists() else [sys.executable, "-m", "servanda.cli"]


def _starts(runs: int) -> list[Command]:
    def version() -> float | None:
        done = child.run([*servanda(), "--version"])
        return None if done.status else done.seconds

    return [
        _start("servanda --version", version, runs, 0.2),
        _start(
            "annotate: first record out", lambda: child.first_line([*servanda(), "annotate"], LINE), runs, 0.6
        ),
    ]


def _start(what: str, once: Callable[[], float | None], runs: int, bar: float) -> Command:
    """The median of several starts, after one that warms the file cache."""
    once()
    times = [once() for _ in range(runs)]
    good = [spent for spent in times if spent is not None]
    if len(good) < len(times):
        return Command(what, None, "s", bar, "failed")
    return Command(what, median(good), "s", bar)


def _streams(folder: Path, characters: int) -> list[Command]:
    articles = texts.news("en")
    rows = []
    for name, size, lang in (
        ("short", characters // 8, "en"),
        ("long", characters, "en"),
        ("long", characters, None),
    ):
        path = folder / f"stream {name} {lang}.jsonl"
        written = texts.stream(articles, size, path, lang)
        done = child.run([*servanda(), "annotate"], path, keep=False)
        path.unlink()
        told = "language told" if lang else "language not told"
        what, note = f"annotate, {written / 1e6:.1f} million characters, {told}", ""
        if done.status:
            note = f"failed with status {done.status}"
        rate, peak = (None, None) if note else (written / done.seconds, done.peak / 1e6)
        rows.append(Command(f"{what}: speed, start included", rate, "characters/s", None, note))
        rows.append(Command(f"{what}: peak memory", peak, "MB", 200, note))
    return rows


def _median(outcomes: list[Speed]) -> Speed:
    """The median of the runs that went well; the last outcome when one did not."""
    last = outcomes[-1]
    if last.rate is None:
        return last
    rates = [outcome.rate for outcome in outcomes if outcome.rate is not None]
    peaks = [outcome.peak for outcome in outcomes if outcome.peak is not None]
    return last._replace(rate=median(rates), peak=max(peaks))
