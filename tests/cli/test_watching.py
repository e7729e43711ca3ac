"""``servanda watch`` as a person runs it, with a web hook, and stopped by hand."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import servanda as package
from servanda.cli.watching import post
from servanda.errors import FetchError
from tests.cli.conftest import Command
from tests.server import Page, Web, serving

TARGET = "India and Russia set a target of $100 billion by 2030."
FEED = b'<rss version="2.0"><channel><item><link>/a.txt</link></item></channel></rss>'


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        server.pages |= {"/feed": Page(FEED), "/a.txt": Page(TARGET.encode()), "/hook": Page(b"thanks")}
        yield server


def test_what_is_new_is_a_line_each(here: Command, web: Web) -> None:
    said = here("watch", "--once", "--allow-private", f"{web.address}/feed")
    assert said.status == 0
    assert "added" in said.out
    assert "1 figure" in said.out
    assert said.out.count("\n") == 1
    assert here("watch", "--once", "--allow-private") == (0, "", "")


def test_news_and_trouble_are_data_for_programs(here: Command, web: Web) -> None:
    said = here("watch", "--once", "--json", "--allow-private", f"{web.address}/gone", f"{web.address}/feed")
    assert said.status == 1
    trouble, news = map(json.loads, said.out.splitlines())
    assert (trouble["event"], trouble["reason"]) == ("trouble", "answered 404 Not Found; check the address")
    assert (news["event"], news["outcome"], news["uri"]) == ("document", "added", f"{web.address}/a.txt")
    assert news["records"]["figure"] == 1


def test_a_web_hook_is_sent_what_is_new(here: Command, web: Web) -> None:
    said = here(
        "watch",
        "--once",
        "--json",
        "--allow-private",
        "--webhook",
        f"{web.address}/hook",
        f"{web.address}/feed",
    )
    ((_, _, headers, body),) = [one for one in web.asked if one[1] == "/hook"]
    assert headers["content-type"] == "application/json"
    assert json.loads(body) == json.loads(said.out)


def test_what_a_web_hook_did_not_take_is_told_again(
    here: Command, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("servanda.cli.watching.TRIES", 1)
    web.pages["/hook"] = Page(b"", 500)
    said = here(
        "watch", "--once", "--allow-private", "--webhook", f"{web.address}/hook", f"{web.address}/feed"
    )
    assert said.status == 1
    assert "did not take what is new" in said.err
    web.pages["/hook"] = Page(b"thanks")
    assert "added" in here("watch", "--once", "--allow-private", "--webhook", f"{web.address}/hook").out


def test_a_web_hook_is_tried_a_few_times(web: Web) -> None:
    with pytest.raises(FetchError):
        post(f"{web.address}/nowhere", {"event": "document"}, 0)
    assert web.paths() == ["/nowhere"] * 3


def test_it_goes_on_until_it_is_stopped(web: Web, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "servanda",
        "watch",
        "--every",
        "0.01",
        "--allow-private",
        f"{web.address}/feed",
    ]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, env=dict(os.environ)) as running:
        assert running.stdout
        assert b"a.txt" in running.stdout.readline()
        web.pages |= {
            "/feed": Page(FEED.replace(b"/a.txt", b"/b.txt")),
            "/b.txt": Page(TARGET.encode() + b" b"),
        }
        assert b"b.txt" in running.stdout.readline()
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0
    with package.open(tmp_path / "ledger.db") as ledger:
        assert len(ledger.documents()) == 2


def test_a_web_hook_is_an_address(here: Command, web: Web) -> None:
    assert here("watch", "--webhook", "ftp://x", f"{web.address}/feed").status == 2
