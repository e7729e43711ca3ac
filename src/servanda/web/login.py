"""Coming in and going out, where the room has accounts."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from servanda.store.accounts import Accounts
from servanda.web import gate
from servanda.web.posting import Form
from servanda.web.room import page
from servanda.web.tongue import gettext, marked

LASTS = timedelta(hours=12)
"""How long a session lasts."""
UNKNOWN = marked("No account has this name and this password.")

router = APIRouter()


@router.get(gate.LOGIN)
def ask(request: Request, to: str = "/") -> Response:
    """Asks who is there."""
    accounts: Accounts | None = request.app.state.door.accounts
    if accounts is None or gate.visitor_of(request).account:
        return RedirectResponse(gate.inside(to), 303)
    return page(request, "login.html", to=gate.inside(to), name="", fault="")


@router.post(gate.LOGIN)
def log_in(request: Request, form: Form) -> Response:
    """Begins a session for whoever has the password; not for who tries too often."""
    accounts: Accounts | None = request.app.state.door.accounts
    limits: gate.Limits = request.app.state.limits
    name, to = form.get("name", ""), gate.inside(form.get("to", ""))
    if accounts is None:
        return RedirectResponse(to, 303)
    if not limits.tries(request, name):
        raise HTTPException(429, "too many attempts; wait a minute", {"Retry-After": "60"})
    known = accounts.known(name, form.get("password", ""))
    if known is None:
        response: Response = page(request, "login.html", to=to, name=name, fault=gettext(UNKNOWN))
        response.status_code = 403
        return response
    response = RedirectResponse(to, 303)
    secret = accounts.let_in(known, "session", LASTS)
    gate.give(request, response, gate.SESSION, secret, int(LASTS.total_seconds()))
    return response


@router.post(gate.LOGOUT)
def log_out(request: Request) -> Response:
    """Ends the session, here and in the ledger."""
    accounts: Accounts | None = request.app.state.door.accounts
    visitor = gate.visitor_of(request)
    if accounts and visitor.secret:
        accounts.end(visitor.secret)
    response = RedirectResponse(gate.LOGIN if accounts else "/", 303)
    secure = request.url.scheme == "https"
    response.delete_cookie(gate.cookie(request, gate.SESSION), secure=secure, httponly=True, samesite="lax")
    return response
