"""Persons by their office or title: the name behind it, or before it and a comma."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from servanda.records.gazetteer import Mark
from servanda.records.kinds import NAMES, kind_of
from servanda.records.naming import Word, lemma, unstopped, words_after, words_before
from servanda.records.settle import REACH
from servanda.records.sight import Sight

FIELD = 60  # how long the field of a ministry may be, in characters
_NAMING = frozenset((*NAMES, "office", "title", "ministry"))
_HOLDERS = ("state", "organisation", "forum", "place")  # have offices
MOST = 5  # the most words of a name before its office
_APPOSED = re.compile(r"(, |,? [–—-] )((?:[^\s,;:()]+ ){0,4})$")
_BRACKET = re.compile(r" \([^\W\d_][\w&-]{1,9}\)")  # the acronym of the body whose office it is


def person(sight: Sight, cue: Mark, found: Sequence[Mark]) -> Iterator[Mark]:
    """The person whose office or title it is: the name behind it, or before it and a comma."""
    at, named = _past(sight, cue.end, found)
    run = _behind(sight, cue, at, named) if at is not None else []
    if len(run) < 2 and sight.naming.capitals and not (at is None and sight.text[cue.start].isupper()):
        run = _apposed(sight, cue) or run
    if run and cue.value == "agent" and not _acts(sight, run):
        return
    alone = len(run) == 1 and cue.kind == "title" and cue.value != "name"
    if run and not alone and not sight.taken(run[0].start, run[-1].end):
        yield sight.named(run[0].start, run[-1].end, "person", _lemmas(sight, cue, run))


def _behind(sight: Sight, cue: Mark, at: int, named: bool) -> list[Word]:
    """The name behind an office, where it goes on at ``at``; ``named``: past whose office it is."""
    run = _run(sight, at)
    if not run and sight.text[at : at + 1] == ",":
        run = _run(sight, at + 1)
        known = cue.kind == "office" or cue.value == "role"
        closed = bool(run) and known and sight.text[run[-1].end : run[-1].end + 1] == ","
        return run if len(run) > 1 and (named or closed) else []
    return run or (_beyond(sight, at) if sight.naming.lemma else [])


def _beyond(sight: Sight, at: int) -> list[Word]:
    """The full name behind the common noun of an office (*сопредседатель комиссии Евгений Петров*)."""
    word = next(words_after(sight.text, at, min(sight.view.end, at + 30)), None)
    plain = word is not None and word.text.islower() and word.text not in sight.naming.stops
    run = _run(sight, word.end) if word is not None and plain else []
    return run if len(run) > 1 else []


def _acts(sight: Sight, run: Sequence[Word]) -> bool:
    """Whether the word behind a name says that its bearer does something."""
    following = next(words_after(sight.text, run[-1].end, min(sight.view.end, run[-1].end + 20)), None)
    return following is not None and following.text in sight.naming.agents


def _past(sight: Sight, at: int, found: Sequence[Mark]) -> tuple[int | None, bool]:
    """Where the name may begin behind an office: past the state or ministry that it is of.

    ``None``: the person is known already.
    """
    named = False
    while True:
        if bracket := _BRACKET.match(sight.text, at):
            at = bracket.end()
        near = (m for m in (*sight.telling, *found) if 0 <= m.start - at <= REACH and m.kind in _NAMING)
        fit = (m for m in near if sight.passable(at, m.start))
        following = min(fit, key=lambda m: (m.start, -m.end), default=None)
        if following is None and not _run(sight, at):
            following = _of_field(sight, at)
        if following is None:
            return at, named
        if following.kind in NAMES and kind_of(following.value) == "person":
            return None, named
        if following.kind in NAMES and kind_of(following.value) not in _HOLDERS:
            return at, named
        at, named = following.end, True


def _of_field(sight: Sight, at: int) -> Mark | None:
    """The state behind the field of a minister (*министр дорог и городского развития Ирана*)."""
    states = (m for m in sight.names if m.start > at and kind_of(m.value) == "state")
    state = next(states, None)
    if state is None or not sight.naming.capitals or state.start - at > FIELD:
        return None
    words = sight.text[at : state.start].split()
    opened = bool(words) and (words[0] in sight.naming.of or sight.naming.syllables)
    plain = [w.rstrip(",") if opened else w for w in words]
    fits = [w.isalpha() and (w[0].islower() or opened) for w in plain]
    stopped = any(w.lower() in sight.naming.stops and w not in sight.naming.of for w in plain)
    named = any(at <= m.start < state.start for m in sight.names)
    return state if words and all(fits) and not stopped and not named else None


def _run(sight: Sight, at: int) -> list[Word]:
    """The words of a person's name at ``at``."""
    naming = sight.naming
    words: list[Word] = []  # those of the name and the one that ends it
    out: list[Word] = []
    for word in words_after(sight.text, at, min(sight.view.end, at + 70)):
        low = word.text.lower()
        if not words and word.capital and low in naming.of:
            continue  # *Republic* behind the adjective of a state
        words.append(word)
        if low in naming.stops or sight.marked(word, bool(out)) or word.text[0].isdigit():
            break
        if naming.capitals and not word.capital and not (out and low in naming.particles):
            break
        out.append(word)
    while out and out[-1].text.lower() in naming.particles:
        out.pop()
    out[-1:] = map(unstopped, out[-1:])
    return out if _is_person(sight, out) and not _cut(sight, out, words) else []


