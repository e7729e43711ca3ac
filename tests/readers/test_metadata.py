"""What a document says about itself: read off the text, never made up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from servanda import packs
from servanda.readers import cues, read
from servanda.readers.dateline import edtf
from servanda.readers.metadata import Metadata, date_of_address, infer

BODY = {
    "en": "The two sides agreed to expand trade to $30 billion by 2025, it was announced.",
    "vi": "Hai bên nhất trí nâng kim ngạch thương mại lên 30 tỷ USD vào năm 2025 như đã nêu.",
    "ru": "Стороны договорились довести товарооборот до 30 млрд долларов к 2025 году, как и было намечено.",
    "hi": "दोनों पक्ष 2025 तक व्यापार को 30 अरब डॉलर तक बढ़ाने पर सहमत हुए।",
}


def told(language: str, text: str, uri: str = "a.txt") -> Metadata:
    return infer(text.replace("BODY", BODY[language]), uri, language)


@pytest.mark.parametrize(
    ("language", "text", "place", "publisher", "date"),
    [
        ("en", "New Delhi, December 5 (Eurasia Review)- BODY", "New Delhi", "Eurasia Review", "XXXX-12-05"),
        ("en", "MOSCOW, 6 December 2021 — BODY", "Moscow", None, "2021-12-06"),
        ("en", "MOSCOW, December 6. /TASS/. BODY", "Moscow", "TASS", "XXXX-12-06"),
        ("en", "NEW DELHI, Dec 6 (PTI) BODY", "New Delhi", "PTI", "XXXX-12-06"),
        ("en", "St. Petersburg, June 5, 2017: BODY", "St. Petersburg", None, "2017-06-05"),
        ("en", "NEW DELHI (Reuters) - BODY", "New Delhi", "Reuters", None),
        ("en", "(TASS) BODY", None, "TASS", None),
        ("vi", "Hà Nội, ngày 5/12/2025 – BODY", "Hà Nội", None, "2025-12-05"),
        ("vi", "Hà Nội (TTXVN) - BODY", "Hà Nội", "TTXVN", None),
        ("ru", "НЬЮ-ДЕЛИ, 6 декабря. /ТАСС/. BODY", "Нью-Дели", "ТАСС", "XXXX-12-06"),
        ("ru", "МОСКВА, 6 дек - РИА Новости. BODY", "Москва", "РИА Новости", "XXXX-12-06"),
        ("ru", "Москва, 6 декабря 2021 г. — BODY", "Москва", None, "2021-12-06"),
        ("hi", "नई दिल्ली, 5 दिसंबर (पीटीआई) BODY", "नई दिल्ली", "पीटीआई", "XXXX-12-05"),
        ("hi", "नई दिल्ली, ५ दिसंबर २०२५ - BODY", "नई दिल्ली", None, "2025-12-05"),
        ("hi", "नई दिल्ली, 25 जनवरी 2010 - BODY", "नई दिल्ली", None, "2010-01-25"),
    ],
)
def test_a_dateline_gives_place_publisher_and_date(
    language: str, text: str, place: str | None, publisher: str | None, date: str | None
) -> None:
    found = told(language, text)
    assert (found.place, found.publisher, found.dateline, found.kind) == (place, publisher, date, "news")
    assert found.published == (date if date and date[0] != "X" else None)
    assert found.title is None


@pytest.mark.parametrize(
    ("language", "text", "place", "date"),
    [
        ("en", "Joint Statement on the summit\n\nDecember 06, 2021\n\nBODY", None, "2021-12-06"),
        (
            "en",
            "Joint Statement on the summit\nNew Delhi, 6 December 2021\n\nBODY",
            "New Delhi",
            "2021-12-06",
        ),
        ("en", "Leaders meet\nPosted On: 06 DEC 2021 9:26PM by PIB Delhi\n\nBODY", None, "2021-12-06"),
        ("en", "BODY\n\nNew Delhi\nDecember 6, 2021\n", "New Delhi", "2021-12-06"),
        ("vi", "TUYÊN BỐ CHUNG\n\nHà Nội, ngày 20 tháng 6 năm 2024\n\nBODY", "Hà Nội", "2024-06-20"),
        ("ru", "Совместное заявление\n\n6 декабря 2021 года, 18:30\n\nBODY", None, "2021-12-06"),
        ("hi", "संयुक्त वक्तव्य\n\n6 दिसंबर, 2021\n\nBODY", None, "2021-12-06"),
        ("ru", "Заседание комиссии\n\n10 сентября 2024 года, Ташкент\n\nBODY", "Ташкент", "2024-09-10"),
        ("ru", "Мнение\n\nБАКУ, 30 мая 2025 г. Визит завершён.", "Баку", "2025-05-30"),
        ("hi", "वार्ता\n\nपेरिस, 12 फरवरी 2025 (भाषा)। BODY", "पेरिस", "2025-02-12"),
    ],
)
def test_a_line_with_a_date_only_dates_the_document(
    language: str, text: str, place: str | None, date: str
) -> None:
    found = told(language, text)
    assert (found.place, found.published, found.published_basis) == (place, date, "dateline")


@pytest.mark.parametrize(
    "text",
    [
        "On December 6, 2021 - the leaders met. BODY",
        "In May 2021, the leaders met. BODY",
        "International Monetary Fund (IMF) - the lender - agreed. BODY",
        "India, Russia agreed on 6 December 2021. BODY",
        "MOSCOW, February 30, 2021 - BODY",
    ],
)
def test_a_sentence_with_a_date_is_no_dateline(text: str) -> None:
    found = told("en", text)
    assert (found.place, found.publisher, found.published) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Leaders agree on trade\n\nBODY", "Leaders agree on trade"),
        ("Leaders agree on trade\nBODY", "Leaders agree on trade"),
        ("# Leaders agree\n\nBODY", "Leaders agree"),
        ("JOINT STATEMENT\nfollowing the summit\n\nBODY", "JOINT STATEMENT following the summit"),
        (
            "Joint Statement\n\nIndia and Russia: a trusted partnership\n\nBODY",
            "Joint Statement India and Russia: a trusted partnership",
        ),
        ("Leaders agree.\n\nBODY", None),
        ("• Leaders agree\n\nBODY", None),
        ("BODY\nBODY", None),
    ],
)
def test_a_title_is_a_short_first_line_above_the_text(text: str, title: str | None) -> None:
    assert told("en", text).title == title


@pytest.mark.parametrize(
    ("language", "text", "author"),
    [
        ("en", "Leaders agree\n\nBy Nandini Rao\n\nBODY", "Nandini Rao"),
        ("en", "Leaders agree\n\nJane Roe\n\nBODY", "Jane Roe"),
        ("en", "BODY\n\nJ. R. Smith\n", "J. R. Smith"),
        ("vi", "BODY Nguyễn Văn Nam", "Nguyễn Văn Nam"),
        ("vi", "# Nga - Ấn\n\n*Lê Quang – Hà Nội, ngày 18/11/2013*\n\nBODY", "Lê Quang"),
        ("ru", "Торговля растёт\nАвтор: Анна Петрова\n\nBODY", "Анна Петрова"),
        ("en", "Leaders agree\n\nTrade Goals\n\nThe trade goals are clear. BODY", None),
        ("en", "Leaders agree\n\nWest Asia\n\nBODY", None),
        ("en", "Leaders agree\n\nBy Our Correspondent\n\nBODY", None),
        ("en", "BODY\n\nContact Us\n\nEnquire Now", None),
        ("en", "Vladimir Putin came. BODY They met Vladimir Putin there.\n\nVladimir Putin", None),
    ],
)
def test_an_author_is_a_name_in_a_line_of_its_own(language: str, text: str, author: str | None) -> None:
    assert told(language, text).author == author


def test_a_line_that_names_its_source_gives_the_publisher() -> None:
    assert told("vi", "BODY\n\nTheo TTXVN").publisher == "TTXVN"
    assert told("en", "BODY\n\nSource: Eurasia Review").publisher == "Eurasia Review"


@pytest.mark.parametrize(
    ("language", "text", "uri", "kind"),
    [
        ("en", "India–Russia Joint Statement\n\nBODY", "a.txt", "joint-statement"),
        ("en", "A substantive joint statement was adopted. BODY", "a.txt", "other"),
        ("en", "Memorandum of Understanding between A and B\n\nBODY", "a.txt", "agreement"),
        (
            "en",
            "Leaders sign memorandum of understanding on space\n\nMOSCOW, May 6 (TASS) - BODY",
            "a.txt",
            "news",
        ),
        ("en", "Your Excellency, ladies and gentlemen! BODY", "a.txt", "speech"),
        ("vi", "THÔNG CÁO BÁO CHÍ\n\nBODY", "a.txt", "press-release"),
        ("ru", "Коммюнике по итогам встречи\n\nBODY", "a.txt", "communique"),
        ("hi", "प्रेस विज्ञप्ति\n\nBODY", "a.txt", "press-release"),
        ("en", "BODY", "x/2021-12-06_analysis_en.txt", "analysis"),
        ("en", "BODY", "a.txt", "other"),
        ("en", "I thank the Assembly. My country is an island, and I am proud of it.", "a.txt", "speech"),
        (
            "en",
            "“I thank you. My country is small, and I am proud,” he said.",
            "a.txt",
            "other",
        ),
        ("ru", "Благодарю Вас. Моя страна невелика; позвольте напомнить об этом.", "a.txt", "speech"),
    ],
)
def test_the_kind_shows_in_heading_opening_dateline_or_name(
    language: str, text: str, uri: str, kind: str
) -> None:
    assert told(language, text, uri).kind == kind


@pytest.mark.parametrize(
    ("uri", "date"),
    [
        ("https://example.org/2021/12/06/summit.html", "2021-12-06"),
        ("https://example.org/2021/12/summit", "2021-12"),
        ("x/2021-12-06_statement.txt", "2021-12-06"),
        ("20211206.txt", "2021-12-06"),
        ("20211306.txt", None),
        ("report-2021.txt", None),
        ("2020-01-01/statement.txt", None),
        ("000_82ab20211206fff.txt", None),
    ],
)
def test_a_date_in_the_address_counts_where_the_text_gives_none(uri: str, date: str | None) -> None:
    assert date_of_address(uri) == date
    found = told("en", "BODY", uri)
    assert (found.published, found.published_basis) == (date, "url" if date else None)


def test_evidence_stands_at_its_words() -> None:
    document = read(b"Leaders agree\n\nJane Roe\n\nMOSCOW, May 6 (TASS) - They did agree on it.", "a.txt")
    assert [e.quote for e in document.evidence] == ["Leaders agree", "Jane Roe", "MOSCOW, May 6 (TASS)"]
    assert all(
        document.text[e.start : e.end] == e.quote and e.document == document.id for e in document.evidence
    )


def test_a_day_without_a_year_stays_open_and_an_impossible_one_is_none() -> None:
    assert edtf(29, 2, None) == "XXXX-02-29"
    assert edtf(29, 2, 2021) is None


@pytest.mark.parametrize("language", [*packs.languages(), "und", "xx", None])
def test_the_cues_of_every_pack_are_sound(language: str | None) -> None:
    found = cues.load(language)
    kinds = {kind for kind, _ in (*found.heading, *found.opening)} | set(found.body)
    assert kinds <= {
        "joint-statement",
        "communique",
        "press-release",
        "speech",
        "news",
        "analysis",
        "agreement",
    }
    assert found.dates


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_seeds_say_what_people_read_in_them(shared: Path, number: str) -> None:
    lines = (shared / "gold" / "seeds" / f"{number}.jsonl").read_text(encoding="utf-8").splitlines()
    gold = next(r for r in map(json.loads, lines) if r["type"] == "document")
    file = shared / gold["uri"]
    found = read(file.read_bytes(), gold["uri"])
    for field in ("sha256", "media_type", "title", "publisher", "author", "place", "language", "kind"):
        assert getattr(found, field) == gold[field], field
