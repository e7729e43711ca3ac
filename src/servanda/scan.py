"""One pass over a text: every term of the packs and every number in digits, as tokens.

Each word is looked up once for all tables of terms; a regular expression finds the digits; what stands
between two finds is kept only where it is punctuation, so that the grammars see short chains of meanings
and never look at the text again.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from servanda.forms import PUNCTUATION
from servanda.index import WIDTH, Chain, Entry, Find, Index, writing
from servanda.line import LETTERS, Line, line
from servanda.packs import Language


class Token(msgspec.Struct, eq=False):
    """A find: its span in the folded text, its possible meanings, and whether only blanks precede it.

    ``readings`` maps a class of meaning to its value; ``joined`` is false where unknown words stand
    between this token and the one before.
    """

    start: int
    end: int
    readings: Mapping[str, Any]
    joined: bool


class Digits(NamedTuple):
    """A number in digits: the characters, and what follows them directly (an ordinal ending or nothing)."""

    text: str
    suffix: str = ""


LONGEST = 100
"""The most characters of a number in digits; a longer run of digits is none that anybody could mean."""
_PUNCT: dict[str, dict[str, Any]] = {c: {"'" + c: c} for c in PUNCTUATION}
_PUNCT.update(dict.fromkeys("–—~", _PUNCT["-"]))
_NOTHING: Mapping[str, Any] = {}
_SPACES = "\u00a0\u202f\u2009"
_SIGN = (
    r"(?:(?<![^\s(\[<>=:])-)?"  # a minus is glued to its number and stands after a blank or an opening sign
)


FAR = 7
"""Characters between two finds from which on they are never joined."""
KEPT = 50_000
"""Words that a scanner remembers."""


_Meant = tuple[tuple[int, Mapping[str, Any]], ...]


class _Word(NamedTuple):
    """What the indexes know of a word of ``size`` letters, by the number of the index.

    ``plain``: what it means by itself, where that is all there is to say of it alone; ``ways``: the same by
    how it is written, where that tells; else ``alone``: the entries that say it. ``all``: these and the
    others, which count where a longer literal may begin with the word: where one of the ``gates`` or the
    ``tails`` stands right behind it.
    """

    size: int
    gates: frozenset[str]
    tails: tuple[str, ...]
    plain: _Meant | None
    ways: tuple[_Meant, ...]
    alone: tuple[tuple[int, Entry], ...]
    all: tuple[tuple[int, Entry], ...]


class _Known(dict[str, _Word | None]):
    """What each piece of a text may be; worked out when it is first met, and nothing for nearly all."""

    def __init__(self, indexes: Sequence[Index]) -> None:
        self.indexes = indexes

    def __missing__(self, piece: str) -> _Word | None:
        if len(self) >= KEPT:
            self.clear()
        found = self._word(piece.rstrip(" "))
        if len(piece) < LONGEST:
            self[piece] = found
        return found

    def _word(self, word: str) -> _Word | None:
        asked = [(i, index.entry(word)) for i, index in enumerate(self.indexes)] if word else ()
        found = tuple((i, entry) for i, entry in asked if entry is not None)
        if not found:
            return None
        gates = frozenset(gate for _, entry in found for gate in entry.longer)
        tails = tuple({tail for _, entry in found for tail in entry.tails})
        alone = tuple((i, entry) for i, entry in found if entry.own or entry.parts)
        ways = _ways(alone)
        plain = ways[0] if ways and all(way == ways[0] for way in ways) else None
        return _Word(len(word), gates, tails, plain, ways, alone, found)


def _ways(alone: Iterable[tuple[int, Entry]]) -> tuple[_Meant, ...]:
    """What entries say for each way of writing the word; nothing where one is not sure of it."""
    if not all(entry.plain for _, entry in alone):
        return ()
    ways = zip(*([(i, meaning) for meaning in entry.plain] for i, entry in alone), strict=True)
    return tuple(tuple((i, meaning) for i, meaning in way if meaning is not None) for way in ways) or ((),)


class Scanner:
    """Finds the terms of several indexes of one language in one pass, each apart so that none hides another.

    >>> from servanda.packs import Terms
    >>> terms = Terms(Language("x"))
    >>> terms.add(["billion"], "scale", 9)
    >>> [(t.start, t.end, t.readings) for t in Scanner(Index(terms)).tokens("5 billion")]
    [(0, 1, {'digits': Digits(text='5', suffix='')}), (2, 9, {'scale': 9})]
    """

    def __init__(self, *indexes: Index) -> None:
        self.indexes = indexes
        self.known = _Known(indexes)

    def tokens(self, text: str) -> list[Token]:
        """All finds of the first index in order, with the punctuation between neighbours."""
        where = line(text)
        habits = self.indexes[0].habits
        return chained(where.folded, numbered(self.terms(where)[0], numbers(where, habits)))

    def terms(self, where: Line) -> list[list[Find]]:
        """The terms that each index finds, in order; those of one never overlap."""
        out: list[list[Find]] = [[] for _ in self.indexes]
        free = 0  # where the last find of all ends
        text, folded = where.text, where.folded
        for word, start in zip(map(self.known.__getitem__, where.pieces), where.starts):  # noqa: B905
            if word is None:
                continue
            size, gates, tails, plain, ways, alone, every = word
            end = start + size
            behind = folded[end : end + WIDTH]
            on = behind in gates or (tails and behind.startswith(tails))
            if plain is None and ways:
                plain = ways[writing(text[start:end])]
            if plain is not None and start >= free and not on:
                for i, readings in plain:
                    out[i].append((start, end, readings))
                free = end
                continue
            free = max(
                free, self._add(out, where, (start, end), every if on else alone, behind if on else "")
            )
        return out

    def _add(
        self,
        out: Sequence[list[Find]],
        where: Line,
        span: tuple[int, int],
        entries: Iterable[tuple[int, Entry]],
        behind: str,
    ) -> int:
        """Adds what entries say of the word at a place; where the last find ends.

        ``behind``: what follows the word, where they may go on there.
        """
        start, end = span
        free = 0
        written = writing(where.text[start:end])
        for i, entry in entries:
            found = out[i]
            if found and start < found[-1][1]:
                continue
            sizes = (entry.longer.get(behind) or entry.tails.values()) if behind else ()
            chain = self.indexes[i].at(where.folded, start, sizes) if sizes else ()
            if entry.plain and not chain:
                meaning = entry.plain[written]
                found += [(start, end, meaning)] if meaning is not None else ()
            elif chain or entry.own or entry.parts:
                found += _finds(where, start, chain or entry.own, entry.parts)
            if found and found[-1][1] > free:
                free = found[-1][1]
        return free


def numbers(where: Line, habits: Language) -> list[Find]:
    """The numbers in digits."""
    if not where.digits:
        return []
    limits, decades = dict(habits.cardinal_suffixes), habits.decade_suffixes
    spans = ((m, *m.span()) for m in _number_pattern(habits).finditer(where.folded))
    return [(a, b, _digit_readings(m, limits, decades)) for m, a, b in spans if b - a <= LONGEST]


def numbered(terms: list[Find], numbers: Sequence[Find]) -> list[Find]:
    """Terms and numbers in order; a number inside a term is part of it."""
    if not numbers:
        return terms
    out: list[Find] = []
    i, size = 0, len(terms)
    for start, end, readings in numbers:
        while i < size and terms[i][0] < start:
            out.append(terms[i])
            i += 1
        if out and out[-1][1] > start:
            continue  # inside a term
        if i == size or terms[i][0] >= end or terms[i][1] <= end:
            meant = readings
            while i < size and terms[i][0] < end:
                if terms[i][:2] == (start, end):
                    meant = terms[i][2] if "none" in terms[i][2] else {**meant, **terms[i][2]}
                i += 1
            out.append((start, end, meant))
    return out + terms[i:]


def _finds(where: Line, start: int, chain: Chain, parts: Iterable[Find]) -> Sequence[Find]:
    """The longest term of those that may stand at a place, or the parts of a compound."""
    one = _choose(where, start, chain)
    return (one,) if one is not None else [(start + a, start + b, readings) for a, b, readings in parts]


def _choose(where: Line, start: int, chain: Chain) -> Find | None:
    """The longest term that stands at a place, of those that may."""
    folded, size = where.folded, len(where.folded)
    best, readings = start, _NOTHING
    for length, candidate in chain:
        stop = start + length
        if candidate.rest is not None:
            m = candidate.rest.match(folded, stop)
            if m is None:
                continue
            stop = m.end()
        if stop < best or (stop < size and _one_word(folded[stop - 1], folded[stop])):
            continue
        if candidate.case and not _case_fits(candidate.case, where.text, start, stop):
            continue
        readings = candidate.readings if stop > best else {**candidate.readings, **readings}
        best = stop
    return (start, best, readings) if best > start else None


def nothing_follows(folded: str, end: int) -> bool:
    """Whether a text or a clause is at its end there: no word and no number comes next.

    >>> nothing_follows("2 in, then", 4), nothing_follows("2 in 2013", 4)
    (True, False)
    """
    rest = folded[end : end + 3].lstrip(" ")
    return not rest or not (rest[0].isalnum() or rest[0] in "-–('" or LETTERS[rest[0]])


def _one_word(before: str, after: str) -> bool:
    """Whether two neighbours belong to one word or one number, so that no term ends between them."""
    if LETTERS[after]:
        return LETTERS[before]
    return after.isdecimal() and before.isdecimal()


def _case_fits(case: str, text: str, start: int, stop: int) -> bool:
    if not case:
        return True
    return text[start:stop].isupper() if case == "A" else text[start].isupper()


def chained(folded: str, finds: Iterable[Find]) -> list[Token]:
    """Finds as tokens, with the punctuation between neighbours."""
    out: list[Token] = []
    last = -1
    for start, end, readings in finds:
        if last < 0:
            joined = False
        elif start == last or (start - last == 1 and folded[last] in " " + _SPACES):
            joined = True
        else:
            joined = _punctuate(out, folded, last, start)
        if (
            joined
            and folded[start] == "-"
            and start - last == 1
            and _is_number(readings)
            and _is_number(out[-1].readings)
        ):
            out.append(Token(start, start + 1, _PUNCT["-"], True))  # "2 -7 km": a dash, no minus
            out.append(Token(start + 1, end, {"digits": Digits(folded[start + 1 : end])}, True))
        else:
            out.append(Token(start, end, readings, joined))
        last = end
    return out


def _is_number(readings: Mapping[str, Any]) -> bool:
    return "digits" in readings


def _punctuate(out: list[Token], folded: str, last: int, start: int) -> bool:
    """Adds the punctuation between two finds; false where anything else stands there."""
    if start - last >= FAR:
        return False
    gap = folded[last:start]
    signs = gap.strip()
    if not signs:
        return gap.count("\n") < 2
    if len(signs) > 3 or "\n" in gap:
        return False
    at = last + gap.index(signs)
    added = []
    for i, char in enumerate(signs):
        if char == " ":
            continue
        readings = _PUNCT.get(char)
        if readings is None:
            return False
        added.append(Token(at + i, at + i + 1, readings, True))
    out += added
    return True


@functools.cache
def _number_pattern(habits: Language) -> re.Pattern[str]:
    """Digits as people group them, dates and clock times in digits, ordinals by their ending."""
    blanks = _SPACES + (" " if habits.spaced_groups else "")
    endings = {*habits.ordinal_suffixes, *(s for s, _ in habits.cardinal_suffixes)}
    suffixes = "|".join(map(re.escape, sorted(endings, key=len, reverse=True)))
    ordinal = rf"(?P<ordinal>\d{{1,4}})(?P<suffix>{suffixes})(?![^\W\d_])|" if suffixes else ""
    return re.compile(
        rf"(?=[\d+.{habits.decimal}-])(?:"  # most characters begin no number: they are passed at once
        + ordinal
        + r"(?P<phone>\+(?=\d(?:\D?\d){9,14}(?!\d))\d{1,3}[ (.-]+\d[\d ().-]+\d"
        + r"|(?<!\d)0\d{2,4}(?:[ .-]\d{3,4}){2}(?!\d))|"
        + r"(?P<date>(?!(?<=\d-)\d{1,4}-)\d{1,4}(?P<sep>[./-])\d{1,2}(?P=sep)\d{1,4})(?![\d])(?!(?P=sep)\d)|"
        + r"(?P<clock>(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?)(?!\d)|"
        + rf"(?P<pair>{_SIGN}\d+(?P<gap> ?)/(?P=gap)\d+)(?![/\d]|[.,]\d)|"
        + rf"(?P<grouped>{_SIGN}[1-9]\d{{0,2}}(?:[{blanks}]\d{{3}})+(?![{blanks}]?\d|/)(?:[.,]\d+)?)|"
        + rf"(?P<power>{_SIGN}\d+(?:[.,]\d+)?(?:e[+-]?\d{{1,3}}| ?[x×·*] ?10\^[-+]?\d{{1,3}})(?![^\W_]))|"
        + rf"(?P<plain>{_SIGN}\d+(?:[.,']\d+)*|{_SIGN}(?<![\w.,])[.{habits.decimal}]\d+))"
    )


def _digit_readings(m: re.Match[str], limits: Mapping[str, int], decades: Iterable[str]) -> dict[str, Any]:
    """What digits may be; ``limits``: endings that leave digits a number, and up to which number."""
    kind = m.lastgroup
    if kind == "suffix":
        value = int(m["ordinal"])
        if value <= limits.get(m["suffix"], -1):
            return {"digits": Digits(m["ordinal"])}
        tens = {"tens": value} if value % 10 == 0 and m["suffix"] in decades else {}
        return {"ordinal": value, **tens}
    if kind in ("date", "sep"):
        parts = re.split(r"[./-]", m["date"])
        return {"date": (*parts, m["sep"])}
    if kind in ("clock", "phone"):
        return {kind: m[kind]}
    if kind == "pair":
        return {"pair": m["pair"].replace(" ", "")}
    return {"digits": Digits(m.group())}
