"""The pages of topics: all of them, and one pillar of a relationship with all that belongs to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from servanda.app import Ledger
from servanda.catalogue import catalogue
from servanda.labels import indicator_label, pair_label, topic_label
from servanda.link.dealing import Pair
from servanda.link.kept import Kept
from servanda.link.pillar import Pillar, Told
from servanda.link.promise import Promise
from servanda.link.thread import Head
from servanda.model import Record
from servanda.periods import period_words
from servanda.web import answer, rows
from servanda.web.across import thread_row
from servanda.web.pairs import offered, pair_of
from servanda.web.room import Cited, Following, Opened, cited, page, view_of
from servanda.web.standing import aim_rows, aims, promised, spread, topic_rows
from servanda.web.years import bars, year_of

router = APIRouter()

AIMS, COMMITMENTS, THREADS, INSTRUMENTS, EVENTS = 9, 40, 15, 15, 15
"""How many of each the page of a topic shows; it leads to all."""
NOTHING = Pillar([], [])
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


def _counts(linked: Kept, topic: str, pair: Pair | None) -> dict[str, int]:
    pillar = linked.pillars.get(topic, NOTHING)
    return {
        "threads": len(_followed(linked, topic, pair)),
        "agreements": len(_of_pair(pillar.agreements, pair)),
        "events": len(_of_pair(pillar.events, pair)),
    }


def _followed(linked: Kept, topic: str, pair: Pair | None) -> list[Head]:
    return [head for head in linked.heads if head.topic == topic and _between(head.parties, pair)]


def _between(parties: Sequence[str], pair: Pair | None) -> bool:
    return pair is None or set(pair) <= set(parties)


def _of_pair(found: Iterable[Told], pair: Pair | None) -> list[Told]:
    return [told for told in found if _between(told.by, pair)]


@router.get("/topics/{topic}")
def topic(request: Request, ledger: Opened, linked: Following, topic: str) -> Response:
    """One topic: commitments and their standing, targets, projects, instruments, bodies, figures, events."""
    if topic not in catalogue().topics:
        raise HTTPException(404, f"no such topic: {topic}; there are {', '.join(catalogue().topics)}")
    view = view_of(request, f"/topics/{topic}")
    pair = pair_of(view)
    made = promised(linked, pair, topic)
    if answer.wanted(request) != "html":
        records = ledger.store.named(one.record for one in made)
        return answer.rows_response(request, [_data(one, records[one.record]) for one in made])
    pillar = linked.pillars.get(topic, NOTHING)
    shown = made[::-1][:COMMITMENTS]
    years = {year_of(one.published) for one in shown}
    counts = Counter(year for one in made if (year := year_of(one.published)))
    followed = _followed(linked, topic, pair)
    instruments = _instruments(pillar, pair)
    events = [told for told in _of_pair(pillar.events, pair) if told.date][:EVENTS]
    named = cited(ledger, (key for part in (shown, instruments, events) for key in _records(part)))
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
        aims=aim_rows(ledger, aims(linked, pair, topic)[:AIMS]),
        commitments=[_promise(one, named) for one in shown],
        threads=[thread_row(one) for one in followed[:THREADS]],
        followed=len(followed),
        instruments=[_row(one, named) for one in instruments],
        bodies=_bodies(linked, made),
        indicators=_indicators(ledger, topic, pair),
        events=[_row(one, named) for one in events],
    )


def _pairs(linked: Kept, topic: str, pair: Pair | None) -> list[Any]:
    """The pairs that a page of this topic can be narrowed to: those that promise anything on it."""
    by = [set(p.by) for p in promised(linked, None, topic)]
    return [
        choice
        for choice in offered(linked, pair)
        if choice.chosen or any(set(choice.value.split(",")) <= both for both in by)
    ]


def _data(one: Promise, record: Record) -> dict[str, Any]:
    return {
        "record": one.record,
        "document": one.document,
        "published": one.published,
        "by": one.by,
        "standing": one.standing,
        "quote": record.evidence[0].quote,
    }


def _promise(one: Promise, named: Cited) -> rows.Row:
    return _row(one, named) | {"year": year_of(one.published), "standing": one.standing, "side": one.side}


def _instruments(pillar: Pillar, pair: Pair | None) -> list[Told]:
    """The agreements, the latest first, one a title."""
    by_title: dict[str, Told] = {}
    for told in _of_pair(pillar.agreements, pair):
        by_title.setdefault(told.title.casefold(), told)
    return list(by_title.values())[:INSTRUMENTS]


def _row(one: Told | Promise, named: Cited) -> rows.Row:
    record = named.records[one.record]
    return rows.record_row(record, named.documents[record.document])


def _records(part: Iterable[Told | Promise]) -> Iterator[str]:
    return (one.record for one in part)


def _bodies(linked: Kept, made: Iterable[Promise]) -> list[rows.Row]:
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
