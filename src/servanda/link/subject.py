"""Subjects: what promises are about where it has no name of its own, found by the packs' words.

``subjects.toml`` of a pack (optional; a missing term is a gap and no error): ``subjects``: id of
``catalogue/subjects.toml`` -> terms.
"""

from __future__ import annotations

import functools

from servanda import packs
from servanda.catalogue import catalogue
from servanda.errors import DataError
from servanda.index import Index
from servanda.line import line
from servanda.packs import Terms
from servanda.scan import Scanner

FALLBACK = "en"  # a language without a pack still has names in Latin letters


def subjects(text: str, language: str | None) -> list[tuple[int, str]]:
    """The subjects that a text speaks of, each with where its words stand, in order.

    >>> subjects("Russia supports a permanent seat for India.", "en")
    [(18, 'permanent-seat')]
    """
    where = line(text)
    found = [
        (start if where.back is None else where.back[start], subject)
        for start, _, readings in _scanner(pack_of(language)).terms(where)[0]
        for subject in readings.get("subject", ())
    ]
    return sorted(set(found))


def pack_of(language: str | None) -> str:
    """The pack that reads a language.

    >>> pack_of("vi-VN"), pack_of(None)
    ('vi', 'en')
    """
    primary = (language or "").lower().partition("-")[0]
    return primary if primary in packs.languages() else FALLBACK


@functools.cache
def _scanner(lang: str) -> Scanner:
    terms = Terms(packs.language(lang))
    where = f"{lang}/subjects.toml"
    for subject, found in packs.table(packs.load(lang, "subjects"), "subjects", where).items():
        if subject not in catalogue().subjects:
            raise DataError(f"packs/{where}: {subject!r} is not in catalogue/subjects.toml")
        for term in found:
            held = terms.readings.get(term, {}).get("subject", ())
            terms.add([term], "subject", (*held, subject))
    return Scanner(Index(terms))
