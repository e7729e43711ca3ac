"""``servanda compare``: two statements side by side, topic by topic."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from servanda.cli.following import write_csv, write_json
from servanda.cli.listing import heading
from servanda.export.across import FATES, comparison_data, comparison_rows
from servanda.link.compare import Comparison, Row

SIGNS = {
    "same": ("=", "dim"),
    "changed": ("~", "cyan"),
    "stronger": ("↑", "green"),
    "weaker": ("↓", "yellow"),
    "new": ("+", "green"),
    "dropped": ("−", "red"),
}
STYLES = {"same": "", "old": "red strike", "new": "green"}


def show_comparison(found: Comparison, form: str, *, whole: bool) -> None:
    """The rows of a comparison; ``whole``: those that are the same, too."""
    if form == "json":
        return write_json(comparison_data(found))
    if form == "csv":
        return write_csv(comparison_rows(found))
    console = Console(highlight=False)
    console.print(Text("A  ").append_text(heading(found.old, console.width - 3)), no_wrap=True)
    console.print(Text("B  ").append_text(heading(found.new, console.width - 3)), no_wrap=True)
    for section in found.sections:
        rows = [row for row in section.rows if whole or row.fate != "same"]
        if rows:
            console.print()
            console.print(Text(section.topic or "no topic", "bold"))
        for row in rows:
            _print_row(console, row)
    told = ", ".join(f"{found.count(fate)} {fate}" for fate in FATES if found.count(fate))
    console.print(f"\n{told or 'no statements in either'}", style="dim")
    return None


def _print_row(console: Console, row: Row) -> None:
    sign, style = SIGNS[row.fate]
    mark = f"{sign} {row.fate:<9}"
    if row.pieces and row.fate != "same":
        words = (((p.text.rstrip(), STYLES[p.kind]), " ") for p in row.pieces)
        console.print(Text.assemble((mark, style), *(part for pair in words for part in pair)))
        return
    for side, clause in (("A", row.old), ("B", row.new)):
        if clause is not None:
            console.print(Text.assemble((mark, style), (f"{side}  ", "dim"), clause.words))
            mark = " " * len(mark)
