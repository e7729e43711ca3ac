"""Columns of a listing for a terminal: cells padded to one width, long ones cut, words in context.

Everything is measured in terminal cells, so that Chinese, Hindi and Vietnamese line up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.text import Text

GAP = "  "
NARROWEST = 8
_BLANKS = re.compile(r"\s+")
DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""The characters that turn the direction of a text: in a line of a listing they would reorder the others."""
CONTROLS = dict.fromkeys((*range(32), *range(127, 160), *DIRECTIONS), "\ufffd") | dict.fromkeys(
    map(ord, "\t\n\r\v\f\x85"), " "
)


class Column(NamedTuple):
    """A column: its heading, what it shows of a record, how wide it may be, how it looks."""

    heading: str
    show: Callable[[Any], str]
    widest: int
    style: str = ""
    right: bool = False


def widths(columns: Sequence[Column], cells: Iterable[Sequence[str]], room: int) -> list[int]:
    """The width of each column: that of its longest cell or heading, within its limit.

    Where they do not all fit in ``room``, the widest ones give way.
    """
    sizes = [cell_len(column.heading) for column in columns]
    for row in cells:
        sizes = [max(size, cell_len(cell)) for size, cell in zip(sizes, row, strict=True)]
    sizes = [min(size, column.widest) for size, column in zip(sizes, columns, strict=True)]
    while sum(sizes) + len(GAP) * len(sizes) > room and max(sizes) > NARROWEST:
        sizes[sizes.index(max(sizes))] -= 1
    return sizes


def line(columns: Sequence[Column], sizes: Sequence[int], cells: Sequence[str]) -> Text:
    """One line of a listing."""
    text = Text()
    for column, size, cell in zip(columns, sizes, cells, strict=True):
        text.append(_fitted(cell, size, right=column.right), column.style)
        text.append(GAP)
    return text


def _fitted(cell: str, size: int, *, right: bool) -> str:
    shown = cut(cell, size)
    space = " " * (size - cell_len(shown))
    return space + shown if right else shown + space


def cut(text: str, width: int) -> str:
    """A text within a width, the end of a longer one replaced by a sign.

    >>> cut("trade.turnover", 14), cut("trade.turnover", 6)
    ('trade.turnover', 'trade…')
    """
    text = visible(text)
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def visible(text: str) -> str:
    r"""A text that a terminal shows and does not obey: blanks for breaks, a sign for a control character.

    >>> visible("a\x1b[31mb\nc"), visible("txt.\u202egpj")
    ('a�[31mb c', 'txt.�gpj')
    """
    return text.translate(CONTROLS)


def in_context(text: str, start: int, end: int, width: int) -> Text:
    """A span with as much of the words around it as fits, the span itself marked.

    >>> in_context("The sides set a target of $100 billion by 2030.", 26, 38, 30).plain
    '…rget of $100 billion by 2030.'
    """
    quote = _one_line(text[start:end]).strip()
    if cell_len(quote) + 2 >= width:
        return Text(cut(quote, width), "bold")
    before = _one_line(text[max(0, start - 2 * width) : start])
    after = _one_line(text[end : end + 2 * width])
    room = width - cell_len(quote)
    left = min(cell_len(before), max(room // 2, room - cell_len(after)))
    right = min(cell_len(after), room - left)
    return Text.assemble((_tail(before, left), "dim"), (quote, "bold"), (cut(after, right), "dim"))


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", visible(text))


def _tail(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    while text and cell_len(text) > width - 1:
        text = text[1:]
    return "…" + text
