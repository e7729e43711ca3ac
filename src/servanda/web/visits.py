"""The first visits to a reading room: made by itself, so that no reader's is the first."""

from __future__ import annotations

import asyncio
import threading

import httpx
from fastapi import FastAPI

from servanda.web.room import NAVIGATION

SEARCHES = ("/search?q=trade", "/ask?q=What+about+trade")
LONGEST = 3.0
"""Seconds that the opening of a room waits for its visits; of a very large ledger they go on beside it."""


def visit(room: FastAPI) -> None:
    """Has every page that pages lead to made once: what it counts, reads and compiles is then at hand."""
    thread = threading.Thread(target=lambda: asyncio.run(_visits(room)), daemon=True)
    thread.start()
    thread.join(LONGEST)


async def _visits(room: FastAPI) -> None:
    paths = [path for _, pages in NAVIGATION for path, _ in pages]
    transport = httpx.ASGITransport(app=room, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for path in (*paths, *SEARCHES):
            await client.get(path)
