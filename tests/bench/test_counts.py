"""Reading stays as fast as it was: its work is counted, not timed."""

from __future__ import annotations

import pytest

from bench import counts

PYTHON, KEPT = counts.kept()


def test_reading_takes_about_as_many_steps_as_were_kept() -> None:
    if counts.python() != PYTHON:
        pytest.skip(f"steps were counted with Python {PYTHON}; {counts.python()} takes others")

    found = counts.counts()

    off = {
        name: f"{count:,} instead of {KEPT[name]:,}"
        for name, count in found.items()
        if abs(count / KEPT[name] - 1) > counts.TOLERANCE
    }
    assert found.keys() == KEPT.keys()
    assert not off, f"steps changed by more than {counts.TOLERANCE:.0%}; if that is worth it: make counts"


def test_work_counts_the_same_however_often_it_is_done() -> None:
    def work() -> list[str]:
        return [str(number) for number in range(500)]

    assert counts.steps(work) == counts.steps(work)
