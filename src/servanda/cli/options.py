"""What the commands share: the option that names the ledger, examples in help, opening one that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from servanda.app import Ledger

LEDGER = "ledger.db"

LedgerOption = Annotated[
    str,
    typer.Option(
        "--ledger",
        envvar="SERVANDA_LEDGER",
        metavar="FILE|URL",
        help="The ledger: an SQLite file, or the address of another database.",
    ),
]


MEGABYTE = 1_000_000
SizeOption = Annotated[
    float, typer.Option("--max-size", metavar="MB", min=0, help="The largest document, in megabytes.")
]
TimeoutOption = Annotated[
    float, typer.Option("--timeout", metavar="SECONDS", min=0, help="How long to wait for a web address.")
]
PrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Read from addresses inside private networks, too.")
]


def examples(*lines: str) -> str:
    """Examples below a command's help, one a line."""
    return "\n".join(("[dim]Examples[/dim]", *(f"  servanda {line}" for line in lines)))


def existing(ledger: str) -> Ledger:
    """A ledger that is there; the error for one that is not says how to make it."""
    from servanda.app import open as open_ledger

    return open_ledger(ledger, create=False)
