"""Search and Ask in the reading room: pages, data, facets, deep links, in a real browser."""

from __future__ import annotations

import csv
import re
from io import StringIO

import httpx
import pytest
from playwright.sync_api import Page, expect

from servanda.model import Reading

QUESTION = "What is the trade target for 2025?"


def test_a_search_finds_other_languages_and_leads_to_the_sentence(
    page: Page, readings: list[Reading]
) -> None:
    page.goto("/search")
    page.get_by_role("searchbox").fill("trade turnover lang:vi")
    page.get_by_role("button", name="Search").click()
    first = page.locator(".found > li").first
    expect(first.locator("mark").first).to_have_text(re.compile("kim ngạch", re.IGNORECASE))
    first.locator("p > a").first.click()
    page.wait_for_url("**/documents/*#r-*")
    vietnamese = next(r for r in readings if r.document.language == "vi")
    assert vietnamese.document.id in page.url


def test_facets_narrow_a_search_and_chips_lift_them(page: Page) -> None:
    page.goto("/search?q=Russia")
    every = page.locator(".count").inner_text()
    page.locator("select[name=language]").select_option("vi")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".chips")).to_contain_text("Vietnamese")
    assert page.locator(".count").inner_text() != every
    page.locator(".chips a").click()
    expect(page.locator(".count")).to_have_text(every)


def test_an_answer_shows_what_each_sentence_rests_on(page: Page) -> None:
    page.goto("/ask")
    page.get_by_role("searchbox").fill(QUESTION)
    page.get_by_role("button", name="Ask").click()
    answer = page.locator(".answer")
    expect(answer).to_contain_text("30 bn USD")
    expect(answer.locator("q").first).to_have_text("USD 30 billion")
    answer.locator("li a").first.click()
    page.wait_for_url("**/documents/*#r-*")


def test_no_answer_is_said_plainly(page: Page) -> None:
    page.goto("/ask?q=What+is+the+price+of+bananas%3F")
    expect(page.locator(".answer")).to_contain_text("The ledger holds no answer")
    assert page.locator(".answer q").count() == 0


@pytest.mark.parametrize(
    "path", ["/search?q=Russia", "/ask?q=" + QUESTION.replace(" ", "+"), "/search", "/ask"]
)
def test_nothing_is_wider_than_a_phone(phone: Page, path: str) -> None:
    phone.goto(path)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_search_as_data(http: httpx.Client) -> None:
    found = http.get("/search.json", params={"q": "Russia", "kind": "figure"}).json()
    assert found["total"] == len(found["rows"]) > 0
    assert {"kind", "language", "year", "by"} == found["facets"].keys()
    rows = list(csv.DictReader(StringIO(http.get("/search.csv", params={"q": "Russia"}).text)))
    assert all(row["highlights"] for row in rows)


def test_an_answer_as_data(http: httpx.Client) -> None:
    found = http.get("/ask.json", params={"q": QUESTION}).json()
    assert found["found"]
    assert found["understood"]["period"] == "2025"
    rows = list(csv.DictReader(StringIO(http.get("/ask.csv", params={"q": QUESTION}).text)))
    assert rows[0]["quote"] == "USD 30 billion"


@pytest.mark.parametrize(
    ("path", "complaint"),
    [("/search?q=colour:red", "no field colour"), ("/search?colour=red", "no filter colour")],
)
def test_a_field_that_there_is_not_is_named(http: httpx.Client, path: str, complaint: str) -> None:
    got = http.get(path)
    assert got.status_code == 400
    assert complaint in got.text
