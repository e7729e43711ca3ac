"""Gold folders: how much of what a document says was recorded, by type, language and field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from eval.compare import SPECS, Spec, agree
from eval.data import digest, rows
from eval.faults import faults
from eval.gold import About, GoldDocument, Read, load
from eval.matching import Tally, total
from eval.pairing import paired, renamed, sides
from eval.section import Section, Table, Wrong
from servanda.model import Document, Reading, Record

FOUND = ("gold", "type", "alike", "lang", "records", "found", "precision", "recall", "F1")
FIELDS = ("gold", "type", "field", "lang", "compared", "right")
HEAD = ("language", "kind", "published", "published_basis", "title", "publisher", "author", "place")
"""What is compared of the document itself."""
HEADLINES = {
    "figure": ("amount", "amount, bound, period, status", "indicator, area, counterpart, period, status"),
    "time": ("value",),
    "statement": ("act", ":speakers", ":topic"),
    "commissive": ("act", ":binding"),
    "agreement": ("words", "form"),
    "event": ("words", "form, date"),
    "entity": ("words", "id"),
}
"""The scores that bars and floors are set on; those with a colon are shares of the found."""


class Key(NamedTuple):
    """What a tally counts: records alike in something, or (``field``) a field of those found."""

    field: bool
    type: str
    alike: str
    lang: str


Counts = dict[Key, Tally]


class Labelled(msgspec.Struct):
    """What every line of a gold file has."""

    id: str


class Engine(NamedTuple):
    """What is measured: how bytes become a document, and how that is understood."""

    open: Read
    understand: Callable[[Document], Reading]


def measure(
    folder: Path, documents: Path, engine: Engine, disputed: Mapping[str, str], name: str | None = None
) -> Section:
    """All record types of one gold folder; ``name``: what it is called, else as the folder."""
    title = name or folder.name
    golds = load(folder, documents, engine.open)
    counts: Counts = {}
    wrong: list[Wrong] = []
    for gold in golds:
        reading = engine.understand(gold.document)
        _add(counts, judge(gold, reading, disputed))
        wrong.extend(faults(gold, reading.records, disputed))
    counts = dict(sorted(_with_total(counts).items(), key=lambda item: _order(item[0])))
    return Section(
        name=f"gold/{title}",
        data=digest(folder.glob("*.jsonl")),
        scores=_scores(counts),
        tables=_tables(title, counts),
        wrong=[msgspec.structs.replace(w, id=w.id.replace(" ", f" {title}/", 1)) for w in wrong],
    )


def judge(gold: GoldDocument, reading: Reading, disputed: Mapping[str, str]) -> Counts:
    """The tallies of one document."""
    lang, counts = gold.about.language, Counts()
    have = renamed(gold.records, reading.records)
    for kind, spec in SPECS.items():
        want, mine = sides(kind, gold.records, have, disputed)
        for title, fields in {spec.title: spec.basis, **spec.joint}.items():
            hit = len(paired(want, mine, spec, fields))
            counts[Key(False, kind, title, lang)] = Tally(hit, len(want), len(mine))
        matched = paired(want, mine, spec)
        for field in spec.fields:
            compared = [_compare(field, want[i], mine[j]) for i, j in matched]
            counts[Key(True, kind, field, lang)] = total(compared)
    _add(counts, _head(gold.about, reading.document))
    number = len(reading.records)
    sound = sum(_sound(record, gold.document) for record in reading.records)
    counts[Key(True, "all records", "evidence", lang)] = Tally(sound, number, number)
    return counts


def _compare(field: str, gold: Record, found: Record) -> Tally:
    """One comparison; ``counted`` is asked of counts only."""
    if field == "counted" and getattr(gold, "unit", None) != "1":
        return Tally()
    return Tally(int(agree(field, gold, found)), 1, 1)


def _head(gold: About, document: Document) -> Counts:
    """The document's own fields, those that the gold knows."""
    about = [(name, getattr(gold, name), getattr(document, name)) for name in HEAD]
    return {
        Key(True, "document", name, gold.language): Tally(int(want == have), 1, 1)
        for name, want, have in about
        if want is not None
    }


def _sound(record: Record, document: Document) -> bool:
    return bool(record.evidence) and all(document.text[e.start : e.end] == e.quote for e in record.evidence)


def _add(counts: Counts, more: Mapping[Key, Tally]) -> None:
    for key, tally in more.items():
        counts[key] = counts.get(key, Tally()).plus(tally)


def _with_total(counts: Counts) -> Counts:
    """The counts, and those over all languages."""
    whole = dict(counts)
    for key, tally in counts.items():
        _add(whole, {key._replace(lang="all"): tally})
    return whole


def _order(key: Key) -> tuple[int, int, int, str]:
    kinds = [*SPECS, "document", "all records"]
    spec = SPECS.get(key.type, Spec())
    names = [spec.title, *spec.joint, *spec.fields, *HEAD, "evidence"]
    return kinds.index(key.type), names.index(key.alike), int(key.lang == "all"), key.lang


def _scores(counts: Counts) -> dict[str, float]:
    scores = {}
    for kind, names in HEADLINES.items():
        for name in names:
            if name.startswith(":"):
                share = counts[Key(True, kind, name[1:], "all")]
                scores[f"{kind} {name[1:]} right"] = share.precision if share.found else 0.0
            else:
                scores[f"{kind} {name} F1"] = counts[Key(False, kind, name, "all")].f1
    return scores


def _tables(folder: str, counts: Counts) -> list[Table]:
    found, fields = Table("records found", FOUND, []), Table("fields of the records found", FIELDS, [])
    for key, tally in counts.items():
        if key.field and tally.gold:
            fields.rows.append((folder, *key[1:], tally.gold, tally.precision))
        elif not key.field:
            precision = tally.precision if tally.found else None
            shares = (precision, tally.recall if tally.gold else None, tally.f1)
            found.rows.append((folder, *key[1:], tally.gold, tally.found, *shares))
    return [found, fields]


def ids(path: Path) -> set[str]:
    """The ids of one gold file's records."""
    return {line.id for _, line in rows(path, Labelled)}
