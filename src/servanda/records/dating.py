"""The year that an undated document speaks in, from the times that it names.

A document is at least as late as the latest time that it tells of as past, and earlier than what it
calls coming. (Findings about the exact day need more documents and are made where those are linked.)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from servanda.ground import quote
from servanda.model import Document, Evidence
from servanda.records.view import TimeFound, View
from servanda.values import edtf

_AHEAD = ("by", "until")


class Dating(msgspec.Struct, frozen=True):
    """When a document speaks: an EDTF value, and the words that it rests on."""

    value: str
    evidence: tuple[Evidence, ...]


def infer(document: Document, views: Sequence[View]) -> Dating | None:
    """The year in which a document was written, as far as its text tells.

    The year before a time that it calls coming, if nothing later is told; else the year of the latest
    time that it tells of without looking ahead.
    """
    past: TimeFound | None = None
    coming: TimeFound | None = None
    for view in views:
        for time in view.times(None):
            span = edtf.days(time.value)
            if span is None or span[1].year > 2100 or time.mark.mod in _AHEAD:
                continue
            if _is_coming(view, time):
                coming = _later(time, coming, sign=-1)
            elif not _looks_ahead(view, time):
                past = _later(time, past, sign=1)
    latest = edtf.days(past.value) if past else None
    next_ = edtf.days(coming.value) if coming else None
    if next_ is not None and coming is not None and (latest is None or latest[1].year < next_[0].year):
        return _dating(document, str(next_[0].year - 1), [coming])
    if latest is None or past is None:
        return None
    return _dating(document, str(latest[1].year), [past])


def _is_coming(view: View, time: TimeFound) -> bool:
    """*the upcoming presidency in 2026*: a cue of coming in the words before the time."""
    return any(m.kind == "coming" and 0 <= time.start - m.end <= 60 for m in view.marks)


def _looks_ahead(view: View, time: TimeFound) -> bool:
    return any(
        m.kind in ("target", "planned", "forecast", "ahead") and m.end <= time.start for m in view.marks
    )


def _later(time: TimeFound, than: TimeFound | None, sign: int) -> TimeFound:
    if than is None:
        return time
    return max(time, than, key=lambda t: sign * _last(t).toordinal())


def _last(time: TimeFound) -> dt.date:
    span = edtf.days(time.value)
    return span[1] if span else dt.date.min


def _dating(document: Document, value: str, times: Iterable[TimeFound]) -> Dating:
    return Dating(value, tuple(quote(document, t.start, t.end) for t in times))


def complete(document: Document, dating: Dating | None) -> Document:
    """The document with its date as narrow as dateline and text together tell.

    A dateline without a year (*December 5*) takes the year that the text tells.
    """
    if document.published is not None or dating is None:
        return document
    return msgspec.structs.replace(
        document,
        published=dating.value,
        published_basis="text",
        evidence=(*document.evidence, *dating.evidence),
    )
