"""Who speaks in a sentence: its names and words for actors, in groups, and what may be a subject.

A group is a run of neighbouring names, offices and words for actors (*the Foreign Ministers of India and
Russia*). What stands behind a preposition (or before a postposition) is no subject; neither is an
adjective or a name in another case than the nominative, unless a word for a side goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum

import msgspec

from servanda.catalogue import catalogue
from servanda.line import line
from servanda.records.gazetteer import PLACE
from servanda.records.kinds import NAMES, is_area, kind_of
from servanda.records.lazily import lazily
from servanda.records.lexicon import Mark
from servanda.records.naming import Named
from servanda.records.view import View, by_kind, once

SPEAKING = ("state", "person", "organisation", "forum")
LINK, JOINT, BEFORE = 6, 7, 16
"""The most characters between parts of a group, beside a joining word, after a preposition."""
_APOSTROPHES = " '’-–—"


_SAID = ("clause", "verb", "passive", "participle", "object", "speaker")
_PARTS = frozenset(("speaker", "capital", "indicator", "entity"))  # of a group
_LEADING = ("nobody", "both", "we", "i", "again", "they", "relative", "side")
_ALONE = ("relative", "we", "i", "again", "they")  # pronouns and relative words stand for themselves


class Standing(IntEnum):
    """How fit a group is to be the subject of a verb."""

    AGENT = 0  # marked as the one who acts
    SUBJECT = 1
    ATTRIBUTE = 2  # belongs to something else; a subject only right before its verb
    OBLIQUE = 3


class Group(msgspec.Struct, frozen=True):
    """A run of names and words for actors. ``word``: the class of the word that leads it, if one does."""

    start: int
    end: int
    names: tuple[str, ...]
    word: str | None
    standing: Standing


def is_official(key: str) -> bool:
    """Whether an entity's words may be a statement; bodies that the catalogue lacks count as businesses."""
    if isinstance(key, Named):
        return key.kind == "person"
    known = catalogue().entities.get(key)
    return known is not None and known.official


def side_of(key: str) -> str | None:
    """The state or body that a name speaks for: itself, or a person's state."""
    if is_area(key):
        return key
    known = None if isinstance(key, Named) else catalogue().entities.get(key)
    return known.of if known is not None and known.kind == "person" else None


def speaks(mark: Mark) -> bool:
    """Whether a mark may be a part of a group."""
    if mark.kind == "speaker":
        return bool(mark.value != "passive")
    return mark.kind in ("capital", "indicator") or (
        mark.kind == "entity" and kind_of(mark.value) in SPEAKING
    )


@once
def outside_names(view: View) -> Sequence[Mark]:
    """The marks of a sentence but for the words inside a name (*Bản* of *Nhật Bản*)."""
    if not view.names:
        return view.marks
    out: list[Mark] = []
    end, same = -1, True
    for mark in view.marks:
        if mark.kind in NAMES:
            end = max(end, mark.end)
            out.append(_of_state(view, mark))
            same = same and out[-1] is mark
        elif mark.end <= end and mark.kind in _SAID and PLACE(mark) != PLACE(out[-1]):
            same = False
        else:
            out.append(mark)
    return view.marks if same else out


def _of_state(view: View, mark: Mark) -> Mark:
    """A side of a state that the catalogue lacks speaks for the state (*the Government of Norway*)."""
    if not isinstance(mark.value, Named) or mark.value.kind != "organisation":
        return mark
    sides = [m for m in view.of("speaker") if m.value == "side" and mark.start <= m.start]
    if not any(m.end <= mark.end for m in sides):
        return mark
    finds = view.lexicon.gazetteer.scanner.terms(line(view.document.text[mark.start : mark.end]))[0]
    found = {r["entity"] for _, _, r in finds if "entity" in r and kind_of(r["entity"]) == "state"}
    if len(found) == 1:
        return mark.changed(value=found.pop())
    return mark.changed(kind="speaker", value="side")


@once
def words_of(view: View) -> Mapping[str, Sequence[Mark]]:
    """The same marks by their kinds."""
    marks = outside_names(view)
    return view.kinds if marks is view.marks else by_kind(marks)


