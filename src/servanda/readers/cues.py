"""What a language's documents say about themselves: ``documents.toml`` of its pack, checked and compiled.

The format is told at the top of ``data/packs/und/documents.toml``. Names of months and weekdays come
from Unicode CLDR.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from servanda import packs

if TYPE_CHECKING:
    from babel import Locale

Pattern = re.Pattern[str]


class Datelines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[datelines]``: how dates are written there, and who may sign them."""

    dates: tuple[str, ...] = ()
    months: dict[str, list[str]] = {}
    ordinals: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


class Bylines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[bylines]``: the labels of author and source, and what is no name."""

    author: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    title_case: bool = False


class Kinds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[kinds]``: kind of document -> phrases of its heading, its opening, its body."""

    heading: dict[str, list[str]] = {}
    opening: dict[str, list[str]] = {}
    body: dict[str, list[str]] = {}


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``documents.toml`` as a whole."""

    datelines: Datelines = Datelines()
    bylines: Bylines = Bylines()
    kinds: Kinds = Kinds()
    sentences: dict[str, list[str]] = {}


class Cues(msgspec.Struct, frozen=True):
    """The compiled cues of one language. ``dates`` hold groups ``day``, ``month``/``number``, ``year``.

    ``month``: the name of any month. ``body``: for each kind its hints, in small letters and as patterns.
    """

    dates: tuple[Pattern, ...]
    months: dict[str, int]
    month: Pattern
    labels: Pattern
    agencies: frozenset[str]
    author: Pattern
    publisher: Pattern
    not_names: frozenset[str]
    title_case: bool
    territories: frozenset[str]
    heading: tuple[tuple[str, Pattern], ...]
    opening: tuple[tuple[str, Pattern], ...]
    body: dict[str, tuple[tuple[str, Pattern], ...]]


@functools.cache
def load(language: str | None) -> Cues:
    """The cues of a language with those that all share; a language without a pack has only these.

    >>> load("en").months["december"]
    12
    """
    mine, shared = _words(language or "und"), _words("und")
    months = month_names(language) | _extra_months(mine.datelines.months)
    return Cues(
        dates=tuple(
            _date(form, months, mine.datelines.ordinals, weekday_names(language))
            for form in dict.fromkeys((*mine.datelines.dates, *shared.datelines.dates))
        ),
        months=months,
        month=re.compile("|".join(map(re.escape, months)) or "(?!)", re.IGNORECASE),
        labels=_any(mine.datelines.labels, whole=True),
        agencies=frozenset(a.casefold() for a in (*mine.datelines.agencies, *shared.datelines.agencies)),
        author=_any(mine.bylines.author, whole=True),
        publisher=_any(mine.bylines.publisher, whole=True),
        not_names=frozenset(w.casefold() for w in mine.bylines.not_names),
        title_case=mine.bylines.title_case,
        territories=territory_names(language),
        heading=tuple((kind, _any(terms)) for kind, terms in mine.kinds.heading.items()),
        opening=tuple((kind, _any(terms)) for kind, terms in mine.kinds.opening.items()),
        body={
            kind: tuple((t.lstrip("^").lower(), _any([t])) for t in terms)
            for kind, terms in mine.kinds.body.items()
        },
    )


def _words(language: str) -> Words:
    data = packs.load(language, "documents")
    words: Words = packs.convert(data, Words, f"{language}/documents.toml")
    return words


@functools.cache
def month_names(language: str | None) -> dict[str, int]:
    """Folded names of months, long and short, as CLDR has them for a language."""
    return {
        name.casefold().rstrip("."): number
        for width in ("abbreviated", "wide")
        for form in ("stand-alone", "format")
        for number, name in _cldr(language, "months", form, width).items()
        if not name.isdigit()
    }


@functools.cache
def weekday_names(language: str | None) -> tuple[str, ...]:
    """Names of weekdays, long and short, as CLDR has them for a language."""
    wide = _cldr(language, "days", "format", "wide").values()
    short = _cldr(language, "days", "format", "abbreviated").values()
    return tuple(sorted({*wide, *short}, key=lambda name: (-len(name), name)))


@functools.cache
def territory_names(language: str | None) -> frozenset[str]:
    """Names of states and regions of the world, as CLDR has them for a language."""
    locale = _locale(language)
    return frozenset(locale.territories.values()) if locale else frozenset()


def _cldr(language: str | None, what: str, form: str, width: str) -> dict[int, str]:
    """One table of names from CLDR; empty for a language that it does not have."""
    locale = _locale(language)
    names: dict[int, str] = dict(getattr(locale, what)[form][width]) if locale else {}
    return names


def _locale(language: str | None) -> Locale | None:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - loads its tables when asked

    try:
        return Locale.parse((language or "und").replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


def _extra_months(extra: dict[str, list[str]]) -> dict[str, int]:
    return {name.casefold(): int(number) for number, names in extra.items() for name in names}


def _date(form: str, months: dict[str, int], ordinals: Iterable[str], weekdays: Iterable[str]) -> Pattern:
    """A date's form (``{day} {month} {year}``) as a regular expression."""
    names = "|".join(re.escape(m) for m in sorted(months, key=lambda m: (-len(m), m))) or "(?!)"
    ending = "|".join(map(re.escape, ordinals))
    parts = {
        "{day}": rf"(?P<day>\d{{1,2}})(?:{ending})?" if ending else r"(?P<day>\d{1,2})",
        "{month}": rf"(?P<month>{names})(?!\w)\.?",
        "{number}": r"(?P<number>\d{1,2})",
        "{year}": r"(?P<year>\d{4})",
    }
    pattern = re.escape(form).replace(r"\ ", r"\s+")
    for slot, regex in parts.items():
        pattern = pattern.replace(re.escape(slot), regex)
    days = "|".join(map(re.escape, weekdays))
    before = rf"(?:(?:{days})\.?,?\s+)?" if days else ""
    return re.compile(rf"(?<!\d){before}{pattern}(?!\w)", re.IGNORECASE)


def _any(terms: Iterable[str], *, whole: bool = False) -> Pattern:
    """Any of the terms, from the beginning of a word (``^``: of a line); with ``whole`` to the end of one."""
    ordered = sorted({*terms}, key=lambda t: (-len(t), t))
    if not ordered:
        return re.compile("(?!)")
    end = r"(?!\w)" if whole else ""
    forms = ("^" + re.escape(t[1:]) if t.startswith("^") else re.escape(t) for t in ordered)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)}){end}", re.IGNORECASE | re.MULTILINE)
