"""What stands around the word of an occasion: its number, names, places and time.

A name goes with a cue where nothing parts them: no break, no verb of speech, no word that ends noun
phrases (``agreements.toml`` ``[title]`` ``stop``). A time or place that one event has taken is not another's.
"""

from __future__ import annotations

import re

from servanda.catalogue import catalogue
from servanda.records.gazetteer import PLACE
from servanda.records.lexicon import Mark
from servanda.records.occasion import BREAK, COMMA, NEAR, OBJECT, WORDS, Cue, Cues, between, kind
from servanda.records.view import TimeFound
from servanda.values.quantity import Quantity

_PLACES = ("place", "state")
_LASTING = ("visit", "exercise", "session", "summit")
_NO_SPEECH = ("reach", "give")  # classes of verbs that part nothing (*the earthquake struck X*)
FRAME = 12  # how far from the word that makes it a frame, in characters
_NUMBER = re.compile(r"\s*(\d{1,3}|[IVX]+)(?!\d)")


class Around(Cues):
    """A sentence, and what belongs to each of its cues."""

    def _ordinal(self, cue: Cue) -> tuple[int, int, int] | None:
        """Its number: *the 23rd summit*, or behind it after a word that makes ordinals."""
        if cue.how == "verbs" or catalogue().occasions[cue.key].object:
            return None
        before = [
            m
            for m in self.view.of("order")
            if cue.left <= m.start and m.end <= cue.mark.start and not self._is_i(m)
        ]
        own = [m for m in self.view.of("order") if m.start == cue.mark.start]  # COP30
        for mark in reversed([*before, *own]):
            gap = self.text[mark.end : cue.mark.start]
            if len(gap) <= 60 and not COMMA.search(gap) and not self._within("day", mark.end, cue.mark.start):
                return mark.start, mark.end, int(mark.value)
        if cue.key == "anniversary" and (years := self._years(cue.mark)):
            return years
        for word in self.view.lexicon.occurring.ordinal:
            behind = self.text[cue.mark.end : min(cue.right, cue.mark.end + 70)].lower()
            at = behind.find(word + " ") + cue.mark.end
            m = _NUMBER.match(self.text, at + len(word)) if at >= cue.mark.end else None
            if m:
                return at, m.end(), roman(m[1])
            spelled = self._spelled(at + len(word) + 1) if at >= 0 else None
            if spelled:
                return at, spelled[0], spelled[1]
        return None

    def _spelled(self, at: int) -> tuple[int, int] | None:
        """A number in words that begins there: where it ends, and what it is."""
        for found in self.view.found:
            if found.start == at and isinstance(found.value, Quantity) and found.value.unit == "1":
                return found.end, int(found.value.value)
        for m in self.view.marks:
            if m.kind == "card" and m.start == at:
                return m.end, int(m.value)
        return None

    def _is_i(self, mark: Mark) -> bool:
        """Whether a numeral is the word of one who speaks."""
        return any(m.kind == "speaker" and m.value == "i" and m.start == mark.start for m in self.view.marks)

    def _years(self, cue: Mark) -> tuple[int, int, int] | None:
        """The number right beside an anniversary."""
        behind = _NUMBER.match(self.text, cue.end, self.view.end)
        if behind is not None:
            return behind.start(1), behind.end(1), roman(behind[1])
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
        return sorted(out, key=PLACE)

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
        """Whether a name that begins at ``b`` belongs to what ends at ``a``, the cue or a name."""
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
        words = WORDS.findall(gap)
        return not words or words[0].lower() in link or self._within("held", a, b)

    def _stopped(self, gap: str) -> bool:
        """Whether a word that ends noun phrases stands there."""
        stop = self.view.lexicon.titling.stop
        return (
            any(w.lower() in stop for w in WORDS.findall(gap)) and not self.view.lexicon.habits.postpositions
        )

    def _verb_between(self, a: int, b: int, cue: Mark) -> bool:
        """Whether a verb of speech parts them (where the verb stands last, none does)."""
        if self.view.lexicon.habits.verb_final:
            return False
        return any(
            a <= m.start and m.end <= b and m.value not in _NO_SPEECH and not self._also(m)
            for m in self.view.of("verb")
        )

    def _also(self, verb: Mark) -> bool:
        """Whether a verb of speech is itself what tells of an event (*opened*, *provided*), or no verb."""
        if any(m.start == verb.start for m in self.view.of("instrument")):
            return True
        return any(
            m.kind in ("happening:held", "occasion")
            and (m.start == verb.start or 0 < m.start - verb.end <= 4)
            for m in self.view.marks
        )

    def _places(self, cue: Cue, time: TimeFound | None) -> list[Mark]:
        """Where it was: names behind a preposition of place; of a visit, the name right behind its noun."""
        out: list[Mark] = []
        for mark in self.names:
            if (
                mark.start < cue.left
                or mark.end > cue.right
                or not is_place(mark)
                or mark.start in self.taken
            ):
                continue
            if mark.end <= cue.mark.start and not self._fronted(cue, mark):
                continue
            a, b = between(cue.mark, mark)
            if self.broken(a, b) or self._verb_between(a, b, cue.mark):
                continue
            if (
                time is not None
                and cue.mark.end <= time.end <= mark.start
                and self._joined(time.end, mark.start)
            ):
                continue
            final = self.view.lexicon.habits.postpositions and cue.key == "visit" and cue.how == "verbs"
            if final and mark.start > cue.mark.start:
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
        return any(w.lower() in joins for w in WORDS.findall(self.text[a:b]))

    def _fronted(self, cue: Cue, mark: Mark) -> bool:
        """Whether a place before the cue is its own: close to it, or at the beginning of the sentence."""
        gap = self.text[mark.end : cue.mark.start]
        habits = self.view.lexicon.occurring
        linked = any(w.lower() in (*habits.link, *habits.where) for w in WORDS.findall(gap))
        return (
            len(gap) <= 25 and not COMMA.search(gap) and not linked
        ) or mark.start - self.view.start <= NEAR

    def _direct(self, cue: Cue, mark: Mark) -> bool:
        """Whether the place stands right beside: *visited X*, *the X attack*."""
        if cue.key == "attack" and kind(mark.value) == "place":
            return 0 <= cue.mark.start - mark.end <= 1 or 0 <= mark.start - cue.mark.end <= 1
        if cue.key != "visit":
            return False
        before, behind = cue.mark.start - mark.end, mark.start - cue.mark.end
        if self.view.lexicon.habits.postpositions:
            return 0 <= before <= 1
        cases = cue.how == "verbs" and bool(self.view.lexicon.gazetteer.naming.lemma)  # tell who and where
        follows = any(0 <= m.start - cue.mark.end <= 1 for m in self.names if is_place(m))
        return 0 <= behind <= 1 or (cases and 0 <= before <= 1 and not follows)

    def _and(self, before: Mark, mark: Mark) -> bool:
        return self.text[before.end : mark.start].strip(" ,").lower() in self.view.lexicon.occurring.and_

    def _there(self, cue: Cue, mark: Mark) -> bool:
        """Whether a word of place stands right before a name (or behind it), an adjective between at most."""
        habits, text = self.view.lexicon.occurring, self.text
        words_of = habits.where
        if cue.key in ("visit", "attack"):
            words_of += habits.toward
        if self.view.lexicon.habits.postpositions:
            m = WORDS.search(text, mark.end, min(self.view.end, mark.end + 15))
            return m is not None and m.start() - mark.end <= 1 and m[0] in words_of
        begin = max(self.view.start, mark.start - 40)
        before = list(WORDS.finditer(text, begin, mark.start))
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
            a <= m.start and m.end <= b and (not is_place(m) or state_of(m) == m.value) for m in self.names
        )

    def _time(self, cue: Cue) -> TimeFound | None:
        """When it was: a time behind it in its part of the sentence, else a free one before it."""
        for time in self.times:
            if self._when(time, cue.mark):
                self.taken.add(time.start)
                return time
        for time in self.times:
            if self._turns(cue.mark.end, time.start) or self._of_what_follows(cue, time):
                break
            if cue.key == "signing" and len(time.value or "") == 4 and self._framed_before(cue):
                continue  # a year in the title of what is signed after the talks
            if cue.mark.end <= time.start < cue.right and not self._apart(cue.mark.end, time.start, cue.mark):
                self.taken.add(time.start)
                return time
        for time in reversed(self.times):
            begins = time.mark.mod == "since" and (cue.key not in _LASTING or len(time.value or "") < 10)
            free = time.end <= cue.mark.start and time.start not in self.taken and not begins
            if free and not self._apart(time.end, cue.mark.start, cue.mark):
                return time
        return None

    def _when(self, time: TimeFound, cue: Mark) -> bool:
        """Whether the sentence says that it was then: *since June 2015, when … signed*."""
        if time.start in self.taken or not time.end < cue.start <= time.end + OBJECT:
            return False
        word = WORDS.search(self.text, time.end, cue.start)
        return word is not None and word[0].lower() in self.view.lexicon.occurring.when

    def _of_what_follows(self, cue: Cue, time: TimeFound) -> bool:
        """Whether a time behind a cue tells of something else: *After the storm, …*, or *…, which …*."""
        if time.start < cue.mark.end:
            return False
        if self._frames(cue.mark) and COMMA.search(self.text, cue.mark.end, time.start):
            return True
        earlier = any(t.end <= cue.mark.start and t.start not in self.taken for t in self.times)
        relative = (m for m in self.view.of("speaker") if m.value == "relative")
        return earlier and any(cue.mark.end <= m.start < time.start for m in relative)

    def _frames(self, cue: Mark) -> bool:
        """Whether it but sets the frame of what else happens (*after the talks*)."""
        final = self.view.lexicon.habits.postpositions
        return any(
            0 <= (m.start - cue.end if final else cue.start - m.end) <= FRAME
            for m in self.view.of("happening:beside")
        )

    def _framed_before(self, cue: Cue) -> bool:
        """Whether the sentence sets what follows in the frame of talks (*After the session, …*)."""
        frames = [m for m in self.view.of("happening:beside") if m.end <= cue.mark.start]
        return any(
            0 <= m.start - f.end <= NEAR // 3 and m.end <= cue.mark.start
            for f in frames
            for m in self.view.of("occasion")
        )

    def _turns(self, a: int, b: int) -> bool:
        """Whether the sentence goes on to something else between (*…, and on 5 May*)."""
        if any(a <= m.start and m.end <= b for m in self.view.of("happening:before")):
            return True  # *before the review in July*
        comma = self.text.find(",", a, b)
        following = WORDS.search(self.text, comma + 1, b + 1) if comma >= 0 else None
        return following is not None and following[0].lower() in self.view.lexicon.occurring.and_

    def _apart(self, a: int, b: int, cue: Mark) -> bool:
        return self.broken(a, b) or self._verb_between(a, b, cue)


def is_place(mark: Mark) -> bool:
    """Whether a name is that of a place or a state."""
    return mark.kind == "capital" or kind(mark.value) in _PLACES


def state_of(mark: Mark) -> str | None:
    """The state of a place."""
    if mark.kind == "capital" or kind(mark.value) == "state":
        return str(mark.value)
    known = catalogue().entities.get(mark.value)
    return known.of if known else None


def roman(digits: str) -> int:
    """A number in digits or Roman numerals.

    >>> roman("22"), roman("XIX")
    (22, 19)
    """
    if digits.isdecimal():
        return int(digits)
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in digits]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
