"""What was missed, what was found beside the gold, and the fields that differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eval.compare import SPECS, Spec, agree, likeness, touches
from eval.gold import GoldDocument
from eval.matching import pairs
from eval.pairing import paired, renamed, sides
from eval.section import Wrong
from servanda.model import Record

SILENT = frozenset({"id", "evidence", "rule", "names"})
"""Fields that are not shown."""


def faults(gold: GoldDocument, found: Sequence[Record], disputed: Mapping[str, str]) -> list[Wrong]:
    """Every fault of one document, by record type."""
    have = renamed(gold.records, found)
    kinds = [
        (kind, spec) for kind, spec in SPECS.items() if kind != "commissive"
    ]  # these are statements, too
    return [
        fault
        for kind, spec in kinds
        for fault in _of_type(kind, spec, gold.about.id, sides(kind, gold.records, have, disputed))
    ]


def shown(record: Record, fields: Iterable[str] | None = None) -> str:
    """A record's fields in a few words; unless they are named, those that say nothing are left out."""
    if fields is None:
        said = [name for name in record.__struct_fields__ if name not in SILENT]
        fields = [name for name in said if getattr(record, name) not in {None, ()}]
    return " ".join(f"{name}={_plain(getattr(record, name))}" for name in fields)


def _of_type(kind: str, spec: Spec, document: str, both: tuple[list[Record], list[Record]]) -> list[Wrong]:
    want, have = both
    matched = paired(want, have, spec)
    fields = (*spec.fields, "binding") if kind == "statement" else spec.fields
    differing = [_differing(kind, want[i], have[j], fields) for i, j in matched]
    missed = [g for i, g in enumerate(want) if i not in {i for i, _ in matched}]
    extra = [f for j, f in enumerate(have) if j not in {j for _, j in matched}]
    instead = pairs(missed, extra, touches, likeness(spec))
    beside = {i: shown(extra[j]) for i, j in instead}
    faults = [fault for fault in differing if fault.want]
    faults += [_fault(f"{kind} {g.id}", g, shown(g), beside.get(i, "")) for i, g in enumerate(missed)]
    invented = [f for j, f in enumerate(extra) if j not in {j for _, j in instead}]
    return faults + [_fault(f"{kind} {document}-(extra)", f, "", shown(f)) for f in invented]


def _differing(kind: str, gold: Record, found: Record, fields: Iterable[str]) -> Wrong:
    wrong = [field for field in fields if not agree(field, gold, found)]
    return _fault(f"{kind} {gold.id}", gold, shown(gold, wrong), shown(found, wrong))


def _fault(label: str, record: Record, want: str, have: str) -> Wrong:
    return Wrong(label, record.evidence[0].quote, want, have)


def _plain(value: object) -> object:
    return "+".join(map(str, value)) if isinstance(value, tuple) else value
