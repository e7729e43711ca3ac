"""The commands for what follows across documents: threads, mechanisms, compare, entities."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from servanda.cli.options import LEDGER, LedgerOption, examples, existing

Form = Literal["table", "csv", "json"]
SemanticOption = Annotated[
    bool,
    typer.Option("--semantic", help="Compare meanings across languages, too: needs servanda\\[semantic]."),
]
FormOption = Annotated[Form, typer.Option("--format", help="How to write it.")]

entities = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")


def threads(
    key: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One thread: its id, its beginning, or its entity.")
    ] = None,
    text: Annotated[str | None, typer.Option(help="Words that stand in its name or its quotes.")] = None,
    topic: Annotated[str | None, typer.Option(help="Its area: trade, nuclear, defence…")] = None,
    party: Annotated[str | None, typer.Option(help="A state that it is between.")] = None,
    least: Annotated[int, typer.Option("--min", min=1, help="Documents that speak of it, at least.")] = 2,
    limit: Annotated[int, typer.Option(min=0, help="How many at most; 0 for all.")] = 0,
    semantic: SemanticOption = False,
    form: FormOption = "table",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Follow undertakings across documents, years and languages.

    A thread is what documents say of one project, system or programme, of one subject (a permanent seat,
    a second site), of one target or of one agreement, between the same parties.
    """
    from servanda.cli.following import show_thread, show_threads

    with existing(ledger) as book:
        if key:
            show_thread(book, book.thread(key), form)
        else:
            linked = book.linked(semantic=semantic)
            found = linked.selected(text, topic=topic, party=party, least=least)
            show_threads(linked, found, form, limit or None)


def mechanisms(
    key: Annotated[
        str | None, typer.Argument(metavar="[MECHANISM]", help="One mechanism, by its id.")
    ] = None,
    form: FormOption = "table",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Show the bodies through which a partnership works: summits, commissions, dialogues.

    Of each: how often it meets, its gaps, when the next meeting is due, the commitments that name it.
    """
    from servanda.cli.following import show_mechanism, show_mechanisms

    with existing(ledger) as book:
        if key:
            show_mechanism(book, book.mechanism(key), form)
        else:
            show_mechanisms(book.mechanisms(), form)


def compare(
    old: Annotated[str, typer.Argument(metavar="A", help="The older statement: id, address or file name.")],
    new: Annotated[str, typer.Argument(metavar="B", help="The newer one.")],
    whole: Annotated[bool, typer.Option("--all", help="Show what is the same, too.")] = False,
    semantic: SemanticOption = False,
    form: FormOption = "table",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Compare two statements, topic by topic: what is new, dropped, stronger, weaker.

    Clauses are aligned by what they are about and, within one language, by their words; where both are in
    one language the words that differ are marked.
    """
    from servanda.cli.comparing import show_comparison

    with existing(ledger) as book:
        show_comparison(book.compare(old, new, semantic=semantic), form, whole=whole)


@entities.command()
def review(
    settled: Annotated[bool, typer.Option("--all", help="Show what a person has judged, too.")] = False,
    form: FormOption = "table",
    ledger: LedgerOption = LEDGER,
) -> None:
    """List the names that are taken for one entity, and those that might be, with score and reason."""
    from servanda.cli.judging import show_judgements

    with existing(ledger) as book:
        show_judgements(book, form, settled=settled)


@entities.command()
def merge(
    left: Annotated[str, typer.Argument(metavar="A", help="An entity's id.")],
    right: Annotated[str, typer.Argument(metavar="B", help="Another id that means the same.")],
    reason: Annotated[str, typer.Option(help="Why: kept with the judgement.")] = "judged by a person",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Say that two ids mean one entity. It holds for documents read later, too."""
    with existing(ledger) as book:
        book.judge(left, right, same=True, reason=reason)
    typer.echo(f"{left} and {right} are one", err=True)


@entities.command()
def split(
    left: Annotated[str, typer.Argument(metavar="A", help="An entity's id.")],
    right: Annotated[str, typer.Argument(metavar="B", help="An id, or a name of A, that means another one.")],
    reason: Annotated[str, typer.Option(help="Why: kept with the judgement.")] = "judged by a person",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Say that two ids, or an id and one of its names, do not mean one entity."""
    with existing(ledger) as book:
        book.judge(left, right, same=False, reason=reason)
    typer.echo(f"{left} and {right} are two", err=True)


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the others."""
    app.command(
        epilog=examples(
            "threads", "threads --topic nuclear", "threads kudankulam-npp", "threads --text 'permanent seat'"
        )
    )(threads)
    app.command(
        epilog=examples("mechanisms", "mechanisms india-russia-annual-summit", "mechanisms --format json")
    )(mechanisms)
    app.command(epilog=examples("compare 2014.txt 2025.txt", "compare a3f1 9c20 --format json"))(compare)
    app.add_typer(
        entities,
        name="entities",
        help="Review which names are taken for one entity; merge and split.",
        epilog=examples(
            "entities review",
            "entities merge harsh-shringla harsh-vardhan-shringla --reason 'one foreign secretary'",
            "entities split manmohan-singh 'Manhoman Singh' --reason 'another man'",
        ),
    )
