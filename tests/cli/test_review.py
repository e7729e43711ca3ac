"""``servanda review`` on a small ledger: by commands, and by keys in a real terminal."""

from __future__ import annotations

import json
import os
import pty
import select
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command


@pytest.fixture
def target(here: Command, ledger: Path) -> str:
    """The id of the target in the small ledger: what the queue begins with."""
    queue = json.loads(here("review", "--format", "json", "--ledger", ledger).out)
    assert queue[0]["quote"] == "$100 billion"
    found: str = queue[0]["id"]
    return found


def shown(here: Command, ledger: Path, key: str) -> dict[str, object]:
    """What a listing shows of a figure."""
    rows = json.loads(here("show", "figures", "--format", "json", "--ledger", ledger).out)
    return next((row for row in rows if row["id"] == key), {})


def test_a_correction_shows_in_a_listing_and_is_taken_back(here: Command, ledger: Path, target: str) -> None:
    said = here(
        "review", "correct", target[:6], "period=2031", "value=2e11", "--by", "ada", "--ledger", ledger
    )
    assert said.err == f"figure {target}: corrected; decided\n"
    right = shown(here, ledger, target)
    assert (right["period"], right["value"], right["corrected"]) == (
        "2031",
        "200000000000",
        ["period", "value"],
    )
    assert "✎" in here("show", "figures", "--period", "2031", "--ledger", ledger).out
    assert "2031  read as 2030" in here("explain", target, "--ledger", ledger).out
    here("review", "correct", target, "value=1e11", "--by", "bo", "--ledger", ledger)
    assert shown(here, ledger, target)["corrected"] == ["period"]
    here("review", "accept", target, "--by", "cy", "--ledger", ledger)
    assert shown(here, ledger, target)["corrected"] == ["period"], "who accepts it, seconds the correction"
    assert here("review", "restore", "0", "--by", "bo", "--ledger", ledger).err.startswith("1 put back")
    assert shown(here, ledger, target)["corrected"] == []
    assert here("check", "--ledger", ledger).status == 0


def test_undo_takes_back_ones_own_words_one_by_one(here: Command, ledger: Path, target: str) -> None:
    here("review", "reject", target, "--by", "ada", "--ledger", ledger)
    assert shown(here, ledger, target) == {}
    here("review", "correct", target, "period=2031", "--by", "ada", "--ledger", ledger)
    here("review", "undo", "--by", "ada", "--ledger", ledger)
    assert shown(here, ledger, target) == {}
    here("review", "undo", "--by", "ada", "--ledger", ledger)
    assert shown(here, ledger, target)["period"] == "2030"
    assert "nothing that could be taken back" in here("review", "undo", "--by", "ada", "--ledger", ledger).err
    here("review", "accept", target, "--by", "ada", "--ledger", ledger)
    here("review", "reject", target, "--by", "bo", "--ledger", ledger)
    assert "somebody spoke of" in here("review", "undo", "--by", "ada", "--ledger", ledger).err


def test_the_second_of_two_does_not_see_the_first(here: Command, ledger: Path, target: str) -> None:
    twice = ("--twice", "--ledger", ledger)
    here("review", "correct", target, "period=2031", "--by", "ada", *twice)
    assert shown(here, ledger, target)["period"] == "2030"
    waiting = ("review", "--state", "waiting", "--format", "json", "--ledger", ledger)
    assert json.loads(here(*waiting, "--by", "ada").out) == []
    (seen,) = json.loads(here(*waiting, "--by", "bo").out)
    assert (seen["id"], seen["reviewers"], seen["word"]) == (target, [], None)
    assert (
        here("review", "accept", target, "--by", "bo", *twice).err == f"figure {target}: accepted; disputed\n"
    )
    (dispute,) = json.loads(here("review", "--state", "disputed", "--format", "json", "--ledger", ledger).out)
    assert dispute["reviewers"] == ["ada", "bo"]
    here("review", "correct", target, "period=2032", "--by", "cy", "--ledger", ledger)
    assert shown(here, ledger, target)["period"] == "2032"


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("--state", "lost", "--format", "json"), "state cannot be lost; it is one of open, waiting"),
        (("correct", "ID", "period"), "write FIELD=VALUE, such as period=2030, not period"),
        (("correct", "ID", "period=soon"), "period wants a time in EDTF, such as 2013"),
        (("correct", "ID", "indicator=trade"), "indicator cannot be trade; it is one of "),
        (("correct", "ID", "value=many"), "value cannot be many"),
        (("correct", "ID", "quote=x"), "quote of a figure cannot be corrected; these can: value"),
        (("correct", "ID", "period=2030"), "nothing is corrected: every field is as it was read"),
        (("accept", "f000"), "the ledger holds no record f000"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_line(
    here: Command, ledger: Path, target: str, arguments: tuple[str, ...], fault: str
) -> None:
    said = here("review", *(target if a == "ID" else a for a in arguments), "--ledger", ledger)
    assert said.status
    assert said.err.startswith(f"servanda: {fault}")


def test_keys_say_it_all_in_a_terminal(here: Command, ledger: Path, target: str, tmp_path: Path) -> None:
    child, terminal = pty.fork()
    if child == 0:  # the reviewer's terminal
        os.chdir(tmp_path)
        os.environ["COLUMNS"] = "100"
        python = [sys.executable, "-m", "servanda", "review", "--kind", "figure", "--by", "ada"]
        os.execv(sys.executable, [*python, "--ledger", str(ledger)])
    seen = ""

    def until(words: str) -> None:
        nonlocal seen
        while words not in seen:
            assert select.select([terminal], [], [], 20)[0], f"no {words!r} in {seen}"
            seen += os.read(terminal, 65536).decode(errors="replace")
        seen = ""

    until("q leave")
    os.write(terminal, b"c")
    until("FIELD=VALUE  ")
    os.write(terminal, b"period=2031\n")
    until("FIELD=VALUE  ")
    os.write(terminal, b"\n")
    until("2 of 3")
    os.write(terminal, b"r")
    until("3 of 3")
    os.write(terminal, b"u")
    until("2 of 3")
    os.write(terminal, b"jq")
    os.waitpid(child, 0)
    os.close(terminal)
    assert shown(here, ledger, target)["period"] == "2031"
    log = json.loads(here("review", "log", "--format", "json", "--ledger", ledger).out)
    assert [entry["word"] for entry in log] == ["correct", "reject", "restore"]
    assert len(json.loads(here("show", "figures", "--format", "json", "--ledger", ledger).out)) == 3
