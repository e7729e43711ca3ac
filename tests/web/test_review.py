"""The queue of review in a real browser, and what its forms refuse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

import servanda
from servanda.model import Figure
from tests.web.conftest import form_token, serve, window
from tests.web.ledger import fill


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A ledger that may be changed."""
    fill(tmp_path / "ledger.db")
    return tmp_path / "ledger.db"


@pytest.fixture
def desk(book: Path) -> Iterator[str]:
    with serve(book) as address:
        yield address


@pytest.fixture
def client(desk: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=desk, trust_env=False) as http:
        yield http


@pytest.fixture
def named(client: httpx.Client) -> Callable[[str], httpx.Client]:
    def be(name: str) -> httpx.Client:
        client.cookies.clear()
        client.headers["X-Form-Token"] = form_token(client.get("/review"))
        client.post("/review/name", data={"name": name})
        return client

    return be


def figures(book: Path) -> list[Figure]:
    with servanda.open(book) as ledger:
        return ledger.figures()


def first(client: httpx.Client, query: str = "") -> dict[str, str]:
    found: dict[str, str] = client.get(f"/review.json?kind=figure{query}").json()["rows"][0]
    return found


def test_keys_accept_correct_reject_and_take_back(chromium: Browser, desk: str, book: Path) -> None:
    with window(chromium, desk, viewport={"width": 1280, "height": 900}) as page:
        begin(page, "Ada Lovelace", "/review?kind=figure")
        ids = [item.get_attribute("data-id") or "" for item in page.locator(".item").all()]
        page.keyboard.press("j")
        page.keyboard.press("c")
        field = page.locator(".item[aria-current] input[name='f.period']")
        field.fill("2031")
        field.press("Enter")
        expect(page.locator(f"#i-{ids[0]} output")).to_have_text("correct: decided")
        expect(page.locator(f"#i-{ids[1]}")).to_have_attribute("aria-current", "true")
        page.keyboard.press("a")
        expect(page.locator(f"#i-{ids[1]} output")).to_have_text("accept: decided")
        page.keyboard.press("r")
        expect(page.locator(f"#i-{ids[2]} output")).to_have_text("reject: decided")
        page.keyboard.press("u")
        expect(page.locator(f"#i-{ids[2]} output")).to_have_text("open")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_contain_text("undo your last word")
        page.keyboard.press("Escape")
        found = {figure.id: figure for figure in figures(book)}
        assert (found[ids[0]].period, found[ids[0]].corrected) == ("2031", ("period",))
        assert ids[2] in found
        page.goto("/figures?period=2031")
        page.get_by_role("link", name="corrected").click()
        expect(page.locator(".fields tr", has_text="2031")).to_contain_text("read as")
        page.get_by_role("link", name="Review it").click()
        page.get_by_role("button", name="Back to this").last.click()
        expect(page.locator(".item .status")).to_have_count(0)
        assert {f.id: f.corrected for f in figures(book)}[ids[0]] == ()


def begin(page: Page, name: str, to: str) -> None:
    page.goto(to)
    page.get_by_label("You are").fill(name)
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".item button").first).to_be_visible()


def test_without_scripts_the_forms_do_the_same(chromium: Browser, desk: str, book: Path) -> None:
    with window(chromium, desk, java_script_enabled=False) as page:
        begin(page, "Ada", "/review?kind=figure")
        gone = page.locator(".item").first.get_attribute("data-id") or ""
        page.locator(".item").first.get_by_role("button", name="Reject").click()
        expect(page).to_have_url(re.compile(r"/review\?kind=figure"))
        expect(page.locator(f"#i-{gone}")).to_have_count(0)
        assert gone not in {figure.id for figure in figures(book)}
        page.goto(f"/records/{gone}")
        expect(page.locator("main")).to_contain_text("It stands in no list")
        page.goto("/review")
        page.get_by_role("button", name="Undo my last word").click()
        assert gone in {figure.id for figure in figures(book)}


