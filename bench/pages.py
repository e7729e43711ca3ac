"""``python -m bench.pages LEDGER``: how long the reading room and the commands take over a ledger.

A server of its own answers real HTTP. Every page is asked for once right after the start, then again and
again; searches and questions are other ones each time, so that nothing of them can be remembered. Beside
the time that a reader waits stands the processor's time of the server, which other work on the machine
changes less.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle, islice, pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import httpx

import servanda
from bench import child, page
from bench.texts import ROOT

REQUESTS = 20
STARTS = 5
"""How often each command is run."""
BUSY = 503
READY = 3600.0
"""Seconds that the linking of a ledger may take."""

ASKED: dict[str, Any] = tomllib.loads((ROOT / "bench" / "pages.toml").read_text(encoding="utf-8"))


class Spent(NamedTuple):
    """Milliseconds that one thing took: at first, usually, nearly always, at most; and the processor's.

    ``busy``: the processor's for one request; ``busy95``: what 95 of 100 keep under.
    """

    what: str
    first: float
    p50: float
    p95: float
    worst: float
    busy: float | None
    status: int
    busy95: float | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures one ledger, prints it, and keeps it where asked."""
    options = argparse.ArgumentParser("python -m bench.pages", description=__doc__)
    options.add_argument("ledger", help="a path or the address of a database")
    options.add_argument("--requests", type=int, default=REQUESTS, metavar="N", help="of each page (20)")
    options.add_argument("--only", default="", metavar="TEXT", help="only pages that hold this text")
    options.add_argument("--no-commands", action="store_true", help="pages only")
    options.add_argument("--keep", action="store_true", help="into bench/pages.json and docs/benchmarks.md")
    chosen = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as compiled:
        installed(compiled, chosen.ledger)
        return measure(chosen)


def installed(folder: str, ledger: str) -> None:
    """Lets programs keep their modules compiled, as an installation does, whatever is usual here."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = folder
    for words in ASKED["commands"]:
        command = [sys.executable, "-m", "servanda", *words, "--ledger", ledger]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - our own program
    subprocess.run([sys.executable, "-c", "import servanda.web, uvicorn"], check=True)


def measure(chosen: argparse.Namespace) -> int:
    """Measures the pages and the commands that were chosen."""
    with served(chosen.ledger) as (client, process):
        rows = list(pages(client, process.pid, chosen.requests, chosen.only))
    if not chosen.no_commands:
        rows += commands(chosen.ledger)
    if chosen.keep:
        keep(rows, held(chosen.ledger), chosen.requests)
    return 0


# -- the server -----------------------------------------------------------------------------------


@contextmanager
def served(ledger: str) -> Iterator[tuple[httpx.Client, subprocess.Popen[bytes]]]:
    """A client of a server over a ledger; stops it in the end."""
    command = [sys.executable, "-m", "servanda", "serve", "--ledger", ledger, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own program
        try:
            assert process.stdout is not None  # noqa: S101  (told to the type checker)
            address = process.stdout.readline().decode().partition(" at ")[2].split()[0]
            base = address.replace("localhost", "127.0.0.1")
            with httpx.Client(base_url=base, trust_env=False, timeout=600) as client:
                yield client, process
        finally:
            process.terminate()


def pages(client: httpx.Client, pid: int, requests: int, only: str) -> Iterator[Spent]:
    """Every page; first those that need no linking, then, once it is done, the others."""
    begun = time.perf_counter()
    asked = {page: [page] for page in ASKED["pages"] if "{" not in page}
    asked |= {"/search?q=…": [_query("/search", one) for one in ASKED["searches"]]}
    asked |= {"/ask?q=…": [_query("/ask", one) for one in ASKED["questions"]]}
    early = {name: _timed(client, addresses[0]) for name, addresses in asked.items() if only in name}
    print(
        f"at once: {sum(status == BUSY for _, status in early.values())} pages said that they are not ready"
    )
    while client.get("/findings").status_code == BUSY:
        if time.perf_counter() - begun > READY:
            raise TimeoutError("linking took too long")
        time.sleep(1)
    print(f"linked after {time.perf_counter() - begun:.0f} s")
    places = held_by(client)
    asked |= {page: [page.format(**places)] for page in ASKED["pages"] if "{" in page}
    print(f"{'':46} {'first':>6} {'p50':>6} {'p95':>6} {'max':>6}  {'cpu':>6} {'p95':>6} ms")
    for name, addresses in asked.items():
        if only in name:
            first = early[name] if early.get(name, (0, BUSY))[1] != BUSY else _timed(client, addresses[0])
            yield measured(client, pid, name, list(islice(cycle(addresses), requests)), first[0])


def held_by(client: httpx.Client) -> dict[str, str]:
    """A document, a record and so on that the ledger holds, to look at."""

    def one(listing: str, name: str) -> str:
        rows = client.get(listing, params={"size": 5}).json()["rows"]
        return str(rows[-1][name]) if rows else ""

    return {
        "document": one("/documents.json", "id"),
        "record": one("/figures.json", "id"),
        "thread": one("/threads.json", "id"),
        "pair": one("/dealings.json", "pair"),
        "entity": one("/entities.json", "entity"),
    }


def measured(client: httpx.Client, pid: int, name: str, addresses: Sequence[str], first: float) -> Spent:
    """One page, asked for again and again."""
    spent, marks = [], [busy(pid)]
    for one in addresses:
        spent.append(_timed(client, one))
        marks.append(busy(pid))
    known = [mark for mark in marks if mark is not None]
    worked = [after - before for before, after in pairwise(known)]
    taken, most = (sum(worked) / len(worked), _spread(worked)[1]) if worked else (None, None)
    status = max(status for _, status in spent)
    row = Spent(name, first, *_spread([ms for ms, _ in spent]), taken, status, most)
    told(row)
    return row


def _timed(client: httpx.Client, address: str) -> tuple[float, int]:
    begun = time.perf_counter()
    answer = client.get(address)
    return (time.perf_counter() - begun) * 1000, answer.status_code


def _query(page: str, words: str) -> str:
    return f"{page}?{httpx.QueryParams(q=words)}"


def _spread(taken: Sequence[float]) -> tuple[float, float, float]:
    """The median, what 95 of 100 keep under, and the worst.

    >>> _spread(list(range(1, 21)))
    (10.5, 19, 20)
    """
    ordered = sorted(taken)
    return median(ordered), ordered[max(0, -(-len(ordered) * 95 // 100) - 1)], ordered[-1]


def busy(pid: int) -> float | None:
    """Milliseconds that the processor worked for a process so far; None where the system does not tell."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    try:
        spent = [int(task.read_text().split()[0]) for task in tasks]
    except OSError:
        return None
    return sum(spent) / 1e6 if spent else None


