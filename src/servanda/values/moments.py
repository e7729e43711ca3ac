"""Times as people say them, before a reference date makes them days.

A moment knows its days once the date of the document is known (:meth:`Moment.span`); what needs no
such date says its value without one, with ``X`` for what stays open. Past is preferred to future
unless the words say otherwise; a date without a year is the one of this year where that lies behind,
else the nearest one.
"""

from __future__ import annotations

import calendar
import datetime as dt

import msgspec
from dateutil.relativedelta import relativedelta

from servanda.catalogue import FiscalYear
from servanda.values import edtf
from servanda.values.edtf import Span

YEARS = {"year": 1, "decade": 10, "century": 100, "millennium": 1000}
MONTHS = {"month": 1, "quarter": 3, "half": 6}
DAYS = {"day": 1, "week": 7, "fortnight": 14}
SIZES = {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24} | DAYS
SIZES |= {unit: 30.0 * n for unit, n in MONTHS.items()} | {unit: 365.0 * n for unit, n in YEARS.items()}

APRIL = 4
RECENT = dt.timedelta(days=31)
"""So short a time ago is meant, though the sentence looks ahead."""


class Context(msgspec.Struct, frozen=True):
    """What a moment is resolved against: the document's date (or none) and whether the future is meant.

    ``fiscal``: the fiscal years of the states spoken of, the likeliest first.
    """

    today: dt.date | None = None
    future: bool = False
    fiscal: tuple[FiscalYear, ...] = ()


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all moments; ``span`` is ``None`` while the moment cannot be resolved."""

    def span(self, context: Context) -> Span | None:
        """The days it covers, given the context."""
        raise NotImplementedError

    def value(self, context: Context) -> str | None:
        """Its EDTF value, given the context."""
        span = self.span(context)
        return edtf.of(span) if span else None


class Date(Moment, frozen=True, kw_only=True):
    """A date with some of its parts said.

    >>> Date(month=5, day=9).value(Context())
    'XXXX-05-09'
    >>> Date(month=12, day=21).value(Context(dt.date(2024, 1, 10)))
    '2023-12-21'
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # ISO: Monday is 1

    def valid(self) -> bool:
        """Whether such a day exists."""
        try:
            dt.date(self.year or 2000, self.month or 1, self.day or 1)
        except ValueError:
            return False
        return True

    def span(self, context: Context) -> Span | None:
        if self.year is not None:
            return self._in(self.year)
        today = context.today
        if today is None:
            return None
        if self.month is not None:
            found = [s for y in range(today.year - 4, today.year + 5) if (s := self._in(y))]
            behind = [s for s in found if s[1] <= today and s[1].year == today.year]
            return _nearest(behind if behind and not context.future else found, today, context.future)
        if self.day is not None:
            months = (today + relativedelta(day=1, months=n) for n in range(-11, 12))
            found = [(d, d) for m in months if (d := _day(m.year, m.month, self.day)) and self._fits(d)]
            return _nearest(found, today, context.future)
        if self.weekday is None:
            return None
        gap = (today.isoweekday() - self.weekday) % 7
        day = today + dt.timedelta(-gap if not context.future else (7 - gap) % 7)
        return day, day

    def _fits(self, day: dt.date) -> bool:
        return self.weekday is None or day.isoweekday() == self.weekday

    def _in(self, year: int) -> Span | None:
        if not 1 <= year <= 9999:
            return None
        if self.month is None:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if self.day is None:
            return edtf.month_span(year, self.month)
        day = _day(year, self.month, self.day)
        return (day, day) if day and (self.year is not None or self._fits(day)) else None

    def value(self, context: Context) -> str | None:
        span = self.span(context)
        if span:
            return edtf.of(span)
        if self.month is None or self.year is not None or not self.valid():
            return None
        return f"XXXX-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")


class Shift(Moment, frozen=True, kw_only=True):
    """A calendar unit so many away from the one of today (or of ``base``): last month, next year, yesterday.

    ``either``: the word tells the distance only (कल), so the future turns it round.
    """

    unit: str
    by: float
    base: Moment | None = None
    either: bool = False

    def span(self, context: Context) -> Span | None:
        base = self.base.span(context) if self.base else None
        today = base[0] if base else (None if self.base else context.today)
        if today is None:
            return None
        try:
            by = -self.by if self.either and context.future else self.by
            return unit_span(self.unit, move(today, self.unit, by))
        except (ValueError, OverflowError):
            return None


