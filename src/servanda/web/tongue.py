"""The language of the interface: asked for by ``?lang=``, remembered, or the first that the browser wants.

Messages are in English in templates and code; ``data/messages/xx.po`` says them in another language, and what
it lacks stays English. ``make messages`` brings ``servanda.pot``, the list of all messages, up to date.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from io import BytesIO
from urllib.parse import parse_qs

from babel import Locale, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

ENGLISH = "en"
ASKED = "lang"
"""The parameter that asks for a language, and the cookie that remembers it."""
_present: ContextVar[str] = ContextVar("language", default=ENGLISH)


class Tongue:
    """ASGI: answers each request in the language that it asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on with its language."""
        if scope["type"] == "http":
            _present.set(_wanted(scope))
        await self.app(scope, receive, send)


def present() -> str:
    """The language of the request that is being answered."""
    return _present.get()


def gettext(message: str) -> str:
    """A message in the present language."""
    return _messages(present()).gettext(message)


def ngettext(one: str, several: str, number: int) -> str:
    """A message with a number, in the form that the present language has for it."""
    return _messages(present()).ngettext(one, several, number)


def marked(message: str) -> str:
    """A message that is said later: here it is only found by whoever collects the messages."""
    return message


@functools.cache
def languages() -> dict[str, str]:
    """The languages that the interface speaks, each by its own name."""
    folder = resources.files("servanda") / "data" / "messages"
    codes = sorted(file.name.removesuffix(".po") for file in folder.iterdir() if file.name.endswith(".po"))
    return {code: str(Locale(code).get_display_name(code)) for code in (ENGLISH, *codes)}


@functools.cache
def _messages(language: str) -> NullTranslations:
    if language == ENGLISH:
        return NullTranslations()
    file = resources.files("servanda") / "data" / "messages" / f"{language}.po"
    compiled = BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _wanted(scope: Scope) -> str:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    asked = parse_qs(scope["query_string"].decode("latin-1")).get(ASKED, [])
    kept = [cookie_parser(headers.get("cookie", "")).get(ASKED, "")]
    return negotiated((*asked, *kept, *accepted(headers.get("accept-language", ""))))


def negotiated(preferred: Sequence[str]) -> str:
    """The first language of some that the interface speaks, or English.

    >>> negotiated(["xx", "en-GB"])
    'en'
    """
    return negotiate_locale([one for one in preferred if one], list(languages()), sep="-") or ENGLISH


def accepted(header: str) -> Iterator[str]:
    """The languages of an ``Accept-Language`` header, the most wanted first.

    >>> list(accepted("en;q=0.5, vi-VN, *;q=0.1, hi;q=0"))
    ['vi-VN', 'en', '*']
    """
    weighed = [_weighed(part) for part in header.split(",") if part.strip()]
    yield from (name for weight, name in sorted(weighed, key=lambda one: -one[0]) if weight > 0)


def _weighed(part: str) -> tuple[float, str]:
    name, _, weight = part.partition(";")
    told = weight.strip().removeprefix("q=")
    return (float(told) if told.replace(".", "", 1).isdecimal() else 1.0), name.strip()
