"""A web server on this machine, for tests: what it answers is a dictionary, what it was asked a list."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Page(NamedTuple):
    """What one address answers."""

    content: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Web:
    """A server: its address, its pages by path, and the requests that came: method, path, headers, body."""

    address: str
    pages: dict[str, Page]
    asked: list[tuple[str, str, dict[str, str], bytes]]

    def paths(self) -> list[str]:
        """The paths that were asked for since the last time."""
        found = [path for _, path, _, _ in self.asked]
        self.asked.clear()
        return found


@contextmanager
def serving() -> Iterator[Web]:
    """A server on a free port of this machine."""
    pages: dict[str, Page] = {}
    asked: list[tuple[str, str, dict[str, str], bytes]] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked.append((self.command, self.path, headers, body))
            page = pages.get(self.path, Page(b"nothing here", 404))
            etag = dict(page.headers).get("ETag")
            if etag and headers.get("if-none-match") == etag:
                page = Page(b"", 304, page.headers)
            self.send_response(page.status)
            for name, value in (*page.headers, ("Content-Length", str(len(page.content)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.content)

        do_POST = do_GET  # noqa: N815  (named by http.server)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield Web(f"http://127.0.0.1:{server.server_port}", pages, asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
