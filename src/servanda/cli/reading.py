"""Reading with a progress bar: on standard error, and only where a person looks."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import as_file, files
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from servanda import app
from servanda.cli.layout import visible
from servanda.export.human import file_name

NAME = 40
"""How much of a document's name the progress bar shows."""


def read_with_progress(paths: Sequence[str], ledger: app.Ledger, **limits: Any) -> app.ReadReport:
    """Reads, shows how far it is, names what could not be read, and says what came of it."""
    console = Console(stderr=True, highlight=False)
    columns = (
        BarColumn(30),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("getting ready", total=None)

        def on_progress(step: app.Progress) -> None:
            bar.update(task, completed=step.done, total=step.total, description=file_name(step.source)[:NAME])

        report = app.read(paths, ledger, on_progress=on_progress, **limits)
    _say(console, report)
    return report


def _say(console: Console, report: app.ReadReport) -> None:
    for failure in report.failures:
        console.print(
            Text.assemble(("failed ", "red"), visible(f"{failure.source}: {failure.reason}")), soft_wrap=True
        )
    parts = {
        "read": report.added,
        "replaced": report.replaced,
        "unchanged": report.unchanged,
        "failed": report.failed,
    }
    said = ", ".join(f"{count:,} {word}" for word, count in parts.items() if count)
    console.print(f"documents: {said or 'none'}")


@contextmanager
def sample() -> Iterator[str]:
    """The documents of the sample dossier, each named by its date, as a pattern to read."""
    with as_file(files("servanda") / "data" / "sample") as folder:
        yield f"{glob.escape(str(folder))}/[0-9]*"
