"""Ledgers written to a file and back, from each kind of database to each."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest

import servanda
from servanda import Ledger
from servanda.errors import LedgerError
from servanda.model import Reading
from servanda.store import SqlStore

DOSSIER = f"{files('servanda')}/data/sample/2013*"


def exported(ledger: Ledger) -> bytes:
    out = BytesIO()
    ledger.export("jsonl", out)
    return out.getvalue()


@pytest.fixture
def other(request: pytest.FixtureRequest, address: str, tmp_path: Path) -> str:
    """The address of an empty ledger in the other kind of database."""
    if "://" in address:
        return str(tmp_path / "other.db")
    made: str = request.getfixturevalue("postgres")()
    return made


def test_a_ledger_comes_back_whole_in_any_kind_of_database(address: str, other: str, tmp_path: Path) -> None:
    with servanda.open(address) as ledger:
        servanda.read([DOSSIER], ledger)
        ledger.judge("IN", "RU", same=False, reason="two states")
        before, log = exported(ledger), ledger.check()
        ledger.backup(tmp_path / "backup.db")
    with servanda.open(tmp_path / "backup.db", create=False) as file:
        assert exported(file) == before
        assert file.search("trade turnover").total > 0
    with servanda.open(other) as ledger:
        ledger.restore(tmp_path / "backup.db")
        assert exported(ledger) == before
        assert ledger.check() == log
        assert [j.reason for j in ledger.judgements() if j.by == "person"] == ["two states"]
        assert servanda.read([DOSSIER], ledger).read == 0
        (tmp_path / "new.txt").write_text("Russia pledged 3 billion roubles in 2020.", encoding="utf-8")
        assert servanda.read([tmp_path / "new.txt"], ledger).added == 1
        assert ledger.check().faults == ()
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == ["backup.db"]


def test_a_search_finds_the_same_after_a_restore(tmp_path: Path) -> None:
    with servanda.open(tmp_path / "a.db") as one, servanda.open(tmp_path / "b.db") as two:
        servanda.read([DOSSIER], one)
        one.backup(tmp_path / "backup.db")
        two.restore(tmp_path / "backup.db")
        found = one.search("trade")
        assert found.total > 0
        assert two.search("trade") == found


def test_a_ledger_that_others_write_to_is_restored_with_all_that_they_wrote(tmp_path: Path) -> None:
    busy, copied = tmp_path / "busy.db", tmp_path / "copy.db"
    with servanda.open(busy) as ledger:
        servanda.read([DOSSIER], ledger)
        assert (tmp_path / "busy.db-wal").stat().st_size  # what was written is not in the file itself yet
        with servanda.open(copied) as restored:
            restored.restore(busy)
            assert exported(restored) == exported(ledger)


def test_reading_a_backup_leaves_nothing_beside_it(tmp_path: Path) -> None:
    with servanda.open(tmp_path / "ledger.db") as ledger:
        servanda.read([DOSSIER], ledger)
        ledger.backup(tmp_path / "kept?#.db")
    before = (tmp_path / "kept?#.db").read_bytes()
    with servanda.open(tmp_path / "again.db") as restored:
        restored.restore(tmp_path / "kept?#.db")
    assert (tmp_path / "kept?#.db").read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob("kept*")) == ["kept?#.db"]


def test_no_backup_is_written_over_and_no_ledger_restored_over(
    store: SqlStore, tmp_path: Path, trade: Callable[..., Reading]
) -> None:
    store.put(trade(), "1")
    store.backup(tmp_path / "backup.db")
    with pytest.raises(LedgerError, match="is there already"):
        store.backup(tmp_path / "backup.db")
    with pytest.raises(LedgerError, match="holds documents already; name a new one"):
        store.restore(tmp_path / "backup.db")
    assert store.counts()["document"] == 1


@pytest.mark.parametrize(
    ("name", "complaint"),
    [("none.db", "cannot be opened: No such"), ("note.txt", "is no backup of a ledger")],
)
def test_what_is_no_backup_is_refused(store: SqlStore, tmp_path: Path, name: str, complaint: str) -> None:
    (tmp_path / "note.txt").write_text("a note", encoding="utf-8")
    with pytest.raises(LedgerError, match=complaint):
        store.restore(tmp_path / name)
    assert store.counts()["document"] == 0
