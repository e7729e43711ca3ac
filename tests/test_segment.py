"""Sentences: exact spans in code points, lines and lists respected, each with its language."""

from __future__ import annotations

import gzip
import itertools
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.segment import blocks, is_marked, sentences, spans

KNOWN = ("en", "hi", "ru", "vi")
# Text of several scripts with what troubles a splitter; halves of surrogate pairs never reach a text.
TEXTS = st.text(
    st.sampled_from(
        " \n\t\f\r.?!,;:()[]“”\"'«»•-–—#*0123456789abcXYZđẤộжЯпослеकखि।😀\u200b\u0301\u00a0\u2028"
    )
    | st.characters(exclude_categories=["Cs"]),
    max_size=200,
)


def split(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in spans(text, language)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "vi",
            "Hà Nội 😀 đẹp.| Ông V. Putin thăm TP. Hồ Chí Minh.| Kim ngạch đạt 5,5 tỷ USD.| TT. Trump nói.",
        ),
        (
            "ru",
            "Объём составил 5,5 млрд долл. США.| Стороны (т.е. РФ и др.) согласились.| См. рис. 3 и ст. 5.",
        ),
        ("hi", "डॉ. सिंह ने कहा।| भारत और रूस ने ५ अरब डॉलर का व्यापार किया।| 800 कि.मी. प्रति घंटे।"),
        (
            "en",
            "The U.S. and Mr. Modi met on Dec. 5 in St. Ives.| Trade was $7.5 Bn.| All, e.g. both, met.",
        ),
        ("en", "“A partnership’s strength lies in shared goals.”| They agreed."),
        ("en", "It rose 3.5%.|Next came oil."),
        ("en", "Ms Silva met Lt. Gen. Roe near Ft. Worth on Sept. 12 2020.|Gov. Ray came too."),
        ("ru", "Пред. Си принял д-р. Хауса.|Ген. Петров и Дж. Ф. Кеннеди были в Респ. Коми."),
        ("vi", "Ông gặp ĐS. Lê và GS.TS. Hoàng.|Ông nói với đ/c Trần."),
        ("hi", "ले. जनरल सिंह और मो. यूनुस मिले।|क्र. सं. 5 देखें।"),
    ],
)
def test_sentences_end_where_a_reader_ends_them(language: str, text: str) -> None:
    assert split(text.replace("|", ""), language) == [part.strip() for part in text.split("|")]


def test_a_line_end_closes_a_headline_and_a_list_item() -> None:
    text = (
        "Energy partnership\nThe Sides noted progress\n  • They agreed\n  • They met\n"
        "12. At the invitation of India\n(a) oil"
    )
    assert split(text) == [
        "Energy partnership",
        "The Sides noted progress",
        "They agreed",
        "They met",
        "At the invitation of India",
        "oil",
    ]


def test_a_wrapped_sentence_goes_on_to_the_next_line() -> None:
    assert split("Both sides called\nfor restraint.\r\nThey met.") == [
        "Both sides called\nfor restraint.",
        "They met.",
    ]
    assert split("Both sides called\n\nfor restraint.") == ["Both sides called", "for restraint."]
    assert split("The sides:\noil and gas") == ["The sides:", "oil and gas"]


def test_in_text_wrapped_at_a_width_a_capital_may_begin_a_line() -> None:
    text = (
        "Since the last time we gathered here in this great\n"
        "Hall, we have passed a year of great hopes and the\n"
        "hope-inspiring glory of human accomplishment at the\n"
        "Olympic Games in Beijing, and shuddered at crumbling\n"
        "markets.\n"
    )
    assert split(text) == [text.strip()]


def test_a_heading_in_wrapped_text_stands_alone() -> None:
    text = (
        "Trade between India and Russia\nNEW DELHI, December 6, 2021 (TASS) - Bilateral trade\n"
        "reached $7.5 billion in 2019, and the two sides aim at\nan investment of $30 billion by 2025."
    )
    assert split(text)[0] == "Trade between India and Russia"
    assert len(split(text)) == 2


def test_a_sentence_goes_on_over_a_page_break() -> None:
    assert split("They set a target\fof $30 billion.") == ["They set a target\fof $30 billion."]


def test_marks_of_lists_stay_outside_but_a_minus_and_initials_stay_in() -> None:
    assert split("– first") == ["first"]
    assert split("-5% in May") == ["-5% in May"]
    assert split("V. Putin came.") == ["V. Putin came."]
    assert is_marked("## Trade", 0, 8)
    assert not is_marked("2013 was good", 0, 13)


def test_offsets_are_code_points_not_bytes_nor_utf16() -> None:
    text = "😀😀 Ấn Độ. नमस्ते। Hello."
    assert [text[start:end] for start, end in spans(text, "vi")][-1] == "Hello."


def test_each_sentence_has_its_language_where_script_or_letters_speak_against_the_documents() -> None:
    text = (
        "The two sides agreed.\nСтороны согласились.\nHai bên nhất trí mở rộng thương mại.\n"
        "दोनों पक्ष सहमत हुए।\nBrahMos, S-400.\n12.5%"
    )
    assert [s.language for s in sentences(text, "en", KNOWN)] == ["en", "ru", "vi", "hi", "en", "en"]


def test_a_latin_sentence_in_a_russian_document_is_asked_again_but_a_name_is_not() -> None:
    text = "Стороны согласились.\nThe two sides agreed to expand their trade.\nBrahMos Aerospace"
    assert [s.language for s in sentences(text, "ru", KNOWN)] == ["ru", "en", "ru"]


@given(TEXTS, st.sampled_from(KNOWN))
def test_sentences_never_overlap_and_hold_all_but_space_and_list_marks(text: str, language: str) -> None:
    found = list(spans(text, language))
    assert all(start < end for start, end in found)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))
    assert all(text[start:end] == text[start:end].strip() for start, end in found)
    inside = {i for start, end in found for i in range(start, end)}
    begins = dict(blocks(text))
    for start, end in begins.items():
        held = [i for i in range(start, end) if i in inside]
        lead = text[start : held[0]] if held else text[start:end]
        assert not lead.strip() or is_marked(text, start, end)
        assert all(text[i].isspace() for i in range(held[0], end) if i not in inside) if held else True
    outside = (c for i, c in enumerate(text) if not any(s <= i < e for s, e in begins.items()))
    assert all(c.isspace() for c in outside)


@pytest.mark.parametrize(
    "text",
    ["“a. " * 50_000, "(" * 200_000, "a" * 200_000 + ".", ". " * 100_000, "\n" * 200_000, "a.b" * 50_000],
)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    list(spans(text, "en"))
    assert time.process_time() - start < 5


def test_two_million_characters_a_second_in_english(shared: Path) -> None:
    with gzip.open(shared / "corpus" / "ungdc-2008-2024.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line, _ in zip(lines, range(100), strict=False)]
    sentences(texts[0], "en", KNOWN)
    start = time.process_time()
    count = sum(len(sentences(text, "en", KNOWN)) for text in texts)
    speed = sum(map(len, texts)) / (time.process_time() - start)
    assert count > 5_000
    assert speed > 2_000_000
