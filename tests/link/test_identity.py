"""Entities across documents: merges are judgements, and a person's word counts for more."""

from __future__ import annotations

from pathlib import Path

import pytest

from servanda import app
from servanda.errors import LedgerError, UsageError
from servanda.link.identity import Seen, identities, judgements, known_as
from servanda.link.linked import Linked
from servanda.model import Judgement, Reading


def person(name: str, language: str = "en") -> Seen:
    return Seen("person", {language: {name: 1}}, 1)


def said(left: str, right: str, same: bool) -> Judgement:
    return Judgement(left=left, right=right, same=same, score=1, reason="known")


FOUND = {
    "anvar-azimov": person("Anvar Azimov"),
    "anvar-azimof": person("Anvar Azimof"),
    "igor-petrov": person("Igor Petrov"),
    "igor-ivanov": person("Igor Ivanov"),
}


def test_names_that_are_alike_are_merged_with_a_score_and_a_reason() -> None:
    (judged,) = judgements(FOUND, [])
    assert (judged.left, judged.right, judged.same, judged.by) == (
        "anvar-azimof",
        "anvar-azimov",
        True,
        "names",
    )
    assert judged.score == 0.97 or judged.reason
    assert known_as([judged], FOUND) == {"anvar-azimof": "anvar-azimov"}


def test_one_entity_has_all_its_ids_and_names() -> None:
    one = next(i for i in identities(FOUND, known_as(judgements(FOUND, []), FOUND)) if len(i.ids) > 1)
    assert one.ids == ("anvar-azimov", "anvar-azimof")
    assert set(one.names["en"]) == {"Anvar Azimov", "Anvar Azimof"}
    assert one.documents == 2


def test_a_persons_word_counts_for_more_either_way() -> None:
    apart = judgements(FOUND, [said("anvar-azimov", "anvar-azimof", False)])
    assert known_as(apart, FOUND) == {}
    joined = judgements(FOUND, [said("igor-petrov", "igor-ivanov", True)])
    assert known_as(joined, FOUND)["igor-petrov"] == "igor-ivanov"


def test_names_never_join_two_entities_of_the_catalogue() -> None:
    seen = {"sergey-lavrov": person("Sergey Lavrov"), "sergei-shoigu": person("Sergey Lavrof")}
    assert known_as(judgements(seen, []), seen) == {}


def test_a_surname_alone_joins_nobody() -> None:
    short = Seen("person", {"en": {"Francis": 4}}, 4)
    full = Seen("person", {"en": {"Dennis Francis": 9, "Francis": 2}}, 9)
    assert judgements({"francis": short, "dennis-francis": full}, []) == []


def test_a_third_name_does_not_join_what_a_person_parted() -> None:
    seen = {
        "ivan-petrenkov": person("Ivan Petrenkov"),
        "ivan-petrenkof": person("Ivan Petrenkof"),
        "ivan-petrenko": person("Ivan Petrenko"),
    }
    parted = judgements(seen, [said("ivan-petrenko", "ivan-petrenkov", False)])
    assert known_as(parted, seen).get("ivan-petrenko", "ivan-petrenko") != known_as(parted, seen).get(
        "ivan-petrenkov", "ivan-petrenkov"
    )


def test_there_is_one_manmohan_singh(seeds: list[Reading]) -> None:
    linked = Linked(seeds)
    assert [i.entity for i in linked.identities if "Singh" in str(i.names) and i.kind == "person"] == [
        "manmohan-singh",
        "rajnath-singh",
    ]
    assert any(
        (j.left, j.right, j.reason) == ("manmohan-singh", "Manhoman Singh", "“manmohan” for “manhoman”")
        for j in linked.judgements
    )


NEWS = "New Delhi, June 5, 2021. Analyst {name} said that India and Russia would meet. {name} was right."


@pytest.fixture
def ledger(tmp_path: Path) -> app.Ledger:
    for name in ("Anvar Petrikov", "Anvar Petrikof"):
        (tmp_path / f"{name}.txt").write_text(NEWS.format(name=name), encoding="utf-8")
    opened = app.open(tmp_path / "ledger.db")
    app.read([tmp_path], opened)
    return opened


def test_a_judgement_survives_reading_again(ledger: app.Ledger, tmp_path: Path) -> None:
    ids = {i for one in ledger.identities() for i in one.ids}
    assert {"anvar-petrikov", "anvar-petrikof"} <= ids
    assert ledger.linked().known_as == {"anvar-petrikov": "anvar-petrikof"}

    ledger.judge("anvar-petrikov", "anvar-petrikof", same=False, reason="two men")
    (tmp_path / "Anvar Petrikov.txt").write_text(
        NEWS.format(name="Anvar Petrikov") + " Yes.", encoding="utf-8"
    )
    app.read([tmp_path], ledger)
    assert ledger.linked().known_as == {}
    assert [(j.by, j.reason) for j in ledger.judgements()] == [("person", "two men")]

    ledger.judge("anvar-petrikof", "anvar-petrikov", same=True, reason="one, after all")
    assert ledger.linked().known_as == {"anvar-petrikov": "anvar-petrikof"}
    assert [j.reason for j in ledger.judgements()] == ["one, after all"]


def test_a_judgement_is_on_what_the_ledger_holds(ledger: app.Ledger) -> None:
    with pytest.raises(LedgerError, match="no entity nobody"):
        ledger.judge("anvar-petrikov", "nobody", same=True, reason="")
    with pytest.raises(UsageError, match="are one id"):
        ledger.judge("IN", "IN", same=True, reason="")


def test_a_name_can_be_taken_from_an_entity(seeds: list[Reading]) -> None:
    linked = Linked(seeds, [said("manmohan-singh", "Manhoman Singh", False)])
    assert linked.known_as == {"manmohan-singh|Manhoman Singh": "manhoman-singh"}
