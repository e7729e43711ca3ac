"""The page of one record: its fields, its words in their sentence, and how it was reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from servanda import segment
from servanda.app import Explanation, Ledger
from servanda.export.human import title
from servanda.export.segments import Segment, Span, segments
from servanda.labels import area_label, indicator_label, language_label, topic_label, words_of
from servanda.model import Document, Evidence, Figure, Record, Reviewed, Statement, Time, record_type
from servanda.periods import period_words
from servanda.web import answer, rows
from servanda.web.room import Opened, lookup, page, view_of
from servanda.web.show import figure_exact, said_words

router = APIRouter()

PLACES = 5
"""How many mentions the page of one record shows in their sentences."""
PERIODS = ("period", "value", "deadline", "date", "valid")
AREAS = ("area", "counterpart", "entity", "series", "speakers", "parties", "participants", "places")
NAMED: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(PERIODS, period_words),
    **dict.fromkeys(AREAS, area_label),
    "indicator": indicator_label,
    "topic": topic_label,
    "language": language_label,
    "form": words_of,
    "status": words_of,
}
"""Fields whose codes have words."""
MEANT: Mapping[str, Callable[[str], str]] = {
    "entity": area_label,
    "capital": area_label,
    "indicator": indicator_label,
    "topic": topic_label,
}
"""Classes of marks whose meaning has words."""
NO_FIELD = ("id", "evidence", "rule", "corrected")


@router.get("/records/{key}")
def record(request: Request, ledger: Opened, key: str) -> Response:
    """One record: its fields, its words in their sentence, what was found there, the rule."""
    reviewed = lookup(ledger.store.reviewed, key)
    found = reviewed.record
    if answer.wanted(request) == "json":
        return answer.json_response(answer.record_data(found))
    if answer.wanted(request) == "csv":
        documents = {found.document: ledger.document(found.document)}
        return answer.records_response(request, record_type(found), [found], documents, 1)
    view = view_of(request, f"/records/{found.id}")
    return page(
        request, "record.html", view=view, **_about(ledger, ledger.explain(found.id)), **_said(reviewed)
    )


def _about(ledger: Ledger, explained: Explanation) -> dict[str, Any]:
    """All that the page tells of a record."""
    found, document = explained.record, explained.document
    return {
        "id": found.id,
        "kind": record_type(found),
        "heading": heading_of(found),
        "exact": figure_exact(found) if isinstance(found, Figure) else "",
        "document": document,
        "title": title(document),
        "said": document.published,
        "said_words": period_words(document.published),
        "places": _places(ledger, document, found),
        "more": max(0, len(found.evidence) - PLACES),
        "fields": fields_of(found),
        "rule": explained.reasons.rule,
        "marks": _marks(explained),
    }


def _said(reviewed: Reviewed) -> dict[str, Any]:
    """How a record stands in review: who decided it, and what was read where that differs."""
    stands, read = reviewed.standing, reviewed.original
    return {
        "stands": stands if stands.state == "decided" else None,
        "reviewers": ", ".join(word.reviewer for word in stands.words if word.reviewer),
        "read": {} if read is None else {n: written(n, getattr(read, n)) for n in reviewed.record.corrected},
    }


def heading_of(record: Record) -> str:
    """What a record is called on a page: a figure by its value, a statement by who says what."""
    if isinstance(record, Figure):
        return said_words(record)
    row = rows.entry_row(record)
    if isinstance(record, Time):
        return str(row["words"] or row["quote"])
    if isinstance(record, Statement):
        return f"{row['who']}: {record.verb}" if row["who"] else record.verb
    return str(row["label"])


# -- its words in their sentences -----------------------------------------------------------------


def _places(ledger: Ledger, document: Document, record: Record) -> list[dict[str, Any]]:
    """The record's evidence, each quote within its sentence, with the words that tell of the record."""
    sentences = list(segment.spans(document.text, document.language or segment.UNDETERMINED))
    hints = _hints(ledger, document, record)
    return [
        {
            "pieces": _pieces(document.text, around(evidence, sentences), evidence, hints),
            "start": evidence.start,
            "end": evidence.end,
            "href": rows.place(record),
        }
        for evidence in record.evidence[:PLACES]
    ]


def _hints(ledger: Ledger, document: Document, record: Record) -> list[Span]:
    """The verb of a statement, the terms of a figure's indicator."""
    if isinstance(record, Statement) and (cue := rows.cue_span(record)):
        at = record.evidence[0].start
        return [Span(at + cue[0], at + cue[1], record.id, "cue")]
    if isinstance(record, Figure):
        terms = ledger.terms(document, [record]).get(record.id, [])
        return [Span(start, end, record.id, "term") for start, end in terms]
    return []


def _pieces(text: str, around: segment.Span, evidence: Evidence, hints: Sequence[Span]) -> list[Segment]:
    begin, end = around
    spans = [Span(evidence.start, evidence.end, "it", "it"), *hints]
    moved = [span._replace(start=span.start - begin, end=span.end - begin) for span in spans]
    return segments(text[begin:end], [span for span in moved if 0 <= span.start < span.end <= end - begin])


def around(evidence: Evidence, sentences: Sequence[segment.Span]) -> segment.Span:
    """The sentences that a quote touches, from the beginning of the first to the end of the last."""
    touched = [span for span in sentences if span[0] < evidence.end and evidence.start < span[1]]
    begins, ends = [evidence.start, *(s for s, _ in touched)], [evidence.end, *(e for _, e in touched)]
    return min(begins), max(ends)


# -- its fields, and what was found ---------------------------------------------------------------


def fields_of(record: Record) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Every field that is set: its name, and of each value its exact form, its words, its page."""
    fields = msgspec.to_builtins(record)
    return [
        (name, [_value(name, one) for one in (value if isinstance(value, (list, tuple)) else [value])])
        for name, value in fields.items()
        if name not in NO_FIELD and value not in (None, "", (), [])
    ]


def written(name: str, value: object) -> str:
    """A field's value in words, where its codes have any; else as it is."""
    several = value if isinstance(value, (list, tuple)) else () if value in (None, "") else (value,)
    return ", ".join(NAMED.get(name, str)(str(one)) for one in several)


def _value(name: str, value: object) -> tuple[str, str, str]:
    exact = str(value).lower() if isinstance(value, bool) else str(value)
    words = NAMED[name](exact) if name in NAMED else ""
    return exact, "" if words == exact else words, _href(name, exact)


def _href(name: str, value: str) -> str:
    if name == "figures":
        return f"/records/{value}"
    if name == "series":
        return f"/events?series={value}"
    if name in AREAS:
        return f"/entities/{value}"
    pages = {"indicator": "/indicators", "topic": "/topics"}
    return f"{pages[name]}/{value}" if name in pages else ""


def _marks(explained: Explanation) -> list[dict[str, Any]]:
    """What was found in the sentence: its words, and every class and meaning that they have."""
    inside = [(e.start, e.end) for e in explained.record.evidence]
    return [
        {
            "quote": same[0]["quote"],
            "within": any(start <= where[0] and where[1] <= end for start, end in inside),
            "found": [(words_of(str(m["class"])), _meaning(m), m.get("rule", "")) for m in same],
        }
        for where, group in groupby(explained.reasons.marks, key=lambda m: (int(m["start"]), int(m["end"])))
        for same in (list(group),)
    ]


def _meaning(mark: Mapping[str, str | int]) -> str:
    words = MEANT.get(str(mark["class"]), str)
    return ", ".join(words(one) for one in str(mark["means"]).split(", "))