def _is_person(sight: Sight, run: Sequence[Word]) -> bool:
    """Whether words can be a person's name: not too many, none too short, no common ones alone."""
    naming = sight.naming
    if not naming.capitals and len(run) < 2:
        return False
    if sum(w.capital or not naming.capitals for w in run) > 4:
        return False
    if all(w.text.lower() in naming.generic or sight.headed(w) for w in run):
        return False
    if naming.letters and all(w.text.isascii() and not w.text.isupper() for w in run):
        return False  # another alphabet: a firm, a paper
    return len(run) > 1 or naming.syllables or len(run[0].text) > 2


def _cut(sight: Sight, run: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether a lone word with a capital goes on without one: an adjective, or a common word's syllable."""
    following = words[1] if len(run) == 1 and len(words) > 1 else None
    if following is None or following.capital or following.text in sight.naming.stops:
        return False
    return sight.naming.syllables or run[0].text.endswith(sight.naming.modifiers)


def _apposed(sight: Sight, cue: Mark) -> list[Word]:
    """The name before *, the foreign minister of …* or *, Minister of …*, or before a dash."""
    before = sight.text[sight.view.start : cue.start]
    m = _APPOSED.search(before)
    if m is None or not _opens_apposition(sight, sight.view.start + m.end(1), cue):
        return []
    run: list[Word] = []
    for word in words_before(sight.text, sight.view.start, sight.view.start + m.start()):
        small = run and word.text.lower() in sight.naming.particles
        if not (word.capital or small) or word.text.lower() in sight.naming.stops or sight.marked(word, True):
            break
        run.insert(0, word)
    while run and not run[0].capital:
        run.pop(0)
    return run if 2 <= len(run) <= MOST and not _generic(sight, run) else []


def _generic(sight: Sight, run: Sequence[Word]) -> bool:
    """Whether a word says that no person is named."""
    return any(w.text.lower() in sight.naming.generic or sight.headed(w) for w in run)


def _opens_apposition(sight: Sight, start: int, cue: Mark) -> bool:
    """Whether small words, or the state or body whose office it is, lead from the comma up to the office."""
    gap = sight.text[start : cue.start]
    if not gap.strip() or (gap.islower() and not sight.text[cue.start].isupper()):
        return True
    held = [m for m in sight.names if start <= m.start and m.end <= cue.start]
    rest = gap
    for mark in held:
        rest = rest.replace(sight.text[mark.start : mark.end], "")
    return all(w.islower() or w in ("'s", "’s") for w in rest.split()) and bool(held or rest.strip())


def _lemmas(sight: Sight, cue: Mark, run: Sequence[Word]) -> str:
    """The name in its first case, which the title tells where it is in its own."""
    words = [w.text for w in run]
    title = sight.text[cue.start : cue.end].split()[0]
    bent = title.endswith(sight.view.lexicon.habits.endings) and title.lower() not in sight.naming.first
    if sight.naming.lemma and bent:
        parts = ([lemma(part, sight.naming.lemma) for part in w.split("-")] for w in words)
        words = ["-".join(part) for part in parts]
    return " ".join(words)
