"""Sentences and their language.

Sentence boundaries come from sentencex, languages from the script and, where a script does not
decide, from py3langid. What is added here is what documents need: a line end closes a sentence unless
the line is clearly wrapped; bullets and list numbers stay outside; a language pack may name
abbreviations that do not end a sentence (``documents.toml``, ``[sentences] abbreviations``).

All offsets are Unicode code points into the text as given.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from servanda import packs
from servanda.language import UNDETERMINED, accented, detect, likeliest, profile, sample, script_of

__all__ = ["UNDETERMINED", "Sentence", "Span", "blocks", "detect", "is_marked", "sentences", "spans"]

CHUNK, LONGEST = 5_000, 20_000
"""Characters handed to the splitter at once (its time grows with the square on unbalanced quotes), and
the most that one sentence may have."""

Span = tuple[int, int]

# A list marker at the beginning of a line: a bullet, a heading's #, or a number or lower-case letter.
_MARKER = re.compile(
    r"(?:[•◦▪▫‣·●○■□◆◇✓✔➢➤►▶⁃∙\uf0a7\uf0b7]|[-–—*+>#|](?=\s|$)|#{2,6}(?=\s)|[-_=*—–]{3,}"
    r"|\(?(?:\d{1,2}|[a-zа-яđ]|[ivx]{2,5})[.)](?=\s+\S)|\(?[^\W\d_]\)(?=\s+\S))\s*"
)
_BREAK = r"(?:\r\n|[\n\r\v\x1c-\x1e\x85\u2028\u2029])"
_BLANK = re.compile(rf"{_BREAK}[^\S\n\r\v\x1c-\x1e\x85\u2028\u2029]*{_BREAK}")
_STOPS = ".!?…:;।॥。！？"
_INNER = re.compile(r"\s\S")
# What parts words before a full stop; and what goes on with a sentence: closing marks, a comma, a dash.
_APART = re.compile(r"[\s(«“\"'‘]")
_CANNOT_BEGIN = re.compile(r"[,;:)\]»”’]|[\"'.!?…]+$|[-–—]\s+[a-zà-ÿа-яё]")


class Sentence(msgspec.Struct, frozen=True):
    """A sentence, half-open in code points, without the space and the bullet around it."""

    start: int
    end: int
    language: str


def sentences(text: str, language: str, languages: Sequence[str] = ()) -> list[Sentence]:
    r"""The sentences of a text in order, each with its language.

    ``language`` is the document's; a sentence has another one only where script or letters speak
    against it. ``languages`` are those that may be told apart (all packs where none are given).

    >>> [(s.start, s.end) for s in sentences("They met. They agreed.", "en")]
    [(0, 9), (10, 22)]
    >>> text = "• Both sides welcomed it.\n• Стороны согласились."
    >>> [(text[s.start:s.end], s.language) for s in sentences(text, "en", ["en", "ru"])]
    [('Both sides welcomed it.', 'en'), ('Стороны согласились.', 'ru')]
    """
    known = tuple(languages) or packs.languages()
    tell = _teller(text, language, known)
    return [Sentence(s, e, tell(text[s:e])) for s, e in spans(text, language)]


def spans(text: str, language: str) -> Iterator[Span]:
    """Where the sentences of a text stand, in order, without asking for their languages."""
    for start, end in blocks(text):
        begin = _skip_markers(text, start, end)
        trimmed = (_trim(text, s, e) for s, e in _split(text, begin, end, language))
        yield from (span for span in trimmed if span[0] < span[1])


# --- lines and blocks


def blocks(text: str) -> Iterator[Span]:
    r"""Runs of lines that belong together: one line, or several where the text is wrapped.

    >>> list(blocks("A heading\nBoth sides\nagreed."))
    [(0, 9), (10, 28)]
    """
    lines = list(_lines(text))
    width = _wrap_width([e - s for s, e in lines])
    begin = None
    for i, (start, end) in enumerate(lines):
        # A first line that is not full may be a heading; within a paragraph, lines are ragged.
        least = width * 3 // 4 if begin is None else width // 2
        begin = start if begin is None else begin
        if i + 1 < len(lines) and _is_wrapped(text, (start, end), lines[i + 1], (width, least)):
            continue
        yield begin, end
        begin = None


def _lines(text: str) -> Iterator[Span]:
    """The lines that hold something, without the space around it."""
    at = 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        if body:
            start = at + line.index(body[0])
            yield start, start + len(body)
        at += len(line)


def _wrap_width(lengths: list[int]) -> int:
    """The width that a text is wrapped at, 0 where it is not: most lines are full and none is long."""
    if len(lengths) < 4:
        return 0
    width = sorted(lengths)[len(lengths) * 9 // 10]
    full = sum(1 for n in lengths if n > 0.75 * width)
    return width if 40 <= width <= 130 and 2 * full >= len(lengths) else 0


def _is_wrapped(text: str, line: Span, following: Span, widths: tuple[int, int]) -> bool:
    """Whether a sentence may go on from one line to the next.

    ``widths``: what a full line has, and the least that a line has which goes on without a full stop.
    """
    (start, end), (begin, stop) = line, following
    if _BLANK.search(text, end, begin) or _MARKER.match(text, begin, stop):
        return False
    if text[begin].islower() and text[end - 1] not in ":;":
        return True
    width, least = widths
    if not width:
        return False
    inner = _INNER.search(text, begin, stop)
    word = (inner.start() if inner else stop) - begin
    return end - start + 1 + word > width or (end - start > least and text[end - 1] not in _STOPS)


# --- sentences of a block


def _split(text: str, start: int, end: int, language: str) -> Iterator[Span]:
    """The sentences of a block, abbreviations of the pack respected."""
    stops = _abbreviations(language)
    held: Span | None = None
    for piece in _cut(text, start, end, language):
        if held and _goes_on(text, held, piece, stops):
            held = (held[0], piece[1])
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def _cut(text: str, start: int, end: int, language: str) -> Iterator[Span]:
    """The splitter's own boundaries, asked for piece by piece in a long block."""
    from sentencex import get_sentence_boundaries  # noqa: PLC0415 - heavy, and only needed here

    size = CHUNK
    while start < end:
        stop = min(start + size, end)
        found = get_sentence_boundaries(language, text[start:stop])
        if stop < end and len(found) < 2 and size < LONGEST:
            size *= 2
            continue
        whole = stop == end or len(found) < 2
        last = len(found) if whole else len(found) - 1  # the last one may not be complete
        for b in found[:last]:
            yield start + b["start_index"], start + b["end_index"]
        start = stop if whole else start + found[last]["start_index"]
        size = CHUNK


