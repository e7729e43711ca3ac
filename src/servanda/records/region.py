"""A number and the words that can speak of it: from the number before to the number after it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import msgspec

from servanda.catalogue import Indicator, catalogue
from servanda.model import Figure, Measure, Statement, Status
from servanda.records.counting import Number
from servanda.records.credit import Interview
from servanda.records.lazily import lazily
from servanda.records.lexicon import Mark
from servanda.records.view import TimeFound, View

PAUSE = re.compile(r"[,;:()—–]")
BESIDE = 12  # characters, at most, between those counted and what befell them
OFFERS = frozenset(("offer", "invite"))  # acts whose numbers are only proposed
CLAUSE = re.compile(r"[;:]")


class Setting(msgspec.Struct, frozen=True):
    """What a document's figures hang on: its day, the areas that it is about, the one most of all.

    ``seat``: whose *the Government* is, where nobody says. ``asked``: who answers, where it is an interview.
    """

    today: dt.date | None
    pair: tuple[str, ...]
    home: str | None = None
    seat: str | None = None
    asked: Interview | None = None

    @property
    def year(self) -> int | None:
        """Its year."""
        return self.today.year if self.today else None


class Frame(msgspec.Struct, frozen=True):
    """What else a sentence says: its times, its statements, and the sentences before it."""

    times: Sequence[TimeFound]
    said: Sequence[Statement] = ()
    before: Sequence[View] = ()


class Claim(msgspec.Struct, frozen=True):
    """What an earlier figure was about, for the ones that only point back at it."""

    indicator: str | None = None
    area: str | None = None
    counterpart: str | None = None
    period: str | None = None
    unit: str = ""
    status: Status = "observed"
    end: int = 0
    lead: str | None = None
    course: tuple[str, str] | None = None
    goods: tuple[str, int] | None = None


def goods_of(figure: Figure, earlier: Claim) -> tuple[str, int] | None:
    """The goods whose quantity was told last, and where; shares may have been told since."""
    concept = catalogue().indicators.get(figure.indicator or "")
    told = concept is not None and concept.dimension == "measure"
    if told and figure.indicator:
        return figure.indicator, figure.evidence[0].end
    return earlier.goods if figure.unit == "%" else None


def claim_of(figure: Figure, lead: str | None = None, course: tuple[str, str] | None = None) -> Claim:
    """What a figure is about, for those after it; ``lead``: the area that its sentence names first.

    ``course``: who gave to whom, where that was told last.
    """
    end = figure.evidence[0].end
    about = (figure.indicator, figure.area, figure.counterpart, figure.period, figure.unit, figure.status)
    return Claim(*about, end, lead, course)


class Region(msgspec.Struct, frozen=True, dict=True):
    """One number of a sentence, the ``i``-th of its ``numbers``, and where its words begin and end."""

    view: View
    numbers: Sequence[Number]
    i: int
    frame: Frame
    setting: Setting

    @lazily
    def number(self) -> Number:
        """The number."""
        return self.numbers[self.i]

    @lazily
    def unit(self) -> str:
        """What it is counted in."""
        return self.number.amount.quantity.unit

    @lazily
    def start(self) -> int:
        """Where the amount begins."""
        return self.number.amount.start

    @lazily
    def end(self) -> int:
        """Where the amount ends."""
        return self.number.amount.end

    @lazily
    def left(self) -> int:
        """Where the number before it ends, or the sentence begins."""
        return self.numbers[self.i - 1].end if self.i else self.view.start

    @lazily
    def right(self) -> int:
        """Where the number after it begins, or the sentence ends."""
        last = self.i + 1 == len(self.numbers)
        return self.view.end if last else self.numbers[self.i + 1].start

    @lazily
    def cues_from(self) -> int:
        """Where the words begin that tell what the number is: *from A to B* is one."""
        if self.i and Region(self.view, self.numbers, self.i - 1, self.frame, self.setting).is_start():
            return self.numbers[self.i - 2].end if self.i > 1 else self.view.start
        return self.left

    def words(self, start: int, end: int) -> str:
        """The text between two places."""
        return self.view.document.text[start:end]

    def cue(self, *kinds: str, after: bool = False) -> Mark | None:
        """The nearest cue of these kinds before the number in its region (or, if none, after it)."""
        marks = self._cues(kinds)
        if not marks:
            return None
        left = self.cues_from
        breaks = [m.end() for m in CLAUSE.finditer(self.view.document.text, left, self.start)]
        left = breaks[-1] if breaks else left
        before = [m for m in marks if left <= m.start and m.end <= self.start]
        if before:
            return before[-1]
        if not after and not self.view.lexicon.habits.verb_final:
            return None
        return next((m for m in marks if self.end <= m.start < self.right), None)

    def _cues(self, kinds: Sequence[str]) -> Sequence[Mark]:
        """The marks of these kinds, in order."""
        if len(kinds) == 1:
            return self.view.of(kinds[0])
        return [m for m in self.view.marks if m.kind in kinds] if self.view.has(kinds) else ()

    def is_now(self) -> bool:
        """Whether a word of its own tells that it is so now."""
        cue = self.cue("now", after=True)
        gap = self.words(self.end, cue.start) if cue else ""
        return cue is not None and PAUSE.search(gap) is None

    def holding(self) -> Statement | None:
        """The statement that holds the number."""
        spans = ((s, s.evidence[0]) for s in self.frame.said)
        holding = [s for s, e in spans if e.start <= self.start < e.end]
        return holding[-1] if holding else None

    def reporters(self) -> tuple[str, ...]:
        """Who says it, and does nothing else."""
        said = self.holding()
        return said.speakers if said is not None and said.act == "assertive" else ()

    def asked_by(self) -> str | None:
        """Who asks for what the number tells of."""
        said = self.holding()
        asks = said is not None and said.act == "directive" and said.rule not in OFFERS
        return said.speakers[0] if said and asks and len(said.speakers) == 1 else None

    def is_start(self) -> bool:
        """Whether the number is what another one begins from (*from 20% to 10%*)."""
        near = self.numbers[max(0, self.i - 1) : self.i + 2]
        if sum(n.amount.quantity.unit == self.unit for n in near) < 2:
            return False
        behind = self.view.lexicon.habits.postpositions
        for mark in self.view.of("start"):
            gap = (self.end, mark.start) if behind else (mark.end, self.start)
            if gap[0] <= gap[1] and not self.words(*gap).strip():
                return True
        return False

    def is_end(self) -> bool:
        """Whether the number is what the one before it leads to (*from 2 to 3 million*)."""
        return self.i > 0 and msgspec.structs.replace(self, i=self.i - 1).is_start()

    def is_change(self) -> bool:
        """Whether the number tells how much something changed."""
        return self.unit == "x" or (self.unit in ("%", "pp") and self.cue("growth", after=True) is not None)

    def is_share(self) -> bool:
        """Whether the number tells a share."""
        if self.unit == "%":
            marks = (*self.view.of("owner"), *self.view.of("share"), *self.view.of("whole"))
            final = self.view.lexicon.habits.postpositions
            behind = final and any(self._is_right_before(m) for m in marks)
            if behind or any(self.start < m.start <= self.end + 1 and m.end > self.end for m in marks):
                return True
        return self.cue("share", after=True) is not None

    def _is_right_before(self, mark: Mark) -> bool:
        """Whether no more than one word (*about*) stands between a mark and the number."""
        gap = self.words(mark.end, self.start)
        return gap.startswith(" ") and len(gap.split()) <= 1 and PAUSE.search(gap) is None

    def is_part(self) -> bool:
        """Whether the number is a percentage of what is named right behind it (*45% renewable energy*)."""
        return self.unit == "%" and any(m.start == self.end + 1 for m in self.view.measures)

    def befell(self) -> bool:
        """Whether it counts those whom something befell (*in which 12 people were killed*)."""
        known = catalogue().indicators
        terms = (m for m in self.view.measures if any(known[k].fate for k in m.value))
        return self.unit == "1" and any(
            0 <= m.start - self.number.end <= BESIDE or 0 <= self.start - m.end <= BESIDE for m in terms
        )

    def is_piece(self, concept: Indicator | None) -> bool:
        """Whether single things are counted, no level of anything."""
        level = concept is not None and (concept.standing or concept.flows)
        return self.unit == "1" and (concept is None or concept.existing or not level)


class Sense(msgspec.Struct, frozen=True):
    """What a number says: of what, as which measure, of which time, whether as a fact."""

    concept: Indicator | None
    measure: Measure
    time: TimeFound | None = None
    status: Status = "observed"


__all__ = [
    "CLAUSE",
    "OFFERS",
    "PAUSE",
    "Claim",
    "Frame",
    "Region",
    "Sense",
    "Setting",
    "claim_of",
    "goods_of",
]
