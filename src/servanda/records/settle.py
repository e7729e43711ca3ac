"""What the packs know of names, settled.

A capital is the place or the state by what stands next to it; a name that is a word as well counts where
nothing speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from servanda.catalogue import catalogue
from servanda.records.gazetteer import Mark
from servanda.records.kinds import NAMES, kind_of
from servanda.records.naming import Word, words_after, words_before
from servanda.records.view import View

REACH = 14  # how far apart an office and its state or a ministry and its state may be, in characters
_DATELINE = re.compile(r" ?[,(/.—–-]")  # behind a city, at the head of a text
_DASHES = ("-", "–", "—")
_DOUBTFUL = ("shy", "tied", "common")
_DEEDS = frozenset(("giving", "getting", "owing", "planned", "proposed", "share"))
CUES = frozenset(
    ("office", "title", "head", "ministry", "series", "work", "site")
)  # what tells of a name beside it


def settle(view: View) -> View:
    """Capitals as places or states; names that are words as well where they are names."""
    if not view.has(("capital", *_DOUBTFUL)):
        return view
    out: list[Mark] = []
    words = {m.start for m in view.of("shy") if _is_word(view, m)}
    words |= {m.start for m in view.of("tied") if not _is_tied(view, m)}
    owned = {m.start for m in view.of("common") if _is_owned(view, m)}
    for mark in view.marks:
        if mark.kind == "capital":
            out.append(_capital(view, mark, out))
        elif mark.kind == "entity" and mark.start in owned:
            out.append(mark.changed(kind="head", value=catalogue().entities[mark.value].kind))
        elif mark.kind not in _DOUBTFUL and not (mark.kind == "entity" and mark.start in words):
            out.append(mark)
    return view.with_marks(tuple(out))


def _is_owned(view: View, mark: Mark) -> bool:
    """Whether a body is a state's own: the state, or another part of its name, stands beside it."""
    text, naming = view.document.text, view.lexicon.gazetteer.naming
    for state in view.of("entity"):
        if kind_of(state.value) in ("state", "place"):
            before = text[state.end : mark.start] if state.end <= mark.start else None
            between = text[mark.end : state.start] if before is None else before
            if len(between) <= REACH and all(w in naming.of for w in between.lower().split()):
                return state.start >= mark.end or not between.strip()
    led = next(words_before(text, view.start, mark.start), None)
    return naming.capitals and led is not None and led.capital and led.text.lower() not in naming.stops


def _is_tied(view: View, mark: Mark) -> bool:
    """Whether a dash joins a short name to another name (*Việt - Trung*)."""
    text = view.document.text
    gaps = [
        text[m.end : mark.start] if m.end <= mark.start else text[mark.end : m.start]
        for m in view.marks
        if m.kind in NAMES and m.start != mark.start
    ]
    return any(len(gap) <= 3 and gap.strip() in ("-", "–", "—", "/") for gap in gaps)


def _is_word(view: View, mark: Mark) -> bool:
    """Whether a name that is a word as well is the word: at a sentence's head, or inside another name."""
    before = view.document.text[max(view.start, mark.start - 40) : mark.start]
    if not before.strip(' \t\n•*-–—"“«('):
        following = list(words_after(view.document.text, mark.end, min(view.end, mark.end + 30)))
        acts = any(0 <= m.start - mark.end <= 4 for m in view.of("verb")) or _acts(view, mark, following)
        return not acts and not _joins(view, following) and (not following or not following[0].capital)
    if view.lexicon.gazetteer.naming.syllables and _goes_on(view, mark):
        return True
    last = before.split()[-1]
    known = any(m.end == mark.start - 1 and m.kind in (*NAMES, *CUES) for m in view.marks)
    return before[-1] == " " and last[0].isupper() and last[-1].isalnum() and not known


def _acts(view: View, mark: Mark, following: Sequence[Word]) -> bool:
    """Whether right behind a name stands what somebody does (*gives*, *has*, *exports*)."""
    small = view.lexicon.gazetteer.naming.predicates
    behind = [m for m in view.marks if m.start == mark.end + 1]
    known = catalogue().indicators
    flows = any(known[k].flows for m in behind if m.kind in ("gauge", "beside") for k in m.value)
    deeds = flows or any(m.kind in _DEEDS for m in behind)
    return deeds or (bool(following) and following[0].text.lower() in small)


def _joins(view: View, following: Sequence[Word]) -> bool:
    """Whether *and* and another name follow."""
    if len(following) < 2 or following[0].text.lower() not in view.lexicon.gazetteer.naming.joining:
        return False
    return any(m.start == following[1].start and m.kind in NAMES for m in view.marks)


