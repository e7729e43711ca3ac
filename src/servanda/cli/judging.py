"""``servanda entities``: which names are taken for one entity, and a person's word on it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rich.console import Console
from rich.text import Text

from servanda.app import Ledger
from servanda.cli.following import write_csv, write_json
from servanda.link.names import SAME
from servanda.model import Judgement


def show_judgements(ledger: Ledger, form: str, *, settled: bool) -> None:
    """All judgements on pairs; without ``settled`` those that no person has judged yet."""
    found = [j for j in ledger.judgements() if settled or j.by != "person"]
    if form == "json":
        return write_json(msgspec.to_builtins(found))
    if form == "csv":
        return write_csv([msgspec.to_builtins(j) for j in found])
    console = Console(highlight=False)
    _section(console, "merged by their names", [j for j in found if j.by == "names" and j.score >= SAME])
    _section(console, "alike, but not merged", [j for j in found if j.by == "names" and j.score < SAME])
    _section(console, "judged by a person", [j for j in found if j.by == "person"])
    shown = f"{len(found)} to look at" if found else "nothing to look at"
    console.print(f"{shown}; servanda entities merge A B, servanda entities split A B", style="dim")
    return None


def _section(console: Console, title: str, found: Sequence[Judgement]) -> None:
    if not found:
        return
    console.print(Text(title, "bold"))
    for j in found:
        sign = "=" if j.same else "≠"
        score = f"{j.score:.2f}" if j.by == "names" else (j.when or "")[:10]
        console.print(
            Text.assemble(
                "  ",
                (f"{score:<12}", "dim"),
                (j.left, "cyan"),
                f" {sign} ",
                (j.right, "cyan"),
                f"  {j.reason}",
            )
        )
    console.print()
