"""Walking through the queue of review in a terminal, a key a word; queue and log as tables or data."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from servanda import desk
from servanda.app import Ledger
from servanda.cli.following import write_csv, write_json
from servanda.cli.keys import LEAVE, Keys
from servanda.cli.layout import cut, in_context, visible
from servanda.cli.listing import ID, heading
from servanda.desk import Item, Said
from servanda.errors import ServandaError
from servanda.export import jsonl
from servanda.model import Review
from servanda.query import Queue
from servanda.review.correction import choices, fields

KEYS = (
    ("a", "accept: it is right as it is"),
    ("c", "correct: write FIELD=VALUE, an empty line ends"),
    ("r", "reject: it is no such record; it leaves every listing"),
    ("j", "on to the next one, saying nothing"),
    ("k", "back to the one before"),
    ("u", "undo your last word"),
    ("q", "leave; what was said is kept"),
)
HINT = "a accept  c correct  r reject  j next  k back  u undo  ? help  q leave"
MORE = 3
"""How many records of a finding are shown."""


class Walk:
    """One reviewer's way through a queue."""

    def __init__(
        self, ledger: Ledger, wanted: Queue, by: str, *, twice: bool = False, limit: int | None = None
    ) -> None:
        self.ledger = ledger
        self.by = by
        self.twice = twice
        self.console = Console(highlight=False)
        self.total, self.items = desk.queue(ledger, wanted, by, limit=limit)
        self.place = 0
        self.keys: dict[str, Callable[[], None]] = {
            "a": lambda: self._say("accept"), "c": self._correct, "r": lambda: self._say("reject"),
            "j": lambda: self._move(1), "k": lambda: self._move(-1), "u": self._undo, "?": self._help,
        }  # fmt: skip

    def run(self) -> None:
        """Shows one after the other until there is no more, or the reviewer leaves."""
        typed = Keys()
        while self.place < len(self.items):
            self._show()
            key = typed.next()
            if key in LEAVE:
                break
            try:
                self.keys.get(key, self._help)()
            except ServandaError as error:
                self.console.print(Text(str(error), "red"))
        else:
            self.console.print("nothing more to look at" if self.items else "nothing to look at", style="dim")

    def _show(self) -> None:
        one = self.items[self.place]
        self.console.rule(Text(f"{self.place + 1} of {self.total:,}", "dim"))
        print_item(self.console, one)
        self.console.print(HINT, style="dim")

    def _move(self, by: int) -> None:
        self.place = max(0, self.place + by)

    def _say(self, word: str, written: dict[str, str] | None = None) -> None:
        one = self.items[self.place]
        how = Said(by=self.by, blind=self.twice, seen=one.standing.last)
        said = desk.say(self.ledger, one.id, word, how, written)
        self._look_again(self.place)
        state = self.items[self.place].standing.state
        self.console.print(Text(f"{said.word}ed; {state}", "green"))
        self._move(1)

    def _correct(self) -> None:
        one = self.items[self.place]
        if one.kind == desk.FINDING:
            self.console.print("a finding follows from its records: correct those, or reject it", style="red")
            return
        self.console.print(f"fields: {', '.join(fields(one.kind))}", style="dim")
        written: dict[str, str] = {}
        while line := self.console.input("  FIELD=VALUE  ").strip():
            name, _, value = (part.strip() for part in line.partition("="))
            if name in fields(one.kind) and not value and choices(one.kind, name):
                self.console.print(f"one of {', '.join(choices(one.kind, name))}, or nothing", style="dim")
            written[name] = value
        if written:
            self._say("correct", written)

    def _undo(self) -> None:
        back = desk.undo(self.ledger, self.by)
        places = [n for n, one in enumerate(self.items) if one.id == back.subject]
        for place in places:
            self._look_again(place)
            self.place = place
        self.console.print(Text(f"taken back: {back.kind} {back.subject}", "yellow"))

    def _look_again(self, place: int) -> None:
        self.items[place] = desk.item(self.ledger, self.items[place].id, self.by)

    def _help(self) -> None:
        for key, words in KEYS:
            self.console.print(Text.assemble("  ", (key, "bold cyan"), f"  {words}"))


