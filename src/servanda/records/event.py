"""Events in a sentence: each noun or verb of an occasion, with what stands around it.

A cue (``events.toml`` ``[nouns]``, ``[plurals]``, ``[verbs]``) becomes an event where the words around it make
it one determinate occurrence: a time, a place, an ordinal, named participants, a verb that says that it was
held. Each of these weighs; below :data:`ENOUGH`, or with nothing to anchor it, the mention is no event, but
may point back at one (:mod:`servanda.records.chronicle` joins a document's mentions).

Cues beside them (``[cues]``): ``held``, ``beside`` (it takes the date of the other occasion), ``eve`` (the day
before it), ``vague`` (no single occurrence), ``present`` (the one that the text is about).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from servanda.catalogue import Occasion, catalogue
from servanda.records.entity import mentions
from servanda.records.lexicon import Mark
from servanda.records.view import TimeFound, View
from servanda.values import edtf

ENOUGH = 2  # the weight from which a mention is an event of its own
REACH = 130  # how far behind its cue, in characters, what belongs to an event may stand
NEAR = 45  # and how far a word that qualifies the cue itself
OBJECT = 80  # and what the occasion is made of
BREAK = re.compile(r"[;:\n•]|\. ")
COMMA = re.compile(r"[,;:()\n•]|\. ")
_WORDS = re.compile(r"[^\s,.;:()«»“”\"–—]+")
_PLACES = ("place", "state")
_ACTORS = ("state", "organisation", "forum", "group", "programme", "project", "system")
_SIGNERS = ("state", "organisation", "forum", "group")
_OPEN = ("by", "until", "before")
_NUMBER = re.compile(r"\s*(\d{1,3}|[IVX]+)(?!\d)")


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

    @property
    def occasion(self) -> Occasion:
        """What the catalogue says of its kind."""
        return catalogue().occasions[self.key]


class Cue(NamedTuple):
    """A word of an occasion: its mark, its key, how it is said, and the reach of its words."""

    mark: Mark
    key: str
    how: str
    left: int
    right: int


def kind(value: str) -> str:
    """What an entity is, whether the catalogue has it or its form alone told."""
    found: str | None = getattr(value, "kind", None)
    known = catalogue().entities.get(value)
    return found or (known.kind if known else "organisation")


def sights(view: View, times: Sequence[TimeFound], pair: tuple[str, ...]) -> list[Sight]:
    """All mentions of occasions in a sentence, those too weak to be events among them."""
    if not any(m.kind == "occasion" for m in view.marks):
        return []
    return _Scene(view, times, pair).sights()


class _Scene:
    """A sentence: its names, times and marks, and which times are taken."""

    def __init__(self, view: View, times: Sequence[TimeFound], pair: tuple[str, ...]) -> None:
        self.view = view
        self.text = view.document.text
        self.pair = pair
        self.names = list(_names(view))
        self.times = [t for t in times if self._tells(t)]
        self.taken: set[int] = set()

    def _tells(self, time: TimeFound) -> bool:
        """Whether something can have happened at a time: no limit, no period, no dateline."""
        if time.mark.kind not in ("point", "interval") or time.mark.mod in _OPEN or not short(time.value):
            return False
        document = self.view.document
        line = document.evidence if document.published_basis == "dateline" else ()
        return not any(e.start <= time.start < e.end for e in line)

    def sights(self) -> list[Sight]:
        out: list[Sight] = []
        for cue in self._cues():
            sight = self._sight(cue)
            out.append(sight)
            if sight.time is not None:
                out += self._second(cue, sight)
        return out

    def _cues(self) -> Iterator[Cue]:
        """The cues whose object is there, each with its part of the sentence."""
        found: list[tuple[Mark, str]] = []
        for mark in self.view.marks:
            if mark.kind != "occasion" or (found and mark.start < found[-1][0].end):
                continue
            key = self._key(mark)
            if key is not None and not (found and self._celebrated(found[-1], mark)):
                found.append((mark, key))
        for i, (mark, key) in enumerate(found):
            left = found[i - 1][0].end if i else self.view.start
            right = found[i + 1][0].start if i + 1 < len(found) else self.view.end
            yield Cue(mark, key, mark.value[1], left, min(right, mark.end + REACH))

    def _celebrated(self, before: tuple[Mark, str], mark: Mark) -> bool:
        """Whether an occasion is but what an anniversary is of."""
        gap = self.text[before[0].end : mark.start]
        return before[1] == "anniversary" and len(gap) <= NEAR and not COMMA.search(gap)

    def _key(self, mark: Mark) -> str | None:
        """The occasion of a cue; ``None`` where what it is made of is not there."""
        key, how = mark.value
        wanted = catalogue().occasions[key].object
        if key == "opening" and self._things(mark, "mission"):
            return "mission"
        if not wanted:
            return str(key)
        if wanted == "any":
            return str(key) if self._object(mark) is not None else None
        if wanted == "instrument":
            return str(key) if self._instrument(mark, how) is not None else None
        return str(key) if self._things(mark, wanted) else None

    def _things(self, cue: Mark, wanted: str) -> bool:
        return any(
            m.kind == "thing" and m.value == wanted and self._gap(cue, m) <= OBJECT for m in self.view.marks
        )

    def _gap(self, cue: Mark, mark: Mark) -> int:
        """How far apart two marks are; very far across a break."""
        a, b = (cue, mark) if cue.start <= mark.start else (mark, cue)
        return 10_000 if BREAK.search(self.text, a.end, b.start) else b.start - a.end

    def _instrument(self, cue: Mark, how: str) -> Mark | None:
        """The instrument that is signed: behind the cue, else before it."""
        marks = [m for m in self.view.marks if m.kind == "instrument" and self._gap(cue, m) <= OBJECT]
        behind = [m for m in marks if m.start >= cue.end]
        before = [m for m in marks if m.end <= cue.start]
        if self.view.lexicon.titling.left or not behind:
            return before[-1] if before else None
        return behind[0] if behind else None

    def _object(self, cue: Mark) -> tuple[int, int] | None:
        """What is opened or launched: a name, a numbered thing, a quotation close behind (or before) the cue."""
        left = self.view.lexicon.titling.left
        for mark in self.view.marks:
            near = 0 <= (cue.start - mark.end if left else mark.start - cue.end) <= NEAR
            if (
                near
                and mark.kind in ("entity", "order")
                and not COMMA.search(self.text, *_between(cue, mark))
            ):
                return mark.start, mark.end
        if left:
            return None
        m = re.compile(r"[^,;:.()]{0,40}[«“\"]").match(self.text, cue.end, self.view.end)
        return (cue.end, m.end()) if m else None

    def _sight(self, cue: Cue) -> Sight:
        occasion = catalogue().occasions[cue.key]
        ordinal = self._ordinal(cue)
        time = self._time(cue)
        places = self._places(cue, time)
        close = self._close(cue)
        people = [m for m in close if kind(m.value) == "person"]
        actors = [m for m in close if m.kind == "capital" or kind(m.value) in _ACTORS]
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
            eve=any(m.kind == "happening:eve" for m in self.view.marks),
            next=self._near_before(cue, "next"),
        )

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
        occasion = catalogue().occasions[cue.key]
        weight = (
            2 * bool(ordinal) + 2 * bool(time) + bool(places) + bool(definite and cue.how == "nouns") + held
        )
        weight += min(2, len({m.value for m in people})) + any(m not in places for m in actors)
        weight += 2 * bool(occasion.object) + self._part_of(cue)
        weight += cue.key == "meeting" and official(self.view, cue.mark)
        weight -= 2 * (cue.how == "plurals") + 3 * self._vague(cue)
        framed = self._framed(cue)
        weight += framed
        anchored = time or places or ordinal or people or actors or occasion.object
        if not (anchored or framed or self._part_of(cue) or self._did(cue) or official(self.view, cue.mark)):
            return min(weight, ENOUGH - 1)
        if self._infinitive(cue) and not time:
            return 0
        if cue.key == "presidency" and (time is None or time.start < cue.mark.start):
            return 0
        if cue.key == "visit" and not (people or places or time or ordinal):
            return 0
        if cue.key == "anniversary" and time is None and ordinal is None:
            return 0
        if cue.how == "verbs" and cue.key == "meeting" and len({m.value for m in [*people, *actors]}) < 2:
            return 0
        if cue.key == "visit" and cue.how == "verbs" and not places:
            return 0
        return weight

    def _part_of(self, cue: Cue) -> bool:
        """Whether it is said to be held beside another occasion, or on its eve."""
        if any(m.kind == "happening:eve" and cue.mark.end <= m.start <= cue.right for m in self.view.marks):
            return True
        found = [
            m
            for m in self.view.marks
            if m.kind == "happening:beside" and cue.mark.end <= m.start <= cue.right
        ]
        return bool(found) and self._within("held", cue.mark.end, found[0].start)

    def _framed(self, cue: Cue) -> bool:
        """Whether the sentence sets it in the frame of another occasion (*During the visit, …*)."""
        known = catalogue().occasions
        frames = [m for m in self.view.marks if m.kind == "happening:beside" and m.end <= cue.mark.start]
        return any(
            m.kind == "occasion" and m.end <= cue.mark.start and known[m.value[0]].main and 0 <= m.start - f.end <= 25
            for f in frames
            for m in self.view.marks
        )

    def _near_before(self, cue: Cue, name: str) -> bool:
        """Whether a word of this class qualifies the cue: shortly before it, nothing but words between."""
        return any(
            m.kind == "happening:" + name
            and 0 <= cue.mark.start - m.end <= NEAR
            and m.end >= cue.left
            and not COMMA.search(self.text, m.end, cue.mark.start)
            for m in self.view.marks
        )

    def _infinitive(self, cue: Cue) -> bool:
        """*to visit*: what is but invited to or planned."""
        before = _WORDS.findall(self.text[max(self.view.start, cue.mark.start - 8) : cue.mark.start])
        return bool(before) and before[-1].lower() in self.view.lexicon.occurring.infinitive

    def _vague(self, cue: Cue) -> bool:
        """Whether it is no single occurrence: a vague word before it, a habit on either side, but wished for."""
        if self._near_before(cue, "vague") or self._pending(cue) or self._has(cue, "habit"):
            return True
        if self._ahead(cue):
            return True
        return cue.key == "meeting" and self._negotiating(cue.mark)

    def _ahead(self, cue: Cue) -> bool:
        """*before the summit*: it but dates another event."""
        final = self.view.lexicon.habits.postpositions
        return any(
            m.kind == "happening:before"
            and 0 <= (m.start - cue.mark.end if final else cue.mark.start - m.end) <= (3 if final else 25)
            for m in self.view.marks
        )

    def _negotiating(self, cue: Mark) -> bool:
        """Whether talks are but the state of an agreement (*negotiations on the treaty*)."""
        state = any(m.kind == "standing" and m.value == "negotiating" and m.end == cue.end for m in self.view.marks)
        return state and any(m.kind == "instrument" and 0 <= m.start - cue.end <= NEAR for m in self.view.marks)

    def _did(self, cue: Cue) -> bool:
        """*held talks*: a verb that makes the noun an act stands right beside it."""
        final = self.view.lexicon.habits.verb_final
        return any(
            m.kind == "happening:did"
            and 0 <= (m.start - cue.mark.end if final else cue.mark.start - m.end) <= 20
            for m in self.view.marks
        )

    def _pending(self, cue: Cue) -> bool:
        """Whether a signing is but wished for."""
        return cue.key == "signing" and any(
            m.kind == "standing"
            and m.value in ("proposed", "negotiating")
            and 0 <= cue.mark.start - m.end <= NEAR
            and not COMMA.search(self.text, m.end, cue.mark.start)
            for m in self.view.marks
        )

    def _has(self, cue: Cue, name: str) -> bool:
        """Whether a word of this class stands on either side of the cue."""
        return any(
            m.kind == "happening:" + name
            and cue.left <= m.start
            and m.end <= cue.right
            and (m.end <= cue.mark.start or m.start >= cue.mark.end)
            and not BREAK.search(self.text, *_between(cue.mark, m))
            for m in self.view.marks
        )

    def _definite(self, cue: Cue) -> bool:
        """Whether the noun is a known one: *the*, *his*, *India's* before it."""
        words = self.view.lexicon.occurring.definite
        if not words:
            return cue.how == "nouns"
        before = self.text[max(cue.left, cue.mark.start - NEAR) : cue.mark.start]
        cut = list(COMMA.finditer(before))
        phrase = before[cut[-1].end() :] if cut else before
        last = [w.lower() for w in _WORDS.findall(phrase)][-6:]
        return any(w in words or w.endswith(("'s", "’s", "s’")) for w in last)

    def _ordinal(self, cue: Cue) -> tuple[int, int, int] | None:
        """Its number: *the 23rd summit*, or behind it after a word that makes ordinals."""
        if cue.how == "verbs" or catalogue().occasions[cue.key].object:
            return None
        before = [
            m
            for m in self.view.marks
            if m.kind == "order" and cue.left <= m.start and m.end <= cue.mark.start
        ]
        for mark in reversed(before):
            gap = self.text[mark.end : cue.mark.start]
            if len(gap) <= 60 and not COMMA.search(gap):
                return mark.start, mark.end, int(mark.value)
        if cue.key == "anniversary" and (years := self._years(cue.mark)):
            return years
        for word in self.view.lexicon.occurring.ordinal:
            at = self.text.lower().find(word + " ", cue.mark.end, min(cue.right, cue.mark.end + 70))
            m = _NUMBER.match(self.text, at + len(word)) if at >= 0 else None
            if m:
                return at, m.end(), _roman(m[1])
        return None

    def _years(self, cue: Mark) -> tuple[int, int, int] | None:
        """The number right beside an anniversary."""
        behind = _NUMBER.match(self.text, cue.end, self.view.end)
        if behind is not None:
            return behind.start(1), behind.end(1), _roman(behind[1])
        before = re.search(r"(\d{1,3})[-\s]?$", self.text[max(self.view.start, cue.start - 6) : cue.start])
        if before is None:
            return None
        start = max(self.view.start, cue.start - 6) + before.start(1)
        return start, start + len(before[1]), int(before[1])

    def _close(self, cue: Cue) -> list[Mark]:
        """The names that go with a cue, each joined to it or to the name between."""
        out: list[Mark] = []
        edge = cue.mark.start
        for mark in reversed(self.names):
            if cue.left <= mark.start and mark.end <= edge:
                if not self._leads(mark, edge, cue):
                    break
                out.append(mark)
                edge = mark.start
        edge = cue.mark.end
        for mark in self.names:
            if edge <= mark.start and mark.end <= cue.right:
                if not self._trails(edge, mark.start, cue):
                    break
                out.append(mark)
                edge = mark.end
        return sorted(out)

    def _leads(self, mark: Mark, b: int, cue: Cue) -> bool:
        """Whether a name belongs to what begins at ``b``, a noun or a name: subject of a verb, or owner."""
        a, gap = mark.end, self.text[mark.end : b]
        doing = b == cue.mark.start and (
            cue.how == "verbs" or self._within("held", a, b) or self._within("did", a, b)
        )
        if self._verb_between(a, b, cue.mark) or BREAK.search(gap):
            return False
        if doing or self.view.lexicon.habits.postpositions:
            return len(gap) <= OBJECT and (COMMA.search(gap.strip(" ,")) is None)
        if b != cue.mark.start:
            return len(gap) <= 25 and not self._stopped(gap)
        if mark.kind == "entity" and kind(mark.value) == "person" and gap.strip() and gap[0] not in "'’-":
            return False
        return len(gap) <= 40 and not COMMA.search(gap) and not self._stopped(gap)

    def _trails(self, a: int, b: int, cue: Cue) -> bool:
        """Whether a name that begins at ``b`` belongs to what ends at ``a``, right behind the cue or a name."""
        gap = self.text[a:b]
        if len(gap) > 60 or BREAK.search(gap) or self._verb_between(a, b, cue.mark):
            return False
        if self._stopped(gap) and not self._within("held", a, b):
            return False
        if a != cue.mark.end:
            return len(gap) <= 40
        link = self.view.lexicon.occurring.link
        if COMMA.search(gap):
            return False
        if not link or cue.how == "verbs":
            return True
        words = _WORDS.findall(gap)
        return not words or words[0].lower() in link or self._within("held", a, b)

    def _within(self, name: str, a: int, b: int) -> bool:
        return any(m.kind == "happening:" + name and a <= m.start and m.end <= b for m in self.view.marks)

    def _stopped(self, gap: str) -> bool:
        """Whether a word that ends noun phrases stands there."""
        stop = self.view.lexicon.titling.stop
        return (
            any(w.lower() in stop for w in _WORDS.findall(gap)) and not self.view.lexicon.habits.postpositions
        )

    def _verb_between(self, a: int, b: int, cue: Mark) -> bool:
        """Whether a verb of speech parts them (where the verb stands last, none does)."""
        if self.view.lexicon.habits.verb_final:
            return False
        return any(
            m.kind == "verb" and a <= m.start and m.end <= b and not self._also(m) for m in self.view.marks
        )

    def _also(self, verb: Mark) -> bool:
        """Whether a verb of speech is itself what tells of an event (*opened*, *provided*)."""
        return any(
            m.kind in ("happening:held", "occasion")
            and (m.start == verb.start or 0 < m.start - verb.end <= 4)
            for m in self.view.marks
        )

    def _places(self, cue: Cue, time: TimeFound | None) -> list[Mark]:
        """Where it was: names behind a preposition of place; of a visit, the name right behind its noun."""
        out: list[Mark] = []
        for mark in self.names:
            if mark.start < cue.left or mark.end > cue.right or not _is_place(mark) or mark.start in self.taken:
                continue
            if mark.end <= cue.mark.start and not self._fronted(cue, mark):
                continue
            a, b = _between(cue.mark, mark)
            if BREAK.search(self.text, a, b) or self._verb_between(a, b, cue.mark):
                continue
            if (
                time is not None
                and cue.mark.end <= time.end <= mark.start
                and self._joined(time.end, mark.start)
            ):
                continue
            if self._there(cue, mark) or self._direct(cue, mark) or (out and self._and(out[-1], mark)):
                out.append(mark)
        if cue.key == "visit" and self.view.lexicon.habits.postpositions:
            out = out[-1:]
        self.taken.update(m.start for m in out if m.start >= cue.mark.end)
        return out

    def _joined(self, a: int, b: int) -> bool:
        """Whether *and* stands between."""
        joins = self.view.lexicon.occurring.and_
        return any(w.lower() in joins for w in _WORDS.findall(self.text[a:b]))

    def _fronted(self, cue: Cue, mark: Mark) -> bool:
        """Whether a place before the cue is its own: close to it, or at the beginning of the sentence."""
        gap = self.text[mark.end : cue.mark.start]
        habits = self.view.lexicon.occurring
        linked = any(w.lower() in (*habits.link, *habits.where) for w in _WORDS.findall(gap))
        return (
            len(gap) <= 25 and not COMMA.search(gap) and not linked
        ) or mark.start - self.view.start <= NEAR

    def _direct(self, cue: Cue, mark: Mark) -> bool:
        return cue.key == "visit" and 0 <= mark.start - cue.mark.end <= 1

    def _and(self, before: Mark, mark: Mark) -> bool:
        return self.text[before.end : mark.start].strip(" ,").lower() in self.view.lexicon.occurring.and_

    def _there(self, cue: Cue, mark: Mark) -> bool:
        """Whether a word of place stands right before a name (or behind it), an adjective between at most."""
        habits, text = self.view.lexicon.occurring, self.text
        words_of = habits.where
        if cue.key in ("visit", "attack"):
            words_of += habits.toward
        if self.view.lexicon.habits.postpositions:
            m = _WORDS.search(text, mark.end, min(self.view.end, mark.end + 15))
            return m is not None and m.start() - mark.end <= 1 and m[0] in words_of
        begin = max(self.view.start, mark.start - 40)
        before = list(_WORDS.finditer(text, begin, mark.start))
        for i in range(len(before) - 1, max(len(before) - 6, -1), -1):
            word = before[i][0]
            if word.lower() in words_of:
                return not self._named_between(before[i].end(), mark.start)
            plain = len(before) - 1 - i == 0 and not COMMA.search(text, before[i].end(), mark.start)
            if not (plain or word[0].isupper()):
                return False
        return False

    def _named_between(self, a: int, b: int) -> bool:
        """Whether another name stands there, of which the next is no more than the region."""
        return any(
            a <= m.start and m.end <= b and (not _is_place(m) or _state(m) == m.value) for m in self.names
        )

    def _time(self, cue: Cue) -> TimeFound | None:
        """When it was: a time behind it in its part of the sentence, else a free one before it."""
        for time in self.times:
            if self._turns(cue.mark.end, time.start):
                break
            if cue.mark.end <= time.start < cue.right and not self._apart(cue.mark.end, time.start, cue.mark):
                self.taken.add(time.start)
                return time
        for time in reversed(self.times):
            if time.end <= cue.mark.start and time.start not in self.taken and time.mark.mod != "since":
                if not self._apart(time.end, cue.mark.start, cue.mark):
                    return time
        return None

    def _turns(self, a: int, b: int) -> bool:
        """Whether the sentence goes on to something else between (*…, and on 5 May*)."""
        comma = self.text.find(",", a, b)
        following = _WORDS.search(self.text, comma + 1, b + 1) if comma >= 0 else None
        return following is not None and following[0].lower() in self.view.lexicon.occurring.and_

    def _apart(self, a: int, b: int, cue: Mark) -> bool:
        return BREAK.search(self.text, a, b) is not None or self._verb_between(a, b, cue)

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
        persons = [str(m.value) for m in people] if occasion.who == "persons" else []
        if len(set(persons)) == 1:
            own = catalogue().entities.get(persons[0])
            persons += [s for s in states if own is None or s != own.of]
        found = tuple(dict.fromkeys(persons or states))
        if occasion.who == "states" and len(found) < 2 and cue.key in ("signing", "exercise", "opening"):
            all_states = dict.fromkeys(
                str(m.value) for m in self.names if _is_place(m) and _state(m) == m.value
            )
            if len(all_states) == 2:
                return tuple(all_states)
        if (
            not found
            and occasion.who == "states"
            and cue.key in ("signing", "exercise", "session", "anniversary")
        ):
            return self.pair
        return found or (self.pair if cue.key in ("meeting", "summit") else ())

    def _guests(
        self, cue: Cue, people: Sequence[Mark], states: Sequence[str], places: Sequence[Mark]
    ) -> tuple[str, ...]:
        """The guest (of several the nearest), and the state that is visited."""
        guest = min(people, key=lambda m: abs(m.start - cue.mark.start), default=None)
        host = next((_state(m) for m in places if _state(m)), None)
        who = str(guest.value) if guest is not None else next((s for s in states if s != host), None)
        return tuple(x for x in dict.fromkeys((who, host)) if x)

    def _second(self, cue: Cue, first: Sight) -> Iterator[Sight]:
        """*the attack in A on one day, and in B on another*: the second has but place and time."""
        assert first.time is not None  # noqa: S101 (the caller saw to it)
        if first.time.start < cue.mark.end:
            return
        joined = _WORDS.search(self.text, first.time.end, self.view.end)
        if joined is None or joined[0].lower() not in self.view.lexicon.occurring.and_:
            return
        if joined.start() - first.time.end > 3:
            return
        time = next(
            (t for t in self.times if t.start > joined.end() and t.start - joined.end() <= REACH), None
        )
        if time is None or any(
            m.kind == "occasion" and joined.end() <= m.start < time.start for m in self.view.marks
        ):
            return
        places = [
            m
            for m in self.names
            if joined.end() <= m.start < time.start and _is_place(m) and self._there(cue, m)
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
    """Whether the meeting is a commission's: its word stands close behind the noun (before it, verbs last)."""
    before = 30 if view.lexicon.titling.left else 0
    text = view.document.text[max(view.start, cue.start - before) : cue.end + 70].lower()
    return any(w in text for w in view.lexicon.occurring.sessions)


def instrument_words(view: View, mark: Mark) -> str:
    """What tells an instrument that is signed from another; nothing where it is any number of them."""
    text, habits = view.document.text, view.lexicon.titling
    before = [w.lower() for w in _WORDS.findall(text[max(view.start, mark.start - 40) : mark.start])][-4:]
    if any(w in habits.quantified or w.isdigit() for w in before):
        return ""
    after = _WORDS.search(text, mark.end, min(view.end, mark.end + 30))
    linked = after is not None and after[0].lower() in habits.link
    if mark.value[1] == "plurals" and not linked:
        return ""
    return text[mark.start - 30 if not linked else mark.start : mark.end + 40]


def _names(view: View) -> Iterator[Mark]:
    """The names of a sentence; of a name that holds a word of an occasion, those inside it."""
    cues = [m for m in view.marks if m.kind == "occasion"]
    for mark in mentions(view):
        if not any(mark.start < c.end and c.start < mark.end for c in cues):
            yield mark
            continue
        inside = view.lexicon.marks(view.document.text[mark.start : mark.end])
        inner = [m for m in inside if m.kind in ("entity", "capital") and m.end < mark.end - mark.start]
        yield from (m._replace(start=m.start + mark.start, end=m.end + mark.start) for m in inner)
        if not inner:
            yield mark


def short(value: str | None) -> bool:
    """Whether a time is no longer than a year: one at which something can happen."""
    span = edtf.days(value)
    return span is not None and value is not None and value[0] != "T" and (span[1] - span[0]).days <= 366


def _between(a: Mark, b: Mark) -> tuple[int, int]:
    return (a.end, b.start) if a.start <= b.start else (b.end, a.start)


def _is_place(mark: Mark) -> bool:
    return mark.kind == "capital" or kind(mark.value) in _PLACES


def _state(mark: Mark) -> str | None:
    """The state of a place."""
    if mark.kind == "capital" or kind(mark.value) == "state":
        return str(mark.value)
    known = catalogue().entities.get(mark.value)
    return known.of if known else None


def _roman(digits: str) -> int:
    """A number in digits or Roman numerals.

    >>> _roman("22"), _roman("XIX")
    (22, 19)
    """
    if digits.isdecimal():
        return int(digits)
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in digits]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
