"""The page of what follows from the records: conflicts, sums that do not come out, what became of targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from servanda.app import OPEN, verdict_of
from servanda.errors import UsageError
from servanda.export.human import title
from servanda.model import Finding
from servanda.periods import period_words
from servanda.web import answer, rows
from servanda.web.room import Cited, Following, Opened, cited, cut, others, page, view_of

router = APIRouter()

FILTERS = ("kind", "severity", "verdict")
PLACES = 8
"""Records that the row of a finding shows; as data it names all."""


@router.get("/findings")
def findings(request: Request, ledger: Opened, _linked: Following) -> Response:
    """Every finding, the gravest first, with the records that it rests on."""
    view = view_of(request, "/findings")
    if unknown := set(view.filters) - set(FILTERS):
        raise UsageError(f"findings have no field {min(unknown)}; filter by {', '.join(FILTERS)}")
    found = ledger.findings(**view.filters)
    said = {key: verdict_of(stands) for key, stands in ledger.standings().items()}
    part = cut(request, view, found)
    if answer.wanted(request) != "html":
        return answer.rows_response(request, [_data(one, said.get(one.id, OPEN)) for one in part], len(found))
    view.total = len(found)
    for name in ("kind", "severity"):
        view.facet(
            name, Counter(getattr(f, name) for f in ledger.findings(**others(view, name))).most_common()
        )
    rest = ledger.findings(**others(view, "verdict"))
    view.facet("verdict", Counter(said.get(f.id, OPEN) for f in rest).most_common())
    named = cited(ledger, (key for one in part for key in one.records[:PLACES]))
    made = [_data(one, said.get(one.id, OPEN)) | {"places": places(named, one.records)} for one in part]
    return page(request, "findings.html", section="/findings", view=view, rows=made)


def _data(finding: Finding, verdict: str) -> dict[str, Any]:
    own = {"id": finding.id, "severity": finding.severity, "kind": finding.kind, "message": finding.message}
    return own | {"verdict": verdict, "records": finding.records}


def places(named: Cited, records: Sequence[str]) -> list[rows.Row]:
    """The first records that a finding rests on: their words, and where they stand."""
    found = [named.records[key] for key in records[:PLACES]]
    documents = [named.documents[record.document] for record in found]
    return [
        {
            "id": record.id,
            "href": rows.place(record),
            "corrected": record.corrected,
            "quote": record.evidence[0].quote,
            "language": document.language,
            "title": title(document),
            "said_words": period_words(document.published),
        }
        for record, document in zip(found, documents, strict=True)
    ]
