"""The tools that answer, search, link and read: what an assistant may ask of a ledger as a whole."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from pydantic import Field

from servanda.app import Ledger
from servanda.export import across, jsonl
from servanda.mcp.arguments import MOST, Limit, Of, Offset, Since, Topic, Until
from servanda.mcp.telling import Data, plain, source, sources, told


class Tools:
    """What follows from an open ledger; each public method is a tool."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def overview(self) -> Data:
        """What the ledger holds: how many documents and records, languages, indicators, topics, dates."""
        found = self.ledger.summary(0)
        topics = self.ledger.store.tally("statement", "topic")
        orders = ("published", "-published")
        ends = [self.ledger.documents(order=order, limit=1, brief=True) for order in orders]
        return {
            "counts": found.counts,
            "languages": {language or "und": count for language, count in found.languages},
            "indicators": dict(found.indicators),
            "topics": {topic: count for topic, count in topics if topic},
            "published": [one.published for end in ends for one in end],
        }

    def ask(
        self,
        question: Annotated[
            str, Field(description="In English, Vietnamese, Russian or Hindi; the answer is English.")
        ],
    ) -> Data:
        """Answer a question from the ledger alone; every sentence of the answer has the records it rests on.

        `found` is false where the ledger holds no answer.
        """
        found = self.ledger.ask(question)
        told: Data = msgspec.to_builtins(found)
        return {"text": found.text} | told

    def search(
        self,
        query: Annotated[
            str,
            Field(
                description='Words, "a phrase", OR, -without, begin*; lang:vi kind:figure year:2013..2019 '
                "by:RU topic:nuclear indicator:trade.turnover entity:IN narrow it down."
            ),
        ],
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Data:
        """Search the sentences of all documents, in all languages, by words and by what they name."""
        found = self.ledger.search(query, limit=limit, offset=offset)
        rows = [
            one.row() | {"source": source(one.document), "records": plain(one.records)}
            for one in found.sentences
        ]
        return {"total": found.total, "counted": found.counted, "facets": found.facets, "sentences": rows}

    def series(
        self,
        indicator: Annotated[str, Field(description="Such as trade.turnover.")],
        area: Of = None,
        counterpart: Of = None,
        status: Annotated[str | None, Field(description="observed, target, planned…")] = None,
    ) -> Data:
        """All figures of one indicator as series, by period, in one unit; each with its quote."""
        wanted = {"area": area, "counterpart": counterpart, "status": status}
        found = self.ledger.series(indicator, **{k: v for k, v in wanted.items() if v}).to_dicts()
        return {"total": len(found), "series": msgspec.to_builtins(found[:MOST])}

    def findings(
        self,
        kind: Annotated[
            str | None,
            Field(description="conflict, arithmetic, target, calendar, lapsed, new, dropped, weakened…"),
        ] = None,
        severity: Literal["high", "medium", "low"] | None = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Data:
        """What follows from the records: numbers that disagree, targets met or missed, promises lapsed.

        Each comes with all the records that it rests on.
        """
        found = self.ledger.findings(kind, severity)
        rows = []
        for one in found[offset : offset + limit]:
            cited = list(self.ledger.store.named(one.records).values())
            rows.append(msgspec.to_builtins(one) | {"records": told(self.ledger, cited)})
        return {"total": len(found), "findings": rows}

    def threads(
        self,
        text: Annotated[str | None, Field(description="Words of its name or its quotes.")] = None,
        topic: Topic = None,
        party: Of = None,
        limit: Limit = 10,
    ) -> Data:
        """Undertakings followed across documents, languages and years: what each document says, by date."""
        linked = self.ledger.linked()
        found = linked.selected(text, topic=topic, party=party)
        part = linked.threads(head.id for head in found[:limit])
        named = sources(self.ledger, (key for one in part for key in one.documents))
        return {"total": len(found), "threads": [across.thread_data(one) for one in part], "sources": named}

    def compare(
        self,
        old: Annotated[str, Field(description="A document: its id, address or file name.")],
        new: Annotated[str, Field(description="The later one.")],
    ) -> Data:
        """Two documents side by side, topic by topic: what is new, dropped, stronger, weaker, changed."""
        found = self.ledger.compare(old, new)
        return across.comparison_data(found) | {"sources": sources(self.ledger, (found.old.id, found.new.id))}

    def documents(
        self,
        kind: Annotated[str | None, Field(description="joint-statement, speech, news, agreement…")] = None,
        language: Annotated[str | None, Field(description="BCP 47: en, vi, ru, hi…")] = None,
        since: Since = None,
        until: Until = None,
        text: Annotated[str | None, Field(description="Words of its title or text.")] = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Data:
        """The documents by date: title, publisher, date, language, kind, address."""
        wanted = {"kind": kind, "language": language, "since": since, "until": until, "text": text}
        found = self.ledger.documents(limit=limit, offset=offset, brief=True, **wanted)
        return {
            "total": self.ledger.store.count("document", **wanted),
            "documents": [source(document) | {"kind": document.kind} for document in found],
        }

    def passage(
        self,
        document: Annotated[str, Field(description="Its id, address or file name.")],
        start: Annotated[int, Field(ge=0, description="Where to begin, in characters.")] = 0,
        length: Annotated[int, Field(ge=1, le=20_000, description="How many characters to read.")] = 4_000,
    ) -> Data:
        """Read a document's own words from a place on, with the records that begin there."""
        reading = self.ledger.reading(document)
        end = min(start + length, len(reading.document.text))
        return {
            "source": source(reading.document),
            "start": start,
            "end": end,
            "length": len(reading.document.text),
            "text": reading.document.text[start:end],
            "records": plain(r for r in reading.records if start <= r.evidence[0].start < end),
        }

    def record(self, id: Annotated[str, Field(description="Its id, or the beginning of one.")]) -> Data:  # noqa: A002
        """One record: its fields and places, what was found in its sentence, the rule that made it."""
        found = self.ledger.explain(id)
        reasons = msgspec.to_builtins(found.reasons)
        return jsonl.plain(found.record) | {"source": source(found.document), "reasons": reasons}

    def cite(
        self,
        id: Annotated[str, Field(description="Id of a record, finding or document.")],  # noqa: A002
        form: Literal["text", "bibtex"] = "text",
    ) -> Data:
        """A citation to put under what you write: the words, their document, and where they stand in it."""
        return {"citation": self.ledger.cite(id, form)}
