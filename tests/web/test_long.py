"""A document of 100 kB with thousands of records: painted within a second, and still exact."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from servanda.model import Reading
from servanda.store import SqlStore
from tests.web.conftest import serve, window
from tests.web.ledger import Dossier

SENTENCE = (
    "In {year} trade between India and Russia stood at {n}.5 billion dollars, they said in Vladivostok then. "
)
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


@pytest.fixture(scope="module")
def long() -> Reading:
    """About 100,000 characters in paragraphs of five sentences, with four records a sentence."""
    sentences = [SENTENCE.format(year=1000 + n, n=n) for n in range(1000)]
    paragraphs = ["".join(sentences[n : n + 5]).strip() for n in range(0, len(sentences), 5)]
    one = Dossier("long.txt", "\n\n".join(paragraphs), language="en", kind="speech", published="2025")
    start = 0
    for n in range(1000):
        start = one.document.text.index(f"In {1000 + n} ", start)
        one.figure_at(start, f"{n}.5 billion dollars", f"{n}500000000")
        one.time_at(start, str(1000 + n))
        one.entity_at(start, "IN", "India")
        one.entity_at(start, "RU", "Russia")
    return one.reading


@pytest.fixture(scope="module")
def library(long: Reading, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path: Path = tmp_path_factory.mktemp("long") / "ledger.db"
    store = SqlStore(path)
    store.put(long, "by-hand 1")
    store.close()
    with serve(path) as address:
        yield address


@pytest.fixture
def page(chromium: Browser, library: str) -> Iterator[Page]:
    with window(chromium, library, viewport={"width": 1280, "height": 900}) as page:
        yield page


def test_the_first_paint_comes_within_a_second(page: Page, long: Reading) -> None:
    assert len(long.document.text) > 100_000
    assert len(long.records) == 4000
    paints: list[float] = []
    while len(paints) < 8 and not any(paint < 1000 for paint in paints):
        page.goto("/documents/long.txt")
        paints.append(page.evaluate(PAINT))
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    if min(paints) >= 1000 and busy > 2:
        pytest.skip(f"this machine has {busy:.0f} times as much to do as it can: nothing was timed")
    assert min(paints) < 1000


def test_it_is_whole_to_the_character(page: Page, long: Reading) -> None:
    page.goto("/documents/long.txt")
    assert page.locator("#text").evaluate("text => text.textContent") == long.document.text


def test_a_deep_link_goes_to_words_far_below(page: Page, long: Reading) -> None:
    record = long.records[-3]
    page.goto(f"/documents/long.txt#r-{record.id}")
    expect(page.locator("#text mark.on")).to_be_in_viewport()
    expect(page.locator(".panel li.on")).to_be_in_viewport()
    expect(page.locator("#text mark.on")).to_have_text(record.evidence[0].quote)
