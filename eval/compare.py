"""When two records say the same: by type, what must agree for a record to count as found.

A record is found when its evidence shares a character with the gold's and the ``basis`` agrees;
``joint`` are stricter counts with more fields; ``fields`` are compared among those found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from eval.times import meaning
from eval.values import Quantity, overlap, same_amount
from servanda.model import Record


class Spec(NamedTuple):
    """What is compared of one record type. ``amount`` stands for value, range and unit together."""

    basis: tuple[str, ...] = ()
    joint: Mapping[str, tuple[str, ...]] = {}
    fields: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The basis in words."""
        return ", ".join(self.basis) or "words"


MEANING = ("indicator", "area", "counterpart", "period", "status")
SPECS: dict[str, Spec] = {
    "figure": Spec(
        basis=("amount",),
        joint={
            "amount, bound, period, status": ("amount", "bound", "period", "status"),
            ", ".join(MEANING): ("amount", *MEANING),
        },
        fields=("bound", *MEANING, "counted", "measure", "speakers"),
    ),
    "time": Spec(basis=("value",), joint={"words": (), "value, kind": ("value", "kind")}, fields=("kind",)),
    "statement": Spec(
        basis=("act",),
        joint={"words": ()},
        fields=("speakers", "topic", "deadline", "verb", "figures"),
    ),
    "commissive": Spec(basis=("act",), fields=("binding",)),
    "agreement": Spec(joint={"form": ("form",)}, fields=("form", "parties", "status", "date", "title")),
    "event": Spec(
        joint={"form, date": ("form", "date")},
        fields=("form", "date", "plover", "series", "ordinal", "participants", "places"),
    ),
    "entity": Spec(joint={"id": ("entity",)}, fields=("entity", "kind")),
}
"""What is compared, by record type; a ``commissive`` is a statement whose act is one."""

EDTF = frozenset({"period", "date", "deadline"})
SETS = frozenset({"speakers", "parties", "participants", "places", "figures"})
WORDS = frozenset({"counted", "verb", "title", "series"})


def selected(kind: str, record: Record) -> bool:
    """Whether a record is counted under this type."""
    if kind == "commissive":
        return getattr(record, "act", None) == "commissive"
    return type(record).__name__.lower() == kind


def touches(gold: Record, found: Record) -> bool:
    """Whether the evidence of two records shares a character."""
    return any(overlap(g, f) for g in gold.evidence for f in found.evidence)


def agree(field: str, gold: Record, found: Record) -> bool:
    """Whether two records agree in a field, by what the field means."""
    if field == "amount":
        return same_amount(_quantity(gold), _quantity(found))
    want, have = getattr(gold, field), getattr(found, field)
    read = _READ[_kind(field, gold)]
    return bool(read(want) == read(have))


def likeness(spec: Spec) -> Callable[[Record, Record], float]:
    """How alike two records of one type are: fields that agree, then how much their words coincide."""

    def alike(gold: Record, found: Record) -> float:
        return sum(agree(field, gold, found) for field in spec.fields) + _coincidence(gold, found)

    return alike


def _coincidence(gold: Record, found: Record) -> float:
    """The largest share that two pieces of their evidence have in common, between 0 and 1."""
    return max(
        (min(g.end, f.end) - max(g.start, f.start)) / (max(g.end, f.end) - min(g.start, f.start) or 1)
        for g in gold.evidence
        for f in found.evidence
    )


def _quantity(record: Any) -> Quantity:
    return Quantity(value=record.value, value_max=record.value_max, unit=record.unit)


def _kind(field: str, record: Record) -> str:
    if field in EDTF or (field == "value" and selected("time", record)):
        return "edtf"
    return "set" if field in SETS else "words" if field in WORDS else "plain"


def _words(value: str | None) -> str | None:
    return " ".join(value.casefold().split()) if value else None


_READ: dict[str, Callable[[Any], Any]] = {
    "edtf": meaning,
    "set": frozenset,
    "words": _words,
    "plain": lambda value: value,
}
