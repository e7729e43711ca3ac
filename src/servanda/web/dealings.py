"""The page of who acts with whom: a matrix of dealings, and of one pair every record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from servanda.app import Ledger
from servanda.labels import area_label, pair_label
from servanda.link.dealing import Dealing, Pair
from servanda.link.kept import Kept
from servanda.model import Record, Statement
from servanda.web import answer, rows
from servanda.web.pairs import asked_as, pair_of
from servanda.web.room import Cited, Following, Opened, cited, following, page, view_of
from servanda.web.tongue import gettext
from servanda.web.view import View
from servanda.web.years import bars, year_of

router = APIRouter()

KINDS = ("event", "agreement", "statement")
SIDE = 16
"""Actors that the matrix shows: those that deal most."""
SHADES = 5


@router.get("/dealings")
def dealings(request: Request, ledger: Opened, linked: Following) -> Response:
    """Everybody's dealings with everybody, or those of a pair."""
    view = view_of(request, "/dealings")
    pair = pair_of(view)
    return _of_pair(request, ledger, view, pair) if pair else _all(request, linked, view)


def _all(request: Request, linked: Kept, view: View) -> Response:
    if answer.wanted(request) != "html":
        return answer.rows_response(request, [_row(pair, told) for pair, told in linked.dealings.items()])
    view.total = len(linked.dealings)
    part = list(linked.dealings.items())[view.offset : view.offset + view.size]
    context = {"rows": [_row(*item) for item in part], "matrix": _matrix(linked.dealings)}
    return page(request, "dealings.html", section="/dealings", view=view, **context)


def _row(pair: Pair, told: Sequence[Dealing]) -> rows.Row:
    kinds = Counter(dealing.kind for dealing in told)
    return {
        "pair": asked_as(pair),
        "one": area_label(pair[0]),
        "other": area_label(pair[1]),
        "total": len(told),
        **{kind: kinds[kind] for kind in KINDS},
        "latest": told[0].date,
    }


def _matrix(found: dict[Pair, list[Dealing]]) -> dict[str, Any]:
    """The actors that deal most, by each other: how often, and how dark its field is."""
    weight: Counter[str] = Counter()
    for pair, told in found.items():
        for one in pair:
            weight[one] += len(told)
    shown = [one for one, _ in weight.most_common(SIDE)]
    most = max((len(told) for told in found.values()), default=1)

    def field(one: str, other: str) -> dict[str, Any]:
        pair = (min(one, other), max(one, other))
        count = len(found.get(pair, ()))
        shade = -(-SHADES * count.bit_length() // most.bit_length())
        return {"pair": asked_as(pair), "count": count, "shade": shade, "same": one == other}

    names = {one: area_label(one) for one in shown}
    return {
        "names": [names[one] for one in shown],
        "rows": [(names[one], [field(one, other) for other in shown]) for one in shown],
    }


def _of_pair(request: Request, ledger: Ledger, view: View, pair: Pair) -> Response:
    linked = following(request)
    told = linked.dealings.get(pair, [])
    if answer.wanted(request) != "html":
        records = ledger.store.named(dealing.record for dealing in told)
        return answer.rows_response(request, [_data(one, records[one.record]) for one in told])
    view.total = len(told)
    part = told[view.offset : view.offset + view.size]
    named = cited(ledger, (dealing.record for dealing in part))
    counts = Counter(year for dealing in told if (year := year_of(dealing.date)))
    context = {
        "name": pair_label(*pair),
        "both": [(one, area_label(one)) for one in pair if one in linked.seen],
        "kinds": [(gettext(rows.KIND_NAMES[kind]), _row(pair, told)[kind]) for kind in KINDS] if told else [],
        "years": bars(counts),
        "rows": [_record(dealing, named) for dealing in part],
    }
    return page(request, "dealing.html", section="/dealings", view=view, **context)


def _data(dealing: Dealing, record: Record) -> dict[str, Any]:
    return {
        "kind": dealing.kind,
        "record": dealing.record,
        "date": dealing.date,
        "quote": record.evidence[0].quote,
        "document": record.document,
    }


def _record(dealing: Dealing, named: Cited) -> rows.Row:
    record = named.records[dealing.record]
    row = rows.record_row(record, named.documents[record.document])
    force = (record.act, record.binding) if isinstance(record, Statement) else ()
    what = " ".join(filter(None, force)) or row["label"]
    return row | {"kind": dealing.kind, "what": what, "year": year_of(dealing.date), "dated": dealing.date}
