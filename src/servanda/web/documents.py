"""The pages of documents: all of them, and one with every record at its exact words."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from servanda.app import Ledger
from servanda.export import jsonl, table
from servanda.export.human import file_name, title
from servanda.export.segments import Span, has_blank_lines, paragraphs
from servanda.labels import language_label, words_of
from servanda.model import RECORD_TYPES, Document, Figure, Reading, Record, Statement, record_type
from servanda.periods import period_words
from servanda.web import answer, rows
from servanda.web.room import Opened, lookup, offer, order_of, page, part_of, view_of
from servanda.web.tongue import gettext, marked
from servanda.web.view import View

router = APIRouter()

BASIS_WORDS = {
    "metadata": marked("given in the file"),
    "dateline": marked("its dateline"),
    "url": marked("its address"),
    "text": marked("what its text says"),
    "reference": marked("dated events it names"),
}
"""What a document's date can rest on."""


# -- all documents --------------------------------------------------------------------------------


@router.get("/documents")
def documents(request: Request, ledger: Opened) -> Response:
    """Every document, with how much it gave."""
    totals = ledger.store.counts()
    kinds = [kind for kind in rows.KIND_NAMES if totals[kind]]
    view = view_of(request, "/documents", ("published", "title", "kind", "language", *kinds))
    made = _document_rows(request, ledger, view, kinds)
    view.total = ledger.store.count("document", **view.filters)
    if answer.wanted(request) != "html":
        return answer.rows_response(
            request, [row["data"] | {kind: row[kind] for kind in kinds} for row in made], view.total
        )
    offer(ledger, "document", view, ("language", "kind"))
    gave = [(kind, gettext(rows.KIND_NAMES[kind]), True) for kind in kinds]
    return page(request, "documents.html", section="/documents", view=view, rows=made, gave=gave)


def _document_rows(request: Request, ledger: Ledger, view: View, kinds: Sequence[str]) -> list[rows.Row]:
    """The rows of a view, with how many records of each type each document gave."""
    part = part_of(request, view)
    found = ledger.store.documents(order=order_of(view), brief=True, **part, **view.filters)
    ids: dict[str, Any] = {"document": [document.id for document in found]} if part else {}
    counts: dict[str, dict[str, int]] = {
        kind: dict(ledger.store.combinations(kind, ("document",), **ids)) for kind in (kinds if found else ())
    }
    return [
        rows.document_row(document, {kind: counts[kind].get(document.id, 0) for kind in kinds})
        for document in found
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
    terms = ledger.terms(found, [record for record in records if isinstance(record, Figure)])
    spans = [Span(e.start, e.end, r.id, record_type(r)) for r in records for e in r.evidence]
    spans += _hints(records, terms)
    return page(
        request,
        "document.html",
        section="/documents",
        view=view_of(request, f"/documents/{found.id}"),
        document=found,
        label=title(found),
        file=file_name(found.uri),
        spaced=has_blank_lines(found.text),
        facts=_facts(found),
        dated=ledger.why_dated(found),
        date_quotes=_date_quotes(found),
        paragraphs=paragraphs(found.text, spans),
        groups=_groups(records),
        count=len(records),
    )


def _records_in(ledger: Ledger, document: Document) -> list[Record]:
    """All records of a document, in the order of its text."""
    found = [record for kind in RECORD_TYPES for record in ledger.store.records(kind, document=document.id)]
    return sorted(found, key=lambda record: (record.evidence[0].start, -record.evidence[0].end))


def _hints(records: Sequence[Record], terms: Mapping[str, Sequence[tuple[int, int]]]) -> Iterator[Span]:
    """The words that tell of records: the verbs of statements, the terms of figures' indicators."""
    for record in records:
        if isinstance(record, Statement) and (cue := rows.cue_span(record)):
            at = record.evidence[0].start
            yield Span(at + cue[0], at + cue[1], record.id, "cue")
        for start, end in terms.get(record.id, ()):
            yield Span(start, end, record.id, "term")


def _groups(records: Sequence[Record]) -> list[dict[str, Any]]:
    by_kind: dict[str, list[rows.Row]] = defaultdict(list)
    for record in records:
        by_kind[record_type(record)].append(rows.entry_row(record))
    return [
        {"kind": kind, "name": gettext(rows.KIND_NAMES[kind]), "rows": by_kind[kind]}
        for kind in rows.KIND_NAMES
        if kind in by_kind
    ]


def _date_quotes(document: Document) -> list[str]:
    """What the date rests on: the document's evidence beyond that of its title and names."""
    named = {document.title, document.publisher, document.author, document.place}
    quotes = (" ".join(evidence.quote.split()) for evidence in document.evidence)
    return [quote for quote in dict.fromkeys(quotes) if quote not in named]


def _facts(document: Document) -> list[tuple[str, str]]:
    """What is known about a document, the date with what it rests on."""
    date = period_words(document.published) or gettext("unknown")
    basis = BASIS_WORDS.get(document.published_basis or "")
    facts = (
        (
            gettext("Date"),
            gettext("%(date)s (from %(basis)s)") % {"date": date, "basis": gettext(basis)} if basis else date,
        ),
        (gettext("Kind"), words_of(document.kind)),
        (gettext("Language"), language_label(document.language)),
        (gettext("Publisher"), document.publisher),
        (gettext("Author"), document.author),
        (gettext("Place"), document.place),
    )
    return [(name, value) for name, value in facts if value]
