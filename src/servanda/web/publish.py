"""The reading room as plain files: each page as it is served, with links that lead from file to file.

The room is asked, in this process, for its first page and then for every page that it links to. Lists come
whole, page by page; what only a server can answer (filters, sorting, search) is left out. A record's
page is its place in its document.
"""

from __future__ import annotations

import asyncio
import posixpath
import re
from concurrent.futures import ThreadPoolExecutor
from html import escape, unescape
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import httpx

from servanda.app import open as open_ledger
from servanda.errors import ServandaError, UsageError
from servanda.web.gate import Door
from servanda.web.site import create_app

LIST = ".servanda"
"""The file that lists what was published, so that it can be written anew."""
ANSWERED = ("/search", "/ask", "/review", "/compare", "/openapi")
"""Pages that answer questions: no file can."""
KEPT = ({"page"}, {"scale"}, {"pair"})
"""What an address may ask for and still be a file: a part of a list, another scale of a chart, two states."""
_LINK = re.compile(r'\b(href|src)="([^"]*)"')
_CHART_LINK = re.compile(r'("href":\s*)"(/[^"\\]*)"')
_STYLE_LINK = re.compile(r'url\(["\']?(/[^"\')]*)["\']?\)')
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_NAME = re.compile(r'filename="([^"/\\]+)"')
_UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f]')
ROOM = "http://room"


def publish(address: str, folder: Path) -> int:
    """Writes the reading room of a ledger into a folder; returns how many pages there are.

    Raises :class:`UsageError` for a folder with other things in it.
    """
    with open_ledger(address, create=False) as ledger:
        places = {r.id: reading.document.id for reading in ledger.store.readings() for r in reading.records}
    _make_room(folder)
    site = _Site(folder, places)
    with ThreadPoolExecutor(1) as beside:  # the caller, a notebook say, may have a loop of its own running
        beside.submit(lambda: asyncio.run(site.fetch(address))).result()
    for file in site.pages:
        path = folder / file
        path.write_text(site.relinked(path.read_text("utf-8"), file), "utf-8", newline="")
    (folder / LIST).write_text("".join(f"{file}\n" for file in sorted(set(site.files.values()))), "utf-8")
    return len(site.pages)


def _make_room(folder: Path) -> None:
    """An empty folder, or none: what was published there before goes, anything else is refused."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        listed = folder / LIST
        if listed.is_file():
            for name in listed.read_text("utf-8").splitlines():
                path = (folder / name).resolve()
                if path.is_relative_to(folder.resolve()):
                    path.unlink(missing_ok=True)
        elif any(folder.iterdir()):
            raise UsageError(f"{folder} has other files in it; name a new folder, or an empty one")
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from error


class _Site:
    """What has been fetched so far: the file of each address."""

    def __init__(self, folder: Path, places: dict[str, str]) -> None:
        self.folder = folder
        self.places = places
        self.files: dict[str, str] = {}
        self.pages: list[str] = []

    async def fetch(self, address: str) -> None:
        """Every page that is reached from the first one, as it is served."""
        app = create_app(address, Door(("room",), None))
        app.state.workings.whole()
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        seen, waiting = {"/"}, ["/"]
        async with httpx.AsyncClient(transport=transport, base_url=ROOM) as client:
            while waiting:
                path = waiting.pop()
                for link in self._save(path, await client.get(path)):
                    if link not in seen:
                        seen.add(link)
                        waiting.append(link)
        app.state.ledger.close()

    def _save(self, path: str, response: httpx.Response) -> list[str]:
        """Writes what an address answered; returns the addresses that it leads to."""
        if response.status_code >= 500:
            raise ServandaError(f"the page {path} could not be made ({response.status_code})")
        if response.status_code != 200:
            return []
        kind = response.headers.get("content-type", "").partition(";")[0]
        named = _NAME.search(response.headers.get("content-disposition", ""))
        is_page = kind == "text/html" and named is None
        file = _file(path, named[1] if named else None, is_page=is_page)
        self.files[path] = file
        target = self.folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(response.content)
        if is_page:
            self.pages.append(file)
            return [link for link in map(self._wanted, _links(response.text)) if link]
        return _STYLE_LINK.findall(response.text) if kind == "text/css" else []

    def _wanted(self, link: str) -> str | None:
        """The address to fetch for a link: one of the room, with nothing asked that needs a server."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith(ANSWERED):
            return None
        if parts.path.startswith("/records/"):
            document = self.places.get(parts.path.rpartition("/")[2])
            return f"/documents/{document}" if document else None
        asked = parse_qs(parts.query)
        if not asked or asked == {"page": ["1"]}:
            return parts.path
        return f"{parts.path}?{parts.query}" if set(asked) in KEPT else None

    def relinked(self, text: str, file: str) -> str:
        """A page whose links lead to files; those that lead nowhere become plain words."""

        def attribute(match: re.Match[str]) -> str:
            link = self._relative(unescape(match[2]), file)
            return "" if link is None else f'{match[1]}="{escape(link)}"'

        def of_chart(match: re.Match[str]) -> str:
            return f'{match[1]}"{self._relative(match[2], file) or "#"}"'

        return _CHART_LINK.sub(of_chart, _LINK.sub(attribute, _FORM.sub("", text)))

    def _relative(self, link: str, file: str) -> str | None:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not parts.path:
            return link
        to = self.files.get(self._wanted(link) or "")
        if to is None:
            return None
        fragment = (
            f"r-{parts.path.rpartition('/')[2]}" if parts.path.startswith("/records/") else parts.fragment
        )
        path = quote(posixpath.relpath(to, posixpath.dirname(file) or "."))
        return path + (f"#{fragment}" if fragment else "")


def _links(text: str) -> list[str]:
    text = _FORM.sub("", text)
    return [unescape(link) for _, link in _LINK.findall(text)] + [
        link for _, link in _CHART_LINK.findall(text)
    ]


def _file(path: str, name: str | None, *, is_page: bool) -> str:
    """The file of an address.

    >>> _file("/", None, is_page=True), _file("/figures?page=2", None, is_page=True)
    ('index.html', 'figures-2.html')
    >>> _file("/dealings.csv?pair=IN,RU", None, is_page=False), _file("/static/icon", None, is_page=False)
    ('dealings-IN,RU.csv', 'static/icon')
    >>> _file("/export/json-ld", "ledger.jsonld", is_page=False)
    'export/json-ld/ledger.jsonld'
    """
    parts = urlsplit(path)
    own = _UNSAFE.sub("_", unquote(parts.path)).strip("/")
    own = "/".join(part for part in own.split("/") if part not in ("", ".", "..")) or "index"
    if name:
        return f"{own}/{name}"
    asked = "".join(f"-{_UNSAFE.sub('_', value[0])}" for value in parse_qs(parts.query).values())
    stem, dot, suffix = (own, ".", "html") if is_page else own.rpartition(".")
    return f"{stem}{asked}{dot}{suffix}" if stem else own
