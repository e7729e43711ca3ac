"""Between whom a figure is: its area and its counterpart.

An area is a state, or a body or region that counts as one. The words beside an area give it a role
(``figures.toml`` ``[cues]``): ``origin``, ``toward``, ``owner``, ``with``, ``upon`` (beside what tariffs
are laid on); without one it may be the subject, the first area of the clause, to which it goes where it
buys (``buying``). The holder of a share (``portion``) is the counterpart. What the sentence leaves open is
that of the figure before, or of the two areas that the document is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from servanda.catalogue import Indicator, catalogue
from servanda.records.kinds import NAMES, is_area, kind_of
from servanda.records.lexicon import Mark
from servanda.records.naming import Named
from servanda.records.view import View

BREAK = re.compile(r"[,;:()—–]")
BESIDE = 6  # characters, at most, between a share and its holder
NEAR = 30  # how far, in characters, an area may be from the term that it belongs to
ON_REACH = 14  # and from a postposition that tells what is laid on it (*on American cars*)
_ENDS = {"out": "toward", "in": "origin", "owed": "origin"}  # the role of the counterpart
_WORD = re.compile(r"[^\W\d_]+(?:[\u0900-\u0dff]|[^\W\d_])*")

Pair = tuple[str | None, str | None]


class Place(msgspec.Struct, frozen=True):
    """Where a number stands: its sentence, its span, where its words begin and end, who only reports it."""

    view: View
    start: int
    end: int
    left: int
    right: int
    reporters: tuple[str, ...] = ()


def in_order(areas: Iterable[str]) -> list[str]:
    """Areas in alphabetical order, each once.

    >>> in_order(["IN", "eu", "IN"])
    ['eu', 'IN']
    """
    return sorted(dict.fromkeys(areas), key=str.lower)


class Areas:
    """The areas that may go with one number."""

    def __init__(self, place: Place, pair: tuple[str, ...], home: str | None = None) -> None:
        self.place = place
        self.view = place.view
        self.text = place.view.document.text
        self.pair = pair
        self.home = home
        marks = _states_first([m for m in self.view.marks if m.kind in NAMES and is_area(m.value)], pair)
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
        states = (_state_of(m) for m in acting if m.value not in place.reporters)
        self.acting = sorted([*self.before, *(s for s in states if s)])
        self.acting += [m for m in before if m not in self.acting]
        self.bodies = [m for m in acting if _is_body(m)]

    def _right(self) -> int:
        """Where the words behind the number go on to something else."""
        place = self.place
        cut = BREAK.search(self.text, place.end, place.right)
        right = cut.start() if cut else place.right
        joins = self.view.lexicon.occurring.and_
        words = _WORD.finditer(self.text, place.end, right)
        return next((w.start() for w in words if w[0].lower() in joins), right)

    def symmetric(self, lead: str | None, earlier: Sequence[str] = ()) -> Pair:
        """Two areas in alphabetical order; ``earlier``: those of the figure before, ``lead`` its first."""
        both = list(dict.fromkeys(str(m.value) for m in self.named))[:2]
        if len(both) == 1 and lead is not None and both[0] != lead and self.place.left > self.view.start:
            other = next((a for a in earlier if a != lead), None)
            both = [both[0], (other or lead) if self._role(self.named[0]) == "owner" else lead]
        elif not both or (len(both) == 1 and both[0] in self.pair):
            both = list(self.pair)
        elif len(both) == 1 and self.pair and self._role(self.named[0]) == "with":
            both = [both[0], self.pair[0]]
        if len(both) == 1:
            both += [a for m in self.acting if (a := str(m.value)) != both[0]][:1]
        first, second, *_ = [*in_order(both), None, None]
        return first, second

    def instead(self, area: str | None, counterpart: str | None) -> Pair:
        """The pair of the figure before, with the other side that this number names for its own."""
        new = next((str(m.value) for m in self.inside if m.value not in (area, counterpart)), None)
        return area, new or counterpart

    def flows(self) -> bool:
        """Whether words tell from whom and to whom (*from Nepal to India*)."""
        return self._in_role("origin") is not None and self._in_role("toward") is not None

    def single(self, term: Mark | None) -> str | None:
        """The one area that a figure is of."""
        return (
            self._owner(term)
            or self._helped()
            or self._subject(())
            or (str(self.named[0].value) if self.named else None)
        )

    def directed(self, concept: Indicator | None, term: Mark | None) -> Pair:
        """From whom to whom, by the direction of the indicator."""
        flow = concept.flow if concept else "out"
        if flow == "on":
            return self._laid()
        area, counterpart = self._flowing(flow)
        if concept is not None and concept.dimension == "percent" and counterpart is None:
            counterpart = self._holder()
        owner = self._owner(term)
        if flow == "owed" and owner is not None and owner != area and counterpart is None:
            area, counterpart = owner, area  # *Kenya's debt to China*
        if area is None and owner != counterpart:
            area = owner
        if area is None and owner is None and flow == "out":
            counts = concept is not None and concept.dimension == "count"
            area = self._in_role("giver") or (self._in_role("with") if counts else None)
        if area is None:
            subject = self._subject((counterpart,))
            if flow == "out" and counterpart is None and self._gets(concept):
                counterpart = subject
            else:
                area = subject
        if area is None and counterpart is None:
            names = in_order([*(str(m.value) for m in self.named), *self.pair])
            return (names[0], names[1]) if len(names) == 2 else (None, None)
        counterpart = counterpart or self._other(area, flow)
        lends = concept is not None and concept.dimension == "money" and concept.topic == "investment"
        body = self._body(counterpart) if lends else None
        return area or body or self._other(counterpart), counterpart

    def _flowing(self, flow: str) -> Pair:
        """From whom and to whom by the words beside the areas, where they tell."""
        origin, target = self._in_role("origin"), self._in_role("toward")
        if flow == "both":
            return None, self._in_role("with") or origin or target
        return (origin, target) if flow == "out" else (target, origin)

    def is_only_other(self, counterpart: str | None) -> bool:
        """Whether the number names nobody but the other side of the figure before, as such."""
        sides = [self._role(m) for m in self.inside if m.value == counterpart]
        named = len({m.value for m in self.inside}) == 1 and bool(sides)
        return named and all(role in ("toward", "origin", "with") for role in sides)

    def is_only_own(self, area: str | None) -> bool:
        """Whether the number names nobody but the area of the figure before, as whose it is."""
        return bool(self.inside) and all(m.value == area and self._role(m) == "owner" for m in self.inside)

    def _body(self, counterpart: str | None) -> str | None:
        """The organisation that gives, where no state does."""
        toward = counterpart is not None and counterpart == self._in_role("toward")
        return str(self.bodies[0].value) if toward and self.bodies else None

    def _other(self, one: str | None, flow: str = "") -> str | None:
        """The other side: one named, behind what goes on, else of the two that the document is about."""
        pair = self.pair if one in self.pair else (self.home,) if self.home else ()
        if not pair and one is not None and kind_of(one) != "state":
            pair = self.pair[:1]
        beyond = [m for m in self.beyond if self._role(m) == _ENDS.get(flow)]
        marks = [*(self.named if self.inside else ()), *beyond, *self.named]
        return next((o for o in (*(str(m.value) for m in marks), *pair) if o != one), None)

    def _helped(self) -> str | None:
        """Who is helped to have what the number tells of."""
        helps = [m for m in self.view.of("helping") if m.end <= self.place.start]
        near = (str(a.value) for h in helps for a in self.before if 0 <= a.start - h.end <= BESIDE)
        return next(near, None)

    def _holder(self) -> str | None:
        """Whose the share is that a percentage tells."""
        shares = [m for m in self.view.marks if m.kind == "portion"]
        pairs = [(area, share) for area in self.named for share in shares]
        own = (area for area, share in pairs if 0 <= share.start - area.end <= BESIDE)
        of = (a for a, share in pairs if 0 <= a.start - share.end <= BESIDE and self._role(a) == "owner")
        return next((str(area.value) for area in (*own, *of)), None)

    def _gets(self, concept: Indicator | None) -> bool:
        """Whether the subject is said to buy, or to receive whom another state is named beside."""
        kind, right = ("receiving", self.place.start) if concept is None else ("buying", self.place.right)
        return any(self.place.left <= m.start < right for m in self.view.of(kind))

    def _laid(self) -> Pair:
        """Who lays it, and on whose goods."""
        upon = next((m for m in self.named if self._is_upon(m)), None)
        upon = upon or next((m for m in self.named if self._role(m) == "origin"), None)
        on = str(upon.value) if upon else None
        area = self._subject((on,)) or next((str(m.value) for m in self.named if m.value != on), None)
        if area is None and on is None:
            return None, None
        return area or self._other(on), on or self._other(area)

    def _is_upon(self, area: Mark) -> bool:
        """Whether something is laid on it, or on what it is an adjective of."""
        if self._role(area) == "upon":
            return True
        return self.view.lexicon.habits.postpositions and any(
            0 <= m.start - area.end <= ON_REACH for m in self.view.of("upon")
        )

    def _in_role(self, role: str) -> str | None:
        return next((str(m.value) for m in self.named if self._role(m) == role), None)

    def _subject(self, without: Sequence[str | None]) -> str | None:
        """The first area before the number that no word beside it makes something else of."""
        plain = (str(m.value) for m in self.acting if self._role(m) in ("", "owner"))
        return next((area for area in plain if area not in without), None)

    def _owner(self, term: Mark | None) -> str | None:
        """Whose the term is: the area right before it, right behind it, or behind it with *of*."""
        if term is None or any((m.start, m.end) == (term.start, term.end) for m in self.view.of("buying")):
            return None
        for mark in self.named:
            role = self._role(mark)
            if mark.start < term.end < mark.end:
                return str(mark.value)  # the term ends within it
            if mark.end <= self.place.start < term.start and self.text[mark.end] not in "'’":
                role = role or "beyond"  # the number stands between
            if 0 <= term.start - mark.end <= NEAR and role in ("", "owner"):
                return str(mark.value)
        for mark in self.named:
            gap = mark.start - term.end
            bare = gap == 1 and not self._role(mark) and not self.text[mark.start].islower()
            if 0 <= gap <= NEAR and (self._role(mark) == "owner" or bare):
                return str(mark.value)
        return None

    def _role(self, area: Mark) -> str:
        """What the word right before (or behind) an area makes of it."""
        for mark in self.view.marks:
            if mark.kind not in ("toward", "origin", "owner", "upon", "with", "giver"):
                continue
            before = mark.end <= area.start
            gap = self.text[mark.end : area.start] if before else self.text[area.end : mark.start]
            if before == (not self.view.lexicon.habits.postpositions) and len(gap) <= 4 and not gap.strip():
                return mark.kind
        return "toward" if self._is_dative(area) else ""

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


def _states_first(marks: list[Mark], pair: tuple[str, ...]) -> list[Mark]:
    """The areas; without the regions where states enough are named and the document is about no region."""
    states = {m.value for m in marks if kind_of(m.value) != "place"}
    enough = len(states) > 1 and all(kind_of(a) != "place" for a in pair)
    return [m for m in marks if m.value in states] if enough else marks


def _state_of(mark: Mark) -> Mark | None:
    """A person or a body as the state that it acts for."""
    known = None if isinstance(mark.value, Named) else catalogue().entities.get(mark.value)
    return (
        mark._replace(value=known.of)
        if known and known.kind in ("person", "organisation") and known.of
        else None
    )


__all__ = ["BREAK", "Areas", "Place", "in_order"]
