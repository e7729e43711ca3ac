"""Plain text: stored exactly as the file says it, or refused with the reason."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from servanda.errors import EmptyDocument, ReadError, UnsupportedFormat
from servanda.readers import text

RUSSIAN = "Стороны договорились довести товарооборот до 30 млрд долларов США к 2025 году.\r\n" * 3
VIETNAMESE = "Năm 2012, kim ngạch thương mại Nga - Ấn đạt 11 tỷ USD, phần lớn là hàng công nghệ cao.\n" * 3


def windows_1258(vietnamese: str) -> bytes:
    """Write Vietnamese as Windows did: a letter with its shape, then its tone."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for letter in vietnamese:
        marks = unicodedata.normalize("NFD", letter)
        shape = unicodedata.normalize("NFC", "".join(c for c in marks if c not in tones))
        out.append(shape + "".join(c for c in marks if c in tones))
    return "".join(out).encode("cp1258")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t\f"), min_size=1))
def test_text_is_stored_as_it_stands_less_a_byte_order_mark(written: str) -> None:
    assume(any(map(str.isalnum, written)))
    stored = written.removeprefix("\ufeff")
    assert text.read(written.encode("utf-8"), "a.txt").text == stored
    assert text.read(b"\xef\xbb\xbf" + stored.encode("utf-8"), "a.txt").text == stored


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(encoding: str) -> None:
    assert text.read(RUSSIAN.encode(encoding), "a.txt").text == RUSSIAN


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "iso8859_5", "cp866"])
def test_old_russian_encodings_are_told_by_their_look(encoding: str) -> None:
    assert text.read(RUSSIAN.encode(encoding), "a.txt").text == RUSSIAN


def test_vietnamese_of_old_windows_is_read_with_its_tones() -> None:
    found = text.read(windows_1258(VIETNAMESE), "a.txt")
    assert unicodedata.normalize("NFC", found.text) == VIETNAMESE
    assert found.language == "vi"


def test_markdown_keeps_its_marks() -> None:
    found = text.read(b"# Trade\n\nIt *grew*.\n", "notes.md")
    assert (found.text, found.media_type, found.title) == (
        "# Trade\n\nIt *grew*.\n",
        "text/markdown",
        "Trade",
    )


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b" \r\n\t\xe2\x80\x8b", EmptyDocument, "no text to read"),
        (b"\x01\x02\x03\x04", UnsupportedFormat, "control characters"),
        (b"ab\0cd", UnsupportedFormat, "NUL bytes"),
        (
            "Ấn Độ và Nga, \udcff ".encode("utf-8", "surrogateescape") + b"and more",
            ReadError,
            "fault at byte 20",
        ),
        ("Số".encode("utf-16")[:-1], ReadError, "UTF-16-LE but breaks at byte 4"),
        ("Số".encode("utf-16-le") + b"\0", UnsupportedFormat, "NUL bytes"),
        (("Enough of a text. " * 20 + "\0").encode("utf-16"), ReadError, r"may hold \(NUL"),
        (bytes(range(128, 256)) * 3, ReadError, "unknown encoding"),
    ],
)
def test_what_is_no_sound_text_is_refused_with_the_reason(
    content: bytes, error: type[ReadError], says: str
) -> None:
    with pytest.raises(error, match=says) as refused:
        text.read(content, "a.txt")
    assert str(refused.value).startswith("a.txt: ")
