"""The events of a document: its mentions of occasions joined, each dated as far as the document tells.

Two mentions are one event where nothing tells them apart: form, ordinal, date, place, who took part. A
mention too weak to be an event of its own (*the summit*) is evidence for the one that it points back at.
An event without a date of its own takes it from its series (*the 21st summit*), from the occasion that it
is said to be part of, or from the document, where the document reports it as its news.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from servanda.catalogue import catalogue
from servanda.model import Document, Event
from servanda.records.event import Sight, sights
from servanda.records.gathering import Gathering
from servanda.records.occasion import kind
from servanda.records.story import TALKS, Story, same_time
from servanda.records.view import TimeFound, View
from servanda.values import edtf

REPORTS = ("news", "press-release", "other")
NEWS = ("news", "press-release", "joint-statement", "communique", "analysis")


class Chronicle(Gathering):
    """The events of one document, and when they were."""

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

    def _date(self, main: Story | None) -> None:
        for story in self.stories:
            story.date = story.time or _edition(story)
        if main is not None and not main.occasion.main:
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
        if twin is not None and main.time is None and same_time(main.date, twin.date):
            main.date = twin.date if dated else main.date or twin.date
        if not dated and main.time is None and same_time(main.date, self._day()):
            main.date = _narrower(
                main.date, self._day() if main.key != "visit" else (self._day() or "")[:7] or None
            )
        if twin is not None and not dated and same_time(twin.date, main.date):
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
            return self._before(story) or self._news(story) or self._month(story)
        if story.first.eve and story.mentions(main):
            return _eve(main.date)
        part = (
            story.mentions(main) or story.meets(main) or self._reported(story, main) or story.told_with(main)
        )
        part = part or (self._ahead(main) and story.listed and story.states() <= main.states())  # programme
        part = (part or _sidelined(story.first)) and not story.apart
        return main.date if part else self._before(story) or self._news(story) or self._month(story)

    def _month(self, story: Story) -> str | None:
        """The month of a report, for what it tells of as its news without a day."""
        published, first = self.document.published or "", story.first
        known = self.document.published_basis in ("metadata", "dateline", "url")
        fresh = known and self.document.kind in REPORTS and story.occasion.form in (*TALKS, "signing")
        told = first.done or first.held or first.frames or (first.definite and story.key != "signing")
        ahead = first.next or any(m.kind == "ahead" for m in first.view.marks)
        return published[:7] or None if fresh and told and not ahead and not story.ordinal else None

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
        told = self.document.kind in (*NEWS, "speech", "other") and self.document.kind != "analysis"
        between = story.states() <= set(self.pair) or (main is not None and main.key == "summit")
        return told and story.key == "signing" and story.first.done and between


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
