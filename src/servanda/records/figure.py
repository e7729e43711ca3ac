"""Figures: numeric claims with what they measure, between whom, when, and whether fact or target.

Every field comes from the words around the number: its *region*, from the number before to the number
after it in the sentence. What the words do not tell stays null.

Cues (``figures.toml`` ``[cues]`` of the packs): ``target``, ``raise`` (an aim where a time ahead is
named), ``planned``, ``proposed``, ``forecast`` (status);
``growth`` (a percentage of change), ``share``; ``toward``, ``origin``, ``owner`` (prepositions before,
or postpositions after, an area); ``definite`` (before a number that points at a known set);
``anaphora`` (*this figure*); ``source`` (*according to*); ``compared`` (*than in*, before a time);
``past`` (a level of another time than the document's).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from servanda.catalogue import Indicator, catalogue
from servanda.model import Figure, Measure, Status
from servanda.records.discovery import NAMES, kind_of
from servanda.records.lexicon import Counting, Mark
from servanda.records.view import Amount, TimeFound, View
from servanda.values import edtf
from servanda.values.moments import Date, Near, Shift
from servanda.values.quantity import is_money

_WORD = re.compile(r"[^\W\d_](?:[^\s,.;:!?()\[\]«»“”\"]*[^\W_]|)(?:[\u0900-\u0dff])*")
BREAK = re.compile(r"[,;:()—–]")
ATTACHED = 28  # the longest stretch of words, in characters, between a number and the time that it goes with
TOUCH = 8  # and between a word of comparison and the time compared with
CLOSE = 25  # and between a number and the term of its own that stands behind it
BESIDE = 60  # and between a sentence and the figure before it, whose year it goes on with
MILLION = 10**6
_COMPOUND = re.compile(r"-[^\W\d_]")  # *two-way*: an adjective, and no count
_CLAUSE = re.compile(r"[;:]")
NEAR = 30  # and between an area and the term that it belongs to


class Setting(msgspec.Struct, frozen=True):
    """What the figures of a document hang on: its year, and the states that it is about."""

    year: int | None
    pair: tuple[str, ...]


class Claim(msgspec.Struct, frozen=True):
    """What an earlier figure was about, for the ones that only point back at it."""

    indicator: str | None = None
    area: str | None = None
    counterpart: str | None = None
    period: str | None = None
    unit: str = ""
    end: int = 0


def claim_of(figure: Figure) -> Claim:
    """What a figure is about, for those after it."""
    end = figure.evidence[0].end
    return Claim(figure.indicator, figure.area, figure.counterpart, figure.period, figure.unit, end)


def figures(view: View, times: Sequence[TimeFound], setting: Setting, earlier: Claim) -> list[Figure]:
    """The figures of a sentence; ``earlier`` is what the last figure before it was about."""
    amounts = [a for a in _with_units(view.amounts()) if _is_figure(view, a)]
    out: list[Figure] = []
    for i, amount in enumerate(amounts):
        left = amounts[i - 1].end if i else view.start
        right = amounts[i + 1].start if i + 1 < len(amounts) else view.end
        region = _Region(view, amount, left, right, times, setting)
        figure = region.figure(earlier, amounts, i)
        out.append(figure)
        earlier = claim_of(figure)
    return out


def _with_units(amounts: Sequence[Amount]) -> Iterator[Amount]:
    """The amounts; millions without a unit have the money of the one before (*8.4 bn dollars and 0.6 bn*)."""
    money = ""
    for amount in amounts:
        q = amount.quantity
        if q.unit == "1" and money and q.scale >= MILLION:
            q = msgspec.structs.replace(q, unit=money)
        money = q.unit if is_money(q.unit) else ""
        yield msgspec.structs.replace(amount, quantity=q)


def _is_figure(view: View, amount: Amount) -> bool:
    """A number with a unit, or one that counts something and does not point at a known set."""
    q = amount.quantity
    if q.unit != "1":
        return True
    text = view.document.text
    if _COMPOUND.match(text, amount.end):
        return False
    definite = (m for m in view.marks if m.kind == "definite" and 0 <= amount.start - m.end <= 2)
    if any(not text[m.end : amount.start].strip() for m in definite):
        return False
    counted = _counted(view, amount)
    if counted is None:
        return False
    return not (q.value == 2 and q.value_max is None and _is_known_set(view, amount))


def _is_known_set(view: View, amount: Amount) -> bool:
    """Whether a two counts what everybody knows to be two: *two countries*, *two leaders*."""
    words = _noun_phrase(view.document.text, amount.end, view.end, view.lexicon.counting)
    phrase = " ".join(w[0].lower() for w in words)
    return any(
        phrase == k or phrase.startswith(k + " ") or phrase.endswith(" " + k)
        for k in view.lexicon.counting.known
    )


def _counted(view: View, amount: Amount) -> tuple[int, str] | None:
    """Where the counted noun's head ends, and the head as written; ``None`` where nothing is counted."""
    known = [m for m in view.marks if m.kind == "indicator" and 0 <= m.start - amount.end <= NEAR]
    text, rules = view.document.text, view.lexicon.counting
    limit = min((f.start for f in view.found if f.start >= amount.end), default=view.end)
    words = list(_noun_phrase(text, amount.end, limit, rules))
    if not words:
        return None
    for mark in known:
        if mark.end <= words[-1].end() and _is_count(mark):
            return mark.end, text[mark.start : mark.end]
    head = _head(words, rules)
    return head[1], text[head[0] : head[1]]


