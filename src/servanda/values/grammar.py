"""The grammar of one language: its packs compiled, and the one way from a text to its values.

``find`` goes over the text once (scan), joins numerals, reads the phrases of the packs (dates,
durations, ratios), joins numbers with units, and reads the phrases over those (ranges, bounds, *first
half of*…) until nothing more joins.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from babel import Locale, numbers

from servanda import packs
from servanda.errors import DataError
from servanda.fold import cased, fold, fold_term
from servanda.forms import END, Match, compile_rules, matches, words
from servanda.packs import Language, Rule, Terms
from servanda.scan import LETTERS, Scanner, Token, nothing_follows
from servanda.values import number, quantity, spoken, times
from servanda.values.moments import Context
from servanda.values.quantity import Quantity
from servanda.values.times import TimeMark

_VALUES = ("q", "t", "d", "s", "span")  # span: a length of time counted from today (the past year)
_OVER_VALUES = re.compile(rf"\{{(?:{'|'.join(_VALUES)})\d*\}}")  # slots of phrases over values already found
_MASK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|\b[\w-]+\.(?:com|org|net|gov|edu|info)\b\S*")
_STOP = re.compile(r"[।॥!?\n]|\.\s")
_PASSES = 3


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
                _add_tables(terms, data, f"{pack}/{file}.toml")
                rules += packs.rules(data, f"{pack}/{file}.toml")
        _add_cldr(terms, lang)
        _check(rules)
        spell = _Speller(terms)
        self.atoms = compile_rules((r for r in rules if not _over_values(r)), spell)
        self.phrases = compile_rules((r for r in rules if _over_values(r)), spell)
        self.scanner = Scanner(terms)
        self.parts = _parts(lang)

    def find(self, text: str, today: dt.date | None = None) -> list[Found]:
        """Every quantity and time of a text, in order; offsets are into ``text`` as given."""
        folded, back = fold(text)
        text = cased(text, folded, back)
        tokens = self.scanner.tokens(text, folded)
        if not tokens:
            return []
        if ("://" in folded) or ("@" in folded) or ("www." in folded) or (".com" in folded):
            _mask(tokens, folded)
        _undesignate(tokens, folded)
        _unlist(tokens, folded)
        if self.habits.spoken_digits:
            tokens = spoken.settle(tokens, text, folded, self.habits)
        tokens = number.assemble(tokens, self.habits, folded)
        tokens = self._rewrite(self.atoms, tokens, text, folded)
        tokens = quantity.assemble(tokens, folded, self.parts)
        for _ in range(_PASSES):
            before = len(tokens)
            tokens = self._rewrite(self.phrases, tokens, text, folded, keep=False)
            if len(tokens) == before:
                break
        return list(_found(tokens, back, folded if self.habits.verb_final else ""))

    def _rewrite(
        self, root: dict[str, Any], tokens: list[Token], text: str, folded: str, keep: bool = True
    ) -> list[Token]:
        """The tokens with each leftmost longest phrase replaced by what it means; ``keep`` its context too."""
        out: list[Token] = []
        i, size = 0, len(tokens)
        while i < size:
            token = tokens[i]
            alone = i + 1 == size or not tokens[i + 1].joined
            for symbol in token.readings:
                node = root.get(symbol)
                if node is not None and not (alone and END not in node):
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
            if match.rule.args and not self._allowed(match, tokens, text, folded):
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

    def _allowed(self, match: Match, tokens: Sequence[Token], text: str, folded: str) -> bool:
        """The conditions that a rule may set.

        ``capital``: words that need a capital in their last part (where they are not the whole text);
        ``lower``: none may begin the extent; ``alone``: a number that counts nothing; ``bare``: that, and a year in digits (``loose``:
        a year in digits that no unit follows; ``modern``: and of our times); ``unless``, ``needs``: a meaning
        (not) to stand before; ``not_after``, ``not_before``: meanings not to stand right before, right behind;
        ``final``: no word follows; ``apposed``: between commas after a word;
        ``descending``: ``n`` is not below ``n2``; ``uncounted``: no unit or scale follows; ``spoken``: of a
        bare year, also one in words; ``written``: the number stands in digits.
        """
        args = match.rule.args
        first = tokens[match.first]
        capital = args.get("capital")
        word = tokens[match.last - 1]
        if capital and folded[word.start : word.end] in capital and len(text) == len(folded):
            capitals = any(map(str.isupper, text[word.start : word.end].rpartition(" ")[2]))
            if not capitals and match.end - match.start < len(tokens):
                return False
        if args.get("lower") and first.start and len(text) == len(folded) and text[first.start].isupper():
            return False
        if args.get("alone") and _counting(match.last, tokens, text, folded):
            return False
        if args.get("written") and "n" in match.slots and match.slots["n"].spelled:
            return False
        if args.get("uncounted") and _followed(match.last, tokens):
            return False
        unless, needs = args.get("unless"), args.get("needs")
        if unless and _stands_before(unless, match, tokens):
            return False
        if needs and not _stands_before(needs, match, tokens):
            return False
        ahead = args.get("not_after")
        if ahead and match.start and tokens[match.start].joined:
            if any(kind in tokens[match.start - 1].readings for kind in ahead):
                return False
        last = tokens[match.last - 1]
        behind = args.get("not_before")
        if behind and match.end < len(tokens) and tokens[match.end].joined:
            if any(kind in tokens[match.end].readings for kind in behind):
                return False
        if args.get("final") and not nothing_follows(folded, last.end):
            return False
        if args.get("apposed") and not _apposed(folded, first.start, last.end):
            return False
        if args.get("descending") and not _descending(match, tokens):
            return False
        bare = args.get("bare")
        if bare and args.get("modern") and not _modern(folded[first.start : last.end]):
            return False
        if bare and args.get("modern") and not _modern(folded[first.start : last.end]):
            return False
        return not bare or _bare(match, tokens, text, folded, bare == "loose")


def _stands_before(kind: str, match: Match, tokens: Sequence[Token]) -> bool:
    """Whether one of the few finds before a phrase has a meaning."""
    return any(kind in t.readings for t in tokens[max(match.start - 6, 0) : match.start])


def _taken(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token belongs to what stands before it: *per hour* after a measure, *12* after a currency."""
    token = tokens[i]
    if not i or not token.joined:
        return False
    units = tokens[i - 1].readings.get("u")
    if not units or "shy" in tokens[i - 1].readings:
        return False
    if "per" in token.readings:
        return not (quantity.is_money(units[0]) or units[0] in quantity.SHARES)
    before = tokens[i - 1]
    signed = quantity.is_money(units[0]) and "n" in token.readings and before.end - before.start < 4
    return signed and not (i > 1 and before.joined and "n" in tokens[i - 2].readings)


