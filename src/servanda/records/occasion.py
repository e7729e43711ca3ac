"""The words of occasions in a sentence, and what the words right around them say of them.

A cue (``events.toml`` ``[nouns]``, ``[plurals]``, ``[verbs]``) counts where what the occasion is made of
stands beside it: an agreement for a signing, a name for an opening. Other cues qualify it (``[cues]``):
``held``, ``did`` (makes the noun beside it an act), ``beside`` (part of another occasion), ``eve`` (the day
before it), ``vague`` and ``habit`` (no single occurrence), ``next`` (the coming edition), ``before`` (it but
dates another event), ``none`` (words that only look like an occasion), ``present`` (the one that the text
is about).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from servanda.catalogue import catalogue
from servanda.line import line
from servanda.records.lexicon import Mark
from servanda.records.view import TimeFound, View
from servanda.values import edtf

REACH = 130  # how far behind its cue, in characters, what belongs to an event may stand
NEAR = 45  # and how far a word that qualifies the cue itself
CLOSE = 3  # the same of a verb
OBJECT = 80  # and what the occasion is made of
BODY = 12  # and the body that is joined
AGAIN = 60  # how far apart a verb and a noun of one visit may stand
JOINED = 24  # and two nouns that share what is told behind them
BREAK = re.compile(r"[;\n•]|:(?!\d)")
COMMA = re.compile(r"[,;()\n•]|:(?!\d)")
WORDS = re.compile(r"[^\s,.;:()«»“”\"–—]+")
_OPEN = ("by", "until", "before")
_BY_THING = (  # occasions by their object
    ("opening", "mission", "mission"),
    ("launch", "missile", "firing"),
    ("relations", "partnership", "partnership"),
)


_UNNAMED = {"opening": "inauguration", "launch": "start"}
"""Occasions of a thing that nothing beside them names: they need a time."""


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


class Cues:
    """A sentence with its names and times: where its words of occasions stand, and how they are qualified."""

    def __init__(self, view: View, times: Sequence[TimeFound], pair: tuple[str, ...]) -> None:
        self.view = view
        self.text = view.document.text
        self.pair = pair
        self.names = list(names_of(view))
        self.times = [t for t in times if self._tells(t)]
        self.taken: set[int] = set()

    def _tells(self, time: TimeFound) -> bool:
        """Whether something can have happened at a time: no limit, no period, no dateline."""
        if time.mark.kind not in ("point", "interval") or time.mark.mod in _OPEN or not short(time.value):
            return False
        if self._anaphoric(time):
            return False
        document = self.view.document
        line = document.evidence if document.published_basis == "dateline" else ()
        return not any(e.start <= time.start < e.end for e in line)

    def _anaphoric(self, time: TimeFound) -> bool:
        """Whether a time is told from what happened before (*the next day*), or how long nothing did.

        *The first meeting in seven months* was not held in seven months.
        """
        if any(m.start < time.end and time.start < m.end for m in self.view.of("happening:nextday")):
            return True
        published, span = edtf.days(self.view.document.published), edtf.days(time.value)
        ahead = span is not None and published is not None and span[0] > published[1]
        ahead = ahead and not any(c.isdigit() for c in self.text[time.start : time.end])
        firsts = (m for m in self.view.of("order") if m.value == 1)
        return ahead and any(0 <= time.start - m.end <= NEAR for m in firsts)

    def _cues(self) -> Iterator[Cue]:
        """The cues whose object is there, each with its part of the sentence."""
        found: list[tuple[Mark, str]] = []
        for mark in self.view.of("occasion"):
            if found and mark.start < found[-1][0].end:
                continue
            key = self._key(mark)
            told = found and (self._celebrated(found[-1], mark) or self._again(found[-1], mark, key))
            if found and key is not None and self._round_of(found[-1], mark):
                found.pop()
            elif found and key == "edition" and self._numbered(found[-1], mark):
                key = found.pop()[1]
            if key is not None and not told:
                found.append((mark, key))
        for i, (mark, key) in enumerate(found):
            left = found[i - 1][0].end if i else self.view.start
            after = i + 1
            while after < len(found) and self._and_then(found[after - 1][0], found[after][0]):
                after += 1
            right = found[after][0].start if after < len(found) else self.view.end
            yield Cue(mark, key, mark.value[1], left, min(right, mark.end + REACH))

    def _again(self, before: tuple[Mark, str], mark: Mark, key: str | None) -> bool:
        """Whether a noun says again what the verb beside it says (*arrived on a visit*), or it the noun."""
        twice = before[1] == key == "visit" and "verbs" in (before[0].value[1], mark.value[1])
        gap = self.text[before[0].end : mark.start]
        if before[1] in ("session", "summit") and mark.value[1] == "nouns" and gap in (" ", "-"):
            return True  # *the COP31 conference*
        return twice and len(gap) <= AGAIN and before[0].value[1] != mark.value[1] and not COMMA.search(gap)

    def _round_of(self, before: tuple[Mark, str], mark: Mark) -> bool:
        """Whether the noun before only numbers what the next one names (*the third round of the talks*)."""
        gap = self.text[before[0].end : mark.start]
        return before[1] == "edition" and len(gap) <= AGAIN and not COMMA.search(gap)

    def _numbered(self, before: tuple[Mark, str], mark: Mark) -> bool:
        """Whether a noun behind another one only numbers it, where such nouns come last."""
        gap = self.text[before[0].end : mark.start]
        final = self.view.lexicon.habits.postpositions
        return final and before[1] == "meeting" and len(gap) <= AGAIN // 2 and not COMMA.search(gap)

    def _and_then(self, a: Mark, b: Mark) -> bool:
        """Whether two nouns share what stands behind them (*the talks and the dinner on 9 May*)."""
        gap = self.text[a.end : b.start]
        words = [w.lower() for w in WORDS.findall(gap)]
        nouns = a.value[1] == b.value[1] == "nouns"
        joins = self.view.lexicon.occurring.and_
        return nouns and len(gap) <= JOINED and bool(words) and words[0] in joins and not COMMA.search(gap)

    def _celebrated(self, before: tuple[Mark, str], mark: Mark) -> bool:
        """Whether an occasion is but what an anniversary is of."""
        gap = self.text[before[0].end : mark.start]
        return before[1] == "anniversary" and len(gap) <= NEAR and not COMMA.search(gap)

    def _key(self, mark: Mark) -> str | None:
        """The occasion of a cue; ``None`` where what it is made of is not there."""
        key, how = mark.value
        wanted = catalogue().occasions[key].object
        for plain, thing, own in _BY_THING:
            if key == plain and self._things(mark, thing):
                return own
        if how == "verbs" and key == "opening" and self._of_itself(mark):
            return None
        if not wanted or self._has_object(mark, wanted, how):
            return str(key)
        return _UNNAMED.get(key) if how == "verbs" or self.view.lexicon.titling.left else None

    def _of_itself(self, verb: Mark) -> bool:
        """*the summit opened*: a verb that only says that what stands right before it began."""
        return any(0 <= verb.start - m.end <= 3 for m in self.view.of("occasion") if m.value[1] == "nouns")

    def _has_object(self, mark: Mark, wanted: str, how: str) -> bool:
        """Whether what an occasion is made of stands beside its cue."""
        if wanted == "any":
            return self._object(mark) is not None
        if wanted == "instrument":
            return self._instrument(mark, how) is not None
        return self._body_near(mark) if wanted == "body" else self._things(mark, wanted)

    def _body_near(self, cue: Mark) -> bool:
        """Whether an organisation or a forum is named right behind the cue (or right before it)."""
        left = self.view.lexicon.titling.left
        gaps = (
            (cue.start - m.end if left else m.start - cue.end)
            for m in self.names
            if kind(m.value) in ("organisation", "forum")
        )
        return any(0 <= gap <= BODY for gap in gaps)

    def _things(self, cue: Mark, wanted: str) -> bool:
        return any(m.value == wanted and self._gap(cue, m) <= OBJECT for m in self.view.of("thing"))

    def _gap(self, cue: Mark, mark: Mark) -> int:
        """How far apart two marks are; very far across a break."""
        a, b = (cue, mark) if cue.start <= mark.start else (mark, cue)
        return 10_000 if BREAK.search(self.text, a.end, b.start) else b.start - a.end

    def broken(self, a: int, b: int) -> bool:
        """Whether something ends between: a full stop, a semicolon, but none inside a name."""
        return any(
            not any(n.start <= m.start() < n.end for n in self.names) for m in BREAK.finditer(self.text, a, b)
        )

    def _instrument(self, cue: Mark, how: str) -> Mark | None:
        """The instrument that is signed: behind the cue, else before it."""
        marks = [m for m in self.view.of("instrument") if self._gap(cue, m) <= OBJECT]
        behind = [m for m in marks if m.start >= cue.end]
        before = [m for m in marks if m.end <= cue.start]
        if self.view.lexicon.titling.left or not behind:
            return before[-1] if before else None
        return behind[0] if behind else None

    def _object(self, cue: Mark) -> tuple[int, int] | None:
        """What is opened or launched: a name, a numbered thing, a quotation, close to the cue."""
        left = self.view.lexicon.titling.left
        for mark in self.view.marks:
            near = 0 <= (cue.start - mark.end if left else mark.start - cue.end) <= NEAR
            if near and mark.kind in ("entity", "order") and not COMMA.search(self.text, *between(cue, mark)):
                return mark.start, mark.end
        if left:
            return None
        m = re.compile(r"[^,;:.()]{0,40}[«“\"]").match(self.text, cue.end, self.view.end)
        return (cue.end, m.end()) if m else None

    def _part_of(self, cue: Cue) -> bool:
        """Whether it is said to be held beside another occasion, or on its eve."""
        if any(cue.mark.end <= m.start <= cue.right for m in self.view.of("happening:eve")):
            return True
        found = [m for m in self.view.of("happening:beside") if cue.mark.end <= m.start <= cue.right]
        return bool(found) and (cue.how == "verbs" or self._within("held", cue.mark.end, found[0].start))

    def _framed(self, cue: Cue) -> bool:
        """Whether the sentence sets it in the frame of another occasion (*During the visit, …*)."""
        known = catalogue().occasions
        frames = [m for m in self.view.of("happening:beside") if m.end <= cue.mark.start]
        return any(
            m.end <= cue.mark.start and known[m.value[0]].main and 0 <= m.start - f.end <= 25
            for f in frames
            for m in self.view.of("occasion")
        )

    def _near_before(self, cue: Cue, name: str) -> bool:
        """Whether a word of this class qualifies the cue: shortly before it, nothing but words between."""
        reach = CLOSE if name == "vague" and cue.how == "verbs" else NEAR
        return any(
            0 <= cue.mark.start - m.end <= reach
            and m.end >= cue.left
            and not COMMA.search(self.text, m.end, cue.mark.start)
            for m in self.view.of("happening:" + name)
        )

    def _right_behind(self, cue: Cue, name: str) -> bool:
        """Whether a word of this class stands right behind the cue, as adjectives do in some languages."""
        return any(0 <= m.start - cue.mark.end <= 2 for m in self.view.of("happening:" + name))

    def _infinitive(self, cue: Cue) -> bool:
        """*to visit*: what is but invited to or planned."""
        before = WORDS.findall(self.text[max(self.view.start, cue.mark.start - 8) : cue.mark.start])
        return bool(before) and before[-1].lower() in self.view.lexicon.occurring.infinitive

    def _meant(self, cue: Cue) -> bool:
        """Whether a verb is but what somebody undertakes or asks for: right behind a verb of speech."""
        if cue.how != "verbs" or self.view.lexicon.habits.verb_final:
            return False
        said = (m for m in self.view.of("verb") if m.value not in ("say", "sign", "will"))
        return any(0 <= cue.mark.start - m.end <= 2 for m in said)

    def _vague(self, cue: Cue) -> bool:
        """Whether it is no single occurrence: a vague word before it, a habit beside it, a wish."""
        if self._near_before(cue, "vague") or self._pending(cue) or self._has(cue, "habit"):
            return True
        if self._ahead(cue):
            return True
        return cue.key == "meeting" and self._negotiating(cue.mark)

    def _ahead(self, cue: Cue) -> bool:
        """*before the summit*: it but dates another event."""
        final = self.view.lexicon.habits.postpositions
        return any(
            0 <= (m.start - cue.mark.end if final else cue.mark.start - m.end) <= (3 if final else 25)
            for m in self.view.of("happening:before")
        )

    def _negotiating(self, cue: Mark) -> bool:
        """Whether talks are but the state of an agreement (*negotiations on the treaty*)."""
        state = any(m.value == "negotiating" and m.end == cue.end for m in self.view.of("standing"))
        left = self.view.lexicon.titling.left
        return state and any(
            0 <= (cue.start - m.end if left else m.start - cue.end) <= NEAR
            for m in self.view.of("instrument")
        )

    def _did(self, cue: Cue) -> bool:
        """*held talks*: a verb that makes the noun an act stands right beside it."""
        final = self.view.lexicon.habits.verb_final
        return any(
            0 <= (m.start - cue.mark.end if final else cue.mark.start - m.end) <= 20
            for m in self.view.of("happening:did")
        )

    def _pending(self, cue: Cue) -> bool:
        """Whether a signing is but wished for."""
        return cue.key == "signing" and any(
            m.value in ("proposed", "negotiating")
            and not talked(self.view, m)
            and 0 <= cue.mark.start - m.end <= NEAR
            and not COMMA.search(self.text, m.end, cue.mark.start)
            for m in self.view.of("standing")
        )

    def _to_come(self, cue: Cue) -> bool:
        """Whether a signing is still ahead."""
        final = self.view.lexicon.habits.verb_final
        gaps = (
            m.start - cue.mark.end if final else cue.mark.start - m.end
            for m in self.view.marks
            if m.kind == "standing" and m.value == "pending"
        )
        return any(0 <= gap <= NEAR for gap in gaps)

    def _has(self, cue: Cue, name: str) -> bool:
        """Whether a word of this class stands on either side of the cue."""
        return any(
            cue.left <= m.start
            and m.end <= cue.right
            and (m.end <= cue.mark.start or m.start >= cue.mark.end)
            and not BREAK.search(self.text, *between(cue.mark, m))
            for m in self.view.of("happening:" + name)
        )

    def _within(self, name: str, a: int, b: int) -> bool:
        return any(a <= m.start and m.end <= b for m in self.view.of("happening:" + name))

    def _definite(self, cue: Cue) -> bool:
        """Whether the noun is a known one: *the*, *his*, *India's* before it."""
        words = self.view.lexicon.occurring.definite
        if not words:
            return cue.how == "nouns"
        before = self.text[max(cue.left, cue.mark.start - NEAR) : cue.mark.start]
        cut = list(COMMA.finditer(before))
        phrase = before[cut[-1].end() :] if cut else before
        last = [w.lower() for w in WORDS.findall(phrase)][-6:]
        return any(w in words or w.endswith(("'s", "’s", "s’")) for w in last)


