"""The page of one record: its fields, its words in their sentence, and what was found there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from servanda import segment
from servanda.export.human import title
from servanda.model import Document, Entity, Evidence, Figure, Record, Time, record_type
from servanda.web import answer, rows
from servanda.web.labels import area_label, indicator_label, language_label
from servanda.web.periods import period_words
from servanda.web.room import Opened, lookup, page, view_of
from servanda.web.show import figure_exact, said_words

router = APIRouter()

PLACES = 5
"""How many mentions the page of one record shows in their sentences."""
NAMED = {
    "period": period_words,
    "value": period_words,
    "deadline": period_words,
    "date": period_words,
    "valid": period_words,
    "indicator": indicator_label,
    "area": area_label,
    "counterpart": area_label,
    "language": language_label,
}
"""Fields whose codes have words."""


@router.get("/records/{key}")
def record(request: Request, ledger: Opened, key: str) -> Response:
    """One record: its fields, and its words in their sentence."""
    found = lookup(ledger.store.record, key)
    if answer.wanted(request) == "json":
        return answer.json_response(answer.record_data(found))
    document = ledger.document(found.document)
    kind = record_type(found)
    if answer.wanted(request) == "csv":
        return answer.records_response(request, kind, [found], {document.id: document})
    return page(
        request,
        "record.html",
        view=view_of(request, f"/records/{found.id}"),
        kind=kind,
        kind_name=kind,
        heading=_heading(found),
        exact=figure_exact(found) if isinstance(found, Figure) else "",
        document=document,
        title=title(document),
        said=document.published,
        said_words=period_words(document.published),
        places=_places(document, found),
        more=max(0, len(found.evidence) - PLACES),
        fields=_fields(found),
        marks=ledger.explain(found.id).reasons.marks,
    )


def _heading(record: Record) -> str:
    if isinstance(record, Figure):
        return said_words(record)
    if isinstance(record, Time):
        return period_words(record.value) or record.evidence[0].quote
    if isinstance(record, Entity):
        return area_label(record.entity)
    return record.evidence[0].quote


def _places(document: Document, record: Record) -> list[dict[str, Any]]:
    """The record's evidence, each quote within its sentence."""
    sentences = list(segment.spans(document.text, document.language or segment.UNDETERMINED))
    return [
        {
            "before": document.text[begin : evidence.start],
            "quote": evidence.quote,
            "after": document.text[evidence.end : end],
            "start": evidence.start,
            "end": evidence.end,
            "href": rows.place(record),
        }
        for evidence in record.evidence[:PLACES]
        for begin, end in (_around(evidence, sentences),)
    ]


def _around(evidence: Evidence, sentences: Sequence[segment.Span]) -> segment.Span:
    """The sentences that a quote touches, from the beginning of the first to the end of the last."""
    touched = [span for span in sentences if span[0] < evidence.end and evidence.start < span[1]]
    begins, ends = [evidence.start, *(s for s, _ in touched)], [evidence.end, *(e for _, e in touched)]
    return min(begins), max(ends)


def _fields(record: Record) -> list[tuple[str, str, str]]:
    """Every field that is set: its name, its exact value, and its words where a code has some."""
    fields = msgspec.to_builtins(record)
    del fields["evidence"]
    return [
        (name, str(value) if isinstance(value, (str, int)) else ", ".join(value), _words(name, value))
        for name, value in fields.items()
        if value not in (None, "", ())
    ]


def _words(name: str, value: object) -> str:
    if not isinstance(value, str) or name not in NAMED:
        return ""
    words = NAMED[name](value)
    return "" if words == value else words
