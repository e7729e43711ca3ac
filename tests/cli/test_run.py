"""Exit statuses, errors in one line, and what must be quick or quiet."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from servanda import __version__
from tests.cli.conftest import Command


def test_the_version_comes_at_once(servanda: Command) -> None:
    began = time.monotonic()
    assert servanda("--version") == (0, f"servanda {__version__}\n", "")
    assert time.monotonic() - began < 2  # a tenth of it alone; generous for a busy machine


def test_the_version_and_annotate_load_nothing_heavy() -> None:
    code = (
        "import sys; from servanda.cli import run; import io; sys.stdin = io.TextIOWrapper(io.BytesIO());"
        "run(['--version']); first = set(sys.modules); run(['annotate']); print(*first, '|', *sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    version, annotate = (set(part.split()) for part in out.split("|"))
    assert not {"msgspec", "typer"} & version
    assert (
        not {"typer", "rich", "sqlalchemy", "alembic", "fastapi", "httpx", "trafilatura", "numpy"} & annotate
    )


@pytest.mark.parametrize("command", [["show", "figures"], ["explain", "f1"], ["export", "-"], ["serve"]])
def test_without_a_ledger_the_remedy_is_named(here: Command, tmp_path: Path, command: list[str]) -> None:
    missing = tmp_path / "none.db"
    said = here(*command, "--ledger", missing)
    remedy = (
        f"servanda: there is no ledger at {missing}; make one first: servanda read PATH --ledger {missing}\n"
    )
    assert said == (1, "", remedy)
    assert not missing.exists()


def test_the_ledger_may_be_named_by_the_environment(servanda: Command, tmp_path: Path) -> None:
    said = servanda("show", "figures", SERVANDA_LEDGER=str(tmp_path / "mine.db"))
    assert f"there is no ledger at {tmp_path / 'mine.db'}" in said.err
    assert "there is no ledger at ledger.db" in servanda("show", "figures").err


def test_a_file_that_is_no_ledger_is_left_alone(here: Command, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("dear diary", encoding="utf-8")
    said = here("show", "figures", "--ledger", tmp_path / "note.txt")
    assert (said.status, said.err) == (
        1,
        f"servanda: {tmp_path / 'note.txt'} is no ledger; name another file with --ledger\n",
    )
    assert (tmp_path / "note.txt").read_text(encoding="utf-8") == "dear diary"


def test_an_unknown_id_is_an_error_in_one_line(here: Command, ledger: Path) -> None:
    assert here("explain", "f000", "--ledger", ledger) == (
        1,
        "",
        "servanda: the ledger holds no record f000\n",
    )


def test_an_unknown_command_or_option_is_status_2(here: Command) -> None:
    assert here("shew").status == 2
    assert here("show", "figures", "--colour", "red").status == 2


def test_a_fault_of_ours_is_one_line_too(here: Command, ledger: Path) -> None:
    """A ledger whose table is gone stands for anything that nobody foresaw."""
    subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sqlite3; sqlite3.connect({str(ledger)!r}).execute('DROP TABLE figure')",
        ],
        check=True,
    )
    said = here("show", "figures", "--ledger", ledger)
    assert (said.status, said.out) == (1, "")
    assert said.err == f"servanda: {ledger}: no such table: figure\n"


def test_a_reader_that_goes_away_is_no_error_to_talk_about(ledger: Path) -> None:
    command = [sys.executable, "-m", "servanda", "export", "-", "--ledger", str(ledger)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_is_quiet() -> None:
    command = [sys.executable, "-m", "servanda", "annotate"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b'{"text": "35%", "lang": "en"}\n')
        process.stdin.flush()
        process.stdout.readline()  # it is up and waits for more
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr.read() == b""
