"""The pages of a relationship as a whole: the overview, its topics, who acts with whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
from playwright.sync_api import Browser, expect

import servanda
from servanda import app
from servanda.web.publish import publish
from tests.web.conftest import serve, window

SAMPLE = Path(servanda.__file__).parent / "data" / "sample"
NAMES = (
    "2010-12-21_joint-statement_ru.txt",
    "2014-12-11_joint-statement_ru.txt",
    "2025-12-05_joint-statement_hi.txt",
)
WHOLE = ("/", "/?pair=IN,RU", "/topics", "/topics/nuclear", "/dealings", "/dealings?pair=IN,RU")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "ledger.db"
    with app.open(path) as opened:
        app.read([SAMPLE / name for name in NAMES], opened)
    return path


@pytest.fixture(scope="module")
def whole(ledger: Path) -> Iterator[str]:
    with serve(ledger) as address:
        yield address


@pytest.fixture
def http(whole: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=whole, trust_env=False, timeout=60) as client:
        yield client


@pytest.mark.parametrize("path", WHOLE)
def test_a_page_is_also_data(http: httpx.Client, path: str) -> None:
    assert http.get(path).status_code == 200
    name, _, asked = path.partition("?")
    for suffix in (".json", ".csv"):
        assert http.get(f"{name}{suffix}?{asked}").status_code == 200


def test_the_overview_counts_what_is_promised_and_how_it_stands(http: httpx.Client) -> None:
    rows = {row["topic"]: row for row in http.get("/.json").json()["rows"]}
    assert rows["trade"]["trouble"] >= 1  # 20 billion dollars by 2015
    assert rows["nuclear"]["trouble"] == 2  # the second site, on both sides of its weakening
    for row in rows.values():
        assert row["course"] + row["trouble"] + row["open"] == row["commitments"]
    total = http.get("/commitments.json").json()
    told = sum(1 for row in total["rows"] if row["topic"])
    assert sum(row["commitments"] for row in rows.values()) == told


def test_a_target_shows_how_much_of_it_is_reached(http: httpx.Client) -> None:
    page = http.get("/").text
    assert re.search(r'<progress max="100" value="50"', page)
    assert "50% reached" in page


def test_a_pair_narrows_what_is_shown(http: httpx.Client) -> None:
    everything = {row["topic"]: row["commitments"] for row in http.get("/.json").json()["rows"]}
    narrowed = {row["topic"]: row["commitments"] for row in http.get("/.json?pair=RU,IN").json()["rows"]}
    assert narrowed.items() != everything.items()
    assert all(count <= everything[topic] for topic, count in narrowed.items())
    assert http.get("/.json?pair=FR,DE").json()["rows"] == []
    assert http.get("/?pair=IN").status_code == 400
    assert http.get("/?colour=red").status_code == 400


def test_a_topic_has_its_commitments_projects_and_instruments(http: httpx.Client) -> None:
    page = http.get("/topics/nuclear").text
    assert ">Second nuclear site</a>" in page
    assert 'class="standing weakened">weakened</span>' in page
    assert http.get("/topics/nuclear.json").json()["total"] == page.count('class="words"')
    assert http.get("/topics/gardening").status_code == 404


def test_topics_are_linked_wherever_they_are_named(http: httpx.Client) -> None:
    record = http.get("/topics/nuclear.json").json()["rows"][0]["record"]
    for path in ("/", "/topics", "/commitments", "/threads", "/threads/kudankulam-npp", f"/records/{record}"):
        assert 'href="/topics/nuclear"' in http.get(path).text, path


def test_dealings_are_counted_by_what_they_are(http: httpx.Client) -> None:
    rows = http.get("/dealings.json").json()["rows"]
    first = rows[0]
    assert first["pair"] == "IN,RU"
    assert first["event"] + first["agreement"] + first["statement"] == first["total"]
    records = http.get("/dealings.json?pair=IN,RU").json()
    assert records["total"] == first["total"]
    assert {row["kind"] for row in records["rows"]} == {"event", "agreement", "statement"}


def test_a_reader_goes_from_the_overview_to_the_words_of_a_promise(chromium: Browser, whole: str) -> None:
    with window(chromium, whole, viewport={"width": 1280, "height": 900}) as page:
        page.goto("/")
        page.get_by_role("link", name=re.compile("^nuclear ")).click()
        page.get_by_role("link", name="India – Russia").click()
        expect(page.locator(".pairs [aria-current]")).to_contain_text("India – Russia")
        page.get_by_role("link", name=re.compile("^будут продолжать")).click()
        expect(page.locator("#text mark.on").first).to_be_in_viewport()


def test_each_event_is_a_dot_of_its_year_that_leads_to_its_words(chromium: Browser, whole: str) -> None:
    with window(chromium, whole, viewport={"width": 1280, "height": 900}) as page:
        page.goto("/events")
        dated = [
            row for row in httpx.get(f"{whole}/events.json", trust_env=False).json()["rows"] if row["date"]
        ]
        expect(page.locator(".dots rect")).to_have_count(len(dated))
        page.locator(".dots a", has=page.locator(".signing")).first.click()
        expect(page.locator("#text mark.on").first).to_be_in_viewport()
        page.goto("/events?size=3&page=2")
        expect(page.locator(".years rect").first).to_be_visible()
        expect(page.locator(".dots rect")).to_have_count(0)


@pytest.mark.parametrize("path", WHOLE)
def test_nothing_runs_over_the_edge_of_a_phone(chromium: Browser, whole: str, path: str) -> None:
    with window(chromium, whole, viewport={"width": 390, "height": 844}, has_touch=True) as page:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_published_site_has_these_pages_too(chromium: Browser, ledger: Path, tmp_path: Path) -> None:
    publish(str(ledger), tmp_path)
    with window(chromium, tmp_path.as_uri() + "/") as page:
        page.goto("index.html")
        page.get_by_role("link", name="India – Russia").click()
        assert unquote(page.url).endswith("index-IN,RU.html")
        page.get_by_role("link", name=re.compile("^nuclear ")).click()
        assert unquote(page.url).endswith("topics/nuclear-IN,RU.html")
        expect(page.get_by_role("link", name="Second nuclear site")).to_be_visible()