class Distance(Moment, frozen=True, kw_only=True):
    """A length of time before or after today (or ``base``): two weeks ago, three days after Friday.

    ``parts`` are (unit, number); the finest unit says how exact the result is. ``within``: a mere length
    of time (a goal in two days) unless the future is meant (back in two days).
    """

    parts: tuple[tuple[str, float], ...]
    sign: int
    base: Moment | None = None
    within: bool = False

    def value(self, context: Context) -> str | None:
        if self.within and not (context.future and context.today):
            return Length(parts=self.parts).value(context)
        return super().value(context)

    def span(self, context: Context) -> Span | None:
        if self.within and not context.future:
            return None
        base = self.base.span(context) if self.base else None
        day = (base[1] if self.sign > 0 else base[0]) if base else (None if self.base else context.today)
        if day is None:
            return None
        try:
            for unit, number in self.parts:
                day = move(day, unit, self.sign * number)
        except (ValueError, OverflowError):
            return None
        unit = self.parts[-1][0]
        whole = all(n == int(n) for _, n in self.parts)
        return (
            unit_span(unit, day)
            if unit in YEARS and whole and not self.base
            else _month_or_day(unit, day, self.base)
        )


def _month_or_day(unit: str, day: dt.date, base: Moment | None) -> Span:
    return edtf.month_span(day.year, day.month) if unit == "month" and base is None else (day, day)


class Near(Moment, frozen=True, kw_only=True):
    """This, last or next weekday or month: ``by`` 0, -1, 1 (or more). ``week``: the weekday of that week."""

    by: int
    month: int | None = None
    weekday: int | None = None
    week: bool = False

    def span(self, context: Context) -> Span | None:
        today = context.today
        if today is None:
            return None
        if self.month is not None:
            year = today.year
            if self.by > 0:
                year += self.by - (self.month > today.month)
            if self.by < 0:
                year += self.by + (self.month < today.month)
            return edtf.month_span(year, self.month)
        day = today + dt.timedelta((self.weekday or 1) - today.isoweekday())
        if self.week:
            day += dt.timedelta(7 * self.by)
        elif self.by > 0:
            day += dt.timedelta(7 * (self.by - (day > today)))
        elif self.by < 0:
            day += dt.timedelta(7 * (self.by + (day < today)))
        return day, day


class Nth(Moment, frozen=True, kw_only=True):
    """The nth (or, negative, nth last) weekday or unit within another moment; 0: the weekday of a week."""

    nth: int
    inside: Moment
    weekday: int | None = None
    unit: str = "day"

    def span(self, context: Context) -> Span | None:
        outer = self.inside.span(context)
        if outer is None:
            return None
        first, last = outer
        if self.weekday is not None:
            return _nth_weekday(first, last, self.weekday, self.nth)
        start = first if self.nth > 0 else last
        by = self.nth - 1 if self.nth > 0 else self.nth + 1
        try:
            span = unit_span(self.unit, move(start, self.unit, by))
        except (ValueError, OverflowError):
            return None
        return span if span[1] >= first and span[0] <= last else None


class Part(Moment, frozen=True, kw_only=True):
    """The ``number``-th of ``of`` equal parts of a moment (a year's halves and quarters, a century's)."""

    number: int
    of: int
    inside: Moment

    def span(self, context: Context) -> Span | None:
        outer = self.inside.span(context)
        if outer is None or not 1 <= self.number <= self.of:
            return None
        first, last = outer
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if months % self.of or first.day != 1:
            size = ((last - first).days + 1) / self.of
            start = first + dt.timedelta(round(size * (self.number - 1)))
            return start, first + dt.timedelta(round(size * self.number) - 1)
        size_in_months = months // self.of
        start = first + relativedelta(months=size_in_months * (self.number - 1))
        return start, start + relativedelta(months=size_in_months) - dt.timedelta(1)


