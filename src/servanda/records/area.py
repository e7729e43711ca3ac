"""Between whom a figure is: its area and its counterpart.

An area is a state, or a body or region that counts as one. The words beside an area give it a role
(``figures.toml`` ``[cues]``): ``origin``, ``toward``, ``owner``, ``with``, ``upon`` (beside what tariffs
are laid on); without one it may be the subject, the first area of the clause, to which it goes where it
buys (``buying``). The holder of a share (``portion``) is the counterpart. What the sentence leaves open is
that of the figure before, or of the two areas that the document is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from servanda.catalogue import Indicator
from servanda.records.beside import BREAK, WORD
from servanda.records.kinds import kind_of
from servanda.records.lexicon import Mark
from servanda.records.moving import IMPORTS, Moving, Pair

BESIDE = 6  # characters, at most, between a share and its holder
ON_REACH = 14  # and from a postposition that tells what is laid on it (*on American cars*)
_TURNED = {"out": False, "in": True, "owed": True}  # whether who gives is the counterpart
_ENDS = {"out": "toward", "in": "origin", "owed": "origin"}  # the role of the counterpart


def in_order(areas: Iterable[str]) -> list[str]:
    """Areas in alphabetical order, each once.

    >>> in_order(["IN", "eu", "IN"])
    ['eu', 'IN']
    """
    return sorted(dict.fromkeys(areas), key=str.lower)


def _moves(concept: Indicator | None) -> bool:
    """Whether it counts people, who go other ways than what is given."""
    return concept is not None and concept.sent


class Areas(Moving):
    """The areas that may go with one number, and between which of them it is."""

    def symmetric(self, lead: str | None, earlier: Sequence[str] = ()) -> Pair:
        """Two areas in alphabetical order; ``earlier``: those of the figure before, ``lead`` its first."""
        both = list(dict.fromkeys(str(m.value) for m in self.named))[:2]
        if len(both) == 1 and lead is not None and both[0] != lead and self.place.left > self.view.start:
            other = next((a for a in earlier if a != lead), None)
            both = [both[0], (other or lead) if self.role(self.named[0]) == "owner" else lead]
        elif not both or (len(both) == 1 and both[0] in self.pair):
            both = list(self.pair)
        elif len(both) == 1 and self.pair and self.role(self.named[0]) == "with":
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
        return self.in_role("origin") is not None and self.in_role("toward") is not None

    def single(self, term: Mark | None, hosted: bool = False) -> str | None:
        """The one area that a figure is of; ``hosted``: of those who take in whom it counts."""
        return (
            (self.host() if hosted else None)
            or self._owner(term)
            or self._helped()
            or self._subject(())
            or (str(self.named[0].value) if self.named else self.home)
        )

    def directed(self, concept: Indicator | None, term: Mark | None) -> Pair:
        """From whom to whom, by the direction of the indicator."""
        flow = concept.flow if concept else "out"
        if flow == "on":
            return self._laid()
        told = self._told(concept, flow)
        if told is not None:
            return self._steered(told, concept)
        area, counterpart = self._flowing(flow)
        sure = area is not None or counterpart is not None
        if concept is not None and concept.dimension == "percent" and counterpart is None:
            counterpart = self._holder()
        owner = self._owner(self._anchor(flow) or term)
        if flow == "owed":
            area, counterpart = self._owed(owner, area, counterpart)
        if area is None and owner != counterpart:
            area = owner
        if area is None and owner is None and flow == "out":
            bought = concept is not None and (concept.dimension == "count" or concept.topic == "defence")
            area = self.in_role("giver") or (self.in_role("with") if bought else None)
        if area is None:
            area, counterpart = self._acted(concept, flow, counterpart)
        if area is None and counterpart is None:
            names = in_order([*(str(m.value) for m in self.named), *self.pair])
            return (names[0], names[1]) if len(names) == 2 else (self.own, None)
        counterpart = counterpart or self.other(area, flow)
        lends = concept is not None and concept.dimension == "money" and concept.topic == "investment"
        body = self._body(counterpart) if lends else None
        pair = area or body or self.other(counterpart), counterpart
        return self._steered(pair, concept) if sure else pair

    def _acted(self, concept: Indicator | None, flow: str, counterpart: str | None) -> Pair:
        """The sides where no word tells who gives: the subject, or those of the course."""
        subject = self._subject((counterpart,))
        if flow == "out" and counterpart is None and self._gets(concept):
            return None, subject
        course = self._on_course(concept) if counterpart is None else None
        return course or (subject, counterpart)

    def _steered(self, pair: Pair, concept: Indicator | None) -> Pair:
        """The same; and it is the course that later figures go on with."""
        area, counterpart = pair
        if area and counterpart and (concept is None or concept.flow in _TURNED) and not _moves(concept):
            turned = concept is not None and _TURNED[concept.flow]
            self.course = (counterpart, area) if turned else (area, counterpart)
        return pair

    @property
    def own(self) -> str | None:
        """Whose a figure is that names nobody: of whom the document speaks, else of where it is read."""
        reported = self.view.document.kind in ("news", "other")
        return self.home or (reported and self.view.lexicon.gazetteer.naming.home) or None

    def together(self) -> bool:
        """Whether the two act as one before the number, which is of both then (*the two sides will …*)."""
        before = (m for m in self.view.of("speaker") if self.place.left <= m.start < self.place.start)
        return not self.inside and any(m.value == "both" for m in before)

    def _on_course(self, concept: Indicator | None) -> Pair | None:
        """The sides in the course that was told before, if no other area is named beside the number."""
        if self.course is None or _moves(concept) or self.together():
            return None
        told = {(str(m.value), self.role(m)) for m in self.inside}
        turned = concept is not None and (self.course[1], "") in told  # *and Dutch goods went the other way*
        if (
            turned
            or any(area not in self.course for area, _ in told)
            or (concept is not None and concept.flow not in _TURNED)
        ):
            return None
        turned = concept is not None and _TURNED[concept.flow]
        return self.course[::-1] if turned else self.course

    def _told(self, concept: Indicator | None, flow: str) -> Pair | None:
        """The two sides, where the verb tells the one or those counted are called by it."""
        counts = concept is not None and concept.dimension == "count"
        whose = self.counted() if counts and flow == "out" else None
        whole = (
            self.part_of() or self._whole(flow)
            if concept is not None and concept.dimension == "percent"
            else None
        )
        if whole is not None:
            return whole, self.other(whole)
        area, counterpart = self.moved(concept, flow)
        if whose is not None:
            others = (self.in_role("toward"), counterpart, area)
            return whose, next((o for o in others if o not in (None, whose)), None) or self.other(whose)
        if area is None and counterpart is None:
            return None
        return area or self.other(counterpart), counterpart or self.other(area, flow)

    def _anchor(self, flow: str) -> Mark | None:
        """The word for imports itself, where the term of a number is that of what is imported."""
        goods = (m for m in self.view.measures if flow == "in" and IMPORTS in m.value)
        return next((m for m in goods if self.place.left <= m.start < self.place.right), None)

    def _whole(self, flow: str) -> str | None:
        """Whose imports a share is of (*the share of Russian oil in India's imports*)."""
        anchor = self._anchor(flow)
        return self._touching(anchor) if anchor is not None else None

    def _flowing(self, flow: str) -> Pair:
        """From whom and to whom by the words beside the areas, where they tell."""
        origin, target = self.in_role("origin"), self.in_role("toward")
        if target is not None and any(m.value == target and not self.role(m) for m in self.acting):
            target = None  # who acts gives to others
        if flow == "both":
            return None, self.in_role("with") or origin or target
        return (origin, target) if flow == "out" else (target, origin)

    def names_no_other(self, area: str | None, counterpart: str | None) -> bool:
        """Whether a number names no sides but those of the one before it, each as what it was there."""
        roles = {(m.value, self.role(m)) for m in self.inside}
        other = all(m == counterpart and role in ("toward", "origin", "with") for m, role in roles)
        return other or all(m == area and role == "owner" for m, role in roles)

    def turned(self, counterpart: str | None) -> bool:
        """Whether the other side is now the one that a number is of: alone, and right before it."""
        mark = self.inside[0] if {m.value for m in self.inside} == {counterpart} else None
        start = self.place.start
        near = mark is not None and mark.end <= start and not BREAK.search(self.text, mark.end, start)
        return mark is not None and near and self.role(mark) == ""

    def _body(self, counterpart: str | None) -> str | None:
        """The organisation that gives, where no state does."""
        toward = counterpart is not None and counterpart == self.in_role("toward")
        return str(self.bodies[0].value) if toward and self.bodies else None

    def other(self, one: str | None, flow: str = "") -> str | None:
        """The other side: one named, behind what goes on, else of the two that the document is about."""
        pair = self.pair if one in self.pair else (self.home,) if self.home else ()
        if not pair and one is not None and kind_of(one) != "state":
            pair = self.pair[:1]
        beyond = [m for m in self.beyond if self.role(m) == _ENDS.get(flow)]
        marks = [*(self.named if self.inside else ()), *beyond, *self.named]
        getting = self.course[1:] if self.course and flow == "out" else ()  # another one gives the same
        return next((o for o in (*(str(m.value) for m in marks), *pair, *getting) if o != one), None)

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
        of = (a for a, share in pairs if 0 <= a.start - share.end <= BESIDE and self.role(a) == "owner")
        return next((str(area.value) for area in (*own, *of)), None)

    def _gets(self, concept: Indicator | None) -> bool:
        """Whether the subject is said to buy, or to receive whom another state is named beside."""
        kind, right = ("receiving", self.place.start) if concept is None else ("buying", self.place.right)
        return any(self.place.left <= m.start < right for m in self.view.of(kind))

    def _owed(self, owner: str | None, area: str | None, counterpart: str | None) -> Pair:
        """Who owes, and to whom: who is burdened, or whose debt it is (*Kenya's debt to China*)."""
        upon = self.in_role("upon")
        if upon is not None:
            return upon, owner if owner not in (None, upon) else self.other(upon)
        if owner is not None and owner != area and counterpart is None:
            return owner, area
        return area, counterpart

    def _laid(self) -> Pair:
        """Who lays it, and on whose goods."""
        upon = next((m for m in self.named if self._is_upon(m)), None)
        upon = upon or next((m for m in self.named if self.role(m) == "origin"), None)
        on = str(upon.value) if upon else None
        hit = [m.end for m in self.view.of("hit")]
        by = next((m for m in self.before if m.start - 1 in hit), None)
        if by is not None:
            return str(by.value), on or self._subject((str(by.value),)) or self.other(str(by.value))
        area = self._subject((on,)) or next((str(m.value) for m in self.named if m.value != on), None)
        if area is None and on is None:
            return None, None
        return area or self.other(on), on or self.other(area)

    def upon(self, area: str | None) -> str | None:
        """On whose goods the same area lays it again: nobody else is named right before the number."""
        joins = self.view.lexicon.occurring.and_
        words = WORD.finditer(self.text, self.place.left, self.place.start)
        ends = [w.end() for w in words if w[0].lower() in joins]
        fresh = any(ends and ends[-1] <= m.start < self.place.start for m in self.inside)
        on = next(
            (str(m.value) for m in self.inside if m.start > self.place.start and self._is_upon(m)), None
        )
        return on if ends and not fresh and on != area else None

    def _is_upon(self, area: Mark) -> bool:
        """Whether something is laid on it, or on what it is an adjective of."""
        if self.role(area) == "upon":
            return True
        behind = self.view.lexicon.habits.postpositions
        gaps = ((area.end, m.start) if behind else (m.end, area.start) for m in self.view.of("upon"))
        return any(0 <= b - a <= ON_REACH and not BREAK.search(self.text, a, b) for a, b in gaps)


__all__ = ["Areas", "Pair", "in_order"]
