"""What is kept of a ledger's linking is what would be worked out, and holds no longer than that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from servanda.app import Ledger
from servanda.link.kept import PARTS
from servanda.link.linked import Linked
from servanda.model import Reading
from servanda.store import SqlStore
from tests.link.conftest import made

MORE = "Moscow, December 5, 2025. India and Russia agreed to raise bilateral trade to $100 billion by 2030."


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    found: str = request.getfixturevalue("postgres")()
    return found


@pytest.fixture
def ledger(address: str, sample: list[Reading]) -> Iterator[Ledger]:
    with Ledger(SqlStore(address)) as opened:
        for reading in sample:
            opened.store.put(reading, "1")
        yield opened


def test_what_is_kept_is_what_follows_from_the_records(ledger: Ledger, address: str) -> None:
    ledger.linked()
    worked_out = Linked(ledger.store.readings())
    with Ledger(SqlStore(address)) as again:
        kept = again.kept()
        assert kept is not None
        for name in PARTS:
            assert getattr(kept, name) == getattr(worked_out, name), name
        assert kept.threads(head.id for head in kept.heads) == worked_out.every_thread


def test_threads_are_found_by_their_words_without_reading_them(ledger: Ledger) -> None:
    kept = ledger.linked()
    assert {head.key for head in kept.selected("площадку")} == {"kudankulam-npp", "second-nuclear-site"}
    assert kept.selected("площадку", party="VN") == []
    assert [thread.key for thread in ledger.threads("площадку", topic="nuclear")]


def test_it_holds_until_the_ledger_changes(ledger: Ledger) -> None:
    before = ledger.linked()
    assert ledger.linked() is before
    promised = len(before.promises)
    ledger.store.put(made(MORE), "1")
    assert ledger.kept() is None
    assert len(ledger.linked().promises) == promised + 1
    with pytest.raises(LookupError, match="has changed since"):
        _ = before.heads  # which nobody read while it held
    assert not ledger.store.keeps(before.stamp)


def test_it_holds_until_a_word_of_review_changes_a_record(ledger: Ledger) -> None:
    left, right = [one.entity for one in ledger.linked().identities if one.known][:2]
    ledger.judge(left, right, same=False, reason="they are two")
    assert ledger.kept() is None
    assert any(j.by == "person" for j in ledger.judgements())


def test_a_ledger_that_can_only_be_read_tells_what_follows_all_the_same(
    tmp_path: Path, sample: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger(SqlStore(tmp_path / "ledger.db")) as writable:
        for reading in sample:
            writable.store.put(reading, "1")
    (tmp_path / "ledger.db").chmod(0o444)
    with Ledger(SqlStore(tmp_path / "ledger.db")) as opened:
        with opened.store._engine.connect() as connection:  # whoever is root may write all the same
            connection.exec_driver_sql("PRAGMA query_only = ON")
        assert opened.findings() == Linked(sample).findings
        assert opened.linked() is opened.linked()
        assert opened.linked().selected("площадку")
