"""The JSON of every page against its own description: made-up requests, sound ones and wrong ones."""

from __future__ import annotations

import time

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Page
from schemathesis import GenerationMode

from tests.web.conftest import form_token

EXAMPLES = 3
"""Made-up requests an address and a kind; `st run` of schemathesis makes as many as one likes."""


@pytest.fixture(scope="module", autouse=True)
def worked_out(room: str) -> None:
    """Wait until what follows from the records is there: until then pages say that it is not."""
    while httpx.get(f"{room}/findings.json", timeout=30).status_code == 503:
        time.sleep(0.1)


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: f"{mode.value} requests")
def test_every_answer_is_as_described(room: str, mode: GenerationMode) -> None:
    described = schemathesis.openapi.from_url(f"{room}/openapi.json")
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 15
    for operation in operations:
        if operation.query or mode.is_positive:

            @settings(
                max_examples=EXAMPLES,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def answered(case: schemathesis.Case) -> None:
                case.call_and_validate()

            answered()


def test_every_page_of_data_is_described(http: httpx.Client) -> None:
    paths = http.get("/openapi.json").json()["paths"]
    told = ("figures", "times", "statements", "commitments", "agreements", "events", "entities", "documents")
    across = ("indicators", "findings", "threads", "mechanisms", "compare", "search", "ask")
    assert {f"/{name}.json" for name in (*told, *across)} <= paths.keys()
    assert {"/documents/{key}.json", "/records/{key}.json", "/indicators/{indicator}.json"} <= paths.keys()
    assert all(held["summary"] for path in paths.values() for held in path.values())
    taken = {path for path, methods in paths.items() if "post" in methods}
    assert taken == {"/review.json", "/review/undo.json", "/review/restore.json", "/review/name.json"}


def test_filters_are_those_of_the_page(http: httpx.Client) -> None:
    parameters = http.get("/openapi.json").json()["paths"]["/commitments.json"]["get"]["parameters"]
    named = {one["name"]: one["schema"] for one in parameters}
    assert {"by", "topic", "binding", "since", "until", "text", "document", "sort", "page"} <= named.keys()
    assert not {"act", "speakers"} & named.keys()
    assert named["binding"]["anyOf"][0]["enum"] == ["high", "low"]


@pytest.mark.parametrize(
    "path",
    ["/figures", "/documents", "/entities", "/indicators", "/findings", "/entities/IN", "/search?q=trade"],
)
def test_data_comes_whole_or_in_pages(http: httpx.Client, path: str) -> None:
    name, _, query = path.partition("?")
    whole = http.get(f"{name}.json?{query}").json()
    assert whole["total"] == len(whole["rows"]) > 0
    parts = [
        http.get(f"{name}.json?{query}&size=2&page={n}").json() for n in range(1, whole["total"] // 2 + 2)
    ]
    assert {part["total"] for part in parts} == {whole["total"]}
    assert [row for part in parts for row in part["rows"]] == whole["rows"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("size=1001", "size wants a whole number from 1 to 1000"),
        ("text=" + "a" * 2001, "text takes 2000 characters at most"),
        ("origin=x", "figure has no field origin"),
    ],
)
def test_what_is_too_much_is_told(http: httpx.Client, query: str, says: str) -> None:
    answer = http.get(f"/figures.json?{query}")
    assert answer.status_code == 400
    assert says in answer.json()["error"]


def test_other_methods_are_told_which_there_are(http: httpx.Client) -> None:
    token = {"X-Form-Token": form_token(http.get("/review"))}
    answer = http.post("/figures.json", headers=token)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_the_description_is_a_page_that_loads_nothing_from_elsewhere(page: Page) -> None:
    page.goto("/export")
    page.click("text=What the JSON is")
    assert page.locator("h3 code", has_text="/figures.json").count() == 1
    page.click("a:text-is('ThreadRow')")
    assert page.url.endswith("/openapi#ThreadRow")
    assert page.locator("#ThreadRow").is_visible()
