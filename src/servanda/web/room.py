"""What every page needs: the ledger, its view of a request, a template's answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Depends, HTTPException
from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse

from servanda import app
from servanda.errors import LedgerError
from servanda.model import Document, Record
from servanda.web import answer
from servanda.web.labels import area_label, indicator_label, language_label
from servanda.web.view import View

Found = TypeVar("Found")
Key = Callable[[Any], Any]

LABELS: Mapping[str, Callable[[str], str]] = {
    "indicator": indicator_label,
    "area": area_label,
    "counterpart": area_label,
    "language": language_label,
}
"""How the values of a filter are called."""


def _ledger(request: Request) -> app.Ledger:
    ledger: app.Ledger = request.app.state.ledger
    return ledger


Opened = Annotated[app.Ledger, Depends(_ledger)]
"""The ledger that a page reads."""


def view_of(request: Request, path: str, sortable: Sequence[str] = ()) -> View:
    """The view that a request asks for, at the path of its page."""
    chosen = {name: value.strip() for name, value in request.query_params.items() if value.strip()}
    return View(path=path, chosen=chosen, sortable=tuple(sortable), facets={}, labels=dict(LABELS))


def page(request: Request, template: str, **context: Any) -> HTMLResponse:
    """A template as an answer."""
    environment: Environment = request.app.state.templates
    return HTMLResponse(environment.get_template(template).render(**context))


def lookup(find: Callable[[str], Found], key: str) -> Found:
    """What the ledger holds under a key; a 404 that says so where it holds nothing."""
    try:
        return find(key)
    except LedgerError as error:
        raise HTTPException(404, str(error)) from error


def records_of(
    request: Request, ledger: app.Ledger, kind: str, view: View, keys: Mapping[str, Key]
) -> list[Record]:
    """The records that a view shows: a page of them, or all as data. Sets the view's total."""
    whole = answer.wanted(request) != "html"
    view.total = ledger.store.count(kind, **view.filters)
    if view.sort is None:
        limit, offset = (None, 0) if whole else (view.size, view.offset)
        return ledger.store.records(kind, limit=limit, offset=offset, **view.filters)
    found = ordered(ledger.store.records(kind, **view.filters), view, keys)
    return found if whole else found[view.offset : view.offset + view.size]


def ordered(found: Sequence[Any], view: View, keys: Mapping[str, Key]) -> list[Any]:
    """Things in the order that a view asks for; those without a value come last either way."""
    if view.sort is None:
        return list(found)
    name, backward = view.sort
    key = keys[name]
    with_value = [one for one in found if key(one) is not None]
    without = [one for one in found if key(one) is None]
    return sorted(with_value, key=key, reverse=backward) + without


def others(view: View, name: str) -> dict[str, Any]:
    """All filters but one: what its own choices are counted under."""
    return {other: value for other, value in view.filters.items() if other != name}


def documents_of(ledger: app.Ledger, records: Sequence[Record]) -> dict[str, Document]:
    """The documents that records stand in, by id."""
    return {key: ledger.document(key) for key in dict.fromkeys(record.document for record in records)}
