"""A page that the ledger changed under is made anew; a fault of its own stays one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from servanda.web.steady import TRIES, Steady
from tests.web.conftest import run_apart


def answered(page: Steady, method: str = "GET") -> list[Any]:
    sent: list[Any] = []

    async def receive() -> dict[str, str]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    run_apart(page({"type": "http", "method": method}, receive, send))
    return sent


def page(faults: int) -> tuple[Any, Iterator[int]]:
    """A page that goes wrong as many times, and how often it was made."""
    made = count(1)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if next(made) <= faults:
            raise KeyError("IN")
        await send("the page")

    return app, made


def test_a_page_is_made_anew_while_the_ledger_changes() -> None:
    states = count()
    app, made = page(faults=TRIES - 1)
    assert answered(Steady(app, lambda: str(next(states)))) == ["the page"]
    assert next(made) == TRIES + 1


@pytest.mark.parametrize(
    ("faults", "changes", "method", "times"),
    [(1, False, "GET", 1), (TRIES, True, "GET", TRIES), (1, True, "POST", 1)],
)
def test_a_fault_of_its_own_and_a_form_are_not_tried_again(
    faults: int, changes: bool, method: str, times: int
) -> None:
    states = count()
    app, made = page(faults)
    with pytest.raises(KeyError):
        answered(Steady(app, lambda: str(next(states)) if changes else "as it was"), method)
    assert next(made) == times + 1
