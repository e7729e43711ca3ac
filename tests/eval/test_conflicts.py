"""The facts sheet's groups among the findings."""

from __future__ import annotations

import pytest

from eval import conflicts, floors


def test_conflicts_are_found_with_their_cause_and_look_alikes_left_alone() -> None:
    if not conflicts.SHEET.exists():
        pytest.skip("the facts sheet is not beside the repository")
    section = conflicts.measure()
    for name, bar in floors.bars()["conflicts"].items():
        assert section.scores[name] >= bar, section.wrong
