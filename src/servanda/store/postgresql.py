"""What is PostgreSQL's own: its connections, one writer at a time, texts ordered as everywhere else."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url

from servanda.errors import LedgerError

SCHEMES = ("postgresql://", "postgresql+psycopg://")
WRITES = {"isolation_level": "READ COMMITTED"}
"""A writer sees what the one before it wrote, not what stood when it began to wait."""

_TURN = 0x5E2A  # the lock that a writer holds; any number that all writers share
_MISSING = "PostgreSQL needs a driver: pip install 'servanda[postgres]'"


def engine(url: str) -> Engine:
    """The connections of a PostgreSQL address; :class:`LedgerError` where its driver is not installed."""
    try:
        made = create_engine(
            make_url(url).set(drivername="postgresql+psycopg"),
            isolation_level="REPEATABLE READ",  # what is read out is of one moment
            pool_pre_ping=True,  # a server that was away for a while is found again
        )
    except ImportError as error:
        raise LedgerError(_MISSING) from error
    event.listen(made, "connect", _refuse_other_letters)
    event.listen(made, "begin", _wait_for_turn)
    return made


def _refuse_other_letters(connection: Any, _record: object) -> None:
    name, encoding = connection.info.dbname, connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        connection.close()
        raise LedgerError(f"the database {name} is in {encoding}; make one with ENCODING 'UTF8'")


def _wait_for_turn(connection: Connection) -> None:
    """One writer at a time, as in SQLite: what it looks at stays so until it is done."""
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")


def order_by_letters(connection: Connection) -> None:
    """Lets every text column be ordered by code points, whatever the database's own language.

    Exports come in the same order from every database, and the beginning of an id can be looked up.
    """
    columns = connection.execute(
        text(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND data_type = 'text' "
            "AND collation_name IS DISTINCT FROM 'C' ORDER BY table_name, ordinal_position"
        )
    ).all()
    for table, column in columns:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE text COLLATE "C"')
