"""What the rules of ``times.toml`` make: from the slots of a phrase to a moment.

A rule names its maker (``make``) and gives it fixed arguments (``with``); the slots of the matched form
do the rest. Each maker is a function of (slots, args, habits) that returns a :class:`TimeMark`, or
``None`` when the words make no time after all (the 35th of May).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from servanda.model import TimeKind
from servanda.packs import Language
from servanda.values import moments
from servanda.values.moments import (
    Between,
    Date,
    Distance,
    Fiscal,
    Fixed,
    Length,
    Moment,
    Near,
    Nth,
    Part,
    Shift,
    Week,
    Within,
)

Slots = Mapping[str, Any]
Args = Mapping[str, Any]
PIVOT = 40  # two-digit years below are of this century, the others of the last


class TimeMark(msgspec.Struct, frozen=True):
    """A time found: the moment, its kind, and how an open end was said (since, by, before…)."""

    moment: Moment
    kind: TimeKind = "point"
    mod: str = ""


def date(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """A date from its parts: day, month (name or number), year, weekday.

    ``args.by``: in the year so many away from today's; ``args.late``: a ``yy`` that is no day;
    ``args.least``: the earliest year that is one.
    """
    made = Date(year=_year(slots), month=_month(slots), day=_day(slots), weekday=_weekday(slots))
    if (
        not made.valid()
        or (args.get("late") and slots["yy"] <= 31)
        or (made.year or 0) < args.get("least", 0)
    ):
        return None
    if "by" in args:
        return TimeMark(Within(part=made, whole=Shift(unit="year", by=args["by"])))
    return TimeMark(made)


def numeric(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """A date in digits (31.10.1974, 2015-05-25, 5/31, 3/1947) by the language's order of day and month.

    ``args.sure``: two parts make a date only where none other than a day and a month (or a year) is meant;
    2012/13 is two years.
    """
    if "pair" in slots and (years := _year_pair(slots["pair"])):
        return TimeMark(years, "interval")
    if args.get("sure") and "pair" in slots and not _unlike(slots["pair"]):
        return None
    made = _digits(slots, "", habits)
    if made is None or not made.valid():
        return None
    return TimeMark(
        msgspec.structs.replace(made, weekday=_weekday(slots), year=made.year or slots.get("year"))
    )


def _digits(slots: Slots, suffix: str, habits: Language) -> Date | None:
    """The date in digits that a slot holds: ``date`` (three parts), ``pair`` or ``dm`` (two)."""
    if "date" + suffix in slots:
        return _three(slots["date" + suffix], habits.order)
    for name in ("dm", "ddmm", "my", "ony"):
        if name + suffix in slots:
            return _two("/".join(slots[name + suffix]), habits.order)
    return _two(slots["pair" + suffix], habits.order) if "pair" + suffix in slots else None


def _year_pair(pair: str) -> Between | None:
    """2012/13 and 2012/2013: two years, one after the other."""
    a, _, b = pair.partition("/")
    if (
        len(a) != 4
        or len(b) not in (2, 4)
        or int(b) != (int(a) + 1) % 10 ** len(b)
        or not 1500 < int(a) < 2100
    ):
        return None
    return Between(first=Date(year=int(a)), last=Date(year=int(a) + 1))


def _unlike(pair: str) -> bool:
    """Whether of two parts exactly one can be a month, so that they are no fraction and in no doubt."""
    a, _, b = pair.partition("/")
    if 4 in (len(a), len(b)):
        return True
    small, large = sorted((int(a), int(b)))
    return 1 <= small <= 12 < large <= 31


def _three(parts: tuple[str, ...], order: str) -> Date | None:
    a, b, c = (int(p) for p in parts[:3])
    if len(parts[0]) == 4:
        return _checked(a, b, c)
    if len(parts[2]) not in (2, 4) or len(parts[0]) > 2:
        return None
    year = full_year(c) if len(parts[2]) == 2 else c
    first, second = (_checked(year, b, a), _checked(year, a, b))
    return (first or second) if order == "dmy" else (second or first)


def _two(pair: str, order: str) -> Date | None:
    a, _, b = pair.partition("/")
    if len(b) == 4 and len(a) <= 2:
        return _checked(int(b), int(a), None)
    if len(a) == 4 and len(b) == 2:
        return _checked(int(a), int(b), None)
    if len(a) > 2 or len(b) > 2:
        return None
    first, second = _checked(None, int(b), int(a)), _checked(None, int(a), int(b))
    return (first or second) if order == "dmy" else (second or first)


def _checked(year: int | None, month: int, day: int | None) -> Date | None:
    made = Date(year=year, month=month, day=day)
    good = 1 <= month <= 12 and (day is None or 1 <= day <= 31) and (year is None or 1000 <= year <= 2999)
    return made if good and made.valid() else None


def full_year(yy: int) -> int:
    """The year that two digits stand for.

    >>> full_year(74), full_year(17)
    (1974, 2017)
    """
    return yy + (2000 if yy < PIVOT else 1900)


def _year(slots: Slots, suffix: str = "") -> int | None:
    for name in ("year", "said_year", "yearth", "int"):
        if name + suffix in slots:
            found: int = slots[name + suffix]
            return found
    for name in ("yy", "yyth"):
        if name + suffix in slots:
            return full_year(slots[name + suffix])
    return None


def _month(slots: Slots, suffix: str = "") -> int | None:
    for name in ("month", "mnum", "mth", "led", "amonth"):
        if name + suffix in slots:
            found: int = slots[name + suffix]
            return found
    return None


def _weekday(slots: Slots) -> int | None:
    return next((slots[name] for name in ("weekday", "wd", "aweekday") if name in slots), None)


def _day(slots: Slots, suffix: str = "") -> int | None:
    names = ("day", "dayth", "ledday")
    return next((int(slots[name + suffix]) for name in names if name + suffix in slots), None)


def dates(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """A range of two dates that share parts (``day``/``day2``, ``month``/``month2``, ``year``/``year2``).

    Either may stand in digits. ``args.within``: the first and last year that a year may be; two round
    hundreds are numbers then.
    """
    habits = _agreed(slots, habits)
    first = _digits(slots, "", habits) or Date(year=_year(slots), month=_month(slots), day=_day(slots))
    last = _digits(slots, "2", habits) or Date(
        year=_year(slots, "2"), month=_month(slots, "2"), day=_day(slots, "2")
    )
    if "year" in slots and "yy2" in slots:
        last = msgspec.structs.replace(last, year=slots["year"] // 100 * 100 + slots["yy2"])
    if args.get("sure") and not any(_unlike(slots[name]) for name in ("pair", "pair2")):
        return None
    if last.year is None and first.year is not None:
        first, last = (
            msgspec.structs.replace(first, year=None),
            msgspec.structs.replace(last, year=first.year),
        )
    if not (first.valid() and last.valid()) or not _years_within(first, last, args.get("within")):
        return None
    if first.day and last.day and first.month == last.month and first.day >= last.day:
        return None
    if first.day and not first.month and not last.day:
        return None  # 2-3/2000: a month and no day
    if first.year and last.year and not first.month and first.year >= last.year:
        return None
    return TimeMark(Between(first=first, last=last), "interval")


def _agreed(slots: Slots, habits: Language) -> Language:
    """The habits with the order of day and month that one of two dates in digits tells: 2/28-3/1."""
    for name in ("pair", "pair2"):
        first, _, second = slots.get(name, "").partition("/")
        if second and len(second) < 3 and int(second) > 12 >= int(first):
            return msgspec.structs.replace(habits, order="mdy")
        if second and len(second) < 3 and int(first) > 12 >= int(second):
            return msgspec.structs.replace(habits, order="dmy")
    return habits


def _years_within(first: Date, last: Date, limits: Sequence[int] | None) -> bool:
    years = [d.year for d in (first, last) if d.year is not None]
    if not limits or not years:
        return True
    return all(limits[0] <= y <= limits[1] for y in years) and any(y % 100 for y in years)


def between(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """From one time (``t``) to another (``t2``)."""
    first, last = slots["t"], slots["t2"]
    if first.kind != "point" or last.kind != "point":
        return None
    return TimeMark(Between(first=first.moment, last=last.moment), "interval")


def shift(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """A calendar unit away from today's: yesterday, last month, next year."""
    unit = args.get("unit") or slots.get("unit") or slots["one"]
    if unit not in moments.DAYS | moments.MONTHS | moments.YEARS:
        return None
    base = slots["t"].moment if "t" in slots else None
    return TimeMark(Shift(unit=unit, by=args["by"], base=base, either=args.get("either", False)))