# -- commands -------------------------------------------------------------------------------------


def commands(ledger: str) -> list[Spent]:
    """Commands, each in a process of its own, its start included."""
    rows = []
    for words in ASKED["commands"]:
        runs = [
            child.run([sys.executable, "-m", "servanda", *words, "--ledger", ledger]) for _ in range(STARTS)
        ]
        taken = [one.seconds * 1000 for one in runs]
        rows.append(Spent(" ".join(("servanda", *words)), taken[0], *_spread(taken), None, runs[-1].status))
        told(rows[-1])
    return rows


# -- told -----------------------------------------------------------------------------------------


def told(row: Spent) -> None:
    """Prints a row."""
    taken = "" if row.busy is None else f"{row.busy:.0f}"
    most = "" if row.busy95 is None else f"{row.busy95:.0f}"
    fault = "" if row.status in (0, 200) else f"  (answered {row.status})"
    times = " ".join(f"{ms:6.0f}" for ms in (row.first, row.p50, row.p95, row.worst))
    print(f"{row.what[:46]:46} {times}  {taken:>6} {most:>6}{fault}", flush=True)


def held(ledger: str) -> dict[str, int]:
    """How much a ledger holds."""
    with servanda.open(ledger) as opened:
        return opened.store.counts()


def keep(rows: Sequence[Spent], counts: dict[str, int], requests: int) -> None:
    """Keeps what was measured, beside what was of ledgers of other sizes, and brings the page up to date."""
    documents = counts["document"]
    records = sum(counts.values()) - documents
    kept: dict[str, Any] = (
        json.loads(page.LEDGERS.read_text(encoding="utf-8")) if page.LEDGERS.exists() else {}
    )
    day = str(datetime.now(UTC).date())
    kept[str(records)] = {
        "documents": documents,
        "requests": requests,
        "day": day,
        "load": round(os.getloadavg()[0], 1),
        "rows": [row._asdict() for row in rows],
    }
    page.LEDGERS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    page.renew(page.PAGE)


if __name__ == "__main__":
    sys.exit(main())
