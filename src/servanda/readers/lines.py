"""Collections: JSON Lines, each line a document, packed with gzip or not.

A line is an object. Its text stands in one of :data:`FIELDS`, under the names that corpora use, and so does
what it says about itself; all else is passed over. A document's address is the file's with the line's id
behind it (``speeches.jsonl/AFG_63_2008``), or the line's number where it has no id.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, get_args

import msgspec

from servanda.errors import ReadError
from servanda.model import Document, DocumentKind
from servanda.readers import metadata
from servanda.readers.metadata import Given
from servanda.values import edtf

MEDIA_TYPE = "application/x-ndjson"
ENDINGS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id", "_id", "doc_id", "docid", "uid"),
    "text": ("text", "content", "body", "maintext", "raw_content"),
    "title": ("title", "headline"),
    "published": ("date", "published", "date_publish", "publish_date", "pub_date", "timestamp", "year"),
    "language": ("lang", "language"),
    "author": ("author", "byline"),
    "publisher": ("publisher", "source", "source_domain", "site"),
    "kind": ("kind", "type"),
}
"""What a line may say, each under the first of these names that it has."""

_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?=$|[T ])")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]+)*")


Part = tuple[str, bytes | None, str]
"""One document of a collection: its address, content and media type; ``None``: it is too large."""


def parts(file: BinaryIO, uri: str, max_bytes: int) -> Iterator[Part]:
    """Each line that is not blank, one after the other.

    Raises :class:`ReadError` where the file cannot be unpacked any further.
    """
    plain: BinaryIO = gzip.GzipFile(fileobj=file) if uri.lower().endswith(".gz") else file  # type: ignore[assignment]
    number = 0
    try:
        while line := plain.readline(max_bytes + 1):
            number += 1
            whole = len(line) <= max_bytes
            if not whole:
                _pass_over(plain, max_bytes)
            if line.strip():
                yield address(uri, line, f"line-{number}"), line.strip() if whole else None, MEDIA_TYPE
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadError(uri, f"breaks off after line {number} ({error}); fetch it anew") from error


def _pass_over(file: BinaryIO, step: int) -> None:
    """Goes on to the next line."""
    while (rest := file.readline(step)) and not rest.endswith(b"\n"):
        pass


def address(uri: str, line: bytes, place: str) -> str:
    """A line's address; one that says nothing sound is named by its place, so that its fault can be told."""
    try:
        key = _said(msgspec.json.decode(line, type=dict[str, Any]), "id")
    except msgspec.DecodeError:
        key = None
    return f"{uri}/{key or place}"


def read(content: bytes, uri: str) -> Document:
    """Reads one line.

    >>> found = read(b'{"id": 7, "date": "2008-09", "lang": "en", "text": "We pledge peace."}', "a.jsonl/7")
    >>> found.text, found.published, found.language
    ('We pledge peace.', '2008-09', 'en')
    """
    try:
        fields = msgspec.json.decode(content, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise ReadError(uri, f"is no JSON object ({error})") from error
    text = _said(fields, "text")
    if text is None:
        raise ReadError(uri, f"says no text; name it {' or '.join(FIELDS['text'])}")
    given = Given(
        title=_said(fields, "title"),
        author=_said(fields, "author"),
        publisher=_said(fields, "publisher"),
        published=_day(_said(fields, "published")),
    )
    return _told(metadata.document(content, uri, MEDIA_TYPE, text, given), fields)


def _told(document: Document, fields: dict[str, Any]) -> Document:
    """The document with the language and kind that its line gives it."""
    language, kind = _said(fields, "language"), _said(fields, "kind")
    if language and _LANGUAGE.fullmatch(language):
        document = msgspec.structs.replace(document, language=language)
    if kind in get_args(DocumentKind):
        document = msgspec.structs.replace(document, kind=kind)
    return document


def _said(fields: dict[str, Any], what: str) -> str | None:
    """What a line says under one of the names: its words, or a number as it is written."""
    for name in FIELDS[what]:
        value = fields.get(name)
        if isinstance(value, str) and value.strip():
            return value if what == "text" else value.strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return None


def _day(value: str | None) -> str | None:
    """The day, month or year at the beginning of a date as machines write it.

    >>> _day("2008-09-21T10:00:00Z"), _day("2008-09"), _day("21.9.2008"), _day("2008-13")
    ('2008-09-21', '2008-09', None, None)
    """
    found = _DAY.match(value or "")
    return found[0] if found and edtf.days(found[0]) else None
