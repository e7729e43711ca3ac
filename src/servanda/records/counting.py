"""Numbers that count: what is counted, and the numbers that are no figures.

Which nouns end a phrase, which make a set that everybody knows: ``figures.toml`` ``[counting]``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

import msgspec

from servanda.catalogue import catalogue
from servanda.model import Figure
from servanda.records.lexicon import Mark
from servanda.records.noun import WORD, head, noun_phrase
from servanda.records.view import Amount, View
from servanda.values.grammar import Found
from servanda.values.quantity import is_money, plain
from servanda.values.times import TimeMark

MILLION = 10**6
NEXT = 160  # characters, at most, between a sentence and the number before it whose money it goes on with
CLOSE = 20  # characters, at most, between a number and the words behind it that say that it is one
LINK = 16  # characters, at most, between the two numbers of a movement
_DIGITS = re.compile(r"\d[\d.,\u00a0]*\d|\d")
NEXT_TO = 2  # characters, at most, between a number and the words that point back (*of them*)
MANY = 1000  # from here on a number points at no set that everybody knows
FEW = 10  # numbers below, without a noun, are none of things counted
CLAUSE = re.compile(r"[;:]")
_YEAR = re.compile(r"(?:19|20)\d\d")  # a bare number that looks like one is a year, or in a name
_COMPOUND = re.compile(r"-[^\W\d_]")  # *two-way*: an adjective, and no count
NEAR = 30  # how far behind a number, in characters, the term of what it counts begins


class Number(msgspec.Struct, frozen=True):
    """A number that is a figure: its amount, where its words end, and the noun that it counts.

    ``noun_at``: where the noun stands, if not behind the number.
    """

    amount: Amount
    end: int
    id: str
    noun: str | None = None
    noun_at: int | None = None

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.amount.start


def numbers(view: View, unit: str = "", end: int = 0) -> list[Number]:
    """The figures of a sentence, in order; ``unit``: that of the last one before it, which ended there."""
    out: list[Number] = []
    if not view.found:
        return out
    money = unit if 0 <= view.start - end <= NEXT else ""
    for amount in _with_units(view, list(_led(view, list(_parted(view)))), money):
        number = _number(view, amount, out[-1] if out else None)
        if number is not None:
            out.append(number)
    return out


def _parted(view: View) -> Iterator[Amount]:
    """The amounts; a range that something moved along is two (*raised from 14 to 21*)."""
    moves = [m.start for kind in ("raise", "growth", "target") for m in view.of(kind)]
    starts = {at for m in view.of("start") for at in (m.start, m.end + 1)}
    for amount in view.amounts():
        q, text = amount.quantity, view.document.text[amount.start : amount.end]
        ends = [m.span() for m in _DIGITS.finditer(text)] if q.value_max is not None else []
        if len(ends) != 2 or amount.start not in starts or not any(m < amount.start for m in moves):
            yield amount
            continue
        first, last = (amount.start + ends[0][0], amount.start + ends[0][1]), amount.start + ends[1][0]
        yield Amount(*first, msgspec.structs.replace(q, value_max=None), amount.rule)
        yield Amount(
            last, amount.end, msgspec.structs.replace(q, value=q.value_max, value_max=None), amount.rule
        )


def _led(view: View, amounts: list[Amount]) -> Iterator[Amount]:
    """The amounts; a bare one that begins a movement has the unit of its end (*from 3 to 5 tonnes*)."""
    behind = view.lexicon.habits.postpositions
    edges = {m.start if behind else m.end for m in view.of("start")}
    for amount, after in itertools.pairwise([*amounts, None]):
        if amount is None:
            continue
        at = amount.end + 1 if behind else amount.start - 1
        bare = amount.quantity.unit == "1" and at in edges
        if not bare or after is None or after.quantity.unit == "1" or _is_far(view, amount, after):
            yield amount
            continue
        q, scale = amount.quantity, after.quantity.scale
        scaled = scale and not q.scale
        value = plain(q.value * scale) if scaled else q.value
        yield msgspec.structs.replace(
            amount,
            quantity=msgspec.structs.replace(
                q, value=value, unit=after.quantity.unit, scale=scale if scaled else q.scale
            ),
        )


def _is_far(view: View, amount: Amount, after: Amount) -> bool:
    """Whether more than a word or two stands between two numbers."""
    gap = view.document.text[amount.end : after.start]
    return len(gap) > LINK or any(c in ",;:()" for c in gap)


def _number(view: View, amount: Amount, before: Number | None) -> Number | None:
    """A number with a unit, or one that counts something and does not point at a known set."""
    amount = _portion(view, amount)
    q = amount.quantity
    if q.unit != "1":
        return Number(amount, amount.end, view.id(Figure, amount.start, amount.end))
    if _is_definite(view, amount) and q.value < MANY:
        return None
    counted = _counted(view, amount)
    if counted is None or (_is_name(view, amount, counted) and _borrowed(view, amount, before)):
        return _told_before(view, amount, before)
    if q.value == 2 and q.value_max is None and _is_known_set(view, amount):
        return None
    end, noun = counted
    return Number(amount, end, view.id(Figure, amount.start, end), noun)


def _portion(view: View, amount: Amount) -> Amount:
    """A part told by words (*half of*) as a percentage, where it is a round one."""
    q, text = amount.quantity, view.document.text
    if q.unit != "1" or not 0 < q.value < 1 or q.value_max is not None or (q.value * 1000) % 1:
        return amount
    if any(c.isdigit() for c in text[amount.start : amount.end]):
        return amount
    whole = any(m.start == amount.end + 1 for kind in ("owner", "definite") for m in view.of(kind))
    if view.lexicon.counting.articles and not whole:
        return amount
    return msgspec.structs.replace(
        amount, quantity=msgspec.structs.replace(q, value=plain(q.value * 100), unit="%")
    )


def _told_before(view: View, amount: Amount, before: Number | None) -> Number | None:
    """A number whose noun stands before it: *the number of tourists was 2,000*, *20 men and 30 in B*."""
    behind = _tally_behind(view, amount)
    if behind is not None:
        id_ = view.id(Figure, amount.start, amount.end)
        return Number(amount, amount.end, id_, view.document.text[behind[0] : behind[1]], behind[0])
    few = amount.quantity.value < FEW and not view.of("tally")
    if few or _YEAR.fullmatch(view.document.text, amount.start, amount.end) or not _ends_phrase(view, amount):
        return None
    noun = _borrowed(view, amount, before) or _tallied(view, amount, before.end if before else view.start)
    if noun is None:
        return None
    at, end = noun
    id_ = view.id(Figure, amount.start, amount.end)
    return Number(amount, amount.end, id_, view.document.text[at:end], at)


def _tally_behind(view: View, amount: Amount) -> tuple[int, int] | None:
    """The noun whose number is named right behind (*from 40 to 80 the number of places*)."""
    text = view.document.text
    near = (m for m in view.of("tally") if 0 < m.start - amount.end <= CLOSE)
    tally = next((m for m in near if not any(c in ",;:." for c in text[amount.end : m.start])), None)
    words = list(noun_phrase(text, tally.end, view.end, view.lexicon.counting)) if tally else []
    return head(words, view.lexicon.counting) if words else None


def _ends_phrase(view: View, amount: Amount) -> bool:
    """Whether no letter or digit clings to the number, as in a name or a sum."""
    text = view.document.text
    around = text[max(0, amount.start - 1) : amount.start] + text[amount.end : amount.end + 1]
    return not any(c.isalnum() or c in "/-–+=#(" for c in around)


def _borrowed(view: View, amount: Amount, before: Number | None) -> tuple[int, int] | None:
    """The noun of the number before it in the sentence, where the two stand in a row."""
    if before is None or before.noun is None or before.amount.quantity.unit != "1":
        return None
    if _is_named(view, before.end - len(before.noun), before.end) or _goes_with(view, amount):
        return None
    parted = CLAUSE.search(view.document.text, before.end, amount.start)
    if parted and not any(
        abs(m.start - amount.end) <= NEXT_TO or abs(amount.start - m.end) <= NEXT_TO for m in view.of("them")
    ):
        return None
    at = before.noun_at if before.noun_at is not None else before.end - len(before.noun)
    return at, at + len(before.noun)


def _goes_with(view: View, amount: Amount) -> bool:
    """Whether a word behind the number is counted, though not in a phrase of its own (*14 new flights*)."""
    m = WORD.match(view.document.text, amount.end + 1, view.end)
    return (
        m is not None and m[0].lower() not in view.lexicon.counting.stops and not _is_named(view, *m.span())
    )


def _is_named(view: View, start: int, end: int) -> bool:
    """Whether a word is the name, or the adjective, of somebody."""
    return any(m.kind == "entity" and m.start <= start and end <= m.end for m in view.marks)


def _tallied(view: View, amount: Amount, start: int) -> tuple[int, int] | None:
    """The noun that a word for its number stands beside, or that is counted by itself."""
    start = max((m.end() for m in CLAUSE.finditer(view.document.text, start, amount.start)), default=start)
    terms = [m for m in view.measures if start <= m.start and m.end <= amount.start and _is_count(m)]
    tally = next((m for m in view.of("tally") if start <= m.start and m.end <= amount.start), None)
    told = next(
        (t for t in terms if tally and 0 <= t.start - tally.end <= NEAR), terms[-1] if terms else None
    )
    if told is not None:
        return told.start, told.end
    if tally is None:
        return None
    words = list(noun_phrase(view.document.text, tally.end, amount.start, view.lexicon.counting))
    return head(words, view.lexicon.counting) if words else (tally.start, tally.end)


def _is_name(view: View, amount: Amount, counted: tuple[int, str]) -> bool:
    """Whether what seems to be counted is only the adjective of a state (*300 Chinese*)."""
    start = counted[0] - len(counted[1])
    return start - amount.end <= 2 and _is_named(view, start, counted[0])


def _is_definite(view: View, amount: Amount) -> bool:
    """Whether a number is a part of an adjective, or points at things known (*the three states*)."""
    text = view.document.text
    if _COMPOUND.match(text, amount.end):
        return True
    definite = (m for m in view.of("definite") if 0 <= amount.start - m.end <= 2)
    return any(not text[m.end : amount.start].strip() for m in definite)


def _with_units(view: View, amounts: Sequence[Amount], unit: str) -> Iterator[Amount]:
    """The amounts; millions of nothing have the money of the one before (*8.4 bn dollars and 0.6 bn*)."""
    money = unit if is_money(unit) else ""
    for amount in amounts:
        q = amount.quantity
        if q.unit == "1" and money and q.scale >= MILLION and _counted(view, amount) is None:
            q = msgspec.structs.replace(q, unit=money)
        money = q.unit if is_money(q.unit) else money
        yield msgspec.structs.replace(amount, quantity=q)


def _is_known_set(view: View, amount: Amount) -> bool:
    """Whether a two counts what everybody knows to be two: *two countries*, *two leaders*."""
    words = noun_phrase(view.document.text, amount.end, view.end, view.lexicon.counting)
    phrase = " ".join(w[0].lower() for w in words)
    return any(
        phrase == k or phrase.startswith(k + " ") or phrase.endswith(" " + k)
        for k in view.lexicon.counting.known
    )


def _counted(view: View, amount: Amount) -> tuple[int, str] | None:
    """Where the counted noun's head ends, and the head as written; ``None`` where nothing is counted."""
    known = [m for m in view.of("gauge") if 0 <= m.start - amount.end <= NEAR]
    text, rules = view.document.text, view.lexicon.counting
    begin = next((f.end for f in view.found if _is_often(f, amount)), amount.end)
    limit = min((f.start for f in view.found if f.start >= begin), default=view.end)
    limit = min(limit, _state_behind(view, begin)) if rules.head == "last" else limit
    words = list(noun_phrase(text, begin, limit, rules))
    if not words:
        return None
    for mark in known:
        if mark.start < words[-1].end() and _is_count(mark):
            return mark.end, text[mark.start : mark.end]
    at = head(words, rules)
    if any(m.start == at[0] for m in view.of("verb")):
        return None
    return at[1], text[at[0] : at[1]]


def _state_behind(view: View, begin: int) -> int:
    """Where a state is named, not only as an adjective, behind the first word of what is counted."""
    first = WORD.search(view.document.text, begin, view.end)
    states = (m for m in view.of("entity") if first is not None and m.start >= first.end())
    names = view.lexicon.nominatives
    named = (m.start for m in states if names.get(m.value) == view.document.text[m.start : m.end].lower())
    return next(named, view.end)


def _is_often(found: Found, amount: Amount) -> bool:
    """Whether a find right behind a number tells how often (*14 weekly flights*)."""
    often = isinstance(found.value, TimeMark) and found.value.kind == "set"
    return often and found.start == amount.end + 1


def _is_count(mark: Mark) -> bool:
    return any(catalogue().indicators[key].dimension == "count" for key in mark.value)


__all__ = ["NEAR", "Number", "numbers"]
