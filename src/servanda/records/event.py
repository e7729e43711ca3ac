"""Events in a sentence: each noun or verb of an occasion, with what stands around it.

A cue becomes an event where the words around it make it one determinate occurrence: a time, a place, an
ordinal, named participants, a verb that says that it was held. Each of these weighs; below :data:`ENOUGH`, or
with nothing to anchor it, the mention is no event, but may point back at one
(:mod:`servanda.records.chronicle` joins a document's mentions).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from servanda.catalogue import Occasion, catalogue
from servanda.model import EventForm
from servanda.records.around import Around, is_place, state_of
from servanda.records.lexicon import Mark
from servanda.records.occasion import NEAR, OBJECT, REACH, WORDS, Cue, kind
from servanda.records.view import TimeFound, View
from servanda.values import edtf
from servanda.values.quantity import Quantity

ENOUGH = 2  # the weight from which a mention is an event of its own
TITLE = 160  # characters in which a document says on what occasion it was said
_ACTORS = ("state", "organisation", "forum", "group", "programme", "project", "system")
_SIGNERS = ("state", "organisation", "forum", "group")


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """One mention of an occasion with what the sentence tells of it."""

    view: View
    key: str
    start: int
    end: int
    cue: Mark
    weight: int
    ordinal: int | None = None
    body: str | None = None
    participants: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    time: TimeFound | None = None
    thing: str = ""
    definite: bool = False
    held: bool = False
    beside: bool = False
    eve: bool = False
    next: bool = False
    done: bool = False
    after_talks: bool = False
    frames: bool = False
    bare: bool = False
    again: bool = False
    form: EventForm | None = None

    @property
    def occasion(self) -> Occasion:
        """What the catalogue says of its kind."""
        return catalogue().occasions[self.key]


def sights(view: View, times: Sequence[TimeFound], pair: tuple[str, ...]) -> list[Sight]:
    """All mentions of occasions in a sentence, those too weak to be events among them."""
    if not view.of("occasion"):
        return []
    return _Scene(view, times, pair).sights()


class _Scene(Around):
    """A sentence and the events in it."""

    def sights(self) -> list[Sight]:
        out: list[Sight] = []
        for cue in self._cues():
            sight = self._sight(cue)
            out.append(sight)
            if sight.time is not None:
                out += self._second(cue, sight)
        return out

    def _sight(self, cue: Cue) -> Sight:
        occasion = catalogue().occasions[cue.key]
        ordinal = self._ordinal(cue)
        time = self._time(cue)
        places = self._places(cue, time)
        close = self._close(cue)
        people = [m for m in close if kind(m.value) == "person"]
        actors = [m for m in close if m.kind == "capital" or self._acts(cue, m)]
        who = self._who(cue, occasion, people, actors, places)
        ends = [cue.mark.end, *(m.end for m in [*people, *actors, *places] if m.start >= cue.mark.end)]
        if time is not None and time.start >= cue.mark.end:
            ends.append(time.end)
        starts = [cue.mark.start, *([ordinal[0]] if ordinal else [])]
        starts += [m.start for m in [*people, *actors] if m.end <= cue.mark.start]
        end = max(ends)
        if ordinal is not None:
            end = max(end, ordinal[1])
        definite = self._definite(cue) and not self._infinitive(cue)
        held = self._has(cue, "held") + self._has(cue, "did") + self._did(cue)
        return Sight(
            view=self.view,
            key=cue.key,
            start=min(starts),
            end=end,
            cue=cue.mark,
            weight=self._weight(cue, (ordinal, places, time, people, actors), definite, held),
            ordinal=ordinal[2] if ordinal else None,
            body=self._body(cue, actors),
            participants=who,
            named=tuple(dict.fromkeys(str(m.value) for m in [*people, *actors])),
            places=tuple(dict.fromkeys(str(m.value) for m in places)),
            time=time,
            thing=self._thing(cue),
            definite=definite,
            held=bool(held) or cue.how == "verbs",
            beside=self._near_before(cue, "beside"),
            eve=bool(self.view.of("happening:eve")),
            next=self._near_before(cue, "next") or self._right_behind(cue, "next"),
            done=cue.how == "verbs" or any(m.start == cue.mark.start for m in self.view.of("verb")),
            frames=self._frames(cue.mark),
            bare=self._bare(cue, ordinal),
            again=any(0 <= cue.mark.start - m.end <= NEAR for m in self.view.of("happening:same")),
            after_talks=cue.key == "signing" and self._after_talks(),
        )

    def _after_talks(self) -> bool:
        """Whether the sentence says that it comes after talks."""
        final = self.view.lexicon.habits.postpositions
        talks = [m for m in self.view.of("occasion") if m.value[0] == "meeting"]
        frames = self.view.of("happening:beside")
        return any(
            0 <= (frame.start - talk.end if final else talk.start - frame.end) <= 3
            for talk in talks
            for frame in frames
        )

    def _acts(self, cue: Cue, mark: Mark) -> bool:
        """Whether what a name is can take part: of a meeting no project and no system."""
        return kind(mark.value) in (_SIGNERS if cue.key in ("meeting", "visit") else _ACTORS)

    def _bare(self, cue: Cue, ordinal: tuple[int, int, int] | None) -> bool:
        """Whether no more than its number or its turn tells which meeting it is (*the next meeting*)."""
        if cue.key != "meeting" or cue.how != "nouns":
            return cue.key == "edition"
        if ordinal is not None and max(ordinal[0] - cue.mark.end, cue.mark.start - ordinal[1]) > 2:
            return False
        following = WORDS.match(self.text, cue.mark.end + 1, self.view.end)
        habits = self.view.lexicon.occurring
        if following is not None and following[0].lower() in set(habits.link) - set(habits.where):
            return False
        kinds = ("entity", "capital", "office", "instrument")
        named = (m for m in self.view.marks if m.kind in kinds)
        gaps = (m.start - cue.mark.end if m.start > cue.mark.start else cue.mark.start - m.end for m in named)
        return not any(0 <= gap <= 3 for gap in gaps)

    def _body(self, cue: Cue, actors: Sequence[Mark]) -> str | None:
        """The organisation or forum whose event it is: the name around the noun, else one beside it."""
        around = (m for m in self.names if m.start <= cue.mark.start and cue.mark.end <= m.end)
        beside = (m for m in actors if kind(m.value) in ("organisation", "forum"))
        return next((str(m.value) for m in (*around, *beside)), None)

    def _thing(self, cue: Cue) -> str:
        """The words of what the occasion is made of, to tell one such occasion from another."""
        wanted = catalogue().occasions[cue.key].object
        if wanted == "instrument":
            mark = self._instrument(cue.mark, cue.how)
            return instrument_words(self.view, mark) if mark else ""
        if wanted == "any":
            span = self._object(cue.mark)
            return self.text[span[0] : span[1]] if span else ""
        return ""

    def _weight(
        self,
        cue: Cue,
        found: tuple[object, Sequence[Mark], TimeFound | None, Sequence[Mark], Sequence[Mark]],
        definite: bool,
        held: int,
    ) -> int:
        """How determinate the words make it."""
        ordinal, places, time, people, actors = found
        if not self._fits(cue, found):
            return 0
        occasion = catalogue().occasions[cue.key]
        weight = (
            2 * bool(ordinal) + 2 * bool(time) + bool(places) + bool(definite and cue.how == "nouns") + held
        )
        weight += min(2, len({m.value for m in people})) + any(m not in places for m in actors)
        weight += 2 * bool(occasion.object) + self._part_of(cue)
        weight += cue.key == "meeting" and official(self.view, cue.mark)
        weight += cue.how == "verbs" and self._both(cue)
        weight += cue.key == "meeting" and bool(people) and self._aim(cue)
        weight -= 2 * (cue.how == "plurals") + 3 * self._vague(cue)
        framed = self._framed(cue)
        weight += framed
        if self._near_before(cue, "present") and not (time or ordinal or places):
            return min(weight, ENOUGH - 1)  # this meeting: one told of before
        if cue.key == "press":
            return ENOUGH if cue.mark.start < TITLE else 0
        if self._called(cue):
            return max(weight, ENOUGH)
        anchored = time or places or ordinal or people or actors or occasion.object
        if not (anchored or framed or self._part_of(cue) or self._did(cue) or official(self.view, cue.mark)):
            return min(weight, ENOUGH - 1)
        return weight

    def _fits(
        self,
        cue: Cue,
        found: tuple[object, Sequence[Mark], TimeFound | None, Sequence[Mark], Sequence[Mark]],
    ) -> bool:
        """Whether what an occasion of its kind cannot do without is there."""
        ordinal, places, time, people, _ = found
        behind = time is not None and time.end > cue.mark.start
        if (not time and (self._infinitive(cue) or self._meant(cue))) or (self._to_do(cue) and not behind):
            return False
        if cue.key == "signing":
            return bool(time) or not self._to_come(cue)
        if cue.key in ("presidency", "anniversary"):
            after = time is not None and time.start > cue.mark.start
            return after or (cue.key == "anniversary" and bool(time or ordinal))
        if cue.key == "visit":
            known = bool(places) or bool(people and time)
            return (
                known and not self._counted(cue)
                if cue.how == "verbs"
                else known or bool(people or time or ordinal)
            )
        if catalogue().occasions[cue.key].dated:
            return self._dated(cue, time, bool(places))
        return self._met(cue, found) if cue.how == "verbs" else True

    def _dated(self, cue: Cue, time: TimeFound | None, placed: bool) -> bool:
        """Whether the time of an occasion is told that is none without."""
        if catalogue().occasions[cue.key].past:
            return time is not None and not self._later(time)
        return bool(time) or (cue.how == "verbs" and placed) or self._called(cue)

    def _counted(self, verb: Cue) -> bool:
        """Whether so many people did it, who came as guests of nobody (*24,000 South Koreans visited*)."""
        amounts = (f for f in self.view.found if isinstance(f.value, Quantity))
        return any(0 <= verb.mark.start - f.end <= OBJECT // 2 for f in amounts)

    def _later(self, time: TimeFound) -> bool:
        """Whether a time begins behind the day of the document."""
        when, published = edtf.days(time.value), edtf.days(self.view.document.published)
        return when is not None and published is not None and when[0] > published[1]

    def _called(self, cue: Cue) -> bool:
        """Whether a storm has a name (*Typhoon Haiyan*)."""
        word = WORDS.match(self.text, cue.mark.end + 1, self.view.end)
        capitals = self.view.lexicon.gazetteer.naming.capitals
        return cue.key == "disaster" and capitals and word is not None and word[0][0].isupper()

    def _met(
        self,
        cue: Cue,
        found: tuple[object, Sequence[Mark], TimeFound | None, Sequence[Mark], Sequence[Mark]],
    ) -> bool:
        """Whether a verb of meeting has those who met, time and place, or another occasion around it."""
        _, places, time, people, actors = found
        many = len({m.value for m in [*people, *actors]}) > 1 or self._both(cue)
        framed = bool(self._framed(cue)) or (self._part_of(cue) and bool(time or people or actors))
        if cue.key == "reception":
            return bool(people) and (time is not None or len({m.value for m in people}) > 1)
        return cue.key != "meeting" or many or bool(time and places) or framed

    def _to_do(self, cue: Cue) -> bool:
        """*agreed to open talks*: what is but undertaken; *continue the dialogue*: nothing that begins."""
        if cue.key != "meeting" or cue.how != "nouns" or self.view.lexicon.habits.verb_final:
            return False
        start = max(self.view.start, cue.mark.start - 24)
        before = [w.lower() for w in WORDS.findall(self.text[start : cue.mark.start])]
        undertaken = len(before) > 1 and before[-2] in self.view.lexicon.occurring.infinitive
        goes_on = (m for m in self.view.of("object") if m.value == "continuation")
        return undertaken or any(0 <= cue.mark.start - m.end <= 5 for m in goes_on)

    def _aim(self, cue: Cue) -> bool:
        """Whether it is what somebody came for (*flew to Baghdad for talks with …*)."""
        marks = (m for m in self.view.of("occasion") if m.value[0] == "visit" and m.end <= cue.mark.start)
        return any(not self.broken(m.end, cue.mark.start) for m in marks)

    def _both(self, cue: Cue) -> bool:
        """Whether those who act are a known pair (*the two leaders met*)."""
        known = (m for m in self.view.of("speaker") if m.value == "both")
        return any(0 <= cue.mark.start - m.end <= NEAR for m in known)

    def _who(
        self,
        cue: Cue,
        occasion: Occasion,
        people: Sequence[Mark],
        actors: Sequence[Mark],
        places: Sequence[Mark],
    ) -> tuple[str, ...]:
        """Who took part."""
        if occasion.who == "none":
            return ()
        spots = {m.start for m in places}
        states = [str(m.value) for m in actors if m.start not in spots and (m.kind == "entity" or not places)]
        if cue.key == "signing":
            states = [s for s in states if kind(s) in _SIGNERS]
        if occasion.who == "guests":
            return self._guests(cue, people, states, places)
        persons = [] if occasion.who == "states" else list(dict.fromkeys(str(m.value) for m in people))
        if occasion.who == "signers" and len(persons) < 2:
            persons = []
        if len(persons) == 1:
            own = catalogue().entities.get(persons[0])
            persons += [s for s in states if own is None or s != own.of]
        found = tuple(dict.fromkeys(persons or states))
        acts = occasion.who in ("states", "signers")
        if acts and len(found) < 2 and cue.key in ("signing", "exercise", "opening"):
            all_states = dict.fromkeys(
                str(m.value) for m in self.names if is_place(m) and state_of(m) == m.value
            )
            if len(all_states) == 2:
                return tuple(all_states)
        if not found and acts and cue.key in ("signing", "exercise", "session", "anniversary"):
            return self.pair
        return found or (self.pair if cue.key in ("meeting", "summit") else ())

    def _guests(
        self, cue: Cue, people: Sequence[Mark], states: Sequence[str], places: Sequence[Mark]
    ) -> tuple[str, ...]:
        """The guest (of several the nearest), and the state that is visited."""
        guest = min(people, key=lambda m: abs(m.start - cue.mark.start), default=None)
        if guest is not None and self._other_subject(cue, guest):
            guest = None  # "invited by A, the President of B visited": B's
        host = next((state_of(m) for m in places if state_of(m)), None)
        who = str(guest.value) if guest is not None else next((s for s in states if s != host), None)
        return tuple(x for x in dict.fromkeys((who, host)) if x)

    def _other_subject(self, cue: Cue, guest: Mark) -> bool:
        """Whether behind a person and a comma another state comes before the cue."""
        comma = self.text.find(",", guest.end, cue.mark.start)
        return comma >= 0 and any(
            comma < m.start and m.end <= cue.mark.start and kind(m.value) == "state" for m in self.names
        )

    def _second(self, cue: Cue, first: Sight) -> Iterator[Sight]:
        """*the attack in A on one day, and in B on another*: the second has but place and time."""
        assert first.time is not None  # noqa: S101 (the caller saw to it)
        if first.time.start < cue.mark.end:
            return
        joined = WORDS.search(self.text, first.time.end, self.view.end)
        if joined is None or joined[0].lower() not in self.view.lexicon.occurring.and_:
            return
        if joined.start() - first.time.end > 3:
            return
        time = next(
            (t for t in self.times if t.start > joined.end() and t.start - joined.end() <= REACH), None
        )
        if time is None or any(joined.end() <= m.start < time.start for m in self.view.of("occasion")):
            return
        places = [
            m
            for m in self.names
            if joined.end() <= m.start < time.start
            and is_place(m)
            and (cue.key == "sanctions" or self._there(cue, m))
        ]
        if places:
            self.taken.add(time.start)
            yield msgspec.structs.replace(
                first,
                start=joined.end() + 1,
                end=time.end,
                places=tuple(str(m.value) for m in places),
                time=time,
                ordinal=None,
            )


def official(view: View, cue: Mark) -> bool:
    """Whether the meeting is a commission's: its word stands close behind the noun, or before it."""
    before = 30 if view.lexicon.titling.left else 18
    text = view.document.text[max(view.start, cue.start - before) : cue.end + 70].lower()
    return any(w in text for w in view.lexicon.occurring.sessions)


def instrument_words(view: View, mark: Mark) -> str:
    """What tells an instrument that is signed from another; nothing where it is any number of them."""
    text, habits = view.document.text, view.lexicon.titling
    before = [w.lower() for w in WORDS.findall(text[max(view.start, mark.start - 40) : mark.start])][-4:]
    if any(w in habits.quantified or w.isdigit() for w in before):
        return ""
    after = WORDS.search(text, mark.end, min(view.end, mark.end + 30))
    if after is None or text[mark.end : after.start()].strip():
        return ""  # a bare noun points back
    linked = after[0].lower() in habits.link
    if mark.value[1] == "plurals" and not linked:
        return ""
    return text[mark.start - 30 if not linked else mark.start : mark.end + 40]
