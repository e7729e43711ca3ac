"""Events in others' gold: PLOVER's records (English sentences) and factRuEval's facts (Russian news).

Of PLOVER the types of its records are compared, sentence by sentence: those that the ledger's events
carry, and a few that its statements amount to (:data:`ACTS`). Its other types (threats, refusals,
inquiries and the like) are outside the ledger and are left out of the scores; the table counts them all.

Of factRuEval the meetings are compared with visits, meetings, sessions and summits, and the deals with
signings and agreements. A deal there is any purchase, loan or fine, an agreement here an instrument that is
named, so that little of it can be found. A fact is found where a sentence of the record names one
of its participants.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from eval.data import SHARED, digest, rows
from eval.matching import Tally, pairs, total
from eval.section import Section, Table, Wrong
from servanda import segment
from servanda.catalogue import catalogue
from servanda.model import Agreement, Document, Event, Reading, Record, Statement

FOLDER = SHARED / "bench" / "events"
PLOVER = FOLDER / "plover.en.jsonl"
FACTS = FOLDER / "factrueval.ru.jsonl"
COLUMNS = ("gold", "type", "records", "found", "precision", "recall", "F1")
ACTS = {
    "agree": "AGREE",
    "pledge": "AGREE",
    "decide": "AGREE",
    "call": "DEMAND",
    "condemn": "DISAPPROVE",
}
"""PLOVER's type for the class of a statement's verb (``catalogue/acts.toml``)."""
FACT_FORMS = {"Meeting": ("meeting", "summit", "visit", "session"), "Deal": ("signing",)}
Understand = Callable[[Document], Reading]


class Coded(msgspec.Struct):
    """One event of a PLOVER record."""

    type: str


class PloverRow(msgspec.Struct):
    """One sentence with its events."""

    id: str
    text: str
    events: list[Coded]
    date: str | None = None


class Named(msgspec.Struct):
    """A name in a factRuEval text."""

    id: str
    start: int
    end: int


class Chain(msgspec.Struct):
    """All mentions of one object."""

    id: str
    mentions: list[str]


class Argument(msgspec.Struct):
    """What takes part in a fact; ``ref`` is ``obj`` and the id of a chain."""

    role: str
    ref: str


class Fact(msgspec.Struct):
    """A fact of a text."""

    id: str
    type: str
    args: list[Argument]


class FactRow(msgspec.Struct):
    """One text with its facts."""

    id: str
    text: str
    objects: list[Named]
    coref: list[Chain]
    facts: list[Fact]


def claimed() -> frozenset[str]:
    """The PLOVER types that records can have."""
    types = (occasion.plover for occasion in catalogue().occasions.values())
    return frozenset({t for t in types if t} | set(ACTS.values()))


def plover(understand: Understand, path: Path = PLOVER, disputed: Mapping[str, str] | None = None) -> Section:
    """The types of PLOVER's records."""
    tallies: dict[str, Tally] = {}
    wrong: list[Wrong] = []
    for _, row in rows(path, PloverRow):
        if row.id in (disputed or {}):
            continue
        gold = Counter({e.type for e in row.events})
        found = Counter(_types(understand(document(row.text, "en", row.date)).records))
        for kind in gold | found:
            tally = Tally(min(gold[kind], found[kind]), gold[kind], found[kind])
            tallies[kind] = tallies.get(kind, Tally()).plus(tally)
        if {k for k in gold if k in claimed()} != set(found):
            wrong.append(Wrong(f"plover {row.id}", row.text, " ".join(gold), " ".join(found)))
    whole = total(t for kind, t in tallies.items() if kind in claimed())
    scores = {"type F1": whole.f1, "type precision": whole.precision}
    return Section("events/plover", digest([path]), scores, [_table("plover", tallies, whole)], wrong)


def _types(records: Sequence[Record]) -> set[str]:
    types = {e.plover for e in records if isinstance(e, Event) and e.plover}
    said = {ACTS.get(s.rule.partition(" ")[0]) for s in records if isinstance(s, Statement)}
    return types | {t for t in said if t}


def factrueval(
    understand: Understand, path: Path = FACTS, disputed: Mapping[str, str] | None = None
) -> Section:
    """The meetings and deals of factRuEval."""
    tallies = {kind: Tally() for kind in FACT_FORMS}
    wrong: list[Wrong] = []
    for _, row in rows(path, FactRow):
        reading = understand(document(row.text, "ru", None))
        sentences = [(s.start, s.end) for s in segment.sentences(row.text, "ru")]
        for kind in FACT_FORMS:
            gold = [f for f in row.facts if f.type == kind and f"{row.id}/{f.id}" not in (disputed or {})]
            found = [r for r in reading.records if _fits(r, kind)]
            tally, faults = _compared(row, gold, found, sentences)
            tallies[kind] = tallies[kind].plus(tally)
            wrong += faults
    scores = {"meeting F1": tallies["Meeting"].f1}
    table = _table("factrueval", tallies, total(tallies.values()))
    return Section("events/factrueval", digest([path]), scores, [table], wrong)


def _fits(record: Record, kind: str) -> bool:
    if isinstance(record, Agreement):
        return kind == "Deal"
    return isinstance(record, Event) and record.form in FACT_FORMS[kind]


def _compared(
    row: FactRow, gold: Sequence[Fact], found: Sequence[Record], sentences: Sequence[tuple[int, int]]
) -> tuple[Tally, list[Wrong]]:
    spans = {name.id: (name.start, name.end) for name in row.objects}
    chains = {f"obj{c.id}": [spans[m] for m in c.mentions if m in spans] for c in row.coref}

    def same(fact: Fact, record: Record) -> bool:
        names = [span for a in fact.args for span in chains.get(a.ref, ())]
        around = [s for s in sentences for e in record.evidence if s[0] < e.end and e.start < s[1]]
        return any(start <= a and b <= end for a, b in names for start, end in around)

    hit = pairs(gold, found, same)
    right = {i for i, _ in hit}, {j for _, j in hit}
    wrong = [
        Wrong(f"{f.type} factrueval/{row.id}/{f.id}", row.text[:200], " ".join(a.ref for a in f.args), "")
        for i, f in enumerate(gold)
        if i not in right[0]
    ]
    wrong += [
        Wrong(f"fact factrueval/{row.id}", r.evidence[0].quote, "", r.rule)
        for j, r in enumerate(found)
        if j not in right[1]
    ]
    return Tally(len(hit), len(gold), len(found)), wrong


def document(text: str, language: str, published: str | None) -> Document:
    """A text as a document of its own."""
    return Document(
        id=hashlib.sha256(text.encode()).hexdigest()[:16],
        uri="row",
        media_type="text/plain",
        sha256="",
        text=text,
        language=language,
        kind="news",
        published=published,
    )


def _table(name: str, tallies: Mapping[str, Tally], whole: Tally) -> Table:
    def line(kind: str, t: Tally) -> tuple[str, str, int, int, float | None, float | None, float]:
        return (
            name,
            kind,
            t.gold,
            t.found,
            t.precision if t.found else None,
            t.recall if t.gold else None,
            t.f1,
        )

    lines = [line(kind, tallies[kind]) for kind in sorted(tallies)]
    return Table("events of others", COLUMNS, [*lines, line("all that are scored", whole)])