class Within(Moment, frozen=True, kw_only=True):
    """A date without a year in the year of another moment (March of last year)."""

    part: Date
    whole: Moment

    def span(self, context: Context) -> Span | None:
        whole = self.whole.span(context)
        return msgspec.structs.replace(self.part, year=whole[0].year).span(context) if whole else None


class Week(Moment, frozen=True, kw_only=True):
    """A week by its number in a year, or in the year of today (ISO 8601)."""

    number: int
    year: int | None = None

    def span(self, context: Context) -> Span | None:
        year = self.year if context.today is None else self.year or context.today.year
        if year is None:
            return None
        try:
            first = dt.date.fromisocalendar(year, self.number, 1)
        except ValueError:
            return None
        return first, first + dt.timedelta(6)


class Fiscal(Moment, frozen=True, kw_only=True):
    """A fiscal year that begins in month ``start`` of the year in which it (``ends``: ends) is named.

    Without a year it is the one ``by`` years from the fiscal year of today; without a month it begins as
    that of the state spoken of, else in April. ``both``: it is told by its two years.

    >>> Fiscal(year=2023, both=True).value(Context(fiscal=(FiscalYear(start=7),)))
    '2023-07/2024-06'
    """

    year: int | None = None
    start: int | None = None
    ends: bool = False
    both: bool = False
    by: int = 0

    def span(self, context: Context) -> Span | None:
        of = None if self.start else next((f for f in context.fiscal if not (self.both and f.single)), None)
        start = self.start or (of.start if of else APRIL)
        if self.year is not None:
            ends = of.named == "end" if of and not self.both else self.ends
            year = self.year - (1 if ends and start > 1 else 0)
        elif context.today is not None:
            year = context.today.year - (context.today.month < start) + self.by
        else:
            return None
        first = dt.date(year, start, 1)
        return first, first + relativedelta(years=1, days=-1)


class Between(Moment, frozen=True, kw_only=True):
    """From one moment to another, both included; what one lacks it takes from the other.

    >>> Between(first=Date(day=17), last=Date(day=18, month=11, year=2025)).value(Context())
    '2025-11-17/2025-11-18'
    """

    first: Moment
    last: Moment

    def span(self, context: Context) -> Span | None:
        span = self._span(msgspec.structs.replace(context, future=False))
        if span and context.future and context.today and span[1] < context.today - RECENT:
            return self._span(context)
        return span

    def _span(self, context: Context) -> Span | None:
        found = self._ends(msgspec.structs.replace(context, future=False))
        if context.future and context.today and (found is None or found[1] < context.today):
            return self._ends(context)
        return found

    def _ends(self, context: Context) -> Span | None:
        first, last = _filled(self.first, self.last)
        a = first.span(context) if context.future else _begun(first, context)
        if a is None:
            return None
        later = Context(a[0], True) if isinstance(last, Date) and last.year is None else context
        b = last.span(later)
        if b is None or b[1] < a[0]:
            return None
        return a[0], b[1]

    def value(self, context: Context) -> str | None:
        span = self.span(context)
        if span:
            return edtf.of(span)
        first, last = _filled(self.first, self.last)
        if (
            not (isinstance(first, Date) and isinstance(last, Date))
            or context.today
            or first.year
            or last.year
        ):
            return None
        a, b = first.value(context), last.value(context)
        return f"{a}/{b}" if a and b else None


def _begun(first: Moment, context: Context) -> Span | None:
    """The first part of a range; that of a range of months without a year is the last that has begun."""
    span, today = first.span(context), context.today
    if (
        span is None
        or today is None
        or not isinstance(first, Date)
        or first.year
        or first.day
        or not first.month
    ):
        return span
    return edtf.month_span(today.year - (first.month > today.month), first.month)


def _filled(first: Moment, last: Moment) -> tuple[Moment, Moment]:
    """Two ends of a range, each with what only the other says."""
    if not (isinstance(first, Date) and isinstance(last, Date)):
        return first, last
    if first.month is None and first.day and last.month:
        first = msgspec.structs.replace(first, month=last.month)
    if last.month is None and last.day and first.month:
        last = msgspec.structs.replace(last, month=first.month)
    if first.year is None and last.year and first.month:
        before = last.month and (first.month, first.day or 0) > (last.month, last.day or 99)
        first = msgspec.structs.replace(first, year=last.year - 1 if before else last.year)
    if last.year is None and first.year and last.month:
        after = first.month and (last.month, last.day or 99) < (first.month, first.day or 0)
        last = msgspec.structs.replace(last, year=first.year + 1 if after else first.year)
    return first, last


