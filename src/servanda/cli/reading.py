"""Reading with a progress bar: on standard error, and only where a person looks."""

from __future__ import annotations

import glob
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import as_file, files
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from servanda import app
from servanda.cli.layout import visible
from servanda.errors import LedgerUnavailable
from servanda.export.human import file_name
from servanda.intake import OUTCOMES, ReadReport
from servanda.intake import Progress as Step

NAME = 40
"""How much of a document's name the progress bar shows."""


def read_with_progress(
    paths: Sequence[str], ledger: app.Ledger, *, names: bool = False, **how: Any
) -> ReadReport:
    """Reads, shows how far it is, names what could not be read, and says what came of it.

    ``names``: each document is named on standard output once it is stored. What is stopped says what it did.
    """
    return _followed(lambda told: app.read(paths, ledger, on_progress=told, **how), "documents", names=names)


def harvest_with_progress(
    paths: Sequence[str], target: str, *, names: bool = False, **how: Any
) -> ReadReport:
    """The same into a folder of Parquet; what is shown and named are its files."""
    return _followed(lambda told: app.harvest(paths, target, on_progress=told, **how), "files", names=names)


def _followed(run: Callable[[Callable[[Step], None]], ReadReport], what: str, *, names: bool) -> ReadReport:
    console = Console(stderr=True, highlight=False)
    columns = (
        BarColumn(30),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.description}"),
    )
    done: Counter[str] = Counter()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("getting ready", total=None)

        def on_progress(step: Step) -> None:
            done[step.outcome] += 1
            if names:
                print(f"{step.outcome} {step.source}", flush=True)  # noqa: T201
            bar.update(task, completed=step.done, total=step.total, description=file_name(step.source)[:NAME])

        try:
            report = run(on_progress)
        except (KeyboardInterrupt, LedgerUnavailable):
            bar.stop()
            console.print(f"{what}: {_counted(done)}, then stopped; the same command goes on from there")
            raise
    _say(console, report)
    return report


def _say(console: Console, report: ReadReport) -> None:
    for failure in report.failures:
        console.print(
            Text.assemble(("failed ", "red"), visible(f"{failure.source}: {failure.reason}")), soft_wrap=True
        )
    outcomes = {"added": report.added, "replaced": report.replaced, "unchanged": report.unchanged}
    console.print(f"documents: {_counted(outcomes | {'failed': report.failed})}")


def _counted(outcomes: Mapping[str, int]) -> str:
    said = {"added": "read"}
    counted = (f"{outcomes.get(one, 0):,} {said.get(one, one)}" for one in OUTCOMES if outcomes.get(one))
    return ", ".join(counted) or "none"


@contextmanager
def sample() -> Iterator[str]:
    """The documents of the sample dossier, each named by its date, as a pattern to read."""
    with as_file(files("servanda") / "data" / "sample") as folder:
        yield f"{glob.escape(str(folder))}/[0-9]*"
