"""Documents into a ledger by one process or several: the same ledger, and nothing lost when it is stopped."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest

import servanda
from servanda import Ledger, Progress
from servanda.intake import WORTH, worth

DOSSIER = f"{files('servanda')}/data/sample/[0-9]*"


def exported(ledger: Ledger) -> bytes:
    out = BytesIO()
    ledger.export("jsonl", out)
    return out.getvalue()


def test_several_processes_make_the_same_ledger_as_one(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    lines = ({"id": n, "date": "2013", "text": f"Trade grew by {n}% in 2012."} for n in range(5, 15))
    (tmp_path / "lines.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    paths = [tmp_path / "empty.txt", DOSSIER, tmp_path / "lines.jsonl", "none.txt"]
    with servanda.open(tmp_path / "one.db") as one, servanda.open(tmp_path / "three.db") as three:
        steps: list[tuple[Progress, ...]] = []
        reports = []
        for ledger, jobs in ((one, 1), (three, 3)):
            seen: list[Progress] = []
            reports.append(servanda.read(paths, ledger, jobs=jobs, on_progress=seen.append))
            steps.append(tuple(seen))
        assert reports[0] == reports[1]
        assert steps[0] == steps[1]
        assert (reports[0].added, reports[0].failed, len(steps[0])) == (26, 2, 28)
        assert exported(one) == exported(three)
        assert servanda.read(paths, three, jobs=2).unchanged == 26


def test_as_many_processes_are_taken_as_are_worth_their_start(tmp_path: Path) -> None:
    (tmp_path / "small.txt").write_text("a", encoding="utf-8")
    (tmp_path / "large.txt").write_bytes(b"a" * 3 * WORTH)
    assert worth([tmp_path / "small.txt", "-", "https://example.org/", "none.txt"]) == 1
    assert 1 <= worth([tmp_path]) <= 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_stopped_by_hand_it_keeps_what_it_named_and_goes_on(tmp_path: Path, jobs: int) -> None:
    lines = ({"id": n, "text": f"Trade grew by {n}% in 2012. " * 20} for n in range(2000))
    (tmp_path / "lines.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    command = [sys.executable, "-m", "servanda", "read", "lines.jsonl", "--names", "--jobs", str(jobs)]
    command += ["--ledger", "ledger.db"]
    environment = os.environ | {"COLUMNS": "120"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        named = [process.stdout.readline() for _ in range(5)]
        process.send_signal(signal.SIGINT)
        named += process.stdout.readlines()
        said = process.stderr.read()
        assert process.wait(20) == 130
    assert named[0] == "added lines.jsonl/0\n"
    count = re.fullmatch(r"documents: (\d+) read, then stopped; the same command goes on from there\n", said)
    assert count
    assert int(count[1]) in (len(named), len(named) + 1)  # it may be stopped between storing and naming
    with servanda.open(tmp_path / "ledger.db", create=False) as ledger:
        stored = {document.uri for document in ledger.documents()}
        assert {line.split()[1] for line in named} <= stored
        assert ledger.check().faults == ()
