"""A text cut at every boundary of its records, so that nested and crossing spans can be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

_BREAK = re.compile(r"\n\s*")
_BLANK = re.compile(r"\n[ \t\r]*\n\s*")


HINTS = ("cue", "term")
"""Kinds of words that tell of a record: a statement's verb, the term of a figure's indicator."""


class Span(NamedTuple):
    """Where one record stands, in code points, half-open, or words that tell of it (see ``HINTS``)."""

    start: int
    end: int
    record: str
    kind: str


class Segment(NamedTuple):
    """A piece of text under the same records throughout, the shortest record first.

    ``opens`` are the records whose first piece this is; ``tells``, of which records it tells, and
    ``hints``, as what.
    """

    text: str
    records: tuple[str, ...]
    kinds: tuple[str, ...]
    opens: tuple[str, ...]
    tells: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


def paragraphs(text: str, spans: Iterable[Span]) -> list[list[Segment]]:
    r"""The text in paragraphs of segments; joined together they are the text, to the character.

    A document with blank lines is cut at them, one without at every line break.

    >>> [[s.text for s in p] for p in paragraphs("ab cd\nef", [Span(3, 7, "f1", "figure")])]
    [['ab ', 'cd\n'], ['e', 'f']]
    """
    cuts = _paragraph_ends(text)
    pieces: list[list[Segment]] = [[]]
    position = 0
    for segment in segments(text, spans, cuts):
        pieces[-1].append(segment)
        position += len(segment.text)
        if position in cuts:
            pieces.append([])
    return [piece for piece in pieces if piece]


def _paragraph_ends(text: str) -> set[int]:
    return {match.end() for match in (_BLANK if has_blank_lines(text) else _BREAK).finditer(text)}


def has_blank_lines(text: str) -> bool:
    r"""Whether a text sets its paragraphs off by blank lines.

    >>> has_blank_lines("a\n\nb"), has_blank_lines("a\nb\n\n")
    (True, False)
    """
    return _BLANK.search(text.strip()) is not None


def segments(text: str, spans: Iterable[Span], cuts: Iterable[int] = ()) -> list[Segment]:
    """The text cut at the boundaries of its spans and at ``cuts``, in one sweep.

    >>> spans = [Span(0, 3, "s", "statement"), Span(1, 2, "f", "figure")]
    >>> [(s.text, s.records) for s in segments("abcd", spans)]
    [('a', ('s',)), ('b', ('f', 's')), ('c', ('s',)), ('d', ())]
    """
    ordered = sorted(span for span in spans if span.start < span.end)
    edges = {0, len(text), *cuts}
    for span in ordered:
        edges.update((span.start, span.end))
    found: list[Segment] = []
    active: list[Span] = []
    begun: set[str] = set()
    waiting = 0
    points = sorted(edge for edge in edges if 0 <= edge <= len(text))
    for start, end in pairwise(points):
        active = [span for span in active if span.end > start]
        while waiting < len(ordered) and ordered[waiting].start <= start:
            active.append(ordered[waiting])
            waiting += 1
        found.append(_segment(text[start:end], active, begun))
    return found


def _segment(text: str, active: list[Span], begun: set[str]) -> Segment:
    if not active:
        return Segment(text, (), (), ())
    own = [span for span in active if span.kind not in HINTS]
    inner = sorted(own, key=lambda span: (span.end - span.start, span.start, span.record))
    records = tuple(dict.fromkeys(span.record for span in inner))
    opens = tuple(record for record in records if record not in begun)
    begun.update(opens)
    hints = sorted(set(active) - set(own))
    tells = tuple(dict.fromkeys(span.record for span in hints))
    return Segment(text, records, _kinds(inner), opens, tells, tuple(dict.fromkeys(s.kind for s in hints)))


def _kinds(inner: list[Span]) -> tuple[str, ...]:
    """The kinds of some spans, the one that gives the colour first: a mere name yields to what it is in."""
    kinds = dict.fromkeys(span.kind for span in inner)
    return tuple(sorted(kinds, key=lambda kind: kind == "entity"))
