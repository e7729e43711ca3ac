"""Title, author and source, as they stand in lines of their own at the head or foot of a text."""

from __future__ import annotations

import itertools
import re

from servanda import segment
from servanda.readers.cues import Cues
from servanda.readers.dateline import Dateline, Span, is_name

_HEADING = re.compile(r"(?:#{1,6}\s+)?[*_]*")
_EMPHASIS = re.compile(r"[*_#\s]*$")
_LAST_WORDS = re.compile(r"[.!?…»”\"।]\s+([^\s.!?…»”\"।][^.!?…»”\"।,:;()]{3,50})$")
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’‑-])*\.?")
_LABELLED = re.compile(r"[\s:—–-]*([^|,;:()\n\d]{2,60})")


def title(text: str, blocks: list[Span], line: Dateline | None, cues: Cues) -> Span | None:
    """The first line, if it is short, has no full stop, and a longer paragraph or a blank line follows.

    A heading that only names the kind of document ("Joint statement") goes with the line below it.
    """
    rest = [b for b in blocks[:7] if not _is_dated(b, line) and not _label(text, b, cues)]
    if len(rest) < 2 or rest[0][1] - rest[0][0] > 250 or (line and line.inline and line.start <= rest[0][0]):
        return None
    first = _bare(text, rest[0])
    if not _is_title(text, first, rest[1:3]):
        return None
    only_kind = any(m and m.end() == first[1] for m in (p.match(text, *first) for _, p in cues.heading))
    inline = line is not None and line.inline and line.start == rest[1][0]
    if only_kind and not inline and _is_title(text, rest[1], rest[2:4]):
        return first[0], rest[1][1]
    return first


def _bare(text: str, block: Span) -> Span:
    """A line without Markdown's marks of a heading or of emphasis."""
    start, end = block
    mark, tail = _HEADING.match(text, start, end), _EMPHASIS.search(text, start, end)
    return (mark.end() if mark else start), (tail.start() if tail else end)


def _is_dated(block: Span, line: Dateline | None) -> bool:
    """Whether a block is a dateline in a line of its own, or its place."""
    return line is not None and not line.inline and line.start <= block[0] < line.end


def _is_title(text: str, span: Span, following: list[Span]) -> bool:
    """Whether a line looks like a title above what follows: a longer block, or a break before the text."""
    start, end = span
    title = text[start:end]
    if not title or len(title) > 200 or title[-1] in ".:;,।" or not any(map(str.isalpha, title)):
        return False
    if segment.is_marked(text, start, end) or not following or title[0].islower() or "://" in title:
        return False
    begin, stop = following[0]
    longer = stop - begin > 1.3 * len(title) and "\n" not in text[begin:stop]
    return longer or any(text.count("\n", a[1], b[0]) > 1 for a, b in itertools.pairwise([span, *following]))


def _label(text: str, block: Span, cues: Cues) -> bool:
    """Whether a line begins with the label of an author, a source or a date."""
    short = block[1] - block[0] < 80
    return short and any(p.match(text, *block) for p in (cues.author, cues.publisher, cues.labels))


def labelled(text: str, blocks: list[Span], label: re.Pattern[str]) -> Span | None:
    """The name after a label, in a short line at the head or the foot: "By Anna Petrova | 6 May"."""
    for start, end in [*blocks[:6], *blocks[6:][-3:]]:
        m = label.match(text, start, end)
        if not m or end - start > 80:
            continue
        rest = _LABELLED.match(text, m.end(), end)
        name = rest and text[rest.start(1) : rest.end(1)].rstrip(" .")
        if rest and name and is_name(name.split(), 5):
            return rest.start(1), rest.start(1) + len(name)
    return None


def author(text: str, blocks: list[Span], taken: tuple[Span | None, ...], cues: Cues) -> Span | None:
    """The author: a labelled line, or a name that stands alone near the head or at the foot."""
    named = labelled(text, blocks, cues.author)
    if named and not _is_furniture(text, named, cues):
        return named
    places = [*blocks[1:4], *_foot(text, blocks[4:])]
    if blocks and (m := _LAST_WORDS.search(text, max(blocks[-1][0], blocks[-1][1] - 80), blocks[-1][1])):
        places.append(m.span(1))
    free = (p for p in places if not any(t and t[0] <= p[0] < t[1] for t in taken))
    return next((p for p in free if _is_byline(text, p, cues)), None)


def _foot(text: str, blocks: list[Span]) -> list[Span]:
    """The short lines after the last paragraph, at most three."""
    short = itertools.takewhile(lambda b: b[1] - b[0] < 60 and text[b[1] - 1] not in ".।", reversed(blocks))
    return list(itertools.islice(short, 3))


def _is_furniture(text: str, span: Span, cues: Cues) -> bool:
    return any(w.casefold() in cues.not_names for w in text[span[0] : span[1]].split())


def _is_byline(text: str, span: Span, cues: Cues) -> bool:
    """Whether a short line can only be a person's name.

    Two to four words with a capital each, in a script that has capitals; the name must not occur
    within a sentence, and, where headings capitalise each word, its words must not occur as common words.
    """
    name = text[span[0] : span[1]]
    parts = name.split()
    if not 2 <= len(parts) <= 4 or len(name) > 50 or name.isupper() or not is_name(parts, 4):
        return False
    if not all(_NAME_WORD.fullmatch(w) and w[0].isupper() for w in parts) or _is_furniture(text, span, cues):
        return False
    if name.endswith(".") or re.search(rf"(?<=[^\n\r.!?…]) ?(?<=\w[ ,]){re.escape(name)}\b", text):
        return False
    if any(w in cues.territories for w in (name, *parts)):
        return False
    common = parts if cues.title_case else [name]
    return not any(re.search(rf"\b{re.escape(w.lower())}\b", text) for w in common if len(w) > 2)
