"""Whose words a number stands in: the report (*X said that …*, *…, said X*) that holds it, and by whom it is.

Officials and anybody else count alike, unlike in statements: a person that is named with the verb, else a
body, else a state. Where the verb has a pronoun or an office alone, it is whoever spoke last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from servanda.records.kinds import NAMES, kind_of
from servanda.records.lexicon import Mark
from servanda.records.speaker import outside_names, words_of
from servanda.records.view import View, once

SAYING = frozenset(("say", "note", "confirm", "stress", "announce"))
BEFORE = 70  # characters, at most, between a name and the verb of saying behind it
BEHIND = 110  # and between a verb of saying and the name behind it
THAT = 15  # and between a verb of saying and the word that opens what is said
NEAR = 30  # and between a verb of saying and a state or a word for an actor behind it
_OF_STATES = ("say", "announce")  # what a state claims: what else it notes or confirms is policy
RANKS = ("person", "organisation", "state")
_ENDS = re.compile(r"[.;!?:\n](?=\s|$)")
_PUT = re.compile(r"[,»”\"—–-]\s*$")
_ASKING = re.compile(r"\s*(?:[-–—]\s|[^\W\d_][^\n:?.,]{0,40}:\s)")
_OPENING, _CLOSING = re.compile("[«“]"), re.compile("[»”]")


class Report(msgspec.Struct, frozen=True):
    """A verb of saying with its subject, where both stand.

    ``by``: who says it, ``""``: nobody in particular, ``None``: whoever spoke before. ``behind``: it stands
    behind what is said.
    """

    start: int
    end: int
    by: str | None
    behind: bool


@once
def reports(view: View) -> Sequence[Report]:
    """The reports of a sentence, in order."""
    if not any(m.value in SAYING for m in view.of("verb")):
        return ()
    verbs = [m for m in outside_names(view) if m.kind == "verb" and m.value in SAYING]
    return [_report(view, m) for m in verbs]


def _report(view: View, verb: Mark) -> Report:
    final, that = view.lexicon.habits.verb_final, _has_that(view, verb)
    text = view.document.text
    if not final and not that and _PUT.search(text, view.start, verb.start):
        who = _who(verb, _behind(view, verb), _words(view, verb, before=False)[:1])
        return Report(verb.start, verb.end, who, behind=True)
    named = _before(view, verb)
    if named is None and not final and not _words(view, verb, before=True):
        named = _behind(view, verb)
    words = _words(view, verb, before=True)[-1:] or _words(view, verb, before=False)[:1]
    start = min(_from(view, verb), named.start if named else verb.start)
    put = start > view.start and _PUT.search(text, view.start, start) is not None
    return Report(start, verb.end, _who(verb, named, words), put and not that)


def _from(view: View, verb: Mark) -> int:
    """Where the words for the subject of a verb begin."""
    words = _words(view, verb, before=True)
    return words[0].start if words else verb.start


def _words(view: View, verb: Mark, *, before: bool) -> list[Mark]:
    """The words for actors right before a verb, or right behind it."""
    text = view.document.text
    marks = [m for m in words_of(view).get("speaker", ()) if m.value not in ("passive", "relative")]
    if before:
        near = [m for m in marks if m.end <= verb.start and verb.start - m.end <= BEFORE]
        return [m for m in near if not _ENDS.search(text, m.end, verb.start)]
    return [m for m in marks if verb.end <= m.start <= verb.end + NEAR]


def _who(verb: Mark, named: Mark | None, words: Sequence[Mark]) -> str | None:
    """Whom a name, or the word for an actor where there is none, mean as the subject of a verb."""
    word = words[0].value if words else None
    state = named is not None and kind_of(named.value) == "state"
    if named is None or word == "both" or (state and word in ("nobody", "they", "we")):
        return None if word in ("again", "side") else ""
    return "" if state and verb.value not in _OF_STATES else str(named.value)


def _has_that(view: View, verb: Mark) -> bool:
    """Whether what is said is opened right behind the verb."""
    clauses = words_of(view).get("clause", ())
    return any(m.value == "that" and 0 <= m.start - verb.end <= THAT for m in clauses)


def _before(view: View, verb: Mark) -> Mark | None:
    """The name whose verb stands behind it."""
    end, clauses = verb.start, words_of(view).get("clause", ())
    if view.lexicon.habits.postpositions:
        agents = [m for m in clauses if m.value == "agent" and m.end <= verb.start]
        if not agents:
            return None
        end = agents[-1].start
        oblique: set[int] = set()
    else:
        oblique = {m.end + 1 for m in clauses if m.value == "oblique"}
    near = (m for m in _names(view) if m.end <= end and _reaches(view, m.end, end, BEFORE))
    return _best(m for m in near if m.start not in oblique or kind_of(m.value) == "organisation")


def _behind(view: View, verb: Mark) -> Mark | None:
    """The name that stands behind its verb."""
    text = view.document.text
    near = [m for m in _names(view) if m.start >= verb.end and _reaches(view, verb.end, m.start, BEHIND)]
    words = _words(view, verb, before=False)
    comma = text.find(",", words[0].end) if words else -1
    near = [m for m in near if comma < 0 or m.start < comma]  # *the minister, meeting X*
    fit = (m for m in near if kind_of(m.value) != "state" or m.start - verb.end <= NEAR)
    return _best(m for m in reversed(list(fit)) if not _OPENING.search(text, verb.end, m.start))


def _best(names: Iterable[Mark]) -> Mark | None:
    """The last of the names that are of the best rank."""
    ranked = list(names)
    for rank in RANKS:
        fit = [m for m in ranked if kind_of(m.value) == rank]
        if fit:
            return fit[-1]
    return None


@once
def _names(view: View) -> list[Mark]:
    if not view.names:
        return []
    return [m for m in outside_names(view) if m.kind in NAMES and kind_of(m.value) in RANKS]


def _reaches(view: View, start: int, end: int, most: int) -> bool:
    """Whether a name and its verb are near, with no other verb, pronoun or end of a clause between."""
    if end - start > most or _ENDS.search(view.document.text, start, end):
        return False
    between = (m for m in view.marks if start <= m.start and m.end <= end)
    return not any(
        m.kind == "verb" or (m.kind == "speaker" and m.value in ("again", "they")) for m in between
    )


def teller(view: View, at: int, before: Sequence[View]) -> str | None:
    """Who says what stands at a place: an id, ``""`` for nobody in particular; ``None``: it is not told."""
    found = reports(view)
    final = view.lexicon.habits.verb_final
    told = [r for r in found if (r.start if final else r.end) <= at and not r.behind]
    told = told or [r for r in found if r.start > at and r.behind]
    if told:
        return told[-1].by if told[-1].by is not None else _last(before)
    if found or (first := _quoted_from(view, at)) is None:
        return None
    named = [str(m.value) for m in _names(view) if m.end <= first and kind_of(m.value) == "person"]
    return named[0] if named else _last(before)


def _last(before: Sequence[View]) -> str | None:
    """The person who spoke last in the sentences before, else whom they named first."""
    for view in reversed(before):
        people = [str(m.value) for m in _names(view) if kind_of(m.value) == "person"]
        spoke = [r.by for r in reports(view) if r.by in people]
        if people:
            return spoke[-1] if spoke else people[0]
    return None


def _quoted_from(view: View, at: int) -> int | None:
    """Where a quotation began that holds a place and is somebody's sentence, in its paragraph."""
    text = view.document.text
    begin = _line(view)
    opened = [m.start() for m in _OPENING.finditer(text, begin, at)]
    if len(opened) <= len(_CLOSING.findall(text, begin, at)):
        return None
    first = opened[-1]
    whole = text[first + 1 : first + 2].isupper() and text[begin:first].rstrip()[-1:] in (
        "",
        ".",
        ":",
        ",",
        "”",
        "»",
    )
    return first if whole else None


class Interview(msgspec.Struct, frozen=True):
    """Who answers in an interview, and where the first answer may begin."""

    who: str
    start: int


def interview(views: Sequence[View]) -> Interview | None:
    """The interview that a document is: its lines ask, each marked by a dash or by who asks."""
    asked = [v for v in views if v.text.endswith("?") and _ASKING.match(v.document.text, _line(v), v.end)]
    people = (m for v in views for m in _names(v) if kind_of(m.value) == "person") if len(asked) > 1 else ()
    return next((Interview(str(m.value), asked[0].end) for m in people), None)


def _line(view: View) -> int:
    return view.document.text.rfind("\n", 0, view.start) + 1


__all__ = ["Interview", "Report", "interview", "reports", "teller"]
