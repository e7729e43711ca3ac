"""The commands. Each loads what it needs when it runs, so that help and errors come at once."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Literal

import typer

from servanda import __version__
from servanda.cli import admitting, finding, keeping, linking, plugging, reviewing, taking
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
from servanda.cli.serving import PORT
from servanda.errors import UsageError

DEMO_LEDGER = "demo.db"
SHOWN = 200
"""How many records a listing shows unless told otherwise; data formats give all."""

Kind = Literal[
    "figures", "times", "entities", "documents", "statements", "commitments", "agreements", "events"
]
Form = Literal["table", "csv", "json", "jsonl"]

app = typer.Typer(
    help="A ledger of what states promised and claimed, each entry tied to its exact words.",
    epilog="[dim]First steps[/dim]\n"
    "  servanda read FOLDER      [dim]put documents into ledger.db[/dim]\n"
    "  servanda show figures     [dim]see what they say in numbers[/dim]\n"
    "  servanda explain ID       [dim]see why one entry is there[/dim]\n"
    "  servanda serve            [dim]look at it all in a browser[/dim]\n"
    "  servanda demo             [dim]the same with documents that come along[/dim]",
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"servanda {__version__}")
        raise typer.Exit


@app.callback()
def _servanda(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and stop.")
    ] = False,
) -> None:
    """Is run before every command."""


@app.command(
    epilog=examples(
        "read statements/",
        "read notes.docx 'archive/**/*.pdf' https://example.org/communique",
        "read - < speech.txt",
        "read speeches.jsonl.gz --jobs 8",
        "read s3://news/2025/ --out s3://records/2025/ --ray auto",
    )
)
def read(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Files, folders, patterns, addresses (https, s3); - for standard input.",
        ),
    ],
    ledger: LedgerOption = LEDGER,
    max_size: SizeOption = 50,
    timeout: TimeoutOption = 20,
    private: PrivateOption = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="How many processes read; by itself one a megabyte, up to all cores."
        ),
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="Name each document on standard output once it is stored.")
    ] = False,
    out: Annotated[
        str, typer.Option(metavar="FOLDER", help="Write Parquet into this folder (or address) instead.")
    ] = "",
    ray: Annotated[
        str, typer.Option(metavar="ADDRESS", help="With --out: the Ray cluster that reads; auto finds it.")
    ] = "",
) -> None:
    """Read documents into the ledger: text, Markdown, HTML, PDF, Word, and collections.

    Collections are JSON Lines, Parquet and web archives (WARC).

    What was read before and has not changed is passed over.
    What cannot be read is named, with the reason, on standard error; the rest
    is read, and the exit status is 1.
    """
    from servanda.app import open as open_ledger
    from servanda.cli.reading import harvest_with_progress, read_with_progress

    limits = {"max_bytes": int(max_size * MEGABYTE), "timeout": timeout, "allow_private": private}
    if out:
        report = harvest_with_progress(paths, out, names=names, jobs=jobs, ray=ray, **limits)
        raise typer.Exit(1 if report.failures else 0)
    if ray:
        raise UsageError("--ray needs --out: a cluster writes Parquet, not a ledger")
    with open_ledger(ledger) as opened:
        report = read_with_progress(paths, opened, names=names, jobs=jobs, **limits)
    raise typer.Exit(1 if report.failures else 0)


@app.command(
    epilog=examples(
        "show figures --indicator trade.turnover --status target",
        "show figures --text oil --min 30 --unit %",
        "show commitments --by IN,RU --topic nuclear --binding high",
        "show figures --since 2012 --until 2014 --format csv > figures.csv",
    )
)
def show(
    kind: Annotated[Kind, typer.Argument(help="What to show.", metavar="KIND")],
    indicator: Annotated[str | None, typer.Option(help="Indicator, as [i]trade.turnover[/i].")] = None,
    area: Annotated[str | None, typer.Option(help="Whose figure: ISO 3166-1 code or entity.")] = None,
    counterpart: Annotated[str | None, typer.Option(help="The other side.")] = None,
    unit: Annotated[
        str | None, typer.Option(help="ISO 4217 code, %, pp, x, a UCUM code, or 1 for counts.")
    ] = None,
    status: Annotated[
        str | None, typer.Option(help="observed, target, planned, proposed or forecast.")
    ] = None,
    period: Annotated[
        str | None, typer.Option(help="Exactly this period, in EDTF: 2013, 2013-01/2013-06.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="ID,ID", help="Statements by any of these: states, bodies, persons.")
    ] = None,
    act: Annotated[
        str | None,
        typer.Option(help="commissive, directive, expressive, declaration or assertive."),
    ] = None,
    topic: Annotated[str | None, typer.Option(help="Topic of a statement, as [i]nuclear[/i].")] = None,
    binding: Annotated[str | None, typer.Option(help="How firm a commitment is: high or low.")] = None,
    since: Annotated[str | None, typer.Option(help="Only what reaches to this date or later.")] = None,
    until: Annotated[str | None, typer.Option(help="Only what begins by this date.")] = None,
    document: Annotated[
        str | None, typer.Option(help="Id or beginning of one, address, or file name.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Language of the document: en, vi, ru, hi…")] = None,
    text: Annotated[str | None, typer.Option(help="Words that stand in the quote.")] = None,
    least: Annotated[float | None, typer.Option("--min", help="Figures from this value on.")] = None,
    most: Annotated[float | None, typer.Option("--max", help="Figures up to this value.")] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=VALUE", help="Any other field of the record; may be repeated."),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=0, help=f"How many at most; 0 for all. A table shows {SHOWN} by itself."),
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How to write it.")] = "table",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Show what the ledger holds: figures, times, entities, documents and more.

    Commitments are the statements that undertake something.
    In a table each record stands with its words, under its document; the status
    [i]observed[/i] goes unsaid. csv, json and jsonl carry exact values, every field.
    """
    from servanda.cli.showing import show_items

    wanted: dict[str, Any] = {
        "indicator": indicator, "area": area, "counterpart": counterpart, "unit": unit, "status": status,
        "period": period, "since": since, "until": until, "document": document, "language": language,
        "text": text, "min": least, "max": most, "act": act, "topic": topic, "binding": binding,
        "speakers": by.split(",") if by else None,
    }  # fmt: skip
    wanted = {name: value for name, value in wanted.items() if value is not None} | _pairs(where or ())
    most_shown = (SHOWN if form == "table" else 0) if limit is None else limit
    with existing(ledger) as opened:
        show_items(opened, kind, wanted, limit=most_shown or None, form=form)


