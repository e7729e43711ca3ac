"""``python -m bench``: speed, memory and start, beside other projects, measured in one run."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import measure, page
from bench.measure import YARDSTICK, Command, Speed
from bench.page import PAGE
from bench.texts import NEWS, ROOT, SPEECHES

RESULTS = ROOT / "bench" / "results.json"
WIDTH = 140


def parser() -> argparse.ArgumentParser:
    """The command line."""
    options = argparse.ArgumentParser("python -m bench", description=__doc__)
    add = options.add_argument
    add("--runs", type=int, default=3, help="how often each engine is timed; the median counts (3)")
    add("--seconds", type=float, default=3.0, help="how long each run takes at least (3)")
    add("--stream", type=int, default=8_000_000, help="characters of the long stream (8000000)")
    add(
        "--peers",
        default=peers_python(),
        help="the Python in whose environment the engines are (.venv-bench)",
    )
    add(
        "--json",
        type=Path,
        nargs="?",
        const=RESULTS,
        metavar="FILE",
        help="write results (bench/results.json)",
    )
    add("--page", type=Path, nargs="?", const=PAGE, metavar="FILE", help="write docs/benchmarks.md")
    return options


def peers_python() -> str:
    """The Python of the environment with the peers; this one when that is not set up."""
    python = ROOT / ".venv-bench" / "bin" / "python"
    return str(python) if python.exists() else sys.executable


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints, writes; 2 when the texts are not there."""
    options = parser().parse_args(arguments)
    missing = [str(path) for path in (NEWS, SPEECHES) if not path.exists()]
    if missing:
        print(f"there is nothing to measure on: {', '.join(missing)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        measure.prepare(Path(folder), 4_000_000)
        speeds = measure.speeds(Path(folder), options.peers, options.runs, options.seconds)
        commands = measure.commands(Path(folder), 2 * options.runs + 1, options.stream)
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    console.print(speed_table(speeds), "", command_table(commands))
    if options.json:
        options.json.write_text(json.dumps(results(speeds, commands), indent=1) + "\n", encoding="utf-8")
    if options.page:
        page.write(options.page, [(one, ratio(one, speeds)) for one in speeds], commands, options.runs)
    return 0


def ratio(speed: Speed, speeds: Sequence[Speed]) -> float | None:
    """How many times as fast as spaCy on the same text; on its English news where it has no other."""
    base = {s.job.text: s.rate for s in speeds if s.job.engine == YARDSTICK}
    yardstick = base.get(speed.job.text, base.get("news en"))
    return speed.rate / yardstick if speed.rate and yardstick else None


def speed_table(speeds: Sequence[Speed]) -> Table:
    """Engines over texts."""
    table = Table(title="speed, one process each", title_justify="left", box=None)
    for column in ("engine", "text"):
        table.add_column(column)
    for column in ("characters/s", f"x {YARDSTICK}", "bar", "items/1000", "peak MB"):
        table.add_column(column, justify="right")
    table.add_column("")
    for speed in speeds:
        times = ratio(speed, speeds)
        cells = (
            _number(speed.rate, ",.0f"),
            _number(times, ".2f"),
            _number(speed.job.bar, ".0f"),
            _number(speed.density, ".1f"),
            _number(None if speed.peak is None else speed.peak / 1e6, ".0f"),
        )
        verdict = speed.note or _verdict(times, speed.job.bar, more=True)
        table.add_row(speed.job.engine, speed.job.text, *cells, verdict)
    return table


def command_table(commands: Sequence[Command]) -> Table:
    """The command line's own numbers."""
    table = Table(title="the command line", title_justify="left", box=None)
    table.add_column("what")
    for column in ("now", "bar"):
        table.add_column(column, justify="right")
    table.add_column("")
    table.add_column("")
    for row in commands:
        form = ".2f" if row.unit == "s" else ",.0f"
        verdict = row.note or _verdict(row.value, row.bar, more=False)
        table.add_row(row.what, _number(row.value, form), _number(row.bar, "g"), row.unit, verdict)
    return table


def results(speeds: Sequence[Speed], commands: Sequence[Command]) -> dict[str, object]:
    """Everything for machines, with what it was measured on."""
    machine = {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    rows = [{**s.job._asdict(), **s._asdict(), "job": None, "ratio": ratio(s, speeds)} for s in speeds]
    for row in rows:
        del row["job"]
    return {"machine": machine, "speed": rows, "command": [command._asdict() for command in commands]}


def _verdict(value: float | None, bar: float | None, *, more: bool) -> str:
    if value is None or bar is None:
        return ""
    return "reached" if (value >= bar if more else value <= bar) else "missed"


def _number(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)


if __name__ == "__main__":
    sys.exit(main())