def _is_count(mark: Mark) -> bool:
    return any(catalogue().indicators[key].dimension == "count" for key in mark.value)


def _noun_phrase(text: str, start: int, end: int, rules: Counting) -> Iterator[re.Match[str]]:
    """The words behind a number, as far as they can belong to what is counted."""
    at = start
    ended = text[start - 1] == "."
    for m in _WORD.finditer(text, start, end):
        gap = text[at : m.start()]
        if ended and m[0][0].isupper():
            return
        if gap.strip(" \u00a0-") or m[0].lower() in rules.stops or at - start > 60:
            return
        at = m.end()
        yield m


def _head(words: list[re.Match[str]], rules: Counting) -> tuple[int, int]:
    if rules.head == "last":
        phrase = words[: rules.words]
        return phrase[-1].start(), phrase[-1].end()
    plain = [w for w in words if not w[0].lower().endswith(rules.adjectives or ("\0",))] or words
    phrase = plain[: rules.words]
    return phrase[0].start(), phrase[-1].end()


class _Region:
    """One number and the words that can speak of it."""

    def __init__(
        self, view: View, amount: Amount, left: int, right: int, times: Sequence[TimeFound], setting: Setting
    ) -> None:
        self.view = view
        self.amount = amount
        self.left = left
        self.right = right
        self.setting = setting
        counts = amount.quantity.unit == "1"
        self.times = [
            t
            for t in times
            if _can_be_period(t) and (counts or not _is_day_told(t)) and not self._compared(t)
        ]

    def _compared(self, time: TimeFound) -> bool:
        """Whether a time is only what another one is compared with (*than in 2023*)."""
        if self.view.lexicon.habits.postpositions:
            return any(m.kind == "compared" and 0 <= m.start - time.end <= TOUCH for m in self.view.marks)
        return any(m.kind == "compared" and 0 <= time.start - m.end <= TOUCH for m in self.view.marks)

    def figure(self, earlier: Claim, amounts: Sequence[Amount], i: int) -> Figure:
        """The figure of this number."""
        q = self.amount.quantity
        counted = _counted(self.view, self.amount) if q.unit == "1" else None
        end = counted[0] if counted else self.amount.end
        indicator, term = self._indicator(q.unit, earlier)
        concept = catalogue().indicators.get(indicator or "")
        area, counterpart = self._areas(concept, term, earlier, indicator)
        time = self._aimed(self._time())
        status = self._status(time)
        measure = self._measure(q.unit, concept)
        period = self._movement(amounts, i, time) or self._period(
            time, status, q.unit, concept, earlier, measure
        )
        return Figure(
            id=self.view.id(Figure, self.amount.start, end),
            evidence=self.view.evidence(self.amount.start, end),
            rule=self.amount.rule,
            value=q.value,
            value_max=q.value_max,
            unit=q.unit,
            counted=counted[1] if counted else None,
            bound=q.bound,
            indicator=indicator,
            area=area,
            counterpart=counterpart,
            period=period,
            measure=measure,
            status=status,
            speakers=self._speakers(),
        )

    def _speakers(self) -> tuple[str, ...]:
        """Whom the number is said to come from (*according to …*); nobody: the document itself."""
        names = [m for m in self.view.marks if m.kind in ("entity", "capital") and isinstance(m.value, str)]
        for cue in self.view.marks:
            if cue.kind != "source":
                continue
            behind = self.view.lexicon.habits.postpositions
            near = [m for m in names if 0 <= (cue.start - m.end if behind else m.start - cue.end) <= NEAR]
            if near:
                return (str((near[-1] if behind else near[0]).value),)
        return ()

    def _cue(self, *kinds: str, after: bool = False) -> Mark | None:
        """The nearest cue of these kinds before the number in its region (or, if none, after it)."""
        breaks = [m.end() for m in _CLAUSE.finditer(self.view.document.text, self.left, self.amount.start)]
        left = breaks[-1] if breaks else self.left
        before = [
            m for m in self.view.marks if m.kind in kinds and left <= m.start and m.end <= self.amount.start
        ]
        if before:
            return before[-1]
        if not after and not self.view.lexicon.habits.verb_final:
            return None
        return next(
            (m for m in self.view.marks if m.kind in kinds and self.amount.end <= m.start < self.right), None
        )

    def _indicator(self, unit: str, earlier: Claim) -> tuple[str | None, Mark | None]:
        """The indicator whose term stands nearest and fits the unit, else the one pointed back at."""
        best: tuple[int, str, Mark] | None = None
        behind = self.amount.end + NEAR
        for mark in self.view.marks:
            if mark.kind != "indicator" or (unit == "1" and not self.amount.start <= mark.start <= behind):
                continue
            for key in mark.value:
                if not _fits(catalogue().indicators[key], unit) or (unit == "%" and not self._tells(key)):
                    continue
                gap = self._distance(mark)
                if best is None or gap < best[0]:
                    best = (gap, key, mark)
        if earlier.indicator and self._goes_on(unit, earlier.indicator, best[2] if best else None):
            return earlier.indicator, None
        if best is not None and (best[0] < 10_000 or not self._points_back(unit, earlier)):
            return best[1], best[2]
        if earlier.indicator and unit != "1" and self._points_back(unit, earlier):
            return earlier.indicator, None
        return None, None

    def _goes_on(self, unit: str, indicator: str, term: Mark | None) -> bool:
        """Whether a later number of a clause still speaks of what the number before it did.

        It does where no term stands before it, and the one behind it, if any, is not close.
        """
        if unit == "1" or self.left == self.view.start or not _fits(catalogue().indicators[indicator], unit):
            return False
        if unit == "%" and not self._tells(indicator):
            return False
        if term is None or term.start < self.left:
            return True
        gap = self.view.document.text[self.amount.end : term.start]
        return term.start >= self.amount.end and (len(gap) > CLOSE or BREAK.search(gap) is not None)

    def _tells(self, key: str) -> bool:
        """Whether a percentage can be of an indicator: a share, or the change of what is said to change."""
        return (
            catalogue().indicators[key].dimension == "percent" or self._cue("growth", after=True) is not None
        )

    def _points_back(self, unit: str, earlier: Claim) -> bool:
        return self._cue("anaphora") is not None or (self.left > self.view.start and unit == earlier.unit)

    def _distance(self, mark: Mark) -> int:
        """How far a term is: before the number near, after it farther, beyond another number farthest."""
        if mark.end <= self.amount.start:
            return self.amount.start - mark.end + (0 if mark.start >= self.left else 10_000)
        if mark.start < self.amount.end:
            return 0
        broken = BREAK.search(self.view.document.text, self.amount.end, mark.start) is not None
        return 2 * (mark.start - self.amount.end) + (0 if mark.end <= self.right else 20_000) + 200 * broken

    def _areas(
        self, concept: Indicator | None, term: Mark | None, earlier: Claim, indicator: str | None
    ) -> tuple[str | None, str | None]:
        pair = self.setting.pair
        named, here = self._states()
        if concept is not None and term is None and indicator == earlier.indicator and not here:
            return earlier.area, earlier.counterpart
        if concept is None or concept.pair == "symmetric":
            both = list(dict.fromkeys(m.value for m in named))
            both = both[:2] if len(both) >= 2 else list(pair) if not both or both[0] in pair else [*both]
            first, second, *_ = [*sorted(both), None, None]
            return first, second
        if concept.pair == "none":
            return None, None
        owner = self._owner(term, named)
        if concept.pair == "area":
            return owner or (named[0].value if named else None), None
        return self._directed(concept, owner, named)

    def _states(self) -> tuple[list[Mark], bool]:
        """The states of the region (else of the sentence), the nearest first; whether the region has any."""
        pair = self.setting.pair
        marks = [
            m for m in self.view.marks if m.kind in NAMES and (kind_of(m.value) == "state" or m.value in pair)
        ]
        cut = BREAK.search(self.view.document.text, self.amount.end, self.right)
        inside = [m for m in marks if self.left <= m.start < (cut.start() if cut else self.right)]
        return sorted(inside or marks, key=lambda m: abs(m.start - self.amount.start)), bool(inside)

    def _owner(self, term: Mark | None, named: Sequence[Mark]) -> str | None:
        """Whose the term is: the area right before it, or after it with *of*."""
        if term is None:
            return None
        for mark in named:
            if 0 <= term.start - mark.end <= NEAR and self._role(mark) in ("", "owner"):
                return str(mark.value)
        for mark in named:
            if 0 <= mark.start - term.end <= NEAR and self._role(mark) == "owner":
                return str(mark.value)
        return None

    def _role(self, area: Mark) -> str:
        """What the word right before (or behind) an area makes of it."""
        text = self.view.document.text
        for mark in self.view.marks:
            if mark.kind not in ("toward", "origin", "owner"):
                continue
            gap = text[mark.end : area.start] if mark.end <= area.start else text[area.end : mark.start]
            before = mark.end <= area.start
            if before == (not self.view.lexicon.habits.postpositions) and len(gap) <= 4 and not gap.strip():
                return mark.kind
        return ""

    def _directed(
        self, concept: Indicator, owner: str | None, named: Sequence[Mark]
    ) -> tuple[str | None, str | None]:
        origin = next((str(m.value) for m in named if self._role(m) == "origin"), None)
        target = next((str(m.value) for m in named if self._role(m) == "toward"), None)
        area, counterpart = (origin, target) if concept.flow == "out" else (target, origin)
        if area is None and owner != counterpart:
            area = owner
        others = [str(m.value) for m in named] + list(self.setting.pair)
        if area is None and counterpart is not None:
            area = next((o for o in others if o != counterpart), None)
        elif area is None and counterpart is None:
            return _two(others)
        if counterpart is None:
            counterpart = next((o for o in others if o != area), None)
        return area, counterpart

    def _time(self) -> TimeFound | None:
        """The time that the number goes with: right behind it, before it in its region, behind it."""
        text = self.view.document.text
        behind = [t for t in self.times if self.amount.end <= t.start < self.right]
        for time in behind:
            gap = text[self.amount.end : time.start]
            told = time.mark.kind != "duration" or time.value is None
            if told and len(gap) <= ATTACHED and not BREAK.search(gap):
                return time
        before = [t for t in self.times if self.left <= t.start and t.end <= self.amount.start]
        before = [t for t in before if t.mark.kind != "duration" and not self._taken(t)]
        if before:
            return before[-1]
        if self.right == self.view.end:
            return next((t for t in behind if t.mark.kind != "duration"), None)
        return None

    def _aimed(self, time: TimeFound | None) -> TimeFound | None:
        """The time of a number that is aimed at: one that lies ahead behind the number, if there is one."""
        cue = self._cue("target") or self._cue("raise")
        if cue is None or (time is not None and self._ahead(time)):
            return time
        ahead = next((t for t in self.times if t.start >= self.amount.end and self._ahead(t)), None)
        return ahead or (None if cue.kind == "target" and not self._behind(time) else time)

    def _behind(self, time: TimeFound | None) -> bool:
        return time is not None and time.start >= self.amount.end

    def _taken(self, time: TimeFound) -> bool:
        """Whether a time belongs to the number before it."""
        gap = self.view.document.text[self.left : time.start]
        return self.left > self.view.start and len(gap) <= ATTACHED and not BREAK.search(gap)

    def _status(self, time: TimeFound | None) -> Status:
        deadline = time is not None and time.mark.mod in ("by", "until") and self._ahead(time)
        ahead = time is not None and self._ahead(time)
        cue = self._cue("target") or self._cue("raise", "planned", "proposed", "forecast")
        kind = cue.kind if cue else ""
        aimed = kind == "target" and (time is None or self._behind(time))
        aimed = aimed or (kind == "raise" and time is None and self.amount.quantity.unit == "x")
        if aimed or (kind in ("target", "raise") and (ahead or deadline)):
            return "target"
        if kind in ("proposed", "forecast"):
            return kind  # type: ignore[return-value]
        if deadline:
            return "target"
        if kind == "planned" and self.amount.quantity.unit == "1":
            return "planned"
        if ahead:
            return "target" if kind == "planned" else "forecast"
        return "planned" if kind == "planned" else "observed"

    def _ahead(self, time: TimeFound) -> bool:
        """Whether a time lies ahead of the document; without a year of it, a deadline is taken for one."""
        span = edtf.days(time.value)
        if span is None:
            return False
        if self.setting.year is None:
            return time.mark.mod in ("by", "until")
        return span[1].year > self.setting.year or (
            span[1].year == self.setting.year and time.mark.mod == "by"
        )

    def _measure(self, unit: str, concept: Indicator | None) -> Measure:
        if unit == "x":
            return "ratio"
        if unit == "pp":
            return "change"
        if unit != "%":
            return "level"
        if concept is not None and concept.dimension == "percent":
            return "share"
        if self._cue("share", after=True):
            return "share"
        return "change" if self._cue("growth", after=True) else "share"

    def _movement(self, amounts: Sequence[Amount], i: int, time: TimeFound | None) -> str | None:
        """*from A to B over the past four years*: the first is of the year then, the last of the year now."""
        year = self.setting.year
        length = next((t for t in self.times if t.mark.kind == "duration" and t.value), None)
        m = re.match(r"P(\d+)Y$", length.value or "") if length else None
        if m is None or year is None or time is not None:
            return None
        then = year - int(m[1])
        unit = self.amount.quantity.unit
        if unit == "x":
            return f"{then}/{year}"
        twins = [j for j, a in enumerate(amounts) if a.quantity.unit == unit]
        if len(twins) != 2 or not any(m.kind == "origin" for m in self.view.marks):
            return None
        return f"{then}" if twins[0] == i else f"{year}"

    def _period(
        self,
        time: TimeFound | None,
        status: str,
        unit: str,
        concept: Indicator | None,
        earlier: Claim,
        measure: str,
    ) -> str | None:
        if time is not None and not (measure == "change" and _is_relative(time)):
            return _open(time)
        if status != "observed" or unit == "1" or (concept is not None and concept.cumulative):
            return None
        near = self.left > self.view.start or 0 <= self.view.start - earlier.end <= BESIDE
        same = (
            concept is not None
            and earlier.indicator is not None
            and concept.topic == _topic(earlier.indicator)
        )
        if earlier.period and near and (self.left > self.view.start or same):
            return earlier.period
        if self.setting.year is None or self._cue("past") is not None or not (is_money(unit) or unit == "%"):
            return None
        return str(self.setting.year) if measure != "change" else None


