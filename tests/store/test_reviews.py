"""What people say of records: it takes effect, outlives every reading, and any state can come back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import text

from servanda.errors import LedgerError
from servanda.model import RECORD_TYPES, Evidence, Figure, Passage, Reading, Record, Review, record_id
from servanda.query import Queue, Search, Term
from servanda.store import SqlStore, database, reviews
from tests.store.test_migrations import put_as_of

Make = Callable[..., Reading]


def word(record: Record, word: Any, reviewer: str = "ada", **more: Any) -> Review:
    kind = type(record).__name__.lower()
    return Review(kind=kind, subject=record.id, word=word, reviewer=reviewer, **more)


@pytest.fixture
def target(store: SqlStore, trade: Make) -> Figure:
    """The figure of a target, in a ledger of one document."""
    store.put(trade(), "1")
    (found,) = store.records("figure", status="target")
    assert isinstance(found, Figure)
    return found


def now(store: SqlStore, record: Record) -> Figure:
    found = store.record(record.id)
    assert isinstance(found, Figure)
    return found


def test_a_correction_is_what_every_question_gets(store: SqlStore, target: Figure) -> None:
    store.say(word(target, "correct", changes={"period": "2031", "value": "200000000000"}))
    right = now(store, target)
    assert (right.period, right.value, right.corrected) == (
        "2031",
        Decimal(200_000_000_000),
        ("period", "value"),
    )
    assert store.records("figure", since="2031") == [right]
    assert store.records("figure", min="150000000000") == [right]
    assert store.tally("figure", "period") == [("2012", 1), ("2031", 1)]
    assert right in next(store.readings()).records
    assert store.reviewed(target.id).original == target
    assert store.check().faults == ()


def test_a_search_finds_by_the_corrected_speakers(store: SqlStore, target: Figure, trade: Make) -> None:
    reading = trade()
    store.index(reading.document.id, [Passage(0, len(reading.document.text), "en")])
    wanted = Search(clauses=((Term((("target",),)),),), by=("narendra-modi",))
    assert store.search(wanted).total == 0
    store.say(word(target, "correct", changes={"speakers": ["narendra-modi"]}))
    assert store.search(wanted).total == 1


def test_a_rejected_record_leaves_the_listings_and_can_come_back(store: SqlStore, target: Figure) -> None:
    (said,) = store.say(word(target, "reject", note="a slogan"))
    assert store.records("figure", status="target") == []
    assert target not in next(store.readings()).records
    with pytest.raises(LedgerError, match="holds no record"):
        store.record(target.id)
    aside = store.reviewed(target.id[:6])
    assert (aside.record, aside.original, aside.standing.words[0].note) == (target, target, "a slogan")
    assert store.check().faults == ()
    store.say(word(target, "restore", to=said.id - 1))
    assert store.records("figure", status="target") == [target]
    assert store.reviewed(target.id).standing.state == "open"


def test_words_outlive_reading_again(store: SqlStore, target: Figure, trade: Make) -> None:
    store.say(word(target, "correct", changes={"period": "2031"}))
    (other,) = store.records("figure", status="observed")
    store.say(word(other, "reject"))
    assert store.put(trade(), "2") == "replaced"
    assert now(store, target).period == "2031"
    assert store.count("figure") == 1
    assert store.reviewed(other.id).standing.word == "reject"


def test_a_word_finds_its_record_by_its_place_when_its_id_changes(
    store: SqlStore, target: Figure, trade: Make
) -> None:
    store.say(word(target, "correct", changes={"period": "2031"}))
    reading = trade()
    at = target.evidence[0]
    wider = Evidence(at.document, at.start - 2, at.end, reading.document.text[at.start - 2 : at.end])
    moved = msgspec.structs.replace(
        target, id=record_id("figure", at.document, wider.start, wider.end), evidence=(wider,)
    )
    records = tuple(moved if record.id == target.id else record for record in reading.records)
    store.put(Reading(reading.document, records), "2")
    assert now(store, moved).period == "2031"
    store.say(word(moved, "accept", mode="settle"))
    assert now(store, moved).period == "2030"
    assert [entry.subject for entry in store.reviews()] == [target.id, moved.id]


def test_words_go_on_to_a_new_text_at_the_address_where_their_own_words_still_stand(
    store: SqlStore, target: Figure, trade: Make
) -> None:
    (other,) = store.records("figure", status="observed")
    store.say(word(target, "correct", changes={"period": "2031"}), word(other, "reject"))
    revised = trade(
        text="Revised: India, Russia: $100 billion by 2030; 11.25 billion in 2012, 11.25 billion."
    )
    assert store.put(revised, "1") == "replaced"
    (aim,) = store.records("figure", status="target")
    assert aim.id != target.id
    assert now(store, aim).period == "2031"
    assert store.records("figure", status="observed"), "which of the two was meant is not known"
    assert store.put(revised, "2") == "replaced"
    assert now(store, aim).period == "2031"
    store.say(word(aim, "restore", to=0))
    assert now(store, aim).period == "2030"


def test_a_correction_that_a_newer_engine_came_to_itself_corrects_nothing(
    store: SqlStore, target: Figure, trade: Make
) -> None:
    store.say(word(target, "correct", changes={"period": "2031"}))
    reading = trade()
    better = tuple(
        msgspec.structs.replace(record, period="2031") if record.id == target.id else record  # type: ignore[call-arg]
        for record in reading.records
    )
    store.put(Reading(reading.document, better), "2")
    assert (now(store, target).period, now(store, target).corrected) == ("2031", ())


def test_two_that_agree_decide_and_one_of_two_waits(store: SqlStore, target: Figure) -> None:
    change = {"changes": {"period": "2031"}, "mode": "blind"}
    store.say(word(target, "correct", "ada", **change))
    assert now(store, target) == target
    assert store.reviewed(target.id).standing.state == "waiting"
    store.say(word(target, "correct", "bo", **change))
    assert store.reviewed(target.id).standing.state == "decided"
    assert now(store, target).period == "2031"


def test_two_that_differ_are_a_dispute_until_it_is_settled(store: SqlStore, target: Figure) -> None:
    store.say(word(target, "correct", "ada", changes={"period": "2031"}, mode="blind"))
    store.say(word(target, "accept", "bo", mode="blind"))
    total, (one,) = store.queue(Queue(state="disputed"))
    assert (total, one.record, len(one.standing.words)) == (1, target, 2)
    store.say(word(target, "correct", "cy", changes={"period": "2032"}, mode="settle"))
    assert now(store, target).period == "2032"
    assert store.queue(Queue(state="disputed"))[0] == 0


def test_any_state_comes_back(store: SqlStore, target: Figure) -> None:
    entries = store.say(
        word(target, "correct", changes={"period": "2031"}),
        word(target, "correct", changes={"period": "2032"}),
        word(target, "reject"),
    )
    for entry, period in zip(entries, ("2031", "2032"), strict=False):
        store.say(word(target, "restore", to=entry.id))
        assert now(store, target).period == period
    store.say(word(target, "restore", to=0))
    assert now(store, target) == target
    assert [entry.word for entry in store.reviews(subject=target.id)] == [
        *["correct"] * 2,
        "reject",
        *["restore"] * 3,
    ]


def test_the_queue_begins_with_what_is_doubtful_and_weighs_most(store: SqlStore, target: Figure) -> None:
    total, found = store.queue(Queue())
    assert (total, found[0].record) == (6, target)
    assert store.queue(Queue(kinds=("time",)), limit=1)[0] == 2
    assert store.queue(Queue(document="elsewhere.txt"))[0] == 0
    store.say(word(target, "accept"))
    assert target not in [one.record for one in store.queue(Queue())[1]]
    assert [one.record for one in store.queue(Queue(state="decided", reviewer="ada"))[1]] == [target]
    assert store.queue(Queue(state="decided", reviewer="bo"))[0] == 0


def test_an_index_answers_what_the_queue_begins_with(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    SqlStore(path).close()
    engine = database.connections(str(path))
    for kind in RECORD_TYPES:
        query = reviews.open_ones(Queue(kinds=(kind,)), 20).compile(
            engine, compile_kwargs={"render_postcompile": True}
        )
        with engine.connect() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", tuple(query.params.values()))
            assert f"USING INDEX {kind}_by_worth" in " ".join(row[3] for row in plan), kind
    engine.dispose()


def test_what_follows_is_computed_anew_only_where_a_word_changed_a_record(
    store: SqlStore, target: Figure
) -> None:
    before = store.stamp()
    store.say(word(target, "accept"))
    assert store.stamp() == before
    (said,) = store.say(word(target, "correct", mode="settle", changes={"period": "2031"}))
    corrected = store.stamp()
    assert corrected != before
    store.say(word(target, "restore", to=said.id - 1))
    assert store.stamp() != corrected


def test_many_speak_at_once_and_the_log_stays_whole(address: str, store: SqlStore, target: Figure) -> None:
    def speak(reviewer: str) -> None:
        own = SqlStore(address)
        for _ in range(5):
            own.say(word(target, "accept", reviewer))
        own.close()

    with ThreadPoolExecutor(4) as several:
        list(several.map(speak, ("ada", "bo", "cy", "dee")))
    assert len(store.reviews()) == 20
    assert store.check().faults == ()
    assert len(store.reviewed(target.id).standing.words) == 4


def test_a_tampered_log_is_found(store: SqlStore, target: Figure) -> None:
    store.say(word(target, "accept"), word(target, "accept", "bo"))
    with database.writing(store._engine) as connection:
        connection.execute(text("UPDATE review SET reviewer = 'cy' WHERE id = 1"))
    (fault,) = store.check().faults
    assert "the log of review is broken at entry 1" in fault


def test_what_was_judged_before_there_was_a_log_is_in_it(address: str, tmp_path: Path, trade: Make) -> None:
    ledger = SqlStore(tmp_path / "now.db")
    ledger.put(trade(), "1")
    ledger.close()
    put_as_of("0007", address, tmp_path / "now.db")
    engine = database.connections(address)
    when = "2026-01-01T00:00:00+00:00"
    with database.writing(engine) as connection:
        connection.execute(
            text("INSERT INTO judgement VALUES ('IN', 'RU', :same, 'two states', :when)"),
            {"same": False, "when": when},
        )
        connection.execute(text("INSERT INTO verdict VALUES ('x1', 'dismiss', 'no', :when)"), {"when": when})
    engine.dispose()
    ledger = SqlStore(address)
    told = [(e.kind, e.subject, e.word, e.note) for e in ledger.reviews()]
    assert told == [("pair", "IN|RU", "reject", "two states"), ("finding", "x1", "reject", "no")]
    assert ledger.check().faults == ()
    ledger.close()


def test_a_backup_keeps_the_log(store: SqlStore, target: Figure, tmp_path: Path) -> None:
    store.say(word(target, "correct", changes={"period": "2031"}))
    store.backup(tmp_path / "b.db")
    copy = SqlStore(tmp_path / "b.db")
    assert copy.reviews() == store.reviews()
    assert now(copy, target).period == "2031"
    assert copy.check().faults == ()
    copy.close()
