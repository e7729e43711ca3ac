"""Opening a ledger: its address, its connection, its tables brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from servanda.errors import LedgerError
from servanda.store import faults, postgresql

HEAD = "0014"
"""The newest migration; a ledger that is there already needs no migrating (and no Alembic)."""

_VERSIONS = "alembic_version"


def open_database(address: str | Path, *, create: bool) -> Engine:
    """The engine of the ledger at a path or a SQLAlchemy URL, with its tables up to date.

    Raises :class:`LedgerError` where there is none (unless it may be created), where the file is no
    ledger, and where a newer servanda wrote it.
    """
    url = str(address) if "://" in str(address) else _file_url(Path(address), create=create)
    with translated(address):
        engine = connections(url)
        try:
            _bring_up_to_date(engine, shown(address), create=create)
        except BaseException:
            engine.dispose()
            raise
    return engine


def _file_url(path: Path, *, create: bool) -> str:
    """The URL of a file, which SQLite alone opens.

    Whoever opens and closes it otherwise drops every lock that this process holds on it (POSIX): another
    process then clears away the log that connections of this one still write to.
    """
    if path.is_dir():
        raise LedgerError(f"{path} is a folder; name a file in it, such as {path / 'ledger.db'}")
    if not path.parent.is_dir():
        raise LedgerError(f"there is no folder {path.parent}; create it first")
    if not path.exists() and not create:
        raise LedgerError(missing(path))
    return f"sqlite:///{path}"


def shown(address: object) -> str:
    """An address as it may be told: without its password.

    >>> shown("postgresql://clerk:secret@example.org/ledger")
    'postgresql://clerk:***@example.org/ledger'
    """
    told = str(address)
    if "://" not in told:
        return told
    try:
        return make_url(told).render_as_string(hide_password=True)
    except ArgumentError:
        return told


def missing(address: str | Path) -> str:
    """What to say where no ledger is yet.

    >>> missing("ledger.db")
    'there is no ledger at ledger.db; make one first: servanda read PATH --ledger ledger.db'
    """
    return f"there is no ledger at {address}; make one first: servanda read PATH --ledger {address}"


def connections(address: str) -> Engine:
    """The connections of an address, whatever is there."""
    url = address if "://" in address else f"sqlite:///{address}"
    if url.startswith(postgresql.SCHEMES):
        return postgresql.engine(url)
    engine = create_engine(make_url(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so, below
    # FULL: what is reported as stored outlives a power cut, for the price of one more write to the disk
    for pragma in ("busy_timeout=30000", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: one that reads first and writes later could not wait for it."""
    immediate = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that may write, alone: all of it happens, or none."""
    options = postgresql.WRITES if engine.dialect.name == "postgresql" else {}
    with engine.execution_options(writes=True, **options).begin() as connection:
        yield connection


@contextmanager
def translated(address: object) -> Iterator[None]:
    """What a database complains about, as a :class:`LedgerError` that names the ledger and a remedy."""
    told = shown(address)
    try:
        yield
    except DBAPIError as error:
        raise faults.translated(told, error) from error
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise LedgerError(f"{told} is no address of a database that can be used here: {error}") from error
    except SQLAlchemyError as error:
        raise LedgerError(f"{told}: {error}") from error


def _bring_up_to_date(engine: Engine, address: str, *, create: bool) -> None:
    with engine.connect() as connection:
        version = _version(connection, address)
    if version == HEAD:
        return
    if version is None and not create:
        raise LedgerError(missing(address))
    if version is not None and version > HEAD:
        raise LedgerError(
            f"{address} was written by a newer servanda (its tables are {version}, this one knows {HEAD}); "
            "update servanda, or name another ledger with --ledger"
        )
    _let_readers_and_writer_work_at_once(engine)
    with writing(engine) as connection:
        migrate(connection)


def _let_readers_and_writer_work_at_once(engine: Engine) -> None:
    """SQLite keeps this mode in the file, so it is set once, and never in a file that is not ours."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA journal_mode=WAL")


def _version(connection: Connection, address: str) -> str | None:
    tables = inspect(connection).get_table_names()
    if _VERSIONS in tables:
        version = connection.execute(text(f"SELECT version_num FROM {_VERSIONS}")).scalar()  # noqa: S608
        return None if version is None else str(version)
    if tables:
        raise LedgerError(f"{address} is a database, but no ledger; name another one with --ledger")
    return None


def migrate(connection: Connection, revision: str = "head") -> None:
    """Brings the tables to a revision, within the transaction that the caller began."""
    from alembic import command  # noqa: PLC0415  (slow to import, seldom needed)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    if connection.dialect.name == "postgresql":
        postgresql.order_by_letters(connection)
