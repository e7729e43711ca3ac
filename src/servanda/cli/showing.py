"""``servanda show``: records as a listing for people, or as data."""

from __future__ import annotations

import sys
from typing import Any

import msgspec
from rich.console import Console

from servanda.app import COMMITMENT, Ledger
from servanda.cli.listing import print_documents, print_records
from servanda.export import jsonl, table
from servanda.model import Document, Record

ONE = {"commitments": "commitment"}
VIEWS = {"commitments": COMMITMENT}
"""Listings of a part of a record type: the filters that make it."""
SINGULAR = {
    "figures": "figure",
    "times": "time",
    "entities": "entity",
    "documents": "document",
    "statements": "statement",
    "commitments": "statement",
    "agreements": "agreement",
    "events": "event",
}


def show_items(ledger: Ledger, kind: str, wanted: dict[str, Any], *, limit: int | None, form: str) -> None:
    """Writes the records of a kind that match, in a format."""
    wanted = {**wanted, **VIEWS.get(kind, {})}
    items: list[Document | Record] = getattr(ledger, kind)(limit=limit, **wanted)
    if form == "table":
        _show_table(ledger, kind, items, ledger.store.count(SINGULAR[kind], **wanted))
    elif form == "csv":
        table.write_items(SINGULAR[kind], items, _documents(ledger, items), sys.stdout.buffer)
    else:
        _show_json(items, lines=form == "jsonl")


def _documents(ledger: Ledger, items: list[Document | Record]) -> dict[str, Document]:
    """The documents that records stand in, by id."""
    wanted = {item.document for item in items if isinstance(item, Record)}
    return {document.id: document for document in ledger.documents(id=list(wanted))}


def _show_table(ledger: Ledger, kind: str, items: list[Document | Record], total: int) -> None:
    console = Console(highlight=False)
    documents = [item for item in items if isinstance(item, Document)]
    records = [item for item in items if isinstance(item, Record)]
    if documents:
        print_documents(console, documents)
    elif records:
        print_records(console, SINGULAR[kind], records, _documents(ledger, items))
    shown = f"{total:,} {kind if total != 1 else ONE.get(kind, SINGULAR[kind])}"
    if len(items) < total:
        shown = f"{len(items):,} of {shown}; --limit 0 shows all"
    console.print(f"\n{shown}" if items else f"no {kind} match", style="dim")


def _show_json(items: list[Document | Record], *, lines: bool) -> None:
    """Documents without their text: it is in the export."""
    plain = [jsonl.plain(item) for item in items]
    for item in plain:
        item.pop("text", None)
    out = sys.stdout.buffer
    if lines:
        out.writelines(msgspec.json.encode(item) + b"\n" for item in plain)
    else:
        out.write(msgspec.json.format(msgspec.json.encode(plain), indent=2) + b"\n")
