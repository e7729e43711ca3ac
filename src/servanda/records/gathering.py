"""The mentions of occasions in a document, joined to events, and the one that it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from servanda.model import Document
from servanda.records.event import ENOUGH, Sight
from servanda.records.story import TALKS, Story
from servanda.values import edtf

AROUND = dt.timedelta(days=92)  # how far from its occasion a document is still about it
OPENING = 6  # sentences from the top in which a document tells what it is about
FRESH = ("news", "press-release", "joint-statement", "communique", "speech", "other")


class Gathering:
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

    def _main(self) -> Story | None:
        """The occasion that the document is about: the visit or summit named at its top."""
        tops = [s for s in self.stories if s.occasion.main and s.number < OPENING and not s.first.next]
        tops = [s for s in tops if self._current(s)]
        opens = [s for s in self.stories if self._opens(s)]
        tops = [s for s in tops if not self._ahead(s)] or opens or tops
        return max(tops, key=lambda s: (bool(s.time), len(s.sights), -s.number), default=None)

    def _opens(self, story: Story) -> bool:
        """Whether it is a dated meeting of persons, or a session, that the document opens with."""
        dated = bool(story.time or self._news(story))
        met = dated and ((story.key == "meeting" and len(story.persons()) > 1) or story.form == "session")
        top = OPENING if story.form == "session" else OPENING // 2
        return met and story.number < top and self._current(story)

    def _current(self, story: Story) -> bool:
        """Whether an event can be what the document is about: at about its date, as far as both are told."""
        when, published = edtf.days(story.time), edtf.days(self.document.published)
        if when is None or published is None:
            return True
        return when[0] - AROUND <= published[1] and published[0] <= when[1] + AROUND

    def _news(self, story: Story) -> str | None:
        """The document's day for the talks that a report or a statement opens with."""
        published, number = self.document.published or "", story.ordinal
        opens = story.number < (OPENING if number is not None else OPENING // 2)
        fresh = self.document.kind in FRESH and len(published) == len("2000-01-01")
        met = story.occasion.form in ("meeting", "visit") and len(story.persons()) > 1
        held = story.first.held or any(s.held for s in story.sights)
        numbered = story.form in ("session", "summit", "meeting") and number is not None
        if fresh and story.number == 0 and not story.first.next and self.document.kind == "speech":
            return published if numbered or story.form == "session" or story.key == "press" else None
        if story.key == "press" and fresh and story.number < OPENING // 2:
            return published
        return published if fresh and opens and held and (met or numbered) and not story.first.next else None
