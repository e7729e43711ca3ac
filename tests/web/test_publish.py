"""The published site: files alone, opened from their folder by a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

import servanda
from servanda.errors import LedgerError, UsageError
from servanda.export import exporters
from servanda.model import Reading
from servanda.store import SqlStore
from servanda.web.publish import publish
from tests.web.conftest import window
from tests.web.ledger import Dossier


class Links(HTMLParser):
    """Every address that a page names, and every place in it that one may lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        self.ids |= {value or "" for name, value in attrs if name == "id"}
        self.tags.add(tag)


def links(file: Path) -> Links:
    found = Links()
    found.feed(file.read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def site(ledger: tuple[Path, list[Reading]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    assert publish(str(ledger[0]), folder) == len(pages(folder))
    return folder


@pytest.fixture
def opened(chromium: Browser, site: Path) -> Iterator[Page]:
    """A browser window on the folder: a request that leaves it is a fault."""
    with window(chromium, site.as_uri() + "/", viewport={"width": 1280, "height": 900}) as page:
        page.goto("index.html")
        yield page


def pages(site: Path) -> list[Path]:
    return [file for file in site.rglob("*.html") if "export/html" not in file.as_posix()]


def test_every_link_leads_to_a_file_and_to_a_place_in_it(site: Path) -> None:
    followed = 0
    for file in pages(site):
        for link in links(file).found:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("http", "https"), link  # the address of a document
                continue
            assert not parts.path.startswith("/"), (file, link)
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            assert target.is_file(), (file, link)
            if parts.fragment and parts.fragment != "main":
                assert parts.fragment in links(target).ids, (file, link)
            followed += 1
    assert followed > 100


def test_nothing_asks_for_a_server(site: Path) -> None:
    for file in pages(site):
        assert "form" not in links(file).tags
        assert not re.search(r'"href":\s*"/', file.read_text("utf-8"))


def test_every_record_stands_in_a_page(site: Path, readings: list[Reading]) -> None:
    for reading in readings:
        ids = links(site / "documents" / f"{reading.document.id}.html").ids
        assert {f"r-{record.id}" for record in reading.records} <= ids


def test_every_page_of_a_list_is_there(tmp_path: Path) -> None:
    years = [str(1700 + n) for n in range(250)]
    one = Dossier("years.txt", " ".join(years), language="en")
    for n, year in enumerate(years):
        one.time_at(5 * n, year)
    store = SqlStore(tmp_path / "years.db")
    store.put(one.reading, "by-hand 1")
    store.close()
    publish(str(tmp_path / "years.db"), tmp_path / "site")
    listed = [links(tmp_path / "site" / name) for name in ("times.html", "times-2.html", "times-3.html")]
    places = {f"documents/{one.document.id}.html#r-{record.id}" for record in one.reading.records}
    assert places <= {link for page in listed for link in page.found}
    assert not any((tmp_path / "site" / f"times-{n}.html").exists() for n in (1, 4))


def test_the_exports_come_along(site: Path, ledger: tuple[Path, list[Reading]]) -> None:
    for name, form in exporters().items():
        assert (site / "export" / name / f"ledger{form.suffix}").is_file()
    lines = (site / "export" / "jsonl" / "ledger.jsonl").read_bytes().splitlines()
    assert len(lines) == sum(1 + len(reading.records) for reading in ledger[1])


def test_a_browser_walks_from_the_list_to_a_document(opened: Page, readings: list[Reading]) -> None:
    reading = next(one for one in readings if one.document.language == "vi")
    opened.get_by_role("link", name=reading.document.title or "").click()
    expect(opened.locator("h1")).to_have_text(reading.document.title or "")
    assert opened.locator("#text").evaluate("text => text.textContent") == reading.document.text
    expect(opened.locator("#text mark.k-figure").first).to_be_visible()


def test_text_and_panel_point_at_each_other(opened: Page, readings: list[Reading]) -> None:
    reading = next(one for one in readings if one.document.language == "ru")
    opened.goto(f"documents/{reading.document.id}.html")
    opened.locator(".panel li", has_text="USD 100 bn").locator("a.go").click()
    expect(opened.locator("#text mark.on")).to_have_text(["100 млрд долларов"])


def test_a_chart_is_drawn_and_its_marks_lead_to_their_sentences(opened: Page) -> None:
    opened.goto("indicators/trade.turnover.html")
    expect(opened.locator(".plot[data-drawn]").first).to_be_visible()
    opened.get_by_role("link", name="Log").click()
    expect(opened).to_have_url(re.compile(r"/trade\.turnover-log\.html$"))
    opened.get_by_role("link", name="Linear").click()
    opened.locator(".plot .mark-symbol.role-mark path[aria-label*='11 tỷ USD']").click()
    expect(opened).to_have_url(re.compile(r"/documents/\w+\.html#r-\w+$"))
    expect(opened.locator(".at:target + mark")).to_have_text("11 tỷ USD")


def test_a_folder_is_written_anew_and_stale_files_go(
    ledger: tuple[Path, list[Reading]], tmp_path: Path
) -> None:
    publish(str(ledger[0]), tmp_path)
    before = {file.relative_to(tmp_path) for file in tmp_path.rglob("*") if file.is_file()}
    (tmp_path / "figures.html").write_text("old")
    listed = tmp_path / ".servanda"
    listed.write_text(listed.read_text("utf-8") + "stale.html\n../kept.html\n", "utf-8")
    (tmp_path / "stale.html").write_text("from a document that went")
    kept = tmp_path.parent / "kept.html"
    kept.write_text("outside")
    publish(str(ledger[0]), tmp_path)
    assert {file.relative_to(tmp_path) for file in tmp_path.rglob("*") if file.is_file()} == before
    assert (tmp_path / "figures.html").read_text("utf-8") != "old"
    assert kept.read_text() == "outside"


def test_other_peoples_files_are_left_alone(ledger: tuple[Path, list[Reading]], tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="has other files in it"):
        publish(str(ledger[0]), tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_empty_ledger_has_its_pages_too(tmp_path: Path) -> None:
    servanda.open(tmp_path / "empty.db").close()
    assert publish(str(tmp_path / "empty.db"), tmp_path / "site") > 1
    with pytest.raises(LedgerError, match="there is no ledger"):
        publish(str(tmp_path / "none.db"), tmp_path / "other")
    assert not (tmp_path / "other").exists()


# -- the reading room offers the same -------------------------------------------------------------


def test_the_room_offers_every_format(http: httpx.Client) -> None:
    offered = {row["format"] for row in http.get("/export.json").json()["rows"]}
    assert offered == set(exporters())
    for name, form in exporters().items():
        answer = http.get(f"/export/{name}")
        assert answer.headers["content-disposition"] == f'attachment; filename="ledger{form.suffix}"'
        assert len(answer.content) == int(answer.headers["content-length"]) > 0


def test_the_room_gives_one_document_as_a_file(http: httpx.Client, readings: list[Reading]) -> None:
    document = readings[0].document
    answer = http.get("/export/jsonl", params={"document": document.id})
    assert answer.headers["content-disposition"] == f'attachment; filename="{document.id}.jsonl"'
    assert answer.text.count("\n") == 1 + len(readings[0].records)
    assert http.get("/export/jsonl?document=zzz").status_code == 404
    assert http.get("/export/docx").status_code == 404
