"""The commands for findings, and for the tables that figures are taken from."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from servanda.cli.options import LEDGER, LedgerOption, examples, existing
from servanda.cli.reviewing import ByOption, KeysArgument, NoteOption, accept, reject

Form = Literal["table", "csv", "json", "jsonl"]

findings = typer.Typer(invoke_without_command=True, rich_markup_mode="rich")
tables = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
references = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")


VERDICTS = {"confirm": "accept", "dismiss": "reject"}
"""The words of this command for those of a review."""


@findings.callback()
def show(
    context: typer.Context,
    kind: Annotated[str | None, typer.Option(help="conflict, arithmetic, target, calendar, lapsed…")] = None,
    severity: Annotated[str | None, typer.Option(help="high, medium or low.")] = None,
    verdict: Annotated[
        str | None,
        typer.Option(help="How people judged it: confirm, dismiss, open, waiting, disputed."),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="How many at most; 0 for all.")] = 0,
    form: Annotated[Form, typer.Option("--format", help="How to write it.")] = "table",
    parquet: Annotated[
        str, typer.Option(metavar="FOLDER", help="Of the figures that [i]read --out[/i] wrote there instead.")
    ] = "",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Show what follows from the records: numbers that disagree, targets, impossible dates, promises lapsed.

    The gravest come first. Each finding says in a sentence how it was reached and cites every record
    that it rests on; nothing is changed in the ledger. [i]servanda review[/i] takes a person's word on them.
    """
    if context.invoked_subcommand:
        return
    from servanda.cli.findings import show_findings, show_gleaned

    if parquet:
        show_gleaned(parquet, kind, severity, form, limit or None)
        return
    verdict = VERDICTS.get(verdict or "", verdict)
    with existing(ledger) as book:
        show_findings(book, book.findings(kind, severity, verdict), form, limit or None)


@findings.command()
def confirm(
    keys: KeysArgument, note: NoteOption = "", by: ByOption = "", ledger: LedgerOption = LEDGER
) -> None:
    """Say that findings are right: [i]servanda review accept[/i], by its usual name here."""
    accept(keys, note=note, by=by, ledger=ledger)


@findings.command()
def dismiss(
    keys: KeysArgument, note: NoteOption = "", by: ByOption = "", ledger: LedgerOption = LEDGER
) -> None:
    """Say that findings are wrong, or of no interest; they stay listed, marked so."""
    reject(keys, note=note, by=by, ledger=ledger)


@tables.command("figures")
def import_figures(
    file: Annotated[str, typer.Argument(metavar="FILE.csv", help="The table, in UTF-8.")],
    columns: Annotated[
        str | None, typer.Option(metavar="MAP.toml", help="What its columns mean; see docs/cli.md.")
    ] = None,
    ledger: LedgerOption = LEDGER,
) -> None:
    """Take figures that people keep in a table, each with its source, into the same series and findings.

    The table is taken whole or not at all; what is wrong with a line is named with its number.
    """
    _take(file, columns, ledger, reference=False)


@references.command("load")
def load_reference(
    file: Annotated[str, typer.Argument(metavar="FILE", help="CSV or SDMX-CSV, in UTF-8.")],
    columns: Annotated[
        str | None, typer.Option(metavar="MAP.toml", help="What its columns mean; SDMX-CSV needs none.")
    ] = None,
    ledger: LedgerOption = LEDGER,
) -> None:
    """Load a reference series, to stand beside what the documents claim."""
    _take(file, columns, ledger, reference=True)


def _take(file: str, columns: str | None, ledger: str, *, reference: bool) -> None:
    from servanda.app import import_figures as take
    from servanda.app import open as open_ledger

    with open_ledger(ledger) as book:
        outcome, count = take(file, book, columns, reference=reference)
    what = "reference points" if reference else "figures"
    typer.echo(f"{file}: {outcome}, {count:,} {what}", err=True)


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the others."""
    app.add_typer(
        findings,
        name="findings",
        help=show.__doc__,
        epilog=examples(
            "findings",
            "findings --kind conflict --severity high",
            "findings --verdict open",
            "findings dismiss x3f9a --note 'two different funds'",
            "findings --format json > findings.json",
        ),
    )
    app.add_typer(
        tables,
        name="import",
        help="Take figures from tables, each with its source.",
        epilog=examples("import figures figures.csv --columns map.toml"),
    )
    app.add_typer(
        references,
        name="reference",
        help="Load reference series, to stand beside the claims.",
        epilog=examples("reference load imf-dots.csv", "reference load trade.csv --columns map.toml"),
    )
