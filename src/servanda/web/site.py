"""The application: routes, templates, files, headers, and what a wrong address gets."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from servanda import packs
from servanda.app import Ledger
from servanda.app import open as open_ledger
from servanda.errors import ServandaError, UsageError
from servanda.labels import words_of
from servanda.language import detect
from servanda.periods import period_words
from servanda.web import (
    across,
    answer,
    asking,
    dealings,
    documents,
    downloads,
    entities,
    findings,
    gate,
    indicators,
    login,
    openapi,
    overview,
    posting,
    record,
    review,
    search,
    tables,
    topics,
    whereabouts,
)
from servanda.web.remembering import remembering
from servanda.web.room import NAVIGATION, page
from servanda.web.steady import Steady
from servanda.web.tongue import Tongue, gettext, marked, ngettext
from servanda.web.workings import BusyError, Workings

ROOMS = (
    across,
    asking,
    dealings,
    documents,
    downloads,
    findings,
    record,
    search,
    tables,
    entities,
    indicators,
    openapi,
    overview,
    review,
    topics,
    whereabouts,
)
"""The modules with the routes of pages."""
STATIC = Path(__file__).parent / "static"
HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",  # no 'unsafe-eval': charts are drawn by Vega's own interpreter
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
BUNDLE = "import sys, vl_convert; sys.stdout.buffer.write(vl_convert.javascript_bundle().encode())"
"""The program that writes the scripts of charts, from the installed package."""
TITLES = {
    400: marked("This address asks for something impossible"),
    404: marked("There is nothing here"),
    503: marked("This is not ready"),
}
REMEDIES = {
    400: marked("Correct the address, or start from one of these pages:"),
    404: marked(
        "It may have been replaced when its document changed, or mistyped. Start from one of these pages:"
    ),
}


def create_app(ledger_url: str, door: gate.Door | None = None) -> FastAPI:
    """The reading room of the ledger at a path or database URL, which must be there already.

    ``door`` says who may come in; by itself who is on this machine, with an account if anybody has one.
    Raises :class:`servanda.errors.LedgerError` where there is none.
    """
    app = FastAPI(title="servanda", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_prepared)
    app.state.ledger = open_ledger(ledger_url, create=False)
    app.state.ledger.store = remembering(app.state.ledger.store)
    app.state.workings = Workings(app.state.ledger)
    app.state.door = gate.door(ledger_url) if door is None else door
    app.state.limits = gate.Limits()
    app.state.templates = _templates()
    app.get("/static/vega-bundle.js")(vega_bundle)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for room in ROOMS:
        app.include_router(room.router)
    app.include_router(posting.router)
    app.include_router(login.router)
    app.state.pages = [route for room in ROOMS for route in room.router.routes]
    app.add_exception_handler(HTTPException, _not_found)
    app.add_exception_handler(UsageError, _wrong)
    app.add_exception_handler(BusyError, _busy)
    app.add_exception_handler(ServandaError, _broken)
    app.add_exception_handler(Exception, _fault)
    app.add_middleware(Steady, stamp=app.state.ledger.store.stamp)
    app.add_middleware(gate.Gate, door=app.state.door, limits=app.state.limits, refuse=_error)
    app.middleware("http")(_with_headers)
    app.add_middleware(answer.FormatInPath)
    app.add_middleware(Tongue)
    return app


@asynccontextmanager
async def _prepared(app: FastAPI) -> AsyncIterator[None]:
    """Loads what is slow to load while the first readers look around."""
    ledger: Ledger = app.state.ledger
    languages = [language for language, _ in ledger.store.tally("document", "language") if language]
    threading.Thread(target=app.state.workings.whole, daemon=True).start()
    threading.Thread(target=_prepare, args=(ledger, languages), daemon=True).start()
    yield
    ledger.close()
    if app.state.door.accounts:
        app.state.door.accounts.close()


def _prepare(ledger: Ledger, languages: Iterable[str]) -> None:
    """The script of charts, and the words of all languages: those of documents first, others for searches."""
    _bundle()
    for language in dict.fromkeys((*languages, *packs.languages())):
        ledger.prepare(language)
    detect(" ".join(packs.languages()))  # by a model that takes a while to load


def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("servanda.web"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {"section": "", "navigation": NAVIGATION}
    environment.filters |= {"exact": exact, "end": end, "words": words_of, "period": period_words}
    return environment


def exact(text: str) -> Markup:
    r"""Text for a page, to the character: a carriage return would else become a line feed.

    >>> exact("a < b\r\n")
    Markup('a &lt; b&#13;\n')
    """
    return Markup(str(escape(text)).replace("\r", "&#13;"))  # noqa: S704  (escaped just here)


def end(text: str, length: int) -> str:
    """The end of a text, from a word on; a sign for what is left out.

    >>> end("The Leaders of both states resolved", 20)
    '… states resolved'
    """
    return text if len(text) <= length else "… " + text[-length:].partition(" ")[2]


def vega_bundle() -> Response:
    """Vega, Vega-Lite and Vega-Embed in one script, from the installed package."""
    headers = {"Cache-Control": "max-age=86400"}
    return Response(_bundle(), media_type="text/javascript; charset=utf-8", headers=headers)


@lru_cache(maxsize=1)
def _bundle() -> bytes:
    """Made in a process of its own: it takes a second, in which this one could do nothing else."""
    made = subprocess.run([sys.executable, "-c", BUNDLE], capture_output=True, check=True)  # noqa: S603
    return made.stdout


async def _with_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.url.scheme == "https":
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if gate.visitor_of(request).account:
        response.headers["Cache-Control"] = "no-store"  # what only some may see is not to lie about
    return response


# -- what goes wrong ------------------------------------------------------------------------------


def _not_found(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  (told to the type checker)
    message = f"no page at {request.url.path}" if error.detail == "Not Found" else error.detail
    return _error(request, error.status_code, message, error.headers)


def _wrong(request: Request, error: Exception) -> Response:
    return _error(request, 400, str(error))


def _broken(request: Request, error: Exception) -> Response:
    return _error(request, 503, str(error))


def _busy(request: Request, error: Exception) -> Response:
    """Says so, and has the browser look again."""
    response = _error(request, 503, str(error))
    response.headers["Refresh"] = response.headers["Retry-After"] = "5"
    return response


def _fault(request: Request, error: Exception) -> Response:
    """Answers; the server then writes the traceback to its log."""
    response = _error(request, 500, f"a fault of ours: {type(error).__name__}")
    response.headers.update(HEADERS)  # this answer is made outside of _with_headers
    return response


def _error(request: Request, status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """What is wrong and what to do, as a page, or as JSON where data was asked for."""
    response = _told(request, status, message)
    response.headers.update(headers or {})
    return response


def _told(request: Request, status: int, message: str) -> Response:
    if answer.wanted(request) != "html":
        return answer.json_response({"error": message}, status)
    context: dict[str, Any] = {
        "status": status,
        "title": gettext(TITLES.get(status, HTTPStatus(status).phrase)),
        "message": message,
        "remedy": gettext(REMEDIES.get(status, marked("Try again, or start from one of these pages:"))),
    }
    response = page(request, "error.html", **context)
    response.status_code = status
    return response
