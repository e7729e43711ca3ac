"""Agreements: the instruments that a document names, with their titles, forms, parties and status.

A noun of an instrument (``agreements.toml`` ``[forms]``; ``[plurals]`` for several at once) is one where its
form and its subject identify it: a title behind it (*agreement on …*), a subject before it (*logistics
agreement*), a name in quotation marks, or, for a joint statement and the nouns of ``[joint]``, that it was
adopted, or that it heads the document. Nouns of ``[named]`` count only as names (a capital letter, a
quotation) or beside a word of their status; those of ``[known]`` are names as they stand (*Paris Agreement*).
Any number of agreements (*several agreements*) is none.

Status: the nearest word of ``[status]``; ``pending`` words before a word of signing put it ahead. How titles
are built is told in :class:`servanda.records.lexicon.Titling`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from servanda.model import Agreement, Document, Event
from servanda.records.lexicon import Mark
from servanda.records.occasion import kind, short, talked
from servanda.records.title import WORD, Titled
from servanda.records.view import TimeFound, View
from servanda.values import edtf

STATUS_REACH = 90  # how far from the noun or the title's end a word of status may stand
LISTED = 12  # how far apart the instruments of a list may stand
HEADING = 120  # where, in characters, the name of the document itself stands
_OPENING = '«“"‘„'
_CLOSING = '»”"’“'
_SIGN = ("signed",)
_LENDING = ("summit", "visit", "signing", "meeting")
_AHEAD = {"pending": "to-be-concluded", "proposed": "proposed", "negotiating": "negotiating"}


class Named(msgspec.Struct, frozen=True):
    """An instrument as one sentence names it."""

    view: View
    noun: Mark
    form: str
    start: int
    end: int
    parties: tuple[str, ...]
    status: str | None
    date: str | None
    valid: str | None
    words: frozenset[str]
    rule: str

    @property
    def title(self) -> str:
        """Its title as written."""
        text = self.view.document.text[self.start : self.end]
        return " ".join(text.strip(_OPENING + _CLOSING + " ").split())


def agreements(
    document: Document,
    views: Sequence[View],
    times: Sequence[Sequence[TimeFound]],
    events: Sequence[Event],
    pair: tuple[str, ...],
) -> list[Agreement]:
    """The agreements of a document; ``events`` lend their dates to what was signed on them."""
    kept: list[list[Named]] = []
    for view, found in zip(views, times, strict=True):
        last: Named | None = None
        for one in _instruments(view, found, events, pair):
            group = _same(kept, one, last)
            if group is None:
                kept.append([one])
            else:
                group.append(one)
            last = one
    return [_own(document, _record(group)) for group in kept]


def _own(document: Document, record: Agreement) -> Agreement:
    """The document's own name: what it heads was adopted when the document was."""
    own = "joint-statement" if document.kind == "communique" else document.kind
    heads = own in (record.form, "agreement") and record.evidence[0].start < HEADING
    if not heads or record.status is not None:
        return record
    return msgspec.structs.replace(record, status="signed", date=record.date or document.published)


def _same(kept: list[list[Named]], one: Named, last: Named | None) -> list[Named] | None:
    """The instrument that this is another mention of: in apposition, or of the same form and subject."""
    for group in reversed(kept):
        if last is not None and group[-1] is last and last.form == one.form:
            gap = one.view.document.text[last.end : one.start].lower().strip(" ,")
            if gap in one.view.lexicon.titling.articles:
                return group
        if group[0].form == one.form and _alike(group[0].words, one.words) and _shared(group[0], one):
            return group
    return None


def _shared(a: Named, b: Named) -> bool:
    """Whether two mentions can be of one instrument by their parties."""
    one, two = set(a.parties), set(b.parties)
    return one <= two or two <= one


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two titles speak of one subject: the shorter's words are in the longer, or most of both."""
    if not a or not b:
        return a == b
    common = len(a & b)
    return common == min(len(a), len(b)) > 1 or a == b or common / len(a | b) >= 0.6


