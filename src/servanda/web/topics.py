"""The pages of topics: all of them, and one pillar of a relationship with all that belongs to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from servanda.app import Ledger
from servanda.catalogue import catalogue
from servanda.labels import indicator_label, pair_label, topic_label
from servanda.link.dealing import Pair
from servanda.link.linked import Linked
from servanda.link.pillar import Pillar
from servanda.link.promise import Promise
from servanda.model import Agreement, Record
from servanda.periods import period_words
from servanda.store.span import span
from servanda.web import answer, rows
from servanda.web.across import thread_row
from servanda.web.pairs import concerns, offered, pair_of
from servanda.web.room import Following, Opened, page, view_of
from servanda.web.standing import aim_row, aims, promised, spread, topic_rows
from servanda.web.years import bars, year_of

router = APIRouter()

AIMS, COMMITMENTS, THREADS, INSTRUMENTS, EVENTS = 9, 40, 15, 15, 15
"""How many of each the page of a topic shows; it leads to all."""
COUNTED = ("topic", "label", "commitments", "course", "trouble", "open", "threads", "agreements", "events")


@router.get("/topics")
def topics(request: Request, linked: Following) -> Response:
    """Every topic, with what is promised on it and how that stands."""
    view = view_of(request, "/topics")
    pair = pair_of(view)
    made = [row | _counts(linked, row["topic"], pair) for row in topic_rows(linked, pair)]
    if answer.wanted(request) != "html":
        return answer.rows_response(request, [{name: row[name] for name in COUNTED} for row in made])
    view.total = len(made)
    context = {"rows": made, "pairs": offered(linked, pair), "pair": pair_label(*pair) if pair else ""}
    return page(request, "topics.html", section="/topics", view=view, **context)


def _counts(linked: Linked, topic: str, pair: Pair | None) -> dict[str, int]:
    pillar = linked.pillars.get(topic, Pillar())
    return {
        "threads": sum(_between(thread.parties, pair) for thread in pillar.threads),
        "agreements": len(_of_pair(pillar.agreements.values(), pair, linked)),
        "events": len(_of_pair(pillar.events.values(), pair, linked)),
    }


def _between(parties: Sequence[str], pair: Pair | None) -> bool:
    return pair is None or set(pair) <= set(parties)


def _of_pair(records: Iterable[Record], pair: Pair | None, linked: Linked) -> list[Record]:
    return [record for record in records if concerns(record, pair, linked)]


@router.get("/topics/{topic}")
def topic(request: Request, ledger: Opened, linked: Following, topic: str) -> Response:
    """One topic: commitments and their standing, targets, projects, instruments, bodies, figures, events."""
    if topic not in catalogue().topics:
        raise HTTPException(404, f"no such topic: {topic}; there are {', '.join(catalogue().topics)}")
    view = view_of(request, f"/topics/{topic}")
    pair = pair_of(view)
    made = promised(linked, pair, topic)
    if answer.wanted(request) != "html":
        return answer.rows_response(request, [_data(one, linked) for one in made])
    pillar = linked.pillars.get(topic, Pillar())
    shown = made[::-1][:COMMITMENTS]
    years = {year_of(one.published) for one in shown}
    counts = Counter(year for one in made if (year := year_of(one.published)))
    followed = [thread for thread in pillar.threads if _between(thread.parties, pair)]
    return page(
        request,
        "topic.html",
        section="/topics",
        view=view,
        topic=topic,
        label=topic_label(topic),
        pair=pair_label(*pair) if pair else "",
        pairs=_pairs(linked, topic, pair),
        summary=spread(made),
        years=bars(counts, lambda year: f"#y-{year}" if year in years else None),
        aims=[aim_row(aim, linked) for aim in aims(linked, pair, topic)[:AIMS]],
        commitments=[_promise(one, linked) for one in shown],
        threads=[thread_row(one) for one in followed[:THREADS]],
        followed=len(followed),
        instruments=_instruments(pillar, pair, linked),
        bodies=_bodies(linked, made),
        indicators=_indicators(ledger, topic, pair),
        events=_events(pillar, pair, linked),
    )


def _pairs(linked: Linked, topic: str, pair: Pair | None) -> list[Any]:
    """The pairs that a page of this topic can be narrowed to: those that promise anything on it."""
    by = [set(p.by) for p in promised(linked, None, topic)]
    return [
        choice
        for choice in offered(linked, pair)
        if choice.chosen or any(set(choice.value.split(",")) <= both for both in by)
    ]


def _data(one: Promise, linked: Linked) -> dict[str, Any]:
    record = linked.records[one.record]
    return {
        "record": one.record,
        "document": one.document,
        "published": one.published,
        "by": one.by,
        "standing": one.standing,
        "quote": record.evidence[0].quote,
    }


def _promise(one: Promise, linked: Linked) -> rows.Row:
    row = rows.record_row(linked.records[one.record], linked.documents[one.document])
    return row | {"year": year_of(one.published), "standing": one.standing, "side": one.side}


def _latest(records: Iterable[Record], date: Any) -> list[Record]:
    return sorted(records, key=lambda record: (span(date(record))[0] or "", record.id), reverse=True)


def _instruments(pillar: Pillar, pair: Pair | None, linked: Linked) -> list[rows.Row]:
    """The agreements, the latest first, one a title."""
    found = _of_pair(pillar.agreements.values(), pair, linked)

    def dated(record: Record) -> str | None:
        return getattr(record, "date", None) or linked.documents[record.document].published

    by_title: dict[str, Record] = {}
    for record in _latest(found, dated):
        if isinstance(record, Agreement):
            by_title.setdefault(record.title.casefold(), record)
    return [_row(record, linked) for record in list(by_title.values())[:INSTRUMENTS]]


def _events(pillar: Pillar, pair: Pair | None, linked: Linked) -> list[rows.Row]:
    found = _of_pair(pillar.events.values(), pair, linked)
    dated = [record for record in found if getattr(record, "date", None)]
    return [_row(record, linked) for record in _latest(dated, lambda r: r.date)[:EVENTS]]


def _row(record: Record, linked: Linked) -> rows.Row:
    return rows.record_row(record, linked.documents[record.document])


def _bodies(linked: Linked, made: Iterable[Promise]) -> list[rows.Row]:
    """The mechanisms that commitments on this topic name."""
    told = {one.record for one in made}
    return [
        {"key": m.key, "name": m.name, "due": period_words(m.due), "owned": len(told & set(m.owned))}
        for m in linked.mechanisms
        if told & set(m.owned)
    ]


def _indicators(ledger: Ledger, topic: str, pair: Pair | None) -> list[rows.Row]:
    """The indicators of the topic that the ledger has figures of."""
    wanted: dict[str, Any] = {"area": list(pair), "counterpart": list(pair)} if pair else {}
    known = catalogue().indicators
    return [
        {"indicator": indicator, "label": indicator_label(indicator), "figures": count}
        for indicator, count in ledger.store.tally("figure", "indicator", **wanted)
        if indicator in known and known[indicator].topic == topic
    ]