def _topic(indicator: str | None) -> str:
    return catalogue().indicators[indicator].topic if indicator else ""


def _can_be_period(time: TimeFound) -> bool:
    return time.mark.kind != "set" and not (time.value or "").startswith("T")


def _is_day_told(time: TimeFound) -> bool:
    """Whether a time is the day on which something was said (*on Tuesday*, *yesterday*)."""
    moment = time.mark.moment
    if isinstance(moment, Date):
        return moment.weekday is not None and moment.month is None
    return (isinstance(moment, Near) and moment.weekday is not None) or (
        isinstance(moment, Shift) and moment.unit == "day"
    )


def _is_relative(time: TimeFound) -> bool:
    """Whether a time is told from another one (*from the previous year*): what a change is measured by."""
    return isinstance(time.mark.moment, Shift)


def _two(areas: Sequence[str]) -> tuple[str | None, str | None]:
    """Two areas in the order of their codes, where there are just two."""
    names = sorted(set(areas))
    return (names[0], names[1]) if len(names) == 2 else (None, None)


def _open(time: TimeFound) -> str | None:
    """A time as a period: *before 2014* is open at its beginning, *since 2014* at its end."""
    if time.value is None or "X" in time.value:
        return time.value
    if time.mark.mod == "before":
        return edtf.before(time.value, inclusive=False)
    if time.mark.mod == "since":
        return edtf.after(time.value, inclusive=True)
    if time.mark.mod == "after":
        return edtf.after(time.value, inclusive=False)
    return time.value


def _fits(indicator: Indicator, unit: str) -> bool:
    """Whether a number of this unit can speak of an indicator: its level, its share, its change."""
    kind = indicator.dimension
    if unit in ("%", "pp", "x"):
        return kind in ("percent", "money", "measure") or unit == "x"
    if is_money(unit):
        return kind == "money"
    if unit == "1":
        return kind == "count"
    return kind == "measure"


__all__ = ["Claim", "Setting", "figures"]
