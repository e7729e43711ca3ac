"""Ledgers of every earlier kind, with data in them, brought up to date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, select

from servanda.model import Reading
from servanda.store import SqlStore, database, schema

MIGRATIONS = Path(database.__file__).parent / "migrations"


def revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return sorted(script.revision for script in ScriptDirectory.from_config(config).walk_revisions())


def put_as_of(revision: str, address: str, now: Path) -> None:
    """Makes a ledger as it was at a revision, with what a ledger of today holds as far as it had a place."""
    today, then = create_engine(f"sqlite:///{now}"), database.connections(address)
    with today.connect() as source, database.writing(then) as target:
        database.migrate(target, revision)
        tables = MetaData()
        tables.reflect(target)
        for table in schema.metadata.sorted_tables:
            if table.name in tables.tables:
                old = tables.tables[table.name].columns.keys()
                kept = [c for c in table.columns if c.name in old and c is not schema.source.c.id]
                rows = [dict(row) for row in source.execute(select(*kept)).mappings()]
                if rows:
                    target.execute(table.insert(), rows)
    today.dispose()
    then.dispose()


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")
@pytest.mark.parametrize("revision", revisions())
def test_what_an_older_ledger_held_is_there_when_it_was_brought_up_to_date(
    address: str, revision: str, tmp_path: Path, trade: Callable[..., Reading]
) -> None:
    readings = [trade(f"{name}.txt", text=f"{name}: {trade().document.text}") for name in "abc"]
    now = SqlStore(tmp_path / "now.db")
    for reading in readings:
        now.put(reading, "1")
    now.close()
    put_as_of(revision, address, tmp_path / "now.db")
    ledger = SqlStore(address, create=False)
    assert list(ledger.readings()) == readings
    assert [row["status"] for row in ledger.history("a.txt")] == ["stands"]
    assert ledger.put(trade("d.txt"), "1") == "added"
    assert ledger.put(readings[0], "2") == "replaced"
    assert ledger.counts()["document"] == 4
    ledger.close()
