"""RSS and Atom: which documents a feed names, and what it says of their last change."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urljoin, urlsplit

import msgspec

from servanda.errors import ReadError


class Entry(msgspec.Struct, frozen=True):
    """A document that a feed names: its address, and a stamp that changes when the feed says it has."""

    address: str
    stamp: str


def entries(content: bytes, uri: str, media_type: str = "") -> list[Entry]:
    """The documents of a feed, each once, the oldest first (feeds begin with the newest).

    Entries without an address of the web are passed over. Raises :class:`ReadError` for what is no feed.

    >>> feed = b'<rss version="2.0"><channel><item><link>/a.html</link></item></channel></rss>'
    >>> entries(feed, "https://example.org/news.xml")
    [Entry(address='https://example.org/a.html', stamp='')]
    """
    import feedparser  # noqa: PLC0415  (only needed where feeds are watched)

    headers = {"content-type": media_type} if media_type else {}
    found = feedparser.parse(io.BytesIO(content), response_headers=headers, sanitize_html=False)
    if not found.get("version"):
        raise ReadError(
            uri, "is no feed (RSS or Atom); give the address of one, or read it with servanda read"
        )
    made = (_entry(one, uri) for one in reversed(found.entries))
    return list({one.address: one for one in made if one}.values())


def _entry(entry: Any, feed: str) -> Entry | None:
    link = str(entry.get("link") or "").strip()
    try:
        address = urljoin(feed, link)
        valid = urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname
    except ValueError:
        return None
    if not link or not valid:
        return None
    changed = dict.get(entry, "updated") or entry.get("published")  # its own get takes the one for the other
    return Entry(address.partition("#")[0], str(changed or ""))
