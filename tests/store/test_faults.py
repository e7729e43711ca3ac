"""Databases in trouble: a full disk, a server that goes away; what is said, and what is kept."""

from __future__ import annotations

import json
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import servanda
from servanda.errors import LedgerUnavailable
from servanda.model import Reading
from servanda.store import SqlStore, faults
from tests.conftest import Server

Make = Callable[..., Reading]


def collection(folder: Path, count: int) -> None:
    lines = ({"id": n, "text": f"Trade grew by {n}% in 2012. " * 20} for n in range(count))
    (folder / "lines.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")


def reading(folder: Path, address: str, **more: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "servanda", "read", "lines.jsonl", "--names", "--ledger", address]
    return subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more
    )


def named(said: str) -> set[str]:
    return {line.split()[1] for line in said.splitlines()}


# --- the disk


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """No file of this process may grow beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_that_may_not_grow_keeps_what_was_stored(tmp_path: Path, trade: Make) -> None:
    store = SqlStore(tmp_path / "ledger.db")
    stored = []
    with files_end_at(2_000_000), pytest.raises(LedgerUnavailable, match="make room on its disk"):  # noqa: PT012
        for n in range(1000):
            store.put(trade(f"{n}.txt", f"{n}: India and Russia, $100 billion 2030 11.25 billion 2012"), "1")
            stored.append(f"{n}.txt")
    assert len(stored) > 5
    assert store.check().faults == ()
    assert sorted(document.uri for document in store.documents()) == sorted(stored)
    assert store.put(trade("more.txt"), "1") == "added"
    store.close()


def test_a_full_disk_ends_it_and_nothing_named_is_lost(tmp_path: Path) -> None:
    """On a file system of 3 MB of its own, where users may make one."""
    probe = ["unshare", "--map-root-user", "--user", "--mount", "true"]
    if not shutil.which("unshare") or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be made here without being the superuser")
    disk, kept = tmp_path / "disk", tmp_path / "kept"
    disk.mkdir()
    kept.mkdir()
    collection(kept, 300)
    script = (
        f"mount -t tmpfs -o size=3m none {disk} && cd {disk} && cp {kept}/lines.jsonl . && "
        f"{sys.executable} -m servanda read lines.jsonl --names --ledger ledger.db; status=$?; "
        f"rm lines.jsonl; cp ledger.db* {kept}; exit $status"
    )
    made = subprocess.run(
        [*probe[:-1], "sh", "-c", script], capture_output=True, text=True, check=False, timeout=120
    )
    assert made.returncode == 1
    *_, stopped, fault = made.stderr.splitlines()
    assert stopped.endswith("then stopped; the same command goes on from there")
    assert re.match("servanda: ledger.db: .*; make room on its disk", fault)
    with servanda.open(kept / "ledger.db", create=False) as ledger:
        assert ledger.check().faults == ()
        assert named(made.stdout) <= {document.uri for document in ledger.documents()}
        assert 0 < ledger.store.count("document") < 300
    with reading(kept, "ledger.db") as process:
        process.communicate(timeout=120)
    with servanda.open(kept / "ledger.db", create=False) as ledger:
        assert ledger.store.count("document") == 300


def test_a_ledger_that_may_not_be_written_says_so(tmp_path: Path, trade: Make) -> None:
    SqlStore(tmp_path / "ledger.db").close()
    store = SqlStore(f"sqlite:///file:{tmp_path}/ledger.db?mode=ro&uri=true")
    with pytest.raises(LedgerUnavailable, match="readonly database; it may not be written; check its perm"):
        store.put(trade(), "1")
    store.close()


# --- the server


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of one test's own."""
    made = Server()
    made.tell("CREATE DATABASE ledger")
    yield made
    made.remove()


def test_a_server_that_comes_back_is_waited_for(tmp_path: Path, server: Server) -> None:
    collection(tmp_path, 60)
    with reading(tmp_path, server.address("ledger")) as process:
        assert process.stdout is not None
        first = [process.stdout.readline() for _ in range(20)]
        server.stop(signal.SIGQUIT)
        time.sleep(1)
        server.start()
        out, err = process.communicate(timeout=120)
    assert err == "documents: 60 read\n"
    with servanda.open(server.address("ledger"), create=False) as ledger:
        assert ledger.check().faults == ()
        assert {document.uri for document in ledger.documents()} == named("".join(first) + out)
        assert ledger.store.count("document") == 60


def test_a_server_that_stays_away_ends_it(
    server: Server, trade: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "PATIENCE", 0.5)
    store = SqlStore(server.address("ledger"))
    store.put(trade("a.txt"), "1")
    server.stop(signal.SIGQUIT)
    for attempt in (lambda: store.put(trade("b.txt"), "1"), lambda: store.count("document")):
        with pytest.raises(LedgerUnavailable, match=r"cannot be reached .*; start its server, then run"):
            attempt()
    server.start()
    assert store.put(trade("b.txt"), "1") == "added"
    assert store.addresses(trade().document.id) == ["a.txt", "b.txt"]
    store.close()
