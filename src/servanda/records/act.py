"""What a verb of speech does: by its class and that of its object, and what softens or undoes it."""

from __future__ import annotations

from collections.abc import Sequence

from servanda.catalogue import ActStep, catalogue
from servanda.records.lazily import lazily
from servanda.records.lexicon import Mark
from servanda.records.speaker import Group, groups, outside_names, words_of
from servanda.records.view import View

VERBS = ("verb", "passive", "participle")
UNDOING = ("attributive", "not", "if")  # before a verb
SPENDING = ("idiom", "spent", "unwilled")  # behind it
REPORTING = frozenset(("say", "note", "stress", "discuss", "confirm", "pledge", "hope", "credit"))
"""Classes of verbs that may stand behind, or amid, what somebody says (*…, noted Norway's minister*)."""
OBJECT_REACH = 75  # how far from its verb an object is looked for, in characters
FINAL_REACH = 60  # the same where the verb stands last
SOFT_REACH = 45  # and what makes an undertaking a weaker one
AUXILIARY_REACH = 16
THAT_NEAR = 14
SAY_REACH = 24
ADVERB = 8  # at most one short word stands before what nobody undertakes


class Verbs:
    """The words of speech of one sentence, and what its verbs do."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.text = view.document.text
        self.final = view.lexicon.habits.verb_final
        self.verbs: Sequence[Mark] = ()
        if view.has(VERBS):
            self.verbs = [m for m in outside_names(view) if m.kind in VERBS]
        self.floor = view.start  # where the last cue ends

    @lazily
    def objects(self) -> Sequence[Mark]:
        """What the verbs may be about."""
        return words_of(self.view).get("object", ())

    @lazily
    def words(self) -> Sequence[Mark]:
        """The small words that join, negate and open clauses."""
        return words_of(self.view).get("clause", ())

    @lazily
    def thats(self) -> Sequence[Mark]:
        """Those of them that open a report."""
        return [mark for mark in self.words if mark.value == "that"]

    @lazily
    def auxiliaries(self) -> Sequence[Mark]:
        """The words that make a verb behind them passive."""
        return [mark for mark in words_of(self.view).get("speaker", ()) if mark.value == "passive"]

    @lazily
    def undoing(self) -> Sequence[Mark]:
        """Those of them that may make a verb behind them none of speech."""
        return [mark for mark in self.words if mark.value in UNDOING]

    @lazily
    def spending(self) -> Sequence[Mark]:
        """Those that may make a verb before them none."""
        return [mark for mark in self.words if mark.value in SPENDING]

    @lazily
    def groups(self) -> Sequence[Group]:
        """Those who may act, where something is done."""
        return groups(self.view) if self.verbs else ()

    def _no_act(self, verb: Mark) -> bool:
        """Whether the verb is negated, conditional, a noun or an adjective (*earlier signed ones*)."""
        return (
            self._is_noun(verb)
            or any(self._undoes(mark, verb) for mark in self.undoing if mark.end <= verb.start)
            or any(self._spends(mark, verb) for mark in self.spending if mark.start >= verb.end)
        )

    def _undoes(self, mark: Mark, verb: Mark) -> bool:
        """Whether a small word before a verb makes it none of speech."""
        gap = self.text[mark.end : verb.start]
        attributive = mark.value == "attributive" and not gap.strip(" \"“«'")
        negated = mark.value == "not" and len(gap) <= 12 and "," not in gap
        return attributive or negated or (mark.value == "if" and ";" not in gap)

    def _spends(self, mark: Mark, verb: Mark) -> bool:
        """Whether a small word behind a verb makes it none of speech."""
        gap = self.text[verb.end : mark.start]
        if verb.value == "will" and mark.value in ("idiom", "unwilled"):
            return len(gap) <= (1 if mark.value == "idiom" else ADVERB) and len(gap.split()) < 2
        return mark.value == "spent" and len(gap) <= 2 and not gap.strip()

    def _is_noun(self, verb: Mark) -> bool:
        """Whether a verb that is written with a capital inside a sentence is a name's first word."""
        if not self.text[verb.start].isupper():
            return False
        before = self.text[self.view.start : verb.start].rstrip(" ")
        return before[-1:].isalpha() and before[-1:].islower()

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
            next((m.start for m in self.thats if m.start >= verb.end), self.view.end),
        )
        behind = [m for m in self.objects if verb.start <= m.start < limit]
        if any(0 <= m.start - verb.end <= THAT_NEAR for m in self.thats):
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
        """Whether the objects behind a following verb are that one's; it may be this one's object itself."""
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
            0 <= verb.start - m.end <= AUXILIARY_REACH for m in self.auxiliaries
        )
