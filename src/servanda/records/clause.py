"""The clauses of a sentence: each verb of speech that has an official subject, with what it does.

The class of the verb and the class of its object decide the act (``catalogue/acts.toml``). The content of
what is reported (*said that India will build*) gives the act, the one who said it the speaker; what else
stands behind *that* is no clause of its own.

Classes of a pack's ``statements.toml``:

``verbs``, ``passives`` (passive by their form), ``participles``, ``objects``
    As ``catalogue/acts.toml`` names them.
``speakers``
    ``both``: all whom the document is about; ``we``, ``i``; ``again``, ``they``: whoever spoke before;
    ``relative``: the name right before; ``side``: an office or body of the state named with it;
    ``nobody``: no official; ``passive``: auxiliaries.
``clauses``
    ``join``; ``aim``: a second aim of the same verb; ``not``; ``if``; ``attributive``: right before a verb:
    it is none; ``spent``: the same right behind it; ``unwilled``: what nobody undertakes, behind *will*;
    ``that``; ``oblique``: pre- or postpositions; ``of``; ``agent``; ``by``; ``toward``: whom it is said to;
    ``aside``: less of the topic follows; ``same``: what was said before is what it is about; ``idiom``:
    phrases in which such words say nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from servanda.catalogue import ActStep, catalogue
from servanda.records.act import REPORTING
from servanda.records.lexicon import Mark
from servanda.records.said import Cast, Clause, Lead, Subject, Voice
from servanda.records.subject import NEAR, Subjects
from servanda.records.view import View

THAT_REACH = 40  # how far behind its verb the word that opens a report is looked for, in characters
LINKED = 12  # how far behind a quotation the one who is quoted stands
_CLOSING = tuple('"”»')
_CONTENT = ("commissive", "directive", "expressive", "declaration")


class Sentence(Subjects):
    """The clauses of one sentence."""

    def __init__(self, view: View, cast: Cast, voice: Voice, speaker: Subject | None = None) -> None:
        super().__init__(view, cast, voice)
        self.found: list[Clause] = []
        self.subject = speaker
        self.main: Subject | None = None  # the subject of the first verb
        self.reporting: Clause | None = None  # the clause that reports, until its content gives it an act

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
        if verb.value in REPORTING and self.found and own and self._is_credit(subject, verb):
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
        self.begun = True
        self.found.append(msgspec.structs.replace(clause, start=begin))

    def _open(self, verb: Mark, last: int, subject: Subject, later: Sequence[Mark]) -> None:
        """Notes where the content of a reporting verb begins."""
        following = later[0].start if later else self.view.end
        that = next(
            (
                m
                for m in self.words
                if m.value == "that" and verb.start <= m.start <= min(last + THAT_REACH, following)
            ),
            None,
        )
        self.opened = that.end if that else (last if verb.value in ("say", "credit") else None)
        reports = verb.value in ("say", "confirm", "agree", "credit") and subject.speakers is not None
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
        """Whether a subject begins what a verb without finite forms is about (*hopes he will come*)."""
        if not self.found or not self.view.lexicon.infinite or at < self.floor:
            return False
        parted = any(m.value == "join" and self.floor <= m.start < at for m in self.words)
        return not parted and not any(c in ",;:" for c in self.text[self.floor : at])

    def _is_infinitive(self, verb: Mark) -> bool:
        """Whether a verb that only follows an undertaking is what is undertaken."""
        undertaken = bool(self.found) and self.found[-1].step.act == "commissive"
        return undertaken and verb.value in self.view.lexicon.infinite


__all__ = ["Cast", "Clause", "Lead", "Sentence", "Subject", "Voice"]
