"""What a ledger holds, at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from servanda.app import Summary
from servanda.cli.layout import in_context
from servanda.cli.listing import ID, heading
from servanda.export.human import areas_words, figure_words
from servanda.model import Document, Figure

TOP = 8
PLURALS = {"entity": "entities"}


def print_summary(console: Console, summary: Summary) -> None:
    """Counts, languages, the most frequent indicators, and a few figures with their words."""
    counts = (f"{count:,} {_plural(kind, count)}" for kind, count in summary.counts.items() if count)
    console.print(Text(" · ".join(counts), "bold"))
    table = Table.grid(padding=(0, 2))
    table.add_row("languages", _tally(summary.languages))
    table.add_row("indicators", _tally(summary.indicators[:TOP]))
    console.print(table)
    for figure, document in summary.notable:
        console.print()
        _print_figure(console, figure, document)
    console.print()


def _tally(counts: Sequence[tuple[str | None, int]]) -> Text:
    return Text(", ".join(f"{value or 'unknown'} {count:,}" for value, count in counts))


def _plural(kind: str, count: int) -> str:
    return kind if count == 1 else PLURALS.get(kind, f"{kind}s")


def _print_figure(console: Console, figure: Figure, document: Document) -> None:
    about = (figure.indicator, areas_words(figure.area, figure.counterpart), figure.period)
    status = () if figure.status == "observed" else (figure.status,)
    said = Text.assemble(
        (figure.id[:ID], "cyan"),
        "  ",
        (figure_words(figure), "bold green"),
        "  ",
        "  ".join(filter(None, (*about, *status))),
    )
    console.print(said, overflow="ellipsis", no_wrap=True)
    first = figure.evidence[0]
    console.print(
        Text("  ").append_text(in_context(document.text, first.start, first.end, console.width - 2))
    )
    console.print(
        Text("  ").append_text(heading(document, console.width - 2)), overflow="ellipsis", no_wrap=True
    )
