"""The registry: format by content first; a document or a named error, nothing else."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from servanda.errors import ReadError, UnsupportedFormat
from servanda.model import document_id
from servanda.readers import FORMATS, choose, read

BEGINNINGS = [
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04word/document.xml",
    b"<html><body><p>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"{\\rtf1",
]
NAMES = ["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a", "-", "https://example.org/a"]


def test_id_and_checksum_come_from_the_content_alone() -> None:
    one, two = read(b"Both sides agreed.", "a.txt"), read(b"Both sides agreed.", "b/c")
    assert one.id == two.id == document_id(b"Both sides agreed.")
    assert one.sha256 == hashlib.sha256(b"Both sides agreed.").hexdigest()
    assert one.uri != two.uri


@pytest.mark.parametrize(
    ("content", "uri", "media_type", "chosen"),
    [
        (b"%PDF-1.4", "a.txt", "", "application/pdf"),
        (b"<!DOCTYPE html><p>Hi", "a.txt", "text/plain", "text/html"),
        (b"\xef\xbb\xbf  <html>", "a", "", "text/html"),
        (b"<p>Hi", "a", "text/html; charset=utf-8", "text/html"),
        (b"<p>Hi", "a.htm", "", "text/html"),
        (b"Hi", "a", "", "text/plain"),
        (b"Hi", "https://example.org/a.php?x=1.pdf", "text/plain", "text/plain"),
        (b"Hi", "report.2021", "", "text/plain"),
    ],
)
def test_content_decides_then_the_server_then_the_name(
    content: bytes, uri: str, media_type: str, chosen: str
) -> None:
    assert choose(content, uri, media_type).media_types[0] == chosen


@pytest.mark.parametrize(
    ("content", "uri", "media_type", "says"),
    [
        (b"\x89PNG\r\n\x1a\n", "a.txt", "", "a PNG image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "", "an old Office file"),
        (b"{\\rtf1 Hi}", "a.rtf", "", "a Rich Text file"),
        (b"{}", "https://example.org/a", "application/json", "declared as application/json"),
        (b"body {}", "style.css", "", r"ends in \.css"),
        (b"MZ\x90\0\x03\0", "a", "", "binary file"),
    ],
)
def test_what_is_no_document_is_named(content: bytes, uri: str, media_type: str, says: str) -> None:
    with pytest.raises(UnsupportedFormat, match=says):
        read(content, uri, media_type)


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=300), st.sampled_from(NAMES))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@example(b"<html>", b"&#xD800;&#0;x", "a.html")
@example(b"", "Hà Nội\r\n".encode(), "a.txt")
def test_any_bytes_give_a_sound_document_or_a_read_error(beginning: bytes, rest: bytes, uri: str) -> None:
    try:
        found = read(beginning + rest, uri)
    except ReadError as e:
        assert e.reason  # noqa: PT017 - either outcome is right
        return
    assert any(map(str.isalnum, found.text))
    assert "\0" not in found.text
    found.text.encode("utf-8")
    assert all(found.text[e.start : e.end] == e.quote for e in found.evidence)
    assert read(beginning + rest, uri) == found


def test_every_format_is_known_by_its_endings_and_reads_files_of_the_kept_ones(files: Path) -> None:
    endings = [ending for form in FORMATS for ending in form.endings]
    assert len(endings) == len(set(endings))
    assert {
        choose((files / name).read_bytes(), "-").endings[0] for name in ("two-pages.pdf", "locked.docx")
    } == {".pdf", ".docx"}


def test_every_refusal_says_what_to_do() -> None:
    for content, uri in ((b"\x89PNG", "a"), (b"x", "a.css"), (b"\0", "a"), (b"%PDF-", "a")):
        with pytest.raises(ReadError) as refused:
            read(content, uri)
        assert re.search("save|name it|open|no document", refused.value.reason)
