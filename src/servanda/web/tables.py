"""The tables of records across documents: one a type, to filter, to sort, to take away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from servanda.app import COMMITMENT, Ledger
from servanda.web import answer, rows
from servanda.web.room import Opened, documents_of, offer, order_of, page, part_of, view_of
from servanda.web.years import years

router = APIRouter()


class Table(NamedTuple):
    """A page of records: their type, the columns that sort it, the filters that offer their values.

    ``several``: the filters that take more than one value, each with its field; ``fixed`` always holds;
    ``order``: the column that sorts it unless another is asked for.
    """

    kind: str
    sortable: tuple[str, ...]
    offered: tuple[str, ...]
    several: Mapping[str, str] = {}
    fixed: Mapping[str, str] = {}
    order: str | None = None


FIGURE_COLUMNS = ("value", "indicator", "area", "counterpart", "period", "status", "document")
_SAID = ("by", "act", "binding", "topic", "language")
_STATEMENTS = Table(
    "statement", ("act", "binding", "topic", "deadline", "document"), _SAID, {"by": "speakers"}
)
TABLES: Mapping[str, Table] = {
    "figures": Table(
        "figure", FIGURE_COLUMNS, ("indicator", "area", "counterpart", "unit", "status", "language")
    ),
    "times": Table("time", ("value", "kind", "document"), ("kind", "language")),
    "statements": _STATEMENTS,
    "commitments": _STATEMENTS._replace(
        offered=tuple(name for name in _SAID if name != "act"), fixed=COMMITMENT
    ),
    "agreements": Table(
        "agreement",
        ("title", "form", "status", "date", "document"),
        ("form", "status", "parties", "language"),
        {"parties": "parties"},
    ),
    "events": Table(
        "event",
        ("form", "plover", "date", "document"),
        ("form", "plover", "series", "participants", "places", "language"),
        {"participants": "participants", "places": "places"},
        order="date",
    ),
}
"""Each page by its name, which is its address, too."""


@router.get("/figures")
def figures(request: Request, ledger: Opened) -> Response:
    """Every figure."""
    return _table(request, ledger, "figures")


@router.get("/times")
def times(request: Request, ledger: Opened) -> Response:
    """Every time expression."""
    return _table(request, ledger, "times")


@router.get("/statements")
def statements(request: Request, ledger: Opened) -> Response:
    """Every speech act of an official actor."""
    return _table(request, ledger, "statements")


@router.get("/commitments")
def commitments(request: Request, ledger: Opened) -> Response:
    """The statements that undertake something."""
    return _table(request, ledger, "commitments")


@router.get("/agreements")
def agreements(request: Request, ledger: Opened) -> Response:
    """Every named instrument."""
    return _table(request, ledger, "agreements")


@router.get("/events")
def events(request: Request, ledger: Opened) -> Response:
    """Every event, by its date."""
    return _table(request, ledger, "events")


def _table(request: Request, ledger: Ledger, name: str) -> Response:
    """The page of a table, or its records as data."""
    table = TABLES[name]
    view = view_of(request, f"/{name}", table.sortable)
    view.several, view.fixed = table.several, table.fixed
    order = order_of(view) or table.order
    found = ledger.store.records(table.kind, order=order, **part_of(request, view), **view.filters)
    documents = documents_of(ledger, found)
    view.total = ledger.store.count(table.kind, **view.filters)
    if answer.wanted(request) != "html":
        return answer.records_response(request, table.kind, found, documents, view.total)
    offer(ledger, table.kind, view, table.offered)
    made = [rows.record_row(record, documents[record.document]) for record in found]
    template = "statements.html" if table.kind == "statement" else f"{name}.html"
    chronicle = years(ledger.store, view) if name == "events" else []
    return page(request, template, section=view.path, view=view, rows=made, years=chronicle, order=order)
