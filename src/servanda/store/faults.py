"""What databases complain about, with a remedy; and patience with one that is away for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from servanda.errors import LedgerError, LedgerUnavailable

PATIENCE = 60.0
"""Seconds in which a database that went away may come back."""
FIRST, LONGEST = 0.1, 5.0
"""The first pause between two attempts, in seconds; each is twice the one before, up to the longest."""

_DISK = "make room on its disk, or a larger limit"
_REMEDIES = {
    "SQLITE_FULL": _DISK,
    "SQLITE_IOERR": f"its disk does not take or give it; {_DISK}",
    "SQLITE_BUSY": "another process has been writing for half a minute; let it finish",
    "SQLITE_READONLY": "it may not be written; check its permissions, and those of its folder",
    "SQLITE_CANTOPEN": "check its permissions, and those of its folder",
    "53100": _DISK,  # the sqlstates of PostgreSQL
    "53300": "its server has no connection left; let others finish",
}
"""What to do, by how the name of a fault begins."""
_GONE = ("08", "57P01", "57P02", "57P03")
"""PostgreSQL's names for a server that stops, starts, or is not reached."""

Found = TypeVar("Found")


def translated(told: str, error: DBAPIError) -> LedgerError:
    """The fault of a ledger called ``told``; :class:`LedgerUnavailable` where waiting or room helps."""
    said = " ".join(str(error.orig).split())
    if gone(error):
        return LedgerUnavailable(f"{told} cannot be reached ({said}); {_again('start its server')}")
    name = _name(error)
    if name == "SQLITE_NOTADB":
        return LedgerError(f"{told} is no ledger; name another file with --ledger")
    remedy = next((one for start, one in _REMEDIES.items() if name.startswith(start)), None)
    if remedy:
        return LedgerUnavailable(f"{told}: {said}; {_again(remedy)}")
    return LedgerError(f"{told}: {said}")


def _again(remedy: str) -> str:
    return f"{remedy}, then run the same command again: whatever was reported as stored is kept"


def gone(error: DBAPIError) -> bool:
    """Whether a server is not there for now, or went away in the middle."""
    if not isinstance(error, (OperationalError, InterfaceError)) or _sqlite(error):
        return False
    return error.connection_invalidated or not _name(error) or _name(error).startswith(_GONE)


def _sqlite(error: DBAPIError) -> bool:
    return type(error.orig).__module__ == "sqlite3"


def _name(error: DBAPIError) -> str:
    """The database's own name for a fault."""
    name = getattr(error.orig, "sqlite_errorname" if _sqlite(error) else "sqlstate", None)
    return str(name or "")


def patiently(attempt: Callable[[], Found]) -> Found:
    """What an attempt gives: made again while the database is away, ever more seldom, for a minute.

    The attempt is a whole transaction, so that nothing is done by halves or twice.
    """
    pause, deadline = FIRST, time.monotonic() + PATIENCE
    while True:
        try:
            return attempt()
        except DBAPIError as error:
            if not gone(error) or time.monotonic() + pause > deadline:
                raise
        time.sleep(pause)
        pause = min(2 * pause, LONGEST)
