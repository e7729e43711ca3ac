"""Feeds and folders followed on a real server: what is new, what fails, and going on after an end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import servanda
from servanda import Ledger
from servanda.errors import UsageError
from servanda.readers.fetching import Limits
from servanda.watch import News, Trouble, Watch
from tests.server import Page, Web, serving

HERE = Limits(private=True)
"""The servers of these tests are on this machine."""
TARGET = "India and Russia set a target of $100 billion by 2030."
TRADE = "Trade between India and Russia was about $11.25 billion in 2012."


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with servanda.open(tmp_path / "ledger.db") as opened:
        yield opened


def feed(web: Web, *names: str, etag: str = "", changed: str = "") -> Page:
    """A feed that names documents, the newest first."""
    items = "".join(
        f"<item><link>/{name}</link><pubDate>{changed}</pubDate></item>" for name in reversed(names)
    )
    content = f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
    return Page(
        content, headers=(("Content-Type", "application/rss+xml"), *((("ETag", etag),) if etag else ()))
    )


def text(words: str) -> Page:
    return Page(words.encode(), headers=(("Content-Type", "text/plain; charset=utf-8"),))


def look(ledger: Ledger, *places: str) -> list[News | Trouble]:
    """One round, in a watch of its own: all that it knows stands in the ledger."""
    return list(Watch(places, ledger, pause=0, limits=HERE).round())


def test_what_a_feed_names_is_read_once_and_told_once(web: Web, ledger: Ledger) -> None:
    web.pages |= {"/feed": feed(web, "a.txt", "b.txt"), "/a.txt": text(TARGET), "/b.txt": text(TRADE)}
    told = look(ledger, f"{web.address}/feed")
    assert [(one.outcome, one.uri.rpartition("/")[2]) for one in told if isinstance(one, News)] == [
        ("added", "a.txt"),
        ("added", "b.txt"),
    ]
    assert isinstance(told[0], News)
    assert told[0].records["figure"] == 1
    assert web.paths() == ["/feed", "/a.txt", "/b.txt"]
    assert look(ledger, f"{web.address}/feed") == []
    assert web.paths() == ["/feed"]
    web.pages |= {"/feed": feed(web, "a.txt", "b.txt", "c.txt"), "/c.txt": text("Trade rose by 5% in 2013.")}
    assert [one.uri.rpartition("/")[2] for one in look(ledger, f"{web.address}/feed")] == ["c.txt"]  # type: ignore[union-attr]


def test_a_server_is_asked_whether_anything_has_changed(web: Web, ledger: Ledger) -> None:
    web.pages |= {"/feed": feed(web, "a.txt", etag='"one"'), "/a.txt": text(TARGET)}
    look(ledger, f"{web.address}/feed")
    web.asked.clear()
    assert look(ledger, f"{web.address}/feed") == []
    ((_, path, headers, _),) = web.asked
    assert (path, headers["if-none-match"]) == ("/feed", '"one"')
    assert headers["user-agent"].startswith("servanda/")


def test_a_document_that_its_feed_says_has_changed_is_read_again(web: Web, ledger: Ledger) -> None:
    web.pages |= {
        "/feed": feed(web, "a.txt", changed="Thu, 04 Dec 2025 10:00:00 GMT"),
        "/a.txt": text(TARGET),
    }
    look(ledger, f"{web.address}/feed")
    web.pages |= {"/feed": feed(web, "a.txt", changed="Fri, 05 Dec 2025 10:00:00 GMT"), "/a.txt": text(TRADE)}
    (told,) = look(ledger, f"{web.address}/feed")
    assert isinstance(told, News)
    assert told.outcome == "replaced"
    assert len(ledger.documents()) == 1


def test_one_bad_feed_stops_no_other_and_is_left_alone_for_a_while(web: Web, ledger: Ledger) -> None:
    web.pages |= {"/feed": feed(web, "a.txt"), "/a.txt": text(TARGET), "/page": text("no feed at all")}
    bad = [f"{web.address}/gone", f"{web.address}/page"]
    told = look(ledger, *bad, f"{web.address}/feed")
    assert [one.reason.partition(";")[0] for one in told if isinstance(one, Trouble)] == [
        "answered 404 Not Found",
        "is no feed (RSS or Atom)",
    ]
    assert [one.outcome for one in told if isinstance(one, News)] == ["added"]
    web.asked.clear()
    assert look(ledger, *bad, f"{web.address}/feed") == []
    assert web.paths() == ["/feed"]


def test_a_server_that_asks_to_wait_is_waited_for(web: Web, ledger: Ledger) -> None:
    web.pages["/feed"] = Page(b"", 503, (("Retry-After", "7200"),))
    (first,) = Watch([f"{web.address}/feed"], ledger, every=1, pause=0, limits=HERE).round()
    web.pages["/other"] = Page(b"", 503)
    (second,) = Watch([f"{web.address}/other"], ledger, every=1, pause=0, limits=HERE).round()
    assert isinstance(first, Trouble)
    assert isinstance(second, Trouble)
    assert first.due > second.due


def test_a_document_that_fails_is_tried_again_until_it_is_given_up(web: Web, ledger: Ledger) -> None:
    web.pages["/feed"] = feed(web, "a.txt")
    place = f"{web.address}/feed"
    dues = [
        one.due for _ in range(9) for one in Watch([place], ledger, every=0, pause=0, limits=HERE).round()
    ]  # type: ignore[union-attr]
    assert [bool(due) for due in dues] == [True, True, True, True, False]


def test_a_watch_goes_on_where_another_ended(web: Web, ledger: Ledger) -> None:
    web.pages |= {"/feed": feed(web, "a.txt", "b.txt"), "/a.txt": text(TARGET), "/b.txt": text(TRADE)}
    place = f"{web.address}/feed"
    rounds = Watch([place], ledger, pause=0, limits=HERE).round()
    ended = next(rounds)
    rounds.close()  # as when the program is killed before it has told of the first document
    again = look(ledger, place)
    assert [one.uri for one in (ended, *again)] == [  # type: ignore[union-attr]
        f"{web.address}/a.txt",
        f"{web.address}/a.txt",
        f"{web.address}/b.txt",
    ]
    assert look(ledger, place) == []


def test_folders_are_followed_too(ledger: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "speeches"
    folder.mkdir()
    assert look(ledger, str(folder)) == []
    (folder / "a.txt").write_text(TARGET)
    (folder / "empty.txt").write_text("")
    told = look(ledger, str(folder))
    assert [type(one) for one in told] == [News, Trouble]
    assert look(ledger, str(folder)) == []
    (folder / "a.txt").write_text(TRADE + TARGET)
    assert [one.outcome for one in look(ledger, str(folder)) if isinstance(one, News)] == ["replaced"]


def test_what_was_read_before_is_no_news(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TARGET)
    servanda.read([tmp_path / "a.txt"], ledger)
    assert look(ledger, str(tmp_path / "*.txt")) == []


def test_without_a_place_the_ledger_says_what_is_watched(web: Web, ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="watches none yet"):
        Watch([], ledger)
    web.pages |= {"/feed": feed(web, "a.txt"), "/a.txt": text(TARGET)}
    look(ledger, f"{web.address}/feed")
    assert Watch([], ledger).places == [f"{web.address}/feed"]
