"""The page of review: what is to be looked at, the words on it, and the log of all words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from servanda import desk, segment
from servanda.desk import Item
from servanda.errors import UsageError
from servanda.export.human import title
from servanda.labels import indicator_label, topic_label
from servanda.model import Document, Record, Review, Standing
from servanda.periods import period_words
from servanda.review.correction import choices, fields
from servanda.web import answer, rows
from servanda.web.posting import FIELD, reviewer_of
from servanda.web.record import around, heading_of, written
from servanda.web.room import Opened, cut, following, lookup, page, part_of, view_of
from servanda.web.view import Choice, View

router = APIRouter()

FILTERS = ("kind", "state", "document", "reviewer", "first", "twice")
SIZE = 20
"""Records that a page of the queue shows, unless it is asked for more."""
SHOWN = 5
"""Records of a finding that are shown."""
LISTED = 20
"""Values up to which a field offers them all in a list."""


@router.get("/review")
def queue(request: Request, ledger: Opened) -> Response:
    """The queue of review, the most doubtful and weighty first."""
    view = view_of(request, "/review")
    asked = dict(view.asked)
    if unknown := set(asked) - set(FILTERS):
        raise UsageError(f"a queue has no {min(unknown)}; filter by {', '.join(FILTERS)}")
    twice = bool(asked.pop("twice", ""))
    wanted = desk.wanted(**asked)
    if desk.FINDING in wanted.kinds:
        following(request)
    by = reviewer_of(request)
    if answer.wanted(request) == "html":
        view.chosen.setdefault("size", str(SIZE))
    view.total, found = desk.queue(ledger, wanted, by, **part_of(request, view))
    if answer.wanted(request) != "html":
        return answer.rows_response(request, [desk.row(one) for one in found])
    _offer(view)
    context = {"items": _items(found), "by": by, "twice": twice, "state": wanted.state}
    return page(request, "review.html", section="/review", view=view, **context)


def _offer(view: View) -> None:
    offered = {"kind": desk.KINDS, "state": tuple(desk.STATES), "first": desk.SIDES}
    for name, values in offered.items():
        chosen = view.chosen.get(name, "open" if name == "state" else None)
        view.facets[name] = [Choice(value, value, 0, value == chosen) for value in values]


@router.get("/review/log")
def log(request: Request, ledger: Opened) -> Response:
    """Every word of review, the latest first."""
    view = view_of(request, "/review/log")
    if unknown := set(view.filters) - {"subject", "reviewer", "kind"}:
        raise UsageError(f"the log has no {min(unknown)}; filter by subject, reviewer, kind")
    entries = ledger.store.reviews(**view.filters)[::-1]
    shown = cut(request, view, entries)
    if answer.wanted(request) != "html":
        return answer.rows_response(request, [log_row(entry) for entry in shown])
    view.total = len(entries)
    part = [_entry(entry) for entry in shown]
    by = reviewer_of(request)
    return page(request, "review_log.html", section="/review/log", view=view, rows=part, by=by)


@router.get("/review/{key}")
def one(request: Request, ledger: Opened, key: str) -> Response:
    """One record or finding to look at, with all that was said of it."""
    by = reviewer_of(request)
    found = lookup(lambda key: desk.item(ledger, key, by), key)
    if answer.wanted(request) != "html":
        return answer.rows_response(request, [desk.row(found)])
    said = [entry for entry in ledger.store.reviews(subject=found.id) if _visible(entry, found.standing)]
    return page(
        request,
        "review_one.html",
        section="/review",
        view=view_of(request, f"/review/{found.id}"),
        items=_items([found]),
        by=by,
        twice=False,
        entries=[_entry(entry) for entry in said],
    )


def _visible(entry: Review, stands: Standing) -> bool:
    """The word that waits for a second one is not shown to who is to say it."""
    return stands.state != "waiting" or entry.id in {word.id for word in stands.words}


# -- items ----------------------------------------------------------------------------------------


def _items(found: Sequence[Item]) -> list[dict[str, Any]]:
    sentences: dict[str, list[segment.Span]] = {}
    return [_item(one, sentences) for one in found]


def _item(one: Item, sentences: dict[str, list[segment.Span]]) -> dict[str, Any]:
    """What a page tells of one thing to look at."""
    record, _ = one.records[0]
    finding = one.finding
    return {
        "id": one.id,
        "kind": one.kind,
        "heading": finding.message if finding else heading_of(record),
        "why": one.why,
        "state": one.standing.state,
        "word": one.standing.word,
        "last": one.standing.last,
        "words": [_entry(word) for word in one.standing.words],
        "places": [_place(record, document, sentences) for record, document in one.records[:SHOWN]],
        "more": max(0, len(one.records) - SHOWN),
        "fields": [] if finding else _fields(one),
        "href": f"/records/{one.id}" if finding is None else f"/findings#{one.id}",
    }


def _place(record: Record, document: Document, sentences: dict[str, list[segment.Span]]) -> dict[str, Any]:
    """A record's first words in their sentence."""
    if document.id not in sentences:
        told = document.language or segment.UNDETERMINED
        sentences[document.id] = list(segment.spans(document.text, told))
    first = record.evidence[0]
    begin, end = around(first, sentences[document.id])
    text = document.text
    return {
        "before": text[begin : first.start],
        "quote": first.quote,
        "after": text[first.end : end],
        "language": document.language,
        "title": title(document),
        "said_words": period_words(document.published),
        "href": rows.place(record),
    }


def _fields(one: Item) -> list[dict[str, Any]]:
    """The fields that can be corrected: what they hold, what they may hold, what was read."""
    record = one.records[0][0]
    read = one.original or record
    return [
        {
            "name": name,
            "key": f"{FIELD}{name}",
            "value": _text(getattr(record, name)),
            "words": written(name, getattr(record, name)),
            "read": _text(getattr(read, name)) if name in record.corrected else None,
            "choices": _choices(one.kind, name),
        }
        for name in fields(one.kind)
    ]


def _choices(kind: str, name: str) -> list[tuple[str, str]]:
    named: Mapping[str, Any] = {"indicator": indicator_label, "topic": topic_label}
    return [(value, named.get(name, str)(value)) for value in choices(kind, name)]


def _text(value: Any) -> str:
    """A value as a person writes it into a form."""
    if value is None:
        return ""
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value))
    plain = msgspec.to_builtins(value)
    return str(plain).lower() if isinstance(plain, bool) else str(plain)


def _entry(entry: Review) -> dict[str, Any]:
    changes = [(name, _text(value)) for name, value in entry.changes.items()]
    when = (entry.when or "")[:16].replace("T", " ")
    return msgspec.structs.asdict(entry) | {"changes": changes, "when": when}


def log_row(entry: Review) -> dict[str, Any]:
    """An entry of the log as a row of data."""
    names = ("id", "when", "reviewer", "kind", "subject", "word", "mode", "note", "to")
    changes = msgspec.json.encode(entry.changes).decode()
    return {name: getattr(entry, name) for name in names} | {"changes": changes}
