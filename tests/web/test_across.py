"""The pages of threads, mechanisms and comparisons, over the sample dossier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

import servanda
from servanda import app
from tests.web.conftest import serve, window

SAMPLE = Path(servanda.__file__).parent / "data" / "sample"
NAMES = (
    "2010-12-21_joint-statement_ru.txt",
    "2014-12-11_joint-statement_ru.txt",
    "2025-12-05_joint-statement_hi.txt",
)


@pytest.fixture(scope="module")
def across(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("across") / "ledger.db"
    with app.open(path) as ledger:
        app.read([SAMPLE / name for name in NAMES], ledger)
    with serve(path) as address:
        yield address


@pytest.fixture
def http(across: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=across, trust_env=False, timeout=60) as client:
        yield client


@pytest.fixture
def ids(http: httpx.Client) -> list[str]:
    """The documents, by date."""
    return [row["id"] for row in http.get("/documents.json").json()["rows"]]


def test_threads_are_listed_filtered_and_given_as_data(http: httpx.Client) -> None:
    rows = http.get("/threads.json").json()["rows"]
    assert {"kudankulam-npp", "second-nuclear-site"} <= {row["key"] for row in rows}
    nuclear = http.get("/threads.json", params={"topic": "nuclear"}).json()["rows"]
    assert {row["topic"] for row in nuclear} == {"nuclear"}
    page = http.get("/threads", params={"topic": "nuclear"})
    assert ">Second nuclear site</a>" in page.text
    assert ">Trade turnover</a>" not in page.text
    assert http.get("/threads", params={"colour": "red"}).status_code == 400


def test_a_thread_shows_its_quotes_by_year_each_with_its_place(http: httpx.Client) -> None:
    page = http.get("/threads/second-nuclear-site").text
    assert page.index("<h2>2014</h2>") < page.index("вторую площадку") < page.index("<h2>2025</h2>")
    rows = http.get("/threads/second-nuclear-site.json").json()["rows"]
    assert [(row["published"], row["binding"]) for row in rows] == [
        ("2014-12-11", "high"),
        ("2025-12-05", "low"),
    ]
    assert f'href="/documents/{rows[0]["document"]}#r-{rows[0]["records"].split()[0]}"' in page
    assert http.get("/threads/nowhere").status_code == 404


def test_mechanisms_show_their_meetings(http: httpx.Client) -> None:
    page = http.get("/mechanisms").text
    assert "<b>23</b>" in page
    assert "next due" in page
    (row,) = (
        r for r in http.get("/mechanisms.json").json()["rows"] if r["key"] == "india-russia-annual-summit"
    )
    assert row["editions"] == 23


def test_two_statements_stand_side_by_side(http: httpx.Client, ids: list[str]) -> None:
    page = http.get("/compare", params={"a": ids[1], "b": ids[2]}).text
    assert '<span class="fate weaker">weaker</span>' in page
    rows = http.get("/compare.json", params={"a": ids[1], "b": ids[2]}).json()["rows"]
    (weaker,) = (row for row in rows if row["fate"] == "weaker")
    assert "вторую площадку" in weaker["old_quote"]
    assert http.get("/compare", params={"a": ids[1], "b": "nothing"}).status_code == 404
    offered = http.get("/compare").text
    assert "choose a document" in offered
    assert f'href="/compare?a={ids[1]}&amp;b={ids[2]}"' in offered


def test_words_that_differ_are_marked_where_both_are_in_one_language(
    http: httpx.Client, ids: list[str]
) -> None:
    page = http.get("/compare", params={"a": ids[0], "b": ids[1]}).text
    assert "<del>2015 </del>" in page
    assert "<ins>2025 </ins>" in page


def test_a_reader_goes_from_a_thread_to_the_words_in_their_document(chromium: Browser, across: str) -> None:
    with window(chromium, across, viewport={"width": 1280, "height": 900}) as page:
        page.goto("/threads")
        page.get_by_role("link", name="Second nuclear site").click()
        page.get_by_role("link", name="Индийская Сторона").click()
        expect(page.locator("#text mark", has_text="вторую площадку").first).to_be_in_viewport()


@pytest.mark.parametrize("path", ["/threads", "/threads/kudankulam-npp", "/mechanisms", "/compare"])
def test_nothing_runs_over_the_edge_of_a_phone(chromium: Browser, across: str, path: str) -> None:
    with window(chromium, across, viewport={"width": 390, "height": 844}, has_touch=True) as page:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
