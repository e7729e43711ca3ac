"""The language of a text: told by script and letters, never forced on a text that is in another one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from servanda import packs
from servanda.language import detect, profile

KNOWN = ("en", "hi", "ru", "vi")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The two sides agreed to expand trade.", "en"),
        ("Hai bên nhất trí mở rộng thương mại.", "vi"),
        ("Стороны договорились расширить торговлю.", "ru"),
        ("दोनों पक्ष व्यापार बढ़ाने पर सहमत हुए।", "hi"),
        ("Trade was $7.5 Bn", "en"),
        ("Hà Nội", "vi"),
        ("Поставки С-400 и Su-57", "ru"),
        ("ha\u0300 no\u0323\u0302i, ta\u0323i ca\u0301c ho\u0323\u0302i nghi\u0323", "vi"),
    ],
)
def test_each_language_is_told(text: str, language: str) -> None:
    assert detect(text, KNOWN) == language


@pytest.mark.parametrize("text", ["", "12 345,6", "— … !", "😀"])
def test_without_letters_there_is_no_language(text: str) -> None:
    assert detect(text, KNOWN) == "und"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Le commerce bilatéral a augmenté de cinq milliards de dollars, selon le ministère des affaires.",
            "fr",
        ),
        (
            "Товарообіг між Україною та Індією зріс на 12 відсотків, повідомили в міністерстві, і це рекорд.",
            "uk",
        ),
    ],
)
def test_a_language_without_a_pack_is_named_rather_than_forced_into_one(text: str, language: str) -> None:
    assert detect(text, KNOWN) == language


def test_a_table_of_symbols_has_a_script_but_no_accents() -> None:
    assert profile("A B C").accents == 0.0
    assert profile("Ấn Độ").accents > 0.5


@pytest.mark.parametrize("language", KNOWN)
def test_every_sentence_of_the_news_is_told(shared: Path, language: str) -> None:
    lines = (shared / "gold" / "ntrex" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()[::5]
    wrong = [text for text in (json.loads(line)["text"] for line in lines) if detect(text, KNOWN) != language]
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "hi", "vi"])
def test_common_words_are_those_of_one_language_alone(shared: Path, language: str) -> None:
    common = packs.language(language).common
    for other in KNOWN:
        rows = (shared / "gold" / "ntrex" / f"{other}.jsonl").read_text(encoding="utf-8").splitlines()
        words = [word for row in rows for word in json.loads(row)["text"].lower().split()]
        share = sum(word in common for word in words) / len(words)
        assert share > 0.12 if other == language else share < 0.01
