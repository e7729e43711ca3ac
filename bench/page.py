"""``docs/benchmarks.md``: what one run measured, beside what the quality floors say, for people."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.measure import YARDSTICK, Command, Speed
from bench.texts import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
LEDGERS = ROOT / "bench" / "pages.json"
"""What ``python -m bench.pages`` kept: by how many records a ledger holds, what its pages took."""
FLOORS = ROOT / "eval" / "floors.json"
HEAD = """# Benchmarks

Made by `make bench PAGE=1` (`python -m bench --page`) in one run: every engine in a process of its own,
in turn, {runs} times; the median counts. What tells is the ratio within the run ("x {yardstick}": spaCy's
small English model, named entities alone, on the same text, or on its English news where it has no text of
that language), not the characters a second of one machine.

On {day}: {machine}, {cores} cores, load {load}.
"""


Speeds = Sequence[tuple[Speed, float | None]]


def write(page: Path, speeds: Speeds, commands: Sequence[Command], runs: int) -> None:
    """Writes the page; ``speeds``: each with its ratio to the yardstick."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    head = HEAD.format(
        runs=runs,
        yardstick=YARDSTICK,
        day=datetime.now(UTC).date(),
        machine=f"{platform.machine()}, Python {platform.python_version()}",
        cores=os.cpu_count(),
        load=load,
    )
    parts = [head, "## Speed and memory\n", *speed_rows(speeds)]
    parts += ["", "## The command line\n", *command_rows(commands)]
    parts += ["", "## Quality\n", QUALITY, *quality_rows(json.loads(FLOORS.read_text(encoding="utf-8")))]
    page.write_text("\n".join(parts) + "\n", encoding="utf-8")
    renew(page)


def renew(page: Path) -> None:
    """Brings what the page says of large ledgers up to date, at its end."""
    text = page.read_text(encoding="utf-8").partition(f"\n{ROOMS}")[0].rstrip("\n")
    kept = json.loads(LEDGERS.read_text(encoding="utf-8")) if LEDGERS.exists() else {}
    parts = [line for records in sorted(kept, key=int) for line in room_rows(int(records), kept[records])]
    told = ["", ROOMS, "", ROOMS_TOLD, *parts] if parts else []
    page.write_text("\n".join([text, *told]) + "\n", encoding="utf-8")


ROOMS = "## The reading room over large ledgers"
ROOMS_TOLD = """Made by `python -m bench.pages LEDGER --keep`: milliseconds by HTTP, the first request after
the start of the server, then the median, what 95 of 100 requests keep under, and the worst; beside them
what the processor of the server worked for one request, and what 95 of 100 keep under there. Searches
and questions (`bench/pages.toml`) are different ones each time. A command counts with its start. The load
is that of the machine when it ended (of two processors): where others work, the processor's times tell
more than the clock's.
"""


def room_rows(records: int, kept: dict[str, Any]) -> list[str]:
    """The table of one ledger."""
    held = f"{records:,} records of {kept['documents']:,} documents"
    load = f", load {kept['load']:.1f}" if kept.get("load") is not None else ""
    rows = [
        f"### {held} ({kept['day']}, {kept['requests']} requests each{load})",
        "",
        "| | first | median | p95 | worst | processor | its p95 |",
    ]
    rows.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for one in kept["rows"]:
        times = [f"{one[name]:,.0f}" for name in ("first", "p50", "p95", "worst")]
        busy = "" if one["busy"] is None else f"{one['busy']:,.0f}"
        most = "" if one.get("busy95") is None else f"{one['busy95']:,.0f}"
        rows.append(f"| {' | '.join([one['what'], *times, busy, most])} |")
    return [*rows, ""]


def speed_rows(speeds: Speeds) -> list[str]:
    """A line an engine and text."""
    rows = ["| engine | text | characters/s | x spaCy | bar | peak MB |"]
    rows.append("| --- | --- | ---: | ---: | ---: | ---: |")
    for speed, times in speeds:
        cells = (
            speed.job.engine,
            speed.job.text,
            speed.note or f"{speed.rate:,.0f}",
            "" if times is None else f"{times:.1f}",
            "" if speed.job.bar is None else f"{speed.job.bar:g}",
            "" if speed.peak is None else f"{speed.peak / 1e6:,.0f}",
        )
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def command_rows(commands: Iterable[Command]) -> list[str]:
    """A line a measurement of the command."""
    rows = ["| what | now | bar | |", "| --- | ---: | ---: | --- |"]
    for one in commands:
        now = one.note or (f"{one.value:.2f}" if one.unit == "s" else f"{one.value:,.0f}")
        rows.append(f"| {one.what} | {now} | {'' if one.bar is None else f'{one.bar:g}'} | {one.unit} |")
    return rows


QUALITY = """The scores that `make eval` must not fall under (`eval/floors.json`): other projects' test cases,
news in four languages, whole documents. What is aimed at stands in `eval/bars.toml`.
"""


def quality_rows(floors: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    """A line a score."""
    rows = ["| data | score | % |", "| --- | --- | ---: |"]
    for section, pinned in sorted(floors.items()):
        rows += [f"| {section} | {name} | {100 * value:.1f} |" for name, value in pinned["scores"].items()]
    return rows
