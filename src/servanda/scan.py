"""One pass over a text: every term of the packs and every number in digits, as tokens.

The automaton (Aho-Corasick) finds all terms at once; a regular expression finds the digits; what
stands between two finds is kept only where it is punctuation, so that the grammars see short chains
of meanings and never look at the text again.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import ahocorasick_rs

from servanda.forms import PUNCTUATION
from servanda.line import LETTERS, LOST_BLANK, Line, line
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


LONGEST = 100
"""The most characters of a number in digits; a longer run of digits is none that anybody could mean."""
_PUNCT: dict[str, dict[str, Any]] = {c: {"'" + c: c} for c in PUNCTUATION}
_PUNCT.update(dict.fromkeys("–—~", _PUNCT["-"]))
_NOTHING: dict[str, Any] = {}
_SPACES = "\u00a0\u202f\u2009"
_SIGN = (
    r"(?:(?<![^\s(\[<>=:])-)?"  # a minus is glued to its number and stands after a blank or an opening sign
)


FAR = 7
"""Characters between two finds from which on they are never joined."""
Find = tuple[int, int, Mapping[str, Any]]
"""Where a term stands in the folded text, and what it may mean."""


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
        self.short = {k: tuple(c) for k, c in candidates.items() if _is_short(k, c)}
        self.literals = sorted(k for k in candidates if k not in self.short)
        self.options = [_chain(literal, candidates) for literal in self.literals]
        self.plain = [_plain(self.options[i], len(k)) for i, k in enumerate(self.literals)]
        self.automaton = ahocorasick_rs.AhoCorasick(
            self.literals, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )
        self.longest = max(map(len, self.literals), default=0)
        self.numbers = _number_pattern(terms.habits)
        self.prefixed = [any("prefix" in c.readings for _, c in chain) for chain in self.options]
        self.spaced = [" " in literal for literal in self.literals]
        self.limits, self.decades = dict(terms.habits.cardinal_suffixes), terms.habits.decade_suffixes
        self.compounds = terms.compounds()

    def tokens(self, text: str | Line) -> list[Token]:
        """All finds of a text in order, with the punctuation between neighbours."""
        where = line(text) if isinstance(text, str) else text
        return chained(where.folded, self.finds(where))

    def finds(self, where: Line) -> list[Find]:
        """Terms and numbers by position; a number inside a term is part of it."""
        terms = self.terms(where)
        return self._with_numbers(terms, self.numbers.finditer(where.folded)) if where.digits else terms

    def terms(self, where: Line) -> list[Find]:
        """The terms alone, without numbers and punctuation."""
        out: list[Find] = []
        self._search(where, 0, len(where.folded), out)
        short = self._short(where)
        return _between(out, short) if short else out

    def _short(self, where: Line) -> list[Find]:
        """The words of one or two letters that mean something."""
        known, out = self.short, []
        for word, start, end in where.short:
            readings: Mapping[str, Any] = _NOTHING
            for candidate in known.get(word, ()):
                if not candidate.case or _case_fits(candidate.case, where.text, start, end):
                    readings = {**readings, **candidate.readings} if readings else candidate.readings
            if readings:
                out.append((start, end, readings))
        return out

    def _with_numbers(self, terms: list[Find], numbers: Iterable[re.Match[str]]) -> list[Find]:
        out: list[Find] = []
        i, size = 0, len(terms)
        for m in numbers:
            start, end = m.span()
            if end - start > LONGEST:
                continue
            while i < size and terms[i][0] < start:
                out.append(terms[i])
                i += 1
            if out and out[-1][1] > start:
                continue  # inside a term
            if i == size or terms[i][0] >= end or terms[i][1] <= end:
                readings: Mapping[str, Any] = _digit_readings(m, self.limits, self.decades)
                while i < size and terms[i][0] < end:
                    if terms[i][:2] == (start, end):
                        readings = terms[i][2] if "none" in terms[i][2] else {**readings, **terms[i][2]}
                    i += 1
                out.append((start, end, readings))
        return out + terms[i:]

    def _search(self, where: Line, offset: int, limit: int, out: list[Find]) -> None:
        """Adds the terms that begin at ``offset`` or behind it and before ``limit``, in order."""
        text, folded, glued = where.text, where.folded, where.glued
        size, letter, plain = len(folded), LETTERS, self.plain
        if glued and (offset or limit < size):
            glued = LOST_BLANK.search(text, offset, limit) is not None
        resume = 0
        part = folded[offset : limit + self.longest] if offset or limit < size else folded
        for number, begin, stop in self.automaton.find_matches_as_indexes(part):
            start, end = begin + offset, stop + offset
            if start >= limit:
                return
            inside = start and letter[folded[start]] and letter[folded[start - 1]]
            if inside and glued and text[start].isupper() and text[start - 1].islower():
                inside = False  # a blank was lost
            if start >= resume and not inside:
                only = plain[number]
                if (
                    only is not None
                    and (end == size or folded[end] == " " or not _one_word(folded[end - 1], folded[end]))
                    and (not only.case or _case_fits(only.case, text, start, end))
                ):
                    out.append((start, end, only.readings))
                    resume = end
                    continue
                resume = self._choose(where, number, start, out) or resume
            if resume < end and (glued or self.spaced[number]):
                # what of the hit lies behind the word or the find is looked at afresh
                afresh = folded.find(" ", max(start, resume), end) + 1
                if not afresh and glued:
                    afresh = _glued(text, start, end)
                if afresh:
                    known = len(out)
                    self._search(where, afresh, end, out)
                    resume = out[-1][1] if len(out) > known else resume

    def _choose(self, where: Line, number: int, start: int, out: list[Find]) -> int:
        """Adds the longest term that a hit may be, or the parts of a compound; where that ends, or 0."""
        folded, size = where.folded, len(where.folded)
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
            if candidate.case and not _case_fits(candidate.case, where.text, start, stop):
                continue
            readings = candidate.readings if stop > best else {**readings, **candidate.readings}
            best = stop
        if best > start:
            out.append((start, best, readings))
            return best
        parts = list(self._compound(folded, start)) if self.prefixed[number] else []
        out += parts
        return parts[-1][1] if parts else 0

    def _compound(self, folded: str, start: int) -> Iterator[Find]:
        """The parts of the compound word that begins here, if it is one."""
        stop = start
        while stop < len(folded) and LETTERS[folded[stop]]:
            stop += 1
        for length, readings in self.compounds.parts(folded[start:stop]):
            yield start, start + length, readings
            start += length


def _between(finds: list[Find], short: list[Find]) -> list[Find]:
    """The finds with the shortest terms between them; what lies inside a find is a part of it."""
    out: list[Find] = []
    i, size = 0, len(short)
    for find in finds:
        while i < size and short[i][1] <= find[0]:
            out.append(short[i])
            i += 1
        while i < size and short[i][0] < find[1]:
            i += 1
        out.append(find)
    out += short[i:]
    return out


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
    m = LOST_BLANK.search(text, start, end)
    return m.start() + 1 if m else 0


def _chain(literal: str, candidates: dict[str, list[Candidate]]) -> list[tuple[int, Candidate]]:
    """The candidates of a literal, then those of its beginnings: what a hit may turn out to be."""
    out = []
    for size in range(len(literal), 0, -1):
        out += [(size, c) for c in candidates.get(literal[:size], ())]
    return out


def _plain(chain: Sequence[tuple[int, Candidate]], length: int) -> Candidate | None:
    """The one candidate that a hit is where it ends with its word; none where there are more, or endings."""
    full = [c for size, c in chain if size == length]
    return full[0] if len(full) == 1 and all(c.rest is None for _, c in chain) else None


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
