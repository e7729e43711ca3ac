"""The first page: a relationship at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from servanda.app import Ledger
from servanda.labels import pair_label
from servanda.link.dealing import Pair
from servanda.link.kept import Kept
from servanda.model import Document, Finding
from servanda.periods import period_words
from servanda.web import answer, rows
from servanda.web.findings import places
from servanda.web.pairs import offered, pair_of
from servanda.web.room import Opened, cited, following, page, view_of
from servanda.web.standing import aim_rows, aims, topic_rows
from servanda.web.tongue import gettext, marked
from servanda.web.workings import BusyError

router = APIRouter()

AIMS, FINDINGS, DOCUMENTS, PLACES = 6, 6, 6, 2
"""How many targets, findings and documents the page shows, and how many records of a finding."""


@router.get("/")
def overview(request: Request, ledger: Opened) -> Response:
    """Topics with how their commitments stand, targets, the newest findings and documents."""
    view = view_of(request, "/")
    pair = pair_of(view)
    try:
        linked = following(request)
    except BusyError:
        if answer.wanted(request) != "html":
            raise
        return _unready(request, ledger)
    grid = topic_rows(linked, pair)
    if answer.wanted(request) != "html":
        shown = ("topic", "label", "commitments", "course", "trouble", "open")
        return answer.rows_response(request, [{name: row[name] for name in shown} for row in grid])
    return page(
        request,
        "overview.html",
        section="/",
        view=view,
        name=pair_label(*pair) if pair else "",
        totals=_totals(ledger),
        pairs=offered(linked, pair),
        topics=grid,
        aims=aim_rows(ledger, aims(linked, pair)[:AIMS]),
        findings=_findings(ledger, islice(_newest(linked, pair), FINDINGS)),
        documents=[_document(one) for one in _latest(ledger, linked, pair)],
    )


def _unready(request: Request, ledger: Ledger) -> Response:
    """What is known before the records are linked; the browser looks again."""
    documents = [_document(one) for one in _latest(ledger, None, None)]
    context: dict[str, Any] = {"totals": _totals(ledger), "documents": documents, "name": ""}
    nothing: dict[str, Any] = {"pairs": [], "topics": None, "aims": [], "findings": []}
    response = page(request, "overview.html", section="/", view=view_of(request, "/"), **context, **nothing)
    response.headers["Refresh"] = "5"
    return response


def _totals(ledger: Ledger) -> list[dict[str, str]]:
    counts = ledger.store.counts()
    names = {"document": marked("Documents")} | rows.KIND_NAMES
    return [
        {"name": gettext(name), "count": f"{counts[kind]:,}", "href": f"/{name.lower()}"}
        for kind, name in names.items()
    ]


def _newest(linked: Kept, pair: Pair | None) -> Iterator[Finding]:
    for finding in linked.newest:
        if pair is None or pair in linked.between[finding.id]:
            yield finding


def _findings(ledger: Ledger, found: Iterable[Finding]) -> list[rows.Row]:
    shown = list(found)
    named = cited(ledger, (key for finding in shown for key in finding.records[:PLACES]))
    return [
        {
            "id": finding.id,
            "kind": finding.kind,
            "severity": finding.severity,
            "message": finding.message,
            "places": places(named, finding.records[:PLACES]),
        }
        for finding in shown
    ]


def _latest(ledger: Ledger, linked: Kept | None, pair: Pair | None) -> list[Document]:
    """The latest documents, or those of them that tell of a pair's dealings."""
    if linked is None or pair is None:
        return ledger.documents(order="-published", limit=DOCUMENTS, brief=True)
    told = {dealing.document for dealing in linked.dealings.get(pair, ())}
    return ledger.documents(id=sorted(told), order="-published", limit=DOCUMENTS, brief=True) if told else []


def _document(document: Document) -> rows.Row:
    row = rows.document_row(document, {})
    return row | {"date": period_words(document.published)}
