"""From a text to its quantities and times, without a document around them."""

from __future__ import annotations

import datetime as dt
import functools
from decimal import Decimal

import msgspec

from servanda import language, packs
from servanda.errors import UsageError
from servanda.model import Bound, TimeKind
from servanda.values import edtf
from servanda.values.grammar import Found, grammar
from servanda.values.moments import Context
from servanda.values.quantity import Quantity
from servanda.values.times import TimeMark

FALLBACK = "en"  # a language without a pack is read by the symbols and digits of this one


class QuantitySpan(msgspec.Struct, frozen=True):
    """A quantity of :func:`annotate`: half-open span in code points, exact value, unit, bound."""

    start: int
    end: int
    quote: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    bound: Bound


class TimeSpan(msgspec.Struct, frozen=True):
    """A time of :func:`annotate`: EDTF or ISO 8601 duration; ``None`` where it cannot be told."""

    start: int
    end: int
    quote: str
    value: str | None
    kind: TimeKind


class Annotation(msgspec.Struct, frozen=True):
    """All values of one text, in order."""

    quantities: list[QuantitySpan]
    times: list[TimeSpan]


def annotate(text: str, lang: str | None = None, date: str | None = None) -> Annotation:
    """The quantities and times of a text.

    ``lang`` is a BCP 47 code (detected where ``None``); ``date`` the EDTF date that relative times hang
    on; without it what depends on it stays open.

    >>> [q.unit for q in annotate("more than USD 100 billion by 2030", "en").quantities]
    ['USD']
    >>> [t.value for t in annotate("kim ngạch nửa đầu năm 2013", "vi").times]
    ['2013-01/2013-06']
    """
    today = reference_day(date)
    quantities, times = [], []
    for found in grammar(pack_of(lang or guess(text))).find(text):
        quote = text[found.start : found.end]
        value = found.value
        if isinstance(value, Quantity):
            quantities.append(
                QuantitySpan(
                    found.start, found.end, quote, value.value, value.value_max, value.unit, value.bound
                )
            )
        else:
            said = time_value(found, today)
            # a length of time that is counted from today (back in two days) is a day and no length
            kind = "point" if value.kind == "duration" and said and said[0] != "P" else value.kind
            times.append(TimeSpan(found.start, found.end, quote, said, kind))
    return Annotation(quantities, times)


def time_value(found: Found, today: dt.date | None) -> str | None:
    """The value of a time found, against the day that relative times hang on."""
    mark = found.value
    assert isinstance(mark, TimeMark)  # noqa: S101 (narrows the type; the caller sorted them)
    return mark.moment.value(Context(today, found.future))


def reference_day(date: str | None) -> dt.date | None:
    """The day that an EDTF reference date means: its last, since documents speak of what is behind them.

    Raises :class:`UsageError` where it is no date.
    """
    if not date:
        return None
    span = edtf.days(date.partition("T")[0])
    if span is None:
        raise UsageError(f"{date!r} is no date; write it as 2025-12-05, 2025-12 or 2025")
    return span[1]


@functools.lru_cache(maxsize=256)
def pack_of(lang: str) -> str:
    """The pack that reads a language: its own, or the one for symbols and digits alone.

    >>> pack_of("vi-VN"), pack_of("xx")
    ('vi', 'en')
    """
    primary = lang.lower().replace("_", "-").partition("-")[0]
    return primary if primary in packs.languages() else FALLBACK


def guess(text: str) -> str:
    """The language of a text."""
    return language.detect(text)
