"""A real server over a small ledger, an HTTP client, and the Chromium that the machine has."""

from __future__ import annotations

import asyncio
import re
import shutil
import threading
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from servanda.model import Reading
from servanda.web import create_app
from servanda.web.gate import Door
from tests.web.ledger import fill

T = TypeVar("T")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def form_token(page: httpx.Response) -> str:
    """The token in the forms of a page."""
    found = re.search(r'<input type="hidden" name="token" value="(\w{64})">', page.text)
    assert found, "the page has no form that changes anything"
    return found[1]


@contextmanager
def serve(ledger: Path, door: Door | None = None) -> Iterator[str]:
    """The reading room of a ledger on a free port of this machine, in a thread; its address."""
    app = create_app(str(ledger), door)
    app.state.workings.whole()
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def run_apart(awaited: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives, run in a thread of its own: the browser's driver keeps a loop in this one."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, awaited).result()


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Reading]]:
    path = tmp_path_factory.mktemp("room") / "ledger.db"
    return path, fill(path)


@pytest.fixture(scope="session")
def readings(ledger: tuple[Path, list[Reading]]) -> list[Reading]:
    return ledger[1]


@pytest.fixture(scope="session")
def room(ledger: tuple[Path, list[Reading]]) -> Iterator[str]:
    with serve(ledger[0]) as address:
        yield address


@pytest.fixture(scope="session")
def http(room: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=room, trust_env=False, timeout=60) as client:
        yield client


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium on this machine: the reading room was not looked at in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@contextmanager
def window(chromium: Browser, room: str, **options: object) -> Iterator[Page]:
    """A browser window that lets nothing pass: no fault in the console, no request to another place."""
    context: BrowserContext = chromium.new_context(base_url=room, **options)  # type: ignore[arg-type]
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(room) else faults.append(request.url))
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def page(chromium: Browser, room: str) -> Iterator[Page]:
    with window(chromium, room, viewport={"width": 1280, "height": 900}) as page:
        yield page


@pytest.fixture
def phone(chromium: Browser, room: str) -> Iterator[Page]:
    options = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "color_scheme": "dark"}
    with window(chromium, room, **options) as page:
        yield page
