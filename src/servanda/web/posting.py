"""What the room takes in: the one place where an address changes anything, and where it is guarded.

A form counts only where it comes from a page of this room, and words of review only from somebody with a
name: a cookie that no other site can send along.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Depends, HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from servanda import desk
from servanda.errors import UsageError
from servanda.model import Review
from servanda.web import answer
from servanda.web.room import Opened

REVIEWER = "reviewer"
"""The cookie that holds a reviewer's name."""
LONGEST = 1 << 16
"""Bytes that a form may have."""
FIELD = "f."
"""What stands before the name of a record's field in a form."""


def own_site(request: Request) -> None:
    """Refuses what another site's page sends: 403."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    strange = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if site not in ("same-origin", "none") or strange:
        raise HTTPException(403, "this was sent by a page of another site")


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form."""
    if int(request.headers.get("content-length") or 0) > LONGEST:
        raise HTTPException(413, "the form is too long")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            raise HTTPException(413, "the form is too long")
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


Form = Annotated[Mapping[str, str], Depends(_form)]


def reviewer_of(request: Request) -> str:
    """Who looks at the room: the name that he gave; empty for somebody without one."""
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


router = APIRouter(dependencies=[Depends(own_site)])


@router.post("/review/name")
def name(form: Form) -> Response:
    """Says who reviews."""
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
    desk.restore(ledger, _number(form, "to") or 0, _named(request), form.get("subject") or None)
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
    to = form.get("back", "")
    inside = to.startswith("/") and not to.startswith(("//", "/\\"))
    return RedirectResponse(to if inside else "/review", 303)
