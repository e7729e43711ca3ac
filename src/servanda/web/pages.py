"""The pages of documents and of single records."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from servanda import segment
from servanda.app import Ledger
from servanda.export import jsonl, table
from servanda.export.human import file_name, title
from servanda.model import (
    RECORD_TYPES,
    Document,
    Entity,
    Evidence,
    Figure,
    Reading,
    Record,
    Time,
    record_type,
)
from servanda.web import answer, rows
from servanda.web.labels import area_label, indicator_label, language_label
from servanda.web.periods import period_words
from servanda.web.room import Key, Opened, lookup, ordered, others, page, view_of
from servanda.web.segments import Span, has_blank_lines, paragraphs
from servanda.web.show import figure_exact, said_words
from servanda.web.view import View

router = APIRouter()

PLACES = 5
"""How many mentions the page of one record shows in their sentences."""
BASIS_WORDS = {
    "metadata": "given in the file",
    "dateline": "its dateline",
    "url": "its address",
    "text": "what its text says",
    "reference": "dated events it names",
}
"""What a document's date can rest on."""
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


# -- all documents --------------------------------------------------------------------------------


@router.get("/")
@router.get("/documents")
def documents(request: Request, ledger: Opened) -> Response:
    """Every document, with how much it gave."""
    totals = ledger.store.counts()
    kinds = [kind for kind in RECORD_TYPES if totals[kind]]
    view = view_of(request, "/documents", ("published", "title", "kind", "language", *kinds))
    made = _document_rows(ledger, view, kinds, whole=answer.wanted(request) != "html")
    if answer.wanted(request) != "html":
        return answer.rows_response(
            request, [row["data"] | {kind: row[kind] for kind in kinds} for row in made]
        )
    for name in ("language", "kind"):
        view.facet(name, ledger.store.tally("document", name, **others(view, name)))
    context = {"rows": made, "kinds": kinds, "kind_names": rows.KIND_NAMES, "totals": _totals(totals)}
    return page(request, "documents.html", section="/", view=view, **context)


def _document_rows(ledger: Ledger, view: View, kinds: Sequence[str], *, whole: bool) -> list[rows.Row]:
    """The rows of a view, a page of them or the whole. Sets the view's total."""
    view.total = ledger.store.count("document", **view.filters)
    limit, offset = (None, 0) if whole or view.sort else (view.size, view.offset)
    counts = {kind: dict(ledger.store.tally(kind, "document")) for kind in kinds}
    found = [
        rows.document_row(document, {kind: counts[kind].get(document.id, 0) for kind in kinds})
        for document in ledger.documents(limit=limit, offset=offset, **view.filters)
    ]
    keys: dict[str, Key] = {name: itemgetter(name) for name in ("published", "kind", "language", *kinds)}
    found = ordered(found, view, keys | {"title": lambda row: row["label"].casefold()})
    return found if whole or not view.sort else found[view.offset : view.offset + view.size]


def _totals(counts: dict[str, int]) -> list[dict[str, Any]]:
    pages = {"figure": "/figures", "time": "/times", "entity": "/entities"}
    names = {"document": "Documents"} | rows.KIND_NAMES
    return [
        {"name": names[kind], "count": f"{count:,}", "href": pages.get(kind)}
        for kind, count in counts.items()
        if count or kind in pages
    ]


# -- one document ---------------------------------------------------------------------------------


@router.get("/documents/{key}")
def document(request: Request, ledger: Opened, key: str) -> Response:
    """A document's text with every record at its exact words, and what was recorded."""
    found = lookup(ledger.document, key)
    records = _records_in(ledger, found)
    if answer.wanted(request) == "json":
        content = {"document": jsonl.plain(found), "records": [answer.record_data(r) for r in records]}
        return answer.json_response(content)
    if answer.wanted(request) == "csv":
        out = io.BytesIO()
        table.write([Reading(found, tuple(records))], out)
        return answer.csv_response(out.getvalue())
    spans = [Span(e.start, e.end, r.id, record_type(r)) for r in records for e in r.evidence]
    return page(
        request,
        "document.html",
        section="/",
        view=view_of(request, f"/documents/{found.id}"),
        document=found,
        label=title(found),
        file=file_name(found.uri),
        spaced=has_blank_lines(found.text),
        facts=_facts(found),
        date_quotes=[evidence.quote for evidence in found.evidence],
        paragraphs=paragraphs(found.text, spans),
        groups=_groups(records, found),
        count=len(records),
    )


def _records_in(ledger: Ledger, document: Document) -> list[Record]:
    """All records of a document, in the order of its text."""
    found = [record for kind in RECORD_TYPES for record in ledger.store.records(kind, document=document.id)]
    return sorted(found, key=lambda record: (record.evidence[0].start, -record.evidence[0].end))


def _groups(records: Sequence[Record], document: Document) -> list[dict[str, Any]]:
    by_kind: dict[str, list[rows.Row]] = defaultdict(list)
    for record in records:
        by_kind[record_type(record)].append(rows.record_row(record, document))
    return [
        {"kind": kind, "name": rows.KIND_NAMES[kind], "rows": by_kind[kind]}
        for kind in RECORD_TYPES
        if kind in by_kind
    ]


def _facts(document: Document) -> list[tuple[str, str]]:
    """What is known about a document, the date with what it rests on."""
    date = period_words(document.published) or "unknown"
    basis = BASIS_WORDS.get(document.published_basis or "", "")
    facts = (
        ("Date", f"{date} (from {basis})" if basis else date),
        ("Kind", document.kind.replace("-", " ")),
        ("Language", language_label(document.language)),
        ("Publisher", document.publisher),
        ("Author", document.author),
        ("Place", document.place),
    )
    return [(name, value) for name, value in facts if value]


# -- one record -----------------------------------------------------------------------------------


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
    )


def _heading(record: Record) -> str:
    if isinstance(record, Figure):
        return said_words(record)
    if isinstance(record, Time):
        return period_words(record.value) or record.evidence[0].quote
    if isinstance(record, Entity):
        return area_label(record.entity) if record.kind == "state" else record.names[0]
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
