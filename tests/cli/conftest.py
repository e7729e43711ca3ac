"""Commands run as a person runs them, and a small ledger to run them on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from servanda.cli import run
from servanda.model import Reading
from servanda.store import SqlStore
from tests.store.conftest import document, entity, figure, time


class Said(NamedTuple):
    """What a command wrote, and its exit status."""

    status: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def servanda(tmp_path: Path) -> Command:
    """Run the command line in a process of its own, in an empty folder."""

    def command(*arguments: str | Path, stdin: str = "", **environment: str) -> Said:
        env = {name: value for name, value in os.environ.items() if not name.startswith("SERVANDA")}
        done = subprocess.run(
            [sys.executable, "-m", "servanda", *map(str, arguments)],
            input=stdin.encode(),
            capture_output=True,
            cwd=tmp_path,
            env=env | {"COLUMNS": "120"} | environment,
            check=False,
            timeout=60,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    return command


@pytest.fixture
def here(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Run the command line within this process, which is quicker."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("SERVANDA_LEDGER", raising=False)

    def command(*arguments: str | Path) -> Said:
        status = run([str(argument) for argument in arguments])
        return Said(status, *capfd.readouterr())

    return command


ENGLISH = "India and Russia set a target of $100 billion by 2030. Trade was about $11.25 billion in 2012."
VIETNAMESE = "Kim ngạch thương mại Nga - Ấn đạt 5,5 tỷ USD trong nửa đầu năm 2013."
TRADE: dict[str, Any] = {"unit": "USD", "indicator": "trade.turnover", "area": "IN", "counterpart": "RU"}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of two documents: three figures, two times, two entities."""
    path = tmp_path / "ledger.db"
    store = SqlStore(path)
    doc = document(
        ENGLISH,
        "folder/target.txt",
        title="A target",
        language="en",
        published="2025-12-05",
        publisher="The Times",
    )
    records = (
        entity(doc, "IN", "India"),
        entity(doc, "RU", "Russia"),
        figure(doc, "$100 billion", "100000000000", status="target", period="2030", **TRADE),
        time(doc, "2030", "2030"),
        figure(doc, "$11.25 billion", "11250000000", period="2012", bound="~", **TRADE),
    )
    store.put(Reading(doc, records), "1")
    doc = document(VIETNAMESE, "folder/half.txt", language="vi", published="2013")
    store.put(
        Reading(
            doc,
            (
                figure(doc, "5,5 tỷ USD", "5500000000", period="2013-01/2013-06", **TRADE),
                time(doc, "nửa đầu năm 2013", "2013-01/2013-06"),
            ),
        ),
        "1",
    )
    store.close()
    return path
