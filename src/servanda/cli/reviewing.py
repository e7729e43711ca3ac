"""``servanda review``: the queue of what is to be looked at, a person's word on it, the log of all words."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated, Literal

import typer

from servanda.cli.options import LEDGER, LedgerOption, examples, existing
from servanda.errors import UsageError

Form = Literal["table", "csv", "json"]
FormOption = Annotated[Form, typer.Option("--format", help="How to write it.")]
ByOption = Annotated[
    str,
    typer.Option(
        metavar="NAME", envvar="SERVANDA_REVIEWER", help="Who you are; the name you are logged in by."
    ),
]
NoteOption = Annotated[str, typer.Option(help="Why: kept with the word.")]
TwiceOption = Annotated[
    bool,
    typer.Option("--twice", help="Two are wanted: the word waits for another reviewer's, unseen by him."),
]
KeysArgument = Annotated[list[str], typer.Argument(metavar="ID", help="Records or findings, by their ids.")]

review = typer.Typer(invoke_without_command=True, rich_markup_mode="rich")


def _name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


@review.callback()
def queue(
    context: typer.Context,
    kind: Annotated[
        str | None, typer.Option(help="figure, statement, agreement, event, entity, time or finding.")
    ] = None,
    state: Annotated[str, typer.Option(help="open, waiting, disputed or decided.")] = "open",
    document: Annotated[
        str | None, typer.Option(help="Only of this document: id, address, file name.")
    ] = None,
    reviewer: Annotated[str | None, typer.Option(help="Only what this reviewer spoke of.")] = None,
    first: Annotated[
        str | None, typer.Option(help="What comes first: doubt or weight; both together by itself.")
    ] = None,
    twice: TwiceOption = False,
    limit: Annotated[int, typer.Option(min=0, help="How many at most; 0 for all.")] = 100,
    form: Annotated[
        Form | None, typer.Option("--format", help="Write the queue instead of walking through it.")
    ] = None,
    by: ByOption = "",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Look at records and findings one by one: accept, correct or reject them with a key.

    The most doubtful and weighty come first. In a terminal: [i]a[/i] accept, [i]c[/i] correct,
    [i]r[/i] reject, [i]u[/i] undo, [i]j[/i] and [i]k[/i] on and back, [i]?[/i] help. A correction shows in
    every listing, export and finding at once, and outlives reading the documents again.
    """
    if context.invoked_subcommand:
        return
    from servanda.cli.walking import Walk, show_queue
    from servanda.desk import wanted

    asked = wanted(kind, state, document, reviewer, first)
    with existing(ledger) as book:
        if form is None and sys.stdin.isatty() and sys.stdout.isatty():
            Walk(book, asked, by or _name(), twice=twice, limit=limit or None).run()
        else:
            show_queue(book, asked, by or _name(), form or "table", limit or None)


@review.command()
def accept(
    keys: KeysArgument,
    note: NoteOption = "",
    twice: TwiceOption = False,
    by: ByOption = "",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Say that records or findings are right."""
    _say(ledger, keys, "accept", {}, (by, note, twice))


@review.command()
def reject(
    keys: KeysArgument,
    note: NoteOption = "",
    twice: TwiceOption = False,
    by: ByOption = "",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Say that records or findings are wrong. A rejected record leaves every listing, and can come back."""
    _say(ledger, keys, "reject", {}, (by, note, twice))


@review.command()
def correct(
    key: Annotated[str, typer.Argument(metavar="ID", help="A record's id, or the beginning of one.")],
    fields: Annotated[
        list[str],
        typer.Argument(metavar="FIELD=VALUE", help="What is right: period=2030, topic=nuclear, area="),
    ],
    note: NoteOption = "",
    twice: TwiceOption = False,
    by: ByOption = "",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Give fields of a record their right values; nothing behind the sign empties a field."""
    written = dict(_parted(field) for field in fields)
    _say(ledger, [key], "correct", written, (by, note, twice))


@review.command()
def undo(by: ByOption = "", ledger: LedgerOption = LEDGER) -> None:
    """Take back the last word that you have not taken back yet."""
    from servanda import desk

    with existing(ledger) as book:
        entry = desk.undo(book, by or _name())
    typer.echo(f"{entry.kind} {entry.subject} is back to where it stood after entry {entry.to}", err=True)


@review.command()
def log(
    subject: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Only of this record or finding.")
    ] = None,
    form: FormOption = "table",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Show who said what of which, and when: every word, also those taken back."""
    from servanda.cli.walking import show_log

    with existing(ledger) as book:
        show_log(book.store.reviews(**({"subject": subject} if subject else {})), form)


@review.command()
def restore(
    to: Annotated[
        int, typer.Argument(metavar="ENTRY", min=0, help="The entry of the log; 0: before the first.")
    ],
    subject: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Only this record or finding.")
    ] = None,
    by: ByOption = "",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Put all that was reviewed, or one record, back to where it stood after an entry of the log."""
    from servanda import desk

    with existing(ledger) as book:
        made = desk.restore(book, to, by or _name(), subject)
    typer.echo(f"{len(made)} put back to where they stood after entry {to}", err=True)


def _say(
    ledger: str, keys: list[str], word: str, written: dict[str, str], how: tuple[str, str, bool]
) -> None:
    from servanda import desk

    by, note, twice = how
    with existing(ledger) as book:
        for key in keys:
            said = desk.say(book, key, word, desk.Said(by=by or _name(), note=note, blind=twice), written)
            state = desk.item(book, said.subject, said.reviewer).standing.state
            typer.echo(f"{said.kind} {said.subject}: {word}ed; {state}", err=True)


def _parted(field: str) -> tuple[str, str]:
    name, sign, value = field.partition("=")
    if not sign:
        raise UsageError(f"write FIELD=VALUE, such as period=2030, not {field}")
    return name.strip(), value.strip()


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the others."""
    app.add_typer(
        review,
        name="review",
        help=queue.__doc__,
        epilog=examples(
            "review",
            "review --kind statement --first weight",
            "review correct f3f9a period=2031 --note 'a misprint'",
            "review reject x3f9a --note 'two different funds'",
            "review --kind figure --twice --by ada",
            "review log",
        ),
    )