def _goes_on(text: str, held: Span, piece: Span, stops: frozenset[str]) -> bool:
    """Whether a boundary is none: after an abbreviation, within one, or before what cannot begin one."""
    before = text[max(held[0], held[1] - 40) : held[1]].rstrip()  # enough to decide, however long they are
    after = text[piece[0] : min(piece[1], piece[0] + 40)].lstrip()
    if not before or not after or _CANNOT_BEGIN.match(after):
        return True
    if not before.endswith("."):
        return after[0].islower()
    word = _APART.split(before[:-1])[-1]
    glued = not text[held[1] - 1].isspace() and not text[piece[0]].isspace()
    last = word.rpartition(".")[2]
    inside = glued and 0 < len(last) <= 3 and last[0].isalpha()
    initial = len(word) == 1 and before[:-1].strip() == text[held[0] : held[1]].strip()[:-1]
    return after[0].islower() or word in stops or inside or (initial and word.isupper())


@functools.cache
def _abbreviations(language: str) -> frozenset[str]:
    """The abbreviations that do not end a sentence, without their full stop."""
    table = packs.load(language, "documents").get("sentences", {})
    where = f"{language}/documents.toml [sentences]"
    found: list[str] = packs.convert(table.get("abbreviations", []), list[str], where)
    return frozenset(found)


def is_marked(text: str, start: int, end: int) -> bool:
    """Whether a line begins with a list marker.

    >>> is_marked("• first", 0, 7), is_marked("first", 0, 5)
    (True, False)
    """
    return _MARKER.match(text, start, end) is not None


def _skip_markers(text: str, start: int, end: int) -> int:
    """The position after the list markers at the beginning of a block."""
    while (m := _MARKER.match(text, start, end)) and m.end() > start:
        start = m.end()
    return start


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _teller(text: str, language: str, known: tuple[str, ...]) -> Callable[[str], str]:
    """A function from a sentence to its language, given the document's."""
    mine = script_of(language)
    accents = accented(sample(text))
    plain = mine == "Latn" and accents < 0.05
    usual = 0.0 if plain else 0.25  # the share of accented letters where a language has many
    mixed = mine == "Latn" and 0.05 <= accents < 0.2

    @functools.lru_cache(maxsize=4096)
    def ask(piece: str) -> str:
        look = profile(piece)
        latin = look.script == "Latn"
        if not look.letters or (latin and look.letters < 24 and look.accents < 0.15):
            return language  # a number, a name or an abbreviation says nothing
        if look.script == mine and not (latin and (mixed or abs(look.accents - usual) >= 0.15)):
            return language
        found = likeliest(piece, [x for x in known if script_of(x) == look.script])
        return found if found in known else language

    def tell(piece: str) -> str:
        return language if plain and piece.isascii() else ask(piece)

    return tell
