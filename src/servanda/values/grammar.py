"""The grammar of one language: its packs compiled, and the one way from a text to its values.

``find`` goes over the text once (scan), joins numerals, reads the phrases of the packs (dates,
durations, ratios), joins numbers with units, and reads the phrases over those (ranges, bounds, *first
half of*…) until nothing more joins.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from servanda import packs
from servanda.errors import DataError
from servanda.forms import END, Match, compile_rules, matches, words
from servanda.index import Find, Index
from servanda.line import Line, line
from servanda.packs import Language, Rule, Terms
from servanda.scan import Scanner, Token, chained, numbered, numbers
from servanda.values import designations, islands, number, numerals, quantity, spoken, times, vocabulary
from servanda.values.conditions import allowed
from servanda.values.moments import Context
from servanda.values.quantity import Quantity
from servanda.values.times import TimeMark

_VALUES = ("q", "t", "d", "s", "span")  # span: a length of time counted from today (the past year)
_ANY_VALUE = frozenset(_VALUES)
_OVER_VALUES = re.compile(rf"\{{(?:{'|'.join(_VALUES)})\d*\}}")  # slots of phrases over values already found
_STOP = re.compile(r"[।॥!?\n]|\.\s")
_PASSES = 3
_KEPT = ("weekday", "month")  # what a find that is a time by itself still means


class Found(NamedTuple):
    """A value and where it stands in the text, with the name of the rule that made it."""

    start: int
    end: int
    value: Quantity | TimeMark
    rule: str
    future: bool = False


class Grammar:
    """The compiled packs of one language. Build with :func:`grammar`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.habits = packs.language(lang)
        terms = Terms(self.habits)
        rules: list[Rule] = []
        for pack in (lang, "und"):
            for file in ("numbers", "units", "times"):
                data = packs.load(pack, file)
                vocabulary.add_tables(terms, data, f"{pack}/{file}.toml")
                rules += packs.rules(data, f"{pack}/{file}.toml")
        vocabulary.add_cldr(terms, lang)
        _check(rules)
        spell = vocabulary.Speller(terms)
        self.atoms = compile_rules((r for r in rules if not _over_values(r)), spell)
        self.phrases = compile_rules((r for r in rules if _over_values(r)), spell)
        self.seeds = islands.seeds(rules, (self.atoms, self.phrases), terms.readings)
        self.index = Index(terms)
        self.scanner = Scanner(self.index)
        self.parts = vocabulary.parts(lang)

    def find(self, text: str) -> list[Found]:
        """Every quantity and time of a text, in order; offsets are into the text as given."""
        where = line(text)
        return self.read(where, numbered(self.scanner.terms(where)[0], numbers(where, self.habits)))

    def read(self, where: Line, finds: Iterable[Find], at: int = 0) -> list[Found]:
        """The same, where the scan has been done, of a text that begins at ``at``."""
        text, folded, back = where[:3]
        finds = islands.living(finds, self.seeds)
        if not finds:
            return []
        tokens = chained(folded, finds)
        if ("://" in folded) or ("@" in folded) or ("www." in folded) or (".com" in folded):
            designations.mask(tokens, folded)
        designations.undesignate(tokens, folded, self.habits.tenths)
        designations.unlist(tokens, folded)
        if self.habits.spoken_digits:
            tokens = spoken.settle(tokens, text, folded, self.habits)
        tokens = numerals.assemble(tokens, self.habits, folded)
        tokens = self._rewrite(self.atoms, tokens, text, folded)
        tokens = quantity.assemble(tokens, folded, self.parts)
        for _ in range(_PASSES):
            before = len(tokens)
            tokens = self._rewrite(self.phrases, tokens, text, folded, keep=False)
            if len(tokens) == before:
                break
        return list(_found(tokens, back, at, folded if self.habits.verb_final else ""))

    def _rewrite(
        self, root: dict[str, Any], tokens: list[Token], text: str, folded: str, keep: bool = True
    ) -> list[Token]:
        """The tokens, each leftmost longest phrase replaced by what it means; ``keep``: not its context."""
        out: list[Token] = []
        i, size = 0, len(tokens)
        while i < size:
            token = tokens[i]
            following = tokens[i + 1].readings if i + 1 < size and tokens[i + 1].joined else ()
            for symbol in token.readings:
                node = root.get(symbol)
                if node is not None and (END in node or not node.keys().isdisjoint(following)):
                    break
            else:
                out.append(token)
                i += 1
                continue
            choice = None if keep and _taken(tokens, i) else self._choice(root, tokens, i, text, folded)
            if choice is None:
                out.append(token)
                i += 1
                continue
            match, made = choice
            first, last = tokens[match.first], tokens[match.last - 1]
            if "apart" in made:
                pair = zip((first, last), made["apart"], strict=True)
                out += [Token(t.start, t.end, {"q": q}, t.joined) for t, q in pair]
                i = match.end
                continue
            if first is last:
                made |= {k: v for k, v in first.readings.items() if k in _KEPT}
            if keep:
                out.extend(tokens[i : match.first])
            out.append(Token(first.start, last.end, made, first.joined if keep else token.joined))
            i = match.last if keep else match.end
        return out

    def _choice(
        self, root: dict[str, Any], tokens: list[Token], i: int, text: str, folded: str
    ) -> tuple[Match, dict[str, Any]] | None:
        """The longest phrase at a place and what it means, unless a longer one begins behind its context."""
        for match in matches(root, tokens, i):
            if match.rule.args and not allowed(match, tokens, text, folded):
                continue
            made = self._make(match)
            if made is None:
                continue
            if match.first > i:
                rival = self._choice(root, tokens, match.first, text, folded)
                if rival and rival[0].last > match.end:
                    return None
            return match, made
        return None

    def _make(self, match: Match) -> dict[str, Any] | None:
        """What a phrase means: class -> value; a rule may say by ``as`` that its time is of another class."""
        rule = match.rule
        if rule.make == "none":
            return {"none": True}
        if rule.make == "apart":
            pair = quantity.apart(match.slots, rule.args)
            return None if pair is None else {"apart": pair}
        if rule.make in number.MAKERS:
            value = number.MAKERS[rule.make](match.slots, rule.args)
            return None if value is None else number.number_readings(value)
        if rule.make in times.MAKERS:
            mark = times.MAKERS[rule.make](match.slots, rule.args, self.habits)
            if mark is None:
                return None
            kind = "d" if mark.kind == "duration" else "s" if mark.kind == "set" else "t"
            return {rule.args.get("as", kind): mark, "rule": rule.name}
        made = quantity.MAKERS[rule.make](match.slots, rule.args, None)
        return None if made is None else {"q": made, "rule": rule.name}


