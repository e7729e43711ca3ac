"""The law of words: packs hold words, the catalogue concepts, and what is wrong is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from servanda import packs
from servanda.catalogue import catalogue
from servanda.errors import DataError
from servanda.fold import fold, fold_term
from servanda.forms import compile_rules, expand, matches
from servanda.index import Index
from servanda.packs import Language, Rule, Terms
from servanda.records.lexicon import lexicon
from servanda.scan import Scanner
from servanda.values.grammar import grammar

SOURCE = Path(packs.__file__).parent
LETTERS_OF_PACKS = re.compile(r"[\u0400-\u04ff\u0900-\u097f\u1ea0-\u1ef9]{3,}")


@pytest.mark.parametrize("lang", packs.languages())
def test_every_pack_compiles(lang: str) -> None:
    assert grammar(lang).index.candidates
    assert any(index.candidates for index in lexicon(lang).indexes)


def test_code_holds_no_word_of_a_pack() -> None:
    """Docstrings and comments may quote; what runs may not."""
    quoted = re.compile(r'"""(?:.|\n)*?"""|#.*')
    for path in SOURCE.rglob("*.py"):
        found = LETTERS_OF_PACKS.search(quoted.sub("", path.read_text(encoding="utf-8")))
        assert not found, f"{path}: {found and found.group()!r} belongs in a pack"


def test_a_pack_that_is_wrong_is_named() -> None:
    with pytest.raises(DataError, match=r"packs/xx/units.toml \[units\]"):
        packs.table({"units": {"USD": "dollar"}}, "units", "xx/units.toml")
    with pytest.raises(DataError, match="missing; the languages are"):
        packs.language("xx")
    with pytest.raises(DataError, match=r"packs/xx/language\.toml: Object contains unknown field"):
        packs.convert({"name": "X", "decimals": ","}, Language, "xx/language.toml")


def test_each_step_of_the_ladder_has_an_example_of_its_own() -> None:
    steps = catalogue().acts
    examples = [step.example for step in steps.values()]
    assert len(set(examples)) == len(examples)
    assert all((step.act == "commissive") == (step.binding is not None) for step in steps.values())


def test_a_stem_takes_any_ending_of_the_language() -> None:
    terms = Terms(Language("x", endings=("um", "i", "orum")))
    terms.add(["pact~ solemn~"], "u", "P")
    scanner = Scanner(Index(terms))

    assert [t.readings for t in scanner.tokens("pactum solemni")] == [{"u": "P"}]
    assert scanner.tokens("pactator solemni") == []


def test_letter_case_is_asked_for_where_the_term_has_it() -> None:
    terms = Terms(Language("x"))
    terms.add(["May"], "month", 5)
    terms.add(["US"], "state", "US")
    scanner = Scanner(Index(terms))

    assert [t.readings for t in scanner.tokens("may May MAY us US")] == [
        {"month": 5},
        {"month": 5},
        {"state": "US"},
    ]


def test_a_term_ends_where_the_word_ends() -> None:
    terms = Terms(Language("x"))
    terms.add(["of the sea", "the", "of"], "w", True)

    found = [(t.start, t.end) for t in Scanner(Index(terms)).tokens("roof the seaside of the sea")]

    assert found == [(5, 8), (17, 27)]


def test_forms_spread_options_and_keep_context_out_of_the_extent() -> None:
    rule = Rule("since", "open", ("<since> [the] {n}",))
    root = compile_rules([rule], lambda word: word)
    terms = Terms(Language("x"))
    terms.add(["since"], "'since", True)
    terms.add(["five"], "n", 5)
    tokens = Scanner(Index(terms)).tokens("since five")

    (match,) = matches(root, tokens, 0)

    assert (match.first, match.last, match.slots) == (1, 2, {"n": 5})


def test_a_form_with_a_bracket_too_few_is_named() -> None:
    with pytest.raises(DataError, match="unbalanced"):
        expand("[the {n}")


def test_spelling_is_folded_and_found_again_in_the_text_as_stored() -> None:
    decomposed = "A\u0302\u0301n Đo\u0323\u0302"
    folded, back = fold(decomposed)

    assert folded == fold_term("Ấn Độ")
    assert back is not None
    assert decomposed[back[0] : back[2]] == "A\u0302\u0301n"
