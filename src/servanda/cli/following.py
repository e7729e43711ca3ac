"""``servanda threads`` and ``servanda mechanisms``: what runs through many documents."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from rich.console import Console
from rich.text import Text

from servanda.app import Ledger
from servanda.cli.layout import Column, cut, line, widths
from servanda.cli.listing import ID
from servanda.export import across, table
from servanda.export.human import file_name
from servanda.link.kept import Kept
from servanda.link.mechanism import Mechanism
from servanda.link.passage import Passage
from servanda.link.thread import Head, Thread
from servanda.model import Document

DATE, LANGUAGE, FORCE = 12, 3, 16
NAME = 48


def _years(thread: Head) -> str:
    years = dict.fromkeys((date or "")[:4] for date in (thread.since, thread.until))
    return "–".join(years)


THREADS = (
    Column("id", lambda t: t.id[:ID], ID, "cyan"),
    Column("docs", lambda t: str(t.documents), 5, right=True),
    Column("languages", lambda t: " ".join(t.languages), 14),
    Column("years", _years, 9),
    Column("topic", lambda t: t.topic or "", 18),
    Column("parties", lambda t: "–".join(t.parties), 9),
    Column("thread", lambda t: t.name, NAME, "bold green"),
)


MECHANISMS = (
    Column("mechanism", lambda m: m.key, 28, "cyan"),
    Column("parties", lambda m: "–".join(m.parties), 9),
    Column("held", lambda m: str(len(m.editions)), 4, right=True),
    Column("last", across.last_of, 24),
    Column("every", lambda m: f"{m.cadence:g} months" if m.cadence else "", 11),
    Column("next due", lambda m: m.due or "", 8, "yellow"),
    Column("commitments", lambda m: str(len(m.owned) or ""), 11, right=True),
    Column("name", lambda m: m.name, NAME, "bold green"),
)


def show_threads(linked: Kept, found: Sequence[Head], form: str, limit: int | None) -> None:
    """The threads of the ledger, one a line."""
    if form in ("json", "csv"):
        whole = linked.threads(head.id for head in found[:limit])
        if form == "json":
            return write_json([across.thread_data(t) for t in whole])
        return write_csv([across.thread_row(t) for t in whole])
    console = Console(highlight=False)
    _table(console, THREADS, found[:limit])
    shown = f"{len(found)} threads" if len(found) != 1 else "1 thread"
    console.print(f"\n{shown}; servanda threads ID shows one" if found else "no threads match", style="dim")
    return None


def show_thread(ledger: Ledger, thread: Thread, form: str) -> None:
    """One thread: what each document says, by date."""
    if form == "json":
        return write_json(across.thread_data(thread))
    if form == "csv":
        return write_csv([across.passage_row(p) for p in thread.passages])
    console = Console(highlight=False)
    documents = {key: ledger.document(key) for key in thread.documents}
    about = " · ".join(filter(None, ("–".join(thread.parties), thread.topic, f"{len(documents)} documents")))
    console.print(Text.assemble((thread.name, "bold green"), f"  {about}  ", (thread.id[:ID], "cyan")))
    for passage in thread.passages:
        console.print()
        console.print(
            _said(passage, documents[passage.document], console.width), overflow="ellipsis", no_wrap=True
        )
        console.print(Text("  " + " ".join(passage.quote.split())), soft_wrap=False)
    return None


def _said(passage: Passage, document: Document, width: int) -> Text:
    """When, in which language, with what force, and where it was said."""
    forces = [" ".join(filter(None, (s.act, s.binding))) for s in passage.said]
    force = ", ".join(dict.fromkeys(forces)) or "mentioned"
    if passage.status:
        force += f" ({passage.status})"
    head = f"{passage.published or 'undated':<{DATE}}{passage.language or '':<{LANGUAGE}}"
    room = max(20, width - len(head) - len(force) - 4)
    return Text.assemble(
        (head, "bold"), (force, "yellow"), "  ", (cut(file_name(document.uri), room), "dim"), "  ",
        (passage.records[0][:ID], "cyan"),
    )  # fmt: skip


def show_mechanisms(found: Sequence[Mechanism], form: str) -> None:
    """The mechanisms of the ledger, one a line."""
    if form == "json":
        return write_json(msgspec.to_builtins(found))
    if form == "csv":
        return write_csv([across.mechanism_row(m) for m in found])
    console = Console(highlight=False)
    _table(console, MECHANISMS, found)
    for mechanism in found:
        for gap in mechanism.gaps:
            console.print(Text(f"  {mechanism.key}: {gap}", "dim"))
    if not found:
        console.print("no mechanisms: no event of the ledger is an edition of one", style="dim")
    return None


def show_mechanism(ledger: Ledger, mechanism: Mechanism, form: str) -> None:
    """One mechanism: its editions, its gaps, its commitments in their words."""
    if form == "json":
        return write_json(msgspec.to_builtins(mechanism))
    if form == "csv":
        return write_csv([across.edition_row(edition) for edition in mechanism.editions])
    console = Console(highlight=False)
    every = (
        f"every {mechanism.cadence:g} months, next due {mechanism.due}"
        if mechanism.cadence
        else "cadence unknown"
    )
    console.print(Text.assemble((mechanism.name, "bold green"), f"  {'–'.join(mechanism.parties)}  {every}"))
    for e in mechanism.editions:
        told = f"documents: {len(e.documents)}" if e.records else "reference data alone"
        number = f"no. {e.ordinal}" if e.ordinal else ""
        console.print(Text.assemble(f"  {number:<8}", (f"{e.date or 'undated':<24}", "bold"), (told, "dim")))
    for gap in mechanism.gaps:
        console.print(Text(f"  gap: {gap}", "yellow"))
    for key in mechanism.owned:
        quote = " ".join(ledger.store.record(key).evidence[0].quote.split())
        console.print(Text.assemble("  ", (key[:ID], "cyan"), "  ", quote))
    return None


def _table(console: Console, columns: Sequence[Column], items: Sequence[Any]) -> None:
    if not items:
        return
    cells = [[column.show(item) for column in columns] for item in items]
    sizes = widths(columns, cells, console.width)
    head = Text(line(columns, sizes, [c.heading for c in columns]).plain.rstrip(), "dim")
    console.print(head, overflow="ellipsis", no_wrap=True)
    for row in cells:
        text = line(columns, sizes, row)
        text.rstrip()
        console.print(text, overflow="ellipsis", no_wrap=True)


def write_json(data: Any) -> None:
    """Data as JSON, for people to read too."""
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n")


def write_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows that have the same columns, with a heading."""
    sys.stdout.flush()
    table.write_rows(rows, sys.stdout.buffer)
