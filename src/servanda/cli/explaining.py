"""``servanda explain``: a record, its sentence with its words marked, what was found there, the rule."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from servanda.app import Explanation
from servanda.cli.layout import visible
from servanda.cli.listing import heading
from servanda.export import jsonl
from servanda.export.human import figure_words
from servanda.model import Figure, record_type

MARK = "bold reverse"


def print_explanation(console: Console, explained: Explanation) -> None:
    """All that is known of why a record is there."""
    record, document = explained.record, explained.document
    kind = Text.assemble((record.id, "cyan"), "  ", (record_type(record), "bold"))
    if isinstance(record, Figure):
        kind.append(f"  {figure_words(record)}", "bold green")
    console.print(kind)
    console.print(heading(document, console.width), overflow="ellipsis", no_wrap=True)
    console.print(Padding(_sentence(explained), (1, 2)))
    console.print(_fields(explained))
    console.print("\n[bold]marks[/bold] in the sentence, at their places in the document")
    console.print(_marks(explained.reasons.marks) if explained.reasons.marks else "  none")
    console.print(Text.assemble(("\nrule  ", "bold"), explained.reasons.rule or "not named"))


def _sentence(explained: Explanation) -> Text:
    """The sentence, each of the record's quotes in it marked."""
    start, end = explained.reasons.start, explained.reasons.end
    text = Text(visible(explained.document.text[start:end]))
    for evidence in explained.record.evidence:
        if start <= evidence.start < end:
            text.stylize(MARK, evidence.start - start, evidence.end - start)
    text.rstrip()
    return text


def _fields(explained: Explanation) -> Table:
    """Every field that has a value, exactly."""
    table = Table.grid(padding=(0, 2))
    fields, read = jsonl.plain(explained.record), jsonl.plain(explained.original or explained.record)
    for name in ("id", "type", "rule", "evidence", "corrected"):
        del fields[name]
    for name, value in fields.items():
        shown = Text(visible(_shown(value)))
        if name in explained.record.corrected:
            shown.append(f"  read as {visible(_shown(read[name])) or 'nothing'}", "magenta")
        if shown:
            table.add_row(Text(name, "dim"), shown)
    places = [f"{e.start}:{e.end}" for e in explained.record.evidence]
    table.add_row(Text("evidence", "dim"), Text(", ".join(places)))
    return table


def _shown(value: Any) -> str:
    if not value and value != 0:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {part}" for name, part in value.items() if part)
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _marks(marks: list[dict[str, str | int]]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("place", "words", "class", "means"):
        table.add_column(name, justify="right" if name == "place" else "left")
    for mark in marks:
        cells = (f"{mark['start']}:{mark['end']}", mark["quote"], mark["class"], mark["means"])
        table.add_row(*(Text(visible(str(cell))) for cell in cells))
    return table
