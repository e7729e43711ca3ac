"""Word documents (.docx): paragraphs and tables in their order, a blank line between them."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from servanda.errors import EncryptedDocument, ReadError, TooLarge
from servanda.model import Document
from servanda.readers import metadata
from servanda.readers.metadata import Given

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEMPLATE_MADE = dt.datetime(2013, 12, 23, 23, 15)  # noqa: DTZ001 - compared without its zone
"""When python-docx's own template was made, which stays in documents written with it."""
LARGEST = 50_000_000
"""Bytes that a file may unpack to where it is packed tighter than text can be."""
TIGHTEST = 100
"""How many times its size a document may unpack to; text and pictures stay far below."""

_BODY = "word/document.xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_NEVER = re.compile("[\x00\ud800-\udfff]")
_FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, ValueError, AttributeError, IndexError,
    TypeError, OSError, NotImplementedError, RecursionError,
)  # fmt: skip


def recognises(content: bytes) -> bool:
    """Whether the bytes are a Word document, whole, damaged or locked with a password."""
    if content.startswith(_OLE):
        return _LOCKED in content
    return content.startswith(b"PK\x03\x04") and _BODY.encode() in content


def read(content: bytes, uri: str) -> Document:
    """Reads a Word document."""
    if content.startswith(_OLE):
        raise EncryptedDocument(uri, "asks for a password; save a copy without one and read that")
    try:
        text, given = _extract(content, uri)
    except _FAULTS as e:
        raise ReadError(uri, "is damaged or no Word document at all; open it in Word and save it anew") from e
    return metadata.document(content, uri, MEDIA_TYPE, text, given)


def _extract(content: bytes, uri: str) -> tuple[str, Given]:
    import docx  # noqa: PLC0415 - heavy
    from docx.exceptions import PythonDocxError  # noqa: PLC0415
    from docx.opc.exceptions import OpcError  # noqa: PLC0415

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        size = sum(p.file_size for p in parts.infolist())
        if size > LARGEST and size > TIGHTEST * len(content):
            raise TooLarge(
                uri,
                f"unpacks to {size // 1_000_000:,} MB from {len(content) / 1e6:.1f} MB: "
                "it is no document but made to burst; save its text as .txt and read that",
            )
        if any(p.flag_bits & 1 for p in parts.infolist()):
            raise EncryptedDocument(uri, "asks for a password; save a copy without one and read that")
    try:
        word: Any = docx.Document(io.BytesIO(content))
        blocks = [b for b in _blocks(word.iter_inner_content()) if b.strip()]
        given = _given(word)
    except (OpcError, PythonDocxError, SyntaxError) as e:  # lxml's faults of syntax are SyntaxErrors
        raise ValueError(str(e)) from e
    return _NEVER.sub("", "\n\n".join(blocks)), given


def _blocks(items: Iterable[Any]) -> Iterator[str]:
    """Paragraphs and, row by row, tables; a merged cell once."""
    for item in items:
        if hasattr(item, "rows"):
            yield "\n".join(_row(row) for row in item.rows)
        else:
            yield item.text


def _row(row: Any) -> str:
    """The cells of a row, tabs between them."""
    cells: list[Any] = []
    for cell in row.cells:
        if not any(cell._tc is seen._tc for seen in cells):  # noqa: SLF001 - how python-docx tells merged cells
            cells.append(cell)
    return "\t".join(" ".join("\n".join(_blocks(c.iter_inner_content())).split()) for c in cells)


def _given(word: Any) -> Given:
    """A paragraph in the style of a title, and the file's properties."""
    styled = (p.text for p in word.paragraphs[:5] if p.style is not None and p.style.name == "Title")
    properties = word.core_properties
    made = properties.created
    return Given(
        title=_line(next(styled, "")),
        file_title=_line(properties.title),
        file_author=_line(properties.author),
        file_date=made.date().isoformat() if made and made.replace(tzinfo=None) != TEMPLATE_MADE else None,
    )


def _line(text: str | None) -> str | None:
    return " ".join(_NEVER.sub("", text or "").split()) or None
