"""Pages while others write: one that finds the ledger changed halfway through is made anew."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TRIES = 5


class Steady:
    """A page asks the ledger several times; what it counted first may be gone by the time it is listed.

    Where that ends in a fault, and the ledger has indeed changed meanwhile (``stamp`` tells), the page is
    made once more. Only pages that look are: nothing is done twice.
    """

    def __init__(self, app: ASGIApp, stamp: Callable[[], str]) -> None:
        self.app = app
        self.stamp = stamp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return await self.app(scope, receive, send)
        begun = False

        async def begin(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        for left in reversed(range(TRIES)):
            before = await run_in_threadpool(self.stamp)
            try:
                return await self.app(dict(scope), receive, begin)
            except Exception:
                if begun or not left or await run_in_threadpool(self.stamp) == before:
                    raise
        return None
