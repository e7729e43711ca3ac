"""Opening ledgers: new, old, newer than the code, and files that are none."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData

from servanda.errors import LedgerError
from servanda.model import RECORD_TYPES, Reading
from servanda.store import SqlStore, accounts, database, schema, shelf

MIGRATIONS = Path(database.__file__).parent / "migrations"


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection", "ignore:autogenerate skipping")
def test_the_migrations_lead_to_the_tables_that_the_code_expects(address: str) -> None:
    engine, every = database.open_database(address, create=True), MetaData()
    for table in [one for own in (schema, accounts, shelf) for one in own.metadata.tables.values()]:
        table.to_metadata(every)
    with engine.connect() as connection:
        opts = {"compare_type": _as_text_alike, "include_object": _is_ours}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, every) == []
    engine.dispose()


def _as_text_alike(context: MigrationContext, *pair: Any) -> bool:
    """Whether two column types differ, but for the order of texts."""
    there, here = (kind.compile(dialect=context.dialect).partition(" COLLATE")[0] for kind in pair[2:])
    return bool(there != here)


def _is_ours(_thing: object, name: str | None, *_: object) -> bool:
    """Not the tables in which SQLite keeps its index of words, nor the indexes over computed points."""
    return not (name or "").startswith("passage_words") and not (name or "").endswith("_by_worth")


def test_the_newest_migration_is_the_one_that_the_code_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == database.HEAD


def test_a_ledger_is_opened_again_with_what_it_held(tmp_path: Path, trade: Callable[..., Reading]) -> None:
    for path in (tmp_path / "ledger.db", f"sqlite:///{tmp_path}/ledger.db"):
        ledger = SqlStore(path)
        ledger.put(trade(), "1")
        ledger.close()
    ledger = SqlStore(tmp_path / "ledger.db", create=False)
    assert list(ledger.readings()) == [trade()]
    assert len(ledger.history("trade.txt")) == 1
    ledger.close()
    assert [file.name for file in tmp_path.iterdir()] == ["ledger.db"]  # the log is folded in


def test_an_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").touch()
    SqlStore(tmp_path / "ledger.db").close()
    SqlStore(tmp_path / "ledger.db", create=False).close()


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("none.db", r"there is no ledger at .*none.db; make one first: servanda read PATH --ledger"),
        ("empty.db", r"there is no ledger at .*empty.db; make one first"),
        ("note.txt", r"note.txt is no ledger; name another file"),
        ("other.db", r"other.db is a database, but no ledger"),
        ("", r"is a folder; name a file in it"),
        ("no/ledger.db", r"there is no folder .*no; create it first"),
        ("newer.db", r"newer.db was written by a newer servanda .*0999.*update servanda"),
        ("torn.db", r"torn.db is no ledger"),
    ],
)
def test_what_is_no_ledger_says_so_and_what_to_do(tmp_path: Path, name: str, complaint: str) -> None:
    (tmp_path / "empty.db").touch()
    (tmp_path / "note.txt").write_text("not a ledger", encoding="utf-8")
    _database(tmp_path / "other.db", "CREATE TABLE songs (title TEXT)")
    _database(
        tmp_path / "newer.db",
        "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('0999')",
    )
    (tmp_path / "torn.db").write_bytes(b"SQLite format 3\x00" + b"\x01" * 5000)
    with pytest.raises(LedgerError, match=complaint):
        SqlStore(tmp_path / name, create=False)


def _database(path: Path, script: str) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()


@pytest.mark.parametrize("url", ["nosuch://host/db", "postgresql://", "://"])
def test_an_address_that_no_database_answers_to(url: str) -> None:
    with pytest.raises(LedgerError):
        SqlStore(url)


def test_a_refused_ledger_is_left_as_it_was(tmp_path: Path) -> None:
    _database(tmp_path / "other.db", "CREATE TABLE songs (title TEXT)")
    before = (tmp_path / "other.db").read_bytes()
    with pytest.raises(LedgerError):
        SqlStore(tmp_path / "other.db")
    assert (tmp_path / "other.db").read_bytes() == before


def test_many_writers_wait_for_each_other(address: str, trade: Callable[..., Reading]) -> None:
    """Several processes may read into one ledger at once; each thread here has its own connections."""
    faults: list[Exception] = []

    def write(writer: int) -> None:
        try:
            ledger = SqlStore(address)
            for n in range(10):
                ledger.put(
                    trade(f"{n}.txt", text=f"{n} India Russia $100 billion 2030 11.25 billion 2012"),
                    str(writer % 2),
                )
            ledger.close()
        except LedgerError as error:
            faults.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    ledger = SqlStore(address)
    assert ledger.counts()["figure"] == 20
    ledger.close()


def test_an_older_ledger_is_searched_like_a_new_one(tmp_path: Path, trade: Callable[..., Reading]) -> None:
    path = tmp_path / "ledger.db"
    ledger = SqlStore(path)
    ledger.put(trade(title="ẤN ĐỘ"), "1")
    ledger.close()
    _database(
        path,
        "ALTER TABLE document DROP COLUMN folded; ALTER TABLE evidence DROP COLUMN folded;"
        "ALTER TABLE figure DROP COLUMN origin; ALTER TABLE source DROP COLUMN chain;"
        "DROP TABLE review; DROP TABLE reviewed; DROP TABLE watched; DROP INDEX document_by_date;"
        "DROP TABLE access; DROP TABLE account; DROP TABLE linked;"
        'CREATE TABLE judgement ("left" TEXT, "right" TEXT, same BOOLEAN, reason TEXT, judged_at TEXT);'
        + "".join(
            f"DROP INDEX {kind}_by_worth; ALTER TABLE {kind} DROP COLUMN corrected;" for kind in RECORD_TYPES
        )
        + "UPDATE alembic_version SET version_num = '0004'",
    )
    ledger = SqlStore(path)
    assert ledger.count("document", text="ấn INDIA") == 1
    assert ledger.count("figure", text="BILLION") == 2
    ledger.close()


def test_a_second_opening_in_one_process_keeps_the_locks_of_the_first(tmp_path: Path) -> None:
    """Else another process takes itself for the last, and clears away the log that the first writes to."""
    path = tmp_path / "ledger.db"
    first = SqlStore(path)
    SqlStore(path, create=False).close()
    look = "import sys; from servanda.store import SqlStore; SqlStore(sys.argv[1], create=False).close()"
    subprocess.run([sys.executable, "-c", look, path], check=True)
    assert (tmp_path / "ledger.db-wal").exists()
    first.close()
    assert not (tmp_path / "ledger.db-wal").exists()