def test_a_second_reviewer_does_not_see_the_first(named: Callable[[str], httpx.Client]) -> None:
    ada = named("Ada")
    key = first(ada)["id"]
    ada.post(
        "/review", data={"subject": key, "word": "correct", "f.period": "2031", "twice": "1", "note": "hm"}
    )
    assert "2031" in ada.get(f"/review/{key}").text
    bo = named("Bo")
    page = bo.get("/review?state=waiting&twice=1").text
    assert f"i-{key}" in page
    assert "Ada" not in page
    assert "hm" not in bo.get(f"/review/{key}").text
    told = bo.post("/review.json", data={"subject": key, "word": "accept", "twice": "1"}).json()
    assert told["state"] == "disputed"
    page = bo.get("/review?state=disputed").text
    assert "Ada: corrected" in page
    assert "Bo: accepted" in page


def test_two_at_the_same_time_who_differ_are_a_dispute(named: Callable[[str], httpx.Client]) -> None:
    key = first(named("Ada"))["id"]
    named("Ada").post("/review", data={"subject": key, "word": "accept", "seen": "0"})
    told = named("Bo").post("/review.json", data={"subject": key, "word": "reject", "seen": "0"}).json()
    assert told["state"] == "disputed"
    last = str(told["entry"])
    settled = named("Cy").post("/review.json", data={"subject": key, "word": "reject", "seen": last}).json()
    assert (settled["state"], settled["decided"]) == ("decided", "reject")


def test_a_finding_is_judged_where_it_stands(named: Callable[[str], httpx.Client]) -> None:
    ada = named("Ada")
    key = ada.get("/review.json?kind=finding").json()["rows"][0]["id"]
    assert ada.post("/review.json", data={"subject": key, "word": "reject"}).json()["decided"] == "reject"
    assert ada.get("/findings.json?verdict=reject").json()["rows"][0]["id"] == key


def test_the_log_tells_all_and_brings_a_state_back(named: Callable[[str], httpx.Client], book: Path) -> None:
    ada, before = named("Nguyễn Ada"), len(figures(book))
    keys = [row["id"] for row in ada.get("/review.json?kind=figure").json()["rows"][:2]]
    for key in keys:
        ada.post("/review", data={"subject": key, "word": "reject"})
    assert len(figures(book)) == before - 2
    rows = ada.get("/review/log.json").json()["rows"]
    assert [(row["subject"], row["reviewer"]) for row in rows] == [(key, "Nguyễn Ada") for key in keys[::-1]]
    ada.post("/review/restore", data={"to": rows[1]["id"], "back": "/review/log"})
    assert len(figures(book)) == before - 1
    assert ada.get("/review/log").text.count("put back") == 1


@pytest.mark.parametrize(
    ("headers", "data", "status", "told"),
    [
        ({}, {"word": "maybe"}, 400, "a word cannot be maybe; it is one of accept, correct, reject"),
        ({}, {"word": "correct", "f.period": "soon"}, 400, "period wants a time in EDTF"),
        ({}, {"word": "accept", "seen": "x"}, 400, "seen wants the number of an entry"),
        ({"Sec-Fetch-Site": "cross-site"}, {"word": "accept"}, 403, "sent by a page of another site"),
        ({"Origin": "https://example.org"}, {"word": "accept"}, 403, "sent by a page of another site"),
        ({"X-Form-Token": ""}, {"word": "accept"}, 403, "this form is not of this room"),
        ({"Host": "rebound.example.org"}, {"word": "accept"}, 421, "this room is not at rebound.example.org"),
        ({}, {"word": "accept", "note": "n" * 70_000}, 413, "the form is too long"),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(
    named: Callable[[str], httpx.Client],
    headers: dict[str, str],
    data: dict[str, str],
    status: int,
    told: str,
) -> None:
    ada = named("Ada")
    key = first(ada)["id"]
    refused = ada.post("/review.json", data={"subject": key, **data}, headers=headers)
    assert refused.status_code == status
    assert told in refused.json()["error"]
    assert ada.get("/review/log.json").json()["rows"] == []


def test_a_word_without_a_name_is_refused(named: Callable[[str], httpx.Client], book: Path) -> None:
    nobody = named("")
    refused = nobody.post("/review.json", data={"subject": first(nobody)["id"], "word": "accept"})
    assert refused.status_code == 400
    assert "say first who you are" in refused.json()["error"]


def test_a_form_leads_to_no_other_site(named: Callable[[str], httpx.Client]) -> None:
    for back in ("https://example.org", "//example.org", "/\\example.org"):
        answer = named("Ada").post("/review/name", data={"name": "Ada", "back": back})
        assert answer.headers["location"] == "/review"
