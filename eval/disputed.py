"""Rows whose expectation contradicts the ledger's definitions: counted apart, never silently.

``eval/disputed/*.jsonl`` holds one ``{"id", "reason"}`` a line; the id is that of the suite's row,
``ntrex/LANG/ID`` for news, the record's id for a gold folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from eval.data import at, rows

FOLDER = Path(__file__).parent / "disputed"
LIMIT = 0.03
"""The largest share of a suite that may be disputed."""


class Dispute(msgspec.Struct, forbid_unknown_fields=True):
    """One disputed row and why."""

    id: str
    reason: str


def disputes(folder: Path = FOLDER) -> dict[str, str]:
    """Reason by id of every disputed row. Raises :class:`DataFault` for one without a reason, or twice."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, row in rows(path, Dispute):
            if not row.reason.strip():
                raise at(path, number, f"{row.id} is disputed without a reason")
            if row.id in found:
                raise at(path, number, f"{row.id} is disputed twice")
            found[row.id] = row.reason
    return found


def faults(disputed: Mapping[str, str], suites: Mapping[str, set[str]]) -> list[str]:
    """What is wrong with the disputes, given the ids of each whole suite.

    >>> faults({"a/1": "a clock time"}, {"a": {"a/1", "a/2"}})
    ['a: 1 of 2 rows are disputed, more than 3%']
    """
    known = set().union(*suites.values())
    unknown = [f"{row} is disputed, but no suite has it" for row in disputed if row not in known]
    counts = {name: sum(row in disputed for row in ids) for name, ids in suites.items()}
    return unknown + [
        f"{name}: {count} of {len(suites[name])} rows are disputed, more than {LIMIT:.0%}"
        for name, count in counts.items()
        if count > LIMIT * len(suites[name])
    ]
