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
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from servanda import packs

UNDETERMINED = "und"
"""BCP 47 for a language that cannot be told: the text has no letters."""

CHUNK = 10_000
"""Characters handed to the splitter at once: on unbalanced quotes its time grows with the square."""

Span = tuple[int, int]

# A list marker at the beginning of a line: a bullet, a heading's #, or a number or lower-case letter.
_MARKER = re.compile(
    r"(?:[•◦▪▫‣·●○■□◆◇✓✔➢➤►▶⁃∙\uf0a7\uf0b7]|[-–—*+>#|](?=\s|$)|#{2,6}(?=\s)|[-_=*—–]{3,}"
    r"|\(?(?:\d{1,2}|[^\W\d_]|[ivx]{2,5})[.)](?=\s+\S))\s*"
)
_SCRIPTS = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-\u024f\u1e00-\u1eff",
    "Cyrl": "\u0400-\u052f\u1c80-\u1c8f\ua640-\ua69f",
    "Deva": "\u0900-\u097f\ua8e0-\ua8ff",
    "Arab": "\u0600-\u06ff\u0750-\u077f",
    "Hans": "\u3400-\u9fff",
    "Jpan": "\u3040-\u30ff",
    "Kore": "\uac00-\ud7af",
    "Beng": "\u0980-\u09ff",
    "Grek": "\u0370-\u03ff",
    "Hebr": "\u0590-\u05ff",
    "Thai": "\u0e00-\u0e7f",
}
_LETTERS = {code: re.compile(f"[{ranges}]+") for code, ranges in _SCRIPTS.items()}
_ACCENTED = re.compile(r"[À-ÖØ-öø-\u024f\u0300-\u036f\u1e00-\u1eff]")
_INNER = re.compile(r"\s\S")


class Sentence(msgspec.Struct, frozen=True):
    """A sentence, half-open in code points, without the space and the bullet around it."""

    start: int
    end: int
    language: str


class Profile(msgspec.Struct, frozen=True):
    """How a text is written: its main script (ISO 15924), its letters, the share of accented ones."""

    script: str
    letters: int
    accents: float


def sentences(text: str, language: str, languages: Sequence[str] = ()) -> list[Sentence]:
    """The sentences of a text in order, each with its language.

    ``language`` is the document's; a sentence has another one only where script or letters speak
    against it. ``languages`` are those that may be told apart (all packs where none are given).

    >>> [(s.start, s.end) for s in sentences("They met. They agreed.", "en")]
    [(0, 9), (10, 22)]
    >>> text = "• Both sides welcomed it.\\n• Стороны согласились."
    >>> [(text[s.start:s.end], s.language) for s in sentences(text, "en", ["en", "ru"])]
    [('Both sides welcomed it.', 'en'), ('Стороны согласились.', 'ru')]
    """
    known = tuple(languages) or packs.languages()
    tell = _teller(text, language, known)
    return [Sentence(s, e, tell(text[s:e])) for s, e in spans(text, language)]


def spans(text: str, language: str) -> Iterator[Span]:
    """Where the sentences of a text stand, in order, without asking for their languages."""
    for start, end in _blocks(text):
        begin = _skip_markers(text, start, end)
        for s, e in _split(text, begin, end, language):
            s, e = _trim(text, s, e)
            if s < e:
                yield s, e


# --- lines and blocks


def _blocks(text: str) -> Iterator[Span]:
    """Runs of lines that belong together: one line, or several where the text is wrapped."""
    lines = list(_lines(text))
    width = _wrap_width([e - s for s, e in lines])
    begin = None
    for i, (start, end) in enumerate(lines):
        begin = start if begin is None else begin
        if i + 1 < len(lines) and _is_wrapped(text, (start, end), lines[i + 1], width):
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