def print_item(console: Console, one: Item) -> None:
    """One thing to look at: its words, its fields, why it is worth a look, how it stands."""
    head = Text.assemble((one.id, "cyan"), "  ", (one.kind, "bold"))
    head.append(f"  {'; '.join(one.why)}", "yellow")
    console.print(head)
    if one.finding is not None:
        console.print(Padding(Text(visible(one.finding.message)), (1, 2)))
    for record, document in one.records[:MORE]:
        console.print(heading(document, console.width), overflow="ellipsis", no_wrap=True)
        first = record.evidence[0]
        console.print(Padding(_sentence(document.text, first.start, first.end), (0, 2)))
    if one.finding is None:
        console.print(Padding(_fields(one), (0, 2)))
    for word in one.standing.words:
        told = f"{word.reviewer or 'somebody'}: {word.word}{_told(word)}"
        console.print(Text.assemble(("  " + one.standing.state, "magenta"), "  ", visible(told)))


_BREAK = re.compile(r"\n\s*\n")


def _sentence(text: str, start: int, end: int) -> Text:
    """The words around a span, within its paragraph."""
    begin = max(
        (m.end() for m in _BREAK.finditer(text, max(0, start - 600), start)), default=max(0, start - 300)
    )
    stop = min((m.start() for m in _BREAK.finditer(text, end, end + 600)), default=end + 300)
    return Text.assemble(
        (visible(text[begin:start]).lstrip(), "dim"),
        (visible(text[start:end]), "bold"),
        (visible(text[end:stop]).rstrip(), "dim"),
    )


def _fields(one: Item) -> Table:
    """What can be corrected, and what was read where that differs."""
    record = one.records[0][0]
    now, read = jsonl.plain(record), jsonl.plain(one.original or record)
    table = Table.grid(padding=(0, 2))
    for name in fields(one.kind):
        if now[name] or read[name]:
            was = Text(f"read as {_cell(read[name])}", "magenta") if name in record.corrected else Text()
            table.add_row(Text(name, "dim"), Text(visible(_cell(now[name]))), was)
    return table


def _cell(value: object) -> str:
    return (
        ", ".join(map(str, value))
        if isinstance(value, (list, tuple))
        else ""
        if value is None
        else str(value)
    )


def _told(word: Review) -> str:
    """What a word changes, and why."""
    changed = ", ".join(f"{name}={_cell(value)}" for name, value in word.changes.items())
    back = f"to entry {word.to}" if word.word == "restore" else ""
    return "".join(f" {part}" for part in (changed, back, f"({word.note})" if word.note else "") if part)


# -- tables ---------------------------------------------------------------------------------------


def show_queue(ledger: Ledger, wanted: Queue, by: str, form: str, limit: int | None) -> None:
    """The queue in a format; a table has a line for each."""
    total, found = desk.queue(ledger, wanted, by, limit=limit)
    if form == "json":
        return write_json([desk.row(one) for one in found])
    if form == "csv":
        return write_csv([row | {"why": "; ".join(row["why"])} for row in map(desk.row, found)])
    console = Console(highlight=False)
    for one in found:
        words = Text.assemble(
            (one.id[:ID], "cyan"), f"  {one.kind:<10}", (cut("; ".join(one.why), 44), "yellow")
        )
        console.print(words.append("  ").append_text(_in_a_line(one, console.width - words.cell_len - 2)))
    shown = f"{len(found)} of {total:,}" if len(found) < total else f"{total:,}"
    console.print(f"{shown} {wanted.state}; servanda review accept|correct|reject ID", style="dim")
    return None


def _in_a_line(one: Item, room: int) -> Text:
    if one.finding is not None:
        return Text(cut(one.finding.message, max(room, 20)))
    record, document = one.records[0]
    return in_context(document.text, record.evidence[0].start, record.evidence[0].end, max(room, 20))


def show_log(entries: Sequence[Review], form: str) -> None:
    """The log of review in a format, oldest first."""
    if form == "json":
        return write_json(msgspec.to_builtins(entries))
    if form == "csv":
        return write_csv([_log_row(entry) for entry in entries])
    console = Console(highlight=False)
    for e in entries:
        when, told = (e.when or "")[:16].replace("T", " "), visible(_told(e))
        subject = Text(f"{e.kind} {e.subject}", "cyan")
        mode = "" if e.mode == "alone" else f" ({e.mode})"
        console.print(
            Text.assemble(
                f"{e.id:>5}  ", (when, "dim"), f"  {e.reviewer:<10} {e.word}{mode}  ", subject, told
            )
        )
    console.print(f"{len(entries)} entries; servanda review restore ENTRY brings a state back", style="dim")
    return None


def _log_row(entry: Review) -> dict[str, object]:
    own = {n: getattr(entry, n) for n in ("id", "when", "reviewer", "kind", "subject", "word", "mode")}
    return own | {"changes": msgspec.json.encode(entry.changes).decode(), "to": entry.to, "note": entry.note}
