"""The page of benchmarks says what was measured, and what was not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import page
from bench.measure import Command, Job, Speed
from bench.pages import Spent


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


def test_what_pages_took_stands_at_the_end_and_is_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "b.md"
    told.write_text("# Benchmarks\n", encoding="utf-8")
    monkeypatch.setattr(page, "LEDGERS", tmp_path / "pages.json")
    for worst in (40.0, 50.0):
        row = Spent("/review", 31.2, 20.0, 30.0, worst, 9.6, 200)._asdict()
        kept = {"100000": {"documents": 7, "requests": 20, "day": "2026-11-24", "rows": [row]}}
        page.LEDGERS.write_text(json.dumps(kept), encoding="utf-8")
        page.renew(told)
    text = told.read_text(encoding="utf-8")
    assert text.startswith("# Benchmarks\n\n## The reading room over large ledgers\n")
    assert "### 100,000 records of 7 documents (2026-11-24, 20 requests each)" in text
    assert "| /review | 31 | 20 | 30 | 50 | 10 |" in text
    assert text.count("/review") == 1
