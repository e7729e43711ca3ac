"""EDTF values and durations as a reader would write them."""

from __future__ import annotations

import re

from servanda.labels import month_name

_DATE = re.compile(r"(\d{2}[\dX]{2})(?:-(\d\d|XX))?(?:-(\d\d|XX))?([?~%]?)")
_FISCAL = re.compile(r"(\d{4})-04/(\d{2})(\d{2})-03")
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_DURATION_UNITS = ("year", "month", "week", "day")
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}


def _number(text: str | None) -> int | None:
    return int(text) if text and text != "XX" else None


def period_words(edtf: str | None) -> str:
    """An EDTF value or ISO 8601 duration as a reader would write it; anything else as it stands.

    >>> period_words("2024-04/2025-03")
    'fiscal 2024-25'
    >>> [period_words(e) for e in ("2013", "2013-01/2013-06", "2025-12-05", "../2013", "197X", "P4Y")]
    ['2013', 'Jan–Jun 2013', '5 Dec 2025', 'until 2013', '1970s', '4 years']
    """
    if not edtf:
        return ""
    if edtf.startswith("P"):
        return _duration_words(edtf)
    if (fiscal := _FISCAL.fullmatch(edtf)) and int(fiscal[1]) + 1 == int(fiscal[2] + fiscal[3]):
        return f"fiscal {fiscal[1]}-{fiscal[3]}"
    first, slash, last = edtf.partition("/")
    return _interval_words(edtf, first, last) if slash else _date_words(first)


def _interval_words(edtf: str, first: str, last: str) -> str:
    if not all(end in ("", "..") or _DATE.fullmatch(end) for end in (first, last)):
        return edtf
    begin, end = _date_words(first), _date_words(last)
    if first in ("", ".."):
        return f"until {end}"
    if last in ("", ".."):
        return f"from {begin}"
    if len(first) == len(last) == 7 and first[:4] == last[:4]:
        begin = begin.removesuffix(f" {first[:4]}")
    elif len(first) == len(last) == 10 and first[:7] == last[:7]:
        begin = str(int(first[8:])) if first[8:].isdigit() else begin
    return f"{begin} – {end}" if " " in begin else f"{begin}–{end}"


def _date_words(text: str) -> str:
    match = _DATE.fullmatch(text)
    if match is None:
        return text
    year, month, day = re.sub(r"(\d{3})X$", r"\g<1>0s", match[1]), match[2], match[3]
    words = [year]
    if month in _SEASONS:
        words = [_SEASONS[month], year]
    elif number := _number(month):
        if number > 12:
            return text
        words = [month_name(number), year]
        if day and day != "XX":
            words = [str(int(day)), *words]
    about, doubt = ("about " * (match[4] in "~%"), "?" * (match[4] in "?%")) if match[4] else ("", "")
    return about + " ".join(words) + doubt


def _duration_words(text: str) -> str:
    match = _DURATION.fullmatch(text)
    if match is None or not any(match.groups()):
        return text
    parts = zip(match.groups(), _DURATION_UNITS, strict=True)
    return " ".join(f"{n} {unit}{'' if n == '1' else 's'}" for n, unit in parts if n)
