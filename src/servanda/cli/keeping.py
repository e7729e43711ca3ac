"""The commands that keep a ledger safe: backup, restore, check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from servanda.cli.options import LEDGER, LedgerOption, examples, existing

if TYPE_CHECKING:
    from servanda.model import Soundness

SHOWN = 20
"""How many faults are named; the rest are counted."""


def backup(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file to write; it must not be there yet.")],
    ledger: LedgerOption = LEDGER,
) -> None:
    """Write the whole ledger to one file, as it stands at one moment.

    Others may read and write meanwhile. The file is a ledger itself, whatever the database
    that it comes from: it can be looked at with --ledger.
    """
    with existing(ledger) as book:
        book.backup(file)
    typer.echo(f"backed up to {file}", err=True)


def restore(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A backup, of this version or an older one.")],
    ledger: LedgerOption = LEDGER,
) -> None:
    """Put what a backup holds into a new ledger, in any kind of database, and check it."""
    from servanda.app import open as open_ledger

    with open_ledger(ledger) as book:
        book.restore(file)
        raise typer.Exit(_say(book.check()))


def check(ledger: LedgerOption = LEDGER) -> None:
    """Check that nothing is lost or changed: quotes, references, the log.

    Every quote must equal its text, whatever is named must be there, and each entry of the log
    carries a hash over the entries before it. Exits with 1 when something is wrong.
    """
    with existing(ledger) as book:
        raise typer.Exit(_say(book.check()))


def _say(found: Soundness) -> int:
    for fault in found.faults[:SHOWN]:
        typer.echo(f"wrong: {fault}")
    if len(found.faults) > SHOWN:
        typer.echo(f"and {len(found.faults) - SHOWN:,} more")
    looked = ", ".join(f"{found.counts.get(kind, 0):,} {name}" for kind, name in _LOOKED_AT.items())
    wrong = f"{len(found.faults):,} faults" if found.faults else "all is well"
    typer.echo(f"{looked}: {wrong}")
    if found.head:
        typer.echo(f"head of the log: {found.head}")
    return 1 if found.faults else 0


_LOOKED_AT = {"document": "documents", "quote": "quotes", "entry": "entries of the log"}


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the others."""
    app.command(epilog=examples("backup 2025-12-05.db", "backup now.db --ledger postgresql://db/ledger"))(
        backup
    )
    app.command(
        epilog=examples(
            "restore 2025-12-05.db --ledger new.db", "restore now.db --ledger postgresql://db/ledger"
        )
    )(restore)
    app.command(epilog=examples("check"))(check)
