"""Reading the data that scores rest on; what is wrong in it is named by file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
T = TypeVar("T")


class DataFault(Exception):
    """The data cannot be measured on; the message names file, line and fault."""


def at(path: Path, line: int, fault: str) -> DataFault:
    """A fault of one line."""
    return DataFault(f"{path}:{line}: {fault}")


def rows(path: Path, kind: type[T]) -> Iterator[tuple[int, T]]:
    """The rows of a JSONL file with their line numbers; blank lines are passed over.

    Raises :class:`DataFault` for a file that is not there, or a line that is not a ``kind``.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as fault:
        raise DataFault(f"{path}: {fault.strerror}") from fault
    decoder = msgspec.json.Decoder(kind)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield number, decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            raise at(path, number, str(fault)) from fault


def digest(paths: Iterable[Path]) -> str:
    """One SHA-256 of these files: their names and contents, in the order of the names."""
    whole = hashlib.sha256()
    for path in sorted(paths, key=lambda p: p.name):
        whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
