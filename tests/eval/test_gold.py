"""Gold folders are read as the ledger's records, and what is wrong in one is named by file and line."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.data import SHARED, DataFault
from eval.gold import load
from servanda.model import Entity, Figure, Statement
from tests.eval.conftest import HEAD, RECORDS, stored, write

Lines = list[dict[str, Any]]


def test_a_folder_gives_its_documents_with_their_records(gold: Path) -> None:
    [document] = load(gold, gold.parent / "docs", stored)

    kinds = [type(record) for record in document.records]
    assert kinds.count(Figure) == kinds.count(Statement) == 2
    assert document.records[0].evidence[0].quote == "$7.5 bn"
    assert [(r.entity, r.names) for r in document.records if isinstance(r, Entity)] == [("PE", ("Peru",))]


def changed(index: int, **fields: object) -> Callable[[Lines], None]:
    return lambda lines: lines[index].update(fields)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (changed(1, value="many"), r"000.jsonl:2: f1: .*value"),
        (changed(1, bound="=="), r"000.jsonl:2: f1: Invalid enum value '=='"),
        (changed(1, type="finding"), r"000.jsonl:2: 'finding' is no type of record"),
        (changed(2, id="f1"), r"000.jsonl: the id f1 is given twice"),
        (changed(5, figures=["f9"]), r"000.jsonl: s1 names figures that are not there: f9"),
        (changed(0, uri="two.txt"), r"000.jsonl:1: no file named two.txt"),
        (changed(0, type="time"), r"000.jsonl: 0 lines of type document"),
        (
            lambda lines: lines[1]["evidence"][0].update(start=0),
            r"000.jsonl:2: '\$7.5 bn' does not stand at 0-",
        ),
        (
            lambda lines: lines[1]["evidence"][0].update(document="7"),
            r"000.jsonl:2: evidence in document '7'",
        ),
    ],
)
def test_a_fault_is_named_by_file_and_line(gold: Path, spoil: Callable[[Lines], None], fault: str) -> None:
    lines = copy.deepcopy([HEAD, *RECORDS])
    spoil(lines)
    write(gold / "000.jsonl", lines)

    with pytest.raises(DataFault, match=fault):
        load(gold, gold.parent / "docs", stored)


def test_a_line_that_is_no_json_is_named_too(gold: Path) -> None:
    with (gold / "000.jsonl").open("a") as file:
        file.write('\n{"type": ')

    with pytest.raises(DataFault, match=r"000.jsonl:9: "):
        load(gold, gold.parent / "docs", stored)


def test_an_empty_folder_and_missing_documents_are_named(tmp_path: Path, gold: Path) -> None:
    with pytest.raises(DataFault, match="no gold here"):
        load(tmp_path / "docs", tmp_path / "docs", stored)
    with pytest.raises(DataFault, match="no such folder of documents"):
        load(gold, tmp_path / "nowhere", stored)


@pytest.mark.skipif(not SHARED.exists(), reason="no seeds here (../shared)")
def test_the_seeds_are_sound() -> None:
    documents = load(SHARED / "gold" / "seeds", SHARED / "seeds", stored)

    figures = [r for gold in documents for r in gold.records if isinstance(r, Figure)]
    assert (len(documents), len(figures)) == (5, 29)