def _record(group: Sequence[Named]) -> Agreement:
    best = max(group, key=lambda n: len(n.title))
    first = group[0]
    evidence = dict.fromkeys((n.start, n.end) for n in group)
    return Agreement(
        id=first.view.id(Agreement, first.start, first.end),
        evidence=tuple(e for a, b in evidence for e in first.view.evidence(a, b)),
        rule=first.rule,
        title=best.title,
        form=first.form,
        parties=best.parties or first.parties,
        status=next((n.status for n in group if n.status), None),
        date=next((n.date for n in group if n.date), None),
        valid=next((n.valid for n in group if n.valid), None),
    )


def _instruments(
    view: View, times: Sequence[TimeFound], events: Sequence[Event], pair: tuple[str, ...]
) -> Iterator[Named]:
    """The instruments of a sentence in order; none inside the title of another."""
    last: Named | None = None
    for noun in view.of("instrument"):
        if noun.value[0] == "document" or (last is not None and noun.start < last.end):
            continue
        one = _Noun(view, noun, times, last).named(times, events, pair)
        if one is not None:
            last = one
            yield one


class _Noun(Titled):
    """A noun of an instrument: what it names, and what became of that; ``last``: the one before it."""

    def __init__(self, view: View, noun: Mark, times: Sequence[TimeFound], last: Named | None) -> None:
        super().__init__(view, noun, times)
        self.last = last

    def named(
        self, times: Sequence[TimeFound], events: Sequence[Event], pair: tuple[str, ...]
    ) -> Named | None:
        """The instrument that this noun names, if it names one."""
        if self.how == "known":
            return self._known()
        if self._quantified() or self._is_verb():
            return None
        span = self._quoted() or self._title()
        status = self._status(*(span or (self.noun.start, self.noun.end)))
        listed = self.last if span and self.last and self._follows(self.last, span[0]) else None
        status = listed.status if listed else status
        joint = self.form == "joint-statement" or self.how == "joint"
        if span is None and joint and status is not None:
            span = (self.noun.start, self.noun.end)
        if span is None and self._heads():
            span = (self.noun.start, self.view.end)
        if span is None or not self._counts(span, status):
            return None
        start, end = span
        inside = [t for t in times if start <= t.start < end]
        return Named(
            self.view,
            self.noun,
            self.form,
            start,
            end,
            self._parties(start, end, pair),
            status,
            listed.date if listed else self._date(times, start, end, status, events),
            _valid(inside),
            self._words(start, end),
            f"{self.form} {status or 'named'}",
        )

    def _known(self) -> Named:
        """An instrument with a name of its own, which holds for all."""
        start, end = self.noun.start, self._acronym(self.noun.end)
        words = frozenset((self.text[self.noun.start : self.noun.end].lower(),))
        whose = _parties(m for m in self.view.names if start <= m.start and m.end <= end)
        made = (self.form, start, end, whose, "in-force", None, None, words, "known")
        return Named(self.view, self.noun, *made)

    def _follows(self, before: Named, start: int) -> bool:
        """Whether it stands in a list of what was signed, behind another instrument (*A, B and C*)."""
        gap = self.text[before.end : start]
        words = (w.lower() for w in WORD.findall(gap))
        joins = (*self.view.lexicon.occurring.and_, *self.habits.articles)
        return before.status == "signed" and 0 < len(gap) <= LISTED and all(w in joins for w in words)

    def _heads(self) -> bool:
        """Whether the noun is the heading of a document that is what it names."""
        document = self.view.document
        line = self.view.start == self.noun.start < HEADING and "\n" not in self.view.text.strip()
        kind_ = "joint-statement" if document.kind == "communique" else document.kind
        return line and kind_ == self.form and (document.title or "").startswith(self.view.text.strip())

    def _counts(self, span: tuple[int, int], status: str | None) -> bool:
        """Whether it is one instrument: several need a subject behind, weak nouns a name or a status."""
        start, end = span
        if self.how == "plurals":
            following = WORD.search(self.text, self.noun.end, end)
            linked = following is not None and following[0].lower() in self.habits.plural
            return linked and status in ("signed", "to-be-concluded")
        if self.how != "named" or self.text[start] in _OPENING or self.text[end - 1 : end] in _CLOSING:
            return True
        if self.text[self.noun.start].isupper() and (start < self.noun.start or end > self.noun.end):
            return self.noun.start > self.view.start or end > self.noun.end
        if self.habits.left and any(start <= m.start and m.end <= end for m in self.view.names):
            return True
        return status in ("signed", "to-be-concluded", "extended", "terminated", "negotiating")

    def _status(self, start: int, end: int) -> str | None:
        """What became of it, by the nearest word of status, before or behind."""
        near = [
            m
            for m in self.view.of("standing")
            if self._distance(m, start, end) < STATUS_REACH and not talked(self.view, m)
        ]
        if not near:
            return None
        plain = [m for m in near if m.value != "pending"]
        best = min(plain, key=lambda m: self._distance(m, start, end), default=None)
        if best is None:
            return None
        if best.value in _SIGN:
            for m in near:
                if m.value in _AHEAD and m is not best and self._governs(m, best, start):
                    return _AHEAD[m.value]
        return str(best.value)

    def _governs(self, ahead: Mark, best: Mark, start: int) -> bool:
        """Whether a word that looks ahead stands shortly before the word of signing, or behind it."""
        if self.view.lexicon.habits.verb_final:
            return 0 <= ahead.start - best.end <= 20
        return 0 <= best.start - ahead.end <= 30 or (
            best.start <= start and ahead.end <= start and ahead.start > best.end
        )

    def _distance(self, mark: Mark, start: int, end: int) -> int:
        """How far a word of status is; far beyond another instrument or a break."""
        if mark.end <= start:
            a, b, far = mark.end, start, 0
        elif mark.start >= end:
            a, b, far = mark.start, end, 8
            a, b = b, a
        elif mark.end <= self.noun.start:
            return 0
        else:
            return 10_000
        gap = self.text[a:b]
        if any(c in gap for c in ";\n") or ". " in gap:
            return 10_000
        blocked = any(
            m.value[0] != "document" and a <= m.start and m.end <= b for m in self.view.of("instrument")
        )
        return b - a + far + 20 * gap.count(",") + (60 if blocked else 0)

    def _parties(self, start: int, end: int, pair: tuple[str, ...]) -> tuple[str, ...]:
        """Whose it is: named in the title, else in its sentence, else the states of the document."""
        names = self.view.names
        inside = _parties(m for m in names if start <= m.start and m.end <= end)
        if len(inside) >= 2 or any(kind(p) in ("organisation", "forum") for p in inside):
            return inside
        around = _parties(m for m in names if kind(m.value) == "state" or m.kind == "capital")
        return (
            around
            if len(around) == 2
            else inside + tuple(p for p in pair if p not in inside)[: 2 - len(inside)]
        )

    def _date(
        self, times: Sequence[TimeFound], start: int, end: int, status: str | None, events: Sequence[Event]
    ) -> str | None:
        """When it was signed: a time of its sentence behind it or before, else that of the event there."""
        if status != "signed":
            return None
        points = [t for t in times if t.mark.kind in ("point", "interval") and not start <= t.start < end]
        points = [t for t in points if short(t.value) and t.mark.mod not in ("by", "until", "since")]
        behind = [t for t in points if 0 <= t.start - end <= 90]
        if behind:
            return behind[0].value
        before = [t for t in points if t.end <= start]
        if before:
            return before[-1].value
        here = [
            e
            for e in events
            if e.date
            and e.form in _LENDING
            and any(self.view.start <= s.start < self.view.end for s in e.evidence)
        ]
        return here[0].date if here else None

    def _words(self, start: int, end: int) -> frozenset[str]:
        """What tells it from others: the words of its title but the noun and the small ones."""
        small = (*self.habits.join, *self.habits.bland, *self.habits.link)
        spans = ((start, self.noun.start), (self.noun.end, end))
        found = [w.lower() for a, b in spans for w in WORD.findall(self.text[a:b])]
        return frozenset(w for w in found if w not in small and len(w) > 1)


def _parties(marks: Iterator[Mark]) -> tuple[str, ...]:
    """States and organisations among names, each once."""
    fitting = (m for m in marks if m.kind == "capital" or kind(m.value) in ("state", "organisation", "forum"))
    return tuple(dict.fromkeys(str(m.value) for m in fitting))


def _valid(times: Sequence[TimeFound]) -> str | None:
    """The years for which it holds, where its title tells (*for 2024-2029*)."""
    for time in times:
        span = edtf.days(time.value)
        if span is not None and time.mark.kind in ("point", "interval") and span[1].year > span[0].year:
            return time.value
    return None


__all__ = ["agreements"]
