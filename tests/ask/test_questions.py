"""Asking the sample dossier: every question of ``questions*.toml``, judged by the facts beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import servanda
from servanda import Figure, Ledger
from servanda.ask import Answer
from servanda.ask.question import understand
from servanda.errors import UsageError

LANGUAGES: dict[str, list[dict[str, Any]]] = {
    file.stem.partition("_")[2] or "en": tomllib.loads(file.read_text(encoding="utf-8"))["questions"]
    for file in sorted(Path(__file__).parent.glob("questions*.toml"))
}
QUESTIONS = [question for questions in LANGUAGES.values() for question in questions]
BAR = 0.9
"""18 of 20."""


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with servanda.open(tmp_path_factory.mktemp("ask") / "ledger.db") as ledger:
        servanda.read([f"{files('servanda')}/data/sample/[0-9]*"], ledger)
        yield ledger


def fault(ledger: Ledger, wanted: dict[str, Any]) -> str:
    """What is wrong with the answer to a question; nothing where it is right."""
    answer = ledger.ask(wanted["ask"])
    if wanted.get("none"):
        return "" if not answer.found else f"answered: {answer.text}"
    if not answer.found:
        return f"no answer: {answer.understood}"
    records = [ledger.store.record(one.id) for line in answer.lines for one in line.citations]
    figures = [record for record in records if isinstance(record, Figure)]
    quotes = " | ".join(evidence.quote for record in records for evidence in record.evidence)
    missing = [v for v in wanted.get("values", ()) if Decimal(v) not in {f.value for f in figures}]
    missing += [p for p in wanted.get("periods", ()) if p not in {f.period for f in figures}]
    missing += [q for q in wanted.get("quotes", ()) if q not in quotes]
    missing += [w for w in wanted.get("words", ()) if w not in answer.text]
    return f"without {missing}: {answer.text}" if missing else ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_of_ten_questions_are_answered_right(dossier: Ledger, language: str) -> None:
    questions = LANGUAGES[language]
    assert len(questions) >= 13
    assert sum(1 for wanted in questions if wanted.get("none")) >= 3
    faults = {wanted["ask"]: found for wanted in questions if (found := fault(dossier, wanted))}
    report = "\n".join(f"{question}\n    {found}" for question, found in faults.items())
    assert len(faults) <= (1 - BAR) * len(questions), report


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_read_in_its_own_language(language: str) -> None:
    told = {wanted["ask"]: understand(wanted["ask"], None).language for wanted in LANGUAGES[language]}
    assert set(told.values()) == {language}, told


@pytest.mark.parametrize("wanted", [q for q in QUESTIONS if q.get("none")], ids=lambda q: q["ask"])
def test_what_the_ledger_does_not_hold_is_never_guessed(dossier: Ledger, wanted: dict[str, Any]) -> None:
    answer = dossier.ask(wanted["ask"])
    assert not answer.found
    assert "holds no answer" in answer.lines[0].text
    assert answer.lines[0].citations == ()


@pytest.mark.parametrize("wanted", [q for q in QUESTIONS if not q.get("none")], ids=lambda q: q["ask"])
def test_every_sentence_of_an_answer_cites_records_with_their_words(
    dossier: Ledger, wanted: dict[str, Any]
) -> None:
    answer = dossier.ask(wanted["ask"])
    if not answer.found:
        pytest.skip("not answered: counted by the bar above")
    for line in answer.lines:
        assert line.citations, line.text
        for one in line.citations:
            assert dossier.document(one.document).text[one.start : one.end] == one.quote
            assert dossier.store.record(one.id).evidence[0].quote == one.quote


def test_an_answer_tells_how_it_was_understood(dossier: Ledger) -> None:
    answer: Answer = dossier.ask("How much did India export to Russia in fiscal 2024-25?")
    assert answer.understood["indicator"] == "trade.exports"
    assert answer.understood["states"] == "IN, RU"
    assert answer.understood["period"] == "2024-04/2025-03"


@pytest.mark.parametrize("question", ["???", "x", "of the", "2030", "India", "'\"*("])
def test_any_words_get_an_answer_or_none(dossier: Ledger, question: str) -> None:
    assert dossier.ask(question).lines


def test_no_question_is_no_question(dossier: Ledger) -> None:
    with pytest.raises(UsageError, match="ask something"):
        dossier.ask("  ")
