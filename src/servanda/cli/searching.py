"""``servanda search``: sentences under their documents, the words found marked; or as data."""

from __future__ import annotations

import sys

import msgspec
from rich.console import Console
from rich.text import Text

from servanda.app import Found, Ledger, Sentence
from servanda.cli.layout import visible
from servanda.cli.listing import ID, heading
from servanda.export import table

FACETS = {"kind": "records", "language": "languages", "year": "years", "by": "actors"}
MOST = 8
"""Values of a facet that a terminal shows."""


def search_ledger(ledger: Ledger, words: str, *, limit: int | None, form: str) -> None:
    """Writes what some words find, in a format."""
    found = ledger.search(words, limit=limit)
    if form == "table":
        _print(Console(highlight=False), found)
    elif form == "csv":
        table.write_rows([one.row() for one in found.sentences], sys.stdout.buffer)
    else:
        _print_json(found, lines=form == "jsonl")


def _print_json(found: Found, *, lines: bool) -> None:
    out = sys.stdout.buffer
    made = [one.row() for one in found.sentences]
    if lines:
        out.writelines(msgspec.json.encode(one) + b"\n" for one in made)
    else:
        content = {"total": found.total, "counted": found.counted, "facets": found.facets, "rows": made}
        out.write(msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")


def _print(console: Console, found: Found) -> None:
    for one in found.sentences:
        console.print(heading(one.document, console.width), overflow="ellipsis", no_wrap=True)
        console.print(Text("  ").append_text(marked(one)))
        if ids := [record.id[:ID] for record in one.records]:
            console.print(Text("  " + " ".join(ids), "cyan"))
        console.print()
    among = f" (of {found.counted:,} sentences)" if found.counted < found.total else ""
    for name, label in FACETS.items():
        values = found.facets[name][:MOST]
        if values and found.total:
            console.print(Text(f"{label}{among}: " + ", ".join(f"{v} {n}" for v, n in values), "dim"))
    shown = f"{len(found.sentences):,} of " if len(found.sentences) < found.total else ""
    total = f"{shown}{found.total:,} sentence{'' if found.total == 1 else 's'}"
    console.print(total if found.total else "no sentence matches", style="dim")


def marked(one: Sentence) -> Text:
    """A sentence with the words found in bold."""
    out, at = Text(), 0
    for start, end in one.highlights:
        out.append(visible(one.text[at:start])).append(visible(one.text[start:end]), "bold green")
        at = end
    return out.append(visible(one.text[at:]))
