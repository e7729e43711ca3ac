"""``servanda annotate``: quantities and times of a stream of texts, line by line.

What has arrived is answered at once: a line that comes alone does not wait for others, and a
flood is read and written in large pieces. Memory does not grow with the length of the stream.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from servanda import annotation
from servanda.errors import ServandaError

PIECE = 1 << 16


class Line(msgspec.Struct):
    """One line of input. ``id`` comes back as it was given."""

    text: str
    id: msgspec.Raw = msgspec.Raw(b"null")
    lang: str | None = None
    date: str | None = None


class Answer(msgspec.Struct):
    """One line of output."""

    id: msgspec.Raw
    quantities: Any
    times: Any


def annotate(inp: BinaryIO, out: BinaryIO) -> int:
    """Answers each line of ``inp`` on ``out``; returns 1 if any could not be, else 0.

    A bad line is named on standard error with its number and its fault, and the rest goes on.
    """
    decode = msgspec.json.Decoder(Line).decode
    encode = msgspec.json.Encoder(decimal_format="number").encode
    status = number = 0
    for lines in _arrivals(inp):
        for line in lines:
            number += 1
            if not line.strip():
                continue
            try:
                answer = encode(_answer(decode(line)))
            except Exception as error:  # noqa: BLE001  (nothing in one line stops the next)
                sys.stderr.write(f"servanda: line {number}: {_fault(error)}\n")
                status = 1
            else:
                out.write(answer + b"\n")
        out.flush()
    return status


def _answer(line: Line) -> Answer:
    found = annotation.annotate(line.text, line.lang, line.date)
    return Answer(line.id, found.quantities, found.times)


def _arrivals(inp: BinaryIO) -> Iterator[list[bytes]]:
    """The whole lines among what has arrived, each time that something has."""
    read = getattr(inp, "raw", inp).read
    rest = bytearray()
    while piece := read(PIECE):
        rest += piece
        if b"\n" in piece:
            *lines, last = bytes(rest).split(b"\n")
            rest = bytearray(last)
            yield lines
    yield [bytes(rest)]


def _fault(error: Exception) -> str:
    """The fault of a line, for the one who wrote it."""
    if isinstance(error, msgspec.ValidationError):
        return (
            f'{error}; a line is {{"id": …, "text": "…", "lang": "en" or null, "date": "2025-12-05" or null}}'
        )
    if isinstance(error, (msgspec.DecodeError, UnicodeDecodeError)):
        return f"not JSON: {error}"
    return (
        str(error)
        if isinstance(error, ServandaError)
        else f"a fault of ours: {type(error).__name__}: {error}"
    )
