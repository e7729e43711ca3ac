"""The commands that take something away: export, cite, publish."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from servanda.cli.options import LEDGER, LedgerOption, examples, existing
from servanda.errors import UsageError
from servanda.export import exporters


def export(
    out: Annotated[str, typer.Argument(metavar="OUT", help="The file to write; - for standard output.")],
    form: Annotated[str, typer.Option("--format", help=f"One of: {', '.join(exporters())}.")] = "jsonl",
    document: Annotated[
        str | None, typer.Option(help="Only this one: its id or the beginning of it, address, or file name.")
    ] = None,
    ledger: LedgerOption = LEDGER,
) -> None:
    """Write the ledger, or one document of it, to a file, every record with its evidence."""
    from servanda.app import exporter

    exporter(form)  # before anything is opened or overwritten
    with existing(ledger) as opened:
        if document is not None:
            document = opened.document(document).id
        if out == "-":
            opened.export(form, sys.stdout.buffer, document=document)
            return
        try:
            with Path(out).open("wb") as file:
                written = opened.export(form, file, document=document)
        except OSError as error:
            raise UsageError(f"{out} cannot be written: {error.strerror}") from error
    typer.echo(f"{written:,} records written to {out}", err=True)


def cite(
    key: Annotated[
        str,
        typer.Argument(metavar="ID", help="Id of a record, finding or document, or the beginning of one."),
    ],
    form: Annotated[Literal["text", "bibtex"], typer.Option("--format", help="How to write it.")] = "text",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Cite a record: its words, its document, and where they stand in it."""
    with existing(ledger) as opened:
        typer.echo(opened.cite(key, form))


def publish(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write to: new, or empty.")],
    ledger: LedgerOption = LEDGER,
) -> None:
    """Publish the ledger as a website of plain files, which needs no server.

    The pages of the reading room with relative links: open index.html, or put the
    folder on any web server. A folder that was published before is written anew.
    """
    from servanda.web.publish import publish as publish_ledger

    existing(ledger).close()
    pages = publish_ledger(ledger, folder)
    typer.echo(f"{pages:,} pages written; open {folder / 'index.html'}", err=True)


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the others."""
    app.command(
        epilog=examples(
            "export ledger.jsonl",
            "export --format xlsx ledger.xlsx",
            "export --format html --document 2014.txt 2014.html",
            "export --format csv - | head",
        )
    )(export)
    app.command(epilog=examples("cite f3a9c21b", "cite f3a9c21b --format bibtex >> sources.bib"))(cite)
    app.command(epilog=examples("publish site/", "publish site/ --ledger summit.db"))(publish)
