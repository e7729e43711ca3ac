"""Bytes in, documents out: one module a format, and the one list that names them.

The format is told by the content first, then by what a server declares, then by the name's ending.
To add a format: one module with ``recognises`` and ``read``, one line in :data:`FORMATS`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from servanda.errors import EmptyDocument, UnsupportedFormat
from servanda.model import Document
from servanda.protocols import Reader
from servanda.readers import docx, html, lines, pdf, text


class Format(msgspec.Struct, frozen=True):
    """A format: its names, how its content is recognised, and what reads it.

    ``risky``: its content is a program of sorts that can be made to hang or to burst; it is read apart.
    """

    media_types: tuple[str, ...]
    endings: tuple[str, ...]
    recognises: Callable[[bytes], bool]
    read: Reader
    risky: bool = False


FORMATS: tuple[Format, ...] = (
    Format(("application/pdf",), (".pdf",), pdf.recognises, pdf.read, risky=True),
    Format((docx.MEDIA_TYPE,), (".docx",), docx.recognises, docx.read, risky=True),
    Format(
        ("text/html", "application/xhtml+xml"),
        (".html", ".htm", ".xhtml"),
        html.recognises,
        html.read,
        risky=True,
    ),
    Format((lines.MEDIA_TYPE,), (), text.recognises, lines.read),
    Format(("text/plain", "text/markdown"), text.ENDINGS, text.recognises, text.read),
)
"""Every format that can be read; text, which has no mark of its own, comes last."""

FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive or an office file other than .docx"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls, .ppt)"),
    (b"{\\rtf", "a Rich Text file"),
    (b"%!PS", "a PostScript file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"RIFF", "a sound or video file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or video file"),
)
"""The first bytes of what cannot be read, and its name for people."""

REMEDY = "save it as .docx, .pdf, .html or .txt and read that"
VAGUE = ("", "text/plain", "application/octet-stream", "binary/octet-stream")
"""Media types that servers declare for anything."""


def read(content: bytes, uri: str, media_type: str = "") -> Document:
    """The document that some bytes hold; ``media_type`` is what a server declared, if one did.

    Raises a :class:`servanda.errors.ReadError` that names the document, the fault and the remedy.

    >>> read(b"Both sides agreed.", "statement.txt").media_type
    'text/plain'
    """
    if not content:
        raise EmptyDocument(uri, "is empty: there is no text to read in it")
    return choose(content, uri, media_type).read(content, uri)


def choose(content: bytes, uri: str, media_type: str = "") -> Format:
    """The format of some bytes, or :class:`UnsupportedFormat`."""
    for form in FORMATS:
        if form.recognises(content):
            return form
    foreign = [name for mark, name in FOREIGN if content.startswith(mark)]
    if foreign:
        raise UnsupportedFormat(uri, f"is {foreign[0]}, which cannot be read; {REMEDY}")
    declared = media_type.partition(";")[0].strip().lower()
    if declared not in VAGUE:
        return _declared(uri, declared)
    return _named(uri, text_known=declared == "text/plain")


def _declared(uri: str, media_type: str) -> Format:
    """The format that a server declares."""
    for form in FORMATS:
        if media_type in form.media_types:
            return form
    raise UnsupportedFormat(uri, f"is declared as {media_type}, which cannot be read; {REMEDY}")


def _named(uri: str, *, text_known: bool) -> Format:
    """The format by the name's ending; a name without one is taken for text."""
    name = posixpath.basename(urlsplit(uri).path if "://" in uri else uri)
    ending = re.search(r"\.[A-Za-z][A-Za-z0-9]{0,9}$", name.lower())
    for form in FORMATS:
        if ending and ending[0] in form.endings:
            return form
    if ending and not text_known:
        raise UnsupportedFormat(
            uri, f"ends in {ending[0]}, which is no known document; if it is text, name it .txt"
        )
    return FORMATS[-1]