def talked(view: View, mark: Mark) -> bool:
    """Whether talks are over: *after the talks*, *following negotiations*."""
    if mark.value != "negotiating":
        return False
    final = view.lexicon.habits.postpositions
    return any(
        m.kind == "happening:beside" and 0 <= (m.start - mark.end if final else mark.start - m.end) <= 2
        for m in view.marks
    )


def names_of(view: View) -> Iterator[Mark]:
    """The names of a sentence; of a name that holds a word of an occasion, those inside it."""
    cues = view.of("occasion")
    for mark in view.names:
        if not any(mark.start < c.end and c.start < mark.end for c in cues):
            yield mark
            continue
        inside = view.lexicon.read(line(view.document.text[mark.start : mark.end]), mark.start)
        inner = [m for m in inside if m.kind in ("entity", "capital") and m.end < mark.end]
        yield from inner
        if not inner:
            yield mark


def short(value: str | None) -> bool:
    """Whether a time is no longer than a year: one at which something can happen."""
    if value is not None and value.startswith("XXXX-"):
        return True  # a day whose year nothing tells
    span = edtf.days(value)
    return span is not None and value is not None and value[0] != "T" and (span[1] - span[0]).days <= 366


def between(a: Mark, b: Mark) -> tuple[int, int]:
    """Where the words between two marks begin and end."""
    return (a.end, b.start) if a.start <= b.start else (b.end, a.start)
