"""What lists count is remembered for as long as the ledger stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from servanda.store import SqlStore
from servanda.web.remembering import KEPT, remembering
from tests.web.ledger import russian, statement


def test_an_answer_is_remembered_until_the_ledger_changes(tmp_path: Path) -> None:
    store = SqlStore(tmp_path / "ledger.db")
    store.put(statement().reading, "by-hand 1")
    same = remembering(store)
    first = same.tally("figure", "language")
    assert same.tally("figure", "language") == first == store.tally("figure", "language")
    store.put(russian().reading, "by-hand 1")
    assert {language for language, _ in same.tally("figure", "language")} == {"en", "ru"}
    store.close()


def test_who_changes_an_answer_changes_nobody_elses(tmp_path: Path) -> None:
    store = SqlStore(tmp_path / "ledger.db")
    store.put(statement().reading, "by-hand 1")
    same = remembering(store)
    same.counts().pop("document")
    same.tally("figure", "unit").clear()
    assert same.counts() == store.counts()
    assert same.tally("figure", "unit") == store.tally("figure", "unit")
    store.close()


def test_it_looks_once_for_each_question_and_forgets_the_oldest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SqlStore(tmp_path / "ledger.db")
    store.put(statement().reading, "by-hand 1")
    asked: list[dict[str, object]] = []
    count = store.count

    def counted(kind: str, /, **wanted: object) -> int:
        asked.append(wanted)
        return count(kind, **wanted)

    counted.__name__ = "count"
    monkeypatch.setattr(store, "count", counted)
    same = remembering(store)
    for _ in range(3):
        assert same.count("figure", unit="USD") == 3
        assert same.count("figure", unit="MW") == 1
    assert len(asked) == 2
    for year in range(KEPT):
        same.count("figure", period=str(year))
    same.count("figure", unit="USD")
    assert asked[-1] == {"unit": "USD"}
    store.close()
