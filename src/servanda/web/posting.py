"""What the room takes in: the one place where an address changes anything; the gate has let it in.

Words of review come only from somebody with a name: his account's, or where there are no accounts the one
that he gave, in a cookie that no other site can send along.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from servanda import desk
from servanda.errors import UsageError
from servanda.model import Review
from servanda.web import answer, gate
from servanda.web.room import Opened

REVIEWER = "reviewer"
"""The cookie that holds a reviewer's name."""
FIELD = "f."
"""What stands before the name of a record's field in a form."""
Form = Annotated[Mapping[str, str], Depends(gate.form_of)]
"""The fields of the form that came."""


def reviewer_of(request: Request) -> str:
    """Who looks at the room, by his account or the name that he gave; empty for who may not review."""
    if account := gate.visitor_of(request).account:
        return account.name if account.may("reviewer") else ""
    return parse_name(request.cookies.get(REVIEWER, ""))


def parse_name(cookie: str) -> str:
    """A name as a cookie holds it.

    >>> parse_name(cookie_of("Nguyễn Văn A"))
    'Nguyễn Văn A'
    """
    return " ".join(bytes.fromhex(cookie).decode("utf-8", "replace").split()) if _is_hex(cookie) else ""


def cookie_of(name: str) -> str:
    """The value of a cookie for a name: cookies hold no letters beyond ASCII."""
    return " ".join(name.split())[:80].encode().hex()


def _is_hex(text: str) -> bool:
    return len(text) % 2 == 0 and all(sign in "0123456789abcdef" for sign in text)


router = APIRouter()


@router.post("/review/name")
def name(request: Request, form: Form) -> Response:
    """Says who reviews, where no account does."""
    if account := gate.visitor_of(request).account:
        raise UsageError(f"you are logged in as {account.name}")
    response = _onward(form)
    told = form.get("name", "")
    response.set_cookie(REVIEWER, cookie_of(told), max_age=31_536_000, httponly=True, samesite="strict")
    return response


@router.post("/review")
def review(request: Request, ledger: Opened, form: Form) -> Response:
    """Takes a reviewer's word on a record or finding."""
    how = desk.Said(
        by=_named(request),
        note=form.get("note", "").strip(),
        blind=bool(form.get("twice")),
        seen=_number(form, "seen"),
    )
    written = {key.removeprefix(FIELD): text for key, text in form.items() if key.startswith(FIELD)}
    said = desk.say(ledger, form.get("subject", ""), form.get("word", ""), how, written)
    return _said(request, ledger, form, said)


@router.post("/review/undo")
def undo(request: Request, ledger: Opened, form: Form) -> Response:
    """Takes back the reviewer's last word."""
    return _said(request, ledger, form, desk.undo(ledger, _named(request)))


@router.post("/review/restore")
def restore(request: Request, ledger: Opened, form: Form) -> Response:
    """Puts a subject, or all that was reviewed, back to where it stood after an entry of the log."""
    subject = form.get("subject") or None
    if subject is None:
        gate.demand(gate.visitor_of(request).account, "admin")
    desk.restore(ledger, _number(form, "to") or 0, _named(request), subject)
    return _onward(form)


def _named(request: Request) -> str:
    by = reviewer_of(request)
    if not by:
        raise UsageError("say first who you are: a word of review needs the name of its reviewer")
    return by


def _number(form: Mapping[str, str], key: str) -> int | None:
    text = form.get(key, "")
    if text and not text.isdecimal():
        raise UsageError(f"{key} wants the number of an entry, not {text}")
    return int(text) if text else None


def _said(request: Request, ledger: Opened, form: Mapping[str, str], said: Review) -> Response:
    """How the subject stands now, as data or on the page that the form came from."""
    if answer.wanted(request) != "json":
        return _onward(form)
    stands = desk.item(ledger, said.subject, said.reviewer).standing
    told: dict[str, Any] = {"entry": said.id, "subject": said.subject, "word": said.word}
    return answer.json_response(told | {"state": stands.state, "decided": stands.word})


def _onward(form: Mapping[str, str]) -> Response:
    """To the page that the form names, within this room."""
    return RedirectResponse(gate.inside(form.get("back", ""), "/review"), 303)
