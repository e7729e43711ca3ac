"""Duckling through its native binding: numbers, quantities and times, sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from bench.peers.clock import Find, Text, run

DIMENSIONS = [
    "amount-of-money",
    "distance",
    "duration",
    "number",
    "quantity",
    "temperature",
    "time",
    "volume",
]
REFERENCE = 1_546_300_800
"""2019-01-01, in seconds; any day will do."""


def load() -> Find:
    """The parser, one context a language."""
    duckling = import_module("duckling")
    zones = duckling.load_time_zones("/usr/share/zoneinfo")
    moment = duckling.parse_ref_time(zones, "UTC", REFERENCE)
    wanted = duckling.parse_dimensions(DIMENSIONS)

    @cache
    def context(lang: str) -> Any:
        code = lang.upper()
        locale = duckling.parse_locale(code, duckling.default_locale_lang(duckling.parse_lang(code)))
        return duckling.Context(moment, locale)

    parse: Callable[..., list[Any]] = duckling.parse

    def find(texts: Sequence[Text]) -> int:
        return sum(
            len(parse(part, context(text.lang), wanted, False)) for text in texts for part in text.parts
        )

    return find


if __name__ == "__main__":
    run(load)