def _pairs(where: list[str] | tuple[()]) -> dict[str, str]:
    for pair in where:
        if "=" not in pair:
            raise UsageError(f"--where wants FIELD=VALUE, such as act=commissive, not {pair}")
    return dict(pair.split("=", 1) for pair in where)


@app.command(
    epilog=examples(
        "search trade turnover",
        "search '\"North-South\" OR INSTC year:2014..2025'",
        "search 'invest* -fund lang:vi kind:figure by:RU' --format csv",
    )
)
def search(
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="Words and operators.")],
    limit: Annotated[int, typer.Option(min=0, help="How many sentences at most; 0 for all.")] = 20,
    form: Annotated[Form, typer.Option("--format", help="How to write it.")] = "table",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Search the sentences of all documents, in all languages.

    A word is found in its other forms too, and wherever a sentence names the same
    thing in another language. "These words" stand so; OR joins; -not leaves out;
    begin* is any word that begins so; lang:vi, kind:figure, year:2013..2019, by:RU,
    topic:nuclear, indicator:trade.turnover and entity:IN narrow it down.
    """
    from servanda.cli.searching import search_ledger

    with existing(ledger) as opened:
        search_ledger(opened, " ".join(query), limit=limit or None, form=form)


@app.command(
    epilog=examples(
        "ask 'What is the trade target for 2030 and are they on track?'",
        "ask 'What did Putin say about trade in 2021?' --format json",
    )
)
def ask(
    question: Annotated[
        list[str], typer.Argument(metavar="QUESTION", help="In English, Vietnamese, Russian or Hindi.")
    ],
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="How to write it.")] = "text",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Ask the ledger a question; every sentence of the answer cites its records.

    Targets and how they stand, numbers and their changes, which of them disagree,
    who said what, what was promised or signed, when something was. Nothing is
    guessed: where the ledger holds no answer it says so, and the exit status is 1.
    """
    from servanda.cli.asking import ask_ledger

    with existing(ledger) as opened:
        found = ask_ledger(opened, " ".join(question), form)
    raise typer.Exit(0 if found else 1)


