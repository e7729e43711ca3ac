"""Threads: one undertaking followed across documents, years and languages."""

from __future__ import annotations

import pytest

from servanda.errors import LedgerError
from servanda.link.subject import subjects
from servanda.link.thread import Thread, head, one_of, said, selected, threads
from servanda.model import Reading
from tests.link.conftest import made


@pytest.fixture(scope="module")
def found(sample: list[Reading]) -> dict[str, Thread]:
    return {t.key: t for t in threads(sample)}


@pytest.mark.parametrize(
    ("key", "languages", "years"),
    [
        ("trade.turnover", {"en", "hi", "ru"}, {"2008", "2010", "2014", "2024", "2025"}),
        (
            "kudankulam-npp",
            {"en", "hi", "ru", "vi"},
            {"2000", "2007", "2008", "2010", "2013", "2014", "2025"},
        ),
        ("second-nuclear-site", {"hi", "ru"}, {"2014", "2025"}),
        ("ka-226t", {"hi", "ru", "vi"}, {"2014", "2016", "2025"}),
        ("human-spaceflight", {"en", "vi"}, {"2008", "2013"}),
        ("s-400", {"en", "hi", "vi"}, {"2016", "2018", "2021", "2025"}),
        ("instc", {"en", "hi", "ru"}, {"2000", "2014", "2023", "2024", "2025"}),
        ("free-trade", {"hi", "ru"}, {"2014", "2024", "2025"}),
        ("logistics-support", {"en", "vi"}, {"2021", "2025"}),
    ],
)
def test_the_dossiers_threads_are_followed(
    found: dict[str, Thread], key: str, languages: set[str], years: set[str]
) -> None:
    thread = found[key]
    assert set(thread.languages) >= languages
    assert {p.published[:4] for p in thread.passages if p.published} >= years


def test_the_corridor_to_vladivostok_goes_from_a_proposal_to_service(found: dict[str, Thread]) -> None:
    said = [p.quote for p in found["chennai-vladivostok-corridor"].passages]
    assert "введён в действие" in said[-2]  # and the next statement goes on from there


def test_a_passage_cites_what_it_rests_on_and_says_what_the_document_says(
    found: dict[str, Thread], sample: list[Reading]
) -> None:
    texts = {r.document.id: r.document.text for r in sample}
    records = {r.document.id: {x.id for x in r.records} for r in sample}
    for thread in found.values():
        for p in thread.passages:
            assert texts[p.document][p.start : p.end] == p.quote
            assert p.records
            assert set(p.records) <= records[p.document]


def test_passages_stand_in_the_order_of_their_documents(found: dict[str, Thread]) -> None:
    for thread in found.values():
        assert list(thread.passages) == sorted(thread.passages, key=lambda p: p.day)


def test_a_permanent_seat_is_followed_from_2013_to_2021(seeds: list[Reading]) -> None:
    (seat,) = (t for t in threads(seeds) if t.key == "permanent-seat")
    assert [p.published for p in seat.passages] == ["2013", "2021-12"]
    assert seat.languages == ("en", "vi")


def test_the_reactors_of_kudankulam_are_one_thread_from_2013_to_2025(seeds: list[Reading]) -> None:
    (npp,) = (t for t in threads(seeds) if t.key == "kudankulam-npp")
    assert len(npp.documents) == 5
    assert (npp.since, npp.until) == ("2013", "2025-12-05")


def test_what_two_others_did_is_another_thread() -> None:
    here = "New Delhi, December 5, 2020. India and Russia signed a logistics agreement. India and Russia met."
    there = (
        "Delhi, June 5, 2021. India and Russia met. The United States and Japan signed a logistics agreement."
    )
    found = threads([made(here), made(there)], least=1)
    assert {t.parties for t in found if t.key == "logistics-support"} == {("IN", "RU"), ("JP", "US")}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "India’s bid for a permanent seat in the Security Council"),
        ("vi", "ủng hộ Ấn Độ trở thành ủy viên thường trực của Hội đồng Bảo an"),
        ("ru", "на место постоянного члена Совета Безопасности"),
        ("hi", "सुरक्षा परिषद में भारत की स्थायी सदस्यता"),
    ],
)
def test_a_subject_is_found_in_every_language(language: str, text: str) -> None:
    assert [subject for _, subject in subjects(text, language)] == ["permanent-seat"]


def test_words_alone_say_too_little_where_the_catalogue_wants_a_name_beside() -> None:
    text = "Delhi, June 5, 2021. India and Russia are permanent members of the jury. India thanked Russia."
    assert not [t for t in threads([made(text)], least=1) if t.key == "permanent-seat"]


def test_threads_are_chosen_by_words_topic_and_party(found: dict[str, Thread]) -> None:
    every = list(map(head, found.values()))
    assert {t.topic for t in selected(every, topic="nuclear")} == {"nuclear"}
    assert selected(every, party="VN") == []
    assert {t.key for t in found.values() if "площадку" in said(t)} == {
        "kudankulam-npp",
        "second-nuclear-site",
    }


def test_a_thread_is_named_by_its_key_its_id_or_the_beginning_of_it(found: dict[str, Thread]) -> None:
    every, npp = list(map(head, found.values())), head(found["kudankulam-npp"])
    assert one_of(every, npp.id) == one_of(every, npp.id[:6]) == one_of(every, "kudankulam-npp") == npp
    with pytest.raises(LedgerError, match="no thread nowhere"):
        one_of(every, "nowhere")
