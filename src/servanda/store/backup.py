"""A ledger copied into another one: to a file and back, from any kind of database to any."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, insert, select, text

from servanda.errors import LedgerError
from servanda.store import fulltext, schema
from servanda.store.database import open_database, writing

BATCH = 1000
"""Rows copied together: few enough to keep memory flat."""


def write(source: Engine, path: Path) -> None:
    """A new file with all that a ledger holds; it appears when it is whole, and never over another one."""
    if path.exists():
        raise LedgerError(f"{path} is there already; name a new file for the backup")
    with tempfile.TemporaryDirectory(dir=_folder(path), prefix=".backup-") as folder:
        part = Path(folder) / "ledger.db"
        target = open_database(part, create=True)
        try:
            copy(source, target)
        finally:
            target.dispose()
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)


def take(path: Path, target: Engine) -> None:
    """All that a backup holds, of whatever version, into an empty ledger; the backup stays as it is."""
    with tempfile.TemporaryDirectory(prefix="servanda-") as folder:
        own = Path(folder) / "ledger.db"
        _copy_file(path, own)
        try:
            source = open_database(own, create=False)
        except LedgerError as error:
            raise LedgerError(f"{path} is no backup of a ledger") from error
        try:
            copy(source, target)
        finally:
            source.dispose()


def _copy_file(path: Path, own: Path) -> None:
    """The file as it stands at one moment, by SQLite itself, which knows what others are writing to it.

    Where there is no log beside it, nobody has it open, and reading it leaves nothing behind.
    """
    if not path.exists():
        raise LedgerError(f"{path} cannot be opened: No such file")
    how = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "immutable=1"
    address = f"file:{quote(str(path.resolve()))}?{how}"
    try:
        with closing(sqlite3.connect(address, uri=True)) as source, closing(sqlite3.connect(own)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise LedgerError(f"{path} is no backup of a ledger") from error


def copy(source: Engine, target: Engine) -> None:
    """Every row of one ledger, as it stands at one moment, into another: all of them or none."""
    with source.connect() as here, writing(target) as there:
        if there.execute(select(schema.source.c.id).limit(1)).first():
            raise LedgerError("that ledger holds documents already; name a new one with --ledger")
        for table in schema.metadata.sorted_tables:
            rows = here.execution_options(yield_per=BATCH).execute(select(table)).mappings()
            for part in rows.partitions():
                there.execute(insert(table), [dict(row) for row in part])
        fulltext.fill(there)
        _count_on(there)


def _count_on(connection: Connection) -> None:
    """PostgreSQL counts the entries of the logs by itself, from where the copy ends."""
    if connection.dialect.name == "postgresql":
        for log in ("source", "review"):
            last = f"(SELECT max(id) FROM {log})"  # noqa: S608  (two names of ours)
            connection.execute(text(f"SELECT setval('{log}_id_seq', {last}) WHERE {last} IS NOT NULL"))


def _folder(path: Path) -> Path:
    if not path.parent.is_dir():
        raise LedgerError(f"there is no folder {path.parent}; create it first")
    return path.parent
