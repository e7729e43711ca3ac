"""Series as Vega-Lite specifications, through Altair. Heavy to import: only pages with a chart do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import altair as alt
import msgspec

from servanda.web.series import Mark, Series

SHAPES = {
    "observed": "circle",
    "target": "diamond",
    "planned": "square",
    "proposed": "triangle-up",
    "forecast": "cross",
}
"""The shape of a mark by the figure's status."""
TOOLTIP = {
    "value": "Value",
    "period": "Period",
    "series": "Between",
    "status": "Status",
    "quote": "Quote",
    "source": "Source",
    "said_words": "Said",
}


def chart_spec(series: Series, *, log: bool = False) -> dict[str, Any]:
    """The Vega-Lite specification of a series; colours and fonts are left to the page.

    Observed claims are circles on a line, aims are diamonds and squares with a dashed stem to their
    deadline; a thin bar shows a period that is not a year, a thick one the range of a value, a sign
    beside a mark its bound. A click on a mark opens its sentence.
    """
    points = "points"
    datasets, layers = {points: series.marks}, []

    def base(name: str) -> alt.Chart:
        y = _y(log=log and series.positive)
        return alt.Chart(alt.NamedData(name)).encode(x=_x(series), y=y, color=_colour(series))

    for draw, marks in _layers(series.marks):
        if marks:
            datasets[draw.__name__] = marks
            layers.append(draw(base(draw.__name__)))
    layers.append(_points(base(points), {mark.status for mark in series.marks}))
    spec: dict[str, Any] = alt.layer(*layers).properties(width="container", height=340).to_dict()
    return spec | {"datasets": msgspec.to_builtins(datasets)}  # beside Altair, which would check each mark


def _layers(marks: Sequence[Mark]) -> list[tuple[Callable[[alt.Chart], Any], list[Mark]]]:
    """What stands behind the marks and beside them: how each is drawn, and for which marks."""
    return [
        (_period, [mark for mark in marks if mark.length != "year"]),
        (_range, [mark for mark in marks if mark.low != mark.high]),
        (_line, [mark for mark in marks if mark.line]),
        (_stem, [mark for mark in marks if mark.aim]),
        (_label, [mark for mark in marks if mark.label]),
    ]


def _x(series: Series) -> alt.X:
    years = [year for mark in series.marks for year in (mark.begin, mark.end)]
    scale = alt.Scale(domain=[min(years) - 0.5, max(years) + 0.5], nice=False, zero=False)
    return alt.X(
        "x:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1, grid=False, labelFlush=False), scale=scale
    )


def _y(*, log: bool) -> alt.Y:
    scale = alt.Scale(type="log") if log else alt.Scale(zero=True, nice=True)
    return alt.Y("y:Q", title=None, scale=scale, axis=alt.Axis(format="~r" if log else "~f"))


def _colour(series: Series) -> alt.Color:
    most_first = [name for name, _ in Counter(mark.series for mark in series.marks).most_common()]
    legend = alt.Legend(orient="top", symbolOpacity=1) if len(most_first) > 1 else None
    return alt.Color("series:N", title=None, legend=legend, scale=alt.Scale(domain=most_first))


def _period(base: alt.Chart) -> Any:
    return base.mark_rule(opacity=0.45, strokeWidth=1.5).encode(x="begin:Q", x2="end:Q")


def _range(base: alt.Chart) -> Any:
    return base.mark_rule(strokeWidth=5, opacity=0.4, strokeCap="round").encode(y="low:Q", y2="high:Q")


def _line(base: alt.Chart) -> Any:
    return base.mark_line(strokeWidth=2).encode(detail="length:N")


def _stem(base: alt.Chart) -> Any:
    return base.mark_rule(strokeDash=[3, 3], opacity=0.6).encode(y2=alt.value("height"))


def _label(base: alt.Chart) -> Any:
    return base.mark_text(dy=-13, fontSize=12).encode(text="label:N")


def _points(base: alt.Chart, statuses: set[str]) -> Any:
    """The claims themselves."""
    present = [status for status in SHAPES if status in statuses]
    legend = alt.Legend(orient="top", symbolFillColor="gray", symbolStrokeColor="gray")
    shape = alt.Shape(
        "status:N",
        title=None,
        scale=alt.Scale(domain=present, range=[SHAPES[status] for status in present]),
        legend=legend if present != ["observed"] else None,
    )
    tooltip = [alt.Tooltip(f"{field}:N", title=title) for field, title in TOOLTIP.items()]
    points = base.mark_point(filled=True, opacity=1, size=75, cursor="pointer")
    return points.encode(shape=shape, href="href:N", tooltip=tooltip, description="spoken:N")
