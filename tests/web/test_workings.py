"""What follows from the records is worked out beside the pages, and they say so until it is there."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from servanda import app
from servanda.store import SqlStore
from servanda.web import create_app, visit
from servanda.web.workings import BusyError, Workings
from tests.web.conftest import run_apart
from tests.web.ledger import russian, statement


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    store = SqlStore(path)
    store.put(statement().reading, "by-hand 1")
    store.close()
    return path


def test_it_is_worked_out_once_until_the_ledger_changes(ledger: Path) -> None:
    with app.open(ledger) as opened:
        workings = Workings(opened, patience=0)
        with pytest.raises(BusyError, match="still being worked out"):
            workings.now()
        first = workings.whole()
        assert workings.now() is first
        opened.store.put(russian().reading, "by-hand 1")
        assert max(one.documents for one in workings.whole().identities) == 2


def test_of_a_large_ledger_another_process_works_it_out(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("servanda.web.workings.LARGE", 1)
    monkeypatch.setattr(app.Ledger, "_follow", None)  # it is not worked out here
    with app.open(ledger) as opened:
        workings = Workings(opened)
        with pytest.raises(BusyError):
            workings.now()
        assert workings.whole().promises
        assert workings.now().promises == workings.whole().promises


def test_a_room_makes_the_first_visits_itself(ledger: Path) -> None:
    room = create_app(str(ledger))
    visit(room)
    kept = room.state.ledger.kept()
    assert kept is not None
    assert "promises" in vars(kept)  # a page has read it
    room.state.ledger.close()


def answered(room: FastAPI, path: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=room)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path)

    return run_apart(ask())


def test_pages_say_that_it_is_not_there_yet_and_look_again(ledger: Path) -> None:
    room = create_app(str(ledger))
    room.state.workings.patience = 0
    overview = answered(room, "/")
    assert overview.status_code == 200
    assert "Joint statement of the 21st annual summit" in overview.text
    assert "is still being worked out" in overview.text
    assert overview.headers["refresh"] == "5"
    room.state.workings.whole()
    assert "is still being worked out" not in answered(room, "/").text
    room.state.ledger.close()


def test_a_page_that_shows_nothing_else_waits_for_it(ledger: Path) -> None:
    room = create_app(str(ledger))
    room.state.workings.patience = 0
    page = answered(room, "/findings")
    assert (page.status_code, page.headers["refresh"], page.headers["retry-after"]) == (503, "5", "5")
    room.state.workings.whole()
    assert answered(room, "/findings").status_code == 200
    room.state.ledger.close()
