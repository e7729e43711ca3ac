"""The gate of the room: whoever comes, by whatever address, is looked at here and nowhere else.

Without accounts the room is for this machine: the host must be one of its own names (else a page of the
web could rebind a name of its own to this machine), and the caller must be on it. With accounts everybody
must be known, by the cookie of a session or the token of a program. What changes anything comes from a form
of this room: from the same site, with the token that only its own pages hold.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from ipaddress import ip_address, ip_network
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlsplit

from fastapi import HTTPException
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from servanda.errors import ServandaError, UsageError
from servanda.store.accounts import Account, Accounts, Role
from servanda.web import answer

LOOPBACK = ("localhost", "127.0.0.1", "::1")
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
"""Methods that change nothing."""
LOGIN, LOGOUT = "/login", "/logout"
SESSION, VISIT = "servanda", "servanda-visit"
"""The cookies: of a session, and of a form that somebody without one sees."""
TOKEN, HEADER = "token", "x-form-token"
"""Where a form says that it is of this room: its field, or a header."""
LONGEST = 1 << 16
"""Bytes that a form may have."""
ASKS = parse("600/minute")
"""How often one address may ask; a page asks a handful of times."""
TRIES = {"place": parse("20/minute"), "name": parse("60/minute")}
"""How often one address may try to log in, and anybody by one name: that many, lest it shut somebody out."""


class Door(NamedTuple):
    """Who may come in."""

    hosts: Sequence[str] | None
    """The names by which the room is reached; null for any."""
    accounts: Accounts | None
    """The accounts; null where everybody on this machine may come in."""


def door(ledger: str, host: str = "127.0.0.1", names: Sequence[str] = ()) -> Door:
    """The door of a room that listens at an address, and is reached by more names through another server.

    Raises :class:`UsageError` where that lets strangers in.
    """
    accounts = Accounts(ledger)
    outside = bool(names) or not is_loopback(host)
    if not accounts.all():
        accounts.close()
        if outside:
            raise UsageError(
                "only who has an account may look from another machine, and nobody has one: "
                f"servanda user add NAME --role admin --ledger {ledger}"
            )
        return Door(LOOPBACK, None)
    return Door(None if outside and not names else (*LOOPBACK, *names), accounts)


def is_loopback(host: str) -> bool:
    """Whether an address to listen on, or one that asks, is this machine's alone.

    >>> is_loopback("localhost"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("ledger.example")
    (True, True, False, False)
    """
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class Visitor(NamedTuple):
    """Whoever asks: by what account, and with what secret, of which the tokens of his forms are made."""

    account: Account | None = None
    secret: str = ""
    program: bool = False
    """Known by a token that no browser sends by itself."""

    def form_token(self) -> str:
        """The token of the forms that he sees: another for everybody, and none to be had from it."""
        return hmac.new(self.secret.encode("utf-8", "replace"), b"form", sha256).hexdigest()


def visitor_of(request: Request) -> Visitor:
    """Who asks, as the gate saw it."""
    seen: Visitor = getattr(request.state, "visitor", Visitor())
    return seen


def form_of(request: Request) -> Mapping[str, str]:
    """The fields of the form that the gate let in."""
    fields: Mapping[str, str] = getattr(request.state, "form", {})
    return fields


def inside(to: str, otherwise: str = "/") -> str:
    r"""A page of this room to go on to, whatever a form or an address says.

    >>> inside("/figures?page=2"), inside("//example.org"), inside("/\\example.org"), inside("https://example.org")
    ('/figures?page=2', '/', '/', '/')
    """
    here = to.startswith("/") and not to.startswith(("//", "/\\"))
    return to if here and to.isprintable() else otherwise


def cookie(request: Request, name: str) -> str:
    """The name of a cookie; where the room speaks TLS, one that no other host can set."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def give(request: Request, response: Response, name: str, value: str, lasts: int | None = None) -> None:
    """Gives a cookie that scripts cannot read and other sites' forms do not send."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        cookie(request, name), value, max_age=lasts, secure=secure, httponly=True, samesite="lax"
    )


class Limits:
    """How often each may do what; counted in this process."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def asks(self, request: Request) -> bool:
        """Counts a request; whether its address may go on."""
        return self._limiter.hit(ASKS, "asks", _place(request))

    def tries(self, request: Request, name: str) -> bool:
        """Counts an attempt to log in by a name; whether it may be made."""
        key = sha256(" ".join(name.split()).encode("utf-8", "replace")).hexdigest()
        from_there = self._limiter.hit(TRIES["place"], "place", _place(request))
        return from_there and self._limiter.hit(TRIES["name"], "name", key)


def _place(request: Request) -> str:
    """Where a request comes from; of IPv6 the network, which one caller has whole."""
    host = request.client.host if request.client else ""
    return str(ip_network(f"{host}/64", strict=False)) if ":" in host and "%" not in host else host


Refuse = Callable[[Request, int, str, Mapping[str, str] | None], Response]


class Gate:
    """ASGI: lets in who may come in, with what he may do."""

    def __init__(self, app: ASGIApp, door: Door, limits: Limits, refuse: Refuse) -> None:
        self.app = app
        self.door = door
        self.limits = limits
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on a request that may be answered; answers any other."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        request = Request(scope, receive)
        try:
            self._reached(request)
            visitor = request.state.visitor = await run_in_threadpool(self._visitor, request)
            if request.method not in SAFE:
                receive = await self._own_form(request, visitor)
            turned = self._turned_away(request, visitor)
        except HTTPException as error:
            turned = self.refuse(request, error.status_code, error.detail, error.headers)
        except ServandaError as error:
            turned = self.refuse(request, 503, str(error), None)
        return await (turned or self.app)(scope, receive, send)

    def _reached(self, request: Request) -> None:
        """Refuses a name that is not the room's, a caller from elsewhere, one who asks too often."""
        hosts = self.door.hosts
        if hosts is not None and _host(request) not in hosts:
            raise HTTPException(421, f"this room is not at {request.headers.get('host', '')}")
        if self.door.accounts is None:
            if request.client and not is_loopback(request.client.host):
                raise HTTPException(403, "this room is for its own machine alone")
        elif not self.limits.asks(request):
            raise HTTPException(429, "too many requests; wait a minute", {"Retry-After": "60"})

    def _visitor(self, request: Request) -> Visitor:
        """Who asks: the account of a token or a session."""
        accounts = self.door.accounts
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        if accounts and kind.lower() == "bearer":
            return Visitor(accounts.holder(given.strip(), "token"), program=True)
        session = request.cookies.get(cookie(request, SESSION), "")
        if accounts and session and (found := accounts.holder(session, "session")):
            return Visitor(found, session)
        return Visitor(None, request.cookies.get(cookie(request, VISIT), ""))

    async def _own_form(self, request: Request, visitor: Visitor) -> Receive:
        """Refuses what another site's page sends; returns the form to be read once more."""
        site = request.headers.get("sec-fetch-site", "same-origin")
        origin = request.headers.get("origin")
        strange = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
        if site not in ("same-origin", "none") or strange:
            raise HTTPException(403, "this was sent by a page of another site")
        body = await _body(request)
        form = request.state.form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        told = request.headers.get(HEADER) or form.get(TOKEN, "")
        own = bool(visitor.secret) and hmac.compare_digest(told.encode(), visitor.form_token().encode())
        if not (visitor.program or own):
            raise HTTPException(403, "this form is not of this room, or too old; load its page once more")

        async def again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        return again

    def _turned_away(self, request: Request, visitor: Visitor) -> Response | None:
        """What is answered to whom the room is not open: he must log in first, or it is not for him."""
        wanted = needed(request)
        if self.door.accounts is None or wanted is None:
            return None
        if visitor.account is None:
            if request.method in SAFE and answer.wanted(request) == "html" and not visitor.program:
                asked = f"{request.url.path}?{request.url.query}".rstrip("?")
                return RedirectResponse(f"{LOGIN}?to={quote(asked, safe='')}", 303)
            known = {"WWW-Authenticate": 'Bearer realm="servanda"'}
            raise HTTPException(401, "this needs a session or a token", known)
        demand(visitor.account, wanted)
        return None


def _host(request: Request) -> str | None:
    """The name by which the room is reached, as the browser says; not as it is made good where it is odd."""
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:
        return None


async def _body(request: Request) -> bytes:
    """The form that came, unless it is too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            raise HTTPException(413, "the form is too long")
    return body


def needed(request: Request) -> Role | None:
    """What role a request needs; null where anybody may ask."""
    path = request.scope["path"]
    if path == LOGIN or path.startswith("/static/"):
        return None
    return "reader" if request.method in SAFE or path == LOGOUT else "reviewer"


def demand(account: Account | None, role: Role) -> None:
    """Refuses an account that may not do what a role may; where there are none, everybody may."""
    if account and not account.may(role):
        raise HTTPException(403, f"{account.name} is a {account.role} here; this is for a {role}")


def new_visit() -> str:
    """The secret of a visitor without a session."""
    return secrets.token_urlsafe(32)
