"""Where documents come from: files, folders, glob patterns, web addresses, standard input, collections.

``expand`` turns what a person names into content, one item after the other, in a fixed order. What
cannot be read comes out as the error that says why, in its place, and never stops the rest.
"""

from __future__ import annotations

import glob
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from servanda import __version__
from servanda.errors import FetchError, ReadError, TooLarge
from servanda.readers import lines

if TYPE_CHECKING:
    import httpx

MEGABYTE = 1_000_000
MAX_BYTES = 50 * MEGABYTE
"""The largest document, unless the caller says otherwise."""
TIMEOUT = 20.0
"""Seconds to wait for a server to answer or to go on; ten times as long for a whole document."""
STDIN = "-"
NOT_MODIFIED = 304


class Item(msgspec.Struct, frozen=True):
    """One document's content and where it came from; ``media_type`` as a server declared it."""

    uri: str
    content: bytes
    media_type: str = ""


def expand(
    paths: Iterable[str], max_bytes: int = MAX_BYTES, timeout: float = TIMEOUT
) -> Iterator[Item | ReadError]:
    """The content of all that is named, loaded one by one, or the error in its place.

    >>> [str(e) for e in expand(["no/such.txt"])]
    ['no/such.txt: is not there; check the spelling']
    """
    for place in locate(paths):
        if isinstance(place, ReadError):
            yield place
        else:
            yield from items(place, max_bytes, timeout)


def items(place: str, max_bytes: int = MAX_BYTES, timeout: float = TIMEOUT) -> Iterator[Item | ReadError]:
    """The content of one place, or of each line of a collection, one by one; errors in their place."""
    try:
        if collects(place):
            yield from _lines(place, max_bytes)
        else:
            yield load(place, max_bytes, timeout)
    except ReadError as e:
        yield e


def collects(place: str) -> bool:
    """Whether a place holds many documents: a file of JSON Lines (:mod:`servanda.readers.lines`)."""
    return not is_address(place) and lines.collects(place)


def locate(paths: Iterable[str]) -> Iterator[str | ReadError]:
    """What the names stand for, each once: files of folders and patterns in order, addresses, ``-``.

    Nothing is opened. Within folders, names that begin with a dot are passed over, as shells do, and
    links to folders are not followed.
    """
    seen: set[str] = set()
    for path in paths:
        for place in _places(path):
            if isinstance(place, ReadError) or place not in seen:
                seen.add(str(place))
                yield place


def load(place: str, max_bytes: int = MAX_BYTES, timeout: float = TIMEOUT) -> Item:
    """The content of one file or address, or of standard input (``-``).

    Raises :class:`TooLarge`, :class:`FetchError` or another :class:`ReadError`.
    """
    if place == STDIN:
        return Item(STDIN, _limited(sys.stdin.buffer, STDIN, max_bytes))
    if not is_address(place):
        return _open(place, max_bytes)
    item = fetch(place, max_bytes, timeout).item
    if item is None:
        raise FetchError(place, "answered that it has not changed, which nobody asked; check the address")
    return item


def is_address(place: str) -> bool:
    """Whether a name is a web address.

    >>> is_address("https://example.org/a"), is_address("notes/a.txt")
    (True, False)
    """
    return place.lower().startswith(("http://", "https://"))


# --- names


def _places(path: str) -> Iterator[str | ReadError]:
    if path == STDIN or is_address(path):
        yield path
    elif "://" in path:
        yield ReadError(path, "is an address of an unknown kind; use http:// or https://")
    elif not path or "\0" in path:
        yield ReadError(_shown(path) or '""', "is no name of a file, a folder, a pattern or an address")
    elif Path(path).is_dir():
        yield from _folder(path)
    elif os.path.lexists(path) or not glob.has_magic(path):
        yield Path(path).as_posix()
    else:
        yield from _pattern(path)


def _pattern(pattern: str) -> Iterator[str | ReadError]:
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob knows no absolute pattern
    for path in found:
        if not Path(path).is_dir():
            yield Path(path).as_posix()
        elif "**" not in pattern:  # that one names what is inside by itself
            yield from _folder(path)
    if not found:
        yield ReadError(pattern, "matches no file; check the pattern, and quote it for the shell")


