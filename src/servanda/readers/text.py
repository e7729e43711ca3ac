"""Plain text and Markdown: the stored text is exactly what the file says, less a byte order mark."""

from __future__ import annotations

import codecs
import posixpath
import re

from servanda.errors import ReadError, UnsupportedFormat
from servanda.model import Document
from servanda.readers import metadata

MARKDOWN = (".md", ".markdown")
ENDINGS = (".txt", ".text", ".rst", ".log", *MARKDOWN)
REMEDY = "save it anew as UTF-8"
SAMPLE = 65_536
"""Bytes by which an old encoding is guessed."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encodings of mainframes and mail, which no document comes in but noise may look like.
_NEVER = ["cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140", "utf_7", "hz", "iso2022_kr"]
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")


def recognises(content: bytes) -> bool:
    """Whether the bytes are surely text: never, as text has no mark of its own."""
    return False


def read(content: bytes, uri: str) -> Document:
    r"""Reads plain text; Markdown is told by the file's name and kept with its marks.

    >>> read("\ufeffHai bên\r\n".encode(), "a.txt").text
    'Hai bên\r\n'
    """
    markdown = posixpath.splitext(uri)[1].lower() in MARKDOWN
    media_type = "text/markdown" if markdown else "text/plain"
    return metadata.document(content, uri, media_type, decode(content, uri))


def decode(content: bytes, uri: str) -> str:
    """The text of some bytes: UTF-8, UTF-16 or UTF-32 by their mark, else an old encoding by its look.

    Raises :class:`UnsupportedFormat` for what is no text, :class:`ReadError` for an encoding that is damaged
    or in doubt.
    """
    text = _marked(content, uri)
    if text is None:
        if b"\0" in content:
            raise UnsupportedFormat(
                uri, "is a binary file (it holds NUL bytes), no document that can be read"
            )
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as e:
            text = _legacy(content, uri, e.start)
    if len(_CONTROLS.findall(text)) * 100 > len(text):
        raise UnsupportedFormat(uri, "is a binary file (full of control characters), no document")
    return text


def _marked(content: bytes, uri: str) -> str | None:
    """The text of bytes that begin with a byte order mark; ``None`` without one."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as e:
                at = e.start + len(mark)
                raise ReadError(uri, f"begins as {encoding.upper()} but breaks at byte {at}; {REMEDY}") from e
    return None


def _legacy(content: bytes, uri: str, broken: int) -> str:
    """The text in an encoding older than UTF-8, if its look leaves little doubt."""
    lenient = content[:SAMPLE].decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    good = sum(1 for c in lenient if c > "\x7f") - bad
    if good >= bad:
        raise ReadError(uri, f"is UTF-8 with a fault at byte {broken}; repair it there, or {REMEDY}")
    from charset_normalizer import from_bytes  # noqa: PLC0415 - heavy, and rarely needed

    guess = from_bytes(content[:SAMPLE], cp_exclusion=_NEVER).best()
    try:
        if guess and guess.chaos <= 0.1:
            return content.decode(guess.encoding)
    except UnicodeDecodeError:
        pass
    raise ReadError(uri, f"has an unknown encoding (no UTF-8 at byte {broken}); {REMEDY}")
