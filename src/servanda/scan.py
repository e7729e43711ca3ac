"""One pass over a text: every term of the packs and every number in digits, as tokens.

The automaton (Aho-Corasick) finds all terms at once; a regular expression finds the digits; what
stands between two finds is kept only where it is punctuation, so that the grammars see short chains
of meanings and never look at the text again.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import ahocorasick_rs

from servanda.fold import fold
from servanda.forms import PUNCTUATION
from servanda.packs import Candidate, Language, Terms


class Token:
    """A find: its span in the folded text, its possible meanings, and whether only blanks precede it.

    ``readings`` maps a class of meaning to its value; ``joined`` is false where unknown words stand
    between this token and the one before.
    """

    __slots__ = ("end", "joined", "readings", "start")

    def __init__(self, start: int, end: int, readings: Mapping[str, Any], joined: bool) -> None:
        self.start = start
        self.end = end
        self.readings = readings
        self.joined = joined

    def __repr__(self) -> str:
        return f"Token({self.start}, {self.end}, {dict(self.readings)}, {self.joined})"


class Digits(NamedTuple):
    """A number in digits: the characters, and what follows them directly (an ordinal ending or nothing)."""

    text: str
    suffix: str = ""


class _Letters(dict[str, bool]):
    """Whether a character belongs to a word (letters and the marks on them), remembered."""

    def __missing__(self, char: str) -> bool:
        found = self[char] = unicodedata.category(char)[0] in "LM"
        return found


LETTERS = _Letters()
_PUNCT: dict[str, dict[str, Any]] = {c: {"'" + c: c} for c in PUNCTUATION}
_PUNCT.update(dict.fromkeys("–—~", _PUNCT["-"]))
_NOTHING: dict[str, Any] = {}
_SPACES = "\u00a0\u202f\u2009"
_SIGN = (
    r"(?:(?<![^\s(\[<>=:])-)?"  # a minus is glued to its number and stands after a blank or an opening sign
)


_SHORT = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,2}(?![^\W\d_])")
_LOST_BLANK = re.compile(r"[a-z\u00df-\u00ff\u0430-\u044f][A-Z\u00c0-\u00de\u0410-\u042f]")


class Scanner:
    """Finds the terms of one language. Built once from :class:`Terms`, then read-only.

    >>> terms = Terms(Language("x"))
    >>> terms.add(["billion"], "scale", 9)
    >>> [(t.start, t.end, t.readings) for t in Scanner(terms).tokens("5 billion")]
    [(0, 1, {'digits': Digits(text='5', suffix='')}), (2, 9, {'scale': 9})]
    """

    def __init__(self, terms: Terms) -> None:
        candidates = terms.candidates()
        # The automaton would find the shortest words inside every other one: they are looked up whole.
        self.short = {k: _chain(k, candidates) for k in candidates if _is_short(k, candidates[k])}
        self.literals = sorted(k for k in candidates if k not in self.short)
        self.options = [_chain(literal, candidates) for literal in self.literals]
        self.automaton = ahocorasick_rs.AhoCorasick(
            self.literals, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )
        self.longest = max(map(len, self.literals), default=0)
        self.numbers = _number_pattern(terms.habits)
        self.prefixed = [any("prefix" in c.readings for _, c in chain) for chain in self.options]
        self.spaced = [" " in literal for literal in self.literals]
        self.limits, self.decades = dict(terms.habits.cardinal_suffixes), terms.habits.decade_suffixes
        self.compounds = terms.compounds()

    def tokens(self, text: str, folded: str | None = None) -> list[Token]:
        """All tokens of a text in order, with the punctuation between neighbours."""
        if folded is None:
            folded, _ = fold(text)
        return _chained(folded, self._merged(text, folded))

    def terms(self, text: str, folded: str) -> Iterator[tuple[int, int, Mapping[str, Any]]]:
        """The terms alone, without numbers and punctuation: start, end and meanings of each."""
        text = text if len(text) == len(folded) else folded.title()
        return self._with_short(text, folded, self._terms(text, folded, 0))

    def _with_short(
        self, text: str, folded: str, finds: Iterator[tuple[int, int, Mapping[str, Any]]]
    ) -> Iterator[tuple[int, int, Mapping[str, Any]]]:
        """The finds with the shortest terms between them."""
        found = _SHORT.finditer(folded) if self.short else ()
        short = [f for m in found if (f := self._short(m, text, folded))]
        i, size = 0, len(short)
        for find in finds:
            while i < size and short[i][1] <= find[0]:
                yield short[i]
                i += 1
            while i < size and short[i][0] < find[1]:
                i += 1
            yield find
        yield from short[i:]

    def _short(self, m: re.Match[str], text: str, folded: str) -> tuple[int, int, Mapping[str, Any]] | None:
        """What a word of one or two letters means, if anything."""
        start, end = m.span()
        chain = self.short.get(m[0])
        inside = (end < len(folded) and LETTERS[folded[end]]) or (start and LETTERS[folded[start - 1]])
        if chain is None or inside:
            return None
        readings: Mapping[str, Any] = _NOTHING
        for length, candidate in chain:
            if length == end - start and _case_fits(candidate.case, text, start, end):
                readings = {**readings, **candidate.readings} if readings else candidate.readings
        return (start, end, readings) if readings else None

    def _merged(self, text: str, folded: str) -> Iterator[tuple[int, int, Mapping[str, Any]]]:
        """Terms and numbers by position; a number inside a term is part of it."""
        terms = self.terms(text, folded)
        term = next(terms, None)
        for m in self.numbers.finditer(folded):
            start = m.start()
            while term is not None and term[0] < start:
                yield term
                last, term = term[1], next(terms, None)
                if last > start:
                    start = -1
                    break
            if start >= 0 and (term is None or term[0] >= m.end() or term[1] <= m.end()):
                readings: Mapping[str, Any] = _digit_readings(m, self.limits, self.decades)
                while term is not None and term[0] < m.end():
                    if term[:2] == m.span():
                        readings = term[2] if "none" in term[2] else {**readings, **term[2]}
                    term = next(terms, None)
                yield m.start(), m.end(), readings
        while term is not None:
            yield term
            term = next(terms, None)

    def _terms(  # noqa: C901, PLR0912 (the one hot loop; calls would cost more than branches)
        self, text: str, folded: str, offset: int, limit: int | None = None
    ) -> Iterator[tuple[int, int, Mapping[str, Any]]]:
        """The terms that begin at ``offset`` or behind it (and, where ``limit`` is given, before that)."""
        size, letter = len(folded), LETTERS
        resume = 0
        glued = _LOST_BLANK.search(text, offset, size if limit is None else limit) is not None
        part = folded[offset : None if limit is None else limit + self.longest] if offset or limit else folded
        for number, begin, stop_hit in self.automaton.find_matches_as_indexes(part):
            start, end = begin + offset, stop_hit + offset
            if limit is not None and start >= limit:
                return
            inside = start and letter[folded[start]] and letter[folded[start - 1]]
            if inside and glued and text[start].isupper() and text[start - 1].islower():
                inside = False  # a blank was lost
            if start >= resume and not inside:
                best, readings = start, _NOTHING
                for length, candidate in self.options[number]:
                    stop = start + length
                    if candidate.rest is not None:
                        m = candidate.rest.match(folded, stop)
                        if m is None:
                            continue
                        stop = m.end()
                    if stop < best or (stop < size and _one_word(folded[stop - 1], folded[stop])):
                        continue
                    if candidate.case and not _case_fits(candidate.case, text, start, stop):
                        continue
                    readings = candidate.readings if stop > best else {**readings, **candidate.readings}
                    best = stop
                if best > start:
                    yield start, best, readings
                    resume = best
                elif self.prefixed[number]:
                    for found in self._compound(folded, start):
                        yield found
                        resume = found[1]
            if resume < end and (glued or self.spaced[number]):
                # what of the hit lies behind the word or the find is looked at afresh
                afresh = folded.find(" ", max(start, resume), end) + 1
                if not afresh and glued:
                    afresh = _glued(text, start, end)
                if afresh:
                    for found in self._terms(text, folded, afresh, end):
                        yield found
                        resume = found[1]

    def _compound(self, folded: str, start: int) -> Iterator[tuple[int, int, Mapping[str, Any]]]:
        """The parts of the compound word that begins here, if it is one."""
        stop = start
        while stop < len(folded) and LETTERS[folded[stop]]:
            stop += 1
        for length, readings in self.compounds.parts(folded[start:stop]):
            yield start, start + length, readings
            start += length


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


def _is_short(literal: str, candidates: Sequence[Candidate]) -> bool:
    """Whether a term is a word of one or two plain letters without endings."""
    plain = all(c.rest is None and "prefix" not in c.readings for c in candidates)
    return len(literal) <= 2 and literal.isalpha() and plain


def _glued(text: str, start: int, end: int) -> int:
    """Where a capital inside a word shows that a blank was lost (*theUnion*); 0 where nothing does."""
    m = _LOST_BLANK.search(text, start, end)
    return m.start() + 1 if m else 0


def _chain(literal: str, candidates: dict[str, list[Candidate]]) -> list[tuple[int, Candidate]]:
    """The candidates of a literal, then those of its beginnings: what a hit may turn out to be."""
    out = []
    for size in range(len(literal), 0, -1):
        out += [(size, c) for c in candidates.get(literal[:size], ())]
    return out


def _case_fits(case: str, text: str, start: int, stop: int) -> bool:
    if not case:
        return True
    return text[start:stop].isupper() if case == "A" else text[start].isupper()


def _chained(folded: str, finds: Iterator[tuple[int, int, Mapping[str, Any]]]) -> list[Token]:
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
    if start - last > 6:
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
