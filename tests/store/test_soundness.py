"""What is wrong with a ledger is named, whatever database it stands in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from servanda.model import Reading
from servanda.store import SqlStore

STATEMENT = """
    INSERT INTO statement (id, document, start, "end", rule, act, verb, speakers, figures)
    SELECT 's1', id, 0, 5, '', 'commissive', '', '[]', '["fx"]' FROM document LIMIT 1
"""


@pytest.fixture
def full(store: SqlStore, trade: Callable[..., Reading]) -> SqlStore:
    """Two documents, one of them at two addresses, one replaced."""
    for uri, first in (("a.txt", ""), ("b.txt", ""), ("c.txt", "Once: "), ("c.txt", "Again: ")):
        store.put(trade(uri, first + trade().document.text), "1")
    return store


def test_a_sound_ledger_has_no_faults(full: SqlStore) -> None:
    found = full.check()
    assert found.faults == ()
    assert found.counts == {"document": 2, "quote": 12, "entry": 4}
    assert len(found.head) == 64


def test_an_empty_ledger_is_sound(store: SqlStore) -> None:
    assert (store.check().faults, store.check().head) == ((), "")


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        ("UPDATE document SET text = replace(text, '11.25', '12.25')", "which says '12.25 billion' there"),
        ("UPDATE evidence SET quote = '2031' WHERE quote = '2030'", "quotes '2031' at"),
        ("UPDATE document SET sha256 = 'x' || sha256", "has the hash of another one"),
        ("DELETE FROM evidence WHERE kind = 'time'", "has no evidence where it stands"),
        ("DELETE FROM figure", "evidence belongs to no figure"),
        ("UPDATE figure SET start = start + 1", "has no evidence where it stands"),
        ("UPDATE source SET sha256 = 'x' WHERE id = 2", "the log is broken at entry 2 (b.txt, "),
        ("DELETE FROM source WHERE id = 2", "the log is broken at entry 3 (c.txt, "),
        ("UPDATE source SET read_at = '1999' WHERE id = 1", "the log is broken at entry 1 "),
        ("UPDATE source SET status = 'replaced' WHERE id = 4", "no entry of the log stands for c.txt"),
        ("UPDATE document SET uri = 'd.txt'", "stands at no address"),
        (
            STATEMENT,
            "statement s1 names a figure that is not there: fx",
        ),
    ],
)
def test_what_was_changed_behind_its_back_is_named(full: SqlStore, harm: str, fault: str) -> None:
    with full._engine.begin() as connection:
        connection.execute(text(harm))
    assert any(fault in found for found in full.check().faults)


def test_a_lost_document_is_named(full: SqlStore) -> None:
    lost = full.document("c.txt").id
    with full._engine.begin() as connection:
        connection.execute(text("DELETE FROM document WHERE id = :lost"), {"lost": lost})
    assert full.check().faults == ("the document of c.txt is not there",)


def test_a_log_that_was_cut_off_is_told_by_its_head(full: SqlStore) -> None:
    before = full.check().head
    with full._engine.begin() as connection:
        connection.execute(text("DELETE FROM source WHERE id = 4"))
    assert full.check().head != before
