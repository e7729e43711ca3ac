"""Pairs of names: what counts as a right merge."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import names

ROWS = (
    ("Person", "A B", "A B", True),
    ("Person", "A B", "A C", False),
    ("Company", "X", "X Ltd", True),
    ("Company", "X", "Y", False),
)


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.jsonl"
    rows = [dict(zip(("schema", "name1", "name2", "match"), row, strict=True)) for row in ROWS]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_precision_counts_wrong_merges_and_recall_those_missed(pairs: Path) -> None:
    section = names.measure(lambda a, b, _kind: a[0] == b[0] and len(a) == len(b), pairs)
    assert section.scores == {"merges precision": 0.5, "merges recall": 0.5}
    assert [(w.text, w.want, w.have) for w in section.wrong] == [
        ("A B | A C", "two", "one"),
        ("X | X Ltd", "one", "two"),
    ]


def test_the_kind_of_an_entity_is_told_and_disputed_pairs_are_passed_over(pairs: Path) -> None:
    kinds: list[str] = []
    names.measure(lambda _a, _b, kind: bool(kinds.append(kind)), pairs, {"names/2": "why"})
    assert kinds == ["person", "organisation", "organisation"]
