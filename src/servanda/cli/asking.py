"""``servanda ask``: an answer with the words that each sentence rests on."""

from __future__ import annotations

import sys

import msgspec
from rich.console import Console
from rich.text import Text

from servanda.app import Ledger
from servanda.ask import Answer, Citation
from servanda.cli.layout import cut, visible
from servanda.cli.listing import ID
from servanda.export.human import file_name


def ask_ledger(ledger: Ledger, question: str, form: str) -> bool:
    """Writes the answer in a format; returns whether there is one."""
    answer = ledger.ask(question)
    if form == "json":
        content = msgspec.json.encode({"text": answer.text} | msgspec.to_builtins(answer))
        sys.stdout.buffer.write(msgspec.json.format(content, indent=2) + b"\n")
    else:
        _print(Console(highlight=False), answer)
    return answer.found


def _print(console: Console, answer: Answer) -> None:
    for line in answer.lines:
        console.print(Text(visible(line.text), "bold" if line.citations or not answer.found else ""))
        for one in line.citations:
            console.print(_source(one, console.width), overflow="ellipsis", no_wrap=True)
        console.print()
    told = "; ".join(f"{name}: {value}" for name, value in answer.understood.items())
    console.print(Text(f"understood as {told}", "dim"))


def _source(one: Citation, width: int) -> Text:
    where = "  ".join(filter(None, (one.published, file_name(one.uri))))
    room = max(20, width - ID - len(where) - 8)
    return Text.assemble("  ", (one.id[:ID], "cyan"), f"  “{cut(one.quote, room)}”  ", (where, "dim"))
