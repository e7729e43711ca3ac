"""``servanda findings``: what follows from the records, for people, or as data."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from servanda.app import OPEN, Ledger, verdict_of
from servanda.cli.following import write_csv
from servanda.cli.layout import cut, visible
from servanda.cli.listing import ID
from servanda.export.human import figure_words, file_name
from servanda.glean import Gleaned
from servanda.model import Document, Figure, Finding, Record, Standing

COLOURS = {"high": "bold red", "medium": "yellow", "low": "dim"}
MARKS = {
    "accept": ("✓ accepted", "green"),
    "reject": ("✗ rejected", "dim"),
    "waiting": ("waits for a second word", "dim"),
    "disputed": ("disputed", "bold yellow"),
}
CITED = 6
"""How many records of a finding are shown by their words; the rest are counted."""
WORDS = 46
DATE = 10


def show_findings(ledger: Ledger, found: Sequence[Finding], form: str, limit: int | None) -> None:
    """Writes findings in a format. JSON has each as its id, kind, severity, message and records."""
    shown = found[:limit]
    if form in ("json", "jsonl"):
        _as_json(shown, lines=form == "jsonl")
    elif form == "csv":
        write_csv([_row(one, ledger.standings().get(one.id)) for one in shown])
    else:
        _table(ledger, found, shown)


def show_gleaned(folder: str, kind: str | None, severity: str | None, form: str, limit: int | None) -> None:
    """Writes the findings over a folder of Parquet in a format; there is no word of people on these."""
    every = Gleaned(folder).findings()
    found = [one for one in every if kind in (None, one.kind) and severity in (None, one.severity)]
    if form in ("json", "jsonl"):
        _as_json(found[:limit], lines=form == "jsonl")
    elif form == "csv":
        write_csv([_row(one, None) for one in found[:limit]])
    else:
        console = Console(highlight=False)
        for one in found[:limit]:
            told = f"  {one.kind}  ", "bold"
            console.print(Text.assemble((one.severity, COLOURS[one.severity]), told, visible(one.message)))
        _close(console, found, found[:limit], {})


def _as_json(shown: Sequence[Finding], *, lines: bool) -> None:
    out = sys.stdout.buffer
    if lines:
        out.writelines(msgspec.json.encode(one) + b"\n" for one in shown)
    else:
        out.write(msgspec.json.format(msgspec.json.encode(shown), indent=2) + b"\n")


def _row(one: Finding, said: Standing | None) -> dict[str, str]:
    verdict = {"verdict": verdict_of(said) if said else "", "note": _note(said)}
    own = {name: getattr(one, name) for name in ("id", "kind", "severity", "message")}
    return own | {"records": "; ".join(one.records)} | verdict


def _note(said: Standing | None) -> str:
    """What was decided why; a note on what is not decided stays with its writer."""
    return "; ".join(w.note for w in said.words if w.note) if said and said.state == "decided" else ""


def _table(ledger: Ledger, found: Sequence[Finding], shown: Sequence[Finding]) -> None:
    console = Console(highlight=False)
    said, cited = ledger.standings(), _cited(ledger, shown)
    for (severity, kind), group in groupby(shown, key=lambda one: (one.severity, one.kind)):
        console.print(Text.assemble("\n", (severity, COLOURS[severity]), "  ", (kind, "bold")))
        for one in group:
            _print(console, one, said.get(one.id), cited)
    _close(console, found, shown, said)


def _cited(ledger: Ledger, shown: Iterable[Finding]) -> dict[str, tuple[Record, Document]]:
    """The records that findings rest on, with their documents."""
    found = ledger.store.named(key for one in shown for key in one.records[:CITED])
    named = {record.document for record in found.values()}
    documents = {one.id: one for one in ledger.documents(id=list(named), brief=True)}
    return {key: (record, documents[record.document]) for key, record in found.items()}


def _print(
    console: Console, one: Finding, said: Standing | None, cited: Mapping[str, tuple[Record, Document]]
) -> None:
    message = Text(visible(one.message))
    verdict = verdict_of(said)
    if verdict in MARKS:
        mark, colour = MARKS[verdict]
        message.stylize("dim" if verdict == "reject" else "")
        message.append(f"  {mark}{f': {visible(note)}' if (note := _note(said)) else ''}", colour)
    head = Table.grid(padding=(0, 2))
    head.add_row(Text(one.id[:ID], "cyan"), message)
    console.print(Padding(head, (0, 0, 0, 2)))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, min_width=ID)
    grid.add_column(no_wrap=True, min_width=DATE)
    for _ in range(2):
        grid.add_column(no_wrap=True, overflow="ellipsis")
    for key in one.records[:CITED]:
        if key in cited:
            grid.add_row(*_record(*cited[key]))
    console.print(Padding(grid, (0, 0, 0, 2 + ID + 2)))
    if len(one.records) > CITED:
        console.print(Padding(Text(f"and {len(one.records) - CITED} more", "dim"), (0, 0, 0, 2 + ID + 2)))


def _record(record: Record, document: Document) -> tuple[Text, ...]:
    """A record in a line: its id, when and where it was said, its words."""
    origin = record.origin if isinstance(record, Figure) else None
    when = (origin.published if origin else document.published) or ""
    where = (origin.claimant or origin.source or "") if origin else ""
    words = " ".join(record.evidence[0].quote.split())
    if isinstance(record, Figure):
        words = f"{figure_words(record)}, {record.period or 'no period'}, {record.status}"
    return (
        Text(record.id[:ID], "cyan"),
        Text(when, "dim"),
        Text(cut(words, WORDS)),
        Text(cut(where or file_name(document.uri), 34), "dim"),
    )


def _close(
    console: Console, found: Sequence[Finding], shown: Sequence[Finding], said: Mapping[str, Standing]
) -> None:
    if not found:
        console.print("nothing found", style="dim")
        return
    kinds = ", ".join(f"{count} {kind}" for kind, count in Counter(one.kind for one in found).most_common())
    more = f"{len(shown)} of " if len(shown) < len(found) else ""
    judged = sum(verdict_of(said.get(one.id)) != OPEN for one in found)
    told = f"; {judged} judged" if judged else "; servanda review accept ID, servanda review reject ID"
    console.print(f"\n{more}{len(found)} finding{'s' * (len(found) != 1)}: {kinds}{told}", style="dim")
