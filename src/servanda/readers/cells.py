"""The cells of a CSV file, each with its place in the text (RFC 4180)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

DELIMITERS = ",;\t|"


class Cell(NamedTuple):
    """A cell: what it says, and where its words stand in the text (quotation marks left out)."""

    text: str
    start: int
    end: int


class Row(NamedTuple):
    """A row and the number of its first line, counted from 1."""

    line: int
    cells: tuple[Cell, ...]


def delimiter(text: str) -> str:
    """The sign that parts the cells: of those that may, the one most frequent in the first line.

    >>> delimiter("value;unit;note"), delimiter("value")
    (';', ',')
    """
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=lambda sign: (first.count(sign), -DELIMITERS.index(sign)))


def rows(text: str, sign: str | None = None) -> Iterator[Row]:
    r"""The rows of a text; empty lines are passed over.

    >>> [[cell.text for cell in row.cells] for row in rows('a,"b, c"\n\n1,2')]
    [['a', 'b, c'], ['1', '2']]
    """
    sign = sign or delimiter(text)
    by = re.escape(sign)
    pattern = re.compile(rf'(?:"((?:[^"]|"")*)"[ \t]*|([^\r\n{by}]*))({by}|\r\n|\r|\n|\Z)')
    line = first = 1
    cells: list[Cell] = []
    at = 0
    while at < len(text) and (found := pattern.match(text, at)):
        cells.append(_cell(text, found))
        at = found.end()
        line += found[0].count("\n")
        if found[3] == sign and at < len(text):
            continue
        if any(cell.text for cell in cells):
            yield Row(first, tuple(cells))
        first, cells = line, []


def _cell(text: str, found: re.Match[str]) -> Cell:
    quoted = found[1] is not None
    start, end = found.span(1 if quoted else 2)
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    said = words.strip()
    return Cell(said.replace('""', '"') if quoted else said, start, start + len(said))
