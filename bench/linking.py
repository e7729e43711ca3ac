"""``python -m bench.linking``: how long it takes to link ledgers of three sizes, and with how much memory.

The ledgers are the sample dossier over and over, each time between another pair of states, in other years
and with other figures, so that series and threads have the lengths that real ones have.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from importlib.resources import files
from itertools import combinations, count, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from bench import child
from servanda import pipeline, readers
from servanda.catalogue import states
from servanda.link.findings import findings
from servanda.link.linked import Linked
from servanda.model import Entity, Figure, Reading, Record, Statement

SIZES = (25_000, 50_000, 100_000)
"""Figures and statements."""
BAR_SECONDS, BAR_BYTES = 60, 2_000_000_000
TOGETHER = 6  # dossiers of one pair of states, each some years after the other


class Spent(NamedTuple):
    """What linking one ledger took; ``steps``: seconds by what was computed."""

    size: int
    seconds: float
    peak: int
    steps: dict[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures each size in a process of its own, and prints what it took and how it grows."""
    options = argparse.ArgumentParser("python -m bench.linking", description=__doc__)
    options.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="N")
    options.add_argument("--one", type=int, metavar="N", help="measure this size here, and say it as JSON")
    chosen = options.parse_args(arguments)
    if chosen.one:
        json.dump(linked(chosen.one), sys.stdout)
        return 0
    spent = [measured(size) for size in chosen.sizes]
    for row in spent:
        steps = ", ".join(f"{name} {seconds:.1f}" for name, seconds in row.steps.items())
        print(f"{row.size:>8,} records  {row.seconds:6.1f} s  {row.peak / 1e6:6.0f} MB  ({steps})")
    for a, b in pairwise(spent):
        print(f"{a.size:,} to {b.size:,}: grows like n^{growth(a, b):.2f}, n log n is n^{allowed(a, b):.2f}")
    last = spent[-1]
    fine = last.seconds < BAR_SECONDS and last.peak < BAR_BYTES
    verdict = "reached" if fine else "missed"
    print(f"bar: {BAR_SECONDS} s and {BAR_BYTES / 1e9:g} GB for {last.size:,}: {verdict}")
    return 0


def measured(size: int) -> Spent:
    """One size in a process of its own."""
    done = child.run([sys.executable, "-m", "bench.linking", "--one", str(size)])
    said = json.loads(done.output)
    return Spent(said["size"], said["seconds"], done.peak, said["steps"])


def growth(a: Spent, b: Spent) -> float:
    """The power of the size that the time grows with."""
    return math.log(b.seconds / a.seconds) / math.log(b.size / a.size)


def allowed(a: Spent, b: Spent) -> float:
    """The same for n log n."""
    grown = b.size * math.log(b.size) / (a.size * math.log(a.size))
    return math.log(grown) / math.log(b.size / a.size)


def linked(size: int) -> dict[str, Any]:
    """Links a ledger of so many figures and statements; building it is not counted."""
    readings = list(ledger(size))
    one = Linked(readings)
    held = sum(isinstance(r, (Figure, Statement)) for reading in readings for r in reading.records)
    work: dict[str, Callable[[], object]] = {
        "entities": lambda: one.identities,
        "threads": lambda: one.every_thread,
        "mechanisms": lambda: one.mechanisms,
        "series": lambda: one.series,
        "findings": lambda: findings(one),
    }
    steps = {}
    for name, do in work.items():
        begun = time.perf_counter()
        do()
        steps[name] = time.perf_counter() - begun
    return {"size": held, "seconds": sum(steps.values()), "steps": steps}


def ledger(size: int) -> Iterator[Reading]:
    """Readings that hold so many figures and statements."""
    folder = Path(str(files("servanda"))) / "data" / "sample"
    dossier = [
        pipeline.read(readers.read(path.read_bytes(), path.name)) for path in sorted(folder.glob("[0-9]*"))
    ]
    held = 0
    pairs = list(combinations(sorted(states()), 2))
    for turn in count():
        pair = pairs[turn // TOGETHER * 7919 % len(pairs)]  # a prime step spreads the states
        for reading in dossier:
            yield moved(reading, pair, turn)
            held += sum(isinstance(r, (Figure, Statement)) for r in reading.records)
            if held >= size:
                return


def moved(reading: Reading, pair: tuple[str, str], turn: int) -> Reading:
    """A reading as if it were of other states, other years and other values."""
    to = {"IN": pair[0], "RU": pair[1]}
    document = reading.document
    key = f"{turn:08x}{document.id[:8]}"
    years = turn % TOGETHER * 30
    shifted = msgspec.structs.replace(
        document, id=key, uri=f"{turn}/{document.uri}", published=_later(document.published, years)
    )
    return Reading(shifted, tuple(_record(r, to, key, years) for r in reading.records))


def _later(value: str | None, years: int) -> str | None:
    """A date some years later: only the first year is moved, which is enough here."""
    return f"{int(value[:4]) + years}{value[4:]}" if value and value[:4].isdigit() else value


def _record(record: Record, to: dict[str, str], key: str, years: int) -> Record:
    evidence = tuple(msgspec.structs.replace(e, document=key) for e in record.evidence)
    changes: dict[str, Any] = {"id": f"{record.id}{key}", "evidence": evidence}
    if isinstance(record, Figure):
        changes |= {
            "area": to.get(record.area or "", record.area),
            "counterpart": to.get(record.counterpart or "", record.counterpart),
            "period": _later(record.period, years),
            "value": record.value * (1 + Decimal(years) / 100),
        }
    elif isinstance(record, Statement):
        changes["speakers"] = tuple(to.get(s, s) for s in record.speakers)
    elif isinstance(record, Entity):
        changes["entity"] = to.get(record.entity, record.entity)
    return msgspec.structs.replace(record, **changes)


if __name__ == "__main__":
    sys.exit(main())
