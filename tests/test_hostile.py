"""Whatever the text or the bytes: no crash, no hang, quotes stand where they say, the same again.

``python -m fuzz`` runs these same properties for as long as it is let, led by what the code has not seen yet.
"""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda import annotation, packs, pipeline, readers
from servanda.errors import ReadError
from servanda.model import Document, document_id

PIECES = (
    *(
        "9" * 300,
        "1,",
        "1.000.000,00",
        "10^9",
        "1e99",
        "-",
        "−",
        "½",
        "٣",
        "३५",
        "XIV",
        "²",
        "%",
        "‰",
        "$",
        "₹",
    ),
    *("\u202e", "\u2066", "\u200b", "\u00ad", "\ufeff", "\u0301", "\u094d", "\ud7ff", "\U0001f600", "\x00"),
    *("\n", "\n\n", " \n", "\t", "\r\n", "\u00a0", "\u2028", "\x1b[", "...", ";", ":"),
    *(
        "(",
        ")",
        "“",
        "«",
        "[",
        "•",
        "1. ",
        "– ",
        "India",
        "Russia",
        "Nga",
        "Россия",
        "भारत",
        "the Sides",
        "of",
    ),
    *(
        "agreed to",
        "will",
        "договорились",
        "thỏa thuận",
        "समझौता",
        "by 2030",
        "in May",
        "last year",
        "năm 2025",
    ),
    *(
        "к 2030 году",
        "2030 तक",
        "billion",
        "tỷ USD",
        "млрд",
        "अरब डॉलर",
        "trade",
        "summit",
        "President",
        "Mr.",
    ),
    *("Ministry of", "signed", "подписали", "ký", "हस्ताक्षर"),
)
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=40).flatmap(
    lambda pieces: st.sampled_from([" ".join(pieces), "".join(pieces)])
)


def document(text: str, lang: str | None = None) -> Document:
    content = text.encode("utf-8", "replace")
    return Document(
        id=document_id(content), uri="x.txt", media_type="text/plain", sha256="", text=text, language=lang
    )


@given(TEXTS, st.sampled_from(packs.languages()))
def test_values_stand_where_they_say(text: str, lang: str) -> None:
    found = annotation.annotate(text, lang, "2025-12-05")
    assert all(text[one.start : one.end] == one.quote for one in (*found.quantities, *found.times))
    assert found == annotation.annotate(text, lang, "2025-12-05")


@settings(deadline=None)
@given(TEXTS)
def test_records_stand_where_they_say(text: str) -> None:
    reading = pipeline.read(document(text))
    for record in reading.records:
        assert record.evidence
        assert all(text[one.start : one.end] == one.quote for one in record.evidence)
    assert reading == pipeline.read(document(text))


def word() -> bytes:
    made = docx.Document()
    made.add_paragraph("India and Russia set a target of $30 billion by 2025.")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(body: bytes) -> bytes:
    """A Word document with another body."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as parts, zipfile.ZipFile(out, "w") as made:
        for name in parts.namelist():
            made.writestr(name, body if name == "word/document.xml" else parts.read(name))
    return out.getvalue()


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;"><!ENTITY file SYSTEM "file:///etc/passwd">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>
<w:t>India &c; &file; Russia</w:t></w:r></w:p></w:body></w:document>"""
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj "
    b"4 0 obj<</Length 30>>stream\nBT /F 9 Tf (India 2030) Tj ET\nendstream endobj trailer<</Root 1 0 R>>"
)
PAGE = b"<!DOCTYPE html><head><meta charset=utf-8><title>Talks</title></head><body><p>In 2030.</p></body>"
FILES = (word(), PDF, PAGE, b"\xff\xfeI\x00n\x00", b'{"text": "In 2030."}', "Ấn Độ và Nga".encode())


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A file with some of its bytes changed, lost or doubled."""
    content = bytearray(draw(st.sampled_from(FILES)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        piece = draw(st.binary(max_size=6))
        content[at : at + draw(st.integers(0, 40))] = piece
    return bytes(content)


@settings(deadline=None)
@given(damaged())
def test_bytes_are_a_document_or_an_error_with_a_name(content: bytes) -> None:
    with suppress(ReadError):
        read = readers.read(content, "x")
        assert readers.read(content, "x") == read
        assert "\x00" not in read.text


def test_an_entity_of_a_word_document_reaches_no_file() -> None:
    text = ""
    with suppress(ReadError):
        text = readers.read(repacked(ENTITIES), "x.docx").text
    assert "root:" not in text
    assert len(text) < 1000


@pytest.mark.parametrize(
    "text", ["-" + "9" * 40 + " dollars", "5 " + "billion " * 30 + "dollars", "9" * 60 + "-five"]
)
def test_a_number_beyond_all_reason_is_no_fault(text: str) -> None:
    for lang in packs.languages():
        found = annotation.annotate(text, lang, None)
        assert all(text[one.start : one.end] == one.quote for one in found.quantities)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 20_000 + " billion dollars in 2020",
        "a" + "\u0301" * 100_000,
        "(" * 20_000,
        "1," * 20_000 + "1 tons",
    ],
    ids=["digits", "marks", "brackets", "groups"],
)
def test_long_runs_of_one_thing_are_read_at_once(text: str) -> None:
    reading = pipeline.read(document(text, "en"))
    assert all(len(one.quote) < 200 for record in reading.records for one in record.evidence)
