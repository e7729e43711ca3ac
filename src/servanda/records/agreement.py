"""Agreements: the instruments that a document names, with their titles, forms, parties and status.

A noun of an instrument (``agreements.toml`` ``[forms]``; ``[plurals]`` for several at once) is one where its
form and its subject identify it: a title behind it (*agreement on …*), a subject before it (*logistics
agreement*), a name in quotation marks, or, for a joint statement, that it was adopted. Nouns of ``[named]``
count only as names (a capital letter, a quotation) or beside a word of their status. Any number of
agreements (*several agreements*) is none.

Status: the nearest word of ``[status]``; ``pending`` words before a word of signing put it ahead. How titles
are built is told in :class:`servanda.records.lexicon.Titling`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from servanda.model import Agreement, Document, Event
from servanda.records.entity import mentions
from servanda.records.event import kind, short
from servanda.records.lexicon import Mark
from servanda.records.view import TimeFound, View
from servanda.values import edtf

LONGEST = 24  # words of a title, at most
STATUS_REACH = 90  # how far from the noun or the title's end a word of status may stand
HEADING = 120  # where, in characters, the name of the document itself stands
_WORD = re.compile(r"[^\s,.;:()\[\]«»“”\"!?|।—–]+")
_OPENING = '«“"‘„'
_CLOSING = '»”"’“'
_END = re.compile(r"[;:()\[\]!?।\n•—]|\.(?=\s|$)|,")
_ACRONYM = re.compile(r"\s?\(([^\W\d_][\w&-]{1,14})\)")
_SIGN = ("signed",)
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
    heads = document.kind in (record.form, "agreement") and record.evidence[0].start < HEADING
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
    end = -1
    for noun in view.marks:
        if noun.kind != "instrument" or noun.value[0] == "document" or noun.start < end:
            continue
        one = _Noun(view, noun, times).named(times, events, pair)
        if one is not None:
            end = one.end
            yield one


class _Noun:
    """A noun of an instrument and the words around it."""

    def __init__(self, view: View, noun: Mark, times: Sequence[TimeFound]) -> None:
        self.view = view
        self.times = times
        self.text = view.document.text
        self.noun = noun
        self.habits = view.lexicon.titling
        self.form, self.how = noun.value

    def named(
        self, times: Sequence[TimeFound], events: Sequence[Event], pair: tuple[str, ...]
    ) -> Named | None:
        """The instrument that this noun names, if it names one."""
        if self._quantified() or self._is_verb():
            return None
        span = self._quoted() or self._title()
        status = self._status(*(span or (self.noun.start, self.noun.end)))
        if span is None and self.form == "joint-statement" and status is not None:
            span = (self.noun.start, self.noun.end)
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
            self._date(times, start, end, status, events),
            _valid(inside),
            self._words(start, end),
            f"{self.form} {status or 'named'}",
        )

    def _counts(self, span: tuple[int, int], status: str | None) -> bool:
        """Whether it is one instrument: several need a subject behind, weak nouns a name or a status."""
        start, end = span
        if self.how == "plurals":
            following = _WORD.search(self.text, self.noun.end, end)
            linked = following is not None and following[0].lower() in self.habits.plural
            return linked and status in ("signed", "to-be-concluded")
        if self.how != "named" or self.text[start] in _OPENING or self.text[end - 1 : end] in _CLOSING:
            return True
        if self.text[self.noun.start].isupper() and (start < self.noun.start or end > self.noun.end):
            return self.noun.start > self.view.start or end > self.noun.end
        if self.habits.left and any(start <= m.start and m.end <= end for m in mentions(self.view)):
            return True
        return status in ("signed", "to-be-concluded", "extended", "terminated", "negotiating")

    def _before(self, at: int) -> list[re.Match[str]]:
        """The words right before, the nearest last, up to punctuation."""
        floor = max(self.view.start, at - 120)
        cut = max((m.end() for m in _END.finditer(self.text, floor, at)), default=floor)
        return list(_WORD.finditer(self.text, cut, at))

    def _quantified(self) -> bool:
        words = [m[0].lower() for m in self._before(self.noun.start)][-4:]
        if any(w.isdigit() for w in words[-1:]):
            return True
        if any(w in self.habits.quantified for w in words):
            return True
        return any(
            m.kind == "card" and 0 <= self.noun.start - m.end <= 2 and m.value != 1 for m in self.view.marks
        )

    def _is_verb(self) -> bool:
        """Whether the noun is a verb behind a relative pronoun (*which deals with*)."""
        return any(
            m.kind == "speaker" and m.value == "relative" and 0 <= self.noun.start - m.end <= 1
            for m in self.view.marks
        )

    def _quoted(self) -> tuple[int, int] | None:
        """A name in quotation marks around the noun, or right behind it."""
        text = self.text
        before = text[max(self.view.start, self.noun.start - 80) : self.noun.start]
        opened = max((before.rfind(q) for q in "«“„"), default=-1)
        closing = max((before.rfind(q) for q in "»”"), default=-1)
        if opened > closing:
            m = re.compile(r"[^»”\n]{0,200}?[»”]").match(text, self.noun.end, self.view.end)
            if m:
                return self.noun.start - len(before) + opened + 1, m.end() - 1
        m = re.compile(r"\s?[«“\"„][^»”\"\n]{3,200}[»”\"]").match(text, self.noun.end, self.view.end)
        return (self.noun.start, m.end()) if m else None

    def _title(self) -> tuple[int, int] | None:
        """The noun with its subject, before or behind it; ``None`` where nothing tells the subject."""
        if self.habits.left:
            start = self._phrase_before()
            return (start, self._acronym(self.noun.end)) if start < self.noun.start else None
        start = self._modified() if self.habits.before else self.noun.start
        end = self._linked()
        if start == self.noun.start and end == self.noun.end:
            return None
        return start, self._acronym(end)

    def _acronym(self, end: int) -> int:
        m = _ACRONYM.match(self.text, end, self.view.end)
        return m.end() if m else end

    def _modified(self) -> int:
        """Where the words before the noun begin that name its subject."""
        start = at = self.noun.start
        words = self._before(self.noun.start)
        for i in range(len(words) - 1, -1, -1):
            m = words[i]
            if self.text[m.end() : at].strip(" -–&") or not self._modifies(words, i):
                break
            at = m.start()
            if m[0].lower() not in self.habits.join or m[0][0].isupper():
                start = at
            if self.noun.start - start > 90:
                break
        return start

    def _modifies(self, words: Sequence[re.Match[str]], i: int) -> bool:
        """Whether a word belongs to the subject before the noun."""
        m, word = words[i], words[i][0].lower()
        if word in self.habits.articles or word.endswith(("'s", "’s")) or word[0].isdigit():
            return False
        capital = m[0][0].isupper() and m.start() > self.view.start
        if word in self.habits.join and i and i + 1 < len(words):
            return words[i - 1][0][0].isupper() and words[i + 1][0][0].isupper() and not capital
        if capital:
            return not (word in self.habits.bland and self.text[self.noun.start].islower())
        if word in self.habits.bland or word in self.habits.stop or self.noun.start - m.start() > 45:
            return False
        return not (self._marks("standing", m.start(), m.end()) or self._marks("verb", m.start(), m.end()))

    def _marks(self, kind_: str, start: int, end: int) -> bool:
        return any(m.kind == kind_ and m.start <= start and end <= m.end for m in self.view.marks)

    def _linked(self) -> int:
        """Where the title behind the noun ends; the noun's end where no subject follows."""
        words = list(_WORD.finditer(self.text, self.noun.end, self.view.end))[: LONGEST + 4]
        if not words or self.text[self.noun.end : words[0].start()].strip():
            return self.noun.end
        words = [m for m in words if m.start() < self._limit()]
        first = self._first_link(words) if words else None
        if first is None:
            return self.noun.end
        end, at = self.noun.end, words[first].start()
        for m in words[first : first + LONGEST]:
            if self._ends(at, m, words[first]):
                break
            at = m.end()
            if m[0].lower() not in self.habits.join:
                end = at
        return end

    def _limit(self) -> int:
        """Where a date begins that is no part of a title: one to the day or month, or a length of time."""
        for time in self.times:
            exact = time.mark.kind == "duration" or "-" in (time.value or "").partition("/")[0]
            if time.start > self.noun.end and exact:
                return time.start
        return self.view.end

    def _first_link(self, words: Sequence[re.Match[str]]) -> int | None:
        """Which of the words behind the noun begins its subject: a link, or one behind a participle."""
        first = words[0][0].lower()
        if not self.habits.link:
            return None if first in self.habits.stop or first in self.habits.bland else 0
        named = self.text[self.noun.start].isupper() and self.noun.start > self.view.start
        if named and not self.habits.before and first not in self.habits.stop:
            return 0
        if first in self.habits.link:
            return 0 if len(words) > 1 or first not in self.habits.join else None
        for i, m in enumerate(words[1:8], 1):
            if self.text[words[i - 1].end() : m.start()].strip():
                return None
            if i == 1 and not self._marks("standing", words[0].start(), words[0].end()):
                if not any(s.kind == "standing" and s.start == words[0].start() for s in self.view.marks):
                    return None
            if m[0].lower() in self.habits.link[:3]:
                return i
        return None

    def _ends(self, at: int, m: re.Match[str], first: re.Match[str]) -> bool:
        """Whether the title is over before this word."""
        gap = self.text[at : m.start()]
        if m is first:
            return False
        if _END.search(gap.replace(",", "")) or (gap.strip() and set(gap.strip()) - set(",-–'’&“”«»\"")):
            return True
        if "," in gap and not (
            m[0][0].isupper()
            and self.text[m.end() : m.end() + 80].lstrip()[:1] not in ("",)
            and self._listed(m)
        ):
            return True
        word = m[0].lower()
        if word in self.habits.stop and word not in self.habits.join:
            return True
        return self._verb(m) or self._begins_another(at, m)

    def _begins_another(self, at: int, m: re.Match[str]) -> bool:
        """Whether behind *and* another instrument comes, or what is done with it."""
        before = _WORD.findall(self.text[max(self.noun.end, at - 40) : at])
        if not before or before[-1].lower() not in self.view.lexicon.occurring.and_:
            return False
        if self.habits.before and m[0][0].islower() and len(before) > 1 and before[-2][0].isupper():
            return True  # the capitals of a name are over
        return any(s.kind in ("instrument", "standing", "verb") and s.start == m.start() for s in self.view.marks)

    def _verb(self, m: re.Match[str]) -> bool:
        """Whether a word is a verb of speech in its small letters."""
        return m[0][0].islower() and any(
            s.kind == "verb" and s.start == m.start() and s.end >= m.end() for s in self.view.marks
        )

    def _listed(self, m: re.Match[str]) -> bool:
        """Whether a list in capitals goes on behind a comma (*in Trade, Economic and Investment Spheres*)."""
        following = _WORD.findall(self.text[m.end() : m.end() + 40])[:2]
        return bool(following) and following[0].lower() in self.habits.join

    def _phrase_before(self) -> int:
        """Where the phrase begins that stands wholly before the noun."""
        start = at = self.noun.start
        for m in reversed(self._before(self.noun.start)):
            word = m[0]
            if self.text[m.end() : at].strip(" -–") or word in self.habits.stop:
                break
            if any(t.start <= m.start() < t.end for t in self.times) or self._marks("instrument", m.start(), m.end()):
                break
            if self.noun.start - m.start() > 110:
                break
            at = m.start()
            if word not in self.habits.bland and word not in self.habits.join:
                start = at
        return start

    def _status(self, start: int, end: int) -> str | None:
        """What became of it, by the nearest word of status, before or behind."""
        near = [
            m
            for m in self.view.marks
            if m.kind == "standing" and self._distance(m, start, end) < STATUS_REACH
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
        """Whether a word that looks ahead stands shortly before the word of signing (behind it, verbs last)."""
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
            m.kind == "instrument" and m.value[0] != "document" and a <= m.start and m.end <= b
            for m in self.view.marks
        )
        return b - a + far + 20 * gap.count(",") + (60 if blocked else 0)

    def _parties(self, start: int, end: int, pair: tuple[str, ...]) -> tuple[str, ...]:
        """Whose it is: named in the title, else in its sentence, else the states of the document."""
        names = mentions(self.view)
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
            e for e in events
            if e.date and any(self.view.start <= s.start < self.view.end for s in e.evidence) and e.form in ("summit", "visit", "signing", "meeting")
        ]  # fmt: skip
        return here[0].date if here else None

    def _words(self, start: int, end: int) -> frozenset[str]:
        """What tells it from others: the words of its title but the noun and the small ones."""
        small = (*self.habits.join, *self.habits.bland, *self.habits.link)
        spans = ((start, self.noun.start), (self.noun.end, end))
        found = [w.lower() for a, b in spans for w in _WORD.findall(self.text[a:b])]
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
