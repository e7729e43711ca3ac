"""Series as Vega-Lite specifications, through Altair. Heavy to import: only pages with a chart do."""

from __future__ import annotations

from typing import Any

import altair as alt
import msgspec

from servanda.web.series import Series

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

    Observed claims are circles on a line, aims are marks with a dashed stem to their deadline; a thin
    bar shows the period of a claim, a thick one the range of its value. A click opens its sentence.
    """
    base = alt.Chart(alt.InlineData(values=[msgspec.to_builtins(mark) for mark in series.marks])).encode(
        x=_x(series), y=_y(series, log=log and series.positive), color=_colour(series)
    )
    chart = alt.layer(*_extents(base), *_claims(base)).properties(width="container", height=340)
    return dict(chart.to_dict())


def _x(series: Series) -> alt.X:
    years = [year for mark in series.marks for year in (mark.begin, mark.end)]
    domain = [min(years) - 0.5, max(years) + 0.5]
    axis = alt.Axis(format="d", tickMinStep=1, grid=False)
    return alt.X("x:Q", title=None, axis=axis, scale=alt.Scale(domain=domain, nice=False, zero=False))


def _y(series: Series, *, log: bool) -> alt.Y:
    scale = alt.Scale(type="log") if log else alt.Scale(zero=True, nice=True)
    axis = alt.Axis(format="~r" if log else "~f")
    return alt.Y("y:Q", title=series.axis or None, scale=scale, axis=axis)


def _colour(series: Series) -> alt.Color:
    many = len({mark.series for mark in series.marks}) > 1
    return alt.Color("series:N", title=None, legend=alt.Legend(orient="top") if many else None)


def _extents(base: alt.Chart) -> tuple[alt.Chart, ...]:
    """What lies behind the claims: their periods, their ranges, the line, the stems of aims."""
    period = base.mark_rule(opacity=0.4, strokeWidth=1.5).encode(x="begin:Q", x2="end:Q")
    spread = base.mark_rule(strokeWidth=5, opacity=0.45, strokeCap="round").encode(y2="y_max:Q")
    spread = spread.transform_filter("datum.y_max != datum.y")
    line = base.mark_line(strokeWidth=2).encode(detail="length:N").transform_filter("datum.line")
    stem = base.mark_rule(strokeDash=[3, 3], opacity=0.6).encode(y2=alt.value("height"))
    return period, spread, line, stem.transform_filter("datum.aim")


def _claims(base: alt.Chart) -> tuple[alt.Chart, ...]:
    """The claims themselves, and the words beside them."""
    shape = alt.Shape(
        "status:N",
        title=None,
        scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())),
        legend=alt.Legend(orient="top", symbolFillColor="gray", symbolStrokeColor="gray"),
    )
    tooltip = [alt.Tooltip(f"{field}:N", title=title) for field, title in TOOLTIP.items()]
    points = base.mark_point(filled=True, opacity=1, size=90, cursor="pointer").encode(
        shape=shape, href="href:N", tooltip=tooltip
    )
    words = base.mark_text(dy=-13, fontSize=12).encode(text="label:N").transform_filter("datum.label != ''")
    return points, words
