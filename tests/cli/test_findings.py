"""``servanda findings``, ``import figures`` and ``reference load`` on a small ledger."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.conftest import Command

ROWS = "indicator,area,counterpart,period,value,unit,claimed_by\n"


@pytest.fixture
def tables(here: Command, ledger: Path, tmp_path: Path) -> Path:
    """The small ledger with a table that disagrees with it."""
    (tmp_path / "t.csv").write_text(f"{ROWS}trade.turnover,IND,RUS,2012,7000000000,USD,A. Author\n")
    assert here("import", "figures", "t.csv", "--ledger", ledger).err == "t.csv: added, 1 figures\n"
    return ledger


def test_json_has_each_finding_with_its_five_fields(here: Command, tables: Path) -> None:
    found = json.loads(here("findings", "--format", "json", "--ledger", tables).out)
    assert all(list(one) == ["id", "kind", "severity", "message", "records"] for one in found)
    assert {one["kind"] for one in found} == {"conflict", "target"}


def test_a_table_of_findings_shows_the_records_they_rest_on(here: Command, tables: Path) -> None:
    out = here("findings", "--kind", "conflict", "--ledger", tables).out
    assert "about 11.25 bn USD" in " ".join(out.split())
    assert "A. Author" in out
    assert "target.txt" in out
    assert out.splitlines()[-1].startswith("1 finding: 1 conflict")


def test_a_word_on_a_finding_is_kept_when_the_table_is_read_again(here: Command, tables: Path) -> None:
    (one,) = json.loads(here("findings", "--kind", "conflict", "--format", "json", "--ledger", tables).out)
    said = here("review", "reject", one["id"][:6], "--note", "two bases", "--ledger", tables)
    assert said.err == f"finding {one['id']}: rejected; decided\n"
    Path("t.csv").write_text(f"{ROWS}trade.turnover,IND,RUS,2012,7000000000,USD,A. Author\n")
    assert "unchanged" in here("import", "figures", "t.csv", "--ledger", tables).err
    rows = list(csv.DictReader(StringIO(here("findings", "--format", "csv", "--ledger", tables).out)))
    assert [(r["verdict"], r["note"]) for r in rows if r["kind"] == "conflict"] == [("reject", "two bases")]
    shown = here("findings", "--verdict", "reject", "--ledger", tables).out
    assert "✗ rejected: two bases" in " ".join(shown.split())
    assert one["id"] not in here("findings", "--verdict", "open", "--format", "json", "--ledger", tables).out


def test_a_reference_stands_beside_the_claims(here: Command, ledger: Path, tmp_path: Path) -> None:
    head = "INDICATOR,REF_AREA,COUNTERPART_AREA,UNIT_MEASURE,UNIT_MULT,TIME_PERIOD,OBS_VALUE\n"
    (tmp_path / "r.csv").write_text(f"{head}trade.turnover,IND,RUS,USD,6,2012,7000\n")
    assert here("reference", "load", "r.csv", "--ledger", ledger).err == "r.csv: added, 1 reference points\n"
    assert "departs from the reference" in " ".join(here("findings", "--ledger", ledger).out.split())


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("findings", "--kind", "x"), "kind cannot be x; it is one of conflict"),
        (("review", "accept", "x0"), "the ledger holds no finding x0"),
        (("import", "figures", "none.csv"), "none.csv: No such file or directory"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_line(
    here: Command, ledger: Path, arguments: tuple[str, ...], fault: str
) -> None:
    said = here(*arguments, "--ledger", ledger)
    assert said.status
    assert said.err.startswith(f"servanda: {fault}")
