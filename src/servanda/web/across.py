"""The pages of what runs through many documents: threads, mechanisms, two statements side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from servanda.app import Ledger
from servanda.errors import UsageError
from servanda.export import across
from servanda.export.human import title
from servanda.labels import area_label, language_label, topic_label
from servanda.link.compare import Clause, Comparison, Row
from servanda.link.declaration import by_parties
from servanda.link.kept import Kept
from servanda.link.passage import Passage
from servanda.link.thread import Head, head
from servanda.model import Document
from servanda.periods import period_words
from servanda.web import answer, rows
from servanda.web.room import Cited, Following, Opened, briefly, cited, cut, following, lookup, page, view_of
from servanda.web.tongue import gettext
from servanda.web.view import View

router = APIRouter()

FILTERS = ("topic", "party", "kind", "text")
KIND_WORDS = {
    "entity": "project, system or programme",
    "subject": "subject",
    "target": "target",
    "agreement": "agreement",
    "wording": "wording",
}
OFFERED = 500
"""Documents that are offered to be compared: the latest. Any other can be named in the address."""
SUCCESSIVE = 20
"""Pairs of successive statements that are offered."""
STATEMENTS = ("joint-statement", "communique", "agreement", "press-release")
"""Kinds of documents that are offered first to be compared."""


@router.get("/threads")
def threads(request: Request, linked: Following) -> Response:
    """Every undertaking that two documents or more speak of."""
    view = view_of(request, "/threads")
    if unknown := set(view.filters) - set(FILTERS):
        raise UsageError(f"threads have no field {min(unknown)}; filter by {', '.join(FILTERS)}")
    found = linked.selected(**view.filters)
    if answer.wanted(request) != "html":
        whole = linked.threads(head.id for head in cut(request, view, found))
        return answer.rows_response(request, [across.thread_row(t) for t in whole], len(found))
    view.total = len(found)
    for name in ("topic", "kind"):
        rest = linked.selected(**_without(view, name))
        view.facet(name, Counter(getattr(t, name) for t in rest).most_common())
    rest = linked.selected(**_without(view, "party"))
    view.facet("party", Counter(p for t in rest for p in t.parties).most_common())
    view.labels |= {"party": area_label, "kind": KIND_WORDS.__getitem__}
    part = cut(request, view, found)
    return page(request, "threads.html", section="/threads", view=view, rows=[thread_row(t) for t in part])


def _without(view: View, name: str) -> dict[str, Any]:
    return {other: value for other, value in view.filters.items() if other != name}


def thread_row(thread: Head) -> dict[str, Any]:
    """A thread as a row of a list."""
    return {
        "id": thread.id,
        "name": _name(thread),
        "topic": thread.topic,
        "topic_label": topic_label(thread.topic) if thread.topic else "",
        "kind": KIND_WORDS[thread.kind],
        "parties": _parties(thread.parties),
        "documents": thread.documents,
        "languages": ", ".join(map(language_label, thread.languages)),
        "since": thread.since,
        "since_words": period_words(thread.since),
        "until": thread.until,
        "until_words": period_words(thread.until),
        "quote": thread.quote,
        "language": thread.language,
    }


def _name(thread: Head) -> str:
    return thread.name[:1].upper() + thread.name[1:]


def _parties(parties: Iterable[str]) -> str:
    return " – ".join(area_label(party) for party in parties)


@router.get("/threads/{key}")
def thread(request: Request, ledger: Opened, linked: Following, key: str) -> Response:
    """One thread: what each document says of it, by date."""
    found = lookup(linked.thread, key)
    if answer.wanted(request) != "html":
        return answer.rows_response(request, [across.passage_row(p) for p in found.passages])
    documents = briefly(ledger, found.documents)
    made = [_passage(p, documents[p.document]) for p in found.passages]
    years = [(year, list(group)) for year, group in groupby(made, key=lambda p: p["year"])]
    return page(
        request,
        "thread.html",
        section="/threads",
        view=view_of(request, f"/threads/{found.id}"),
        row=thread_row(head(found)),
        years=years,
        key=found.key,
    )


def _passage(passage: Passage, document: Document) -> dict[str, Any]:
    forces = [" ".join(filter(None, (s.act, s.binding))) for s in passage.said]
    return {
        "year": (passage.published or "")[:4],
        "published": passage.published,
        "date": period_words(passage.published),
        "language": passage.language,
        "language_label": language_label(passage.language),
        "quote": " ".join(passage.quote.split()),
        "forces": list(dict.fromkeys(forces)),
        "firm": any(s.binding == "high" for s in passage.said),
        "status": passage.status,
        "deadlines": [period_words(s.deadline) for s in passage.said if s.deadline],
        "title": title(document),
        "href": f"/documents/{document.id}#r-{passage.records[0]}",
    }


@router.get("/mechanisms")
def mechanisms(request: Request, ledger: Opened, linked: Following) -> Response:
    """The bodies through which partnerships work."""
    found = linked.mechanisms
    if answer.wanted(request) != "html":
        return answer.rows_response(request, [across.mechanism_row(m) for m in found])
    view = view_of(request, "/mechanisms")
    view.total = len(found)
    named = cited(ledger, (key for m in found for key in m.owned))
    made = [
        {
            "key": m.key,
            "name": m.name,
            "parties": _parties(m.parties),
            "editions": [
                {
                    "ordinal": e.ordinal,
                    "date": e.date,
                    "words": period_words(e.date),
                    "told": len(e.documents),
                    "href": f"/records/{e.records[0]}" if e.records else None,
                }
                for e in m.editions
            ],
            "cadence": f"{m.cadence:g}" if m.cadence else "",
            "due": m.due,
            "due_words": period_words(m.due),
            "gaps": m.gaps,
            "owned": [_owned(named, key) for key in m.owned],
        }
        for m in found
    ]
    return page(request, "mechanisms.html", section="/mechanisms", view=view, rows=made)


def _owned(named: Cited, key: str) -> dict[str, Any]:
    record = named.records[key]
    quote = " ".join(record.evidence[0].quote.split())
    language = named.documents[record.document].language
    return {"quote": quote, "language": language, "href": rows.place(record)}


@router.get("/compare")
def compare(request: Request, ledger: Opened, a: str = "", b: str = "") -> Response:
    """Two documents side by side, topic by topic; without both, a form to choose them."""
    found = None
    if a and b:
        following(request)
        found = lookup(lambda old: ledger.compare(old, b), a)
    if answer.wanted(request) != "html":
        return answer.rows_response(request, across.comparison_rows(found) if found else [])
    context: dict[str, Any] = {"choices": _choices(ledger), "chosen": (a, b), "found": None, "following": []}
    if found:
        context |= {"found": _compared(found), "chosen": (found.old.id, found.new.id)}
    else:
        context["following"] = _successive(ledger, following(request))
    return page(request, "compare.html", section="/compare", view=view_of(request, "/compare"), **context)


def _successive(ledger: Ledger, linked: Kept) -> list[dict[str, Any]]:
    """Statements of the same parties, each with the one before it: the latest first."""
    pairs = [
        (new.day, parties, old.document, new.document)
        for parties, made in by_parties(linked.declarations).items()
        for old, new in pairwise(made)
    ]
    pairs.sort(key=lambda pair: (pair[0], pair[3]), reverse=True)
    del pairs[SUCCESSIVE:]
    documents = briefly(ledger, (key for pair in pairs for key in pair[2:]))
    told = ((parties, documents[old], documents[new]) for _, parties, old, new in pairs)
    return [
        {
            "href": f"/compare?a={old.id}&b={new.id}",
            "parties": _parties(parties),
            "old": period_words(old.published),
            "new": period_words(new.published),
            "titles": [(title(one), one.language) for one in (old, new)],
        }
        for parties, old, new in told
    ]


def _choices(ledger: Ledger) -> list[tuple[str, list[tuple[str, str]]]]:
    """Documents to compare, statements first, each as its id and a line of words."""
    documents = ledger.documents(brief=True, order="-published", limit=OFFERED)
    groups: Mapping[str, Sequence[Document]] = {
        gettext("Statements"): [d for d in documents if d.kind in STATEMENTS],
        gettext("Other documents"): [d for d in documents if d.kind not in STATEMENTS],
    }
    return [(name, [(d.id, _line(d)) for d in found]) for name, found in groups.items() if found]


def _line(document: Document) -> str:
    words = f"{period_words(document.published) or 'undated'} · {title(document)}"
    return words if len(words) <= 90 else words[:89] + "…"


def _compared(found: Comparison) -> dict[str, Any]:
    return {
        "documents": [
            {"id": d.id, "title": title(d), "date": period_words(d.published), "language": d.language}
            for d in (found.old, found.new)
        ],
        "counts": [(fate, found.count(fate)) for fate in across.FATES if found.count(fate)],
        "sections": [
            {"topic": section.topic, "rows": [_compared_row(row) for row in section.rows]}
            for section in found.sections
        ],
    }


def _compared_row(row: Row) -> dict[str, Any]:
    kept = row.pieces if row.fate != "same" else ()
    return {
        "fate": row.fate,
        "old": _clause(row.old, [(p.kind, p.was or p.text) for p in kept if p.kind != "new"]),
        "new": _clause(row.new, [(p.kind, p.text) for p in kept if p.kind != "old"]),
    }


def _clause(clause: Clause | None, pieces: Sequence[tuple[str, str]]) -> dict[str, Any] | None:
    """A clause with its force; ``pieces``: its words with those marked that the other has not."""
    if clause is None:
        return None
    record = clause.record
    return {
        "words": clause.words,
        "pieces": pieces,
        "language": clause.language,
        "force": " ".join(filter(None, (record.act, record.binding))),
        "href": f"/documents/{record.document}#r-{record.id}",
    }
