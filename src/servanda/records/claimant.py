"""Who a table says that a number comes from: the speaker, and the state on whose side it stands.

*V. Putin via TASS* is Putin's number, *RIA Novosti from Indian customs data* is India's. The words that tell
stand in ``claimants.toml`` of a pack, names in ``entities.toml``; initials are looked up in the catalogue.
"""

from __future__ import annotations

import functools
import re

import msgspec

from servanda import packs
from servanda.catalogue import catalogue
from servanda.fold import fold_term
from servanda.line import line
from servanda.records.lexicon import lexicon

_INITIALS = re.compile(r"^((?:\w\.\s*)+)([\w-]+)$")
_WORD = re.compile(r"[\w.-]+")


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``claimants.toml`` holds."""

    relays: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    anonymous: tuple[str, ...] = ()


class Claimant(msgspec.Struct, frozen=True):
    """Who claims: a key that is the same for the same speaker ("" for nobody in particular), entity ids."""

    key: str
    speakers: tuple[str, ...] = ()


@functools.lru_cache(maxsize=4096)
def claimant(text: str, lang: str = "en") -> Claimant:
    """The claimant of a table's cell.

    >>> claimant("V. Putin (headline)")
    Claimant(key='vladimir-putin', speakers=('vladimir-putin',))
    >>> claimant("RIA Novosti from Indian Ministry of Commerce").speakers
    ('IN',)
    >>> claimant("Press").key
    ''
    """
    words = _words(lang)
    owner = _after(text, words.owners)
    name = re.split(r"[(,]", _before(text, (*words.relays, *words.owners)))[0].strip()
    speakers = _speakers(owner, words, lang) if owner else ()
    speakers = speakers or _speakers(name, words, lang) or _states(_before(text, words.relays), words, lang)
    persons = [s for s in speakers if _kind(s) == "person"]
    anonymous = bool(set(_tokens(name)) & set(words.anonymous))
    key = "+".join(persons) or ("" if anonymous else fold_term(name))
    return Claimant(key, speakers)


@functools.cache
def _words(lang: str) -> Words:
    words: Words = packs.convert(packs.load(lang, "claimants"), Words, f"{lang}/claimants.toml")
    return words


def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(rf"[,\s]+(?:{'|'.join(map(re.escape, words))})\s", re.IGNORECASE) if words else None


def _before(text: str, words: tuple[str, ...]) -> str:
    pattern = _pattern(words)
    return pattern.split(text)[0] if pattern else text


def _after(text: str, words: tuple[str, ...]) -> str:
    pattern = _pattern(words)
    parts = pattern.split(text, maxsplit=1) if pattern else [text]
    return parts[1] if len(parts) > 1 else ""


def _speakers(text: str, words: Words, lang: str) -> tuple[str, ...]:
    """Persons named, else organisations, else states with a word for an office beside them."""
    named = [str(m.value) for m in lexicon(lang).read(line(text)) if m.kind == "entity"]
    named += filter(None, (_by_initials(part) for part in re.split(r"\s+(?:and|&|/)\s+", text)))
    for kind in ("person", "organisation"):
        found = tuple(dict.fromkeys(n for n in named if _kind(n) == kind))
        if found and (kind == "person" or not _states(text, words, lang)):
            return found
    return _states(text, words, lang)


def _states(text: str, words: Words, lang: str) -> tuple[str, ...]:
    tokens = set(_tokens(text))
    if not tokens & set(words.offices) and fold_term(text) not in _state_names(text, lang):
        return ()
    found = (str(m.value) for m in lexicon(lang).read(line(text)) if m.kind == "entity")
    return tuple(dict.fromkeys(s for s in found if _kind(s) == "state"))


def _state_names(text: str, lang: str) -> set[str]:
    """The text itself where it is a state's name and nothing more."""
    marks = [
        m for m in lexicon(lang).read(line(text)) if m.kind == "entity" and _kind(str(m.value)) == "state"
    ]
    return {fold_term(text[m.start : m.end]) for m in marks}


def _tokens(text: str) -> list[str]:
    return [word.strip(".").lower() for word in _WORD.findall(text)]


def _kind(key: str) -> str:
    concept = catalogue().entities.get(key)
    return concept.kind if concept else ""


def _by_initials(name: str) -> str | None:
    """The one person of the catalogue whose first name begins so and whose last name this is."""
    m = _INITIALS.match(re.split(r"[(,]", name)[0].strip())
    if m is None:
        return None
    found = _surnames().get(fold_term(m[2]), ())
    fitting = [key for key in found if key[0] == m[1][0].lower()]
    return fitting[0] if len(fitting) == 1 else None


@functools.cache
def _surnames() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, concept in catalogue().entities.items():
        if concept.kind == "person":
            found.setdefault(key.rpartition("-")[2], []).append(key)
    return found
