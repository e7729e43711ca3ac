"""The commands that others plug into: tools for assistants, news of feeds and folders."""

from __future__ import annotations

import signal
from typing import Annotated

import typer

from servanda.cli.options import (
    LEDGER,
    MEGABYTE,
    LedgerOption,
    PrivateOption,
    SizeOption,
    TimeoutOption,
    examples,
    existing,
)
from servanda.errors import UsageError


def mcp(ledger: LedgerOption = LEDGER) -> None:
    """Serve the ledger to assistants as tools, by the Model Context Protocol, on standard input and output.

    The assistant's program starts this command itself: docs/mcp.md tells what to write into its settings.
    Every record comes with its quotes and their document; nothing is written, nothing is fetched.
    """
    from servanda.extras import optional

    optional("mcp")
    from servanda.mcp import server

    with existing(ledger) as book:
        server(book).run("stdio")


def watch(
    places: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PLACE]", help="Feeds by address, folders, files, patterns."),
    ] = None,
    every: Annotated[
        float, typer.Option(metavar="MINUTES", min=0.01, help="From one look to the next.")
    ] = 15,
    once: Annotated[bool, typer.Option("--once", help="Look once, and stop.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    webhook: Annotated[
        str | None, typer.Option(metavar="URL", help="Send what is new there, too, as JSON.")
    ] = None,
    max_size: SizeOption = 50,
    timeout: TimeoutOption = 20,
    private: PrivateOption = False,
    ledger: LedgerOption = LEDGER,
) -> None:
    """Watch feeds (RSS, Atom) and folders: read what is new in them, and tell of it.

    It goes on until Ctrl-C, and the next time where it was: how far each place was followed is kept in
    the ledger. Without a PLACE, those are watched that the ledger watches already. A place that fails is
    named on standard error and left alone for a while, longer each time; the others go on.
    """
    from servanda.app import open as open_ledger
    from servanda.cli.watching import teller, watch_places
    from servanda.readers.fetching import Limits, is_address
    from servanda.watch import Watch

    if webhook and not is_address(webhook):
        raise UsageError(
            f"--webhook wants an address of the web, such as https://example.org/hook, not {webhook}"
        )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with open_ledger(ledger) as book:
        limits = Limits(int(max_size * MEGABYTE), timeout, private)
        follow = Watch(places or (), book, every=every * 60, limits=limits)
        try:
            well = watch_places(follow, teller("json" if as_json else "text", webhook), once=once)
        except KeyboardInterrupt:
            raise typer.Exit(0) from None
    raise typer.Exit(0 if well else 1)


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the others."""
    app.command(epilog=examples("mcp --ledger summit.db"))(mcp)
    app.command(
        epilog=examples(
            "watch https://example.org/news.xml speeches/",
            "watch --every 5 --json --webhook https://example.org/hook",
            "watch --once",
        )
    )(watch)