def _folder(folder: str) -> Iterator[str | ReadError]:
    """All files below a folder, in order of their names."""
    empty = True
    faults: list[OSError] = []
    for top, folders, files in os.walk(folder, onerror=faults.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(f for f in files if not f.startswith(".")):
            empty = False
            yield (Path(top) / name).as_posix()
    for fault in faults:
        yield ReadError(_shown(str(fault.filename or folder)), _why(fault))
    if empty and not faults:
        yield ReadError(_shown(Path(folder).as_posix()), "is a folder without files to read")


# --- content


def _open(path: str, max_bytes: int) -> Item:
    with _opened(path) as (file, uri):
        size = os.fstat(file.fileno()).st_size
        if size > max_bytes:
            raise _too_large(uri, max_bytes, size)
        return Item(uri, _limited(file, uri, max_bytes))


def _lines(path: str, max_bytes: int) -> Iterator[Item | ReadError]:
    """Each line of a collection; the file may be as large as it likes."""
    with _opened(path) as (file, uri):
        for address, content in lines.lines(file, uri, max_bytes):
            if content is None:
                yield _too_large(address, max_bytes)
            else:
                yield Item(address, content, lines.MEDIA_TYPE)


@contextmanager
def _opened(path: str) -> Iterator[tuple[BinaryIO, str]]:
    """A regular file, opened, and its name as it is stored."""
    uri = _shown(Path(path).as_posix())
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            raise ReadError(uri, "is no regular file (a device or a pipe); pipe its content in with -")
        with Path(path).open("rb") as file:
            yield file, uri
    except FileNotFoundError as e:
        broken = Path(path).is_symlink()
        raise ReadError(uri, "is a link to nothing" if broken else "is not there; check the spelling") from e
    except OSError as e:
        raise ReadError(uri, _why(e)) from e


def _limited(file: BinaryIO, uri: str, max_bytes: int) -> bytes:
    content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise _too_large(uri, max_bytes)
    return content


class Fetched(msgspec.Struct, frozen=True):
    """What a server answered: the content, or none where it has not changed; what to ask with next time."""

    item: Item | None
    etag: str = ""
    modified: str = ""


def fetch(url: str, max_bytes: int, timeout: float, etag: str = "", modified: str = "") -> Fetched:
    """The answer of a server, read piece by piece so that size and time stay within bounds.

    ``etag`` and ``modified``: what it answered last time; it then says whether anything has changed.
    """
    import httpx  # noqa: PLC0415 - heavy, and only needed for addresses

    deadline = time.monotonic() + 10 * timeout
    known = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {"User-Agent": f"servanda/{__version__}"} | {
        name: value for name, value in known.items() if value
    }
    try:
        with httpx.stream("GET", url, timeout=timeout, follow_redirects=True, headers=headers) as answer:
            if answer.status_code == NOT_MODIFIED:
                return Fetched(None, etag, modified)
            if answer.is_error:
                raise _refused(url, answer)
            content = _pieces(answer.iter_bytes(), url, max_bytes, deadline)
            told = answer.headers
            item = Item(url, content, told.get("content-type", ""))
            return Fetched(item, told.get("etag", ""), told.get("last-modified", ""))
    except httpx.TimeoutException as e:
        raise FetchError(url, f"did not answer within {timeout:g} seconds; try again later") from e
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as e:
        raise FetchError(
            url, f"could not be fetched ({str(e) or type(e).__name__}); check the address"
        ) from e


def _refused(url: str, answer: httpx.Response) -> FetchError:
    """What a server's refusal says, with the time that it asks to wait."""
    status = f"{answer.status_code} {answer.reason_phrase}".strip()
    error = FetchError(url, f"answered {status}; check the address")
    wait = answer.headers.get("retry-after", "")
    error.after = float(wait) if wait.isdecimal() else None
    return error


def _pieces(pieces: Iterable[bytes], url: str, max_bytes: int, deadline: float) -> bytes:
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > max_bytes:
            raise _too_large(url, max_bytes)
        if time.monotonic() > deadline:
            raise FetchError(url, "takes too long to send its content; try again later")
    return bytes(content)


def _too_large(uri: str, max_bytes: int, size: int | None = None) -> TooLarge:
    has = f"has {_megabytes(size)}, " if size else "is "
    return TooLarge(uri, f"{has}over the limit of {_megabytes(max_bytes)}; raise it with --max-size")


def _megabytes(size: int) -> str:
    """A size for people.

    >>> _megabytes(50_000_000), _megabytes(200)
    ('50 MB', '200 bytes')
    """
    return f"{size / MEGABYTE:.4g} MB" if size >= MEGABYTE // 100 else f"{size} bytes"


def _why(fault: OSError) -> str:
    """What the system says, with a remedy where there is a usual one."""
    reason = (fault.strerror or str(fault)).lower()
    remedy = "; check its permissions" if isinstance(fault, PermissionError) else ""
    return f"cannot be opened ({reason}){remedy}"


def _shown(path: str) -> str:
    """A path that can be printed and stored: bytes that are no UTF-8 are replaced."""
    return os.fsencode(path).decode("utf-8", "replace")
