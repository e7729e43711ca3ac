"""Where documents come from: files, folders, patterns, web addresses, object storage, standard input.

``expand`` turns what a person names into content, one item after the other, in a fixed order. What
cannot be read comes out as the error that says why, in its place, and never stops the rest.
"""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from servanda.errors import FetchError, ReadError
from servanda.readers import lines, rows, storage, warc
from servanda.readers.fetching import USUAL, Item, Limits, fetch, is_address, too_large

STDIN = "-"
COLLECTIONS = {ending: form.parts for form in (lines, rows, warc) for ending in form.ENDINGS}
"""What takes the documents out of a file of many, by the name's ending."""


def expand(paths: Iterable[str], limits: Limits = USUAL) -> Iterator[Item | ReadError]:
    """The content of all that is named, loaded one by one, or the error in its place.

    >>> [str(e) for e in expand(["no/such.txt"])]
    ['no/such.txt: is not there; check the spelling']
    """
    for place in locate(paths):
        if isinstance(place, ReadError):
            yield place
        else:
            yield from items(place, limits)


def items(place: str, limits: Limits = USUAL) -> Iterator[Item | ReadError]:
    """The content of one place, or of each line of a collection, one by one; errors in their place."""
    try:
        if collects(place):
            yield from _parts(place, limits.max_bytes)
        else:
            yield load(place, limits)
    except ReadError as e:
        yield e


def collects(place: str) -> bool:
    """Whether a place holds many documents: a file of :data:`COLLECTIONS`.

    >>> collects("corpus/speeches.jsonl.gz"), collects("speech.txt"), collects("s3://news/01.warc.gz")
    (True, False, True)
    """
    return not is_address(place) and place.lower().endswith(tuple(COLLECTIONS))


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


def load(place: str, limits: Limits = USUAL) -> Item:
    """The content of one file or address, or of standard input (``-``).

    Raises :class:`TooLarge`, :class:`FetchError` or another :class:`ReadError`.
    """
    if place == STDIN:
        return Item(STDIN, _limited(sys.stdin.buffer, STDIN, limits.max_bytes))
    if not is_address(place):
        return _open(place, limits.max_bytes)
    item = fetch(place, limits).item
    if item is None:
        raise FetchError(place, "answered that it has not changed, which nobody asked; check the address")
    return item


# --- names


def _places(path: str) -> Iterator[str | ReadError]:
    if path == STDIN or is_address(path):
        yield path
    elif "://" in path:
        yield from _stored(path)
    elif not path or "\0" in path:
        yield ReadError(_shown(path) or '""', "is no name of a file, a folder, a pattern or an address")
    elif Path(path).is_dir():
        yield from _folder(path)
    elif os.path.lexists(path) or not glob.has_magic(path):
        yield Path(path).as_posix()
    else:
        yield from _pattern(path)


def _stored(place: str) -> Iterator[str | ReadError]:
    """All that an address of object storage stands for."""
    if not storage.is_stored(place):
        yield ReadError(place, "is an address of an unknown kind; use https://, or object storage as s3://")
        return
    try:
        yield from storage.files(place)
    except ReadError as fault:
        yield fault


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
        size = os.fstat(file.fileno()).st_size if isinstance(file, BufferedReader) else 0
        if size > max_bytes:
            raise too_large(uri, max_bytes, size)
        return Item(uri, _limited(file, uri, max_bytes))


def _parts(path: str, max_bytes: int) -> Iterator[Item | ReadError]:
    """Each document of a collection; the file may be as large as it likes."""
    take = next(COLLECTIONS[ending] for ending in COLLECTIONS if path.lower().endswith(ending))
    with _opened(path) as (file, uri):
        for address, content, media_type in take(file, uri, max_bytes):
            if content is None:
                yield too_large(address, max_bytes)
            else:
                yield Item(address, content, media_type)


@contextmanager
def _opened(path: str) -> Iterator[tuple[BinaryIO, str]]:
    """A regular file, or one of object storage, opened, and its name as it is stored."""
    if storage.is_stored(path):
        with storage.opened(path) as file:
            yield file, path
        return
    uri = _shown(Path(path).as_posix())
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            raise ReadError(uri, "is no regular file (a device or a pipe); pipe its content in with -")
        with Path(path).open("rb") as here:
            yield here, uri
    except FileNotFoundError as e:
        broken = Path(path).is_symlink()
        raise ReadError(uri, "is a link to nothing" if broken else "is not there; check the spelling") from e
    except OSError as e:
        raise ReadError(uri, _why(e)) from e


def _limited(file: BinaryIO, uri: str, max_bytes: int) -> bytes:
    content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise too_large(uri, max_bytes)
    return content


def _why(fault: OSError) -> str:
    """What the system says, with a remedy where there is a usual one."""
    reason = (fault.strerror or str(fault)).lower()
    remedy = "; check its permissions" if isinstance(fault, PermissionError) else ""
    return f"cannot be opened ({reason}){remedy}"


def _shown(path: str) -> str:
    """A path that can be printed and stored: bytes that are no UTF-8 are replaced."""
    return os.fsencode(path).decode("utf-8", "replace")