def _is_wrapped(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether a sentence may go on from one line to the next."""
    (start, end), (begin, stop) = line, following
    if _blank_between(text, end, begin) or _MARKER.match(text, begin, stop):
        return False
    if text[begin].islower() and text[end - 1] not in ":;":
        return True
    inner = _INNER.search(text, begin, stop)
    word = (inner.start() if inner else stop) - begin
    return bool(width) and end - start + 1 + word > width


def _blank_between(text: str, end: int, begin: int) -> bool:
    """Whether an empty line stands between two lines (a page break alone is none)."""
    gap = text[end:begin].replace("\r\n", "\n").replace("\n\f", "\f")
    return len(gap.splitlines()) > 1 and len(gap.strip(" \t")) > 1


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
        if stop < end and len(found) < 2:
            size *= 2
            continue
        last = len(found) if stop == end else len(found) - 1  # the last one may not be complete
        for b in found[:last]:
            yield start + b["start_index"], start + b["end_index"]
        start = stop if stop == end else start + found[last]["start_index"]
        size = CHUNK


def _goes_on(text: str, held: Span, piece: Span, stops: frozenset[str]) -> bool:
    """Whether a boundary is none: after an abbreviation, within one, or before a lower-case word."""
    before, after = text[held[0] : held[1]].rstrip(), text[piece[0] : piece[1]].lstrip()
    if not before.endswith(".") or not after:
        return False
    token = before[before.rfind(" ") + 1 : -1].lstrip("(«“\"'")
    glued = held[1] - held[0] == len(before) and text[piece[0]] == after[0]
    return after[0].islower() or token in stops or (glued and 0 < len(token.rpartition(".")[2]) <= 3)


@functools.cache
def _abbreviations(language: str) -> frozenset[str]:
    """The abbreviations that do not end a sentence, without their full stop."""
    table = packs.load(language, "documents").get("sentences", {})
    where = f"{language}/documents.toml [sentences]"
    found: list[str] = packs.convert(table.get("abbreviations", []), list[str], where)
    return frozenset(found)


def _skip_markers(text: str, start: int, end: int) -> int:
    """The position after the list markers at the beginning of a block."""
    while (m := _MARKER.match(text, start, end)) and m.end() > start:
        start = m.end()
    return start


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


# --- languages


def detect(text: str, languages: Sequence[str] = ()) -> str:
    """The language of a text (BCP 47, ``und`` without letters).

    ``languages`` are those to choose from (all packs where none are given); another one is named only
    where the text leaves next to no doubt, so that a French page is not read as English.

    >>> detect("भारत और रूस")
    'hi'
    >>> detect("12 345")
    'und'
    """
    known = tuple(languages) or packs.languages()
    sample = _sample(text)
    look = profile(sample)
    if not look.letters:
        return UNDETERMINED
    fits = [x for x in known if script_of(x) == look.script]
    if len(fits) == 1 and look.letters < 100 and look.script != "Latn":
        return fits[0]
    return _ask(sample, fits)


def profile(text: str) -> Profile:
    """How a text is written.

    >>> profile("Su-57 для Индии").script
    'Cyrl'
    """
    if text.isascii():
        return Profile("Latn", sum(map(len, _LETTERS["Latn"].findall(text))), 0.0)
    counts = {code: sum(map(len, find.findall(text))) for code, find in _LETTERS.items()}
    script = max(counts, key=lambda code: counts[code])
    if not counts[script]:
        return Profile("Zzzz", sum(map(str.isalpha, text)), 0.0)
    accents = len(_ACCENTED.findall(text)) / counts["Latn"] if script == "Latn" else 0.0
    return Profile(script, counts[script], accents)


@functools.cache
def script_of(language: str) -> str:
    """The script (ISO 15924) that a language is usually written in, by CLDR.

    >>> script_of("hi"), script_of("vi")
    ('Deva', 'Latn')
    """
    from babel.core import get_global  # noqa: PLC0415 - loads its tables when asked

    likely = get_global("likely_subtags").get(language.partition("-")[0], "")
    return likely.split("_")[1] if likely.count("_") == 2 else "Zzzz"


def _teller(text: str, language: str, known: tuple[str, ...]) -> Any:
    """A function from a sentence to its language, given the document's."""
    mine = script_of(language)
    plain = mine == "Latn" and profile(_sample(text)).accents < 0.05
    usual = 0.0 if plain else 0.2  # the share of accented letters where a language has many

    @functools.lru_cache(maxsize=4096)
    def ask(piece: str) -> str:
        look = profile(piece)
        if not look.letters or (look.script == mine and _usual(look, usual)):
            return language
        if look.script == "Latn" and look.letters < 16:
            return language  # a name or an abbreviation says nothing
        found = _ask(piece, [x for x in known if script_of(x) == look.script])
        return found if found in known else language

    def tell(piece: str) -> str:
        return language if plain and piece.isascii() else ask(piece)

    return tell


def _usual(look: Profile, usual: float) -> bool:
    """Whether a sentence has about as many accents as its document's language."""
    return look.script != "Latn" or abs(look.accents - usual) < 0.15


def _ask(text: str, fits: Sequence[str]) -> str:
    """The most likely of ``fits``, or any other language that is beyond doubt."""
    ranked: list[tuple[str, float]] = _identifier().rank(text)
    best, sure = ranked[0]
    if best in fits or sure >= 0.9 or not fits:
        return best
    return next((code for code, _ in ranked if code in fits), fits[0])


@functools.cache
def _identifier() -> Any:
    """The language identifier, loaded at its first question (about half a second)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - heavy

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _sample(text: str, pieces: int = 4, size: int = 500) -> str:
    """Enough of a text to tell its language: pieces from all over it."""
    if len(text) <= pieces * size:
        return text
    step = (len(text) - size) // (pieces - 1)
    return " ".join(text[i * step : i * step + size] for i in range(pieces))
