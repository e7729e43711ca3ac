"""The page of searches: sentences of all documents, each with its records, and how they spread."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from servanda.app import Found, Ledger, Sentence
from servanda.errors import UsageError
from servanda.export.human import title
from servanda.labels import area_label
from servanda.model import RECORD_TYPES, Entity, Record, Time, record_type
from servanda.periods import period_words
from servanda.search.words import parse
from servanda.web import answer, rows
from servanda.web.room import Opened, page, view_of, whole
from servanda.web.view import View

router = APIRouter()

FACETS = ("kind", "language", "year", "by")
SIZE = 25
"""Sentences of a page, unless it asks for another number."""


@router.get("/search")
def search(request: Request, ledger: Opened) -> Response:
    """What the words of ``q`` find, narrowed by the facets."""
    view = view_of(request, "/search")
    every = whole(request, view)
    view.chosen.setdefault("size", str(SIZE))
    view.labels["by"] = area_label
    found = _found(ledger, view, whole=every)
    if answer.wanted(request) == "csv":
        return answer.rows_response(request, [one.row() for one in found.sentences])
    if answer.wanted(request) == "json":
        made = [one.row() | {"url": _place(one)} for one in found.sentences]
        told = {"total": found.total, "counted": found.counted, "facets": found.facets}
        return answer.json_response(told | {"rows": made})
    view.total = found.total
    for name in FACETS:
        view.facet(name, found.facets.get(name, []))
    made = [_row(one) for one in found.sentences]
    counted = found.counted if found.counted < found.total else None
    return page(request, "search.html", section="/search", view=view, rows=made, counted=counted)


def _found(ledger: Ledger, view: View, *, whole: bool) -> Found:
    """What a view asks for; nothing where it asks nothing."""
    wanted = parse(view.chosen.get("q", ""))
    narrowed: dict[str, Any] = {}
    for name, value in view.filters.items():
        if name not in FACETS:
            raise UsageError(f"a search has no filter {name}; there are {', '.join(FACETS)}")
        if name == "kind" and value not in RECORD_TYPES:
            raise UsageError(f"kind cannot be {value}; it is one of {', '.join(RECORD_TYPES)}")
        if name == "year":
            narrowed["years"] = parse(f"year:{value}").years
        else:
            narrowed[name] = (value,)
    wanted = msgspec.structs.replace(wanted, **narrowed)
    limit, offset = (None, 0) if whole else (view.size, view.offset)
    if not (view.chosen.get("q") or narrowed):
        return Found(wanted, 0, (), {}, 0)
    return ledger.search(wanted, limit=limit, offset=offset)


def _place(one: Sentence) -> str:
    """The address of a sentence: of its first record, or of its document."""
    shown = [record for record in one.records if record.document == one.document.id]
    return rows.place(shown[0]) if shown else f"/documents/{one.document.id}"


def _row(one: Sentence) -> dict[str, Any]:
    document = one.document
    return {
        "html": marked(one),
        "href": _place(one),
        "language": one.language,
        "document": document.id,
        "title": title(document),
        "said": document.published,
        "said_words": period_words(document.published),
        "records": [_record(record) for record in one.records if not isinstance(record, (Entity, Time))],
    }


def _record(record: Record) -> dict[str, str]:
    entry = rows.entry_row(record)
    words = entry.get("label") or entry.get("words") or entry.get("act") or ""
    return {"kind": record_type(record), "href": entry["href"], "words": str(words)}


def marked(one: Sentence) -> Markup:
    """A sentence with the words found marked."""
    out, at = Markup(), 0
    for start, end in one.highlights:
        out += escape(one.text[at:start]) + Markup("<mark>%s</mark>") % one.text[start:end]
        at = end
    return out + escape(one.text[at:])
