"""The page of benchmarks says what was measured, and what was not."""

from __future__ import annotations

from pathlib import Path

from bench import page
from bench.measure import Command, Job, Speed


def test_a_page_has_every_engine_with_its_ratio_or_why_not(tmp_path: Path) -> None:
    quick = Speed(Job("servanda annotate", "servanda_annotate", "news en", 20), 900_000.0, 4.0, 45_000_000)
    gone = Speed(Job("Duckling", "duckling_native", "news vi"), note="not installed: duckling")
    start = Command("servanda --version", 0.04, "s", 0.2)
    page.write(tmp_path / "b.md", [(quick, 22.5), (gone, None)], [start], 3)
    text = (tmp_path / "b.md").read_text(encoding="utf-8")
    assert "| servanda annotate | news en | 900,000 | 22.5 | 20 | 45 |" in text
    assert "| Duckling | news vi | not installed: duckling |  |  |  |" in text
    assert "| servanda --version | 0.04 | 0.2 | s |" in text
    assert "| news/en | quantities F1 |" in text
