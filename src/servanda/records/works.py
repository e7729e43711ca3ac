"""Railways, corridors, power plants, ports: works that are named by the places they join or stand at.

The pack says what makes such a name (``[works]``: projects, ``[sites]``: places). The places stand before
the word or behind it, as names do in the language, joined by dashes: *Baku–Kars railway*, *cảng Vũng Áng*,
*железная дорога Карс – Нахичевань*; or as its adjective: *Зангезурский коридор*. The id is made of theirs.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from servanda import packs
from servanda.records.gazetteer import Mark
from servanda.records.kinds import kind_of
from servanda.records.naming import Named, Word, slug, unstopped, words_after, words_before
from servanda.records.sight import Sight, english, known_as

KINDS = {"work": "project", "site": "place"}
_PARTS = ("region", "krai", "district")  # of states: only an adjective names them
LONGEST = 3  # words in one part of the name
_DASH_BEFORE = re.compile(r"(?<=[^\W\d_])[ \u00a0]?[–—-][ \u00a0]?$")
_DASH_BEHIND = re.compile(r"[ \u00a0]?[–—-][ \u00a0]?(?=[^\W\d_])")
_DASH = re.compile(r"[-‑–—]")


def work(sight: Sight, cue: Mark) -> Iterator[Mark]:
    """The work that a cue makes of the names beside it."""
    if not sight.naming.capitals:
        span = _joined(sight, cue)
    elif sight.naming.head == "first":
        behind = None if cue.value in _PARTS else _chain_behind(sight, cue)
        span = behind or _adjective(sight, cue)
    else:
        span = _chain_before(sight, cue)
    if span is None or _no_place(sight, *span):
        return
    start, end = min(span[0], cue.start), max(span[1], cue.end)
    if not sight.taken(start, end):
        key, kind = f"{_id(sight, *span)}-{cue.value}", KINDS[cue.kind]
        joined = kind == "project" and _DASH.search(sight.text, *span) is not None
        yield Mark(start, end, "entity", known_as(key) or Named(key, kind, joined))


def _chain_before(sight: Sight, cue: Mark) -> tuple[int, int] | None:
    """The capitalised words before a cue, and those that dashes join to them."""
    at, start, end = cue.start, -1, -1
    while run := _capitals(sight, words_before(sight.text, sight.view.start, at))[::-1]:
        if start < 0 and run[-1].end + 1 < cue.start:
            break
        start, end = run[0].start, run[-1].end if end < 0 else end
        dash = _DASH_BEFORE.search(sight.text[sight.view.start : start])
        if dash is None:
            break
        at = sight.view.start + dash.start()
    return (start, end) if start >= 0 else None


def _chain_behind(sight: Sight, cue: Mark) -> tuple[int, int] | None:
    """The capitalised words behind a cue, and those that dashes join to them."""
    at, start, end = cue.end, -1, -1
    while run := _capitals(sight, words_after(sight.text, at, min(sight.view.end, at + 60))):
        start, end = run[0].start if start < 0 else start, run[-1].end
        dash = _DASH_BEHIND.match(sight.text, end)
        if dash is None:
            break
        at = dash.end()
    if start < 0 or (" " in sight.text[start:end] and not _fits(sight, start, end)):
        return None
    return start, end


def _fits(sight: Sight, start: int, end: int) -> bool:
    """Whether several words are no person: joined by a dash, or with a known name among them."""
    known = any(start <= m.start < end for m in sight.names)
    return sight.naming.syllables or known or _DASH.search(sight.text, start, end) is not None


def _capitals(sight: Sight, words: Iterable[Word]) -> list[Word]:
    """The first words that are parts of a name."""
    out: list[Word] = []
    for word in itertools.islice(words, LONGEST + 1):
        low = word.text.lower()
        if not word.capital or low in sight.naming.stops or low in sight.naming.generic:
            break
        if low.endswith(("'s", "’s", "s'", "s’")):
            break
        out.append(unstopped(word))
    return out if len(out) <= LONGEST else []


def _adjective(sight: Sight, cue: Mark) -> tuple[int, int] | None:
    """The adjective of a place right before a cue."""
    word = next(words_before(sight.text, sight.view.start, cue.start), None)
    if word is None or not word.capital or not word.text.endswith(sight.naming.adjectives):
        return None
    return word.start, word.end


def _joined(sight: Sight, cue: Mark) -> tuple[int, int] | None:
    """Where names have no capitals: a place that is known, or two words joined by a hyphen."""
    word = next(words_before(sight.text, sight.view.start, cue.start), None)
    if word is None:
        return None
    for mark in sight.names:
        if cue.start - mark.end in (0, 1) and kind_of(mark.value) == "place":
            return min(mark.start, word.start), mark.end
    parts = _DASH.split(word.text)
    known = word.text in packs.places(sight.view.lexicon.lang)
    if known or (len(parts) > 1 and all((len(p) > 2 and p.isprintable()) or p.isdecimal() for p in parts)):
        return word.start, word.end
    return None


def _no_place(sight: Sight, start: int, end: int) -> bool:
    """Whether the name is nothing but one that is no place's: a state's, say (*Chinese railway*)."""
    here = [m for m in sight.names if m.start < end and start < m.end]
    return len(here) == 1 and here[0].end >= end and kind_of(here[0].value) != "place"


def _id(sight: Sight, start: int, end: int) -> str:
    """The ids of the known names of a span, and what its other words give, in order."""
    out: list[str] = []
    at = start
    for mark in [m for m in sight.names if start <= m.start and m.end <= end]:
        if mark.start >= at:
            out += [slug(sight.text[at : mark.start], sight.naming.letters), english(mark.value)]
            at = mark.end
    rest = sight.text[at:end]
    for ending in sight.naming.adjectives:
        if rest.endswith(ending):
            rest = rest[: len(rest) - len(ending)]
            break
    return "-".join(part for part in [*out, slug(rest, sight.naming.letters)] if part)
