"""Two statements side by side."""

from __future__ import annotations

from servanda.link.compare import Row, compare
from servanda.link.wording import Piece, differences
from servanda.model import Reading
from tests.link.conftest import made

HEAD = "JOINT STATEMENT\n\nNew Delhi, December 5, {year}\n\nThe leaders of India and Russia met.\n"
OLD = (
    "The Sides agreed to open a second site for nuclear power plants in India.\n"
    "The Sides agreed to expand cooperation in oil refining and petrochemical technologies.\n"
    "The Sides welcomed the growth of tourism between the two countries.\n"
)
NEW = (
    "The Indian Side will strive to find a second site for nuclear power plants.\n"
    "The Sides agreed to expand cooperation in oil refining and gas technologies.\n"
    "The Sides agreed to establish a joint fund for critical minerals.\n"
)


def rows(old: str, new: str) -> list[Row]:
    found = compare(made(HEAD.format(year=2014) + old), made(HEAD.format(year=2025) + new))
    return [row for section in found.sections for row in section.rows]


def fates(old: str, new: str) -> dict[str, str]:
    return {(row.new or row.old).words[-12:]: row.fate for row in rows(old, new)}  # type: ignore[union-attr]


def test_what_a_newer_statement_keeps_changes_adds_and_drops() -> None:
    *_, changed = (row for row in rows(OLD, NEW) if row.fate == "changed" and "oil" in str(row.new))
    found = {row.fate: row for row in rows(OLD, NEW)}
    assert "tourism" in found["dropped"].old.words  # type: ignore[union-attr]
    assert "joint fund" in found["new"].new.words  # type: ignore[union-attr]
    assert [p.text.strip() for p in changed.pieces if p.kind == "old"] == ["petrochemical"]
    assert [p.text.strip() for p in changed.pieces if p.kind == "new"] == ["gas"]


def test_a_statement_is_the_same_as_itself() -> None:
    assert {row.fate for row in rows(OLD, OLD)} == {"same"}


def test_clauses_of_one_undertaking_are_aligned_across_languages(sample: list[Reading]) -> None:
    old, new = (next(r for r in sample if date in r.document.uri) for date in ("2014-12-11", "2025-12-05"))
    aligned = [row for section in compare(old, new).sections for row in section.rows if row.old and row.new]
    site = next(row for row in aligned if row.old and "вторую площадку" in row.old.words)
    assert site.fate == "weaker"
    assert site.pieces == ()
    assert {row.new.language for row in aligned if row.new} == {"hi"}


def test_every_clause_stands_in_one_row(sample: list[Reading]) -> None:
    old, new = (next(r for r in sample if date in r.document.uri) for date in ("2010-12-21", "2014-12-11"))
    all_rows = [row for section in compare(old, new).sections for row in section.rows]
    for side, reading in (("old", old), ("new", new)):
        said = [getattr(row, side).record.id for row in all_rows if getattr(row, side)]
        assert sorted(said) == sorted(r.id for r in reading.records if type(r).__name__ == "Statement")


def test_topics_stand_in_the_order_of_the_catalogue() -> None:
    found = compare(made(HEAD.format(year=2014) + OLD), made(HEAD.format(year=2025) + NEW))
    topics = [section.topic for section in found.sections]
    assert topics.index("energy") < topics.index("nuclear") < topics.index("critical-minerals")


def test_words_are_told_apart_one_by_one() -> None:
    assert differences("they will meet", "they may meet again") == [
        Piece("same", "they ", "they "),
        Piece("old", "will "),
        Piece("new", "may "),
        Piece("same", "meet ", "meet"),
        Piece("new", "again"),
    ]
