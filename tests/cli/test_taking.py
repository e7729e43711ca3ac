"""``servanda export``, ``cite`` and ``publish`` as a person runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

import servanda
from servanda.export import exporters
from tests.cli.conftest import Command


@pytest.mark.parametrize("name", exporters())
def test_every_format_is_a_file_away(here: Command, ledger: Path, tmp_path: Path, name: str) -> None:
    said = here("export", "--format", name, "out", "--ledger", ledger)
    assert (said.status, said.out) == (0, "")
    assert "records written to out" in said.err
    assert (tmp_path / "out").stat().st_size > 0


def test_one_document_is_taken_by_its_name(here: Command, ledger: Path) -> None:
    whole = here("export", "-", "--ledger", ledger)
    alone = here("export", "-", "--document", "half.txt", "--ledger", ledger)
    assert alone.out.count("\n") == 3  # the document, its figure, its time
    assert set(alone.out.splitlines()) < set(whole.out.splitlines())
    missing = here("export", "-", "--document", "nothing.txt", "--ledger", ledger)
    assert (missing.status, missing.out) == (1, "")
    assert missing.err == "servanda: the ledger holds no document nothing.txt\n"


def test_a_record_is_cited(here: Command, ledger: Path) -> None:
    with servanda.open(ledger) as opened:
        (target,) = opened.figures(status="target")
    said = here("cite", target.id, "--ledger", ledger)
    assert said.out.startswith(
        "“$100 billion” A target. The Times, 2025-12-05. folder/target.txt. Ledger: figure"
    )
    bibtex = here("cite", target.id[:6], "--format", "bibtex", "--ledger", ledger)
    assert bibtex.out.startswith(f"@misc{{{target.id},")


def test_a_site_is_published(here: Command, ledger: Path, tmp_path: Path) -> None:
    said = here("publish", "site", "--ledger", ledger)
    assert said.status == 0
    assert said.err.endswith("pages written; open site/index.html\n")
    assert (tmp_path / "site" / "index.html").is_file()
    again = here("publish", tmp_path.parent, "--ledger", ledger)
    assert (again.status, again.out) == (2, "")
    assert "has other files in it" in again.err
