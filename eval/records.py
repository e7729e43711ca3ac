"""Gold folders: how much of what a document says was recorded, by type, language and field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from eval.compare import SPECS, Spec, agree, likeness, selected, touches
from eval.data import digest, rows
from eval.gold import GoldDocument, Read, load
from eval.matching import Tally, pairs
from eval.section import Section, Table, Wrong
from servanda.model import Document, Figure, Record, Statement

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
    """What is measured: how a document is read, and what is recorded of it."""

    read: Read
    extract: Callable[[Document], Iterable[Record]]


def measure(folder: Path, documents: Path, engine: Engine, disputed: Mapping[str, str]) -> Section:
    """All record types of one gold folder."""
    golds = load(folder, documents, engine.read)
    counts: Counts = {}
    wrong: list[Wrong] = []
    for gold in golds:
        found = list(engine.extract(gold.document))
        _add(counts, judge(gold, found, disputed))
        wrong.extend(faults(gold, found, disputed))
    counts = dict(sorted(_with_total(counts).items(), key=lambda item: _order(item[0])))
    return Section(
        name=f"gold/{folder.name}",
        data=digest(folder.glob("*.jsonl")),
        scores=_scores(counts),
        tables=_tables(folder.name, counts),
        wrong=[msgspec.structs.replace(w, id=w.id.replace(" ", f" {folder.name}/", 1)) for w in wrong],
    )


def judge(gold: GoldDocument, found: Sequence[Record], disputed: Mapping[str, str]) -> Counts:
    """The tallies of one document."""
    lang, counts = gold.about.language, Counts()
    have = renamed(gold.records, found)
    for kind, spec in SPECS.items():
        want = [r for r in gold.records if selected(kind, r) and r.id not in disputed]
        mine = [r for r in have if selected(kind, r) and not _about(r, gold.records, kind, disputed)]
        for title, fields in {spec.title: spec.basis, **spec.joint}.items():
            counts[Key(False, kind, title, lang)] = Tally(
                len(paired(want, mine, spec, fields)), len(want), len(mine)
            )
        for field in spec.fields:
            alike = [_compare(field, want[i], mine[j]) for i, j in paired(want, mine, spec)]
            _add(counts, {Key(True, kind, field, lang): tally for tally in [_total(alike)]})
    _add(counts, _head(gold))
    sound = sum(_sound(record, gold.document) for record in found)
    counts[Key(True, "all records", "evidence", lang)] = Tally(sound, len(found), len(found))
    return counts


def paired(
    gold: Sequence[Record], found: Sequence[Record], spec: Spec, fields: tuple[str, ...] | None = None
) -> list[tuple[int, int]]:
    """Which gold record is which found one: words in common, and agreement in ``fields`` (or the basis)."""
    must = spec.basis if fields is None else fields

    def same(g: Record, f: Record) -> bool:
        return touches(g, f) and all(agree(field, g, f) for field in must)

    return pairs(gold, found, same, likeness(spec))


def renamed(gold: Sequence[Record], found: Sequence[Record]) -> list[Record]:
    """What was found, its statements naming their figures by the ids of the gold's figures."""
    want = [r for r in gold if isinstance(r, Figure)]
    have = [r for r in found if isinstance(r, Figure)]
    ids = {have[j].id: want[i].id for i, j in paired(want, have, SPECS["figure"])}

    def rename(record: Record) -> Record:
        if not isinstance(record, Statement):
            return record
        return msgspec.structs.replace(record, figures=tuple(ids.get(key, key) for key in record.figures))

    return [rename(record) for record in found]


