"""No score falls under its floor."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.__main__ import main


@pytest.mark.parametrize("part", ["suites", "news", "seeds", "states"])
def test_no_score_is_under_its_floor(part: str, shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main([part, "--check"])

    assert status == 0, capsys.readouterr().err
