"""Figures: numeric claims with what they measure, between whom, when, and whether fact or target.

Every field comes from the words around the number: its *region*, from the number before to the number
after it in the sentence. What the words do not tell stays null.

Cues (``figures.toml`` ``[cues]`` of the packs): ``target``, ``raise`` (an aim where a time ahead is named),
``planned``, ``proposed``, ``forecast`` (status; an undertaking or an offer that holds the number makes it
planned or proposed, too); ``growth`` (a percentage of change), ``share``; ``toward``, ``origin``,
``owner``, ``with``, ``upon``, ``portion``, ``buying`` (see :mod:`servanda.records.area`); ``definite``
(before a number that points at a known set); ``anaphora`` (*this figure*); ``now``; ``source`` (*according
to*); ``compared`` (*than in*, beside a time); ``past`` (a level of another time than the document's).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from servanda.catalogue import Indicator, catalogue
from servanda.model import Figure, Measure, Statement, Status
from servanda.records.area import BREAK, Areas, Place
from servanda.records.counting import NEAR, Number
from servanda.records.entity import mentions
from servanda.records.lexicon import Mark
from servanda.records.view import TimeFound, View
from servanda.values import edtf
from servanda.values.moments import Date, Near, Shift
from servanda.values.quantity import is_money

ATTACHED = 28  # the longest stretch of words, in characters, between a number and the time that it goes with
CLOSE = 25  # and between a number and the term of its own that stands behind it
ATTACHED_BY = 45  # the same where the time is a deadline
BESIDE = 60  # and between a sentence and the figure before it, whose year it goes on with
_CLAUSE = re.compile(r"[;:]")
TOUCH = 8  # and between a word of comparison and the time compared with
_MEASURES: dict[str, Measure] = {"x": "ratio", "pp": "change"}
_SCALED = frozenset(("W", "m", "t", "g", "Wh", "W.h"))  # units that come in thousands
_WHOLES = frozenset(("trade", "investment"))  # topics whose indicators have shares
_OFFERS = frozenset(("offer", "invite"))  # acts whose numbers are only proposed


class Setting(msgspec.Struct, frozen=True):
    """What the figures of a document hang on: its year, and the states that it is about."""

    year: int | None
    pair: tuple[str, ...]


class Frame(msgspec.Struct, frozen=True):
    """What else a sentence says: its times, and its statements."""

    times: Sequence[TimeFound]
    said: Sequence[Statement] = ()


class Claim(msgspec.Struct, frozen=True):
    """What an earlier figure was about, for the ones that only point back at it."""

    indicator: str | None = None
    area: str | None = None
    counterpart: str | None = None
    period: str | None = None
    unit: str = ""
    end: int = 0
    lead: str | None = None


def claim_of(figure: Figure, lead: str | None = None) -> Claim:
    """What a figure is about, for those after it; ``lead``: the area that its sentence names first."""
    end = figure.evidence[0].end
    return Claim(figure.indicator, figure.area, figure.counterpart, figure.period, figure.unit, end, lead)


def figures(
    view: View, counted: Sequence[Number], frame: Frame, setting: Setting, earlier: Claim
) -> list[Figure]:
    """The figures of a sentence; ``earlier`` is what the last figure before it was about."""
    out: list[Figure] = []
    for i, number in enumerate(counted):
        left = counted[i - 1].end if i else view.start
        right = counted[i + 1].start if i + 1 < len(counted) else view.end
        region = _Region(view, number, left, right, frame, setting)
        figure = region.figure(earlier, counted, i)
        out.append(figure)
        earlier = claim_of(figure, region.lead())
    return out


class _Region:
    """One number and the words that can speak of it."""

    def __init__(
        self, view: View, number: Number, left: int, right: int, frame: Frame, setting: Setting
    ) -> None:
        self.view = view
        self.number = number
        self.amount = number.amount
        self.left = left
        self.right = right
        self.setting = setting
        self.said = frame.said
        others = [e for s in frame.said if not (e := s.evidence[0]).start <= number.start < e.end]
        times = [t for t in frame.times if not any(e.start <= t.start < e.end for e in others)]
        counts = number.amount.quantity.unit == "1"
        times = [t for t in times if _can_be_period(t) and (counts or not _is_day_told(t))]
        self.times = [t for t in times if not self._compared(t)]
        self.areas = Areas(Place(view, self.amount.start, number.end, left, right), setting.pair)

    def figure(self, earlier: Claim, amounts: Sequence[Number], i: int) -> Figure:
        """The figure of this number."""
        q = self.amount.quantity
        indicator, term = self._indicator(q.unit, earlier)
        concept = catalogue().indicators.get(indicator or "")
        time = self._aimed(self._time())
        measure = self._measure(q.unit, concept)
        if time is not None and measure == "change" and isinstance(time.mark.moment, Shift):
            time = None  # told from another one (*from the previous year*): what a change is measured by
        status = self._status(time, self._is_start(amounts, i), concept)
        if concept is not None and concept.planned and status in ("planned", "proposed"):
            indicator = concept.planned
        elif (
            concept is not None
            and concept.held
            and status == "observed"
            and time is None
            and measure == "level"
        ):
            indicator = concept.held
        area, counterpart = self._areas(concept, term, earlier, indicator, status)
        period = self._movement(amounts, i, time) or self._period(
            time, status, q.unit, concept, earlier, measure
        )
        return Figure(
            id=self.number.id,
            evidence=self.view.evidence(self.amount.start, self.number.end),
            rule=self.amount.rule,
            value=q.value,
            value_max=q.value_max,
            unit=q.unit,
            counted=self.number.noun,
            bound=q.bound,
            indicator=indicator,
            area=area,
            counterpart=counterpart,
            period=period,
            measure=measure,
            status=status,
            speakers=self._speakers(),
        )

    def lead(self) -> str | None:
        """The area that the words before the number name first."""
        return str(self.areas.before[0].value) if self.areas.before else None

    def _speakers(self) -> tuple[str, ...]:
        """Whom the number is said to come from (*according to …*); nobody: the document itself."""
        names = [m for m in mentions(self.view) if isinstance(m.value, str)]
        for cue in self.view.of("source"):
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
        for mark in self.view.of("indicator"):
            if not self._can_speak(mark):
                continue
            for key in mark.value:
                if not _fits(catalogue().indicators[key], unit) or (unit == "%" and not self._tells(key)):
                    continue
                gap = self._distance(mark) + (500 if unit == "%" and self._is_wide(key) else 0)
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

    def _can_speak(self, term: Mark) -> bool:
        """Whether a term can speak of the number: what is counted stands behind it, as a rule."""
        if self.amount.quantity.unit != "1":
            return True
        if self.amount.start <= term.start <= self.amount.end + NEAR:
            return True
        generic = self.number.noun in self.view.lexicon.counting.generic
        return generic and self.left <= term.start < self.amount.start

    def _tells(self, key: str) -> bool:
        """Whether a percentage can be of an indicator: a share, or the change of what is said to change."""
        concept = catalogue().indicators[key]
        if concept.dimension == "percent" or self._cue("growth", after=True) is not None:
            return True
        whole = concept.dimension == "money" and concept.topic in _WHOLES
        return whole and self._cue("share", after=True) is not None

    def _is_wide(self, key: str) -> bool:
        """Whether a percentage is of an indicator only for want of one that is a percentage itself."""
        return (
            catalogue().indicators[key].dimension != "percent" and self._cue("share", after=True) is not None
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
        self,
        concept: Indicator | None,
        term: Mark | None,
        earlier: Claim,
        indicator: str | None,
        status: str,
    ) -> tuple[str | None, str | None]:
        areas = self.areas
        goes_on = concept is not None and term is None and indicator == earlier.indicator
        fresh = {m.value for m in areas.inside}
        if goes_on and concept and (not fresh or (concept.pair == "directed" and len(fresh) == 1)):
            return areas.instead(earlier.area, earlier.counterpart)
        if concept is None and status in ("planned", "proposed") and areas.acting:
            return areas.directed(None, None)
        if concept is None or concept.pair == "symmetric":
            return areas.symmetric(earlier.lead, [a for a in (earlier.area, earlier.counterpart) if a])
        if concept.pair == "directed":
            return areas.directed(concept, term)
        return (areas.single(term) if concept.pair == "area" else None), None

    def _time(self) -> TimeFound | None:
        """The time that the number goes with: right behind it, before it in its region, behind it."""
        text = self.view.document.text
        behind = [t for t in self.times if self.amount.end <= t.start < self.right]
        for time in behind:
            gap = text[self.amount.end : time.start]
            told = time.mark.kind != "duration" or time.value is None
            near = ATTACHED_BY if time.mark.mod in ("by", "until") else ATTACHED
            if told and len(gap) <= near and not BREAK.search(gap) and not self._goes_over(gap):
                return time
        before = [t for t in self.times if self.left <= t.start and t.end <= self.amount.start]
        before = [t for t in before if t.mark.kind != "duration" and not self._taken(t)]
        if before:
            return before[-1]
        if self.right == self.view.end:
            return next((t for t in behind if t.mark.kind != "duration"), None)
        return None

    def _goes_over(self, gap: str) -> bool:
        """Whether words go on to something else, where a time stands before what it goes with."""
        joins = self.view.lexicon.occurring.and_
        return self.view.lexicon.habits.verb_final and any(w in joins for w in gap.split())

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
        near = len(gap) <= ATTACHED and not BREAK.search(gap) and not self._goes_over(gap)
        return self.left > self.view.start and near

    def _status(self, time: TimeFound | None, start: bool, concept: Indicator | None) -> Status:
        ahead = time is not None and self._ahead(time)
        if start and not ahead:
            return "observed"
        cue = self._cue("target") or self._cue("raise", "planned", "proposed", "forecast")
        kind = cue.kind if cue else ""
        promised = self._promised() or self._to_be()
        if promised == "planned" and kind not in ("target", "raise", "forecast") and self._is_piece(concept):
            return "planned"  # things to be built or given, though by a time
        told = self._cued(kind, time, ahead)
        return told or self._undertaken(kind, promised, time, ahead)

    def _undertaken(self, kind: str, promised: Status | None, time: TimeFound | None, ahead: bool) -> Status:
        """What the number is by what is promised, or by its time alone."""
        timeless = time is None or time.value is None
        if promised == "planned" and kind in ("target", "raise") and timeless:
            return "target"
        if ahead:
            return "target" if kind == "planned" or promised else "forecast"
        if kind == "planned":
            return "planned"
        return promised if promised and timeless else "observed"

    def _is_piece(self, concept: Indicator | None) -> bool:
        """Whether single things are counted, no level of anything."""
        return self.amount.quantity.unit == "1" and (concept is None or not concept.standing)

    def _to_be(self) -> Status | None:
        """What a verb of the future makes of the number that it goes with."""
        final = self.view.lexicon.habits.verb_final
        begin, end = (self.amount.end, self.right) if final else (self.left, self.amount.start)
        cut = _CLAUSE.search(self.view.document.text, begin, end)
        end = cut.start() if cut and final else end
        verbs = (m for m in self.view.marks if m.kind == "verb" and m.value == "will")
        return "planned" if any(begin <= m.start and m.end <= end for m in verbs) else None

    def _cued(self, kind: str, time: TimeFound | None, ahead: bool) -> Status | None:
        """What the words before the number and its time say outright."""
        deadline = ahead and time is not None and time.mark.mod in ("by", "until")
        aimed = kind == "target" and (time is None or self._behind(time))
        aimed = aimed or (kind == "raise" and time is None and self.amount.quantity.unit == "x")
        if aimed or (kind in ("target", "raise") and ahead):
            return "target"
        if kind in ("proposed", "forecast"):
            return kind  # type: ignore[return-value]
        if deadline:
            return "target"
        return "planned" if kind == "planned" and self.amount.quantity.unit == "1" else None

    def _promised(self) -> Status | None:
        """What the statement makes of its number that an undertaking or an offer holds."""
        start = self.amount.start
        holding = [s for s in self.said if s.evidence[0].start <= start < s.evidence[0].end]
        if not holding:
            return None
        said = holding[-1]
        at = said.evidence[0].start + max(0, said.evidence[0].quote.find(said.verb))
        if at > start and not self.view.lexicon.habits.verb_final:
            return None
        if said.rule in _OFFERS:
            return "proposed"
        return "planned" if said.act == "commissive" else None

    def _is_start(self, amounts: Sequence[Number], i: int) -> bool:
        """Whether the number is what another one begins from (*from 20% to 10%*)."""
        unit = self.amount.quantity.unit
        twins = [a for a in amounts[max(0, i - 1) : i + 2] if a.amount.quantity.unit == unit]
        text, behind = self.view.document.text, self.view.lexicon.habits.postpositions
        if len(twins) < 2:
            return False
        for mark in self.view.of("origin"):
            gap = (self.amount.end, mark.start) if behind else (mark.end, self.amount.start)
            if gap[0] <= gap[1] and not text[gap[0] : gap[1]].strip():
                return True
        return False

    def _compared(self, time: TimeFound) -> bool:
        """Whether a time is only what another one is compared with (*than in 2023*)."""
        behind = self.view.lexicon.habits.postpositions
        gaps = ((m.start - time.end if behind else time.start - m.end) for m in self.view.of("compared"))
        return any(0 <= gap <= TOUCH for gap in gaps)

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
        if unit in _MEASURES:
            return _MEASURES[unit]
        if unit != "%":
            return "level"
        if concept is not None and concept.dimension == "percent":
            return concept.measure or "share"
        if self._cue("share", after=True):
            return "share"
        return "change" if self._cue("growth", after=True) else "share"

    def _movement(self, amounts: Sequence[Number], i: int, time: TimeFound | None) -> str | None:
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
        twins = [j for j, a in enumerate(amounts) if a.amount.quantity.unit == unit]
        if len(twins) != 2 or not self.view.of("origin"):
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
        if time is not None:
            return _open(time)
        if status != "observed" or (concept is not None and concept.cumulative):
            return None
        if unit == "1":
            now = concept is not None and concept.standing and self._cue("past", after=True) is None
            return str(self.setting.year) if now and self.setting.year else None
        if earlier.period and self._cue("now", after=True) is None and self._same_time(concept, earlier):
            return earlier.period
        if self.setting.year is None or self._cue("past") is not None or not (is_money(unit) or unit == "%"):
            return None
        return str(self.setting.year) if measure != "change" else None

    def _same_time(self, concept: Indicator | None, earlier: Claim) -> bool:
        """Whether the number is of the time of the one before: of its sentence, or its kind right after."""
        if self.left > self.view.start:
            return True
        if concept is None or not 0 <= self.view.start - earlier.end <= BESIDE:
            return False
        before = catalogue().indicators.get(earlier.indicator or "")
        return before is not None and (before.topic, before.dimension) == (concept.topic, concept.dimension)


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
    return kind == "measure" and (indicator.unit is None or _base(unit) == _base(indicator.unit))


def _base(unit: str) -> str:
    """What a unit measures, without its size and rate.

    >>> _base("GW"), _base("m3/a"), _base("[bbl_us]/d"), _base("kt")
    ('W', 'm3', '[bbl_us]', 't')
    """
    plain = unit.partition("/")[0]
    return plain[1:] if len(plain) > 1 and plain[0] in "kMGT" and plain[1:] in _SCALED else plain


__all__ = ["Claim", "Frame", "Setting", "figures"]
