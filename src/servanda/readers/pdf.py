"""PDF: the text of each page as pdfium gives it, pages joined by a form feed."""

from __future__ import annotations

import re
from typing import Any

from servanda.errors import EmptyDocument, EncryptedDocument, ReadError
from servanda.model import Document
from servanda.readers import metadata
from servanda.readers.dateline import edtf
from servanda.readers.metadata import Given

PAGE_BREAK = "\f"
PASSWORD = 4
"""pdfium's error code for a wrong or missing password."""

_HYPHEN = re.compile("\ufffe|\x02(?=\\S)")  # pdfium's sign for a hyphen at the end of a line
_NEVER = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
_MADE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_PROGRAM = re.compile(r"(?i)^microsoft |^untitled|\.(?:docx?|pdf|indd|rtf|odt|pptx?|tmp)$|^\W*$")


def recognises(content: bytes) -> bool:
    """Whether the bytes are a PDF: its mark stands within the first kilobyte.

    >>> recognises(b"%PDF-1.7 ..."), recognises(b"About PDF")
    (True, False)
    """
    return content.startswith(b"%PDF-") or (b"%PDF-" in content[:1024] and b"\nendobj" in content)


def read(content: bytes, uri: str) -> Document:
    """Reads a PDF; a hyphen at the end of a line stays, with its line break."""
    import pypdfium2  # noqa: PLC0415 - heavy

    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as e:
        if getattr(e, "err_code", None) == PASSWORD:
            raise EncryptedDocument(uri, "asks for a password; save a copy without one and read that") from e
        raise ReadError(uri, "is damaged or no PDF at all; open it in a viewer and save it anew") from e
    try:
        text = PAGE_BREAK.join(_pages(pdf, pypdfium2.PdfiumError, uri))
        given = _given(pdf.get_metadata_dict())
    finally:
        pdf.close()
    if not any(map(str.isalnum, text)):
        raise EmptyDocument(uri, "has no text layer (a scan, perhaps); run text recognition over it first")
    return metadata.document(content, uri, "application/pdf", text, given)


def _pages(pdf: Any, fault: type[Exception], uri: str) -> list[str]:
    """The text of each page."""
    texts = []
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            texts.append(_clean(page.get_textpage().get_text_range()))
            page.close()
        except fault as e:
            raise ReadError(uri, f"is damaged at page {number + 1}; print it anew from a viewer") from e
    return texts


def _clean(text: str) -> str:
    r"""A page's text with plain line ends and hyphens.

    >>> _clean("invest\ufffement\r\nNext")
    'invest-\nment\nNext'
    """
    return _NEVER.sub("", _HYPHEN.sub("-\n", text.replace("\r\n", "\n").replace("\r", "\n")))


def _given(properties: dict[str, str]) -> Given:
    """What the file's properties tell."""
    title, author = (" ".join(_NEVER.sub("", properties.get(k, "")).split()) for k in ("Title", "Author"))
    made = _MADE.match(properties.get("CreationDate", ""))
    return Given(
        file_title=title if len(title) > 3 and not _PROGRAM.search(title) else None,
        file_author=author or None,
        file_date=edtf(int(made[3]), int(made[2]), int(made[1])) if made else None,
    )
