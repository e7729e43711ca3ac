"""Many at once on one ledger: eight that read documents into it while fifty look at its pages."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from subprocess import PIPE, Popen

import httpx
import pytest

import servanda
from servanda import Ledger
from tests.web.conftest import serve

WRITERS, READERS, OWN, COMMON = 8, 50, 4, 8
PROCESSES = 2
"""Writers in processes of their own; the others are threads with connections of their own, to be quick."""
PAGES = ("/", "/figures", "/figures.json", "/statements", "/entities", "/documents", "/search?q=trade")


def written(folder: Path) -> list[str]:
    """A collection for each writer; the first documents of all are the same, at addresses of their own."""
    names = []
    for writer in range(WRITERS):
        texts = [f"India and Russia agreed to raise trade to ${n + 1} bn by 2030." for n in range(COMMON)]
        texts += [f"In 20{writer + 10} trade of Japan and Vietnam grew by {n + 1}%." for n in range(OWN)]
        lines = (json.dumps({"id": n, "date": "2021-12-06", "text": text}) for n, text in enumerate(texts))
        (folder / f"{writer}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        names.append(f"{writer}.jsonl")
    return names


def exported(ledger: Ledger) -> list[bytes]:
    """The ledger's lines without an order: which of equal documents came first is anyone's luck."""
    out = BytesIO()
    ledger.export("jsonl", out)
    return sorted(out.getvalue().splitlines())


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_is_lost_and_nobody_gets_an_error(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    make: Callable[[], str] = (
        request.getfixturevalue("postgres") if kind == "postgresql" else lambda: str(tmp_path / "ledger.db")
    )
    address, names = make(), written(tmp_path)
    servanda.open(address).close()
    monkeypatch.chdir(tmp_path)
    command = [sys.executable, "-m", "servanda", "read", "--ledger", address]
    processes = [Popen([*command, names[n]], stderr=PIPE, text=True) for n in range(PROCESSES)]
    with serve(address) as room, ThreadPoolExecutor(READERS + WRITERS) as pool:

        def write(writer: int) -> servanda.ReadReport:
            with servanda.open(address) as ledger:
                return servanda.read([names[writer], names[writer - 1]], ledger)

        def look(reader: int) -> list[int]:
            with httpx.Client(base_url=room, trust_env=False, verify=False, timeout=60) as client:
                wanted = (PAGES[reader % len(PAGES)], PAGES[(reader + 3) % len(PAGES)])
                return [client.get(page).status_code for page in wanted]

        written_ = pool.map(write, range(PROCESSES, WRITERS))
        looked = list(pool.map(look, range(READERS)))
        assert [report.failures for report in written_] == [()] * (WRITERS - PROCESSES)
        assert all("failed" not in process.communicate(timeout=120)[1] for process in processes)
        assert [process.returncode for process in processes] == [0] * PROCESSES
    assert looked == [[200, 200]] * READERS
    with servanda.open(address) as ledger, servanda.open(tmp_path / "alone.db") as alone:
        assert ledger.check().faults == ()
        assert ledger.store.count("document") == COMMON + WRITERS * OWN
        common = ledger.documents(text="India Russia")
        assert {len(ledger.store.addresses(document.id)) for document in common} == {WRITERS}
        servanda.read(names, alone)
        assert len(exported(ledger)) == len(exported(alone))
