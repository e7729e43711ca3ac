"""Names: what is one name, and what only looks like it."""

from __future__ import annotations

import pytest

from servanda.link.names import compare


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Manhoman Singh", "Manmohan Singh"),
        ("Сергей Лавров", "Sergey Lavrov"),
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("मनमोहन सिंह", "Manmohan Singh"),
        ("Nguyễn Phú Trọng", "Nguyen Phu Trong"),
        ("Putin, Vladimir", "Vladimir Putin"),
        ("Mr. Sergey Viktorovich Lavrov", "Sergey Lavrov"),
        ("Vitaly Savelyev", "Виталий Савельев"),
    ],
)
def test_one_person(one: str, other: str) -> None:
    assert compare(one, other, "person").same
    assert compare(other, one, "person").same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rajnath Singh", "Manmohan Singh"),
        ("Sergey Ivanov", "Sergey Lavrov"),
        ("Singh", "Manmohan Singh"),
        ("Friedrich Hans", "Hans Friedrich"),
        ("Muhammad bin Salman", "Salman bin Muhammad"),
        ("Indira Gandhi", "Rahul Gandhi"),
        ("高石早苗", "高市早苗"),
    ],
)
def test_two_persons(one: str, other: str) -> None:
    assert not compare(one, other, "person").same
    assert not compare(other, one, "person").same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The World Bank", "World Bank", True),
        ("World Health Organisation", "World Health Organization", True),
        ("Stripe LLC", "Stripe Limited Liability Company", True),
        ("Government of Estonia", "Government of Ethiopia", False),
        ("Ministry of Defence of India", "Ministry of Defence of Russia", False),
        ("Siemens AG", "Siemens GmbH", False),
        ("Project 11356", "Project 11357", False),
    ],
)
def test_organisations(one: str, other: str, same: bool) -> None:
    assert compare(one, other, "organisation").same is same


def test_a_judgement_says_why() -> None:
    assert compare("Manhoman Singh", "Manmohan Singh", "person").reason == "“manhoman” for “manmohan”"
    assert compare("Sergey Viktorovich Lavrov", "Sergey Lavrov", "person").reason == "without “viktorovich”"