def distance(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """A length of time away from today or from ``t``: two weeks ago, three days after Friday."""
    length = slots["d"].moment if "d" in slots else Length(parts=_parts(slots, args))
    if isinstance(length, Fixed):
        return TimeMark(Fixed(), "duration" if args.get("within") else "point")  # some years ago
    parts = length.parts
    if not parts:
        return None
    if any(u not in moments.DAYS | moments.MONTHS | moments.YEARS for u, _ in parts):
        return None if args.get("within") else TimeMark(Fixed())  # two hours ago: of a day that is not told
    base = slots["t"].moment if "t" in slots else args.get("base") and Shift(unit="day", by=args["base"])
    within = args.get("within", False)
    made = Distance(parts=parts, sign=args["sign"], base=base or None, within=within)
    return TimeMark(made, "duration" if within else "point")


def near(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """This, last or next month or weekday; ``n``: the nth weekday before or behind."""
    by = args["by"] * int(slots["n"].value) if "n" in slots else args["by"]
    if "n" in slots and not by:
        return None
    made = Near(
        by=by,
        week=args.get("week", False),
        month=_month(slots),
        weekday=slots.get("weekday", slots.get("weekdays")),
    )
    return TimeMark(made)


def nth(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """The nth weekday or unit inside ``t``, a month, a year or the ``args.within`` ``args.by`` away."""
    number = args.get("nth", slots.get("ord", slots.get("int")))
    inside: Moment
    if "t" in slots:
        inside = slots["t"].moment
    elif "within" in args:
        inside = Shift(unit=args["within"], by=args["by"])
    else:
        inside = Date(year=_year(slots), month=_month(slots))
    unit = args.get("unit") or slots.get("unit", "day")
    if number is None or (
        "weekday" not in slots and unit not in moments.DAYS | moments.MONTHS | moments.YEARS
    ):
        return None
    return TimeMark(Nth(nth=number, inside=inside, weekday=slots.get("weekday"), unit=unit))


def part(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """A half, quarter or other part of ``t``, of a year, or of the year ``args.by`` away from today's.

    A ``pair`` (or ``my``, ``ony``) is the part and the year: 2/2021. ``args.fiscal``: it is of a
    fiscal year.
    """
    number = args.get("number", slots.get("ord", slots.get("int", slots.get("roman"))))
    year = _year({k: v for k, v in slots.items() if k != "int" or "number" in args or "ord" in slots})
    both = slots.get("my") or slots.get("ony") or slots.get("pair", "").split("/")
    if len(both) == 2:
        number, year = map(int, both)
    if number is None or not 1 <= number <= args["of"]:
        return None
    inside: Moment = Shift(unit="year", by=args.get("by", 0)) if year is None else Date(year=year)
    if args.get("fiscal") and year is not None:
        both = bool({"year2", "yy2"} & set(slots))
        inside = Fiscal(year=year, ends=not both, both=both)
    if "t" in slots:
        inside = slots["t"].moment
    return TimeMark(Part(number=number, of=args["of"], inside=inside), "interval")


def week(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """A numbered week of a year (or of this one), by ISO 8601."""
    number = slots["int"]
    return TimeMark(Week(number=number, year=_year({**slots, "int": None}))) if 1 <= number <= 53 else None


def fiscal(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """A fiscal year: one year named, or two (2020-21), or its end ``t``; or its months (April-June)."""
    year, start = _year(slots), args.get("start")
    if "pair" in slots:
        years = _year_pair(slots["pair"])
        slots = {"year2": int(slots["pair"][:4]) + 1} if years else {}
        year = int(slots["year2"]) - 1 if years else None
    if "t" in slots:
        return _ended(slots["t"].moment)
    if year is None:
        return TimeMark(Fiscal(start=start, by=args["by"]), "interval") if "by" in args else None
    if "year2" in slots or "yy2" in slots:
        last = slots.get("year2", year // 100 * 100 + slots.get("yy2", 0))
        return _of_two(year, slots, start) if last == year + 1 else None
    return TimeMark(Fiscal(year=year, start=start, ends=args.get("ends", True)), "interval")


def _of_two(year: int, slots: Slots, start: int | None) -> TimeMark:
    """The fiscal year told by two years, or some months of it."""
    if "month" not in slots:
        return TimeMark(Fiscal(year=year, start=start, both=True), "interval")
    months, later = (slots["month"], slots["month2"]), slots["month"] < moments.APRIL
    first, last = (Date(year=year + (later or m < months[0]), month=m) for m in months)
    return TimeMark(Between(first=first, last=last), "interval")


def _ended(last: Moment) -> TimeMark | None:
    """The fiscal year that ended with a month, or on a day of it."""
    if not isinstance(last, Date) or last.year is None or last.month is None:
        return None
    return TimeMark(Fiscal(year=last.year, start=last.month % 12 + 1, ends=True), "interval")


def opening(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """The first ``n`` units of a year or of ``t`` (the first nine months of 2013); ``args.last``: the last.

    Without either it is the year ``args.by`` away from today's.
    """
    year = _year({k: v for k, v in slots.items() if k != "int"})
    inside: Moment = Shift(unit="year", by=args.get("by", 0)) if year is None else Date(year=year)
    if "t" in slots:
        inside = slots["t"].moment
    length = slots["d"].moment if "d" in slots else None
    parts = getattr(length, "parts", ()) if length else _parts(slots, {"unit": "month", **args})
    if len(parts) != 1 or (isinstance(inside, Date) and inside.month and parts[0][0] not in moments.DAYS):
        return None
    unit, number = parts[0]
    if number != int(number) or not 1 <= number <= 100 or unit not in moments.DAYS | moments.MONTHS:
        return None
    far = int(number)
    ends = (-far, -1) if args.get("last") else (1, far)
    first, last = (Nth(nth=n, inside=inside, unit=unit) for n in ends)
    return TimeMark(Between(first=first, last=last), "interval")


def decade(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """The 1970s, the 80s; ``args.yy``: said in a word (the eighties), ``int`` may say the century.

    ``tens`` may stand with a century (``roman`` or ``ord``).
    """
    year, tens, number = slots.get("year"), slots.get("tens"), slots.get("roman", slots.get("ord"))
    if tens is not None and number is not None:
        year = (number - 1) * 100 + tens
    elif tens is not None and tens >= 1000:
        year = tens
    elif "yearth" in slots:
        year = slots["yearth"]
    if year is None:
        short = slots.get("yy", slots.get("yyth", slots.get("tens", args.get("yy"))))
        if short is None or short % 10:
            return None
        year = short + (2000 if short < 20 else args.get("century", 1900))
        if "yy" in args:
            year = args["yy"] + (100 * slots["int"] if "int" in slots else 1900)
            if not 1000 <= year < 2100:
                return None
    if year % 10:
        return None
    if "n" in slots:  # the 60s and 70s, as one stretch
        first = int(slots["n"].value) + (0 if slots["n"].value >= 1000 else year // 100 * 100)
        whole = first % 10 == 0 and first < year
        return TimeMark(Fixed(edtf=f"{first}/{year + 9}"), "interval") if whole else None
    return TimeMark(Fixed(edtf=f"{year // 10:03d}X"))


def century(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """The 21st century."""
    number = slots.get("ord", slots.get("roman", slots.get("int")))
    if number is None or not 1 <= number <= 30:
        return None
    return TimeMark(Fixed(edtf=f"{number - 1:02d}XX"))


def duration(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """A length of time: ``n`` and ``unit`` (``n2``, ``unit2``), ``args.n`` of them, or ``d`` and ``d2``."""
    parts = _parts(slots, args)
    if "d" in slots:
        first, last = slots["d"].moment, slots["d2"].moment
        if not (isinstance(first, Length) and isinstance(last, Length)):
            return None
        parts = (*first.parts, *last.parts)
    sizes = [moments.SIZES[unit] for unit, _ in parts]
    if sizes != sorted(set(sizes), reverse=True):
        return None
    return TimeMark(Length(parts=parts), "duration") if parts else None


def vague(slots: Slots, args: Args, habits: Language) -> TimeMark:
    """A time whose value cannot be told (recent years, several months)."""
    return TimeMark(Fixed(), args.get("kind", "duration"))


def frequency(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """A set: every year, annually, per month; its value is the period."""
    if "d" in slots:
        return TimeMark(slots["d"].moment, "set")
    parts = _parts({"n": args.get("n", 1), **slots}, args)
    return TimeMark(Length(parts=parts, every=True), "set") if parts else None


def _parts(slots: Slots, args: Args) -> tuple[tuple[str, float], ...]:
    out = []
    for suffix in ("", "2", "3"):
        number, unit = slots.get("n" + suffix), slots.get("unit" + suffix, slots.get("one" + suffix))
        if unit is None and suffix == "":
            unit = args.get("unit")
        if unit is None:
            continue
        value: Any = args.get("n", 1) if number is None else getattr(number, "value", number)
        out.append((unit, float(value)))
    if args.get("plus") and out:
        out[-1] = (out[-1][0], out[-1][1] + args["plus"])
    return tuple((u, n) for u, n in out if n > 0)


def same(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """A time with a word more in its extent: early 2013, about five years; ``kind`` may change it."""
    mark: TimeMark = slots["t"] if "t" in slots else slots["d"]
    return msgspec.structs.replace(mark, kind=args.get("kind", mark.kind))


def opened(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """A time with an open end (since, by, until, before, after): the extent stays, the end is noted."""
    mark: TimeMark = slots["t"]
    if isinstance(mark.moment, Between):
        return mark  # from one day to another: the word belongs to the first of them
    return msgspec.structs.replace(mark, mod=args["mod"])


def clock(slots: Slots, args: Args, habits: Language) -> TimeMark | None:
    """A clock time; on its own it has no day as value. Beside a day (``t``, ``t2``) it is that day."""
    if "t2" in slots:
        timed = [_is_clock(slots["t"]), _is_clock(slots["t2"])]
        return slots["t2" if timed[0] else "t"] if sum(timed) == 1 else None
    if "t" in slots:
        mark: TimeMark = slots["t"]
        return mark
    return TimeMark(Fixed(edtf="T" + slots["clock"] if "clock" in slots else "TXX"))


def _is_clock(mark: TimeMark) -> bool:
    return isinstance(mark.moment, Fixed) and (mark.moment.edtf or "").startswith("T")


Maker = Callable[[Slots, Args, Language], "TimeMark | None"]
MAKERS: dict[str, Maker] = {
    "date": date, "numeric": numeric, "dates": dates, "between": between, "shift": shift,
    "distance": distance, "near": near, "nth": nth, "part": part, "week": week, "opening": opening,
    "fiscal": fiscal, "decade": decade, "century": century, "duration": duration, "vague": vague,
    "set": frequency, "same": same, "open": opened, "clock": clock,
}  # fmt: skip
