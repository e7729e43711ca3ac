"""Collections: each page of a web archive a document."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest

from servanda import readers
from servanda.errors import ReadError
from servanda.readers.fetching import Item, Limits
from servanda.readers.sources import items

PAGE = """<html><head><title>Trade</title></head>
<body><p>Trade between the two states grew by 5% in 2012.</p></body></html>"""


def record(
    kind: str, address: str, body: bytes, status: str = "200 OK", headers: str = "Content-Type: text/html"
) -> bytes:
    """Give a record as ISO 28500 writes it."""
    answer = f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{zlib.crc32(address.encode())}>\r\n"
    head += f"WARC-Date: 2025-12-06T10:00:00Z\r\nWARC-Target-URI: {address}\r\n"
    head += f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(answer)}\r\n\r\n"
    return head.encode() + answer + b"\r\n\r\n"


def archive(path: Path, *records: bytes) -> str:
    """Write an archive as crawlers do: each record packed by itself."""
    path.write_bytes(b"".join(gzip.compress(one) if path.suffix == ".gz" else one for one in records))
    return str(path)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_each_page_is_a_document_at_its_own_address(tmp_path: Path, name: str) -> None:
    address = "https://example.org/trade"
    packed = "Content-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip"
    path = archive(
        tmp_path / name,
        record("request", address, b""),
        record("response", address, PAGE.encode()),
        record("response", "https://example.org/gone", b"Gone", status="404 Not Found"),
        record("response", "https://example.org/packed", gzip.compress(PAGE.encode()), headers=packed),
    )
    found = [one for one in items(path) if isinstance(one, Item)]
    assert [item.uri for item in found] == [address, "https://example.org/packed"]
    for item in found:
        made = readers.read(item.content, item.uri, item.media_type)
        assert "Trade between the two states grew by 5% in 2012." in made.text


def test_a_page_over_the_limit_is_passed_over(tmp_path: Path) -> None:
    pages = [record("response", f"https://example.org/{n}", b"a" * n) for n in (5, 50)]
    small, large = items(archive(tmp_path / "a.warc.gz", *pages), Limits(max_bytes=10))
    assert isinstance(small, Item)
    assert str(large).startswith("https://example.org/50: is over the limit")


@pytest.mark.parametrize("lost", [20, 60])
def test_an_archive_that_breaks_off_gives_what_it_holds_and_says_so(tmp_path: Path, lost: int) -> None:
    pages = [record("response", f"https://a.org/{n}", b"a" * 999) for n in range(9)]
    path = archive(tmp_path / "a.warc.gz", *pages)
    Path(path).write_bytes(Path(path).read_bytes()[:-lost])
    *found, fault = items(path)
    assert len(found) == 8
    assert isinstance(fault, ReadError)
    assert "breaks off after page 8" in str(fault)


def test_what_is_no_archive_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"no archive")
    (fault,) = items(str(tmp_path / "a.warc"))
    assert isinstance(fault, ReadError)
