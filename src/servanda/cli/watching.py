"""``servanda watch``: what is new, a line each, or as JSON, or to a web hook."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import datetime

import httpx
import msgspec

from servanda.app import LISTINGS
from servanda.cli.layout import visible
from servanda.errors import FetchError
from servanda.watch import News, Trouble, Watch

TRIES = 3
"""How often a web hook is tried; what it did not take is told again in the next round."""
PLURAL = {kind: name for name, kind in LISTINGS.items() if name != "commitments"}
Tell = Callable[[News | Trouble], None]


def watch_places(watch: Watch, tell: Tell, *, once: bool) -> bool:
    """Looks round after round until it is stopped; returns whether all went well in the last one."""
    while True:
        began = time.monotonic()
        well = _round(watch, tell)
        if once:
            return well
        time.sleep(max(0.0, began + watch.every - time.monotonic()))


def _round(watch: Watch, tell: Tell) -> bool:
    well = True
    try:
        for one in watch.round():
            well = well and isinstance(one, News)
            tell(one)
    except FetchError as error:  # of the web hook: what it did not take stays pending
        sys.stderr.write(f"{error}\n")
        well = False
    return well


def teller(form: str, webhook: str | None, wait: float = 1.0) -> Tell:
    """What is done with each piece of news: it is written, and sent where a web hook is named."""

    def tell(one: News | Trouble) -> None:
        if webhook and isinstance(one, News):
            post(webhook, data(one), wait)
        if form == "json":
            sys.stdout.write(msgspec.json.encode(data(one)).decode() + "\n")
        elif isinstance(one, News):
            sys.stdout.write(visible(line(one)) + "\n")
        else:
            again = f"; again at {_clock(one.due)}" if one.due else "; not tried again until it changes"
            sys.stderr.write(visible(f"failed {one.address}: {one.reason}{again}") + "\n")
        sys.stdout.flush()

    return tell


def data(one: News | Trouble) -> dict[str, object]:
    """A piece of news as data."""
    told: dict[str, object] = msgspec.to_builtins(one)
    return {"event": "document" if isinstance(one, News) else "trouble"} | told


def line(one: News) -> str:
    """A piece of news in one line.

    >>> line(News("added", "d1", "a.txt", "A target", "2025-12-05", "en", {"figure": 2}, "docs"))
    'added  2025-12-05  en  A target (2 figures)  a.txt'
    """
    counts = ", ".join(f"{n} {kind if n == 1 else PLURAL[kind]}" for kind, n in one.records.items())
    about = f"{one.title} ({counts or 'no records'})"
    return "  ".join((one.outcome, one.published or "undated", one.language or "und", about, one.uri))


def _clock(due: str) -> str:
    return datetime.fromisoformat(due).astimezone().strftime("%H:%M")


def post(address: str, told: dict[str, object], wait: float) -> None:
    """Sends a piece of news to a web hook; :class:`FetchError` where it is not taken."""
    headers = {"Content-Type": "application/json"}
    for attempt in range(TRIES):
        try:
            httpx.post(address, content=msgspec.json.encode(told), headers=headers).raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            fault = str(error) or type(error).__name__
            time.sleep(wait * 2**attempt if attempt < TRIES - 1 else 0)
        else:
            return
    raise FetchError(address, f"did not take what is new ({fault}); it is told again in the next round")
