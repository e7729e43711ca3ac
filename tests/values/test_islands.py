"""Islands: what can hold a value is looked at, and nothing else."""

from __future__ import annotations

import pytest

from servanda import packs
from servanda.line import line
from servanda.values import islands
from servanda.values.grammar import Grammar, grammar


def words_left(text: str) -> list[str]:
    known = grammar("en")
    finds = islands.living(known.scanner.terms(line(text))[0], known.seeds)
    return [text[start:end] for start, end, _ in finds]


def test_words_alone_are_passed_by() -> None:
    assert words_left("the state of the union, and that of the world") == []


def test_what_stands_beside_a_number_is_kept() -> None:
    assert words_left("the talks of the two states") == ["of", "the", "two"]


def test_an_article_counts_beside_a_unit_alone() -> None:
    assert words_left("a state of the north") == []
    assert words_left("a kilometre of the north")[:2] == ["a", "kilometre"]


@pytest.mark.parametrize("lang", packs.languages())
def test_values_are_the_same_with_every_island_looked_at(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    every = Grammar(lang)
    texts = [form.replace("{", " ").replace("}", " 5 ") for form in _forms(lang)]
    seen = [grammar(lang).find(text) for text in texts]
    monkeypatch.setattr(islands, "living", lambda finds, *_: list(finds))
    assert [every.find(text) for text in texts] == seen


def _forms(lang: str) -> list[str]:
    """The words of some phrases of a pack, in the order of its files."""
    tables = (packs.load(lang, file) for file in ("numbers", "units", "times"))
    rules = [rule for table in tables for rule in packs.rules(table, lang)]
    signs = str.maketrans("[](|)<>~", "        ")
    return [form.translate(signs) for rule in rules for form in rule.forms]
