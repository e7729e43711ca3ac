"""docs/cli.md against the commands themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from servanda.cli.commands import app

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
SECTIONS = dict(
    re.findall(
        r"^## (\w+)\n(.*?)(?=^## |\Z)",
        (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
)


def test_every_command_has_its_section_and_no_other() -> None:
    assert list(SECTIONS) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_in_its_section_and_no_other(name: str) -> None:
    parts = [COMMANDS[name], *getattr(COMMANDS[name], "commands", {}).values()]
    params = [p for part in parts for p in part.params]
    options = {o for p in params for o in (*p.opts, *p.secondary_opts) if o.startswith("--")}
    shared = {"--help", "--ledger"}
    assert "--ledger" in options
    assert set(re.findall(r"(?<!-)--[a-z][a-z-]*", SECTIONS[name])) - shared == options - shared


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_teaches_by_examples(name: str) -> None:
    assert f"servanda {name}" in COMMANDS[name].epilog
    assert f"    servanda {name}" in SECTIONS[name]
