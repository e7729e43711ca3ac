"""Strangers at the gate: who comes in, with what, and what nobody gets past."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, expect

from servanda.errors import UsageError
from servanda.store.accounts import ROLES, Accounts
from servanda.web import create_app, gate
from servanda.web.site import HEADERS
from tests.web.conftest import form_token, run_apart, serve, window
from tests.web.ledger import fill

PASSWORD = "a long sentence to come in by"


class House(NamedTuple):
    """A room that only accounts may enter: one of each role, called as it is."""

    address: str
    ledger: Path
    accounts: Accounts


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    path = tmp_path_factory.mktemp("house") / "ledger.db"
    fill(path)
    with Accounts(path) as accounts:
        for role in ROLES:
            accounts.add(role, role, PASSWORD)
        with serve(path) as address:
            yield House(address, path, accounts)


Enter = Callable[[str], httpx.Client]


@pytest.fixture
def enter(house: House) -> Iterator[Enter]:
    """Clients with the session of an account, or of nobody."""
    made: list[httpx.Client] = []

    def come(name: str = "") -> httpx.Client:
        made.append(httpx.Client(base_url=house.address, trust_env=False, timeout=60))
        if name:
            secret = house.accounts.let_in(name, "session", timedelta(hours=1))
            made[-1].cookies.set(gate.SESSION, secret)
            made[-1].headers["X-Form-Token"] = form_token(made[-1].get("/review"))
        return made[-1]

    yield come
    for one in made:
        one.close()


def test_in_a_browser_somebody_comes_in_reviews_by_name_and_leaves(chromium: Browser, house: House) -> None:
    with window(chromium, house.address) as page:
        page.goto("/figures?status=target")
        expect(page).to_have_url(re.compile(r"/login\?to=%2Ffigures%3Fstatus%3Dtarget"))
        page.get_by_label("Name").fill("reviewer")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/figures\?status=target$"))
        page.goto("/review?kind=figure")
        expect(page.get_by_label("You are")).to_have_count(0)
        page.keyboard.press("j")
        page.keyboard.press("a")
        expect(page.locator(".item output").first).to_have_text("accept: decided")
        page.goto("/review/log")
        expect(page.locator("[data-label=Who]").first).to_have_text("reviewer")
        assert page.evaluate("document.cookie") == ""
        session = page.context.cookies()
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_role("heading", name="Log in")).to_be_visible()
        page.go_back()
        page.reload()
        expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    secret = next(one["value"] for one in session if one["name"] == gate.SESSION)  # type: ignore[typeddict-item]
    assert house.accounts.holder(secret, "session") is None


def test_the_page_to_log_in_keeps_nothing_from_anybody(chromium: Browser, house: House) -> None:
    page = chromium.new_page(base_url=house.address, viewport={"width": 390, "height": 844})
    page.add_init_script(Axe().axe_script)
    page.goto("/login")
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
    assert found == []
    page.get_by_label("Name").fill("reader")
    page.get_by_label("Password").fill("not the password at all")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_have_text("No account has this name and this password.")
    expect(page.get_by_label("Name")).to_have_value("reader")
    page.close()


def test_a_stranger_sees_no_page_but_the_one_to_log_in(house: House, enter: Enter) -> None:
    stranger = enter("")
    app = create_app(str(house.ledger))
    with closing(app.state.ledger), closing(app.state.door.accounts):
        routes = [route for route in app.state.pages if isinstance(route, APIRoute)]
    assert len(routes) > 20
    for route in routes:
        path = re.sub(r"{\w+}", "x", route.path)
        page, data = stranger.get(path), stranger.get(f"{path.rstrip('/') or '/figures'}.json")
        assert (page.status_code, page.headers["location"][:10]) == (303, "/login?to="), path
        assert (data.status_code, data.headers["www-authenticate"][:6]) == (401, "Bearer"), path
        assert stranger.post(path).status_code == 403
    assert stranger.get("/static/room.css").status_code == 200
    assert stranger.get("/static/../figures").status_code == 303


def test_each_role_may_do_its_own(house: House, enter: Enter) -> None:
    everything = {"to": "0", "back": "/review/log"}
    key = enter("reader").get("/review.json?kind=figure").json()["rows"][0]["id"]
    word = {"subject": key, "word": "accept"}
    reader, reviewer, admin = (enter(role) for role in ROLES)
    assert '<form class="word"' not in reader.get("/review").text
    refused = reader.post("/review.json", data=word)
    assert (refused.status_code, refused.json()["error"]) == (
        403,
        "reader is a reader here; this is for a reviewer",
    )
    assert reviewer.post("/review.json", data=word).status_code == 200
    assert "Bring everything back" not in reviewer.get("/review/log").text
    assert reviewer.post("/review/restore", data=everything).status_code == 403
    assert admin.post("/review/restore", data=everything).status_code == 303


def test_nobody_reviews_under_another_name(enter: Enter) -> None:
    reviewer = enter("reviewer")
    assert reviewer.post("/review/name", data={"name": "admin"}).status_code == 400
    reviewer.cookies.set("reviewer", b"admin".hex())
    key = reviewer.get("/review.json?kind=figure").json()["rows"][0]["id"]
    reviewer.post("/review", data={"subject": key, "word": "accept"})
    assert reviewer.get("/review/log.json").json()["rows"][0]["reviewer"] == "reviewer"


def test_a_program_comes_in_by_its_token_until_it_is_revoked(house: House, enter: Enter) -> None:
    secret = house.accounts.let_in("reviewer", "token", timedelta(days=1), "export")
    program = enter("")
    program.headers["Authorization"] = f"Bearer {secret}"
    key = program.get("/review.json?kind=figure").json()["rows"][0]["id"]
    assert program.post("/review.json", data={"subject": key, "word": "accept"}).status_code == 200
    house.accounts.revoke(house.accounts.tokens()[0].id)
    assert program.get("/figures.json").status_code == 401
    assert program.get("/figures").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Form-Token": ""},
        {"X-Form-Token": "0" * 64},
        {"X-Form-Token": "ключ".encode().decode("latin-1")},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/review", "/review/undo", "/review/restore", "/login", "/logout"])
def test_no_form_of_another_page_counts(
    house: House, enter: Enter, path: str, headers: dict[str, str]
) -> None:
    admin = enter("admin")
    raw = {name: value.encode("latin-1") for name, value in headers.items()}
    assert admin.post(path, data={"to": "0"}, headers=raw).status_code == 403
    assert admin.get("/figures.json?size=1").status_code == 200


def test_the_token_of_one_visitor_is_none_of_anothers(enter: Enter) -> None:
    ada, bo = enter("admin"), enter("admin")
    told = ada.post("/review/undo.json", headers={"X-Form-Token": bo.headers["X-Form-Token"]})
    assert told.status_code == 403


def test_every_form_that_changes_anything_has_a_token(enter: Enter) -> None:
    page = enter("admin").get("/review").text
    forms = re.findall(r'<form\b[^>]*method="post"[^>]*>(.{50})', page, re.DOTALL)
    assert len(forms) > 3
    assert all(begins.startswith('<input type="hidden" name="token" value="') for begins in forms)


def test_every_answer_has_its_headers(enter: Enter) -> None:
    answers = [enter("").get(path) for path in ("/login", "/figures", "/figures.json", "/static/room.css")]
    for answer in [*answers, enter("").post("/login"), enter("reader").get("/")]:
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["cache-control"] == "no-store"


def test_templates_hold_no_script_style_or_handler_of_their_own() -> None:
    inline = re.compile(
        r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\bsrc=)(?![^>]*application/json)"
    )
    templates = list((Path(gate.__file__).parent / "templates").glob("*.html"))
    assert len(templates) > 20
    assert [path.name for path in templates if inline.search(path.read_text(encoding="utf-8"))] == []


# -- from elsewhere -------------------------------------------------------------------------------


def ask(app: object, method: str, url: str, by: str = "203.0.113.7", **more: object) -> list[httpx.Response]:
    """What a room answers to a caller at an address, asked once or several times."""
    times = int(str(more.pop("times", 1)))

    async def all_of_it() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=app, client=(by, 1))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="https://ledger.example.org") as client:
            if method == "POST":
                more["headers"] = {"X-Form-Token": form_token(await client.get("/login"))}
            return [await client.request(method, url, **more) for _ in range(times)]  # type: ignore[arg-type]

    return run_apart(all_of_it())


@pytest.fixture
def outside(house: House) -> Iterator[object]:
    """The same room as others reach it, through a server that speaks TLS."""
    app = create_app(str(house.ledger), gate.door(str(house.ledger), names=["ledger.example.org"]))
    with closing(app.state.ledger), closing(app.state.door.accounts):
        yield app


def test_over_tls_cookies_stay_with_this_host_and_the_browser_keeps_to_it(outside: object) -> None:
    (answer,) = ask(outside, "POST", "/login", data={"name": "reader", "password": PASSWORD, "to": "//evil"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-servanda=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_whoever_guesses_passwords_must_wait(outside: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "TRIES", {"place": gate.parse("3/minute"), "name": gate.parse("4/minute")})
    near, far, right = "203.0.113.7", "198.51.100.1", {"password": PASSWORD}
    guess = {"name": "reader", "password": "wrong wrong wrong"}
    told = ask(outside, "POST", "/login", by=near, data=guess, times=4)
    assert [answer.status_code for answer in told] == [403, 403, 403, 429]
    assert told[-1].headers["retry-after"] == "60"
    by_place = ask(outside, "POST", "/login", by=near, data=right | {"name": "admin"})
    by_name = [ask(outside, "POST", "/login", by=far, data=right | {"name": "reader"})[0] for _ in range(2)]
    other = ask(outside, "POST", "/login", by=far, data=right | {"name": "admin"})
    assert [answer.status_code for answer in by_place + by_name + other] == [429, 303, 429, 303]


def test_an_address_that_asks_too_often_must_wait(outside: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "ASKS", gate.parse("3/minute"))
    told = ask(outside, "GET", "/login", by="2001:db8::1", times=3)
    told += ask(outside, "GET", "/login", by="2001:db8::2")
    told += ask(outside, "GET", "/login", by="2001:db8:0:1::1")
    assert [answer.status_code for answer in told] == [200, 200, 200, 429, 200]


def test_without_accounts_the_room_is_for_this_machine_alone(ledger: tuple[Path, object]) -> None:
    app = create_app(str(ledger[0]))
    with closing(app.state.ledger):
        (far,) = ask(app, "GET", "http://localhost/figures.json")
        assert (far.status_code, far.json()["error"]) == (403, "this room is for its own machine alone")
        hosts = ("localhost:8765", "127.0.0.1", "[::1]:80", "rebound.example.org", "a_b.example.org", "[", "")
        told = [ask(app, "GET", "/login", by="::1", headers={"Host": host})[0].status_code for host in hosts]
    assert told == [303, 303, 303, 421, 421, 421, 421]


def test_no_room_opens_to_other_machines_without_accounts(ledger: tuple[Path, object], house: House) -> None:
    for host, names in (("0.0.0.0", ()), ("127.0.0.1", ("ledger.example.org",)), ("::", ())):
        with pytest.raises(UsageError, match="servanda user add NAME --role admin"):
            gate.door(str(ledger[0]), host, names)
        opened = gate.door(str(house.ledger), host, names)
        assert opened.accounts is not None
        opened.accounts.close()
