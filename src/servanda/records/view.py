"""A sentence as the record rules see it: its values and its marks, with offsets into the document."""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from servanda.catalogue import catalogue
from servanda.ground import quote
from servanda.line import line
from servanda.model import Document, Evidence, Record, record_id
from servanda.records.gazetteer import PLACE
from servanda.records.kinds import NAMES, kind_of
from servanda.records.lazily import lazily
from servanda.records.lexicon import Lexicon, Mark
from servanda.scan import Scanner, numbered, numbers
from servanda.values.grammar import Found, Grammar
from servanda.values.moments import DAYS, MONTHS, Context, Date, Distance, Moment, Near, Shift
from servanda.values.quantity import Quantity
from servanda.values.times import TimeMark

Told = TypeVar("Told")
_BLANKS = (" ", "\u00a0")


class TimeFound(msgspec.Struct, frozen=True):
    """A time of a sentence with its resolved value; offsets are into the document."""

    start: int
    end: int
    mark: TimeMark
    value: str | None
    rule: str
    future: bool = False


class Amount(msgspec.Struct, frozen=True):
    """A quantity of a sentence; offsets are into the document."""

    start: int
    end: int
    quantity: Quantity
    rule: str


class View(msgspec.Struct, frozen=True, dict=True):
    """One sentence: where it is, what the scan found in it (offsets into the document), in order.

    ``openings``: the words behind which a name may begin that nothing but its form tells; ``kinds``: its
    marks by their kinds; ``told``: what was asked of it before, by the question (:func:`once`).
    """

    document: Document
    start: int
    end: int
    lexicon: Lexicon
    found: tuple[Found, ...]
    marks: tuple[Mark, ...]
    openings: tuple[Mark, ...]
    kinds: Mapping[str, Sequence[Mark]]
    told: dict[object, Any] = msgspec.field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence's words."""
        return self.document.text[self.start : self.end]

    @lazily
    def names(self) -> Sequence[Mark]:
        """The entities named in it, in order."""
        names, capitals = self.of("entity"), self.of("capital")
        return sorted([*names, *capitals], key=PLACE) if capitals else names

    def of(self, kind: str) -> Sequence[Mark]:
        """Its marks of one kind, in order."""
        return self.kinds.get(kind, ())

    @lazily
    def measures(self) -> Sequence[Mark]:
        """The terms that can tell what a number of it measures, in order."""
        names = [m for m in self.of("entity") if kind_of(m.value) in ("organisation", "person", "forum")]
        terms = sorted([*self.of("gauge"), *self.of("beside")], key=lambda m: m.start)
        return [t for t in terms if not any(_within(t, name) for name in names)]

    def has(self, kinds: Iterable[str]) -> bool:
        """Whether it has a mark of any of these kinds."""
        return not self.kinds.keys().isdisjoint(kinds)

    def with_marks(self, marks: tuple[Mark, ...]) -> View:
        """The same sentence with other marks."""
        known = (self.document, self.start, self.end, self.lexicon, self.found)
        return View(*known, marks, self.openings, by_kind(marks))

    def amounts(self) -> list[Amount]:
        """Its quantities."""
        return [Amount(f.start, f.end, f.value, f.rule) for f in self.found if isinstance(f.value, Quantity)]

    def times(
        self, today: dt.date | None, about: Iterable[str] = (), published: str | None = None
    ) -> list[TimeFound]:
        """Its times, resolved against the document's day; a fiscal year is that of the state named first.

        ``about``: the states that the document is about, whose it is where none is named. ``published``:
        the document's date; of one that is no day, *on Tuesday* is no more exact than it is.
        """
        marks = [(f, f.value) for f in self.found if isinstance(f.value, TimeMark)] if self.found else ()
        if not marks:
            return []
        known = catalogue().fiscal
        named = dict.fromkeys([*(str(m.value) for m in self.of("entity")), *about])
        fiscal = tuple(known[state] for state in named if state in known)
        loose = published if len(published or "") in (4, 7) else None
        day = Context(today, False, fiscal), Context(today, True, fiscal)
        return [
            TimeFound(f.start, f.end, mark, _value(mark.moment, day[f.future], loose), f.rule, f.future)
            for f, mark in marks
        ]

    def evidence(self, start: int, end: int) -> tuple[Evidence, ...]:
        """The evidence for a span of the document."""
        return (quote(self.document, start, end),)

    def id(self, kind: type[Record], start: int, end: int, extra: str = "") -> str:
        """The id of a record of this kind at this span."""
        return record_id(kind.__name__.lower(), self.document.id, start, end, extra)


