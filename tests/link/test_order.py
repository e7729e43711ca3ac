"""The same documents give the same findings, byte for byte, in whatever order they came and were replaced."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.app import Ledger
from servanda.link.findings import findings
from servanda.link.linked import Linked
from servanda.model import Reading
from servanda.readers import figures
from servanda.store import SqlStore
from tests.link.conftest import made

AGREED = "Moscow, December 11, 2014. India and Russia agreed to raise bilateral trade to $30 billion by"
REACHED = "New Delhi, September 5, 2019. The trade turnover between India and Russia reached"
GREW = "Moscow, December 5, 2025. Trade turnover between India and Russia"
ROWS = "indicator,area,counterpart,period,value,unit,claimed_by\n"
TEXTS = {
    "2014.txt": (f"{AGREED} 2025. Trade turnover was $9.5 billion in 2013.", f"{AGREED} 2024."),
    "2019.txt": (f"{REACHED} $11 billion in 2018.", f"{REACHED} $8 billion in 2018."),
    "2025.txt": (
        f"{GREW} grew almost fivefold, from $13 billion in 2021 to $68 billion in 2025.",
        f"{GREW} was $65 billion in 2024. The leaders set a target of $100 billion by 2030.",
    ),
    "facts.csv": (
        f"{ROWS}trade.turnover,IN,RU,2018,8230000000,USD,A\ntrade.turnover,IN,RU,2013,6000000000,USD,B\n",
        f"{ROWS}trade.turnover,IN,RU,2024,70600000000,USD,A\n",
    ),
}
"""What each address says, and what it says after a change."""


@functools.cache
def reading(name: str, version: int) -> Reading:
    text = TEXTS[name][version]
    return figures.read(text.encode(), name) if name.endswith(".csv") else made(text, name)


def computed(readings: list[Reading]) -> bytes:
    return msgspec.json.encode(findings(Linked(readings)))


steps = st.lists(st.tuples(st.sampled_from(sorted(TEXTS)), st.sampled_from([0, 1])), max_size=7)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_no_order_of_documents_changes_the_findings(taken: list[tuple[str, int]]) -> None:
    readings = [reading(*step) for step in dict.fromkeys(taken)]
    assert computed(readings) == computed(readings[::-1])


@settings(max_examples=12, deadline=None)
@given(steps)
def test_a_ledger_that_grew_and_changed_finds_what_a_fresh_one_finds(taken: list[tuple[str, int]]) -> None:
    """Each step reads an address, which replaces what it said before."""
    last = dict(taken)
    with tempfile.TemporaryDirectory() as folder:
        grown, fresh = (Ledger(SqlStore(Path(folder) / name)) for name in ("grown.db", "fresh.db"))
        for name, version in taken:
            grown.store.put(reading(name, version), "1")
            grown.findings()  # whatever was computed before must not linger
        for name, version in sorted(last.items()):
            fresh.store.put(reading(name, version), "1")
        assert msgspec.json.encode(grown.findings()) == msgspec.json.encode(fresh.findings())
        grown.close()
        fresh.close()


def test_the_texts_give_findings_of_several_kinds() -> None:
    """Else the two properties would hold of nothing."""
    found = findings(Linked([reading(name, 0) for name in TEXTS]))
    assert {"conflict", "arithmetic", "target"} <= {f.kind for f in found}
