"""The tables of records across documents, and the series of an indicator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from servanda.app import Ledger
from servanda.export.human import unit_words
from servanda.model import Document, Entity, Figure
from servanda.store.span import span
from servanda.web import answer, rows
from servanda.web.labels import indicator_label
from servanda.web.room import Key, Opened, documents_of, ordered, others, page, records_of, view_of
from servanda.web.series import Series, series
from servanda.web.view import View

router = APIRouter()

FIGURE_KEYS: Mapping[str, Key] = {
    "value": lambda figure: figure.value,
    "indicator": lambda figure: figure.indicator,
    "area": lambda figure: figure.area,
    "counterpart": lambda figure: figure.counterpart,
    "period": lambda figure: span(figure.period)[0],
    "status": lambda figure: figure.status,
    "document": lambda figure: figure.document,
}
TIME_KEYS: Mapping[str, Key] = {
    "value": lambda time: time.value,
    "kind": lambda time: time.kind,
    "document": lambda time: time.document,
}
MEASURE_WORDS = {"level": "Level", "change": "Change", "share": "Share", "ratio": "Ratio"}


@router.get("/figures")
def figures(request: Request, ledger: Opened) -> Response:
    """Every figure, to filter and to sort."""
    view = view_of(request, "/figures", tuple(FIGURE_KEYS))
    return _record_table(request, ledger, "figure", view, FIGURE_KEYS)


@router.get("/times")
def times(request: Request, ledger: Opened) -> Response:
    """Every time expression, to filter and to sort."""
    view = view_of(request, "/times", tuple(TIME_KEYS))
    return _record_table(request, ledger, "time", view, TIME_KEYS)


FACETS = {
    "figure": ("indicator", "area", "counterpart", "unit", "status", "language"),
    "time": ("kind", "language"),
    "entity": ("kind", "entity", "language"),
}


def _record_table(
    request: Request, ledger: Ledger, kind: str, view: View, keys: Mapping[str, Key]
) -> Response:
    found = records_of(request, ledger, kind, view, keys)
    documents = documents_of(ledger, found)
    if answer.wanted(request) != "html":
        return answer.records_response(request, kind, found, documents)
    _offer(ledger, kind, view, FACETS[kind])
    made = [rows.record_row(record, documents[record.document]) for record in found]
    return page(request, view.path[1:] + ".html", section=view.path, view=view, rows=made)


def _offer(ledger: Ledger, kind: str, view: View, names: Iterable[str]) -> None:
    """Offers the values of some fields, each counted under all other filters."""
    for name in names:
        view.facet(name, ledger.store.tally(kind, name, **others(view, name)))


# -- entities -------------------------------------------------------------------------------------


@router.get("/entities")
def entities(request: Request, ledger: Opened) -> Response:
    """Every entity with its names and where it stands, however it is spelt."""
    keys: Mapping[str, Key] = {
        "entity": lambda row: row["label"].casefold(),
        "kind": lambda row: row["kind"],
        "mentions": lambda row: row["mentions"],
        "documents": lambda row: row["documents"],
    }
    view = view_of(request, "/entities", tuple(keys))
    made = ordered(_entity_rows(ledger.entities(**view.filters)), view, keys)
    if answer.wanted(request) != "html":
        shown = ("entity", "kind", "label", "names", "mentions", "documents")
        return answer.rows_response(request, [{name: row[name] for name in shown} for row in made])
    view.total = len(made)
    made = made[view.offset : view.offset + view.size]
    _offer(ledger, "entity", view, FACETS["entity"])
    documents = documents_of(ledger, [place for row in made for place in row["records"][: rows.FIRST]])
    for row in made:
        row["places"] = [rows.entity_place(place, documents) for place in row["records"][: rows.FIRST]]
    return page(request, "entities.html", section="/entities", view=view, rows=made)


def _entity_rows(found: Iterable[Entity]) -> list[rows.Row]:
    """One row an entity, the most widely named first."""
    together: dict[str, list[Entity]] = {}
    for entity in found:
        together.setdefault(entity.entity, []).append(entity)
    made = [rows.entity_row(members) for members in together.values()]
    return sorted(made, key=lambda row: (-row["documents"], -row["mentions"], row["label"]))


# -- indicators -----------------------------------------------------------------------------------


@router.get("/indicators")
def indicators(request: Request, ledger: Opened) -> Response:
    """Every indicator that a figure has, with how many there are."""
    keys: Mapping[str, Key] = {
        "indicator": lambda row: row["label"].casefold(),
        "figures": lambda row: row["figures"],
        "targets": lambda row: row["targets"],
    }
    view = view_of(request, "/indicators", tuple(keys))
    tally = ledger.store.tally("figure", "indicator", **view.filters)
    targets = dict(ledger.store.tally("figure", "indicator", status="target", **others(view, "status")))
    made = [
        {
            "indicator": indicator,
            "label": indicator_label(indicator),
            "href": f"/indicators/{indicator}",
            "figures": count,
            "targets": targets.get(indicator, 0),
        }
        for indicator, count in tally
        if indicator is not None
    ]
    made = ordered(made, view, keys)
    if answer.wanted(request) != "html":
        return answer.rows_response(request, made)
    view.total = len(made)
    made = made[view.offset : view.offset + view.size]
    context = {"rows": made, "without": dict(tally).get(None, 0)}
    return page(request, "indicators.html", section="/indicators", view=view, **context)


@router.get("/indicators/{indicator}")
def indicator(request: Request, ledger: Opened, indicator: str) -> Response:
    """The series of one indicator: its charts, and the figures below."""
    view = view_of(request, f"/indicators/{indicator}", tuple(FIGURE_KEYS))
    if not ledger.store.count("figure", indicator=indicator):
        raise HTTPException(404, f"no figure in the ledger has the indicator {indicator}")
    found = ordered(ledger.figures(indicator=indicator, **view.filters), view, FIGURE_KEYS)
    documents = documents_of(ledger, found)
    if answer.wanted(request) != "html":
        return answer.records_response(request, "figure", found, documents)
    view.total = len(found)
    for name in ("area", "counterpart", "status"):
        view.facet(name, ledger.store.tally("figure", name, indicator=indicator, **others(view, name)))
    part = found[view.offset : view.offset + view.size]
    log = view.chosen.get("scale") == "log"
    return page(
        request,
        "indicator.html",
        section="/indicators",
        view=view,
        indicator=indicator,
        label=indicator_label(indicator),
        log=log,
        charts=_charts(found, documents, log=log),
        rows=[rows.record_row(figure, documents[figure.document]) for figure in part],
    )


def _charts(found: Iterable[Figure], documents: Mapping[str, Document], *, log: bool) -> list[dict[str, Any]]:
    """The charts that show more than one claim."""
    from servanda.web.charts import chart_spec  # noqa: PLC0415  (Altair takes a second: only charts pay it)

    return [
        {"title": _title(one), "note": _note(one, log=log), "spec": chart_spec(one, log=log)}
        for one in series(found, documents)
        if len(one.marks) > 1
    ]


def _title(one: Series) -> str:
    pairs = {mark.series for mark in one.marks}
    where = f", {pairs.pop()}" if len(pairs) == 1 else ""
    unit = one.axis or ("count" if one.unit == "1" else unit_words(one.unit))
    return f"{MEASURE_WORDS[one.measure]} ({unit}){where}"


def _note(one: Series, *, log: bool) -> str:
    """How to read the chart, and what could not be drawn."""
    parts = []
    if any(mark.line for mark in one.marks):
        parts.append("The line joins what the latest document says of each period.")
    if any(mark.aim for mark in one.marks):
        parts.append("A dashed stem stands at a deadline.")
    if one.timeless == 1:
        parts.append("1 figure names no period and stands in the table only.")
    elif one.timeless:
        parts.append(f"{one.timeless} figures name no period and stand in the table only.")
    if log and not one.positive:
        parts.append("Drawn on a linear scale: not all values are above zero.")
    return " ".join((*parts, "Click a mark to read its sentence."))
