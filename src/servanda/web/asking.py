"""The page of questions: an answer, each sentence with the words that it rests on."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from servanda.ask import Answer
from servanda.periods import period_words
from servanda.web import answer
from servanda.web.room import Opened, page, view_of

router = APIRouter()

EXAMPLES = (
    "What is the trade target for 2030 and are they on track?",
    "Which trade figures contradict each other?",
    "What was promised on space?",
    "When was the last summit?",
)


@router.get("/ask")
def ask(request: Request, ledger: Opened) -> Response:
    """The answer to the question ``q``."""
    view = view_of(request, "/ask")
    question = view.chosen.get("q", "")
    found = ledger.ask(question) if question else None
    if answer.wanted(request) == "json":
        return answer.json_response({"text": found.text} | msgspec.to_builtins(found) if found else {})
    if answer.wanted(request) == "csv":
        return answer.rows_response(request, _rows(found) if found else [])
    return page(
        request,
        "ask.html",
        section="/ask",
        view=view,
        answer=found,
        examples=EXAMPLES,
        period_words=period_words,
    )


def _rows(found: Answer) -> list[dict[str, object]]:
    """A row a citation; a sentence without one has a row of its own."""
    return [
        {
            "sentence": line.text,
            "record": one.id if one else "",
            "kind": one.kind if one else "",
            "quote": one.quote if one else "",
            "document": one.document if one else "",
            "published": (one.published or "") if one else "",
        }
        for line in found.lines
        for one in line.citations or (None,)
    ]
