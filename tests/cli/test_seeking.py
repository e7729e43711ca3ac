"""``servanda search`` and ``servanda ask`` on a small ledger."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.conftest import Command


def test_sentences_stand_under_their_documents(here: Command, ledger: Path) -> None:
    said = here("search", "trade", "target", "--ledger", ledger)
    assert said.status == 0
    assert "target.txt" in said.out
    assert "$100 billion" in said.out
    assert said.out.splitlines()[-1].endswith(("sentence", "sentences"))


def test_a_search_as_data(here: Command, ledger: Path) -> None:
    found = json.loads(here("search", "lang:vi", "--format", "json", "--ledger", ledger).out)
    assert {row["language"] for row in found["rows"]} == {"vi"}
    rows = list(
        csv.DictReader(StringIO(here("search", "lang:vi", "--format", "csv", "--ledger", ledger).out))
    )
    assert [row["sentence"] for row in rows] == [row["sentence"] for row in found["rows"]]


def test_nothing_found_is_said(here: Command, ledger: Path) -> None:
    said = here("search", "zebra", "--ledger", ledger)
    assert (said.status, said.out.strip()) == (0, "no sentence matches")


def test_a_field_that_there_is_not_is_named(here: Command, ledger: Path) -> None:
    said = here("search", "colour:red", "--ledger", ledger)
    assert said.status == 2
    assert "no field colour" in said.err


def test_an_answer_stands_with_its_quotes(here: Command, ledger: Path) -> None:
    said = here("ask", "What is the trade target for 2030?", "--ledger", ledger)
    assert said.status == 0
    assert "100 bn USD by 2030" in said.out
    assert "“$100 billion”" in said.out


def test_an_answer_as_data(here: Command, ledger: Path) -> None:
    said = here("ask", "What is the trade target for 2030?", "--format", "json", "--ledger", ledger)
    found = json.loads(said.out)
    assert found["found"]
    assert found["lines"][0]["citations"][0]["quote"] == "$100 billion"


@pytest.mark.parametrize("question", ["What is the price of bananas?", "What is the trade target for 2050?"])
def test_where_there_is_no_answer_the_status_says_so_too(here: Command, ledger: Path, question: str) -> None:
    said = here("ask", question, "--ledger", ledger)
    assert said.status == 1
    assert "holds no answer" in said.out
