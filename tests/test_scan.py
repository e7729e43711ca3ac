"""One pass over the words of a text finds the terms of every table."""

from __future__ import annotations

import pytest

from servanda.index import Index
from servanda.line import line
from servanda.packs import Language, Terms
from servanda.scan import Scanner


def index(*terms: str, endings: tuple[str, ...] = ()) -> Index:
    """An index of terms that mean themselves."""
    made = Terms(Language("x", endings=endings))
    for term in terms:
        made.add([term], "w", term)
    return Index(made)


def found(scanner: Scanner, text: str) -> list[list[str]]:
    """The terms of each index in a text."""
    return [[readings["w"] for _, _, readings in finds] for finds in scanner.terms(line(text))]


def test_no_table_hides_the_terms_of_another() -> None:
    scanner = Scanner(index("joint statement", "state"), index("statement of the state"))

    assert found(scanner, "a joint statement of the state") == [
        ["joint statement", "state"],
        ["statement of the state"],
    ]


@pytest.mark.parametrize("around", ["«{}»", "({})", "pre-{}", "{}-like", "'{}'", "1{}"])
def test_a_term_stands_between_signs_as_well_as_between_blanks(around: str) -> None:
    assert found(Scanner(index("central asia")), "the " + around.format("Central Asia")) == [["central asia"]]


def test_the_longest_term_counts_and_its_beginning_where_the_rest_does_not_follow() -> None:
    scanner = Scanner(index("united", "united nations", "united nations security council"))

    assert found(scanner, "United Nations security. United nation. United Nations Security Council") == [
        ["united nations", "united", "united nations security council"]
    ]


def test_of_short_terms_too_the_longest_counts() -> None:
    assert found(Scanner(index("g-7", "g-77")), "The G-77 and the G-7.") == [["g-77", "g-7"]]


def test_an_ending_may_hold_an_apostrophe() -> None:
    scanner = Scanner(index("state~ party~", "party", endings=("s", "'s")))

    assert found(scanner, "The state's party met; the States Parties, partys.") == [["state~ party~"]]
    assert found(scanner, "state party's") == [["state~ party~"]]


def test_a_capital_shows_that_a_blank_was_lost() -> None:
    assert found(Scanner(index("the", "union")), "ofTheUnion theunion TheUnion") == [["union", "union"]]
