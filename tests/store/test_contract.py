"""What every store promises, whatever database it stands in."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from servanda.errors import EvidenceError, LedgerError, UsageError
from servanda.model import (
    RECORD_TYPES,
    Agreement,
    Event,
    Evidence,
    Figure,
    Reading,
    Record,
    Statement,
    Watched,
    record_id,
)
from servanda.store import SqlStore
from tests.store.conftest import document, entity, figure

Make = Callable[..., Reading]


def test_what_goes_in_comes_out(store: SqlStore, trade: Make) -> None:
    reading = trade(title="A target", evidence=())
    assert store.put(reading, "engine 1") == "added"
    assert list(store.readings()) == [reading]


def test_every_record_type_keeps_every_field(store: SqlStore) -> None:
    doc = document("On 5 December they signed the Treaty.")
    evidence = (Evidence(doc.id, 3, 13, "5 December"), Evidence(doc.id, 30, 36, "Treaty"))
    statement = Statement(
        id=record_id("statement", doc.id, 3, 13), evidence=evidence, rule="r",
        act="commissive", binding="high", verb="signed", speakers=("IN", "RU"),
        topic="trade", deadline="2030", figures=("f1", "f2"),
    )  # fmt: skip
    agreement = Agreement(
        id=record_id("agreement", doc.id, 3, 13), evidence=evidence, rule="r", title="the “Treaty”",
        form="treaty", parties=("IN",), status="signed", date="2025-12-05", valid="2025/2030",
    )  # fmt: skip
    event = Event(
        id=record_id("event", doc.id, 3, 13), evidence=evidence, rule="r", form="signing", plover="SUPPORT",
        series="summit", ordinal=23, participants=("IN",), date="2025-12-05", places=("new-delhi",),
    )  # fmt: skip
    store.put(Reading(doc, (statement, agreement, event)), "1")
    assert store.records("statement") == [statement]
    assert store.records("agreement") == [agreement]
    assert store.records("event") == [event]


def test_a_document_keeps_its_own_evidence(store: SqlStore) -> None:
    doc = document("New Delhi, December 5, 2025. Talks.", published="2025-12-05", published_basis="dateline")
    doc = msgspec.structs.replace(doc, evidence=(Evidence(doc.id, 11, 27, "December 5, 2025"),))
    store.put(Reading(doc, ()), "1")
    assert store.document(doc.id) == doc


@pytest.mark.parametrize(
    "value", ["0.1", "100000000000000000000000000001", "1.10", "-0.000000000000000000001", "1E+400"]
)
def test_decimals_are_exact(store: SqlStore, value: str) -> None:
    doc = document("one number")
    store.put(Reading(doc, (figure(doc, "number", value, value_max=Decimal(value)),)), "1")
    stored = store.records("figure")[0]
    assert isinstance(stored, Figure)
    assert stored.value == Decimal(value)
    assert stored.value_max == Decimal(value)


def test_reading_the_same_again_changes_nothing(store: SqlStore, trade: Make) -> None:
    reading = trade()
    assert not store.holds(reading.document.sha256, "trade.txt", "1")
    store.put(reading, "1")
    assert store.holds(reading.document.sha256, "trade.txt", "1")
    assert store.put(reading, "1") == "unchanged"
    assert len(store.history("trade.txt")) == 1
    assert store.counts() == {"document": 1} | dict.fromkeys(RECORD_TYPES, 0) | {
        "figure": 2,
        "time": 2,
        "entity": 2,
    }


def test_a_changed_file_replaces_what_it_said_and_leaves_a_trace(store: SqlStore, trade: Make) -> None:
    old, new = (
        trade(),
        trade(text=f"{'India and Russia'}: a new target of $100 billion by 2030, 11.25 billion in 2012."),
    )
    store.put(old, "1")
    assert store.put(new, "1") == "replaced"
    assert list(store.readings()) == [new]
    trace = [(row["document"], row["status"]) for row in store.history("trade.txt")]
    assert trace == [(old.document.id, "replaced"), (new.document.id, "stands")]
    assert not store.holds(old.document.sha256, "trade.txt", "1")


def test_a_newer_engine_replaces_what_the_older_one_made(store: SqlStore, trade: Make) -> None:
    reading = trade()
    store.put(reading, "1")
    better = Reading(reading.document, reading.records[:3])
    assert store.put(better, "2") == "replaced"
    assert list(store.readings()) == [better]
    assert [row["engine"] for row in store.history("trade.txt")] == ["1", "2"]


def test_one_content_at_two_addresses_is_one_document(store: SqlStore, trade: Make) -> None:
    first, second = trade("a.txt"), trade("b.txt")
    assert [store.put(first, "1"), store.put(second, "1")] == ["added", "added"]
    assert store.documents() == [first.document]
    assert store.addresses(first.document.id) == ["a.txt", "b.txt"]
    assert store.documents(document="b.txt") == [first.document]


def test_a_document_outlives_one_of_its_addresses(store: SqlStore, trade: Make) -> None:
    store.put(trade("a.txt"), "1")
    store.put(trade("b.txt"), "1")
    store.put(Reading(document("Nothing here.", "a.txt"), ()), "1")
    assert [d.uri for d in store.documents()] == ["b.txt", "a.txt"]  # the dated one first
    assert {r.document for r in store.records("figure")} == {trade().document.id}


def test_a_record_without_its_words_is_refused_and_the_whole_document_with_it(
    store: SqlStore, trade: Make
) -> None:
    reading = trade()
    false = msgspec.structs.replace(
        reading.records[2], evidence=(Evidence(reading.document.id, 0, 5, "Indie"),)
    )
    with pytest.raises(EvidenceError, match="Indie"):
        store.put(Reading(reading.document, (*reading.records[:2], false)), "1")
    assert store.counts()["document"] == 0
    assert store.history("trade.txt") == []


def test_a_failed_replacement_leaves_what_was_there(store: SqlStore, trade: Make) -> None:
    old = trade()
    store.put(old, "1")
    twice = trade(text=old.document.text + " Again.")
    with pytest.raises(LedgerError, match="two records have the id"):
        store.put(Reading(twice.document, twice.records * 2), "1")
    assert list(store.readings()) == [old]


def test_documents_come_by_date_then_address(store: SqlStore) -> None:
    for uri, published in [
        ("z.txt", "2012"),
        ("b.txt", None),
        ("a.txt", None),
        ("y.txt", "2012-03"),
        ("x.txt", "2000/2003"),
    ]:
        store.put(Reading(document(f"Text of {uri}", uri, published=published), ()), "1")
    assert [d.uri for d in store.documents()] == ["x.txt", "z.txt", "y.txt", "a.txt", "b.txt"]
    assert [d.uri for d in store.documents(limit=2, offset=1)] == ["z.txt", "y.txt"]
    assert [r.document.uri for r in store.readings()] == ["x.txt", "z.txt", "y.txt", "a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("filters", "values"),
    [
        ({}, ["100000000000", "11250000000"]),
        ({"indicator": "trade.turnover", "status": "target"}, ["100000000000"]),
        ({"status": None}, ["100000000000", "11250000000"]),
        ({"value": "11250000000.00"}, ["11250000000"]),
        ({"speakers": "RU"}, ["11250000000"]),
        ({"speakers": "R"}, []),
        ({"speakers": "ru"}, []),
        ({"min": 5e10}, ["100000000000"]),
        ({"max": "11250000000"}, ["11250000000"]),
        ({"since": "2013"}, ["100000000000"]),
        ({"since": "2012-06", "until": "2012-06"}, ["11250000000"]),
        ({"language": "en"}, ["100000000000", "11250000000"]),
        ({"language": "vi"}, []),
        ({"text": "BILLION 11.25"}, ["11250000000"]),
        ({"text": "100%"}, []),
        ({"document": "trade.txt"}, ["100000000000", "11250000000"]),
        ({"document": "rade.txt"}, []),
        ({"period": "2030"}, ["100000000000"]),
    ],
)
def test_filters_of_figures(store: SqlStore, trade: Make, filters: dict[str, Any], values: list[str]) -> None:
    store.put(trade("folder/trade.txt"), "1")
    found = store.records("figure", **filters)
    assert [str(f.value) for f in found if isinstance(f, Figure)] == values
    assert store.count("figure", **filters) == len(values)


def test_text_is_found_whatever_its_case_and_its_form_of_unicode(store: SqlStore) -> None:
    doc = document("Kim ngạch của Ấn Độ đạt 11 tỷ USD; товарооборот Индии", language="vi")
    store.put(Reading(doc, (figure(doc, "11 tỷ USD", "11000000000", unit="USD"),)), "1")
    assert store.count("figure", text="TỶ") == 1
    assert store.count("figure", text="tỷ") == 1  # decomposed
    assert store.count("document", text="ИНДИИ ẤN") == 1
    assert store.count("document", text="ИНДИЯ") == 0


def test_a_range_is_found_by_any_part_of_it(store: SqlStore) -> None:
    doc = document("between 50 and 60 aircraft")
    store.put(Reading(doc, (figure(doc, "50 and 60", "50", value_max=Decimal(60)),)), "1")
    assert store.count("figure", min=55) == 1
    assert store.count("figure", max=55) == 1
    assert store.count("figure", min=61) == 0


@pytest.mark.parametrize(
    ("kind", "filters", "complaint"),
    [
        (
            "figure",
            {"colour": "red"},
            "figure has no field colour; filter by id, rule, value, value_max, unit",
        ),
        ("time", {"min": 3}, "time has no field min; filter by id, rule, value, kind, document"),
        ("figure", {"status": "hoped"}, "status cannot be hoped; it is one of observed, target, planned"),
        ("figure", {"min": "many"}, "min wants a number"),
        ("event", {"ordinal": "third"}, "ordinal wants a whole number"),
        ("figure", {"since": "yesterday"}, "since wants a date, such as 2013"),
        ("figures", {}, "no such record type: figures; there are document, figure"),
    ],
)
def test_a_filter_that_makes_no_sense_says_what_would(
    store: SqlStore, kind: str, filters: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(UsageError, match=complaint):
        store.records(kind, **filters)


def test_a_key_may_be_the_beginning_of_an_id(store: SqlStore, trade: Make) -> None:
    reading = trade()
    store.put(reading, "1")
    whole = reading.records[2].id
    assert store.record(whole) == store.record(whole[:6]) == reading.records[2]
    assert store.document(reading.document.id[:5]) == reading.document
    with pytest.raises(LedgerError, match="more than one record begins with f"):
        store.record("f")
    with pytest.raises(LedgerError, match="holds no record fzz"):
        store.record("fzz")
    with pytest.raises(LedgerError, match="holds no document none"):
        store.document("none")


def test_tallies(store: SqlStore, trade: Make) -> None:
    store.put(trade(), "1")
    store.put(Reading(document("Không có gì.", "vi.txt", language="vi"), ()), "1")
    assert store.tally("figure", "status") == [("observed", 1), ("target", 1)]
    assert store.tally("figure", "speakers") == [("IN", 1), ("RU", 1)]
    assert store.tally("figure", "language") == [("en", 2)]
    assert store.tally("document", "language") == [("en", 1), ("vi", 1)]
    assert store.tally("figure", "indicator", status="target") == [("trade.turnover", 1)]


def test_many_documents_read_out_in_order_with_their_own_records(store: SqlStore, trade: Make) -> None:
    readings = [
        trade(f"{n:03}.txt", text=f"{n}: India, Russia, $100 billion, 2030, 11.25 billion, 2012")
        for n in range(120)
    ]
    for reading in reversed(readings):
        store.put(reading, "1")
    assert list(store.readings()) == readings


# -- in an order, together, one of many -------------------------------------------------------------


def values(found: list[Record]) -> list[str]:
    return [str(record.value) for record in found if isinstance(record, Figure)]


@pytest.fixture
def three(store: SqlStore) -> SqlStore:
    """Three documents: 30 of 2025, 5 and 200 of 2013, and 200 again without a period or date."""
    for uri, text, published in (
        ("a.txt", "first 30 then", "2025"),
        ("b.txt", "second 5 and 200", "2013"),
        ("c.txt", "Third 200", None),
    ):
        doc = document(text, uri, published=published)
        records = [
            figure(doc, words, words, period=published, area="IN")
            for words in ("30", "5", "200")
            if words in text
        ]
        store.put(Reading(doc, tuple(records)), "1")
    return store


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (None, ["5", "200", "30", "200"]),
        ("value", ["5", "30", "200", "200"]),
        ("-value", ["200", "200", "30", "5"]),
        ("period", ["5", "200", "30", "200"]),
        ("-period", ["30", "5", "200", "200"]),
        ("-document", ["30", "5", "200", "200"]),
        ("-area", ["5", "200", "30", "200"]),
    ],
)
def test_records_come_in_the_order_of_a_field(three: SqlStore, order: str, found: list[str]) -> None:
    assert values(three.records("figure", order=order)) == found
    assert values(three.records("figure", order=order, limit=2, offset=1)) == found[1:3]


@pytest.mark.parametrize(
    ("order", "found"), [("title", "abc"), ("-title", "cba"), ("-figure", "bac"), ("-published", "abc")]
)
def test_documents_come_in_the_order_of_a_field_or_of_what_they_gave(
    three: SqlStore, order: str, found: str
) -> None:
    assert "".join(d.uri[0] for d in three.documents(order=order)) == found


def test_an_order_that_makes_no_sense_says_so(store: SqlStore) -> None:
    with pytest.raises(UsageError, match="figure has no field colour"):
        store.records("figure", order="-colour")


def test_a_list_asks_for_any_of_its_values(three: SqlStore) -> None:
    ids = [record.id for record in three.records("figure", order="value")]
    assert values(three.records("figure", id=ids[:2])) == ["5", "30"]
    assert three.records("figure", id=[]) == []
    assert three.count("figure", status=["target", "observed"]) == 4
    assert three.count("figure", speakers=[]) == 0
    with pytest.raises(UsageError, match="status cannot be hoped"):
        three.count("figure", status=["target", "hoped"])


def test_a_document_may_come_with_its_first_words_only(store: SqlStore) -> None:
    doc = document("word " * 1000, title="Words", evidence=())
    doc = msgspec.structs.replace(doc, evidence=(Evidence(doc.id, 0, 4, "word"),))
    store.put(Reading(doc, ()), "1")
    (brief,) = store.documents(brief=True)
    assert doc.text.startswith(brief.text)
    assert len(brief.text) < 500
    assert msgspec.structs.replace(brief, text=doc.text, evidence=doc.evidence) == doc


def test_of_records_that_agree_the_latest_document_s_stands_for_all(three: SqlStore) -> None:
    found = three.latest("figure", ("value", "area"))
    assert [(values([record]), times) for record, times in found[:1]] == [(["200"], 2)]
    assert found[0][0].document == three.document("b.txt").id  # the other one has no date
    assert len(found) == 3
    assert len(three.latest("figure", ("area",), text="200")) == 1
    assert len(three.latest("figure", ("value",), limit=2)) == 2


def test_several_tallies_in_one_pass(store: SqlStore, trade: Make) -> None:
    store.put(trade(), "1")
    fields = ("status", "speakers", "language")
    assert store.tallies("figure", fields) == {field: store.tally("figure", field) for field in fields}


def test_values_that_stand_together_are_counted_by_record_or_by_quote(store: SqlStore) -> None:
    doc = document("India, Indian, Indians")
    made = entity(doc, "IN", "India", "Indian")
    store.put(Reading(doc, (made,)), "1")
    assert store.combinations("entity", ("entity", "names")) == [("IN", ("India", "Indian"), 1)]
    assert store.combinations("entity", ("entity",), quotes=True) == [("IN", 2)]


def test_how_far_a_place_was_followed_is_kept_place_by_place(store: SqlStore) -> None:
    feed = Watched(
        place="https://a/feed", address="https://a/feed", etag='"1"', due="2025-12-05T10:00:00+00:00"
    )
    page = Watched(place="https://a/feed", address="https://a/1", stamp="Fri", state="failed", failures=2)
    for one in (feed, page, Watched(place="b", address="b"), Watched(place="b", address="https://a/1")):
        store.watch(one)
    assert store.places() == ["b", "https://a/feed"]
    assert store.watched("https://a/feed") == {one.address: one for one in (feed, page)}
    seen = msgspec.structs.replace(page, state="seen", failures=0)
    store.watch(seen)
    assert store.watched("https://a/feed")["https://a/1"] == seen
    assert store.watched("nowhere") == {}


def test_a_text_filter_has_an_end(store: SqlStore, trade: Make) -> None:
    store.put(trade(), "1")
    assert store.records("figure", text=" ".join(f"w{n}" for n in range(400))) == []
    with pytest.raises(UsageError, match="text takes 2000 characters at most"):
        store.records("figure", text="a " * 1001)


@pytest.mark.parametrize("number", ["9" * 30, "-2147483648", "1.5", "", "٣"])
def test_a_whole_number_fits_its_column(store: SqlStore, number: str) -> None:
    with pytest.raises(UsageError, match="ordinal wants a whole number"):
        store.records("event", ordinal=number)
