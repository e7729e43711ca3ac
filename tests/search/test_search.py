"""Searching the sample dossier: words, operators, forms, concepts across languages, facets, the index."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

import servanda
from servanda import Ledger
from servanda.app import Found, Sentence
from servanda.errors import UsageError
from servanda.model import Document, Reading
from servanda.store import SqlStore, fulltext, words_postgresql, words_sqlite


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def dossier(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The sample dossier in each kind of database."""
    in_file = request.param == "sqlite"
    address = (
        tmp_path_factory.mktemp("search") / "ledger.db" if in_file else request.getfixturevalue("postgres")()
    )
    with servanda.open(address) as ledger:
        servanda.read([f"{files('servanda')}/data/sample/[0-9]*"], ledger)
        yield ledger


def found(one: Sentence) -> list[str]:
    return [one.text[a:b] for a, b in one.highlights]


def every(found_: Found) -> set[str]:
    return {words.lower() for one in found_.sentences for words in found(one)}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("trade turnover", {"товарооборот", "kim ngạch thương mại", "kim ngạch"}),
        ("товарооборот", {"kim ngạch thương mại", "trade"}),
        ("Russia", {"nga", "россии", "रूस", "russia"}),
        ("entity:RU", {"nga", "россии", "रूस", "russia"}),
        ("cosmonaut", {"cosmonaut", "космос"}),
    ],
)
def test_a_word_is_found_by_what_it_names_in_every_language(
    dossier: Ledger, query: str, words: set[str]
) -> None:
    assert words <= every(dossier.search(query))


def test_an_english_question_finds_vietnamese_sentences(dossier: Ledger) -> None:
    first = dossier.search("trade turnover lang:vi").sentences[0]
    assert first.language == "vi"
    assert first.document.text[first.start : first.end] == first.text
    assert "kim ngạch" in found(first)[0].lower()


def test_what_stands_as_it_was_asked_for_comes_first(dossier: Ledger) -> None:
    assert found(dossier.search("cosmonaut").sentences[0])[0] == "cosmonaut"


@pytest.mark.parametrize(
    ("query", "only"),
    [
        ('"kim ngạch"', "kim ngạch"),
        ("kim ngach", "ngạch"),
        ("हस्ताक्षर", "हस्ताक्षर"),
        ('"लक्ष्य"', "लक्ष्य"),
        ("вертолёт", "вертолётов"),
        ("вертолет", "вертолётов"),
        ("helicop*", "helicopters"),
        ('"bilateral trade"', "bilateral trade"),
    ],
)
def test_words_are_found_in_their_forms_and_spellings(dossier: Ledger, query: str, only: str) -> None:
    assert only in every(dossier.search(query))


@pytest.mark.parametrize("query", ['"लक्ष"', '"trade target"', "kím ngach", '"ngạch kim"', "zzz"])
def test_a_part_of_a_word_or_another_marking_is_another_word(dossier: Ledger, query: str) -> None:
    assert dossier.search(query).total == 0


def test_operators(dossier: Ledger) -> None:
    def total(query: str) -> int:
        return dossier.search(query).total

    assert total("helicopters consulate") < total("helicopters OR consulate")
    assert total('"trade" -"trade"') == 0
    assert total('"trade" -goal') < total('"trade"')
    assert total("") == total("year:..2100")


def test_filters_narrow_and_facets_count_under_the_others(dossier: Ledger) -> None:
    all_of_it = dossier.search("Russia")
    part = dossier.search("Russia kind:figure lang:ru year:2010..2014 by:IN")
    assert 0 < part.total < all_of_it.total
    assert {one.language for one in part.sentences} == {"ru"}
    assert all("figure" in {type(r).__name__.lower() for r in one.records} for one in part.sentences)
    assert {(one.document.published or "")[:4] for one in part.sentences} <= {"2010", "2014"}
    vietnamese = dossier.search("Russia lang:vi")
    assert dict(all_of_it.facets["language"])["vi"] == vietnamese.total
    assert dict(vietnamese.facets["language"]) == dict(all_of_it.facets["language"])
    assert sum(count for _, count in vietnamese.facets["year"]) == vietnamese.total


def test_of_words_that_stand_nearly_everywhere_some_sentences_stand_for_all(
    dossier: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    everywhere = dossier.search("trade", limit=10)
    monkeypatch.setattr(fulltext, "FACETED", everywhere.total // 4)
    some = dossier.search("trade", limit=10)
    assert (some.total, everywhere.counted) == (everywhere.total, everywhere.total)
    assert some.sentences == everywhere.sentences
    assert 0 < some.counted < everywhere.total // 2
    assert sum(n for _, n in some.facets["language"]) == some.counted
    assert dossier.search("trade").counted == everywhere.total  # who takes all of it, gets all counted
    narrowed = dossier.search("trade lang:vi", limit=10)
    assert narrowed.total == dict(everywhere.facets["language"])["vi"]


def test_of_very_many_sentences_some_are_ranked(dossier: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    everywhere = dossier.search("trade")
    for words in (words_sqlite, words_postgresql):
        monkeypatch.setattr(words, "RANKED", everywhere.total // 2)
    some = dossier.search("trade", limit=10)
    places = [(one.document.id, one.start) for one in everywhere.sentences]
    listed = [places.index((one.document.id, one.start)) for one in some.sentences]
    assert listed == sorted(listed)  # in the order that all of them have
    assert (some.total, len(some.sentences)) == (everywhere.total, 10)


def test_a_state_speaks_through_its_officials(dossier: Ledger) -> None:
    quotes = [one.text for one in dossier.search("by:RU trade lang:en").sentences]
    assert any(text.startswith("Putin said that trade had fallen") for text in quotes)


@pytest.mark.parametrize("query", ["colour:red", "kind:poem", "year:soon"])
def test_a_field_that_there_is_not_is_named(dossier: Ledger, query: str) -> None:
    with pytest.raises(UsageError, match=query.partition(":")[0]):
        dossier.search(query)


@pytest.mark.parametrize(
    "query", ["NEAR(a b)", "a AND", '"', "*", "(", "^x", "-", 'a" OR "b', "a + b", "it's"]
)
def test_operators_of_the_index_are_words_here(dossier: Ledger, query: str) -> None:
    assert dossier.search(query).total >= 0


def test_a_document_that_came_without_sentences_is_found_too(tmp_path: Path) -> None:
    text = "Russia built a reactor. India thanked."
    document = Document(id="d1", uri="a", media_type="text/plain", sha256="s", text=text, language="en")
    with servanda.open(tmp_path / "ledger.db") as ledger:
        ledger.store.put(Reading(document, ()), "1")
        assert ledger.store.unindexed() == ["d1"]
        assert [found(one) for one in ledger.search("reactor").sentences] == [["reactor"]]
        assert ledger.store.unindexed() == []


def test_what_leaves_the_ledger_leaves_the_index(tmp_path: Path) -> None:
    text = "Russia built a reactor."
    document = Document(id="d1", uri="a", media_type="text/plain", sha256="s", text=text, language="en")
    with servanda.open(tmp_path / "ledger.db") as ledger:
        ledger.store.put(Reading(document, ()), "1")
        assert ledger.search("reactor").total == 1
        other = msgspec.structs.replace(document, id="d2", sha256="t", text="Nothing of it.")
        ledger.store.put(Reading(other, ()), "1")
        assert ledger.search("reactor").total == 0
        assert isinstance(ledger.store, SqlStore)
