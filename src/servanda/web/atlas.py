"""The world as shapes: states by ISO code, projected and ready to be drawn as SVG.

The shapes are Natural Earth's at 1:110m, kept in the package as TopoJSON (arcs that neighbours share,
quantised and delta-encoded). They are drawn in the Natural Earth projection about 11.6° east, so that the
map is cut in the Bering Strait and no state is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

import msgspec
from babel.core import get_global

from servanda.catalogue import Point, catalogue

MERIDIAN = 11.6  # degrees east, in the middle of the map
SCALE = 175.0  # units of the drawing to one of the projection: the world is about 960 wide
LEFT_OUT = ("AQ",)
XY = tuple[float, float]


class Shape(msgspec.Struct, frozen=True):
    """One state: its ISO code (none where it has none), its outline, and the middle of its largest part."""

    code: str | None
    path: str
    middle: XY


def project(point: Point) -> XY:
    """Where a latitude and longitude stand in the drawing: x to the right, y down.

    >>> project((0.0, 11.6))
    (0.0, 0.0)
    """
    phi = math.radians(point[0])
    lam = math.radians((point[1] - MERIDIAN + 180) % 360 - 180)
    p2 = phi * phi
    p4 = p2 * p2
    x = lam * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4)))
    y = phi * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)))
    return round(SCALE * x, 1), round(-SCALE * y, 1) + 0.0


@lru_cache(maxsize=1)
def shapes() -> tuple[Shape, ...]:
    """All states of the map, decoded once."""
    file = resources.files("servanda") / "data" / "map" / "countries-110m.json"
    topology = msgspec.json.decode(file.read_bytes())
    arcs = [list(_decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    made = (_shape(one, arcs) for one in topology["objects"]["countries"]["geometries"])
    return tuple(shape for shape in made if shape.code not in LEFT_OUT)


def _decoded(arc: Iterable[Sequence[int]], transform: dict[str, Any]) -> Iterator[XY]:
    """The points of an arc: each is told by its distance from the one before."""
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield project((y * sy + ty, x * sx + tx))


def _shape(geometry: dict[str, Any], arcs: Sequence[Sequence[XY]]) -> Shape:
    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = [_ring(ring, arcs) for polygon in parts for ring in polygon]
    code = next(iter(get_global("territory_aliases").get(geometry.get("id", ""), ())), None)
    return Shape(code, "".join(map(_path, rings)), _middle(max(rings, key=lambda ring: abs(_area(ring)))))


def _ring(indexes: Iterable[int], arcs: Sequence[Sequence[XY]]) -> list[XY]:
    """Arcs joined to a ring; one with a negative index runs backward."""
    points: list[XY] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def _path(ring: Sequence[XY]) -> str:
    """A ring as SVG, each point by its distance from the one before.

    >>> _path([(1.0, 2.0), (1.5, 2.0), (1.5, 2.0), (1.0, 2.0)])
    'M1,2l0.5,0l-0.5,0z'
    """
    (x, y), steps = ring[0], []
    for to_x, to_y in ring[1:]:
        if (to_x, to_y) != (x, y):
            steps.append(f"l{round(to_x - x, 1):g},{round(to_y - y, 1):g}")
        x, y = to_x, to_y
    return f"M{ring[0][0]:g},{ring[0][1]:g}{''.join(steps)}z"


def _area(ring: Sequence[XY]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def _middle(ring: Sequence[XY]) -> XY:
    """The centre of gravity of a ring."""
    area = _area(ring) or 1.0
    x = y = 0.0
    for a, b in pairwise(ring):
        cross = a[0] * b[1] - b[0] * a[1]
        x, y = x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    return round(x / (6 * area), 1), round(y / (6 * area), 1)


@lru_cache(maxsize=1)
def middles() -> dict[str, XY]:
    """Where each state stands: the middle of its shape, or where the catalogue has it or its capital."""
    known = catalogue()
    told = {}
    for key, points in known.places.items():
        concept = known.entities[key]
        state = key if concept.kind == "state" else concept.of if concept.capital else None
        if state:
            told[state] = project(points[0])
    return told | {shape.code: shape.middle for shape in shapes() if shape.code}
