"""The steps from a text to its values and from a document to its records, in one place."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from importlib.resources.abc import Traversable

import msgspec

from servanda import packs, segment
from servanda.errors import UsageError
from servanda.ground import check
from servanda.model import Bound, Document, Passage, Reading, Record, TimeKind
from servanda.readers import figures as figures_table
from servanda.records import dating
from servanda.records.agreement import agreements
from servanda.records.cast import cast
from servanda.records.chronicle import chronicle
from servanda.records.clause import Voice
from servanda.records.counting import numbers
from servanda.records.discovery import resolve
from servanda.records.entity import entities, main_pair
from servanda.records.figure import Claim, Frame, Setting, claim_of, figures
from servanda.records.lexicon import lexicon
from servanda.records.statement import Scene, statements
from servanda.records.time import times
from servanda.records.view import View, look
from servanda.search.concepts import passages
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
    return segment.detect(text)


def read(document: Document) -> Reading:
    """All that a document says: the document (dated, where only its text tells when) and its records."""
    views = scan(document)
    pair = main_pair(views)
    if document.published is None:
        document = dating.complete(document, dating.infer(document, views, pair))
    today = reference_day(document.published)
    records: list[Record] = list(entities(document, views))
    actors = cast(document, views)
    setting = Setting(today.year if today else None, actors.actors if len(actors.actors) == 2 else pair)
    earlier = Claim()
    voice = Voice(actors.actors)
    all_times = [view.times(today) for view in views]
    for view, resolved in zip(views, all_times, strict=True):
        records += times(view, today)
        counted = numbers(view)
        said, voice = statements(view, Scene(resolved, counted, actors, voice, today))
        found = figures(view, counted, Frame(resolved, said), setting, earlier)
        records += [*found, *said]
        if found:
            earlier = claim_of(found[-1])
    events = chronicle(document, views, all_times, setting.pair)
    records += events
    records += agreements(document, views, all_times, events, setting.pair)
    for record in records:
        check(document, record)
    records.sort(key=lambda r: (r.evidence[0].start, r.evidence[0].end, r.id))
    return Reading(document, tuple(records), passages(views, records))


def passages_of(document: Document) -> tuple[Passage, ...]:
    """The sentences by which searches find a document, where its reading gave none."""
    return passages(scan(document), ())


def extract(document: Document) -> tuple[Record, ...]:
    """The records of a document."""
    return read(document).records


def scan(document: Document) -> list[View]:
    """The document's sentences, each with what the packs find in it."""
    language = document.language or guess(document.text)
    out = []
    for sentence in segment.sentences(document.text, language):
        pack = pack_of(sentence.language)
        out.append(look(document, sentence.start, sentence.end, grammar(pack), lexicon(pack)))
    return resolve(document, out)


class Explanation(msgspec.Struct, frozen=True):
    """Why a record is there: its sentence, the marks found in it, the rule that made it."""

    start: int
    end: int
    sentence: str
    rule: str
    marks: list[dict[str, str | int]]


def explain(document: Document, record: Record) -> Explanation:
    """The sentence of a record, what was found there and the named rule that joined it."""
    first = record.evidence[0]
    if document.media_type == figures_table.MEDIA_TYPE:  # its rows are no sentences
        start, end = document.text.rfind("\n", 0, first.start) + 1, document.text.find("\n", first.end)
        end = len(document.text) if end < 0 else end
        return Explanation(start, end, document.text[start:end], record.rule, [])
    for view in scan(document):
        if view.start <= first.start < view.end:
            marks: list[dict[str, str | int]] = [
                {
                    "start": m.start,
                    "end": m.end,
                    "quote": document.text[m.start : m.end],
                    "class": m.kind,
                    "means": _shown(m.value),
                }
                for m in view.marks
            ]
            marks += [
                {
                    "start": f.start,
                    "end": f.end,
                    "quote": document.text[f.start : f.end],
                    "class": "value",
                    "means": _value(f),
                    "rule": f.rule,
                }
                for f in view.found
            ]
            marks.sort(key=lambda m: (m["start"], m["end"]))
            return Explanation(view.start, view.end, view.text, record.rule, marks)
    return Explanation(first.start, first.end, first.quote, record.rule, [])


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else "" if value is True else str(value)


def _value(found: Found) -> str:
    if isinstance(found.value, Quantity):
        q = found.value
        upper = f"–{q.value_max}" if q.value_max is not None else ""
        return f"{q.bound} {q.value}{upper} {q.unit}"
    return f"{time_value(found, None) or 'relative'} ({found.value.kind})"


@functools.cache
def engine_version() -> str:
    """A short hash of all that decides what is read from a text: code, packs, catalogue."""
    digest = hashlib.sha256()
    root = resources.files("servanda")
    for folder in ("data/packs", "data/catalogue", "values", "records", "search"):
        for path in sorted(_files(root / folder), key=str):
            digest.update(path.read_bytes())
    for name in ("packs.py", "forms.py", "fold.py", "line.py", "scan.py", "segment.py", "pipeline.py"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()[:12]


def _files(folder: Traversable) -> Iterator[Traversable]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _files(item)
        elif item.name.endswith((".toml", ".py")):
            yield item
