"""Which gold record is which found one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from eval.compare import SPECS, Spec, agree, likeness, selected, touches
from eval.matching import pairs
from servanda.model import Entity, Figure, Record, Statement


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


def sides(
    kind: str, gold: Sequence[Record], found: Sequence[Record], disputed: Mapping[str, str]
) -> tuple[list[Record], list[Record]]:
    """Both sides of one record type, without what is disputed and what speaks only of that."""
    all_gold = [record for record in gold if selected(kind, record)]
    refused = [record for record in all_gold if _refused(record, disputed)]
    want = [record for record in all_gold if not _refused(record, disputed)]

    def counts(record: Record) -> bool:
        about_refused = any(touches(g, record) for g in refused)
        return not about_refused or any(touches(g, record) for g in want)

    return want, [record for record in found if selected(kind, record) and counts(record)]


def _refused(record: Record, disputed: Mapping[str, str]) -> bool:
    """Whether a gold record is disputed, by its id; an entity by its own, in every document."""
    return (record.entity if isinstance(record, Entity) else record.id) in disputed