@once
def groups(view: View) -> list[Group]:
    """The groups of a sentence, in order."""
    return list(_Groups(view).read())


def in_turn(view: View) -> Iterable[Group]:
    """The same, each made when it is asked for."""
    return _Groups(view).read()


class _Groups:
    """Builds the groups of one sentence."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.marks = outside_names(view)
        self.text = view.document.text
        self.parted = bool(view.lexicon.gazetteer.naming.articles)
        self.words = words_of(view).get("clause", [])
        self.clauses: dict[str, list[Mark]] = {}
        for mark in self.words:
            self.clauses.setdefault(mark.value, []).append(mark)

    @lazily
    def begins(self) -> dict[int, str]:
        """The clause words by where they begin."""
        return {m.start: str(m.value) for m in reversed(self.words)}

    @lazily
    def ends(self) -> dict[int, str]:
        """The same by where they end."""
        return {m.end: str(m.value) for m in reversed(self.words)}

    def read(self) -> Iterator[Group]:
        """The groups in order."""
        return self.joined(map(self.group, self.runs()))

    def runs(self) -> Iterator[list[Mark]]:
        """Neighbouring marks."""
        run: list[Mark] = []
        for mark in self.marks:
            if mark.kind not in _PARTS or not speaks(mark):
                continue
            if run and not self._linked(run[-1], mark):
                yield run
                run = []
            run.append(mark)
        if run:
            yield run

    def _linked(self, a: Mark, b: Mark) -> bool:
        """Whether only blanks, a possessive or a word like *of* stand between two marks."""
        if b.start <= a.end:
            return True
        gap = self.text[a.end : b.start]
        if b.kind == "indicator" and a.kind == "speaker":
            return False
        noun = a.kind == "speaker" and a.value == "nobody"
        if noun and b.kind in NAMES and self.parted and not gap.strip():
            return False  # *under the deal Seoul will …*: no name stands right behind a noun
        if len(gap) > 2 * LINK + 4 or any(m.kind == "speaker" and m.value in _ALONE for m in (a, b)):
            return False
        if gap.strip(_APOSTROPHES) in ("", "s"):
            two = all(m.kind == "entity" and kind_of(m.value) != "person" for m in (a, b))
            return gap.strip() != "" or not two
        return any(
            a.end <= m.start and m.end <= b.start and len(gap) - (m.end - m.start) <= LINK
            for m in self.clauses.get("of", ())
        )

    def group(self, run: Sequence[Mark]) -> Group:
        """A run as a group: persons stand for their offices and states, sides for the states beside them."""
        names, words, unknown = [], set(), False
        for mark in run:
            if mark.kind not in ("speaker", "indicator") and is_official(mark.value):
                names.append(mark)
            elif mark.kind == "speaker":
                words.add(mark.value)
            else:
                unknown = True
        persons = [m for m in names if kind_of(m.value) == "person"]
        if unknown and all(isinstance(m.value, Named) for m in persons):
            words.add("nobody")  # whoever is known speaks for more than a body that is not
        word = next((word for word in _LEADING if word in words), None) if words else None
        if persons and word in ("side", None, "both"):
            names, word = persons, None
        start, end = run[0].start, max(m.end for m in run)
        ids = tuple(dict.fromkeys(m.value for m in names))
        return Group(start, end, ids, word, self._standing(run, start, end, word))

    def _standing(self, run: Sequence[Mark], start: int, end: int, word: str | None) -> Standing:
        after = self._after(end)
        if after is not None:
            return after
        if self._before(start):
            return Standing.OBLIQUE
        if self.text[end : end + 1] in ("'", "’"):
            return Standing.OBLIQUE
        if "of" in self.clauses and self._value_at(start, before=True) == "of":
            return Standing.ATTRIBUTE
        if word is None and all(self._bent(m) for m in run):
            return Standing.ATTRIBUTE
        return Standing.SUBJECT

    def _after(self, end: int) -> Standing | None:
        """What a postposition makes of the group before it."""
        if not self.view.lexicon.habits.postpositions:
            return None
        value = self._value_at(end, before=False)
        if value == "agent":
            return Standing.AGENT
        return Standing.OBLIQUE if value in ("oblique", "of") else None

    def _before(self, start: int) -> bool:
        """Whether a preposition governs what begins here."""
        if self.view.lexicon.habits.postpositions:
            return False
        for mark in self.clauses.get("oblique", ()):
            if 0 <= start - mark.end <= BEFORE:
                gap = self.text[mark.end : start]
                words = gap.split()
                near = len(words) < 2 or all(w[0].isupper() for w in words)
                if near and not any(c in ",:;." for c in gap) and not self._parted(mark.end, start):
                    return True
        return False

    def _parted(self, start: int, end: int) -> bool:
        """Whether a verb, a joining word, another actor or an occasion stands between."""
        return any(
            m.kind in ("verb", "passive", "entity", "capital", "occasion")
            or (m.kind == "clause" and m.value == "join")
            for m in self.marks
            if start <= m.start and m.end <= end
        )

    def _value_at(self, at: int, *, before: bool) -> str | None:
        """The clause word right before or right after a place."""
        known, near = (
            (self.ends, range(at + 1 - LINK, at + 1)) if before else (self.begins, range(at, at + 3))
        )
        return next((known[place] for place in near if place in known), None)

    def _bent(self, mark: Mark) -> bool:
        """Whether a name is an adjective, or not in the nominative."""
        if mark.kind in ("speaker", "indicator"):
            return False
        lexicon = self.view.lexicon
        text = self.text[mark.start : mark.end].lower()
        if kind_of(mark.value) == "person":
            last = text.split()[-1]
            known = lexicon.surnames
            return last not in known and any(last[:size] in known for size in range(1, len(last)))
        name = lexicon.nominatives.get(str(mark.value), "")
        if text == name or mark.kind == "capital":
            return False
        if " " in text or not text.startswith(name[:-1] or "\0"):
            return bool(lexicon.bent) and text.endswith(lexicon.bent)
        return True

    def joined(self, found: Iterable[Group]) -> Iterator[Group]:
        """Groups that a joining word or a comma puts side by side, as one."""
        held: Group | None = None
        for group in found:
            if held is not None and self._side_by_side(held, group):
                held = _together(held, group)
                continue
            if held is not None:
                yield held
            held = group
        if held is not None:
            yield held

    def _side_by_side(self, a: Group, b: Group) -> bool:
        if not ((_nameable(a) or (a.word == "nobody" and a.names)) and _nameable(b)):
            return False
        gap = self.text[a.end : b.start]
        if len(gap) > JOINT + 8:
            return False
        if gap.strip() == ",":
            return a.standing <= Standing.SUBJECT and b.standing <= Standing.ATTRIBUTE
        return any(
            a.end <= m.start and m.end <= b.start and len(gap) - (m.end - m.start) <= JOINT
            for m in self.clauses.get("join", ())
        )


def _nameable(group: Group) -> bool:
    return group.word in (None, "side", "both") and bool(group.names or group.word == "side")


def _together(a: Group, b: Group) -> Group:
    """One group of two; named persons stand for the states and offices beside them."""
    names = tuple(dict.fromkeys((*a.names, *b.names)))
    if a.word == "nobody":
        return Group(a.start, b.end, names, a.word, a.standing)
    persons = tuple(n for n in names if kind_of(n) == "person")
    people = [g for g in (a, b) if g.names and all(kind_of(n) == "person" for n in g.names)]
    others = [n for n in names if n not in persons and n not in map(side_of, persons)]
    several = len(others) > len(persons)  # *the leaders of A, B, C and Prime Minister D*
    kept = persons if people and persons and not several else names
    word = a.word if a.word == b.word else "both"
    standing = b.standing if b.standing == Standing.AGENT else a.standing
    if b.standing == Standing.OBLIQUE and a.standing == Standing.SUBJECT and a.word != "both":
        standing = b.standing
    return Group(a.start, b.end, kept, word if kept else None, standing)
