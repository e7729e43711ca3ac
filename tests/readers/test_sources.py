"""Where documents come from: every file is named once, and what cannot be read says why."""

from __future__ import annotations

import io
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from servanda.errors import FetchError, ReadError, TooLarge
from servanda.readers.fetching import Item, Limits
from servanda.readers.sources import expand, load, locate

HERE = Limits(private=True)
"""The servers of these tests are on this machine."""


def told(*paths: str, max_bytes: int = 50_000_000) -> list[str]:
    """Give what comes out in order: addresses of content, messages of errors."""
    return [i.uri if isinstance(i, Item) else str(i) for i in expand(paths, Limits(max_bytes))]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder d with b/two.txt, a.txt and a hidden file, and stand beside it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d" / "b").mkdir(parents=True)
    for name in ("d/b/two.txt", "d/a.txt", "d/.hidden", "one.txt"):
        (tmp_path / name).write_text(name)
    return tmp_path


def test_files_and_folders_come_in_order_as_they_were_named_each_once(folder: Path) -> None:
    assert told("one.txt", "d", "./d/a.txt") == ["one.txt", "d/a.txt", "d/b/two.txt"]
    assert told(str(folder / "d")) == [str(folder / "d/a.txt"), str(folder / "d/b/two.txt")]


@pytest.mark.parametrize(
    ("pattern", "files"),
    [
        ("d/*.txt", ["d/a.txt"]),
        ("d/**/*.txt", ["d/a.txt", "d/b/two.txt"]),
        ("d/*", ["d/a.txt", "d/b/two.txt"]),
    ],
)
def test_patterns_are_expanded(folder: Path, pattern: str, files: list[str]) -> None:
    assert told(pattern) == files


def test_a_name_that_looks_like_a_pattern_is_a_name_first(folder: Path) -> None:
    (folder / "a[1].txt").write_text("x")
    assert told("a[1].txt") == ["a[1].txt"]


def test_content_is_loaded_one_by_one(folder: Path) -> None:
    items = expand(["d/a.txt", "d/b/two.txt"])
    assert next(items) == Item("d/a.txt", b"d/a.txt")
    (folder / "d/b/two.txt").write_text("changed")
    assert next(items) == Item("d/b/two.txt", b"changed")


def test_what_is_not_there_says_so_in_its_place_and_stops_nothing(folder: Path) -> None:
    (folder / "empty").mkdir()
    (folder / "broken").symlink_to("nowhere")
    assert told("no.txt", "*.pdf", "empty", "broken", "ftp://x/y", "", "one.txt") == [
        "no.txt: is not there; check the spelling",
        "*.pdf: matches no file; check the pattern, and quote it for the shell",
        "empty: is a folder without files to read",
        "broken: is a link to nothing",
        "ftp://x/y: is an address of an unknown kind; use https://, or object storage as s3://",
        '"": is no name of a file, a folder, a pattern or an address',
        "one.txt",
    ]


def test_a_link_to_a_folder_above_does_not_go_round(folder: Path) -> None:
    (folder / "d" / "b" / "up").symlink_to(folder / "d")
    assert told("d") == ["d/a.txt", "d/b/two.txt"]


def test_a_pipe_is_refused_without_waiting_for_it(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert told("pipe") == ["pipe: is no regular file (a device or a pipe); pipe its content in with -"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_says_so(folder: Path) -> None:
    (folder / "one.txt").chmod(0)
    assert told("one.txt") == ["one.txt: cannot be opened (permission denied); check its permissions"]


def test_a_name_that_is_no_utf8_can_still_be_read_and_printed(folder: Path) -> None:
    name = os.fsdecode(b"d/b/\xff.txt")
    Path(name).write_text("x")
    assert told("d/b") == ["d/b/two.txt", "d/b/\ufffd.txt"]


def test_a_large_file_is_refused_by_its_size_before_it_is_read(folder: Path) -> None:
    with (folder / "big.txt").open("wb") as file:
        file.truncate(200_000_000)
    start = time.monotonic()
    assert told("big.txt") == ["big.txt: has 200 MB, over the limit of 50 MB; raise it with --max-size"]
    assert time.monotonic() - start < 1
    assert told("one.txt", max_bytes=3) == [
        "one.txt: has 7 bytes, over the limit of 3 bytes; raise it with --max-size"
    ]


def test_standard_input_is_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Ấn Độ".encode())))
    assert load("-") == Item("-", "Ấn Độ".encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"too long")))
    with pytest.raises(TooLarge, match="-: is over the limit of 3 bytes"):
        load("-", Limits(3))


# --- addresses


class Server(BaseHTTPRequestHandler):
    """Answers by path; remembers nothing."""

    def do_GET(self) -> None:
        answer: Callable[[], None] = getattr(self, "answer_" + self.path.strip("/"), self.answer_missing)
        answer()

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer_page(self) -> None:
        self.send(200, b"<p>Both sides agreed.</p>", Content_Type="text/html; charset=utf-8")

    def answer_moved(self) -> None:
        self.send(302, Location="/page")

    def answer_agent(self) -> None:
        self.send(200, self.headers["User-Agent"].encode(), Content_Type="text/plain")

    def answer_endless(self) -> None:
        self.send(200, Content_Type="text/plain")
        try:
            while True:
                self.wfile.write(b"a" * 10_000)
        except OSError:
            pass  # the reader has gone, as it should

    def answer_silent(self) -> None:
        time.sleep(0.5)

    def answer_drip(self) -> None:
        self.send(200, Content_Type="text/plain")
        try:
            for _ in range(100):
                self.wfile.write(b"a")
                time.sleep(0.05)
        except OSError:
            pass

    def answer_loop(self) -> None:
        self.send(302, Location="/loop")

    def answer_missing(self) -> None:
        self.send(404)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_an_address_gives_content_and_declared_type_under_its_own_name(site: str) -> None:
    item = load(f"{site}/moved", HERE)
    assert item == Item(f"{site}/moved", b"<p>Both sides agreed.</p>", "text/html; charset=utf-8")
    assert load(f"{site}/agent", HERE).content.startswith(b"servanda/")


@pytest.mark.parametrize(
    ("path", "error", "says"),
    [
        ("/nothing", FetchError, "answered 404 Not Found"),
        ("/endless", TooLarge, "over the limit of 100000 bytes|over the limit of 0.1 MB"),
        ("/silent", FetchError, "did not answer within 0.1 seconds"),
        ("/drip", FetchError, "takes too long"),
        ("/loop", FetchError, "could not be fetched"),
    ],
)
def test_a_server_that_fails_never_holds_up_the_rest(
    site: str, path: str, error: type[ReadError], says: str
) -> None:
    with pytest.raises(error, match=says):
        load(site + path, Limits(100_000, 0.1, private=True))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"])
def test_an_address_inside_a_private_network_is_asked_only_where_that_is_wanted(site: str, host: str) -> None:
    address = site.replace("127.0.0.1", host) + "/agent"
    with pytest.raises(FetchError, match="inside a private network; if it is yours, say --allow-private"):
        load(address)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://", "http://[::1", "https://a b/", "http://x:port/"]
)
def test_an_address_that_leads_nowhere_is_an_error_with_a_name(url: str) -> None:
    (found,) = expand([url], Limits(timeout=1, private=True))
    assert isinstance(found, FetchError)
    assert found.source == url


def test_addresses_and_dashes_stand_for_themselves() -> None:
    assert list(locate(["-", "https://example.org/*", "-"])) == ["-", "https://example.org/*"]
