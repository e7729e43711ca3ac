"""Series and findings over Parquet: what a ledger of the same documents says of its figures."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

import servanda
from servanda import app
from servanda.cli import run
from servanda.glean import Gleaned
from servanda.link.linked import Linked

DOSSIER = f"{files('servanda')}/data/sample/[0-9]*"
OF_NUMBERS = ("conflict", "arithmetic", "target")


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the sample dossier as Parquet, some documents of it twice."""
    folder = tmp_path_factory.mktemp("glean") / "records"
    app.harvest([DOSSIER, DOSSIER.replace("[0-9]*", "2013*")], folder)
    return folder


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> servanda.Ledger:
    opened = servanda.open(tmp_path_factory.mktemp("ledger") / "ledger.db")
    servanda.read([DOSSIER], opened)
    return opened


def test_findings_are_those_of_a_ledger(records: Path, ledger: servanda.Ledger) -> None:
    found = Gleaned(str(records)).findings()
    assert found == [one for one in ledger.findings() if one in found]
    missing = [one for one in ledger.findings() if one.kind in OF_NUMBERS and one not in found]
    assert (missing, len(found) > 3) == ([], True)


def test_series_are_those_of_a_ledger(records: Path, ledger: servanda.Ledger) -> None:
    gleaned = Gleaned(str(records))
    assert gleaned.indicators() == {name: n for name, n in ledger.store.tally("figure", "indicator") if name}
    every = Linked(ledger.store.readings()).series
    assert gleaned.series("trade.turnover") == [one for one in every if one.key[0] == "trade.turnover"]


def test_the_command_tells_them(records: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["findings", "--parquet", str(records), "--kind", "target", "--format", "csv"]) == 0
    header, *rows = capfd.readouterr().out.splitlines()
    assert header.startswith("id,kind,severity,message,records")
    assert rows
    assert all(",target," in row for row in rows)
    assert run(["findings", "--parquet", str(records)]) == 0
    assert "target" in capfd.readouterr().out