def _apposed(folded: str, start: int, end: int) -> bool:
    """Whether a span with a number stands between commas or in brackets after a word: *Ivanova, 37, said*."""
    age = folded[start:end].partition(" ")[0]
    if not age.isdecimal() or not 1 <= int(age) <= 120 or start < 3 or not LETTERS[folded[start - 3]]:
        return False
    return folded[start - 2 : start] + folded[end : end + 1] in (", ,", " ()")


def _descending(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether two small numbers fall or stay, as a score does and a range does not; no unit stands beside."""
    first, last = match.slots["n"].value, match.slots["n2"].value
    if not 0 <= last <= first < 200:
        return False
    before, after = match.first - 1, match.last
    beside = [tokens[before]] if before >= 0 and tokens[match.first].joined else []
    beside += [tokens[after]] if after < len(tokens) and tokens[after].joined else []
    return not any("u" in t.readings or "month" in t.readings for t in beside)


def _bare(match: Match, tokens: Sequence[Token], text: str, folded: str, loose: bool) -> bool:
    """Whether a lone four-digit number is a year: in digits, and nothing that it counts follows."""
    first, last = tokens[match.first], tokens[match.last - 1]
    digits, year = folded[first.start : last.end], match.slots.get("year", 0)
    if match.rule.args.get("spoken") and not digits[0].isdecimal():
        return 1700 <= year <= 2100 and not _counting(match.last, tokens, text, folded)
    if not _YEARS.fullmatch(digits) or not 1400 <= int(digits[:4]) <= (2200 if loose else 2100):
        return False
    before = tokens[match.first - 1].readings if first.joined and match.first else {}
    if "u" in before and "shy" not in before:
        return False
    if match.last < len(tokens) and tokens[match.last].joined:
        following = tokens[match.last].readings
        glued = tokens[match.last].start == last.end and LETTERS[folded[last.end]]
        return not glued and not _COUNTED.intersection(following) and (loose or "n" not in following)
    if loose or not _counting(match.last, tokens, text, folded):
        return True
    return 1900 <= int(digits[:4]) <= 2050 and "n" not in before and _after_name(text, first.start)


def _modern(digits: str) -> bool:
    """Whether digits before a noun are rather a year than a count: of our times, and not round."""
    return digits.isdecimal() and 1900 < int(digits) <= 2050 and int(digits) % 100 != 0


def _after_name(text: str, start: int) -> bool:
    """Whether a capitalised word stands right before that is not the first of its sentence: *Act 2017*."""
    m = _LAST_WORD.search(text, max(start - 40, 0), start)
    if m is None or not m[1][:1].isupper():
        return False
    rest = text[: m.start(1)].rstrip()
    return bool(rest) and rest[-1] not in ".!?:"


_LAST_WORD = re.compile(r"([^\W\d_][\w'’-]*) $")
_YEARS = re.compile(r"\d{4}(?:\D+\d{4})?")
_COUNTED = frozenset(("u", "scale", "unit", "moneyscale"))
_KEPT = ("weekday", "month")


def _counting(i: int, tokens: Sequence[Token], text: str, folded: str) -> bool:
    """Whether what follows the tokens up to ``i`` looks like something that a number there counts."""
    if _followed(i, tokens):
        return True
    end = tokens[i - 1].end
    after = text[end : end + 2] if len(text) == len(folded) else folded[end : end + 2]
    if after[:1] not in (" ", "\u00a0") or not after[1:] or not LETTERS[after[1]]:
        return False
    if after[1].lower() == after[1].upper():  # no capitals: what is not known may be counted
        return not (i < len(tokens) and tokens[i].joined)
    return after[1].islower()


def _followed(i: int, tokens: Sequence[Token]) -> bool:
    """Whether a unit or a scale follows the tokens up to ``i``."""
    return i < len(tokens) and tokens[i].joined and bool(_COUNTED.intersection(tokens[i].readings))


def _found(tokens: Sequence[Token], back: Sequence[int] | None, folded: str) -> Iterable[Found]:
    """The values among the tokens; ``folded``: the text, where a future form counts for what is before it."""
    future = -1
    coming = [t.start for t in tokens if "future" in t.readings] if folded else []
    for token in tokens:
        readings = token.readings
        if "future" in readings and not folded:
            future = token.end + 80
        value = next((readings[kind] for kind in _VALUES if kind in readings), None)
        if value is None or (isinstance(value, Quantity) and not value.sure):
            continue
        start, end = (token.start, token.end) if back is None else (back[token.start], back[token.end])
        ahead = start < future or (bool(coming) and _told(token.end, coming, folded))
        yield Found(start, end, value, readings.get("rule", "number"), ahead)


def _told(end: int, coming: Sequence[int], folded: str) -> bool:
    """Whether a future form stands behind ``end`` in the same sentence."""
    following = next((at for at in coming if at >= end), end + 200)
    return following - end < 200 and not _STOP.search(folded, end, following)


def _undesignate(tokens: list[Token], folded: str) -> None:
    """Takes the meaning from digits that are part of a name (S-400, G20, 5G, COVID-19, 1.2.3)."""
    for i, token in enumerate(tokens):
        readings = token.readings
        if "digits" not in readings and "pair" not in readings and "ordinal" not in readings:
            continue
        start, end = token.start, token.end
        before = folded[start - 1] if start else " "
        if before in "-–" and start > 1 and not folded[start - 2].isspace():
            before = folded[start - 2]
            glued = i > 1 and tokens[i - 2].end == start - 1
            unit = glued and i > 2 and tokens[i - 3].end == tokens[i - 2].start and "digits" in tokens[i - 3].readings
            known = unit or (glued and _leads(tokens[i - 2], token, dash=True))
            closed = i > 0 and tokens[i - 1].end == start and tokens[i - 1].start < start - 1  # a term with its dash: FY-
            known = known or (closed and _leads(tokens[i - 1], token, dash=False))
            if glued and not tokens[i - 2].readings:
                token.readings = {}  # behind a part of a name, joined to it by a hyphen
                continue
        else:
            known = i > 0 and tokens[i - 1].end == start and _leads(tokens[i - 1], token, dash=False)
        if before == "+" and start > 1 and folded[start - 2].isalnum() and i > 1 and not tokens[i - 2].readings:
            token.readings = {}  # P5+1
            continue
        if (LETTERS[before] or before in "_#=&@" and not _sign(tokens, i)) and not known:
            token.readings = {}
            continue
        after = folded[end] if end < len(folded) else " "
        if LETTERS[after] and not (i + 1 < len(tokens) and tokens[i + 1].start == end):
            token.readings = {}
        elif after == "_":
            token.readings = {}


def _sign(tokens: Sequence[Token], i: int) -> bool:
    """Whether the find right before is a sign of comparison of the packs, as in *>=5*."""
    return i > 0 and tokens[i - 1].end == tokens[i].start and "'=" in tokens[i - 1].readings


def _leads(before: Token, token: Token, dash: bool) -> bool:
    """Whether a find glued to the front of digits belongs to a phrase (EUR5, Q1, mid-2020) and not to a name."""
    long = before.end - before.start > 2
    for kind, value in before.readings.items():
        if kind == "u":
            if any(quantity.is_money(u) and u.isalpha() for u in value):
                return True
        elif kind[0] != "'":
            word = before.joined if kind == "roman" else long  # X-101 is a name, quarter I-2021 is not
            if word if dash else kind not in _NOT_LEADING:
                return True
        elif len(kind) > 3 if dash else not LETTERS[kind[-1]]:
            return True
    return False


# a letter that is a scale (T, K, B), an article (A) or the like begins a name (T-90, A320)
_NOT_LEADING = frozenset(
    "scale moneyscale glued indefinite single card weak article nought stuck shy per extent of and over point".split()
)


_LISTED = re.compile(r"(?:^|\n)[ \t]*\d{1,3}(?:\.|\)) +(?=[^\W\d_]|[«“\"(])")


def _unlist(tokens: list[Token], folded: str) -> None:
    """Takes the meaning from the numbers of a list's or a text's paragraphs (*2. The Sides noted…*)."""
    numbers = {m.end() - len(m[0].lstrip()) for m in _LISTED.finditer(folded)}
    for token in tokens if numbers else ():
        if token.start in numbers:
            token.readings, token.joined = {}, False


def _mask(tokens: list[Token], folded: str) -> None:
    """Takes the meaning from what stands in web and mail addresses."""
    spans = [m.span() for m in _MASK.finditer(folded)]
    for token in tokens:
        if any(a <= token.start < b for a, b in spans):
            token.readings, token.joined = {}, False


def _over_values(rule: Rule) -> bool:
    """Whether a rule has a form that stands on values already found; then all its forms are read after those."""
    return any(_OVER_VALUES.search(form) for form in rule.forms)


def _check(rules: Iterable[Rule]) -> None:
    known = {"none", "apart", *number.MAKERS, *times.MAKERS, *quantity.MAKERS}
    for rule in rules:
        if rule.make not in known:
            raise DataError(f"rule {rule.name!r}: make = {rule.make!r}; known are {', '.join(sorted(known))}")


class _Speller:
    """Gives each word of a form its symbol, and sees to it that the scan finds the word."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.known: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        symbol = self.known.get(word)
        if symbol is not None:
            return symbol
        symbol = self.known[word] = fold_term(word)
        if len(word) > 1 or LETTERS[word] or word in "'%&;+/<>=≤≥#":
            self.terms.add([word], "'" + symbol, True)
        return symbol


_VALUED = {
    "cardinals": "card", "ordinals": "ordinal", "scales": "scale", "denominators": "denominator", "modifiers": "add",
    "money_scales": "moneyscale", "months": "month", "weekdays": "weekday", "weekdays_plural": "weekdays",
    "prefixes": "prefix", "weekdays_short": "wd", "weekdays_adjectival": "aweekday", "months_adjectival": "amonth",
    "decades": "tens",
}  # fmt: skip
_WHOLE = frozenset(("month", "weekday", "weekdays", "ordinal", "wd", "aweekday", "amonth", "tens"))
_NAMED = {"calendar": "unit", "lone": "one"}
_LISTS = (
    "half", "point", "whole", "and", "over", "minus", "weak", "indefinite", "genitive", "single", "unsure", "glued",
    "per", "future", "move", "article", "nought", "of", "both", "shy", "stuck", "extent", "names", "tail", "plus", "none",
)  # fmt: skip


def _add_tables(terms: Terms, data: dict[str, Any], where: str) -> None:
    for name, kind in _VALUED.items():
        for key, found in packs.table(data, name, where).items():
            terms.add(found, kind, _value(key, kind, where))
    for name, kind in _NAMED.items():
        for key, found in packs.table(data, name, where).items():
            terms.add(found, kind, key)
    for name, found in packs.table(data, "classes", where).items():
        terms.add(found, name, True)
    for name in _LISTS:
        terms.add(packs.convert(data.get(name, []), list[str], f"{where} {name}"), name, True)
    if "units" in data:
        units = packs.table(data, "units", where)
        _add_units(terms, units, packs.table(data, "powers", where), packs.table(data, "metric", where))
    for code in packs.convert(data.get("codes", []), list[str], f"{where} codes"):
        _add_unit(terms, [code], code)
    roman = packs.table(data, "romans", where)
    for key, found in roman.items():
        terms.add(found, "roman", int(key))


def _value(key: str, kind: str, where: str) -> Any:
    try:
        if kind in _WHOLE:
            return int(key)
        above, _, below = key.partition("/")
        return Decimal(above) / Decimal(below or 1)
    except (ValueError, ArithmeticError) as e:
        raise DataError(f"packs/{where}: {key!r} is no number") from e


_LENGTHS = ("m", "km", "dm", "cm", "mm", "um", "[ft_i]", "[mi_i]", "[in_i]", "[yd_i]")
_METRIC = frozenset(
    ("m", "g", "L", "W", "W.h", "V", "A", "By", "bit", "Hz", "J", "eV", "Pa", "N", "Gy", "Sv", "Bq", "cal", "Ohm")
)


def _add_units(
    terms: Terms, units: dict[str, list[str]], powers: dict[str, list[str]], metric: dict[str, list[str]]
) -> None:
    """Terms of units; ``metric`` templates (``kilo{}``) make km of m, ``powers`` (``square {}``) m2 of m."""
    known = {code: list(found) for code, found in units.items()}
    for prefix, templates in metric.items():
        for code in _METRIC.intersection(units):
            made = known.setdefault(prefix + code, [])
            made += [t.replace("{}", f) for t in templates for f in units[code]]
    for code, found in known.items():
        _add_unit(terms, found, code)
        for power, templates in powers.items():
            if code in _LENGTHS:
                _add_unit(terms, [t.replace("{}", f) for t in templates for f in found], _power(code, power))


def _parts(lang: str) -> dict[str, dict[str, Decimal]]:
    """The smaller units that a unit is said with, and how many of each it has."""
    out: dict[str, dict[str, Decimal]] = {}
    for pack in ("und", lang):
        found = packs.load(pack, "units").get("parts", {})
        out |= packs.convert(found, dict[str, dict[str, Decimal]], f"{pack}/units.toml [parts]")
    return out


def _power(code: str, power: str) -> str:
    customary = {"[ft_i]2": "[sft_i]", "[ft_i]3": "[cft_i]", "[mi_i]2": "[smi_us]"}
    return customary.get(code + power, code + power)


def _add_unit(terms: Terms, found: Iterable[str], code: str) -> None:
    for term in found:
        codes = terms.readings.get(term, {}).get("u", ())
        terms.add([term], "u", codes if code in codes else (*codes, code))


def _add_cldr(terms: Terms, lang: str) -> None:
    """What CLDR knows: currency names in all plural forms, month and weekday names."""
    locale = Locale.parse(lang)
    for code in numbers.list_currencies(locale):
        names = {locale.currencies.get(code, "")} | set((locale._data["currency_names_plural"].get(code) or {}).values())
        for name in names:
            if name and " " in name and "(" not in name:
                term = name if name[0].islower() else name.lower()
                if "u" not in terms.readings.get(term, {}):
                    terms.add([term], "u", (code,))
    for width in ("wide", "abbreviated"):
        for form in ("format", "stand-alone"):
            for month, name in locale.months[form][width].items():
                if not any(c.isdigit() for c in name):
                    terms.add([name.lower()], "month", month)
            for day, name in locale.days[form][width].items():
                if len(name) > 2:
                    terms.add([name.lower()], "weekday", day + 1)


@functools.lru_cache(maxsize=8)
def grammar(lang: str) -> Grammar:
    """The grammar of a language, compiled once.

    >>> [f.value.unit for f in grammar("en").find("more than $7.5 bn")]
    ['USD']
    """
    return Grammar(lang)


__all__ = ["Context", "Found", "Grammar", "Language", "grammar", "words"]
