"""The areas named beside a number, and what the word right before or behind each makes of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import msgspec

from servanda.catalogue import catalogue
from servanda.line import line
from servanda.records.gazetteer import PLACE
from servanda.records.kinds import NAMES, area_of, is_area, kind_of
from servanda.records.lexicon import Mark, lexicon
from servanda.records.naming import Named
from servanda.records.region import Setting
from servanda.records.view import View

BREAK = re.compile(r"[,;:()—–]")
NEAR = 30  # how far, in characters, an area may be from the term that it belongs to
ARTICLE = 5  # characters, at most, between a name and the word before it: blanks, an article
JOINED = 5  # and between two names that a word joins
WORD = re.compile(r"[^\W\d_]+(?:[\u0900-\u0dff]|[^\W\d_])*")
ROLES = ("toward", "origin", "owner", "upon", "with", "giver")


class Place(msgspec.Struct, frozen=True):
    """Where a number stands: its sentence, its span, where its words begin and end, who only reports it."""

    view: View
    start: int
    end: int
    left: int
    right: int
    reporters: tuple[str, ...] = ()


class Beside:
    """The areas that may go with one number."""

    def __init__(self, place: Place, setting: Setting, course: tuple[str, str] | None = None) -> None:
        self.place = place
        self.view = place.view
        self.text = place.view.document.text
        self.pair = pair = setting.pair
        self.home = setting.home
        self.seat = setting.seat
        self.course = course  # who gives to whom, as it was told last
        marks = _states_first([m for m in self.view.marks if m.kind in NAMES and is_area(m.value)], pair)
        marks = [m.changed(value=area_of(m.value)) for m in marks]
        marks = marks or [p for m in self.view.of("entity") if (p := _of_place(m))]
        self.areas = marks = self._with_givers(marks)
        self.articles = ("", *self.view.lexicon.titling.articles)
        right = self._right()
        self.inside = [m for m in marks if place.left <= m.start < right]
        cut = BREAK.search(self.text, place.end, self.view.end)
        end = max(place.right, cut.start() if cut else self.view.end)
        self.beyond = [m for m in marks if right <= m.start < end]
        near = self.inside or marks
        self.named = sorted(near, key=lambda m: abs(m.start - place.start))  # the nearest first
        before = [m for m in marks if m.end <= place.start]
        self.before = [m for m in before if m.start >= place.left] or before
        acting = [m for m in self.view.marks if m.kind == "entity" and m.end <= place.start]
        states = (self._state_of(m) for m in acting if m.value not in place.reporters)
        self.acting = sorted([*self.before, *(s for s in states if s)], key=PLACE)
        self.acting += [m for m in before if m not in self.acting]
        self.bodies = [m for m in acting if _is_body(m)]

    def _with_givers(self, areas: list[Mark]) -> list[Mark]:
        """The areas; beside no more than one, also those who act for a state, and bodies that lend."""
        told = {m.value for m in areas}
        if len(told) > 1:
            return areas
        known = {*told, *self.place.reporters}
        names = [m for m in self.view.of("entity") if m.value not in known and not self._tells(m)]
        more = [*(m if _lends(m) else self._state_of(m) for m in names), *self._governments()]
        return sorted([*areas, *(m for m in more if m and m.value not in told)], key=PLACE)

    def _tells(self, name: Mark) -> bool:
        """Whether it is but the source of what is told (*according to the IMF*)."""
        behind = self.view.lexicon.habits.postpositions
        gaps = (m.start - name.end if behind else name.start - m.end for m in self.view.of("source"))
        return any(0 <= gap <= ARTICLE for gap in gaps)

    def _governments(self) -> list[Mark]:
        """Governments that no state is named beside: that of the document's own state."""
        government = self.view.lexicon.gazetteer.naming.government
        return [
            m.changed(kind="entity", value=self.seat)
            for m in self.view.of("speaker")
            if self.seat and self.text[m.start : m.end].lower() in government
        ]

    def _right(self) -> int:
        """Where the words behind the number go on to something else."""
        place = self.place
        cut = BREAK.search(self.text, place.end, place.right)
        right = cut.start() if cut else place.right
        right = min([right, *(m.start for m in self.view.of("turn") if m.start >= place.end)])
        joins = self.view.lexicon.occurring.and_
        words = WORD.finditer(self.text, place.end, right)
        return next((w.start() for w in words if w[0].lower() in joins), right)

    def in_role(self, role: str) -> str | None:
        return next((str(m.value) for m in self.named if self.role(m) == role), None)

    def _subject(self, without: Sequence[str | None]) -> str | None:
        """The first area before the number that no word beside it makes something else of."""
        plain = (str(m.value) for m in self.acting if self.role(m) in ("", "owner"))
        return next((area for area in plain if area not in without), None)

    def _owner(self, term: Mark | None) -> str | None:
        """Whose the term is: the area right before it, right behind it, or behind it with *of*."""
        if term is None:
            return None
        touching = self._touching(term)
        buys = any((m.start, m.end) == (term.start, term.end) for m in self.view.of("buying"))
        if touching is not None or buys:
            return touching
        for mark in self.named:
            role = self.role(mark)
            if mark.start < term.end < mark.end:
                return str(mark.value)  # the term ends within it
            if mark.end <= self.place.start < term.start and self.text[mark.end] not in "'’":
                role = role or "beyond"  # the number stands between
            if 0 <= term.start - mark.end <= NEAR and role in ("", "owner"):
                return str(mark.value)
        for mark in self.named:
            if 0 <= mark.start - term.end <= NEAR and self.role(mark) == "owner":
                return str(mark.value)
        return None

    def _touching(self, term: Mark) -> str | None:
        """The area right before a term (*Chinese imports*), else one right behind it that is no adjective."""
        before = (m for m in self.named if term.start - m.end == 1 and self.role(m) in ("", "owner"))
        behind = (m for m in self.named if m.start - term.end == 1 and not self.role(m))
        names = (m for m in behind if not self.text[m.start].islower())
        return next((str(m.value) for m in (*before, *names)), None)

    def role(self, area: Mark) -> str:
        """What the word right before (or behind) an area makes of it."""
        for mark in self.view.marks:
            if mark.kind not in ROLES:
                continue
            before = mark.end <= area.start
            gap = self.text[mark.end : area.start] if before else self.text[area.end : mark.start]
            close = len(gap) <= ARTICLE and gap.strip().lower() in self.articles
            if before == (not self.view.lexicon.habits.postpositions) and close:
                return mark.kind
        return "toward" if self._is_dative(area) else self._role_shared(area)

    def _role_shared(self, area: Mark) -> str:
        """The role of the area right before, to which another is joined (*from Chad and Niger*)."""
        postpositions, joins = self.view.lexicon.habits.postpositions, self.view.lexicon.occurring.and_
        for mark in self.areas:
            first, last = (area, mark) if postpositions else (mark, area)
            gap = self.text[first.end : last.start]
            if 0 < len(gap) <= JOINED and gap.strip().lower() in (",", *joins):
                return self.role(mark)
        return ""

    def _state_of(self, mark: Mark) -> Mark | None:
        """A person or a body as the state that it acts for."""
        if isinstance(mark.value, Named):
            body = mark.value.kind == "organisation"
            state = _state_in(self.text[mark.start : mark.end], self.view.lexicon.lang) if body else None
            return mark.changed(value=state) if state else None
        known = catalogue().entities.get(mark.value)
        acts = known is not None and known.kind in ("person", "organisation") and known.of
        return mark.changed(value=known.of) if known is not None and acts else None

    def _is_dative(self, area: Mark) -> bool:
        """Whether the form of a name alone tells that it is given to."""
        lexicon, name = self.view.lexicon, self.text[area.start : area.end].lower()
        return name.endswith(lexicon.counting.dative or ("\0",)) and name != lexicon.nominatives.get(
            area.value
        )


