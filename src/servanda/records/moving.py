"""Who gives and who gets what a number tells of: by its verb, and by whose people or things are counted.

Cues (``figures.toml`` ``[cues]`` of the packs): ``giving`` and ``owing`` verbs have the one who gives or owes
for their subject, ``getting`` verbs the one who gets; who is ``paying`` gives aid and gets what is imported.
"""

from __future__ import annotations

from collections.abc import Sequence

from servanda.catalogue import Indicator
from servanda.records.beside import ARTICLE, BREAK, Beside
from servanda.records.lexicon import Mark
from servanda.records.region import CLAUSE

BARE = 5  # characters, at most, between a verb and the area that gets, without a preposition
WHOSE = 4  # and between a counted noun and the area that it is of (*citizens of Israel*)
OWN = 12  # and between the number and the area before it that has them (*India's first two satellites*)
IMPORTS = "trade.imports"
_BOUGHT = ("defence", "trade")  # topics of contracts
_VERBS = {"out": ("giving", "getting", "paying"), "in": ("giving", "getting", "paying"), "owed": ("owing",)}

Pair = tuple[str | None, str | None]


class Moving(Beside):
    """The areas that may go with one number, and what its verb makes of them."""

    def moved(self, concept: Indicator | None, flow: str) -> Pair:
        """Area and counterpart by the verb before the number; nobody where no verb tells."""
        priced = concept is not None and concept.deed and concept.topic in _BOUGHT
        verb = self._verb(_VERBS.get(flow, ()), priced)
        doer = self._doer(verb, concept) if verb is not None else None
        if verb is None or doer is None:
            return None, None
        if verb.kind == "getting" or (verb.kind == "paying" and flow == "in"):
            imports = flow == "in" or (concept is None and self._imports(verb))
            return self._sides(doer, self.in_role("origin"), imports)
        return self._sides(doer, self._given(verb, doer), flow != "in")

    def _sides(self, doer: str, other: str | None, first: bool) -> Pair:
        """The one who acts and the other, in order."""
        return (doer, other) if first else (other, doer)

    def counted(self) -> str | None:
        """Whose people or things are counted (*5,000 Brazilians*, *citizens of Israel*)."""
        start, end = self.place.start, self.place.end
        descent = (m for m in self.view.of("descent") if start <= m.start <= end + WHOSE)
        for mark in (*descent, *self.inside):
            has = 0 <= start - mark.end <= OWN and self.text[mark.end] in "'’"
            of = start <= mark.start <= end + WHOSE and self.role(mark) in ("", "owner")
            if has or of:
                return str(mark.value)
        return None

    def part_of(self) -> str | None:
        """Whose whole a percentage is a part of (*34 percent of Angola's exports*)."""
        if self.view.lexicon.habits.postpositions:
            return None
        reach = (m for m in self.named if 0 < m.start - self.place.end <= OWN)
        free = (m for m in reach if not BREAK.search(self.text, self.place.end, m.start))
        return next((str(m.value) for m in free if self.role(m) in ("", "owner")), None)

    def host(self) -> str | None:
        """Who takes in those who are counted: the one who gets them, or where they are."""
        verb = self._verb(("getting",))
        doer = self._doer(verb, None) if verb is not None else None
        return doer or self.in_role("toward")

    def _verb(self, kinds: tuple[str, ...], priced: bool = False) -> Mark | None:
        """The last verb of these kinds before the number, if none of what it tells is passive.

        ``priced``: of a contract it may stand behind its price (*a 5 billion deal to buy*).
        """
        place = self.place
        if self.view.lexicon.habits.verb_final:
            return self._final(kinds)
        marks = (m for m in self.view.marks if m.kind in kinds and not self._is_noun(m))
        near = [m for m in marks if place.left <= m.start < place.right]
        before = [m for m in near if m.end <= place.start]
        if priced and not before and near and near[0].kind == "getting":
            gap = self.text[place.end : near[0].start]
            own = any(m.start <= near[0].start < m.end for m in self.view.of("gauge"))  # *and imports*
            return near[0] if len(gap) <= OWN and not BREAK.search(gap) and not own else None
        if (
            not before
            or CLAUSE.search(self.text, before[-1].end, place.start)
            or self._is_passive(before[-1])
        ):
            return None
        return before[-1]

    def _final(self, kinds: tuple[str, ...]) -> Mark | None:
        """The first verb of these kinds behind the number and the others of its list."""
        verb = next((m for m in self.view.marks if m.kind in kinds and m.start >= self.place.end), None)
        broken = verb is not None and CLAUSE.search(self.text, self.place.end, verb.start)
        turns = verb is not None and any(self.place.end <= m.start < verb.start for m in self.view.of("turn"))
        return None if broken or turns else verb

    def _is_noun(self, verb: Mark) -> bool:
        """Whether an article or *of* right before what could be a verb tells that it is none (*a grant*)."""
        before = self.text[max(self.view.start, verb.start - ARTICLE) : verb.start].split()
        led = any(m.end == verb.start - 1 for kind in ("owner", "with") for m in self.view.of(kind))
        return bool(before) and (led or before[-1].lower() in self.articles)

    def _is_passive(self, verb: Mark) -> bool:
        """Whether an auxiliary of the passive stands right before a verb."""
        return any(m.value == "passive" and 0 <= verb.start - m.end <= 1 for m in self.view.of("speaker"))

    def _doer(self, verb: Mark, concept: Indicator | None) -> str | None:
        """The subject of a verb: the nearest area before it that no word makes something else of."""
        lends = concept is not None and concept.dimension == "money" and concept.flow == "out"
        marks = sorted({*self.acting, *self.areas, *(self.bodies if lends else ())}, key=lambda m: m.start)
        roles = ("", "owner", "giver") if verb.kind == "giving" else ("", "owner")
        before = [m for m in reversed(marks) if m.end <= verb.start]
        if self.view.lexicon.habits.verb_final:
            before = self._agents(before) or before[::-1]
        doer = next((str(m.value) for m in before if self.role(m) in roles), None)
        told = before or concept is not None or verb.kind == "getting"
        return doer if told else self.home  # *my country will train …*

    def _imports(self, verb: Mark) -> bool:
        """Whether a verb tells of imports, which are of the one who gets them."""
        terms = (m for m in self.view.measures if IMPORTS in m.value)
        return any(m.start < verb.end and verb.start < m.end for m in terms)

    def _agents(self, areas: Sequence[Mark]) -> list[Mark]:
        """The areas that the word behind them makes those who act."""
        agents = self.view.lexicon.gazetteer.naming.agents
        return [m for m in areas if self.text[m.end : m.end + ARTICLE].split()[:1] in [[a] for a in agents]]

    def _given(self, verb: Mark, doer: str) -> str | None:
        """To whom something is given: the area right behind the verb, else one behind *to*."""
        others = [m for m in self.areas if m.value != doer]
        bare = (m for m in others if 0 <= m.start - verb.end <= BARE and not self.role(m))
        toward = (m for m in self.named if m.value != doer and self.role(m) == "toward")
        return next((str(m.value) for m in (*bare, *toward)), None)


__all__ = ["Moving", "Pair"]
