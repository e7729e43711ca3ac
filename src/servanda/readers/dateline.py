"""Datelines: the place, the publisher and the date that a text names at its head or foot.

Two forms are known: before the first sentence ("MOSCOW, 6 December 2021 (TASS) - The two sides…") and
as a line of its own ("New Delhi, December 6, 2021", "6 December 2021, New Delhi"). A date without a year
keeps its year unspecified (``XXXX-12-05``, EDTF level 1): it is never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

import msgspec

from servanda.readers.cues import Cues

Span = tuple[int, int]

HEAD, FOOT, REACH = 8, 3, 120
"""How many blocks from the head and the foot may be a dateline, and how many characters it may take."""

LABEL = 6
"""The most words of a label that is none of the known ones."""

_AGENCY = re.compile(r"[.,]?\s*(?:\(\s*([^()\n]{2,40}?)\s*\)|/\s*([^/\n]{2,40}?)\s*/\.?)")
_END = re.compile(r"\s*(?:[-–—:।]|\.(?=\s|$)|$)")
_BREAK = re.compile(r"\s+[-–—|]\s+|(?<=\w\w)\.\s+|,\s+(?=[^,]+,)")
_DASH = re.compile(r"\s*[-–—]")
_DIGIT = re.compile(r"\d")
_PLACED = re.compile(r",\s*([^,;:]{2,40}?)[\s.*_]*")
_CLOCK = re.compile(r"[,|\s]*(?:\d{1,2}[:.]\d{2}.{0,40})?$")


class Dateline(msgspec.Struct, frozen=True):
    """What a dateline says; ``date`` is EDTF, with an unspecified year where none stands there."""

    start: int
    end: int
    place: str | None = None
    publisher: str | None = None
    date: str | None = None
    author: str | None = None
    inline: bool = False

    @property
    def full_date(self) -> str | None:
        """The date if its year is known."""
        return None if self.date is None or self.date.startswith("X") else self.date


def find(text: str, blocks: Sequence[Span], cues: Cues) -> Dateline | None:
    """The dateline of a text whose lines (or wrapped blocks) are given, or ``None``.

    >>> from servanda.readers.cues import load
    >>> text = "MOSCOW, 6 December 2021 (TASS) - Both sides agreed."
    >>> found = find(text, [(0, len(text))], load("en"))
    >>> found.place, found.publisher, found.date
    ('Moscow', 'TASS', '2021-12-06')
    """
    head, foot = list(blocks[:HEAD]), list(blocks[HEAD:][-FOOT:])
    for start, end in head:
        if found := _inline(text, start, min(end, start + REACH), cues):
            return found
    for i, (start, end) in enumerate([*head, *foot]):
        if end - start <= REACH and (found := _alone(text, start, end, cues)):
            before = [*head, *foot][i - 1] if i else None
            return found if found.place or before is None else _with_place(text, before, found)
    return None


def edtf(day: int, month: int, year: int | None) -> str | None:
    """A calendar day in EDTF; ``None`` for one that does not exist.

    >>> edtf(5, 12, None), edtf(30, 2, 2021)
    ('XXXX-12-05', None)
    """
    try:
        found = dt.date(year or 2000, month, day)
    except ValueError:
        return None
    return found.isoformat() if year else f"XXXX-{month:02}-{day:02}"


def is_name(words: Sequence[str], most: int) -> bool:
    """Whether words could be a proper name: few, none with a small first letter, and no digits."""
    return 0 < len(words) <= most and all(w[0].isalpha() and not w[0].islower() for w in words)


# --- before the first sentence


def _inline(text: str, start: int, end: int, cues: Cues) -> Dateline | None:
    m = next(_dates(text, start, end, cues), None)
    if m is not None:
        date = _value(m, cues)
        return _around(text, start, m, date, cues) if date else None
    return _undated(text, start, end, cues)


def _dates(text: str, start: int, end: int, cues: Cues) -> Iterator[re.Match[str]]:
    """The first date of each form; there is none without a digit, and few without the name of a month."""
    if not _DIGIT.search(text, start, end):
        return
    named = cues.month.search(text, start, end) is not None
    for pattern in cues.dates:
        if (named or "month" not in pattern.groupindex) and (m := pattern.search(text, start, end)):
            yield m


def _around(text: str, start: int, m: re.Match[str], date: str, cues: Cues) -> Dateline | None:
    """A dateline about a date: place or publisher before it; a publisher, a dash or a stop after it."""
    place, agency = _before(text[start : m.start()], cues)
    if place is None and agency is None:
        return None
    after = _AGENCY.match(text, m.end())
    end = after.end() if after else m.end()
    stop = _END.match(text, end - (text[end - 1] == "."))  # *6 мая 2025 г.*: its last stop ends it
    if not after and (not stop or stop.end() == len(text)):
        return None
    if stop and not after:
        signed, end = _signed(text, stop.end(), cues) or (None, end)
        agency = agency or signed
    publisher = (after[1] or after[2]) if after else agency
    return Dateline(start, end, place, publisher, date, inline=True)


def _before(prefix: str, cues: Cues) -> tuple[str | None, str | None]:
    """Place and publisher in what stands before a date: "MOSCOW (TASS), ", "TASS, ", "Hà Nội, "."""
    agency = None
    if m := _AGENCY.search(prefix):
        agency, prefix = m[1] or m[2], prefix[: m.start()] + "," + prefix[m.end() :]
    parts = [p.strip() for p in prefix.split(",")]
    if len(parts) < 2 or parts[-1]:
        return None, None
    names = [p for p in parts[:-1] if p]
    if names and names[0].casefold() in cues.agencies:
        agency = names.pop(0)
    if not all(is_name(name.split(), 4) for name in names) or len(names) > 2:
        return None, None
    return (_spelt(names[0]) if names else None), agency


def _signed(text: str, at: int, cues: Cues) -> tuple[str, int] | None:
    """A publisher that is known, between the dash and the first sentence: "— РИА Новости. "."""
    words = text[at : at + 40].strip().split(".", 1)
    if len(words) == 2 and words[0].casefold() in cues.agencies:
        return words[0], text.index(words[0], at) + len(words[0])
    return None


def _undated(text: str, start: int, end: int, cues: Cues) -> Dateline | None:
    """No date, but a publisher that is known: "Hà Nội (TTXVN) - " or "(TASS) "."""
    m = _AGENCY.search(text, start, end)
    publisher = (m[1] or m[2]) if m else ""
    if not m or publisher.split("/")[0].strip().casefold() not in cues.agencies:
        return None
    place = text[start : m.start()].strip(" ,")
    if (place or start != m.start()) and not is_name(place.split(), 4):
        return None
    if place and not _DASH.match(text, m.end()):
        return None
    return Dateline(start, m.end(), _spelt(place) if place else None, publisher, inline=True)


# --- a line of its own


def _alone(text: str, start: int, end: int, cues: Cues) -> Dateline | None:
    """A line that holds a full date and nothing else but a label, a place, a time of day."""
    for m in _dates(text, start, end, cues):
        if text[start : m.start()].strip("*_ ") == "" and (placed := _PLACED.fullmatch(text, m.end(), end)):
            date, name = _value(m, cues), placed[1].strip()
            if date and not date.startswith("X") and is_name(name.split(), 3):
                return Dateline(start, end, _spelt(name), date=date)
        if not _CLOCK.match(text[m.end() : end].rstrip(" .*_")):
            continue
        date = _value(m, cues)
        if not date or date.startswith("X"):
            return None
        prefix = text[start : m.start()].lstrip("*_ ")
        label = prefix.strip(" ,:|-–—*_")
        if not label or cues.labels.fullmatch(label) or cues.labels.fullmatch(label + ":"):
            return Dateline(start, end, date=date)
        author, prefix = _author_before(prefix)
        place, _ = _before(prefix, cues)
        if place or _is_headed(prefix):
            return Dateline(start, end, place, date=date, author=author)
        return None
    return None


def _is_headed(prefix: str) -> bool:
    """Whether a few words and a comma stand before a date: a column, or who signs ("Opinion, 5 May 2026")."""
    words = prefix.split()
    return prefix.rstrip().endswith(",") and 0 < len(words) <= LABEL and words[0][:1].isupper()


def _author_before(prefix: str) -> tuple[str | None, str]:
    """The name before place and date, and the rest: "Anna Petrova. Moscow, ", "Lê Quang – Hà Nội, "."""
    parts = _BREAK.split(prefix, maxsplit=1)
    if len(parts) == 2 and len(parts[0].split()) > 1 and is_name(parts[0].split(), 4):
        return parts[0], parts[1]
    return None, prefix


def _with_place(text: str, before: Span, found: Dateline) -> Dateline:
    """The dateline, with the line before it if that is nothing but a place: "New Delhi"."""
    start, end = before
    words = text[start:end].split()
    near = not text[end : found.start].strip() and text.count("\n", end, found.start) == 1
    if near and len(words) <= 2 and is_name(words, 2) and text[end - 1].isalpha():
        return msgspec.structs.replace(found, start=start, place=_spelt(text[start:end]))
    return found


def _value(m: re.Match[str], cues: Cues) -> str | None:
    groups = m.groupdict()
    number = groups.get("number")
    month = int(number) if number else cues.months[groups["month"].casefold()]
    year = int(groups["year"]) if groups.get("year") else None
    return edtf(int(groups["day"]), month, year)


def _spelt(place: str) -> str:
    """A place as it is usually spelt: capitals throughout are a matter of layout.

    >>> _spelt("NEW DELHI"), _spelt("UAE")
    ('New Delhi', 'UAE')
    """
    place = " ".join(place.split())
    return place.title() if place.isupper() and len(place) > 3 else place