def _is_body(mark: Mark) -> bool:
    """Whether it is an organisation of no one state."""
    known = None if isinstance(mark.value, Named) else catalogue().entities.get(mark.value)
    return known is not None and known.kind == "organisation" and known.of is None and known.official


def _lends(mark: Mark) -> bool:
    """Whether it is a body that gives or lends in its own name."""
    known = None if isinstance(mark.value, Named) else catalogue().entities.get(mark.value)
    return known is not None and known.lends


def _states_first(marks: list[Mark], pair: tuple[str, ...]) -> list[Mark]:
    """The areas; without the regions where states enough are named and the document is about no region."""
    states = {m.value for m in marks if kind_of(m.value) != "place"}
    enough = len(states) > 1 and all(kind_of(a) != "place" for a in pair)
    return [m for m in marks if m.value in states] if enough else marks


def _of_place(mark: Mark) -> Mark | None:
    """A place, but for capitals, as the state that it is in."""
    known = None if isinstance(mark.value, Named) else catalogue().entities.get(mark.value)
    lies = known is not None and known.kind == "place" and known.of and not known.capital
    return mark.changed(value=known.of) if known is not None and lies else None


@functools.lru_cache(maxsize=4096)
def _state_in(name: str, lang: str) -> str | None:
    """The state that a body found by its form has in its name (*Qatar Investment Authority*)."""
    marks = (m for m in lexicon(lang).read(line(name)) if m.kind == "entity")
    states = {str(m.value) for m in marks if kind_of(m.value) == "state"}
    return states.pop() if len(states) == 1 else None


__all__ = ["BREAK", "WORD", "Beside", "Place"]
