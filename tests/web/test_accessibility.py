"""Every page for every reader: axe-core finds no fault, keys alone reach all, a phone shows it whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page, expect

import servanda
from servanda.model import Reading, record_type
from servanda.web.site import ROOMS

FILES = ("/export/{form}",)
"""Routes that are no pages."""
ASKED = (
    "/nothing",
    "/figures?status=target",
    "/search?q=trade",
    "/ask?q=What is the trade target for 2030?",
    "/review?kind=finding",
)
"""Pages that show more when something is asked of them, and the one where nothing is."""


@pytest.fixture(scope="session")
def addresses(ledger: tuple[Path, list[Reading]]) -> list[str]:
    """The address of every page, with what the ledger holds for the names in it."""
    path, readings = ledger
    records = {record_type(record): record.id for reading in readings for record in reading.records}
    with servanda.open(path) as book:
        held = {
            "/documents/{key}": [readings[0].document.id],
            "/records/{key}": [records[kind] for kind in ("figure", "statement", "entity")],
            "/review/{key}": [records["figure"], book.findings()[0].id],
            "/threads/{key}": [book.threads(least=1)[0].id],
            "/entities/{entity}": ["IN"],
            "/indicators/{indicator}": ["trade.turnover"],
            "/topics/{topic}": ["trade"],
        }
    found = [*ASKED, "/compare?a={}&b={}".format(*(reading.document.id for reading in readings[:2]))]
    for route in (route for room in ROOMS for route in room.router.routes):
        if isinstance(route, APIRoute) and route.path not in FILES:
            name = route.path.partition("{")[2].rstrip("}")
            keys = held[route.path] if name else [""]
            found += [route.path.replace(f"{{{name}}}", key) for key in keys]
    return found


WIDE: dict[str, object] = {"resultTypes": ["violations"]}
NARROW: dict[str, object] = WIDE | {
    "runOnly": ["color-contrast", "scrollable-region-focusable", "target-size"]
}
"""What is looked for: everything, and once more what depends on the width and the colours."""


def faults(page: Page, options: dict[str, object]) -> list[str]:
    """What axe-core finds: each rule with the first element that breaks it."""
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def test_no_page_keeps_anything_from_anybody(chromium: Browser, room: str, addresses: list[str]) -> None:
    found: dict[str, list[str]] = {}
    page = chromium.new_page(base_url=room)
    page.add_init_script(Axe().axe_script)
    page.goto("/review")
    page.get_by_label("You are").fill("Ada")
    page.get_by_role("button", name="Begin").click()
    for address in addresses:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        page.goto(address)
        seen = faults(page, WIDE)
        page.set_viewport_size({"width": 390, "height": 844})
        page.emulate_media(color_scheme="dark")
        seen += faults(page, NARROW)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            seen.append("wider than a phone")
        if seen:
            found[address] = seen
    page.close()
    assert found == {}


@pytest.mark.parametrize("address", ["/", "/figures", "/review"])
def test_keys_alone_reach_everything_and_show_where_they_are(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    reached: list[str] = []
    for _ in range(12):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "() => { const it = document.activeElement, seen = getComputedStyle(it);"
            " return [it.outerHTML.slice(0, 80), seen.outlineStyle, parseFloat(seen.outlineWidth)] }"
        )
        assert here[1] != "none", f"{here[0]} does not show that it has the focus"
        assert here[2] >= 1
        reached.append(here[0])
    assert len(set(reached)) == 12, "the focus goes round in a circle"
