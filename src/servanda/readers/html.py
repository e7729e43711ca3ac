"""Web pages: the article's text and metadata by trafilatura, its date by htmldate."""

from __future__ import annotations

import functools
import logging
import re
from typing import Any

from servanda.errors import EmptyDocument, ReadError, UnsupportedFormat
from servanda.model import Document
from servanda.readers import metadata
from servanda.readers.metadata import Given
from servanda.readers.text import decode

_LOOK = re.compile(
    rb"(?is)\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b"
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_LATIN = ("iso-8859-1", "latin1", "us-ascii", "ascii")  # in pages these mean Windows-1252
LATEST = "2100-01-01"
"""No date is refused for being in the future: the same page gives the same date on any day."""


def recognises(content: bytes) -> bool:
    """Whether the bytes begin like a web page.

    >>> recognises(b"<!DOCTYPE html><p>Hello"), recognises(b"The tag <html> opens a page")
    (True, False)
    """
    head = content[:4096].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")
    return _LOOK.match(head) is not None


def read(content: bytes, uri: str) -> Document:
    """Reads a page: its main text, without menus and advertisements."""
    page = _decode(content, uri)
    text, given = _extract(page)
    if not text.strip():
        raise EmptyDocument(uri, "holds no readable text; if a script draws the page, save it as PDF or text")
    return metadata.document(content, uri, "text/html", text, given)


def _decode(content: bytes, uri: str) -> str:
    """The page as text: by the character set that it names, else as plain text is decoded."""
    named = _CHARSET.search(content[:4096])
    name = named.group(1).decode("ascii", "ignore").lower() if named else ""
    if name and not name.startswith("utf"):  # UTF shows in the bytes, whatever the page says
        try:
            return content.decode("cp1252" if name in _LATIN else name)
        except (LookupError, UnicodeError):
            pass  # a wrong or unknown name is common, and the bytes are a better witness
    try:
        return decode(content, uri)
    except UnsupportedFormat:
        raise
    except ReadError:  # a page with a stray byte is common, and what is stored is not the page itself
        page = content.decode("utf-8", "replace")
        if page.count("\ufffd") > 1 + len(page) // 1000:
            raise
        return page


def _extract(page: str) -> tuple[str, Given]:
    """Main text and metadata; of a page without an article, all its text."""
    from trafilatura import bare_extraction, html2txt  # noqa: PLC0415 - heavy

    _quiet()
    tidy = _clean(page)
    if not tidy.strip():
        return "", Given()
    found: Any = bare_extraction(tidy, include_comments=False, include_tables=True, with_metadata=True)
    text = (found.text if found else "") or html2txt(tidy)
    given = Given()
    if found:
        given = Given(
            title=_plain(found.title),
            author=_plain(found.author),
            publisher=_plain(found.sitename),
            published=_date(tidy),
        )
    return _clean(text), given


def _date(page: str) -> str | None:
    """The date that the page's own markup gives, no narrower than it does.

    htmldate completes a month to a day; a day that the page does not name is taken off again.

    >>> _date('<html><head><meta name="date" content="2021-12-06"></head><body><p>Text</p></body></html>')
    '2021-12-06'
    >>> _date('<html><head><meta name="date" content="2021-12"></head><body><p>Text</p></body></html>')
    '2021-12'
    """
    from htmldate import find_date  # noqa: PLC0415 - heavy

    _quiet()
    found: str | None = find_date(page, original_date=True, extensive_search=False, max_date=LATEST)
    if not found:
        return None
    year, month, day = (part.lstrip("0") for part in found.split("-"))
    named = re.compile(
        rf"{year}\D{{0,3}}0?{month}\D{{0,3}}0?{day}(?!\d)"
        rf"|(?<!\d)0?{day}(?:\D|\d\d?\D){{1,14}}{year}"
    )
    return found if named.search(page) else found[:7]


def _plain(value: str | None) -> str | None:
    return " ".join(_clean(value).split()) or None if value else None


def _clean(text: str) -> str:
    """Without what no text may hold: NUL and halves of surrogate pairs (``&#xD800;``)."""
    return re.sub("[\x00\ud800-\udfff]", "", text)


@functools.cache
def _quiet() -> None:
    """Keeps the libraries' own remarks about a page off standard error."""
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