def _goes_on(view: View, mark: Mark) -> bool:
    """Whether a syllable's name is the first part of another (*Mỹ Thuận*); not behind an office."""
    following = next(words_after(view.document.text, mark.end, min(view.end, mark.end + 20)), None)
    if following is None or not following.capital or following.start != mark.end + 1:
        return False
    marks = [m for m in view.marks if m.start != mark.start]
    known = any(m.start == following.start and m.kind in (*NAMES, *CUES) for m in marks)
    held = any(0 <= mark.start - m.end <= 1 and m.kind in ("office", "title", "ministry") for m in marks)
    return not known and not held


def _capital(view: View, mark: Mark, before: Sequence[Mark]) -> Mark:
    state = catalogue().entities[mark.value].of
    if state is None or _is_place(view, mark) or _follows(view, mark, before):
        return mark.changed(kind="entity")
    return mark.changed(value=state)


def _follows(view: View, mark: Mark, before: Sequence[Mark]) -> bool:
    """Whether a dash joins a capital to the place before it (*Praha - Hà Nội*)."""
    last = next((m for m in reversed(before) if m.kind == "entity"), None)
    gap = view.document.text[last.end : mark.start] if last is not None else ""
    return last is not None and len(gap) <= 3 and gap.strip() in _DASHES and kind_of(last.value) == "place"


def _is_place(view: View, mark: Mark) -> bool:
    """Whether a capital's name means the city: by the words next to it, or as a dateline."""
    text, naming = view.document.text, view.lexicon.gazetteer.naming
    before = text[max(view.start, mark.start - 40) : mark.start].lower().replace("\u00a0", " ")
    after = text[mark.end : min(view.end, mark.end + 24)].lower()
    dateline = _DATELINE.match(after)
    small = text[mark.end : mark.end + 4].lstrip(", ")[:1].islower() and not re.search(r"\d", after)
    if not before.strip(" \t\n•*(") and dateline and not (after[0] == "," and small):
        return True
    if _chained(view, mark) or _is_second(view, mark):
        return True
    if _addressed(view, mark, before, text[mark.end : mark.end + 1]):
        return True
    last = before.split()[-1:] if before[-1:] == " " else []
    if last and last[0].strip("(\"'“«") in naming.before:
        return not _speaks_there(view, mark)
    following = after.split()[:1] if after[:1] == " " else []
    if following and following[0].strip(".,;:।") in naming.after:
        return True
    return any(before.rstrip().endswith(phrase) for phrase in naming.trip)


def _addressed(view: View, mark: Mark, before: str, after: str) -> bool:
    """Whether a capital only tells where a body or a house is (*Ministry of Foreign Affairs, Islamabad*)."""
    if not before.endswith(", ") or after not in ("", "\n", ".", ",", ";", ")"):
        return False
    told = [m for m in view.marks if m.end == mark.start - 2]
    return any(m.kind in ("ministry", "head") or (m.kind == "entity" and _is_body(m)) for m in told)


def _is_body(mark: Mark) -> bool:
    return kind_of(mark.value) in ("organisation", "forum", "place")


def _speaks_there(view: View, mark: Mark) -> bool:
    """Whether those in a capital say something, for their state (*в Баку заявили*)."""
    if not view.lexicon.gazetteer.naming.lemma:
        return False
    return any(m.value == "say" and m.start == mark.end + 1 for m in view.of("verb"))


def _is_second(view: View, mark: Mark) -> bool:
    """Whether a capital ends the name of something else (*Air Astana*)."""
    naming = view.lexicon.gazetteer.naming
    led = next(words_before(view.document.text, view.start, mark.start), None)
    if not naming.capitals or naming.syllables or led is None or not led.capital:
        return False
    known = any(m.start <= led.start < m.end for m in view.marks)
    return led.start > view.start and not known and led.text.lower() not in naming.stops


def _chained(view: View, mark: Mark) -> bool:
    """Whether a dash joins a capital to another place, or a railway, a port, a flight is named by it."""
    text = view.document.text
    for other in view.marks:
        if other.kind in ("work", "site", "entity") and other.start != mark.start:
            gap = text[other.end : mark.start] if other.end <= mark.start else text[mark.end : other.start]
            if len(gap) > 3:
                continue
            if other.kind != "entity":
                if len(gap) < 2 and not gap.strip():
                    return True
            elif gap.strip() in _DASHES and kind_of(other.value) == "place":
                return True
    return False