@app.command(epilog=examples("explain f3a9c21b"))
def explain(
    key: Annotated[str, typer.Argument(metavar="ID", help="A record's id, or the beginning of one.")],
    ledger: LedgerOption = LEDGER,
) -> None:
    """Explain a record: its sentence, the marks found in it, the rule that joined them."""
    from servanda.cli.explaining import print_explanation

    with existing(ledger) as opened:
        print_explanation(_console(), opened.explain(key))


linking.add_to(app)
finding.add_to(app)
reviewing.add_to(app)


taking.add_to(app)


@app.command(
    epilog=examples("serve", "serve --port 9000 --ledger summit.db", "serve --domain ledger.example.org")
)
def serve(
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help=f"By itself {PORT}, or the next that is free."),
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    domain: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A name that leads here through another server; may be repeated."),
    ] = None,
    ledger: LedgerOption = LEDGER,
) -> None:
    """Serve the reading room: the ledger in a browser, every number with its sentence.

    Once anybody has an account (servanda user add), it is open to accounts alone; to
    other machines it is never open without.
    """
    from servanda.cli.serving import serve_ledger

    existing(ledger).close()
    serve_ledger(ledger, host, port, domain or ())


@app.command(epilog=examples("demo", "demo --no-serve"))
def demo(
    ledger: Annotated[
        str, typer.Option("--ledger", metavar="FILE|URL", help="Where to put the demonstration's ledger.")
    ] = DEMO_LEDGER,
    serves: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Serve the reading room afterwards.")
    ] = True,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help=f"By itself {PORT}, or the next that is free."),
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Read and look at the sample dossier: India and Russia, 2000 to 2025, in four languages."""
    from servanda.app import open as open_ledger
    from servanda.cli.reading import read_with_progress, sample
    from servanda.cli.serving import serve_ledger
    from servanda.cli.summary import print_summary

    with open_ledger(ledger) as opened, sample() as documents:
        report = read_with_progress([documents], opened)
        print_summary(_console(), opened.summary())
    if report.failures:
        raise typer.Exit(1)
    if serves:
        serve_ledger(ledger, host, port)


@app.command(epilog=examples("annotate < lines.jsonl > values.jsonl"))
def annotate(
    _ledger: Annotated[
        str, typer.Option("--ledger", metavar="FILE|URL", help="Accepted as everywhere; nothing is kept.")
    ] = "",
) -> None:
    """Find quantities and times in a stream of texts, without a ledger.

    Standard input has one JSON object a line: id, text, lang, date (the last two
    may be null). Standard output answers each with its quantities and times, as
    soon as it has come. A bad line is named on standard error, the rest goes on,
    and the exit status is 1.
    """
    from servanda.cli.annotate import annotate as answer

    raise typer.Exit(answer(sys.stdin.buffer, sys.stdout.buffer))


keeping.add_to(app)
plugging.add_to(app)
admitting.add_to(app)


def _console() -> Any:
    from rich.console import Console

    return Console(highlight=False)
