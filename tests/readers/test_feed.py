"""What feeds name: RSS and Atom, whole and broken."""

from __future__ import annotations

import pytest

from servanda.errors import ReadError
from servanda.readers.feed import Entry, entries

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>Second</title><link>https://example.org/b</link>
<pubDate>Fri, 05 Dec 2025 10:00:00 GMT</pubDate></item>
<item><title>First</title><link>/a#top</link><pubDate>Thu, 04 Dec 2025 10:00:00 GMT</pubDate></item>
{more}</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<entry><title>Một</title><link rel="alternate" href="https://example.org/vi"/><updated>2025-12-05T10:00:00Z</updated>
<published>2025-12-01T00:00:00Z</published></entry></feed>"""
FEED = "https://example.org/news.xml"


def test_rss_names_the_oldest_first() -> None:
    assert entries(RSS.format(more="").encode(), FEED) == [
        Entry("https://example.org/a", "Thu, 04 Dec 2025 10:00:00 GMT"),
        Entry("https://example.org/b", "Fri, 05 Dec 2025 10:00:00 GMT"),
    ]


def test_atom_tells_the_last_change() -> None:
    assert entries(ATOM.encode(), FEED) == [Entry("https://example.org/vi", "2025-12-05T10:00:00Z")]


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "javascript:alert(1)", "http://[broken", "", "mailto:a@b.c"]
)
def test_only_addresses_of_the_web_are_named(link: str) -> None:
    found = entries(RSS.format(more=f"<item><link>{link}</link></item>").encode(), FEED)
    assert {one.address for one in found} == {"https://example.org/a", "https://example.org/b"}


def test_a_feed_cut_off_names_what_it_still_can() -> None:
    assert entries(RSS.format(more="<item><title>Third").encode()[:-20], FEED)


@pytest.mark.parametrize("content", [b"", b"<html><body>News</body></html>", b"%PDF-1.7", b"{}"])
def test_what_is_no_feed_says_so(content: bytes) -> None:
    with pytest.raises(ReadError, match="is no feed"):
        entries(content, FEED)
