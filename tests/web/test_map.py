"""The map: shapes of states, what of the ledger lies where, drawn without a request to anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

import servanda
from servanda import app
from servanda.catalogue import catalogue
from servanda.web.atlas import middles, project, shapes
from servanda.web.publish import publish
from servanda.web.whereabouts import WORLD
from tests.web.conftest import serve, window

SAMPLE = Path(servanda.__file__).parent / "data" / "sample"


def inside(x: float, y: float) -> bool:
    return WORLD[0] <= x <= WORLD[0] + WORLD[2] and WORLD[1] <= y <= WORLD[1] + WORLD[3]


def test_every_state_has_its_place() -> None:
    assert {"IN", "RU", "VN", "US", "SG", "MV", "VA"} <= set(middles())
    assert all(inside(*middle) for middle in middles().values())
    (india,) = (shape for shape in shapes() if shape.code == "IN")
    x, y = project((22.5, 80.0))
    assert abs(india.middle[0] - x) < 10
    assert abs(india.middle[1] - y) < 10


def test_no_outline_is_torn_apart_where_the_map_is_cut() -> None:
    for shape in shapes():
        steps = re.findall(r"l(-?[\d.]+),", shape.path)
        assert all(abs(float(step)) < WORLD[2] / 4 for step in steps), shape.code


def test_places_of_the_catalogue_are_on_the_map_and_capitals_in_their_states() -> None:
    known = catalogue()
    for key, points in known.places.items():
        assert all(inside(*project(point)) for point in points), key
    for key in ("new-delhi", "moscow", "hanoi", "washington"):
        x, y = project(known.places[key][0])
        middle = middles()[str(known.entities[key].of)]
        assert abs(x - middle[0]) + abs(y - middle[1]) < 220, key


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "ledger.db"
    with app.open(path) as opened:
        app.read([SAMPLE / "2024-11-26_press-release_ru.docx"], opened)
    return path


@pytest.fixture(scope="module")
def room(ledger: Path) -> Iterator[str]:
    with serve(ledger) as address:
        yield address


def test_what_the_ledger_tells_of_is_drawn_and_listed(room: str) -> None:
    rows = httpx.get(f"{room}/map.json", trust_env=False).json()["rows"]
    kinds = {row["entity"]: row["kind"] for row in rows}
    assert kinds["IN"] == "state"
    assert kinds["vladivostok"] == "place"
    assert kinds["chennai-vladivostok-corridor"] == "corridor"
    page = httpx.get(f"{room}/map", trust_env=False).text
    for entity in kinds:
        assert f'href="/entities/{entity}"' in page
    for href in set(re.findall(r'href="(/(?:entities|dealings|events)[^"]*)"', page)):
        assert httpx.get(f"{room}{href}", trust_env=False, timeout=60).status_code == 200, href
    assert httpx.get(f"{room}/map?colour=red", trust_env=False).status_code == 400


def test_the_map_leads_to_what_it_shows(chromium: Browser, room: str) -> None:
    with window(chromium, room, viewport={"width": 1280, "height": 1000}) as page:
        page.goto("/map")
        page.locator(".places a[href='/entities/vladivostok'] circle").click()
        expect(page.locator("h1")).to_have_text("Vladivostok")
        page.go_back()
        near = page.locator(".plate svg").get_attribute("viewBox")
        page.get_by_role("link", name="World").click()
        assert page.locator(".plate svg").get_attribute("viewBox") != near


def test_a_phone_scrolls_the_map_within_its_plate(chromium: Browser, room: str) -> None:
    with window(chromium, room, viewport={"width": 390, "height": 844}, has_touch=True) as page:
        page.goto("/map")
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_published_map_needs_no_server(chromium: Browser, ledger: Path, tmp_path: Path) -> None:
    publish(str(ledger), tmp_path)
    with window(chromium, tmp_path.as_uri() + "/", viewport={"width": 1280, "height": 1000}) as page:
        page.goto("map.html")
        page.get_by_role("link", name="World").click()
        page.locator(".states a[href$='IN.html'] path").click()
        expect(page.locator("h1")).to_have_text("India")