def _taken(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token belongs to what stands before it: *per hour* after a measure, *12* after a currency."""
    token = tokens[i]
    if not i or not token.joined:
        return False
    units = tokens[i - 1].readings.get("u")
    if not units or "shy" in tokens[i - 1].readings:
        return False
    if "per" in token.readings:
        year = i + 1 < len(tokens) and "yearth" in tokens[i + 1].readings  # *tonnes in the 2023rd*
        return not year and not (quantity.is_money(units[0]) or units[0] in quantity.SHARES)
    before = tokens[i - 1]
    signed = quantity.is_money(units[0]) and "n" in token.readings and before.end - before.start < 4
    return signed and not (i > 1 and before.joined and "n" in tokens[i - 2].readings)


def _found(tokens: Sequence[Token], back: Sequence[int] | None, at: int, folded: str) -> Iterable[Found]:
    """The values among the tokens; ``folded``: the text, where a future form counts for what is before it."""
    future = -1
    coming = [t.start for t in tokens if "future" in t.readings] if folded else []
    for token in tokens:
        readings = token.readings
        if "future" in readings and not folded:
            future = token.end + 80
        if _ANY_VALUE.isdisjoint(readings):
            continue
        value = next(readings[kind] for kind in _VALUES if kind in readings)
        if value is None or (isinstance(value, Quantity) and not value.sure):
            continue
        start, end = (token.start, token.end) if back is None else (back[token.start], back[token.end])
        ahead = start < future or (bool(coming) and _told(token.end, coming, folded))
        yield Found(start + at, end + at, value, readings.get("rule", "number"), ahead)


def _told(end: int, coming: Sequence[int], folded: str) -> bool:
    """Whether a future form stands behind ``end`` in the same sentence."""
    following = next((at for at in coming if at >= end), end + 200)
    return following - end < 200 and not _STOP.search(folded, end, following)


def _over_values(rule: Rule) -> bool:
    """Whether a rule has a form over values already found; then all its forms are read after those."""
    return any(_OVER_VALUES.search(form) for form in rule.forms)


def _check(rules: Iterable[Rule]) -> None:
    known = {"none", "apart", *number.MAKERS, *times.MAKERS, *quantity.MAKERS}
    for rule in rules:
        if rule.make not in known:
            raise DataError(f"rule {rule.name!r}: make = {rule.make!r}; known are {', '.join(sorted(known))}")


@functools.lru_cache(maxsize=8)
def grammar(lang: str) -> Grammar:
    """The grammar of a language, compiled once.

    >>> [f.value.unit for f in grammar("en").find("more than $7.5 bn")]
    ['USD']
    """
    return Grammar(lang)


__all__ = ["Context", "Found", "Grammar", "Language", "grammar", "words"]