def faults(gold: GoldDocument, found: Sequence[Record], disputed: Mapping[str, str]) -> list[Wrong]:
    """What was missed, what was found beside the gold, and the fields that differ."""
    wrong: list[Wrong] = []
    have = renamed(gold.records, found)
    for kind, spec in SPECS.items():
        if kind == "commissive":
            continue
        want = [r for r in gold.records if selected(kind, r) and r.id not in disputed]
        mine = [r for r in have if selected(kind, r) and not _about(r, gold.records, kind, disputed)]
        matched = paired(want, mine, spec)
        fields = (*spec.fields, "binding") if kind == "statement" else spec.fields
        hit, met = {i for i, _ in matched}, {j for _, j in matched}
        wrong += [
            Wrong(f"{kind} {g.id}", g.evidence[0].quote, shown(g), "")
            for i, g in enumerate(want)
            if i not in hit
        ]
        wrong += [_differing(kind, want[i], mine[j], fields) for i, j in matched]
        name = gold.about.id
        extra = [f for j, f in enumerate(mine) if j not in met]
        wrong += [Wrong(f"{kind} {name}-(extra)", f.evidence[0].quote, "", shown(f)) for f in extra]
    return [w for w in wrong if w.want != w.have]


def shown(record: Record, fields: Iterable[str] | None = None) -> str:
    """A record's fields in a few words; those that say nothing are left out."""
    left_out = {"id", "evidence", "rule", "names"}
    names = [f for f in record.__struct_fields__ if f not in left_out] if fields is None else list(fields)
    values = [(name, getattr(record, name)) for name in names]
    return " ".join(
        f"{n}={'+'.join(v) if isinstance(v, tuple) else v}"
        for n, v in values
        if fields or v not in {None, ()}
    )


def _differing(kind: str, gold: Record, found: Record, fields: Iterable[str]) -> Wrong:
    wrong = [field for field in fields if not agree(field, gold, found)]
    return Wrong(f"{kind} {gold.id}", gold.evidence[0].quote, shown(gold, wrong), shown(found, wrong))


def _about(found: Record, gold: Sequence[Record], kind: str, disputed: Mapping[str, str]) -> bool:
    """Whether a found record speaks only of a disputed gold record: then it counts neither way."""
    touched = [g for g in gold if selected(kind, g) and touches(g, found)]
    return bool(touched) and all(g.id in disputed for g in touched)


def _compare(field: str, gold: Record, found: Record) -> Tally:
    """One comparison; ``counted`` is asked of counts only."""
    if field == "counted" and getattr(gold, "unit", None) != "1":
        return Tally()
    return Tally(int(agree(field, gold, found)), 1, 1)


def _head(gold: GoldDocument) -> Counts:
    """The document's own fields, those that the gold knows."""
    known = [name for name in HEAD if getattr(gold.about, name) is not None]
    return {
        Key(True, "document", name, gold.about.language): Tally(
            int(getattr(gold.about, name) == getattr(gold.document, name)), 1, 1
        )
        for name in known
    }


def _sound(record: Record, document: Document) -> bool:
    return bool(record.evidence) and all(document.text[e.start : e.end] == e.quote for e in record.evidence)


def _total(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total = total.plus(tally)
    return total


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
            tally = counts[Key(name.startswith(":"), kind, name.removeprefix(":"), "all")]
            scores[f"{kind} {name} F1" if name[0] != ":" else f"{kind} {name[1:]} right"] = _headline(
                tally, name
            )
    return scores


def _headline(tally: Tally, name: str) -> float:
    """A share of nothing found is no merit."""
    return tally.f1 if tally.gold or name[0] != ":" else 0.0


def _tables(folder: str, counts: Counts) -> list[Table]:
    found, fields = Table("records found", FOUND, []), Table("fields of the records found", FIELDS, [])
    for key, tally in counts.items():
        if key.field:
            fields.rows.append((folder, *key[1:], tally.gold, tally.precision if tally.gold else None))
        else:
            shares = (
                (tally.precision, tally.recall, tally.f1) if tally.gold or tally.found else (None, None, None)
            )
            found.rows.append((folder, *key[1:], tally.gold, tally.found, *shares))
    return [found, fields]


def ids(path: Path) -> set[str]:
    """The ids of one gold file's records."""
    return {line.id for _, line in rows(path, Labelled)}
