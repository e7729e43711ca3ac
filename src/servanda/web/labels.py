"""The names that readers see for the ledger's codes: the one place to change them."""

from __future__ import annotations

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
    ('India', 'Vladimir Putin', 'far away', '')
    """
    if not code:
        return ""
    territory = _locale().territories.get(code) if len(code) == 2 else None
    return territory or _pack_names().get(code) or code.replace("-", " ")


@lru_cache(maxsize=1)
def _pack_names() -> dict[str, str]:
    """The first name that the interface language's pack has for each entity."""
    data = packs.load(INTERFACE, "entities")
    terms = {**packs.table(data, "states", INTERFACE), **packs.table(data, "entities", INTERFACE)}
    return {key: names[0].replace("~", "") for key, names in terms.items() if names}


def indicator_label(indicator: str) -> str:
    """An indicator's name: its id as words (the terms of a pack find indicators, they do not name them).

    >>> indicator_label("arms.import-share")
    'arms import share'
    """
    return indicator.replace(".", " ").replace("-", " ")


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
    return " – ".join(area_label(code) for code in (area, counterpart) if code) or "no area named"
