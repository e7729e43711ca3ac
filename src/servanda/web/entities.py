"""The pages of entities: all of them, and one with its names and every document that names it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from servanda.app import Ledger
from servanda.labels import area_label, language_label
from servanda.model import Entity
from servanda.web import answer, rows
from servanda.web.room import Key, Opened, cut, documents_of, offer, order_of, ordered, page, part_of, view_of
from servanda.web.tongue import gettext, marked

router = APIRouter()

KEYS: Mapping[str, Key] = {
    "entity": lambda row: row["label"].casefold(),
    "kind": lambda row: row["kind"],
    "mentions": lambda row: row["mentions"],
    "documents": lambda row: row["documents"],
}
NAMES = 12
"""Names of an entity that its row shows."""
CONFIRMED = {"True": marked("in the catalogue"), "False": marked("found by form")}


@router.get("/entities")
def entities(request: Request, ledger: Opened) -> Response:
    """Every entity, however it is spelt, with how often it is named."""
    view = view_of(request, "/entities", tuple(KEYS))
    view.labels["confirmed"] = lambda value: gettext(CONFIRMED.get(value.capitalize(), value))
    made = ordered(_rows(ledger, view.filters), view, KEYS)
    view.total = len(made)
    made = list(cut(request, view, made))
    _name(ledger, made, view.filters)
    if answer.wanted(request) != "html":
        shown = ("entity", "kind", "confirmed", "label", "names", "mentions", "documents")
        return answer.rows_response(
            request, [{name: row[name] for name in shown} for row in made], view.total
        )
    offer(ledger, "entity", view, ("kind", "confirmed", "language"))
    return page(request, "entities.html", section="/entities", view=view, rows=made)


def _rows(ledger: Ledger, wanted: Mapping[str, Any]) -> list[rows.Row]:
    """One row an entity, the most widely named first."""
    store = ledger.store
    mentions = dict(store.combinations("entity", ("entity",), quotes=True, **wanted))
    made: dict[str, rows.Row] = {}
    for entity, kind, confirmed, times in store.combinations(
        "entity", ("entity", "kind", "confirmed"), **wanted
    ):
        row = made.setdefault(entity, {"entity": entity, "kind": kind, "confirmed": False, "documents": 0})
        row["confirmed"] |= confirmed
        row["documents"] += times
    for entity, row in made.items():
        row |= {"label": area_label(entity), "mentions": mentions[entity]}
    return sorted(made.values(), key=lambda row: (-row["documents"], -row["mentions"], row["label"]))


def _name(ledger: Ledger, made: Iterable[rows.Row], wanted: Mapping[str, Any]) -> None:
    """Gives each row the names under which the documents have its entity, the most frequent first."""
    by_entity: dict[str, Counter[str]] = defaultdict(Counter)
    chosen = {**wanted, "entity": [row["entity"] for row in made]}
    for entity, names, times in ledger.store.combinations("entity", ("entity", "names"), **chosen):
        by_entity[entity].update(dict.fromkeys(names, times))
    for row in made:
        names = [name for name, _ in by_entity[row["entity"]].most_common(NAMES)]
        row |= {"names": names, "label": rows.entity_label(row["entity"], names)}


@router.get("/entities/{entity}")
def entity(request: Request, ledger: Opened, entity: str) -> Response:
    """One entity: its names in each language, and where every document names it."""
    view = view_of(request, f"/entities/{entity}", ("document",))
    wanted = {**view.filters, "entity": entity}
    found = [
        one
        for one in ledger.store.records("entity", order=order_of(view), **part_of(request, view), **wanted)
        if isinstance(one, Entity)
    ]
    if not ledger.store.count("entity", entity=entity):
        raise HTTPException(404, f"no document in the ledger names the entity {entity}")
    documents = documents_of(ledger, found)
    view.total = ledger.store.count("entity", **wanted)
    if answer.wanted(request) != "html":
        return answer.records_response(request, "entity", found, documents, view.total)
    offer(ledger, "entity", view, ("language",), entity=entity)
    return page(
        request,
        "entity.html",
        section="/entities",
        view=view,
        entity=entity,
        facts=_facts(ledger, entity),
        names=_names(ledger, entity),
        acts=_acts(ledger, entity),
        rows=[rows.record_row(one, documents[one.document]) for one in found],
    )


def _facts(ledger: Ledger, entity: str) -> dict[str, Any]:
    (row, *_) = _rows(ledger, {"entity": entity})
    _name(ledger, [row], {})
    return row


def _names(ledger: Ledger, entity: str) -> list[tuple[str, str, list[str]]]:
    """The names of an entity by language."""
    by_language: dict[str, Counter[str]] = defaultdict(Counter)
    for language, names, times in ledger.store.combinations("entity", ("language", "names"), entity=entity):
        by_language[language or "und"].update(dict.fromkeys(names, times))
    return [
        (code, language_label(code), [name for name, _ in by_language[code].most_common(NAMES)])
        for code in sorted(by_language)
    ]


def _acts(ledger: Ledger, entity: str) -> list[tuple[str, str, int]]:
    """What an entity said, promised, signed and took part in: name, address, how much."""
    asked = (
        ("statements", "statement", {"by": entity}, {"speakers": entity}),
        ("commitments", "statement", {"by": entity}, {"speakers": entity, "act": "commissive"}),
        ("agreements", "agreement", {"parties": entity}, {"parties": entity}),
        ("events", "event", {"participants": entity}, {"participants": entity}),
        ("figures", "figure", {"area": entity}, {"area": entity}),
    )
    made = [
        (name, f"/{name}?{urlencode(query)}", ledger.store.count(kind, **wanted))
        for name, kind, query, wanted in asked
    ]
    return [one for one in made if one[2]]
