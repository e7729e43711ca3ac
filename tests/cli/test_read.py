"""``servanda read``, ``explain``, ``demo`` and ``serve`` as a person runs them."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import ENGLISH, VIETNAMESE, Command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "statements"
    made.mkdir()
    (made / "target.txt").write_text(ENGLISH, encoding="utf-8")
    (made / "half.txt").write_text(VIETNAMESE, encoding="utf-8")
    return made


def test_what_was_read_is_said_and_what_failed_is_named(here: Command, folder: Path) -> None:
    assert here("read", "statements") == (0, "", "documents: 2 read\n")
    (folder / "empty.txt").touch()
    (folder / "target.txt").write_text(ENGLISH + " More.", encoding="utf-8")
    status, out, err = here("read", "statements", "none.txt")
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        "failed statements/empty.txt: is empty: there is no text to read in it",
        "failed none.txt: is not there; check the spelling",
        "documents: 1 replaced, 1 unchanged, 2 failed",
    ]
    figures = json.loads(here("show", "figures", "--format", "json").out)
    assert {figure["value"] for figure in figures} == {"5500000000", "100000000000", "11250000000"}


def test_records_can_go_to_parquet_instead(here: Command, folder: Path, tmp_path: Path) -> None:
    assert here("read", folder, "--out", "records", "--jobs", "1") == (0, "", "documents: 2 read\n")
    assert here("read", folder, "--out", "records", "--jobs", "1").err == "documents: 2 unchanged\n"
    assert {path.suffix for path in (tmp_path / "records").iterdir()} == {".parquet"}
    assert not (tmp_path / "ledger.db").exists()
    status, _, err = here("read", folder, "--ray", "auto")
    assert (status, err) == (2, "servanda: --ray needs --out: a cluster writes Parquet, not a ledger\n")


def test_standard_input_can_be_read(servanda: Command) -> None:
    assert servanda("read", "-", stdin=ENGLISH).err == "documents: 1 read\n"
    assert "$100 billion" in servanda("show", "figures").out


def test_explain_shows_sentence_fields_marks_and_rule(here: Command, folder: Path) -> None:
    here("read", folder)
    figure = json.loads(here("show", "figures", "--status", "target", "--format", "jsonl").out)
    out = here("explain", figure["id"][:8]).out
    assert out.splitlines()[0] == f"{figure['id']}  figure  100 bn USD"
    assert "India and Russia set a target of $100 billion by 2030." in out
    assert re.search(r"^value +100000000000 *$", out, re.MULTILINE)
    assert re.search(r"^ *33:45 +\$100 billion ", out, re.MULTILINE)
    assert re.search(r"^rule +\w+", out, re.MULTILINE)


def test_the_demonstration_reads_every_document_and_keeps_to_its_own_ledger(
    here: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVANDA_LEDGER", str(tmp_path / "mine.db"))
    status, out, err = here("demo", "--no-serve")
    assert (status, err) == (0, "documents: 16 read\n")
    assert out.startswith("16 documents · ")
    assert re.search(r"^languages +en 4, hi 4, ru 4, vi 4 *$", out, re.MULTILINE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo.db"]


def test_the_reading_room_says_its_address_and_answers_there(
    servanda: Command, folder: Path, tmp_path: Path
) -> None:
    servanda("read", folder)
    command = [
        sys.executable,
        "-m",
        "servanda",
        "serve",
        "--port",
        "0",
        "--ledger",
        str(tmp_path / "ledger.db"),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        said = process.stdout.readline()
        address = said.split(" at ")[1].split()[0]
        page = httpx.get(f"{address}figures.json", timeout=20)
        assert page.status_code == 200
        assert "100000000000" in page.text
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in (0, 130)
        assert process.stderr.read() == ""
