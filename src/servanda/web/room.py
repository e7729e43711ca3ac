"""What every page needs: the ledger, its view of a request, a template's answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple, TypeVar

from fastapi import Depends, HTTPException
from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse

from servanda import app
from servanda.errors import LedgerError, LedgerUnavailable
from servanda.labels import area_label, indicator_label, language_label, topic_label, words_of
from servanda.link.kept import Kept
from servanda.model import Document, Record
from servanda.web import answer, gate
from servanda.web.tongue import ASKED, languages, marked, present
from servanda.web.view import View
from servanda.web.workings import Workings

Found = TypeVar("Found")
Key = Callable[[Any], Any]

NAVIGATION: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (
    (marked("Overview"), (("/", marked("Overview")),)),
    (marked("Topics"), (("/topics", marked("Topics")),)),
    (marked("Relations"), (("/dealings", marked("Who with whom")), ("/map", marked("Map")))),
    (marked("Documents"), (("/documents", marked("Documents")),)),
    (
        marked("Records"),
        (
            ("/commitments", marked("Commitments")),
            ("/statements", marked("Statements")),
            ("/agreements", marked("Agreements")),
            ("/events", marked("Events")),
            ("/figures", marked("Figures")),
            ("/times", marked("Times")),
            ("/entities", marked("Entities")),
        ),
    ),
    (
        marked("Through the years"),
        (
            ("/indicators", marked("Indicators")),
            ("/threads", marked("Threads")),
            ("/mechanisms", marked("Mechanisms")),
            ("/findings", marked("Findings")),
            ("/compare", marked("Compare")),
        ),
    ),
    (marked("Search"), (("/search", marked("Search")), ("/ask", marked("Ask")))),
    (marked("Review"), (("/review", marked("Queue")), ("/review/log", marked("Log")))),
)
"""The pages that every page leads to: groups, each with its name and its pages, by address and name.

The first row of links leads to the first page of each group, the second to the pages of the present one."""
ENTITIES = ("area", "counterpart", "by", "parties", "participants", "places", "series", "entity")
LABELS: Mapping[str, Callable[[str], str]] = {
    "indicator": indicator_label,
    "language": language_label,
    "topic": topic_label,
    "status": words_of,
    "form": words_of,
    "kind": words_of,
    **dict.fromkeys(ENTITIES, area_label),
}
"""How the values of a filter are called."""
_POSTS = re.compile(r'(<form\b[^>]*\bmethod="post"[^>]*>)')
"""Where a form begins that changes something: there its token goes, so that no template can forget it."""


def _ledger(request: Request) -> app.Ledger:
    ledger: app.Ledger = request.app.state.ledger
    return ledger


Opened = Annotated[app.Ledger, Depends(_ledger)]
"""The ledger that a page reads."""


def following(request: Request) -> Kept:
    """What follows from the ledger's records; a page that needs it says so while it is being worked out."""
    workings: Workings = request.app.state.workings
    return workings.now()


Following = Annotated[Kept, Depends(following)]
"""The same, for a page that always needs it."""


def view_of(request: Request, path: str, sortable: Sequence[str] = ()) -> View:
    """The view that a request asks for, at the path of its page."""
    chosen = {name: value.strip() for name, value in request.query_params.items() if value.strip()}
    chosen.pop(ASKED, None)
    return View(path=path, chosen=chosen, sortable=tuple(sortable), facets={}, labels=dict(LABELS))


def page(request: Request, template: str, **context: Any) -> HTMLResponse:
    """A template as an answer."""
    environment: Environment = request.app.state.templates
    tongue = present()
    others = {
        code: (name, request.url.include_query_params(lang=code).query) for code, name in languages().items()
    }
    visitor = gate.visitor_of(request)
    text = environment.get_template(template).render(
        tongue=tongue, tongues=others, account=visitor.account, **context
    )
    secret = visitor.secret or gate.new_visit()
    text, forms = _POSTS.subn(rf"\1{_token(visitor._replace(secret=secret))}", text)
    response = HTMLResponse(text, headers={"Content-Language": tongue, "Vary": "Accept-Language, Cookie"})
    if forms and not visitor.secret:
        gate.give(request, response, gate.VISIT, secret)
    if request.query_params.get(ASKED) in others:
        response.set_cookie(ASKED, tongue, max_age=31_536_000, httponly=True, samesite="lax")
    return response


def _token(visitor: gate.Visitor) -> str:
    return f'<input type="hidden" name="{gate.TOKEN}" value="{visitor.form_token()}">'


def lookup(find: Callable[[str], Found], key: str) -> Found:
    """What the ledger holds under a key; a 404 that says so where it holds nothing."""
    try:
        return find(key)
    except LedgerUnavailable:
        raise
    except LedgerError as error:
        raise HTTPException(404, str(error)) from error


def order_of(view: View) -> str | None:
    """The order that a view asks for, as the store takes it."""
    if view.sort is None:
        return None
    name, backward = view.sort
    return f"-{name}" if backward else name


def whole(request: Request, view: View) -> bool:
    """Whether all rows of a view are asked for: as data, where neither page nor size is named."""
    return answer.wanted(request) != "html" and not view.paged


def part_of(request: Request, view: View) -> dict[str, int]:
    """Which rows of a view are asked for, as the store takes it."""
    return {} if whole(request, view) else {"limit": view.size, "offset": view.offset}


def cut(request: Request, view: View, found: Sequence[Found]) -> Sequence[Found]:
    """The rows of a view that are asked for."""
    return found if whole(request, view) else found[view.offset : view.offset + view.size]


def ordered(found: Sequence[Any], view: View, keys: Mapping[str, Key]) -> list[Any]:
    """Counts in the order that a view asks for; those without a value come last either way."""
    if view.sort is None:
        return list(found)
    name, backward = view.sort
    key = keys[name]
    with_value = [one for one in found if key(one) is not None]
    without = [one for one in found if key(one) is None]
    return sorted(with_value, key=key, reverse=backward) + without


def others(view: View, name: str) -> dict[str, Any]:
    """All filters but one: what its own choices are counted under."""
    field = view.several.get(name, name)
    return {other: value for other, value in view.filters.items() if other != field}


def offer(ledger: app.Ledger, kind: str, view: View, names: Iterable[str], **also: Any) -> None:
    """Offers the values of some filters, each counted under all others; ``also`` holds besides."""
    fields = {name: view.several.get(name, name) for name in names}
    free = [field for name, field in fields.items() if name not in view.asked]
    tallies = ledger.store.tallies(kind, free, **view.filters, **also) if free else {}
    for name, field in fields.items():
        if name in view.asked:
            tallies[field] = ledger.store.tally(kind, field, **others(view, name), **also)
        view.facet(name, tallies[field])


class Cited(NamedTuple):
    """Records and the documents that they stand in, by id; of these the beginning of the text."""

    records: dict[str, Record]
    documents: dict[str, Document]


def cited(ledger: app.Ledger, keys: Iterable[str]) -> Cited:
    """The records of some ids with their documents."""
    records = ledger.store.named(keys)
    return Cited(records, documents_of(ledger, records.values()))


def documents_of(ledger: app.Ledger, records: Iterable[Record]) -> dict[str, Document]:
    """The documents that records stand in, by id, each with the beginning of its text."""
    return briefly(ledger, (record.document for record in records))


def briefly(ledger: app.Ledger, keys: Iterable[str]) -> dict[str, Document]:
    """The documents of some ids, each with the beginning of its text."""
    ids = list(dict.fromkeys(keys))
    return {one.id: one for one in ledger.store.documents(id=ids, brief=True)} if ids else {}
