"""One event in the making: its mentions, and what tells another mention apart from them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from servanda.catalogue import Occasion, catalogue
from servanda.model import Document, Event, EventForm
from servanda.records.event import Sight, official
from servanda.records.occasion import kind
from servanda.records.view import View
from servanda.segment import is_marked
from servanda.values import edtf

TALKS = ("summit", "visit", "meeting", "session")


class Story:
    """One event: all its mentions, the first of which decides what it is."""

    def __init__(self, number: int, sight: Sight) -> None:
        self.number = number
        self.numbers = [number]  # of the sentences that tell of it
        self.sights = [sight]
        self.date: str | None = None
        self.series: str | None = None

    @property
    def first(self) -> Sight:
        """Its first mention."""
        return self.sights[0]

    @property
    def key(self) -> str:
        """Its occasion."""
        return self.first.key

    @property
    def occasion(self) -> Occasion:
        """What the catalogue says of its kind."""
        return self.first.occasion

    @property
    def ordinal(self) -> int | None:
        """Its number, if any mention tells."""
        return next((s.ordinal for s in self.sights if s.ordinal is not None), None)

    @property
    def time(self) -> str | None:
        """When it was, by the first mention that tells; an anniversary's may be the time of what it is of."""
        told = next((s.time.value for s in self.sights if s.time is not None), None)
        published = self.first.view.document.published or ""
        if told is None and self.key == "anniversary" and self.ordinal is not None:
            return published[:4] or None  # what is celebrated is celebrated now
        if told is None or self.key != "anniversary" or self.ordinal is None or not told[:4].isdigit():
            return told
        return (
            str(int(told[:4]) + self.ordinal) if published[:4] == str(int(told[:4]) + self.ordinal) else told
        )

    def takes(self, sight: Sight) -> bool:
        """Whether a mention is of this event."""
        if sight.key != self.key or not _alike(self.ordinal, sight.ordinal) or sight.next != self.first.next:
            return False
        time = sight.time.value if sight.time else None
        if not same_time(self.time, time):
            return False
        if self.ordinal is not None and self.ordinal == sight.ordinal:
            return True
        if self.key == "conflict":
            return bool(self._where() & {*sight.places, *sight.participants})
        return self._same_place(sight, time) and self._same_thing(sight) and self._same_guests(sight, time)

    def goes_on(self, sight: Sight) -> bool:
        """Whether the sentence right behind says more of it (*It was their first meeting*)."""
        last = self.sights[-1].view
        alike = sight.key == self.key and _alike(self.ordinal, sight.ordinal)
        return alike and sight.time is None and 0 <= sight.view.start - last.end <= 2

    def _same_place(self, sight: Sight, time: str | None) -> bool:
        """Whether no other place is told; of what has the same date it may be told more exactly."""
        places = {p for s in self.sights for p in s.places}
        dated = time is not None and self.time is not None
        return not (places and sight.places) or bool(_spots(places) & _spots(sight.places)) or dated

    def _same_thing(self, sight: Sight) -> bool:
        """Whether what is signed or opened, or whose meeting it is, is no other."""
        things = [s.thing for s in self.sights]
        if self.occasion.object and sight.thing and sight.thing not in things:
            return False
        if (
            self.key == "signing"
            and sight.time is not None
            and self.time is None
            and sight.thing not in things
        ):
            return False
        bodies = self._bodies() if self.key in ("meeting", "session") else set()
        return not bodies or not sight.body or sight.body in bodies

    def _same_guests(self, sight: Sight, time: str | None) -> bool:
        who = {p for s in self.sights for p in s.participants}
        places = {p for s in self.sights for p in s.places}
        dated = time is not None and self.time is not None
        return self._same_people(who, set(sight.participants), bool(places & set(sight.places)), dated)

    def _same_people(self, who: set[str], others: set[str], same_place: bool, same_time: bool) -> bool:
        if self.occasion.shared or not who or not others:
            return self.occasion.shared or same_place or same_time
        persons = {p for p in who if kind(p) == "person"}, {p for p in others if kind(p) == "person"}
        if persons[0] and persons[1]:
            others_too = bool(persons[1] - persons[0]) and not same_time and not self.headed
            return bool(persons[0] & persons[1]) and not others_too
        if self.key == "visit":
            known, told = lands(who), lands(others)
            return known == told or (same_place and told <= known)
        if self.key in ("meeting", "session"):
            return same_place or same_time or (self.headed and lands(who) == lands(others))
        return bool(who & others) and (who <= others or others <= who)

    @property
    def headed(self) -> bool:
        """Whether it is told first in the heading, which names but the first of those who met."""
        return self.number == 0 and self.first.view.text.rstrip()[-1:] not in tuple(".!?।")

    @property
    def listed(self) -> bool:
        """Whether it is told first in an item of a list."""
        view = self.first.view
        text = view.document.text
        return is_marked(text, text.rfind("\n", 0, view.start) + 1, view.end)

    @property
    def apart(self) -> bool:
        """Whether it has a time of its own, whatever else the document tells of."""
        return self.key in (
            "relations",
            "conflict",
            "anniversary",
            "presidency",
            "sanctions",
            "lifting",
            "attack",
        )

    def _where(self) -> set[str]:
        return {p for s in self.sights for p in (*s.places, *s.participants)}

    def _bodies(self) -> set[str]:
        return {s.body for s in self.sights if s.body}

    def states(self) -> set[str]:
        """The states that take part, those of persons among them."""
        return lands(p for s in self.sights for p in (*s.participants, *s.named))

    @property
    def vague(self) -> bool:
        """Whether it is a meeting of which no more than the states is told."""
        first = self.first
        told = first.time or first.places or first.ordinal or first.held or first.beside or self.persons()
        return self.key == "meeting" and len(self.sights) == 1 and not told and first.body is None

    def near(self, other: Story) -> bool:
        """Whether two occasions are said in one sentence, or share a person."""
        if any(a.view is b.view for a in self.sights for b in other.sights):
            return self.time is None or other.time is None
        if self.time is not None and other.time is not None:
            return False
        if self.persons() & other.persons():
            return True
        return self.key != other.key and (self.states() <= other.states() or other.states() <= self.states())

    def persons(self) -> set[str]:
        """The persons who take part."""
        return {p for s in self.sights for p in s.participants if kind(p) == "person"}

    def beside(self, other: Story) -> bool:
        """*the meeting in A on the sidelines of B*: one of the two was part of the other."""
        pairs = [(a, b) for a in self.sights for b in other.sights if a.view is b.view]
        return any(
            (b.beside and a.start < b.cue.start) or (a.beside and b.start < a.cue.start) for a, b in pairs
        )

    def frames(self, other: Story) -> bool:
        """Whether a mention of it sets the frame of the other (*after the session, … signed*)."""
        return self.occasion.form in TALKS and any(
            s.frames and s.start != other.first.start and _leads(s.view, other.first.view)
            for s in self.sights
        )

    def told_with(self, main: Story) -> bool:
        """Whether it is a past meeting of the same states, told right after the main occasion."""
        held = self.first.held or self.first.done or self.first.frames
        near = any(0 <= self.number - n <= 2 for n in main.numbers)
        same = bool(self.states()) and self.states() <= main.states()
        return self.key == "meeting" and held and near and same and self.ordinal is None

    def mentions(self, main: Story) -> bool:
        """Whether the main occasion is named in a sentence of this event."""
        return any(a.view is b.view for a in self.sights for b in main.sights)

    def meets(self, main: Story) -> bool:
        """Whether it is a meeting of those whom the main occasion brought together."""
        persons = self.persons()
        if self.occasion.form not in ("meeting", "summit", "signing") or self.ordinal is not None:
            return False
        guests = main.persons()
        if len(persons) == 1 and main.key == "visit" and len(guests) == 1 and not persons & guests:
            (host,) = persons
            known = catalogue().entities.get(host)
            if known is not None and known.of in main.states():
                self.sights[0] = msgspec.structs.replace(self.first, participants=(*guests, host))
                return True
        return len(persons) >= 2 and bool(persons & guests)

    def follows(self, main: Story) -> bool:
        """Whether it is told in the sentence right behind one that names the main occasion."""
        return self.key == "signing" and any(
            0 <= a.view.start - b.view.end <= 2 for a in self.sights for b in main.sights
        )

    @property
    def form(self) -> EventForm:
        """Its form: that of its occasion, or of the series that it is of; a commission's is a session."""
        first = self.first
        if first.form is not None:
            return first.form
        commission = first.key == "meeting" and official(first.view, first.cue)
        return "session" if commission else first.occasion.form

    def event(self, document: Document) -> Event:
        """The record."""
        first = self.first
        spans = dict.fromkeys((s.start, s.end) for s in self.sights)
        places = next((s.places for s in self.sights if s.places), ())
        told = [s.participants for s in self.sights]
        who = max(told, key=lambda names: (sum(kind(n) == "person" for n in names), len(names)))
        return Event(
            id=first.view.id(Event, first.start, first.end, first.key),
            evidence=tuple(e for a, b in spans for e in first.view.evidence(a, b)),
            rule=f"{first.key} {first.cue.value[1]}",
            form=self.form,
            plover=first.occasion.plover,
            series=self.series,
            ordinal=self.ordinal,
            participants=who,
            date=self.date,
            places=places,
        )


def _leads(view: View, other: View) -> bool:
    """Whether a sentence is the other one, or opens the list in which that stands."""
    listed = view.text.rstrip().endswith(":") and 0 <= other.start - view.end <= 4
    return view is other or listed


def _alike(a: object, b: object) -> bool:
    return a is None or b is None or a == b


def same_time(a: str | None, b: str | None) -> bool:
    """Whether two dates may be one: one lies in the other."""
    if a is None or b is None or a == b:
        return True
    one, two = edtf.days(a), edtf.days(b)
    return one is not None and two is not None and one[0] <= two[1] and two[0] <= one[1]


def lands(who: Iterable[str]) -> set[str]:
    """Those who take part, persons by their states."""
    known = catalogue().entities
    return {str(known[p].of) if p in known and known[p].of else p for p in who}


def _spots(places: Iterable[str]) -> set[str]:
    """Places and the states that they lie in."""
    known = catalogue().entities
    return {p for place in places for p in (place, known[place].of if place in known else None) if p}
