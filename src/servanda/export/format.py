"""What a way to write a ledger out is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO

import msgspec

from servanda import extras
from servanda.model import Reading


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
        return not self.extra or extras.available(self.extra)

    def __call__(self, readings: Iterable[Reading], out: BinaryIO) -> int:
        """Writes all, returns how many records were written."""
        return self.write(readings, out)
