"""The names that readers see for the ledger's codes: the one place to change them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from babel import Locale

from servanda import packs

INTERFACE = "en"
"""The language of the interface."""


@lru_cache(maxsize=1)
def _locale() -> Locale:
    return Locale(INTERFACE)


def area_label(code: str | None) -> str:
    """The name of a state by its ISO 3166-1 code, or of any entity by its id; the id as words without one.

    >>> area_label("IN"), area_label("vladimir-putin"), area_label("far-away"), area_label(None)
    ('India', 'Vladimir Putin', 'Far Away', '')
    """
    if not code:
        return ""
    return area_name(code) or " ".join(word[:1].upper() + word[1:] for word in code.split("-"))


def area_name(code: str) -> str | None:
    """The name of a state or entity where one is known."""
    territory = _locale().territories.get(code) if len(code) == 2 else None
    return territory or _names("entities").get(code) or _pack_names().get(code)


@lru_cache(maxsize=1)
def _pack_names() -> dict[str, str]:
    """The first name that the interface language's pack has for each entity."""
    data = packs.load(INTERFACE, "entities")
    terms = {**packs.table(data, "states", INTERFACE), **packs.table(data, "entities", INTERFACE)}
    return {key: names[0].replace("~", "") for key, names in terms.items() if names}


@lru_cache
def _names(kind: str) -> dict[str, str]:
    """The names that the interface language's pack gives, of ``indicators``, ``topics`` or ``entities``."""
    table = packs.load(INTERFACE, "names").get(kind, {})
    found: dict[str, str] = packs.convert(table, dict[str, str], f"{INTERFACE}/names.toml [{kind}]")
    return found


def indicator_label(indicator: str) -> str:
    """An indicator's name, or its id as words. (The terms of a pack find indicators, they do not name them.)

    >>> indicator_label("arms.import-share"), indicator_label("people.new-idea")
    ('share of arms imports', 'people: new idea')
    """
    return _names("indicators").get(indicator) or words_of(indicator.replace(".", ": "))


def topic_label(topic: str) -> str:
    """A topic's name, or its id as words.

    >>> topic_label("science-technology"), topic_label("trade")
    ('science and technology', 'trade')
    """
    return _names("topics").get(topic) or words_of(topic)


def words_of(code: str) -> str:
    """A code of several words as words.

    >>> words_of("to-be-concluded")
    'to be concluded'
    """
    return code.replace("-", " ")


def month_name(month: int) -> str:
    """A month's short name, 1 to 12.

    >>> month_name(6)
    'Jun'
    """
    return str(_locale().months["format"]["abbreviated"][month])


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    return frozenset(_locale().currencies)


def is_currency(unit: str) -> bool:
    """Whether a unit is money, by its ISO 4217 code.

    >>> is_currency("USD"), is_currency("GW")
    (True, False)
    """
    return unit in _currencies()


def language_label(code: str | None) -> str:
    """A language's name by its BCP 47 tag.

    >>> language_label("vi"), language_label("hi-Deva")
    ('Vietnamese', 'Hindi')
    """
    if not code:
        return ""
    return _locale().languages.get(code.split("-")[0]) or code


def pair_label(area: str | None, counterpart: str | None) -> str:
    """Two areas as one name.

    >>> pair_label("IN", "RU"), pair_label("IN", None)
    ('India – Russia', 'India')
    """
    return sides_label((area, counterpart)) or "no area named"


def sides_label(codes: Iterable[str | None]) -> str:
    """States and other entities in a row; empty where none is named.

    >>> sides_label(["IN", "RU", None]), sides_label([])
    ('India – Russia', '')
    """
    return " – ".join(area_label(code) for code in codes if code)
