"""The names that readers see for the ledger's codes: the one place to change them."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

INTERFACE = "en"
"""The language of the interface."""


@lru_cache(maxsize=1)
def _locale() -> Locale:
    return Locale(INTERFACE)


def area_label(code: str | None) -> str:
    """A state's name by its ISO 3166-1 alpha-2 code; other ids as plain words.

    >>> area_label("IN"), area_label("vladimir-putin"), area_label(None)
    ('India', 'vladimir putin', '')
    """
    if not code:
        return ""
    name = _locale().territories.get(code) if len(code) == 2 else None
    return name or code.replace("-", " ")


def indicator_label(indicator: str) -> str:
    """An indicator's name; its id as words until the packs give one.

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
