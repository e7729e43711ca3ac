"""Object storage, as far as fsspec reaches: ``s3://``, ``gs://``, ``abfs://`` and others of :data:`KINDS`.

Credentials and the like are fsspec's own affair (its configuration files and variables, the provider's usual
ones). Needs the extra ``scale``, and the library of the provider (``s3fs``, ``gcsfs``, ``adlfs``).
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from servanda.errors import ReadError
from servanda.extras import optional

KINDS = ("abfs", "abfss", "az", "file", "gcs", "gs", "hdfs", "hf", "memory", "oss", "s3")
"""What an address of object storage begins with."""


def is_stored(place: str) -> bool:
    """Whether a name is an address of object storage.

    >>> is_stored("s3://news/2025/"), is_stored("https://example.org"), is_stored("news/2025")
    (True, False, False)
    """
    return place.partition("://")[0] in KINDS and "://" in place


def files(place: str) -> Iterator[str]:
    """The addresses of all files that a pattern, a folder or a file stands for, in order of their names.

    Raises :class:`ReadError` where there are none, or the storage does not answer.
    """
    storage, path = filesystem(place)
    try:
        found = storage.glob(path) if re.search(r"[*?\[]", path) else [path]
        every = {file for one in found for file in storage.find(one)}
    except Exception as error:
        raise _unreachable(place, error) from error
    kept = sorted(file for file in every if not re.search(r"/\.", file.removeprefix(path)))
    if not kept:
        raise ReadError(place, "names no file; check the spelling, and quote a pattern for the shell")
    yield from map(storage.unstrip_protocol, kept)


@contextmanager
def opened(place: str) -> Iterator[BinaryIO]:
    """A file, opened to be read piece by piece; :class:`ReadError` where it cannot be."""
    storage, path = filesystem(place)
    try:
        file = storage.open(path, "rb")
    except Exception as error:
        raise _unreachable(place, error) from error
    with file:
        yield file


def size(place: str) -> int:
    """The bytes of a file, of this machine or of object storage; 0 where nobody says."""
    if not is_stored(place):
        here = Path(place)
        return here.stat().st_size if here.is_file() else 0
    storage, path = filesystem(place)
    return storage.size(path) or 0


def footer(place: str, name: str) -> bytes | None:
    """What a Parquet file says of itself under a name; nothing where there is no such file."""
    storage, path = filesystem(place)
    if not storage.exists(path):
        return None
    with storage.open(path, "rb") as file:
        told = optional("scale", "pyarrow.parquet").read_metadata(file).metadata or {}
    found: bytes | None = told.get(name.encode())
    return found


@contextmanager
def whole(place: str) -> Iterator[BinaryIO]:
    """A new file that stands at its address once all is written, and not before."""
    storage, path = filesystem(place)
    local = "file" in ((storage.protocol,) if isinstance(storage.protocol, str) else storage.protocol)
    folder = Path(path).parent if local else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    made = (folder or Path(tempfile.gettempdir())) / f".{uuid4().hex}"
    try:
        with made.open("xb") as file:
            yield file
        if folder:
            made.replace(path)
        else:
            storage.put_file(str(made), path)
    finally:
        made.unlink(missing_ok=True)


def filesystem(place: str) -> tuple[Any, str]:
    """What speaks with the storage of an address, and the path in it."""
    try:
        storage, path = optional("scale", "fsspec.core").url_to_fs(place)
    except (ValueError, ImportError) as error:
        raise ReadError(place, f"cannot be asked ({error})") from error
    return storage, path


def _unreachable(place: str, error: Exception) -> ReadError:
    if isinstance(error, FileNotFoundError):
        return ReadError(place, "is not there; check the spelling")
    reason = str(error) or type(error).__name__
    return ReadError(place, f"cannot be reached ({reason}); check the address and the credentials")
