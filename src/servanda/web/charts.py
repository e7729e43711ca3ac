"""Series as Vega-Lite specifications: plain data, drawn by the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from servanda.web.series import Mark, Series
from servanda.web.tongue import gettext, marked

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""The language's version, by its name; nothing is fetched from there."""
SHAPES = {
    "observed": "circle",
    "target": "diamond",
    "planned": "square",
    "proposed": "triangle-up",
    "forecast": "cross",
}
"""The shape of a mark by the figure's status."""
TOOLTIP = {
    "value": marked("Value"),
    "period": marked("Period"),
    "series": marked("Between"),
    "status": marked("Status"),
    "quote": marked("Quote"),
    "source": marked("Source"),
    "said_words": marked("Said"),
}
Layer = dict[str, Any]


def chart_spec(series: Series, *, log: bool = False) -> dict[str, Any]:
    """The Vega-Lite specification of a series; colours and fonts are left to the page.

    Observed claims are circles on a line, aims are diamonds and squares with a dashed stem to their
    deadline; a thin bar shows a period that is not a year, a thick one the range of a value, a sign
    beside a mark its bound. A click on a mark opens its sentence.
    """
    shared = {"x": _x(series), "y": _y(log=log and series.positive), "color": _colour(series)}
    parts = [
        *_behind(series.marks),
        ("points", series.marks, _points({mark.status for mark in series.marks})),
    ]
    layers = [
        {"data": {"name": name}, "mark": layer["mark"], "encoding": shared | layer["encoding"]}
        for name, marks, layer in parts
        if marks
    ]
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": 340,
        "datasets": {name: msgspec.to_builtins(marks) for name, marks, _ in parts if marks},
        "layer": layers,
    }


def _behind(marks: Sequence[Mark]) -> list[tuple[str, list[Mark], Layer]]:
    """What stands behind the marks and beside them: its name, the marks that have it, how it is drawn."""
    period = {"type": "rule", "opacity": 0.45, "strokeWidth": 1.5}
    thick = {"type": "rule", "opacity": 0.4, "strokeWidth": 5, "strokeCap": "round"}
    stem = {"type": "rule", "opacity": 0.6, "strokeDash": [3, 3]}
    return [
        (
            "period",
            [mark for mark in marks if mark.length != "year"],
            _layer(period, x=_number("begin"), x2={"field": "end"}),
        ),
        (
            "range",
            [mark for mark in marks if mark.low != mark.high],
            _layer(thick, y=_number("low"), y2={"field": "high"}),
        ),
        (
            "line",
            [mark for mark in marks if mark.line],
            _layer({"type": "line", "strokeWidth": 2}, detail=_word("length")),
        ),
        ("stem", [mark for mark in marks if mark.aim], _layer(stem, y2={"value": "height"})),
        (
            "label",
            [mark for mark in marks if mark.label],
            _layer({"type": "text", "dy": -13, "fontSize": 12}, text=_word("label")),
        ),
    ]


def _layer(mark: dict[str, Any], **encoding: Any) -> Layer:
    return {"mark": mark, "encoding": encoding}


def _number(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative"}


def _word(field: str, **more: Any) -> dict[str, Any]:
    return {"field": field, "type": "nominal", **more}


def _x(series: Series) -> dict[str, Any]:
    years = [year for mark in series.marks for year in (mark.begin, mark.end)]
    scale = {"domain": [min(years) - 0.5, max(years) + 0.5], "nice": False, "zero": False}
    axis = {"format": "d", "tickMinStep": 1, "grid": False, "labelFlush": False}
    return _number("x") | {"title": None, "axis": axis, "scale": scale}


def _y(*, log: bool) -> dict[str, Any]:
    scale = {"type": "log"} if log else {"zero": True, "nice": True}
    return _number("y") | {"title": None, "scale": scale, "axis": {"format": "~r" if log else "~f"}}


def _colour(series: Series) -> dict[str, Any]:
    most_first = [name for name, _ in Counter(mark.series for mark in series.marks).most_common()]
    legend = {"orient": "top", "symbolOpacity": 1} if len(most_first) > 1 else None
    return _word("series", title=None, legend=legend, scale={"domain": most_first})


def _points(statuses: set[str]) -> Layer:
    """The claims themselves."""
    present = [status for status in SHAPES if status in statuses]
    legend = {"orient": "top", "symbolFillColor": "gray", "symbolStrokeColor": "gray"}
    scale = {"domain": present, "range": [SHAPES[status] for status in present]}
    return _layer(
        {"type": "point", "filled": True, "opacity": 1, "size": 75, "cursor": "pointer"},
        shape=_word("status", title=None, scale=scale, legend=legend if present != ["observed"] else None),
        tooltip=[_word(field, title=gettext(title)) for field, title in TOOLTIP.items()],
        href=_word("href"),
        description=_word("spoken"),
    )