def by_kind(marks: Iterable[Mark]) -> defaultdict[str, list[Mark]]:
    """Marks by their kinds, those of a kind in order."""
    found: defaultdict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[mark.kind].append(mark)
    return found


def once(ask: Callable[[View], Told]) -> Callable[[View], Told]:
    """A question about a sentence that is answered once, however often it is asked."""

    @functools.wraps(ask)
    def known(view: View) -> Told:
        told = view.told
        if ask not in told:
            told[ask] = ask(view)
        found: Told = told[ask]
        return found

    return known


@functools.lru_cache(maxsize=8)
def _scanner(grammar: Grammar, lexicon: Lexicon) -> Scanner:
    """Finds what both know, in one pass."""
    return Scanner(grammar.index, *lexicon.indexes)


def look(document: Document, start: int, end: int, grammar: Grammar, lexicon: Lexicon) -> View:
    """Scans one sentence of a document. Without a value or a digit it needs no cues of figures."""
    where = line(document.text[start:end])
    values, names, terms, tells, cues, speech, openings = _scanner(grammar, lexicon).terms(where)
    digits = numbers(where, grammar.habits)
    found = tuple(grammar.read(where, numbered(values, digits), start))
    terms = numbered(terms, digits)
    cues = cues if found or where.digits else []
    marks = lexicon.marks([names, terms, tells, cues, speech], where.back, start)
    marks = _outside(marks, found) if found and names else marks
    ends = (where.back or range(len(where.text) + 1)) if openings else ()
    opened = [find for find in openings if _is_capital(document.text, ends[find[1]] + start)]
    begun = lexicon.marks([opened], where.back, start) if opened else ()
    kinds = by_kind(marks)
    for mark in lexicon.whole(kinds.get("part", ())):
        marks.append(mark)
        kinds[mark.kind].append(mark)
    return View(document, start, end, lexicon, found, tuple(marks), tuple(begun), kinds)


def _is_capital(text: str, at: int) -> bool:
    """Whether a blank and a capital stand there."""
    return text[at : at + 1] in _BLANKS and text[at + 1 : at + 2].isupper()


def _within(term: Mark, name: Mark) -> bool:
    """Whether a term is a part of a name (*Ministry of Trade*)."""
    whole = (term.start, term.end) == (name.start, name.end)
    return name.start <= term.start and term.end <= name.end and not whole


def _outside(marks: Iterable[Mark], found: Sequence[Found]) -> list[Mark]:
    """The marks but for names inside a value (the state in *US$*)."""
    taken = [(f.start, f.end) for f in found]
    return [
        mark
        for mark in marks
        if mark.kind not in NAMES or not any(a < mark.end and mark.start < b for a, b in taken)
    ]


def _value(moment: Moment, context: Context, loose: str | None) -> str | None:
    """When a moment is, as far as the document's day is known."""
    return loose if loose and _from_day(moment, len(loose)) else moment.value(context)


def _from_day(moment: Moment, known: int) -> bool:
    """Whether a moment is told from the very day on which it is said; ``known``: of a year, or a month."""
    if isinstance(moment, Date):
        return moment.month is None and moment.year is None
    if isinstance(moment, Shift | Distance) and moment.base is None:
        unit = moment.unit if isinstance(moment, Shift) else moment.parts[-1][0]
        return unit in DAYS or (unit in MONTHS and known == len("2000"))
    return isinstance(moment, Near) and (moment.weekday is not None or known == len("2000"))
