"""Object storage, as far as fsspec reaches: ``s3://``, ``gs://``, ``abfs://`` and others of :data:`KINDS`.

Credentials and the like are fsspec's own affair (its configuration files and variables, the provider's usual
ones). Needs the extra ``scale``, and the library of the provider (``s3fs``, ``gcsfs``, ``adlfs``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

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