class Fixed(Moment, frozen=True, kw_only=True):
    """A value that needs no reference: a decade, a century, a duration, a set; or none at all."""

    edtf: str | None = None

    def span(self, context: Context) -> Span | None:
        return edtf.days(self.edtf)

    def value(self, context: Context) -> str | None:
        return self.edtf


class Length(Moment, frozen=True, kw_only=True):
    """A duration: parts of (unit, number), as an ISO 8601 duration.

    >>> Length(parts=(("year", 2.0), ("month", 3.0))).value(Context())
    'P2Y3M'
    """

    parts: tuple[tuple[str, float], ...]
    every: bool = False

    def span(self, context: Context) -> Span | None:
        return None

    def value(self, context: Context) -> str | None:
        total: dict[str, float] = {}
        for unit, number in self.parts:
            letter, factor = _ISO[unit]
            total[letter] = total.get(letter, 0) + number * factor
        if "Y" in total and total["Y"] != int(total["Y"]):
            total["M"] = total.get("M", 0) + total.pop("Y") * 12
        out = "P" + "".join(f"{_plain(total[k])}{k}" for k in "YMWD" if total.get(k))
        clock = "".join(f"{_plain(total[k])}{k[1]}" for k in ("TH", "TM", "TS") if total.get(k))
        return out + ("T" + clock if clock else "") if total and out + clock != "P" else None


_ISO = {
    "century": ("Y", 100), "decade": ("Y", 10), "year": ("Y", 1), "half": ("M", 6), "quarter": ("M", 3),
    "month": ("M", 1), "fortnight": ("W", 2), "week": ("W", 1), "day": ("D", 1), "millennium": ("Y", 1000),
    "hour": ("TH", 1), "minute": ("TM", 1), "second": ("TS", 1),
}  # fmt: skip


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else str(round(number, 6))


def move(day: dt.date, unit: str, by: float) -> dt.date:
    """The day so many units away; parts of a unit in the next smaller one."""
    if unit in DAYS:
        return day + dt.timedelta(round(by * DAYS[unit]))
    months = by * (MONTHS[unit] if unit in MONTHS else YEARS[unit] * 12)
    return day + relativedelta(months=int(months)) + dt.timedelta(round((months - int(months)) * 30))


def unit_span(unit: str, day: dt.date) -> Span:
    """The calendar unit that a day lies in; weeks begin on Monday."""
    if unit == "week":
        first = day - dt.timedelta(day.weekday())
        return first, first + dt.timedelta(6)
    if unit in DAYS:
        return day, day
    if unit in MONTHS:
        size = MONTHS[unit]
        month = (day.month - 1) // size * size + 1
        return dt.date(day.year, month, 1), edtf.month_span(day.year, month + size - 1)[1]
    size = YEARS[unit]
    year = day.year // size * size
    return dt.date(max(year, 1), 1, 1), dt.date(year + size - 1, 12, 31)


def _day(year: int, month: int, day: int) -> dt.date | None:
    return dt.date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


def _nearest(spans: list[Span], today: dt.date, future: bool) -> Span | None:
    def gap(span: Span) -> int:
        if span[0] <= today <= span[1]:
            return 0
        return (span[0] - today).days if span[0] > today else (today - span[1]).days

    if future:
        spans = [s for s in spans if s[1] >= today]
    return min(spans, key=gap, default=None)


def _nth_weekday(first: dt.date, last: dt.date, weekday: int, nth: int) -> Span | None:
    if nth >= 0:
        day = first + dt.timedelta((weekday - first.isoweekday()) % 7 + 7 * max(nth - 1, 0))
    else:
        day = last - dt.timedelta((last.isoweekday() - weekday) % 7 + 7 * (-nth - 1))
    return (day, day) if first <= day <= last else None
