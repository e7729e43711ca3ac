"""``kill -9`` at any moment: what was named as stored is there, nothing twice, and the next run goes on.

A real ``servanda read`` is killed again and again, at moments drawn by lot: while it starts, makes the
ledger, reads, writes. ``SERVANDA_KILLS`` says how many times (``make kill``: 200), ``SERVANDA_SEED`` draws
other moments.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest

import servanda
from servanda import Ledger
from servanda.model import Reading

KILLS = int(os.environ.get("SERVANDA_KILLS", "6"))
SEED = int(os.environ.get("SERVANDA_SEED", "1"))
DOCUMENTS = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a collection: the paragraphs of the sample dossier."""
    made = tmp_path_factory.mktemp("kills")
    paths = sorted(Path(str(files("servanda"))).glob("data/sample/*_en.txt"))
    assert paths
    paragraphs = [part for path in paths for part in path.read_text(encoding="utf-8").split("\n\n")]
    lines = ({"id": n, "date": "2021-12-06", "text": part} for n, part in enumerate(paragraphs[:DOCUMENTS]))
    (made / "lines.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def whole(folder: Path) -> dict[str, Reading]:
    """What an undisturbed run makes of it, by address; beside it stands its export."""
    address = folder / "whole.db"
    assert _to_the_end(_run(folder, str(address), 1))[1] == 0
    with servanda.open(address, create=False) as ledger:
        (folder / "whole.jsonl").write_bytes(_exported(ledger))
        return {reading.document.uri: reading for reading in ledger.store.readings()}


def _run(folder: Path, address: str, jobs: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "servanda", "read", "lines.jsonl", "--names", "--jobs", str(jobs)]
    command += ["--ledger", address]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _exported(ledger: Ledger) -> bytes:
    out = BytesIO()
    ledger.export("jsonl", out)
    return out.getvalue()


def _killed(process: subprocess.Popen[str], lot: random.Random) -> tuple[set[str], int]:
    """What it named until it was killed, and how it ended: 0 where it was done before.

    Half of the moments are drawn over its whole life, half shortly after it named some document.
    """
    after = lot.randrange(DOCUMENTS) if lot.random() < 0.5 else None
    moment = lot.uniform(0, 0.05) if after is not None else lot.uniform(0.2, 5)
    named: set[str] = set()
    assert process.stdout is not None
    timer = threading.Timer(moment, process.kill)
    if after is None:
        timer.start()
    for count, line in enumerate(process.stdout):
        if line.endswith("\n"):  # what was cut off was not said
            named.add(line.split()[1])
        if count == after:
            timer.start()
    status = process.wait(60)
    timer.cancel()
    process.stdout.close()
    return named, status


def _hold(address: str, named: set[str], whole: dict[str, Reading]) -> None:
    """What must be true after every kill."""
    if not named:  # it may have been killed before there was a ledger
        servanda.open(address).close()
    with servanda.open(address, create=False) as ledger:
        assert ledger.check().faults == ()
        found = {reading.document.uri: reading for reading in ledger.store.readings()}
    assert named <= found.keys()
    assert all(reading == whole[uri] for uri, reading in found.items())


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_named_is_lost_and_nothing_doubled(
    folder: Path, whole: dict[str, Reading], kind: str, jobs: int, request: pytest.FixtureRequest
) -> None:
    make: Callable[[], str] = (
        request.getfixturevalue("postgres") if kind == "postgresql" else _files(folder, jobs)
    )
    lot = random.Random(f"{SEED} {kind} {jobs}")
    kills, done, address = 0, 0, make()
    while kills < max(1, KILLS // 4) or not done:
        process = _run(folder, address, jobs)
        named, status = _killed(process, lot) if kills < KILLS // 4 else _to_the_end(process)
        kills += status == -signal.SIGKILL
        assert status in (0, -signal.SIGKILL)
        if lot.random() < 0.8 or status == 0:  # else the next run finds the ledger just as it was left
            _hold(address, named, whole)
        if status == 0:
            with servanda.open(address, create=False) as ledger:
                assert _exported(ledger) == (folder / "whole.jsonl").read_bytes()
                assert len(ledger.store.history("lines.jsonl/0")) == 1
            done, address = done + 1, make()


def _files(folder: Path, jobs: int) -> Callable[[], str]:
    return lambda: str(folder / f"{jobs}-{time.monotonic_ns()}.db")


def _to_the_end(process: subprocess.Popen[str]) -> tuple[set[str], int]:
    said, _ = process.communicate(timeout=120)
    return {line.split()[1] for line in said.splitlines()}, process.returncode
