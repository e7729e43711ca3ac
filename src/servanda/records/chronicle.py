"""The events of a document: its mentions of occasions joined, each dated as far as the document tells.

Two mentions are one event where nothing tells them apart: form, ordinal, date, place, who took part. A
mention too weak to be an event of its own (*the summit*) is evidence for the one that it points back at.
An event without a date of its own takes it from its series (*the 21st summit*), from the occasion that it
is said to be part of, or from the document, where the document reports it as its news.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from servanda.catalogue import Occasion, catalogue
from servanda.model import Document, Event, EventForm
from servanda.records.event import ENOUGH, Sight, official, sights
from servanda.records.occasion import kind
from servanda.records.view import TimeFound, View
from servanda.values import edtf

NEWS = ("news", "press-release", "joint-statement", "communique", "analysis")
AROUND = dt.timedelta(days=92)  # how far from its occasion a document is still about it
FRESH = ("news", "press-release", "joint-statement", "communique", "speech", "other")
TALKS = ("summit", "visit", "meeting", "session")
OPENING = 6  # sentences from the top in which a document tells what it is about


class Chronicle:
    """The events of one document, in the making."""

    def __init__(self, document: Document, pair: tuple[str, ...]) -> None:
        self.document = document
        self.pair = pair
        self.stories: list[Story] = []
        self.weak: list[Sight] = []

    def add(self, number: int, found: Sequence[Sight]) -> None:
        """The mentions of the sentence with this number."""
        for sight in map(self._named_after, found):
            if sight.weight < ENOUGH:
                self.weak.append(sight)
                continue
            story = self._same(sight)
            if story is None:
                self.stories.append(Story(number, sight))
            else:
                story.sights.append(sight)
                story.numbers.append(number)

    def _named_after(self, sight: Sight) -> Sight:
        """A meeting told by no more than its number or turn is one of the series told of before."""
        again = sight.bare and (sight.next or sight.ordinal is not None or sight.key == "edition")
        if not again:
            return sight
        told = (s for s in reversed(self.stories) if s.ordinal is not None or s.first.body)
        before = next((s for s in told if s.occasion.form in TALKS and s.key != "visit"), None)
        if before is None:
            return msgspec.structs.replace(sight, key="meeting")
        return msgspec.structs.replace(sight, key=before.key, form=before.form)

    def _same(self, sight: Sight) -> Story | None:
        """The event that a mention is of; who meet in the sentence of a summit meet on it."""
        for story in reversed(self.stories):
            if story.takes(sight) or (sight.again and story.goes_on(sight)):
                return story
            summit = story.key == "summit" and story.sights[-1].view is sight.view
            if summit and sight.key == "meeting" and sight.cue.value[1] == "verbs" and sight.time is None:
                return story
        return None

    def _point_back(self, sight: Sight, main: Story | None) -> None:
        """A weak mention of the main occasion, or of one of which the document has no other."""
        same = [s for s in self.stories if s.key == sight.key and s.occasion.main]
        meant = main if main in same else same[0] if len(same) == 1 else self._framing(sight, main)
        if meant is not None and sight.definite and sight.cue.value[1] != "plurals" and not sight.next:
            meant.sights.append(sight)

    def _framing(self, sight: Sight, main: Story | None) -> Story | None:
        """The talks that a mention means that but sets the frame (*after the talks, …*): the last ones."""
        form = sight.occasion.form
        if not sight.frames or form not in TALKS:
            return None
        wanted = ("visit",) if form == "visit" else ("summit", "meeting", "session")
        before = [s for s in self.stories if s.first.start < sight.start and s.occasion.form in wanted]
        past = [s for s in before if self._current(s) and not self._ahead(s)]
        alike = [s for s in past if s.key == sight.key] or past
        return main if main in alike else max(alike, key=lambda s: s.first.start, default=None)

    def _ahead(self, story: Story) -> bool:
        """Whether an event is still to come, by the date of the document."""
        when, published = edtf.days(story.time), edtf.days(self.document.published)
        return story.first.next or (when is not None and published is not None and when[0] > published[1])

    def _absorb(self, main: Story | None) -> None:
        """Gives what is told of no more than *the meeting of the two states* to the meeting that is meant."""
        for story in [s for s in self.stories if s.vague]:
            fuller = (s for s in self.stories if s.key == "meeting" and not s.vague and s.persons())
            states = story.states()
            meant = next((s for s in fuller if len(states) > 1 and states <= s.states()), None)
            if meant is not None and main is not None:
                meant.sights += story.sights
                self.stories.remove(story)

    def events(self) -> list[Event]:
        """All events with their dates."""
        main = self._main()
        for sight in self.weak:
            self._point_back(sight, main)
        self._absorb(main)
        for story in self.stories:
            story.series = _series(story, self.pair)
        self._date(main)
        return [s.event(self.document) for s in self.stories]

    def _main(self) -> Story | None:
        """The occasion that the document is about: the visit or summit named at its top."""
        tops = [s for s in self.stories if s.occasion.main and s.number < OPENING and not s.first.next]
        tops = [s for s in tops if self._current(s)]
        opens = [s for s in self.stories if self._opens(s)]
        tops = [s for s in tops if not self._ahead(s)] or opens or tops
        return max(tops, key=lambda s: (bool(s.time), len(s.sights), -s.number), default=None)

    def _opens(self, story: Story) -> bool:
        """Whether it is a dated meeting of persons that the document opens with."""
        dated = bool(story.time or self._news(story))
        met = story.key == "meeting" and len(story.persons()) > 1 and dated
        return met and story.number < OPENING // 2 and self._current(story)

    def _current(self, story: Story) -> bool:
        """Whether an event can be what the document is about: at about its date, as far as both are told."""
        when, published = edtf.days(story.time), edtf.days(self.document.published)
        if when is None or published is None:
            return True
        return when[0] - AROUND <= published[1] and published[0] <= when[1] + AROUND

    def _date(self, main: Story | None) -> None:
        for story in self.stories:
            story.date = story.time or _edition(story)
        if main is not None and main.key == "meeting":
            main.date = main.date or self._news(main)
        elif main is not None:
            self._date_main(main)
        undated = [s for s in self.stories if s.date is None]
        for story in undated:
            if story.form in ("session", "summit") or story.ordinal is not None:
                story.date = self._news(story)
        for story in undated:
            story.date = story.date or self._borrowed(story, main)

    def _date_main(self, main: Story) -> None:
        """The main occasion's date: of the visit for its summit and the other way, else the document's."""
        others = (s for s in self.stories if s is not main and s.occasion.main and s.near(main))
        twin = next((s for s in others if self._ahead(s) == self._ahead(main)), None)
        dated = twin is not None and twin.time is not None
        if twin is not None and main.time is None and _same_time(main.date, twin.date):
            main.date = twin.date if dated else main.date or twin.date
        if not dated and main.time is None and _same_time(main.date, self._day()):
            main.date = _narrower(main.date, self._day())
        if twin is not None and not dated and _same_time(twin.date, main.date):
            twin.date = _narrower(twin.date, main.date)

    def _day(self) -> str | None:
        """The document's date, where it is that of its news: an analysis is of the day only by its month."""
        published, kind_ = self.document.published, self.document.kind
        if kind_ not in NEWS or (kind_ == "analysis" and len(published or "") > 7):
            return None
        return published

    def _borrowed(self, story: Story, main: Story | None) -> str | None:
        """The date of the occasion that it is part of."""
        dated = [s for s in self.stories if s is not story and s.date]
        told = [s for s in dated if s.first.start < story.first.start]
        days = [s for s in told if len(s.date or "") == len("2000-01-01")]
        if days and story.first.view.of("happening:sameday"):
            return max(days, key=lambda s: s.first.start).date
        if days and story.first.view.of("happening:nextday"):
            last = dt.date.fromisoformat(max(days, key=lambda s: s.first.start).date or "")
            return (last + dt.timedelta(1)).isoformat()
        beside = [s for s in dated if story.beside(s)]
        beside += [s for s in dated if s.occasion.main and story.follows(s)]
        told = [s for s in dated if s.first.start <= story.first.start]
        beside += [s for s in told if s.key == "meeting" and story.first.after_talks]
        beside = [s for s in dated if s.frames(story)] + beside
        if beside:
            return beside[0].date
        if main is None or main.date is None or (self._ahead(main) and story.first.done):
            return self._before(story) or self._news(story)
        if story.first.eve and story.mentions(main):
            return _eve(main.date)
        part = (
            story.mentions(main) or story.meets(main) or self._reported(story, main) or story.told_with(main)
        )
        part = (part or _sidelined(story.first)) and not story.apart
        return main.date if part else self._before(story) or self._news(story)

    def _before(self, story: Story) -> str | None:
        """The date of what the sentence right before tells of, where the story goes on from there."""
        first = story.first
        told = first.done or first.held or bool(first.view.of("happening:sameday"))
        if story.apart or story.ordinal or first.next or not told:
            return None
        if story.occasion.form not in (*TALKS, "signing"):
            return None
        before = (
            s
            for s in self.stories
            if s.date and s.occasion.form in (*TALKS, "signing")
            for sight in s.sights
            if 0 <= first.view.start - sight.view.end <= 1
        )
        return next((s.date for s in before), None)

    def _reported(self, story: Story, main: Story | None) -> bool:
        """Whether a report tells that its two sides signed something: they did it on the main occasion."""
        told = self.document.kind in (*NEWS, "other") and self.document.kind != "analysis"
        between = story.states() <= set(self.pair) or (main is not None and main.key == "summit")
        return told and story.key == "signing" and story.first.done and between

    def _news(self, story: Story) -> str | None:
        """The document's day for the talks that a report or a statement opens with."""
        published, number = self.document.published or "", story.ordinal
        opens = story.number < (OPENING if number is not None else OPENING // 2)
        fresh = self.document.kind in FRESH and len(published) == len("2000-01-01")
        met = story.occasion.form in ("meeting", "visit") and len(story.persons()) > 1
        held = story.first.held or any(s.held for s in story.sights)
        numbered = story.form in ("session", "summit", "meeting") and number is not None
        return published if fresh and opens and held and (met or numbered) and not story.first.next else None


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
        if not _same_time(self.time, time):
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
            known, told = _lands(who), _lands(others)
            return known == told or (same_place and told <= known)
        if self.key in ("meeting", "session"):
            return same_place or same_time
        return bool(who & others) and (who <= others or others <= who)

    @property
    def headed(self) -> bool:
        """Whether it is told first in the heading, which names but the first of those who met."""
        return self.number == 0 and self.first.view.text.rstrip()[-1:] not in tuple(".!?।")

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
        return _lands(p for s in self.sights for p in (*s.participants, *s.named))

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


def chronicle(
    document: Document, views: Sequence[View], times: Sequence[Sequence[TimeFound]], pair: tuple[str, ...]
) -> list[Event]:
    """The events of a document; ``times``: those of each sentence, resolved; ``pair``: whom it is about."""
    made = Chronicle(document, pair)
    for number, (view, found) in enumerate(zip(views, times, strict=True)):
        made.add(number, sights(view, found, pair))
    return made.events()


def _sidelined(sight: Sight) -> bool:
    """Whether it is said to be held on the sidelines, of what is plain (*signed … on the sidelines.*)."""
    beside = sight.view.of("happening:beside")
    return bool(beside) and sight.view.end - beside[-1].end <= 2 and beside[-1].start > sight.cue.start


def _leads(view: View, other: View) -> bool:
    """Whether a sentence is the other one, or opens the list in which that stands."""
    listed = view.text.rstrip().endswith(":") and 0 <= other.start - view.end <= 4
    return view is other or listed


def _alike(a: object, b: object) -> bool:
    return a is None or b is None or a == b


def _same_time(a: str | None, b: str | None) -> bool:
    """Whether two dates may be one: one lies in the other."""
    if a is None or b is None or a == b:
        return True
    one, two = edtf.days(a), edtf.days(b)
    return one is not None and two is not None and one[0] <= two[1] and two[0] <= one[1]


def _lands(who: Iterable[str]) -> set[str]:
    """Those who take part, persons by their states."""
    known = catalogue().entities
    return {str(known[p].of) if p in known and known[p].of else p for p in who}


def _spots(places: Iterable[str]) -> set[str]:
    """Places and the states that they lie in."""
    known = catalogue().entities
    return {p for place in places for p in (place, known[place].of if place in known else None) if p}


def _narrower(a: str | None, b: str | None) -> str | None:
    """The shorter of two times."""
    one, two = edtf.days(a), edtf.days(b)
    if one is None or two is None:
        return a or b
    return a if one[1] - one[0] <= two[1] - two[0] else b


def _series(story: Story, pair: tuple[str, ...]) -> str | None:
    """The series that it is an edition of."""
    states = {p for s in story.sights for p in (*s.named, *s.participants) if kind(p) == "state"}
    people = [catalogue().entities.get(p) for s in story.sights for p in s.participants]
    states |= {c.of for c in people if c is not None and c.of}
    for key, series in catalogue().series.items():
        if series.form != story.occasion.form:
            continue
        if set(series.of) == states or (len(states) < 2 and set(series.of) == set(pair)):
            return key
    return story.first.body if story.ordinal is not None or story.occasion.form == "session" else None


def _edition(story: Story) -> str | None:
    """When that edition of its series was."""
    series = catalogue().series.get(story.series or "")
    return series.editions.get(str(story.ordinal)) if series is not None else None


def _eve(date: str) -> str | None:
    """About the day before a date that is known to the day."""
    span = edtf.days(date)
    if span is None or len(date) < 10:
        return None
    return f"{span[0] - dt.timedelta(days=1)}~"


__all__ = ["chronicle"]
