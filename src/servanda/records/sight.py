"""A sentence as the rules of names see it: its text, its names, and what a name found there is."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from babel import Locale

from servanda.catalogue import catalogue
from servanda.records.gazetteer import Mark
from servanda.records.kinds import NAMES, kind_of
from servanda.records.lazily import lazily
from servanda.records.naming import Named, Word, slug, sound
from servanda.records.settle import CUES, REACH
from servanda.records.view import View

_HOLDING = frozenset((*NAMES, "office", "title", "ministry", "series"))
CONSONANTS = 6  # that a name must have more of to be known by its sound


class Sight:
    """One sentence; ``pair``: the two states that the document names most; ``titled``: a heading."""

    def __init__(self, view: View, pair: tuple[str, ...], titled: bool = False) -> None:
        self.titled = titled
        self.view = view
        self.pair = pair
        self.text = view.document.text
        self.naming = view.lexicon.gazetteer.naming
        self.names = view.names

    def passable(self, at: int, to: int) -> bool:
        """Whether only small words part what belongs together: an office and its state, say."""
        return to - at <= REACH and all(w in self.naming.of for w in self.text[at:to].lower().split())

    def marked(self, word: Word, later: bool) -> bool:
        """Whether a word belongs to another name, or is an office again."""
        known = self.telling if later else self.holding
        return any(m.start <= word.start < m.end for m in known)

    @lazily
    def telling(self) -> Sequence[Mark]:
        """The names, and what tells of a name beside it."""
        return [m for m in self.view.marks if m.kind in NAMES or m.kind in CUES]

    @lazily
    def holding(self) -> Sequence[Mark]:
        """Those that no person's name begins with."""
        return [m for m in self.telling if m.kind in _HOLDING]

    def headed(self, word: Word) -> bool:
        """Whether a word is the head of a thing's name (*Mission*)."""
        return any(m.start <= word.start < m.end for m in self.view.of("head"))

    def other(self, word: Word) -> bool:
        """Whether a word belongs to the name of another thing that is no state."""
        here = [m for m in self.view.marks if m.start <= word.start < m.end]
        return any(
            m.kind in ("ministry", "head") or (m.kind in NAMES and kind_of(m.value) not in ("state", "place"))
            for m in here
        )

    def taken(self, start: int, end: int) -> bool:
        """Whether a known name already stands there, or reaches over one end."""
        return any(
            (m.start <= start and end <= m.end)
            or (m.start < start < m.end < end)
            or (start < m.start < end < m.end)
            for m in self.names
        )

    def named(self, start: int, end: int, kind: str, name: str, exact: bool = False) -> Mark:
        """A name found; what the catalogue knows by that id is the catalogue's."""
        key = slug(name, None if exact else self.naming.letters)
        known = known_as(key) or (sounding(key) if kind == "person" and self.naming.letters else None)
        return Mark(start, end, "entity", known or Named(key or "x", kind, exact))


def known_as(key: str) -> str | None:
    """The entity of the catalogue whose id it is, or would be by a name's form alone."""
    return _aliases().get(key)


def sounding(key: str) -> str | None:
    """The one person of the catalogue whose full name sounds like an id made from another alphabet."""
    heard = sound(key)
    return _sounds().get(heard.replace(" ", "")) if " " in heard and len(heard) > CONSONANTS else None


@functools.cache
def _sounds() -> Mapping[str, str]:
    """Persons of the catalogue by what their ids sound like, but for those that sound the same."""
    found: dict[str, list[str]] = {}
    for key, concept in catalogue().entities.items():
        if concept.kind == "person":
            found.setdefault(sound(key).replace(" ", ""), []).append(key)
    return {heard: keys[0] for heard, keys in found.items() if len(keys) == 1}


@functools.cache
def _aliases() -> Mapping[str, str]:
    """Ids that the rules would make of entities of the catalogue, and its own."""
    found = {key: key for key in catalogue().entities}
    for key, concept in catalogue().entities.items():
        found.update(dict.fromkeys(concept.also, key))
    return found


@functools.cache
def english(key: str) -> str:
    """An entity's name inside an id: a state's by CLDR, another's own id."""
    territories: Mapping[str, str] = Locale("en").territories
    return slug(territories[key]) if key in territories else str(key)
