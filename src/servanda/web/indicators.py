"""The pages of indicators: all of them, and the series of one as charts with its figures below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from servanda.app import Ledger
from servanda.export.human import unit_words
from servanda.labels import indicator_label
from servanda.model import Figure
from servanda.web import answer, rows
from servanda.web.charts import chart_spec
from servanda.web.room import (
    Key,
    Opened,
    cut,
    documents_of,
    offer,
    order_of,
    ordered,
    others,
    page,
    part_of,
    view_of,
)
from servanda.web.series import CLAIM, Series, series
from servanda.web.tables import FIGURE_COLUMNS
from servanda.web.tongue import gettext, marked

router = APIRouter()

KEYS: Mapping[str, Key] = {
    "indicator": lambda row: row["label"].casefold(),
    "figures": lambda row: row["figures"],
    "targets": lambda row: row["targets"],
}
MEASURE_WORDS = {
    "level": marked("Level"),
    "change": marked("Change"),
    "share": marked("Share"),
    "ratio": marked("Ratio"),
}
CLAIMS = 300
"""Different claims that the charts of an indicator draw at most: those that most figures make."""


@router.get("/indicators")
def indicators(request: Request, ledger: Opened) -> Response:
    """Every indicator that a figure has, with how many there are."""
    view = view_of(request, "/indicators", tuple(KEYS))
    tally = ledger.store.tally("figure", "indicator", **view.filters)
    targets = dict(
        ledger.store.tally("figure", "indicator", **{**others(view, "status"), "status": "target"})
    )
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
    made = ordered(made, view, KEYS)
    if answer.wanted(request) != "html":
        return answer.rows_response(request, cut(request, view, made), len(made))
    view.total = len(made)
    made = list(cut(request, view, made))
    context = {"rows": made, "without": dict(tally).get(None, 0)}
    return page(request, "indicators.html", section="/indicators", view=view, **context)


@router.get("/indicators/{indicator}")
def indicator(request: Request, ledger: Opened, indicator: str) -> Response:
    """The series of one indicator: its charts, and the figures below."""
    view = view_of(request, f"/indicators/{indicator}", FIGURE_COLUMNS)
    if not ledger.store.count("figure", indicator=indicator):
        raise HTTPException(404, f"no figure in the ledger has the indicator {indicator}")
    wanted = {**view.filters, "indicator": indicator}
    found = ledger.store.records("figure", order=order_of(view), **part_of(request, view), **wanted)
    documents = documents_of(ledger, found)
    view.total = ledger.store.count("figure", **wanted)
    if answer.wanted(request) != "html":
        return answer.records_response(request, "figure", found, documents, view.total)
    offer(ledger, "figure", view, ("area", "counterpart", "status"), indicator=indicator)
    log = view.chosen.get("scale") == "log"
    return page(
        request,
        "indicator.html",
        section="/indicators",
        view=view,
        indicator=indicator,
        label=indicator_label(indicator),
        log=log,
        charts=_charts(ledger, wanted, view.total, log=log),
        rows=[rows.record_row(figure, documents[figure.document]) for figure in found],
    )


def _charts(ledger: Ledger, wanted: Mapping[str, Any], total: int, *, log: bool) -> list[dict[str, Any]]:
    """The charts that show more than one claim."""
    latest = ledger.store.latest("figure", CLAIM, limit=CLAIMS, **wanted)
    claims = [(figure, times) for figure, times in latest if isinstance(figure, Figure)]
    left = total - sum(times for _, times in claims)
    documents = documents_of(ledger, (figure for figure, _ in claims))
    return [
        {"title": _title(one), "note": _note(one, left, log=log), "spec": chart_spec(one, log=log)}
        for one in series(claims, documents)
        if len(one.marks) > 1
    ]


def _title(one: Series) -> str:
    pairs = {mark.series for mark in one.marks}
    where = f", {pairs.pop()}" if len(pairs) == 1 else ""
    unit = one.axis or ("count" if one.unit == "1" else unit_words(one.unit))
    return f"{gettext(MEASURE_WORDS[one.measure])} ({unit}){where}"


def _note(one: Series, left: int, *, log: bool) -> str:
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
    if left:
        parts.append(f"The {CLAIMS} claims that most figures make are drawn; {left:,} figures make others.")
    if log and not one.positive:
        parts.append("Drawn on a linear scale: not all values are above zero.")
    return " ".join((*parts, "Click a mark to read its sentence."))
