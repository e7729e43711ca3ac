"""What a way to write a ledger out is, and how it asks for a library that is not always there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, BinaryIO

import msgspec

from servanda.errors import UsageError
from servanda.model import Reading

LIBRARIES = {
    "mcp": "mcp",
    "pandas": "pandas",
    "parquet": "pyarrow",
    "polars": "polars",
    "xlsx": "xlsxwriter",
}
"""The library of each extra."""


class Format(msgspec.Struct, frozen=True):
    """One way to write a ledger out: its writer, and what those who offer it need to know.

    A format is a :class:`servanda.protocols.Exporter`: called, it writes. ``extra``: the one of servanda
    that brings the library which it needs.
    """

    write: Callable[[Iterable[Reading], BinaryIO], int]
    suffix: str
    media_type: str
    about: str
    extra: str = ""

    @property
    def available(self) -> bool:
        """Whether its library is installed."""
        return not self.extra or find_spec(LIBRARIES[self.extra]) is not None

    def __call__(self, readings: Iterable[Reading], out: BinaryIO) -> int:
        """Writes all, returns how many records were written."""
        return self.write(readings, out)


def optional(extra: str, part: str = "") -> Any:
    """The library that an extra brings, or a part of it; :class:`UsageError` says how to get it."""
    library = LIBRARIES[extra]
    try:
        return import_module(library + part)
    except ModuleNotFoundError:
        raise UsageError(f"this needs {library}; get it with: pip install 'servanda[{extra}]'") from None
