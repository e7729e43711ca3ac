"""The law of evidence: a record exists only with the exact words that it rests on."""

from __future__ import annotations

from servanda.errors import EvidenceError
from servanda.model import Document, Evidence, Record


def quote(document: Document, start: int, end: int) -> Evidence:
    """The evidence for a span of a document.

    >>> d = Document(id="d", uri="d.txt", media_type="text/plain", sha256="", text="India and Russia")
    >>> quote(d, 10, 16).quote
    'Russia'
    """
    if not 0 <= start < end <= len(document.text):
        raise EvidenceError(f"{document.uri}: no text at {start}:{end}")
    return Evidence(document.id, start, end, document.text[start:end])


def check(document: Document, record: Record) -> None:
    """Raises :class:`EvidenceError` unless every quote of the record stands where it says."""
    if not record.evidence:
        raise EvidenceError(f"{document.uri}: record {record.id} has no evidence")
    for e in record.evidence:
        if e.document != document.id or document.text[e.start : e.end] != e.quote or not e.quote:
            raise EvidenceError(
                f"{document.uri}: record {record.id} quotes {e.quote!r} at {e.start}:{e.end}, "
                f"where the document says {document.text[e.start : e.end]!r}"
            )
