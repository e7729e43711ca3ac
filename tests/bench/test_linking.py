"""The benchmark of linking: ledgers of the size that it says, and how growth is told."""

from __future__ import annotations

import pytest

from bench import linking
from bench.linking import Spent


def test_a_ledger_has_the_size_and_different_states() -> None:
    readings = list(linking.ledger(900))
    said = linking.linked(900)
    assert 900 <= said["size"] < 1000
    assert len({r.document.id for r in readings}) == len(readings) > 16
    assert set(said["steps"]) == {"entities", "threads", "mechanisms", "series", "findings"}


def test_growth_is_told_as_a_power_of_the_size() -> None:
    a, b = Spent(1000, 1.0, 0, {}), Spent(2000, 4.0, 0, {})
    assert linking.growth(a, b) == pytest.approx(2)
    assert 1 < linking.allowed(a, b) < 1.2
