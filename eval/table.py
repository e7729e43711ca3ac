"""The outcome as people read it, and as machines do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

from eval.floors import Floor
from eval.section import Cell, Section, Table, Wrong, merged


def show(console: Console, sections: Sequence[Section]) -> None:
    """Prints every table, those of one kind together."""
    for table in merged(sections):
        _print(console, table)


def summary(
    sections: Iterable[Section], bars: Mapping[str, Mapping[str, float]], floors: Mapping[str, Floor]
) -> Table:
    """Every headline score beside the bar it aims at and the floor it must keep."""
    table = Table("headlines", ("section", "score", "now", "bar", "floor", ""), [])
    for section in sections:
        pinned = floors.get(section.name)
        for name, score in section.scores.items():
            bar = bars.get(section.name, {}).get(name)
            floor = pinned.scores.get(name) if pinned else None
            verdict = "" if bar is None else "reached" if score >= bar else "below"
            table.rows.append((section.name, name, score, bar, floor, verdict))
    return table


def show_summary(console: Console, table: Table) -> None:
    """Prints the headline scores."""
    _print(console, table)


def show_wrong(console: Console, wrong: Sequence[Wrong], limit: int) -> None:
    """Prints the first wrong rows, with what was wanted and what was found."""
    for row in wrong[:limit]:
        console.print(f"[bold]{escape(row.id)}[/]  {escape(row.text[:400])}")
        console.print(f"   want  {escape(row.want) or '[dim]nothing[/]'}")
        console.print(f"   have  {escape(row.have) or '[dim]nothing[/]'}")
    console.print(f"[bold]{len(wrong)} wrong[/], {min(limit, len(wrong))} shown")


def results(sections: Sequence[Section], table: Table) -> bytes:
    """Everything as JSON: the headlines, and each table as rows with named columns."""
    tables = [*merged(sections), table]
    data = {t.title: [dict(zip(t.columns, row, strict=True)) for row in t.rows] for t in tables}
    digests = {section.name: section.data for section in sections}
    return msgspec.json.format(msgspec.json.encode({"data": digests, **data}), indent=1) + b"\n"


def _print(console: Console, table: Table) -> None:
    rich = RichTable(title=table.title, title_justify="left", header_style="bold", box=None)
    for column, cell in zip(table.columns, table.rows[0] if table.rows else table.columns, strict=True):
        rich.add_column(column, justify="left" if isinstance(cell, str) else "right", no_wrap=True)
    for row in table.rows:
        rich.add_row(*(_cell(cell) for cell in row))
    console.print(rich)
    console.print()


def _cell(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{100 * cell:.1f}"
    return "" if cell is None else escape(str(cell))
