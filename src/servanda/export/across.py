"""Threads, mechanisms and comparisons as plain data, for whatever writes them as JSON or CSV."""

from __future__ import annotations

from typing import Any

import msgspec

from servanda.link.compare import Comparison, Fate, Row
from servanda.link.mechanism import Edition, Mechanism
from servanda.link.passage import Passage
from servanda.link.thread import Thread

FATES: tuple[Fate, ...] = ("new", "dropped", "stronger", "weaker", "changed", "same")


def thread_data(thread: Thread) -> dict[str, Any]:
    """A thread with its passages."""
    data: dict[str, Any] = msgspec.to_builtins(thread)
    passages = data.pop("passages")
    span = {"since": thread.since, "until": thread.until}
    listed = {"documents": list(thread.documents), "languages": list(thread.languages)}
    return data | listed | span | {"passages": passages}


def thread_row(thread: Thread) -> dict[str, Any]:
    """A thread in one row of a table; lists are joined by blanks."""
    return _flat(thread_data(thread) | {"passages": len(thread.passages)})


def passage_row(passage: Passage) -> dict[str, Any]:
    """A passage in one row, with the force of its first statement."""
    said = passage.said[0] if passage.said else None
    return {
        "document": passage.document,
        "published": passage.published,
        "language": passage.language,
        "act": said.act if said else None,
        "binding": said.binding if said else None,
        "deadline": said.deadline if said else None,
        "status": passage.status,
        "records": " ".join(passage.records),
        "quote": passage.quote,
    }


def mechanism_row(mechanism: Mechanism) -> dict[str, Any]:
    """A mechanism in one row."""
    data: dict[str, Any] = msgspec.to_builtins(mechanism)
    data["gaps"] = "; ".join(mechanism.gaps)
    return _flat(data | {"editions": len(mechanism.editions), "last": last_of(mechanism)})


def last_of(mechanism: Mechanism) -> str:
    """When it met last, and the number of that meeting."""
    last = next((e for e in reversed(mechanism.editions) if e.date), None)
    if last is None:
        return ""
    return f"{last.date}" + (f" (no. {last.ordinal})" if last.ordinal else "")


def edition_row(edition: Edition) -> dict[str, Any]:
    """One meeting in one row."""
    return _flat(msgspec.to_builtins(edition))


def comparison_data(found: Comparison) -> dict[str, Any]:
    """A comparison: the two documents, and the rows of each topic with their records."""
    return {
        "old": found.old.id,
        "new": found.new.id,
        "counts": {fate: found.count(fate) for fate in FATES},
        "sections": [
            {"topic": section.topic, "rows": [_compared(section.topic, row) for row in section.rows]}
            for section in found.sections
        ],
    }


def comparison_rows(found: Comparison) -> list[dict[str, Any]]:
    """All rows of a comparison, one after the other."""
    return [
        {name: value for name, value in row.items() if name != "pieces"}
        for section in comparison_data(found)["sections"]
        for row in section["rows"]
    ]


def _compared(topic: str, row: Row) -> dict[str, Any]:
    old, new = row.old, row.new
    return {
        "topic": topic,
        "fate": row.fate,
        "old": old.record.id if old else None,
        "old_binding": old.record.binding if old else None,
        "old_quote": old.record.evidence[0].quote if old else None,
        "new": new.record.id if new else None,
        "new_binding": new.record.binding if new else None,
        "new_quote": new.record.evidence[0].quote if new else None,
        "pieces": msgspec.to_builtins(row.pieces),
    }


def _flat(data: dict[str, Any]) -> dict[str, Any]:
    return {name: " ".join(value) if isinstance(value, list) else value for name, value in data.items()}
