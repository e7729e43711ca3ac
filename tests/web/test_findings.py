"""The page of findings, and its data."""

from __future__ import annotations

from pathlib import Path

import httpx
from playwright.sync_api import Page, expect

import servanda
from servanda.model import Reading


def test_every_finding_is_told_with_all_that_it_rests_on(
    http: httpx.Client, ledger: tuple[Path, list[Reading]]
) -> None:
    with servanda.open(ledger[0]) as opened:
        found = opened.findings()
    assert found
    rows = http.get("/findings.json").json()["rows"]
    assert [(row["id"], row["message"], tuple(row["records"])) for row in rows] == [
        (one.id, one.message, one.records) for one in found
    ]
    page = http.get("/findings").text
    assert all(f"#r-{record}" in page for one in found for record in one.records)


def test_findings_are_filtered_by_what_they_are(http: httpx.Client) -> None:
    rows = http.get("/findings.json?kind=target&verdict=open").json()["rows"]
    assert rows
    assert {(row["kind"], row["verdict"]) for row in rows} == {("target", "open")}
    assert "one of conflict, arithmetic" in http.get("/findings.json?kind=rumour").json()["error"]
    assert "filter by kind, severity" in http.get("/findings.json?colour=red").json()["error"]


def test_a_finding_leads_to_the_words(page: Page) -> None:
    page.goto("/findings")
    words = page.locator("td.rests q a").first
    quote = words.inner_text()
    words.click()
    expect(page.locator("#text mark.on")).to_have_text([quote])
