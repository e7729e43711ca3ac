"""The commands that others plug into: tools for assistants."""

from __future__ import annotations

import typer

from servanda.cli.options import LEDGER, LedgerOption, examples, existing


def mcp(ledger: LedgerOption = LEDGER) -> None:
    """Serve the ledger to assistants as tools, by the Model Context Protocol, on standard input and output.

    The assistant's program starts this command itself: docs/mcp.md tells what to write into its settings.
    Every record comes with its quotes and their document; nothing is written, nothing is fetched.
    """
    from servanda.export.format import optional

    optional("mcp")
    from servanda.mcp import server

    with existing(ledger) as book:
        server(book).run("stdio")


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the others."""
    app.command(epilog=examples("mcp --ledger summit.db"))(mcp)
