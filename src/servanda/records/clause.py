"""The clauses of a sentence: each verb of speech that has an official subject, with what it does.

The class of the verb and the class of its object decide the act (``catalogue/acts.toml``). The content of
what is reported (*said that India will build*) gives the act, the one who said it the speaker; what else
stands behind *that* is no clause of its own.

Classes of a pack's ``statements.toml``: ``verbs`` and ``passives`` (verbs that are passive by their form),
``objects``, ``speakers`` (``both``: all whom the document is about; ``we``; ``again``, ``they``: whoever spoke
before; ``relative``: the name right before; ``side``: an office or body of the state named with it;
``nobody``: no official; ``passive``: auxiliaries) and ``clauses``: ``join``, ``aim`` (a second aim of the same
verb), ``not``, ``if``, ``attributive`` (right before a verb: it is none), ``spent`` (right behind a verb: it
is none), ``that``, ``oblique`` (pre- or postpositions), ``of``, ``agent``, ``by``, ``toward`` (whom it is said to).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from servanda.catalogue import ActStep, catalogue
from servanda.records.discovery import kind_of
from servanda.records.lexicon import Mark
from servanda.records.speaker import Group, Standing, groups, outside_names
from servanda.records.view import View

OBJECT_REACH = 75  # how far from its verb an object is looked for, in characters
FINAL_REACH = 60  # the same where the verb stands last
SOFT_REACH = 45  # and what makes an undertaking a weaker one
SUBJECT_REACH = 110
JOIN_REACH = 22
AUXILIARY_REACH = 16
ADVERBS = 2  # the most words between a joining word and its verb
NEAR = 6
THAT_REACH = 40
THAT_NEAR = 14
LINKED = 12  # how far behind a quotation the one who is quoted stands
SAY_REACH = 24
_QUOTED = tuple(",\"”»—–'’")
_CLOSING = tuple('"”»')
_CONTENT = ("commissive", "directive", "expressive", "declaration")


class Voice(msgspec.Struct, frozen=True):
    """Whoever spoke last (``None``: nobody official), the heading's topic, what a list hangs on, the last topic."""

    speakers: tuple[str, ...] | None
    heading: str | None = None
    lead: Lead | None = None
    topic: str | None = None


class Lead(msgspec.Struct, frozen=True):
    """The beginning of a list (*The Sides agreed to:*): who speaks and, if it says so, what each item does."""

    speakers: tuple[str, ...]
    step: ActStep | None
    verb: str


class Cast(msgspec.Struct, frozen=True):
    """Whom the words of a document mean: its main actors, and who says *we* in it (``None``: nobody official).

    ``opinion``: what the document says will come is its author's guess, unless it reports who said so.
    """

    actors: tuple[str, ...]
    we: tuple[str, ...] | None
    opinion: bool = False


class Clause(msgspec.Struct, frozen=True):
    """A verb of speech with its act, its speakers, and where its clause begins and ends."""

    verb: Mark
    first: int  # where the cue begins and ends: the verb, or its object
    last: int
    step: ActStep
    speakers: tuple[str, ...]
    start: int
    end: int


class Subject(msgspec.Struct, frozen=True):
    """Who acts; ``speakers`` is ``None`` for nobody official."""

    start: int
    speakers: tuple[str, ...] | None


