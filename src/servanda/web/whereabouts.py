"""The map: where states, places and corridors of the ledger lie, and who deals with whom.

Drawn by the server as SVG, from shapes that come with the package: no request leaves the machine.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import quote

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from servanda.catalogue import catalogue
from servanda.errors import UsageError
from servanda.labels import area_label, pair_label
from servanda.link.kept import Kept
from servanda.web import answer, rows
from servanda.web.atlas import XY, middles, project, shapes
from servanda.web.pairs import asked_as
from servanda.web.room import Following, page, view_of

router = APIRouter()

PARTNERS, PLACES, LABELS = 20, 150, 40
"""Pairs, places and labels that are drawn at most."""
SHADES = 5
WORLD = (-485.0, -265.0, 970.0, 480.0)
"""The whole drawing: its left and top, width and height."""
MARGIN, NARROWEST, RATIO = 60.0, 260.0, 2.0


class Spot(msgspec.Struct, frozen=True):
    """A state, place or corridor of the ledger: its points in the drawing, and how much is told of it."""

    entity: str
    kind: str
    label: str
    points: tuple[XY, ...]
    dealings: int
    events: int
    documents: int

    @property
    def href(self) -> str:
        """Its page; where no document names it by itself, the events there, or all dealings."""
        if self.documents:
            return f"/entities/{quote(self.entity)}"
        return f"/events?places={quote(self.entity)}" if self.events else "/dealings"

    @property
    def weight(self) -> int:
        """What it is drawn by."""
        return self.dealings if self.kind == "state" else self.events + self.documents


@router.get("/map")
def map_page(request: Request, linked: Following) -> Response:
    """Where all of it lies; the whole world where ``scale`` is ``world``."""
    view = view_of(request, "/map")
    if view.filters:
        raise UsageError(f"the map has no field {min(view.filters)}")
    found = spots(linked)
    if answer.wanted(request) != "html":
        return answer.rows_response(request, [_data(spot) for spot in found])
    view.total = len(found)
    part = found[view.offset : view.offset + view.size]
    drawn = _drawing(linked, found, world=view.chosen.get("scale") == "world")
    return page(request, "map.html", section="/map", view=view, rows=part, drawn=drawn)


def _data(spot: Spot) -> dict[str, Any]:
    counts = {"dealings": spot.dealings, "events": spot.events, "documents": spot.documents}
    at = [list(point) for point in catalogue().places.get(spot.entity, ())]
    return {"entity": spot.entity, "kind": spot.kind, "label": spot.label, **counts, "at": at}


def spots(linked: Kept) -> list[Spot]:
    """What of the ledger has a place on earth: what most is told of first."""
    events = Counter(linked.places)
    dealings: Counter[str] = Counter()
    for pair, told in linked.dealings.items():
        for one in pair:
            dealings[one] += len(told)
    documents = {one.entity: one.documents for one in linked.identities}
    named = sorted({*events, *dealings, *documents})
    found = [_spot(one, dealings[one], events[one], documents.get(one, 0)) for one in named]
    return sorted((s for s in found if s), key=lambda s: (-s.dealings - s.events - s.documents, s.entity))


def _spot(entity: str, dealings: int, events: int, documents: int) -> Spot | None:
    points = catalogue().places.get(entity, ())
    state = entity in middles()
    if not (state or points):
        return None
    where = (middles()[entity],) if state else tuple(map(project, points))
    kind = "state" if state else "corridor" if len(points) > 1 else "place"
    return Spot(entity, kind, area_label(entity), where, dealings, events, documents)


# -- the drawing ----------------------------------------------------------------------------------


def _drawing(linked: Kept, found: Sequence[Spot], *, world: bool) -> dict[str, Any]:
    """All that the template draws, by layer."""
    partners = list(islice(_partners(linked), PARTNERS))
    places = [s for s in found if s.kind == "place" and s.weight][:PLACES]
    routes = [s for s in found if s.kind == "corridor"]
    ends = [end for partner in partners for end in partner["ends"]]
    near = [*ends, *(point for spot in (*places, *routes) for point in spot.points)]
    box = WORLD if world or len(near) < 2 else _around(near)
    unit = box[2] / WORLD[2]
    states = [s for s in found if s.kind == "state" and s.weight]
    most = max((spot.weight for spot in states), default=1)
    by_code = {spot.entity: spot for spot in states}
    return {
        "box": " ".join(f"{n:g}" for n in box),
        "unit": round(unit, 3),
        "world": world,
        "states": [(shape.path, by_code.get(shape.code or "")) for shape in shapes()],
        "shades": {spot.entity: _shade(spot.weight, most) for spot in states},
        "partners": [one | {"width": round(one["width"] * unit, 2)} for one in partners],
        "routes": [(spot, _line(spot.points)) for spot in routes],
        "places": [(spot, round((1.8 + math.log2(1 + spot.weight)) * unit, 2)) for spot in reversed(places)],
        "labels": list(_labels([*states[:12], *routes, *places, *states[12:]], box, unit)),
    }


def _shade(weight: int, most: int) -> int:
    return -(-SHADES * weight.bit_length() // most.bit_length())


def _partners(linked: Kept) -> Iterator[rows.Row]:
    """Pairs of states, as bows from one to the other."""
    most = max(map(len, linked.dealings.values()), default=1)
    for pair, told in linked.dealings.items():
        if all(one in middles() for one in pair):
            a, b = (middles()[one] for one in pair)
            bend = ((a[0] + b[0]) / 2 - (b[1] - a[1]) * 0.15, (a[1] + b[1]) / 2 - abs(b[0] - a[0]) * 0.15)
            yield {
                "pair": asked_as(pair),
                "label": pair_label(*pair),
                "count": len(told),
                "ends": (a, b),
                "path": f"M{a[0]:g},{a[1]:g}Q{bend[0]:.1f},{bend[1]:.1f} {b[0]:g},{b[1]:g}",
                "width": 0.8 + 3 * len(told) / most,
            }


def _line(points: Iterable[XY]) -> str:
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in points)


def _around(points: Sequence[XY]) -> tuple[float, float, float, float]:
    """A box around points, with a margin and in the proportions of the page, within the world."""
    xs, ys = sorted(x for x, _ in points), sorted(y for _, y in points)
    width = max(xs[-1] - xs[0] + 2 * MARGIN, (ys[-1] - ys[0] + 2 * MARGIN) * RATIO, NARROWEST)
    if width >= WORLD[2]:
        return WORLD
    left, top = (xs[0] + xs[-1] - width) / 2, (ys[0] + ys[-1] - width / RATIO) / 2
    return round(left, 1), round(top, 1), round(width, 1), round(width / RATIO, 1)


def _labels(found: Iterable[Spot], box: tuple[float, float, float, float], unit: float) -> Iterator[rows.Row]:
    """Names where there is room for them: those of what most is told of first."""
    taken: list[tuple[float, float, float, float]] = []
    high = 12 * unit
    for spot in found:
        x, y = spot.points[len(spot.points) // 2]
        wide = len(spot.label) * high * 0.58
        above = y - 6 * unit if spot.kind != "state" else y
        left, top, right = x - wide / 2, above - high, x + wide / 2
        inside = box[0] < left and right < box[0] + box[2] and box[1] < top and above < box[1] + box[3]
        clear = all(right < a or c < left or above < b or d < top for a, b, c, d in taken)
        if inside and clear and len(taken) < LABELS:
            taken.append((left, top, right, above))
            yield {"x": x, "y": round(above, 1), "text": spot.label, "kind": spot.kind}
