"""Collections: web archives (WARC, ISO 28500), each page that a server gave a document.

A page's address is its own on the web; its format is told as for any other document. What is no page
(requests, metadata, answers other than 200) is passed over. Needs the extra ``scale``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from servanda.errors import ReadError
from servanda.extras import optional
from servanda.readers.lines import Part

ENDINGS = (".warc", ".warc.gz", ".warc.zst")
OK = 200


def parts(file: BinaryIO, uri: str, max_bytes: int) -> Iterator[Part]:
    """The address, content and declared media type of each page, one after the other.

    Raises :class:`ReadError` where the archive is damaged, after what stands before that.
    """
    fastwarc = optional("scale", "fastwarc.warc")
    read = 0
    try:
        archive = fastwarc.ArchiveIterator(
            file, record_types=fastwarc.WarcRecordType.response, parse_http=True, auto_decode="all"
        )
        for page in archive:
            told = _headers(page)
            if told.status_code == OK:
                content = _content(page, max_bytes + 1)
                address = page.headers.get("WARC-Target-URI") or f"{uri}/{page.record_id}"
                whole = len(content) <= max_bytes
                yield address.strip("<>"), content if whole else None, told.get("Content-Type") or ""
            read += 1
    except (OSError, EOFError, ValueError) as error:
        raise ReadError(uri, f"breaks off after page {read} ({error}); fetch it anew") from error
    if not read:
        raise ReadError(uri, "holds no page; it is no web archive, or one of requests alone")


def _headers(page: Any) -> Any:
    """What the server said; the library lets an archive end in the middle of a record."""
    if page.http_headers is None:
        raise EOFError("a record without its headers")
    return page.http_headers


def _content(page: Any, most: int) -> bytes:
    """What a page holds, up to a length; all that it says it holds."""
    packed = page.http_headers.get("Content-Encoding") or page.http_headers.get("Transfer-Encoding")
    length = 0 if packed else min(page.content_length, most)
    content: bytes = page.reader.read(most)
    if len(content) < length:
        raise EOFError("a record shorter than it says")
    return content