class Sentence:
    """The verbs of speech of one sentence and their subjects."""

    def __init__(self, view: View, cast: Cast, voice: Voice, speaker: Subject | None = None) -> None:
        self.view = view
        self.cast = cast
        self.voice = voice
        self.text = view.document.text
        self.final = view.lexicon.habits.verb_final
        self.marks = outside_names(view)
        self.verbs = [m for m in self.marks if m.kind in ("verb", "passive", "participle")]
        self.objects = [m for m in self.marks if m.kind == "object"]
        self.words = [m for m in self.marks if m.kind == "clause"]
        self.groups: list[Group] = groups(view, self.marks) if self.verbs else []
        self.found: list[Clause] = []
        self.subject: Subject | None = speaker
        self.main: Subject | None = None  # the subject of the first verb
        self.floor = view.start
        self.opened: int | None = None  # where the content of what was reported begins
        self.reporting: Clause | None = (
            None  # the clause that reports it, as long as its content gives no act
        )

    def clauses(self) -> list[Clause]:
        """The clauses in order."""
        for i, verb in enumerate(self.verbs):
            if verb.start < self.floor:
                continue
            if not self._no_act(verb):
                self._take(verb, self.verbs[i + 1 :])
            elif verb.value == "say":  # what was not said is not said
                self.opened, self.reporting = verb.end, None
        return self.found

    def _take(self, verb: Mark, later: Sequence[Mark]) -> None:
        """Makes a clause of a verb, if it is one."""
        step, first, last = self._act(verb, later)
        if step is None:
            return
        own, subject = self._subject(verb)
        if subject is None:
            if verb.value == "will" and self.reporting is not None and self._promised(verb):
                self._report(verb, step, last)
            return
        if not own and self._is_infinitive(verb):
            return
        if verb.value == "say" and self.found and own and self._is_credit(subject, verb):
            self._credit(subject, last)
            return
        if own and (self._inside(subject.start) or self._is_complement(subject.start)):
            self._report(verb, step, last)
            return
        if self.cast.opinion and verb.value == "will":
            self.floor = last
            return
        self.subject = subject
        self.main = self.main or subject
        self.reporting = None
        self.floor = last
        if subject.speakers is not None:
            self._add(Clause(verb, first, last, step, subject.speakers, subject.start, self.view.end))
        self._open(verb, last, subject, later)

    def _add(self, clause: Clause) -> None:
        begin = self.view.start if not self.found and not self.final else clause.start
        if self.found:
            stop = max(begin, self.found[-1].last)
            self.found[-1] = msgspec.structs.replace(self.found[-1], end=stop)
        self.found.append(msgspec.structs.replace(clause, start=begin))

    def _open(self, verb: Mark, last: int, subject: Subject, later: Sequence[Mark]) -> None:
        """Notes where the content of a reporting verb begins."""
        following = later[0].start if later else self.view.end
        that = next(
            (
                m
                for m in self.words
                if m.value == "that" and verb.end <= m.start <= min(last + THAT_REACH, following)
            ),
            None,
        )
        self.opened = that.end if that else (last if verb.value == "say" else None)
        reports = verb.value in ("say", "confirm", "agree") and subject.speakers is not None
        opens = self.opened is not None or bool(self.view.lexicon.infinite)
        self.reporting = self.found[-1] if reports and opens else None

    def _inside(self, at: int) -> bool:
        """Whether a subject belongs to what is reported: no new main clause begins between."""
        if self.opened is None or at < self.opened:
            return False
        gap = self.text[self.opened : at]
        if ";" in gap or "\n" in gap:
            return False
        return not any(
            m.value == "join" and self.opened <= m.start and 0 <= at - m.end <= NEAR
            and self.text[max(m.start - 2, 0) : m.start].startswith(",") for m in self.words
        )  # fmt: skip

    def _report(self, verb: Mark, step: ActStep, last: int) -> None:
        """The content of a report gives it its act, the first one that is more than an assertion."""
        self.floor = last
        if self.reporting is None or step.act not in _CONTENT:
            return
        if self.reporting.step.verb == "agree" and step.act != "commissive":
            return
        weak = step.binding and self.reporting.step.verb == "confirm"
        step = catalogue().acts["confirm", "intention"] if weak else step
        self.found[-1] = msgspec.structs.replace(
            self.found[-1], verb=verb, first=verb.start, last=last, step=step
        )
        self.reporting = None

    def _is_credit(self, subject: Subject, verb: Mark) -> bool:
        """Whether *X said* stands behind what X said."""
        if subject.start == verb.start:
            return True
        before = self.text[self.view.start : subject.start]
        closing = max(before.rfind(sign) for sign in _CLOSING)
        return closing >= 0 and len(before) - closing <= LINKED and subject.start > self.found[-1].last

    def _credit(self, subject: Subject, last: int) -> None:
        """What is quoted is said by whom the words behind it name."""
        self.floor, self.subject = last, subject
        if subject.speakers is None:
            self.found = []
        elif subject.speakers:
            self.found = [msgspec.structs.replace(c, speakers=subject.speakers) for c in self.found]

    def _promised(self, verb: Mark) -> bool:
        """Whether a future without a subject is what was agreed, or what the one who reports will do."""
        agreed = self.reporting is not None and self.reporting.step.verb == "agree"
        return agreed or (bool(self.view.lexicon.infinite) and verb.start - self.floor <= 2)

    def _is_complement(self, at: int) -> bool:
        """Whether a subject begins what a verb without finite forms is about (*hopes the minister will come*)."""
        if not self.found or not self.view.lexicon.infinite or at < self.floor:
            return False
        parted = any(m.value == "join" and self.floor <= m.start < at for m in self.words)
        return not parted and not any(c in ",;:" for c in self.text[self.floor : at])

    def _is_infinitive(self, verb: Mark) -> bool:
        """Whether a verb that only follows an undertaking is what is undertaken."""
        undertaken = bool(self.found) and self.found[-1].step.act == "commissive"
        return undertaken and verb.value in self.view.lexicon.infinite

    def _no_act(self, verb: Mark) -> bool:
        """Whether the verb is negated, conditional, or a noun or an adjective (*earlier signed agreements*)."""
        for mark in self.words:
            if mark.end <= verb.start:
                gap = self.text[mark.end : verb.start]
                if mark.value == "attributive" and not gap.strip(" \"“«'"):
                    return True
                if mark.value == "not" and len(gap) <= 12 and "," not in gap:
                    return True
                if mark.value == "if" and ";" not in gap:
                    return True
            elif mark.start >= verb.end:
                gap = self.text[verb.end : mark.start]
                if mark.value == "spent" and len(gap) <= 2 and not gap.strip():
                    return True
        return False

    # --- what the verb does

    def _act(self, verb: Mark, later: Sequence[Mark]) -> tuple[ActStep | None, int, int]:
        """What the verb does with the object nearest to it, and where the cue begins and ends."""
        step, first, last = self._step(verb, later)
        if step is not None and step.binding == "high":
            step = self.softened(step, first, last)
        if verb.value == "will":
            close = (m for m in later if 0 <= m.start - verb.end <= 12)
            last = max([last, *(m.end for m in close)])
        return step, first, last

    def _step(self, verb: Mark, later: Sequence[Mark]) -> tuple[ActStep | None, int, int]:
        acts = catalogue().acts
        limit = min(
            verb.end + (SAY_REACH if verb.value == "say" else OBJECT_REACH),
            next(
                (m.start for m in later if m.start >= verb.end and self._ends_reach(m, verb)), self.view.end
            ),
            next((m.start for m in self.words if m.value == "that" and m.start >= verb.end), self.view.end),
        )
        behind = [m for m in self.objects if verb.start <= m.start < limit]
        if any(m.value == "that" and 0 <= m.start - verb.end <= THAT_NEAR for m in self.words):
            step = acts.get((verb.value, "that"))
            if step is not None:
                return step, verb.start, verb.end
        before = [
            m for m in self.objects if max(self.floor, verb.start - FINAL_REACH) <= m.start < verb.start
        ]
        sides = [behind]
        if self.final:
            sides = [before[::-1]]
        elif self._passive(verb):
            sides = [behind, before[::-1]] if verb.kind == "passive" else [before[::-1], behind]
        for side in sides:
            for mark in side:
                if mark.value == "continuation" and abs(mark.start - verb.end) > THAT_NEAR:
                    continue
                step = acts.get((verb.value, mark.value))
                if step is not None:
                    return step, min(verb.start, mark.start), max(verb.end, mark.end)
        return acts.get((verb.value, "")), verb.start, verb.end

    def _ends_reach(self, following: Mark, verb: Mark) -> bool:
        """Whether the objects behind a following verb belong to that one; it may be an object of this one itself."""
        acts = catalogue().acts
        itself = any(m.start == following.start and (verb.value, m.value) in acts for m in self.objects)
        return following.value != "will" and not itself

    def softened(self, step: ActStep, first: int, last: int) -> ActStep:
        """A weaker undertaking where it only goes on with something, or hedges."""
        acts = catalogue().acts
        for mark in self.objects:
            gap = first - mark.end if self.final else mark.start - last
            if -(mark.end - mark.start) <= gap <= SOFT_REACH and ("", mark.value) in acts:
                found = acts["", mark.value]
                between = self.text[min(mark.end, last) : max(mark.start, first)]
                if "," not in between or mark.value == "hedge":
                    return found
        return step

    def _passive(self, verb: Mark) -> bool:
        return verb.kind == "passive" or any(
            m.kind == "speaker" and m.value == "passive" and 0 <= verb.start - m.end <= AUXILIARY_REACH
            for m in self.marks
        )

    # --- who does it

    def _subject(self, verb: Mark) -> tuple[bool, Subject | None]:
        """Whether the verb has a subject of its own, and that or the one that it shares."""
        near = [g for g in self.groups if self.floor <= g.start and g.end <= verb.start]
        if verb.kind == "participle":
            return True, self._absolute(verb, near)
        if self._passive(verb):
            return True, self._agents(verb)
        named = self._behind(verb) if verb.value == "say" and self.found and self._quotes(verb) else None
        if named is not None:
            return True, msgspec.structs.replace(named, start=verb.start)
        begins = not near and not self.found and verb.start - self.view.start <= JOIN_REACH
        if begins and self.subject is not None:
            return False, msgspec.structs.replace(self.subject, start=self.view.start)
        joined = self._joined(verb, near)
        if joined and self.subject is not None:
            return False, msgspec.structs.replace(self.subject, start=verb.start)
        chosen = self._first(near) if joined else self._chosen(near, verb)
        if chosen is not None:
            return True, self._named(chosen)
        if verb.value == "say" and not self.found:
            named = self._behind(verb)
            if named is not None:
                return True, msgspec.structs.replace(named, start=verb.start)
        shared = self.final and self.subject is not None and self.opened is None
        return False, msgspec.structs.replace(
            self.subject, start=self.floor
        ) if shared and self.subject else None

    def _first(self, near: Sequence[Group]) -> Group | None:
        """The sentence's first subject, which a joined verb shares with one that is none of speech."""
        fit = [g for g in near if g.standing <= Standing.SUBJECT]
        behind = [g for g in fit if ":" not in self.text[g.end : near[-1].end]] if near else []
        return next(iter(behind or fit), None)

    def _chosen(self, near: Sequence[Group], verb: Mark) -> Group | None:
        """The group that is the verb's subject: the nearest one fit for it (with final verbs, the first)."""
        if self.final:
            agents = [g for g in near if g.standing == Standing.AGENT]
            plain = [
                g for g in near if g.standing == Standing.SUBJECT and not (self.found and g.word == "nobody")
            ]
            return agents[-1] if agents else (plain[0] if plain else None)
        for group in reversed(near):
            gap = verb.start - group.end
            if gap > SUBJECT_REACH:
                break
            if group.standing <= Standing.SUBJECT:
                if group.word == "relative" and gap > JOIN_REACH:
                    continue
                return group
            if group.standing == Standing.ATTRIBUTE and gap <= NEAR:
                return group
        return None

    def _joined(self, verb: Mark, near: Sequence[Group]) -> bool:
        """Whether a joining word or a comma, and no subject, stands right before the verb, an adverb apart."""
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
        """The subject of a participle: right before it (*with Moscow calling for*), else the clause's, of a call."""
        if near and verb.start - near[-1].end <= 1 and near[-1].standing != Standing.ATTRIBUTE:
            return self._named(near[-1])
        if verb.value not in ("call", "discuss") or not self.text[: verb.start].rstrip().endswith(","):
            return None
        first = self._first(near)
        subject = self.subject or (self._named(first) if first else None)
        return msgspec.structs.replace(subject, start=verb.start) if subject else None

    def _agents(self, verb: Mark) -> Subject | None:
        """Who did what is said in the passive: named with *by*, else the actors of the document."""
        start = self.floor
        for mark in self.words:
            if mark.value == "by":
                for group in self.groups:
                    gap = mark.start - group.end if self.final else group.start - mark.end
                    if 0 <= gap <= NEAR and (self.final or mark.start >= verb.end):
                        named = self._named(group)
                        return named and msgspec.structs.replace(named, start=start)
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
        word = group.word
        if word == "nobody":
            return Subject(group.start, None)
        if word == "relative":
            before = next((g for g in reversed(self.groups) if g.end <= group.start), None)
            if before is None or self.text[before.end : group.start].strip(" ,"):
                return None
            return self._named(before)
        if word == "we":
            return Subject(group.start, self.cast.we or self._quoted(group))
        if word == "again":
            return Subject(group.start, self.voice.speakers)
        if word == "they":
            several = self.voice.speakers is not None and len(self.voice.speakers) == 1
            return Subject(group.start, self.cast.actors if several else self.voice.speakers)
        if word == "both" and not group.names:
            return Subject(group.start, self._two(group) or self.cast.actors)
        return Subject(group.start, group.names)

    def _quoted(self, group: Group) -> tuple[str, ...] | None:
        """Whom a *we* means that somebody is quoted with (*"We will …", said Norway*)."""
        for verb in self.verbs:
            if verb.value == "say" and verb.start > group.end:
                after = self._behind(verb)
                return after.speakers if after else None
        return None

    def _behind(self, verb: Mark) -> Subject | None:
        """The subject that stands behind a verb of saying."""
        after = next((g for g in self.groups if 0 <= g.start - verb.end <= NEAR), None)
        return self._named(after) if after is not None and after.standing <= Standing.SUBJECT else None

    def _quotes(self, verb: Mark) -> bool:
        """Whether a quotation, or a comma, ends right before a verb."""
        return self.text[self.view.start : verb.start].rstrip()[-1:] in _QUOTED

    def _two(self, group: Group) -> tuple[str, ...]:
        """The two states that the sentence has named before it says *both*."""
        named = dict.fromkeys(n for g in self.groups if g.end <= group.start for n in g.names)
        states = tuple(n for n in named if kind_of(n) == "state")
        return states if len(states) == 2 else ()


__all__ = ["Cast", "Clause", "Lead", "Sentence", "Subject", "Voice"]
