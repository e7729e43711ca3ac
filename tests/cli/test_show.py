"""``servanda show`` and ``servanda export`` on a small ledger."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from servanda.export import exporters
from tests.cli.conftest import ENGLISH, Command


def test_figures_stand_under_their_documents_with_their_words(here: Command, ledger: Path) -> None:
    said = here("show", "figures", "--ledger", ledger)
    lines = [line.split() for line in said.out.splitlines()]
    assert lines[0][:6] == ["id", "value", "indicator", "areas", "period", "status"]
    assert lines[5][:8] == ["2025-12-05", "A", "target", "The", "Times", "·", "target.txt"]
    assert lines[6][1:8] == ["100", "bn", "USD", "trade.turnover", "IN→RU", "2030", "target"]
    assert lines[7][1:7] == ["≈", "11.25", "bn", "USD", "trade.turnover", "IN→RU"]
    assert "Ấn đạt 5,5 tỷ USD trong" in said.out
    assert lines[-1] == ["3", "figures"]


@pytest.mark.parametrize("columns", ["40", "80", "120", "200"])
@pytest.mark.parametrize("kind", ["figures", "times", "entities", "documents"])
def test_no_line_is_wider_than_the_terminal(
    here: Command, ledger: Path, kind: str, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    said = here("show", kind, "--ledger", ledger)
    assert said.status == 0
    assert max(map(len, said.out.splitlines())) <= int(columns)


def test_csv_carries_exact_values(here: Command, ledger: Path) -> None:
    said = here("show", "figures", "--format", "csv", "--ledger", ledger)
    rows = list(csv.DictReader(StringIO(said.out)))
    assert [row["value"] for row in rows] == ["5500000000", "100000000000", "11250000000"]
    assert [row["quote"] for row in rows] == ["5,5 tỷ USD", "$100 billion", "$11.25 billion"]
    assert rows[0]["uri"] == "folder/half.txt"


def test_json_and_jsonl_carry_the_same(here: Command, ledger: Path) -> None:
    whole = json.loads(here("show", "figures", "--format", "json", "--ledger", ledger).out)
    lines = here("show", "figures", "--format", "jsonl", "--ledger", ledger).out.splitlines()
    assert [json.loads(line) for line in lines] == whole
    assert whole[1]["value"] == "100000000000"
    assert whole[1]["evidence"][0]["quote"] == "$100 billion"


@pytest.mark.parametrize(
    ("filters", "quotes"),
    [
        (["--status", "target"], ["$100 billion"]),
        (["--language", "vi"], ["5,5 tỷ USD"]),
        (["--min", "1e10"], ["$100 billion", "$11.25 billion"]),
        (["--max", "6000000000"], ["5,5 tỷ USD"]),
        (["--text", "BILLION"], ["$100 billion", "$11.25 billion"]),
        (["--since", "2013", "--until", "2020"], ["5,5 tỷ USD"]),
        (["--document", "target.txt", "--limit", "1"], ["$100 billion"]),
        (["--where", "bound=~", "--where", "unit=USD"], ["$11.25 billion"]),
        (["--unit", "EUR"], []),
    ],
)
def test_filters(here: Command, ledger: Path, filters: list[str], quotes: list[str]) -> None:
    said = here("show", "figures", "--format", "json", *filters, "--ledger", ledger)
    assert [record["evidence"][0]["quote"] for record in json.loads(said.out)] == quotes


def test_a_limited_table_says_how_much_there_is(here: Command, ledger: Path) -> None:
    said = here("show", "figures", "--limit", "2", "--ledger", ledger)
    assert said.out.endswith("\n2 of 3 figures; --limit 0 shows all\n")
    assert here("show", "figures", "--unit", "EUR", "--ledger", ledger).out == "no figures match\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            ["times", "--indicator", "x"],
            "time has no field indicator; filter by id, rule, value, kind, document",
        ),
        (["figures", "--where", "colour"], "--where wants FIELD=VALUE"),
        (["figures", "--where", "colour=red"], "figure has no field colour; filter by"),
        (["figures", "--status", "hoped"], "status cannot be hoped; it is one of observed, target"),
        (["figures", "--since", "soon"], "since wants a date"),
        (["trees"], "trees"),
        (["figures", "--format", "xml"], "xml"),
        (["figures", "--limit", "-1"], "--limit"),
    ],
)
def test_what_makes_no_sense_is_said_with_status_2(
    here: Command, ledger: Path, arguments: list[str], complaint: str
) -> None:
    said = here("show", *arguments, "--ledger", ledger)
    assert said.status == 2
    assert complaint in said.err
    assert said.out == ""


def test_export_writes_a_file_or_to_standard_output(here: Command, ledger: Path, tmp_path: Path) -> None:
    said = here("export", tmp_path / "out.jsonl", "--ledger", ledger)
    assert (said.status, said.err) == (0, f"7 records written to {tmp_path / 'out.jsonl'}\n")
    written = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert here("export", "-", "--ledger", ledger).out == written
    assert json.loads(written.splitlines()[3])["text"] == ENGLISH
    assert here("export", "-", "--format", "csv", "--ledger", ledger).out.count("\n") == 1 + 2 + 7


def test_export_names_its_formats_and_what_it_cannot_write(
    here: Command, ledger: Path, tmp_path: Path
) -> None:
    said = here("export", "--format", "xml", tmp_path / "out.xml", "--ledger", ledger)
    formats = ", ".join(exporters())
    assert (said.status, said.err) == (2, f"servanda: no such format: xml; there are {formats}\n")
    assert not (tmp_path / "out.xml").exists()
    said = here("export", tmp_path / "no" / "out.jsonl", "--ledger", ledger)
    assert (said.status, said.out) == (2, "")
    assert said.err.endswith("cannot be written: No such file or directory\n")


SAID = (
    "Vietnam and Japan agreed to build a nuclear plant by 2030. "
    "Japan will continue to cooperate in trade. Kenya condemned the attack."
)


@pytest.mark.parametrize(
    ("asked", "quotes"),
    [
        ("commitments", ["Vietnam and Japan agreed", "Japan will continue"]),
        ("commitments --binding high", ["Vietnam and Japan agreed"]),
        ("commitments --by VN,KE", ["Vietnam and Japan agreed"]),
        ("commitments --by JP --topic trade --binding low", ["Japan will continue"]),
        ("statements --act expressive", ["Kenya condemned"]),
        ("statements --by KE,VN", ["Vietnam and Japan agreed", "Kenya condemned"]),
        ("statements --topic space", []),
    ],
)
def test_statements_are_found_by_who_says_what(
    here: Command, tmp_path: Path, asked: str, quotes: list[str]
) -> None:
    (tmp_path / "said.txt").write_text(SAID, encoding="utf-8")
    here("read", tmp_path / "said.txt", "--ledger", tmp_path / "said.db")
    said = here("show", *asked.split(), "--format", "json", "--ledger", tmp_path / "said.db")
    found = [record["evidence"][0]["quote"] for record in json.loads(said.out)]
    assert len(found) == len(quotes)
    assert all(quote.startswith(begin) for quote, begin in zip(found, quotes, strict=True))
