"""Who acts: the subject of a verb of speech, and whom it means."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from servanda.records.act import REPORTING, Verbs
from servanda.records.kinds import kind_of
from servanda.records.lexicon import Mark
from servanda.records.said import Cast, Subject, Voice
from servanda.records.speaker import Group, Standing, side_of
from servanda.records.view import View

SUBJECT_REACH = 110  # how far before its verb a subject is looked for, in characters
JOIN_REACH = 22
ADVERBS = 2  # the most words between a joining word and its verb
NEAR = 6
INVERTED = 40  # how far behind its verb a subject may stand where the order of words is free
_STOP = re.compile(r"[,;:()—–]")
_QUOTED = tuple(",\"”»—–'’")


class Subjects(Verbs):
    """The verbs of one sentence and their subjects."""

    def __init__(self, view: View, cast: Cast, voice: Voice) -> None:
        super().__init__(view)
        self.cast = cast
        self.voice = voice
        self.subject: Subject | None = None  # the last verb's
        self.opened: int | None = None  # where the content of what was reported begins
        self.begun = False  # whether a clause was found before

    def _subject(self, verb: Mark) -> tuple[bool, Subject | None]:
        """Whether the verb has a subject of its own, and that or the one that it shares."""
        near = [g for g in self.groups if self.floor <= g.start and g.end <= verb.start]
        if (formed := self._by_form(verb, near)) is not None:
            return True, formed[0]
        if verb.value in REPORTING and self._quotes(verb) and (named := self._behind(verb)) is not None:
            return True, _at(named, verb.start)
        shared = self._shared(verb, near)
        if shared is not None:
            return False, shared
        joined = self._joined(verb, near)
        chosen = self._first(near) if joined else self._chosen(near, verb)
        if chosen is not None:
            told = self._inverted(verb) if chosen.word == "nobody" else None  # *an accord signed A and B*
            return True, _at(told, verb.start) if told else self._named(chosen)
        told = self._behind(verb) if verb.value == "say" and not self.begun else None
        if (named := told or self._inverted(verb)) is not None:
            return True, _at(named, verb.start)
        last = self.final and self.subject is not None and self.opened is None
        return False, _at(self.subject, self.floor) if last and self.subject else None

    def _by_form(self, verb: Mark, near: Sequence[Group]) -> tuple[Subject | None] | None:
        """The subject that the form of a verb tells: a participle's, a passive's, a first person's."""
        if verb.kind == "participle":
            return (self._absolute(verb, near),)
        if self._passive(verb):
            return (self._agents(verb),)
        if verb.value == "credit":
            named = self._behind(verb) or self._again(verb)
            return (_at(named, verb.start) if named else None,)
        person = self.view.lexicon.persons.get(self.text[verb.start : verb.end].lower())
        if person is None or any(g.word == person for g in near):
            return None
        if person == "they":
            return self._those_before(verb)
        return (Subject(verb.start, self._first_person(person, verb.end)),)

    def _those_before(self, verb: Mark) -> tuple[Subject] | None:
        """Those of whom was spoken, where a sentence begins with what they did."""
        spoke = self.voice.speakers or ()
        them = spoke if len(spoke) > 1 else self.cast.actors
        begins = verb.start == self.view.start and self.subject is None
        named = any(0 <= g.start - verb.end <= NEAR for g in self.groups)
        return (Subject(verb.start, them),) if begins and them and not named else None

    def _shared(self, verb: Mark, near: Sequence[Group]) -> Subject | None:
        """The subject that a verb shares with the one before, or that a list gives to its item."""
        if self.subject is None:
            return None
        if not near and not self.begun and verb.start - self.view.start <= JOIN_REACH:
            return _at(self.subject, self.view.start)
        return _at(self.subject, verb.start) if self._joined(verb, near) else None

    def _first(self, near: Sequence[Group]) -> Group | None:
        """The sentence's first subject, which a joined verb shares with one that is none of speech."""
        fit = [g for g in near if g.standing <= Standing.SUBJECT]
        behind = [g for g in fit if ":" not in self.text[g.end : near[-1].end]] if near else []
        return next(iter(behind or fit), None)

    def _chosen(self, near: Sequence[Group], verb: Mark) -> Group | None:
        """The group that is the verb's subject: the nearest one fit for it (with final verbs, the first)."""
        if self.final:
            agents = [g for g in near if g.standing == Standing.AGENT]
            plain = [g for g in near if g.standing == Standing.SUBJECT and not (self.begun and _nameless(g))]
            return agents[-1] if agents else (plain[0] if plain else None)
        aside = self._aside(verb)
        for group in reversed(near):
            gap = verb.start - group.end
            if aside[0] <= group.start < aside[1]:
                continue
            if gap > SUBJECT_REACH:
                break
            if group.standing <= Standing.SUBJECT:
                if group.word == "relative" and gap > JOIN_REACH:
                    continue
                return group
            if group.standing == Standing.ATTRIBUTE and gap <= NEAR:
                return group
        return None

    def _aside(self, verb: Mark) -> tuple[int, int]:
        """Where a relative clause between commas stands before a verb (*Putin, who is on a visit, said*)."""
        for group in self.groups:
            if group.word == "relative" and self.text[self.view.start : group.start].rstrip().endswith(","):
                closing = self.text.rfind(",", group.end, verb.start)
                if closing >= 0:
                    return group.start, closing
        return verb.start, verb.start

    def _joined(self, verb: Mark, near: Sequence[Group]) -> bool:
        """Whether a joining word or a comma stands right before the verb, an adverb apart."""
        if self.final:
            return False
        at = max((g.end for g in near if g.standing <= Standing.SUBJECT), default=self.floor)
        noun = any(m.start == verb.start for m in self.objects)
        most = 0 if noun else ADVERBS
        for mark in self.words:
            if mark.value == "join" and at <= mark.start and 0 <= verb.start - mark.end <= JOIN_REACH:
                gap = self.text[mark.end : verb.start]
                if len(gap.split()) <= most or gap.rstrip().endswith(","):
                    return True
        gap = self.text[max(at, verb.start - JOIN_REACH) : verb.start]
        comma = max(gap.rfind(c) for c in ",;:")
        return comma >= 0 and self.floor > self.view.start and len(gap[comma + 1 :].split()) <= most

    def _absolute(self, verb: Mark, near: Sequence[Group]) -> Subject | None:
        """A participle's subject: right before it (*with Moscow calling for*), else the clause's."""
        if near and verb.start - near[-1].end <= 1 and near[-1].standing != Standing.ATTRIBUTE:
            return self._named(near[-1])
        if verb.value not in ("call", "discuss") or not self._after_comma(verb):
            return None
        first = self._first(near)
        subject = self.subject or (self._named(first) if first else None)
        return _at(subject, verb.start) if subject else None

    def _after_comma(self, verb: Mark) -> bool:
        return self.text[self.view.start : verb.start].rstrip().endswith(",")

    def _agents(self, verb: Mark) -> Subject | None:
        """Who did what is said in the passive: named with *by*, else the actors of the document."""
        start = self.floor
        for mark in self.words:
            if mark.value == "by":
                for group in self.groups:
                    gap = mark.start - group.end if self.final else group.start - mark.end
                    if 0 <= gap <= NEAR and (self.final or mark.start >= verb.end):
                        named = self._named(group)
                        return named and _at(named, start)
        return Subject(start, self._without_addressee(verb))

    def _without_addressee(self, verb: Mark) -> tuple[str, ...]:
        """The actors but for the one that it is said to (*gratitude was expressed to …*)."""
        for mark in self.words:
            if mark.value == "toward" and 0 <= mark.start - verb.end <= NEAR:
                to = next((g for g in self.groups if 0 <= g.start - mark.end <= NEAR), None)
                if to is not None and len(to.names) == 1 and to.names[0] in self.cast.actors:
                    return tuple(a for a in self.cast.actors if a not in to.names)
        return self.cast.actors

    def _named(self, group: Group) -> Subject | None:
        """Whom a group means; ``None``: it is no actor at all."""
        if group.word == "relative":
            before = next((g for g in reversed(self.groups) if g.end <= group.start), None)
            if before is None or self.text[before.end : group.start].strip(" ,"):
                return None
            return self._named(before)
        return Subject(group.start, self._means(group))

    def _means(self, group: Group) -> tuple[str, ...] | None:
        """The ids of a group, its word taken for whom it stands; ``None``: nobody official."""
        spoke = self.voice.speakers
        if group.word == "nobody":
            return None
        if group.word in ("we", "i"):
            return self._first_person(group.word, group.end)
        if group.word in ("again", "they"):
            one = spoke is not None and len(spoke) == 1
            return self.cast.actors if one and group.word == "they" else spoke
        if group.word == "side" and (held := self._held(group)):
            return held
        if group.word == "both":
            return group.names or self._two(group) or self.cast.actors
        own = (self.cast.home,) if self.cast.home and self._governs(group) else ()
        return group.names or own

    def _governs(self, group: Group) -> bool:
        """Whether a group is a government or a ministry without its state."""
        here = (m for kind in ("ministry", "speaker") for m in self.view.of(kind))
        return group.word == "side" and any(
            group.start <= m.start and m.end <= group.end and self._is_government(m) for m in here
        )

    def _is_government(self, mark: Mark) -> bool:
        said = self.text[mark.start : mark.end].lower()
        return mark.kind == "ministry" or said in self.view.lexicon.gazetteer.naming.government

    def _held(self, group: Group) -> tuple[str, ...]:
        """Who holds the office that a group is: as the document has told, else who spoke before."""
        if (holder := self._holder(group)) is not None:
            return (holder,)
        spoke = self.voice.speakers or ()
        person = len(spoke) == 1 and kind_of(spoke[0]) == "person"
        return spoke if person and self._offices(group) and not group.names else ()

    def _offices(self, group: Group) -> set[str]:
        """The offices that a group names."""
        return {str(m.value) for m in self.view.of("office") if group.start <= m.start and m.end <= group.end}

    def _holder(self, group: Group) -> str | None:
        """The person that an office means, of whom the document has told that they hold it."""
        offices = self._offices(group)
        if len(offices) != 1 or len(group.names) > 1:
            return None
        (office,) = offices
        fit = {p for (o, s), p in self.cast.holders.items() if o == office and group.names in ((), (s,))}
        return fit.pop() if len(fit) == 1 else None

    def _first_person(self, person: str, end: int) -> tuple[str, ...] | None:
        """Whom a *we* or an *I* means that ends there, as a word or in the form of its verb."""
        return (self.cast.we if person == "we" else self.cast.orator) or self._quoted(end)

    def _quoted(self, end: int) -> tuple[str, ...] | None:
        """Whom a *we* means that somebody is quoted with (*"We will …", said Norway*)."""
        for verb in self.verbs:
            if verb.value == "say" and verb.start > end:
                after = self._behind(verb) or self._right_before(verb, end)
                return after.speakers if after else None
        return None

    def _right_before(self, verb: Mark, end: int) -> Subject | None:
        """The subject between a quotation and its verb of saying (*"We will …," Sheinbaum told …*)."""
        fit = (g for g in self.groups if end <= g.start and 0 <= verb.start - g.end <= NEAR)
        before = next((g for g in fit if g.standing <= Standing.SUBJECT), None)
        return self._named(before) if before is not None else None

    def _behind(self, verb: Mark) -> Subject | None:
        """The subject that stands behind a verb of saying."""
        after = next((g for g in self.groups if 0 <= g.start - verb.end <= NEAR), None)
        return self._named(after) if after is not None and after.standing <= Standing.SUBJECT else None

    def _again(self, verb: Mark) -> Subject | None:
        """Who spoke before, where words point back at them (*in his words*)."""
        again = self.view.lexicon.persons.get(self.text[verb.start : verb.end].lower()) == "again"
        return Subject(verb.start, self.voice.speakers) if again and self.voice.speakers else None

    def _inverted(self, verb: Mark) -> Subject | None:
        """The subject behind a verb that has none before it, in languages whose order is free."""
        behind = (g for g in self.groups if g.start >= verb.end)
        after = next(behind, None) if self.view.lexicon.inverts else None
        if after is None or after.standing > Standing.SUBJECT or not (after.names or after.word == "side"):
            return None
        gap = self.text[verb.end : after.start]
        parted = any(verb.end <= m.start < after.start for m in self.verbs)
        return None if parted or len(gap) > INVERTED or _STOP.search(gap) else self._named(after)

    def _quotes(self, verb: Mark) -> bool:
        """Whether a quotation, or a comma, ends right before a verb."""
        return self.text[self.view.start : verb.start].rstrip()[-1:] in _QUOTED

    def _two(self, group: Group) -> tuple[str, ...]:
        """The two that the sentence has named before it says *both*, or who met in the one before."""
        named = [n for g in self.groups if g.end <= group.start for n in g.names]
        sides = tuple(dict.fromkeys(side for n in named if (side := side_of(n))))
        return sides if len(sides) == 2 else self.voice.met


def _nameless(group: Group) -> bool:
    """Whether a group names nobody official: no subject where another one goes on."""
    return group.word == "nobody" or (group.word == "side" and not group.names)


def _at(subject: Subject, start: int) -> Subject:
    """The same subject, of a clause that begins elsewhere."""
    return msgspec.structs.replace(subject, start=start)
