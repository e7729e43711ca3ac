"""Statements: who said what, how firmly, by when; clause by clause.

Each verb of speech that has an official subject makes a clause. The class of the verb and the class
of its object decide the act and its binding force (``catalogue/acts.toml``); the packs say which words
belong to a class. A clause reaches from its subject (the first one of a sentence: from its beginning)
to the next clause.

Speakers (``statements.toml`` ``[speakers]``): ``both`` (the states that the document is about),
``again`` (whoever spoke before), ``relative`` (the name right before), ``side`` (belongs to the name
before it), ``nobody`` (no official), ``passive`` (auxiliaries). Clauses (``[clauses]``): ``join``,
``aim`` (a second aim of the same verb), ``not``, ``attributive`` (makes the verb an adjective).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

import msgspec

from servanda.catalogue import ActStep, catalogue
from servanda.model import Figure, Statement
from servanda.records.discovery import kind_of
from servanda.records.lexicon import Mark
from servanda.records.view import TimeFound, View
from servanda.values import edtf

OBJECT_REACH = 75  # how far behind its verb an object is looked for, in characters
SUBJECT_REACH = 90
JOIN_REACH = 16
NAME_GAP = re.compile(r"[\s,'’s]*(?:\w+[\s,]*){0,4}$")
_SPEAKING = ("state", "person", "organisation", "forum")


class Voice(msgspec.Struct, frozen=True):
    """Who spoke last (empty: nobody official), and the topic of the heading above."""

    speakers: tuple[str, ...]
    heading: str | None = None


class Clause(msgspec.Struct, frozen=True):
    """A verb of speech with its act, its speakers, and where its clause begins and ends."""

    verb: Mark
    last: int  # where the cue ends: the verb, or its object
    step: ActStep
    speakers: tuple[str, ...]
    start: int
    end: int


class Scene(msgspec.Struct, frozen=True):
    """What the statements of a sentence hang on: its times and figures, the states, the voice, the day."""

    times: Sequence[TimeFound]
    figures: Sequence[Figure]
    pair: tuple[str, ...]
    voice: Voice
    today: dt.date | None


def statements(view: View, scene: Scene) -> tuple[list[Statement], Voice]:
    """The statements of a sentence, and who speaks after it."""
    heading = _heading(view)
    if heading is not None:
        return [], Voice((), heading)
    clauses, speaking = _Sentence(view, scene.pair, scene.voice).clauses()
    out = []
    for clause in clauses:
        for start, end in _aims(view, clause):
            out.append(_statement(view, clause, (start, end), scene))
    return out, Voice(speaking, scene.voice.heading)


def _heading(view: View) -> str | None:
    """The topic of a short line that says nothing but what follows."""
    if len(view.text) > 70 or view.text.rstrip().endswith((".", "!", "?", "।", ";")):
        return None
    if any(m.kind == "verb" for m in view.marks):
        return None
    return _topic([m for m in view.marks if m.kind == "topic"], view.start, None)


class _Sentence:
    """The verbs of speech of one sentence and their subjects."""

    def __init__(self, view: View, pair: tuple[str, ...], voice: Voice) -> None:
        self.view = view
        self.pair = pair
        self.voice = voice
        self.text = view.document.text
        self.marks = view.marks

    def clauses(self) -> tuple[list[Clause], tuple[str, ...]]:
        """The clauses in order, and who spoke last."""
        found: list[Clause] = []
        speaking = self.voice.speakers
        for verb in self.marks:
            if verb.kind != "verb" or (found and verb.start < found[-1].last) or self._no_act(verb):
                continue
            step, last = self._act(verb, found)
            if step is None:
                continue
            subject = self._subject(verb, found)
            if subject is None:
                continue
            start, speakers = subject
            if not speakers:
                speaking = ()
                continue
            speaking = speakers
            begin = self.view.start if not found else start
            if found:
                found[-1] = msgspec.structs.replace(found[-1], end=begin)
            found.append(Clause(verb, last, step, speakers, begin, self.view.end))
        return found, speaking

    def _no_act(self, verb: Mark) -> bool:
        """Whether the verb is negated, or an adjective (*earlier signed agreements*)."""
        for mark in self.marks:
            if mark.kind != "clause" or mark.end > verb.start:
                continue
            gap = self.text[mark.end : verb.start]
            if mark.value == "attributive" and not gap.strip():
                return True
            if mark.value == "not" and len(gap) <= 12 and "," not in gap:
                return True
        return False

    def _act(self, verb: Mark, found: Sequence[Clause]) -> tuple[ActStep | None, int]:
        """What the verb does with the object nearest to it, and where the cue ends."""
        acts = catalogue().acts
        following = next(
            (m.start for m in self.marks if m.kind == "verb" and m.start > verb.end and m.value != "will"),
            10**9,
        )
        limit = min(verb.end + OBJECT_REACH, following)
        for mark in self.marks:
            if mark.kind == "object" and verb.end <= mark.start < limit and (verb.value, mark.value) in acts:
                return acts[verb.value, mark.value], mark.end
        floor = found[-1].last if found else self.view.start
        for mark in reversed(self.marks):
            before = mark.kind == "object" and floor <= mark.start and mark.end <= verb.start
            if (
                before
                and (self.view.lexicon.habits.verb_final or self._passive(verb))
                and (verb.value, mark.value) in acts
            ):
                return acts[verb.value, mark.value], verb.end
        return acts.get((verb.value, "")), verb.end

    def _passive(self, verb: Mark) -> bool:
        return any(
            m.kind == "speaker" and m.value == "passive" and 0 <= verb.start - m.end <= JOIN_REACH
            for m in self.marks
        )

    def _subject(self, verb: Mark, found: Sequence[Clause]) -> tuple[int, tuple[str, ...]] | None:
        """Where the clause begins and who speaks (nobody: an empty tuple); ``None``: no clause."""
        floor = found[-1].last if found else self.view.start
        near = [m for m in self.marks if self._speaks(m) and floor <= m.start and m.end <= verb.start]
        joined = self._joined(verb)
        if found and (joined or not near) and self._coordinated(verb, near, joined):
            return verb.start, found[-1].speakers
        if self._passive(verb):
            return (near[0].start if near else verb.start), self._agents(verb)
        if not near or verb.start - near[-1].end > SUBJECT_REACH:
            return None
        return self._named(near, verb)

    def _coordinated(self, verb: Mark, near: Sequence[Mark], joined: bool) -> bool:
        """Whether the verb shares the subject of the one before (*welcomed … and agreed*)."""
        if joined:
            return True
        return self.text[verb.start - 2 : verb.start].startswith(",") or not near

    def _joined(self, verb: Mark) -> bool:
        """Whether a joining word stands right before the verb, an adverb apart."""
        return any(
            m.kind == "clause" and m.value == "join" and 0 <= verb.start - m.end <= JOIN_REACH
            and not any(self._speaks(s) and m.end <= s.start and s.end <= verb.start for s in self.marks)
            for m in self.marks
        )  # fmt: skip

    def _speaks(self, mark: Mark) -> bool:
        if mark.kind == "speaker":
            return bool(mark.value != "passive")
        if mark.kind == "capital":
            return True
        return mark.kind == "entity" and kind_of(mark.value) in _SPEAKING

    def _agents(self, verb: Mark) -> tuple[str, ...]:
        """Who did what is said in the passive: named with *by*, else the states of the document."""
        for mark in self.marks:
            if mark.kind == "origin" and mark.start >= verb.end:
                named = [
                    m for m in self.marks if m.kind in ("entity", "capital") and 0 <= m.start - mark.end <= 12
                ]
                if named:
                    return tuple(dict.fromkeys(str(m.value) for m in named))
        return self.pair

    def _named(self, near: Sequence[Mark], verb: Mark) -> tuple[int, tuple[str, ...]] | None:
        subject = near[-1]
        if subject.kind == "speaker":
            return self._by_word(near)
        names = [subject]
        for mark in reversed(near[:-1]):
            gap = self.text[mark.end : names[-1].start]
            if mark.kind == "speaker" or len(gap) > 40 or not NAME_GAP.match(gap):
                break
            joined = any(
                m.kind == "clause" and m.value == "join" and mark.end <= m.start < names[-1].start
                for m in self.marks
            )
            if joined or gap.strip() == ",":
                names.append(mark)
            else:
                break
        ids = tuple(dict.fromkeys(str(m.value) for m in reversed(names)))
        return names[-1].start, ids

    def _by_word(self, near: Sequence[Mark]) -> tuple[int, tuple[str, ...]] | None:
        """A speaker named by a word: the sides, they, the Russian side, analysts."""
        subject = near[-1]
        before = near[-2] if len(near) > 1 else None
        adjacent = before is not None and before.kind != "speaker" and subject.start - before.end <= 12
        if subject.value == "nobody":
            return subject.start, ()
        if subject.value == "relative":
            if before is None or not adjacent or subject.start - before.end > 3:
                return None
            return before.start, (str(before.value),)
        if subject.value == "side":
            return (before.start, (str(before.value),)) if before is not None and adjacent else None
        if subject.value == "again":
            return (subject.start, self.voice.speakers) if self.voice.speakers else (subject.start, ())
        return subject.start, self.pair


def _aims(view: View, clause: Clause) -> Iterator[tuple[int, int]]:
    """The clause, in parts where a commissive has a second aim (*agreed to A and to B*)."""
    start = clause.start
    if clause.step.act == "commissive":
        for mark in view.marks:
            if mark.kind == "clause" and mark.value == "aim" and clause.last < mark.start < clause.end:
                yield start, mark.start
                start = mark.start
    yield start, clause.end


def _statement(view: View, clause: Clause, span: tuple[int, int], scene: Scene) -> Statement:
    text = view.document.text
    start, end = _trimmed(text, *span, view)
    step = clause.step
    inside = [m for m in view.marks if m.kind == "topic" and start <= m.start < end]
    cue = text[clause.verb.start : max(clause.last, clause.verb.end)]
    return Statement(
        id=view.id(Statement, start, end),
        evidence=view.evidence(start, end),
        rule=f"{step.verb} {step.object}".strip(),
        act=step.act,
        binding=step.binding,
        verb=cue if start <= clause.verb.start < end else text[start : start + 40].split("\n")[0],
        speakers=clause.speakers,
        topic=_topic(inside, clause.last, scene.voice.heading),
        deadline=_deadline(scene, start, end) if step.act == "commissive" else None,
        figures=tuple(f.id for f in scene.figures if start <= f.evidence[0].start < end),
    )


def _trimmed(text: str, start: int, end: int, view: View) -> tuple[int, int]:
    """The clause without the joining words and the punctuation at its ends."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:–—-"):
        end -= 1
    for mark in view.marks:
        if mark.kind == "clause" and mark.value == "join" and mark.end == end and mark.start > start:
            return _trimmed(text, start, mark.start, view)
    while start < end and (text[start].isspace() or text[start] in ",;:–—-•"):
        start += 1
    return start, end


def _topic(marks: Sequence[Mark], after: int, heading: str | None) -> str | None:
    """The topic that the clause's words speak for most; what stands first behind the verb counts double."""
    score: dict[str, float] = {heading: 1.2} if heading else {}
    first = next((m for m in marks if m.start >= after), None)
    for mark in marks:
        for topic in mark.value:
            weight = 0.5 if topic in ("relations", "multilateral") else 1.0
            score[topic] = score.get(topic, 0) + weight * (2 if mark is first else 1)
    return max(score, key=lambda t: score[t], default=None)


def _deadline(scene: Scene, start: int, end: int) -> str | None:
    """The time by which it is to be done: said with *by*, or one that lies ahead."""
    today = scene.today
    for time in scene.times:
        if not start <= time.start < end or time.mark.kind not in ("point", "interval"):
            continue
        span = edtf.days(time.value)
        if span and (
            time.mark.mod in ("by", "until") or (today is not None and span[1] > today and span[0] > today)
        ):
            return time.value
    return None


__all__ = ["Scene", "Voice", "statements"]
