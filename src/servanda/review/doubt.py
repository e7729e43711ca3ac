"""What makes a record worth a look: how doubtful it is, and how much hangs on it.

Each sign is a field, the value that tells, and points; a store adds them up over its columns in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from servanda.model import Record, record_type


class Sign(NamedTuple):
    """A sign: it counts where ``field`` has ``value`` (or, for :data:`SET`, any at all).

    ``why`` tells a person; it is empty where that goes without saying.
    """

    of: Literal["doubt", "weight"]
    field: str
    value: Any
    points: int
    why: str


SET = object()
"""Stands for any value but null."""

SIGNS: Mapping[str, tuple[Sign, ...]] = {
    "figure": (
        Sign("doubt", "indicator", None, 2, "what it measures is not known"),
        Sign("doubt", "period", None, 2, "no period"),
        Sign("doubt", "area", None, 2, "no area"),
        Sign("weight", "indicator", SET, 3, ""),
        Sign("weight", "status", "target", 4, "a target"),
        Sign("weight", "status", "planned", 2, "planned"),
    ),
    "statement": (
        Sign("doubt", "topic", None, 3, "no topic"),
        Sign("doubt", "speakers", (), 2, "nobody says it"),
        Sign("weight", "act", "commissive", 3, "a commitment"),
        Sign("weight", "binding", "high", 2, "binds firmly"),
        Sign("weight", "deadline", SET, 2, "has a deadline"),
    ),
    "agreement": (
        Sign("doubt", "parties", (), 3, "no parties"),
        Sign("doubt", "status", None, 2, "no status"),
        Sign("doubt", "date", None, 1, "no date"),
        Sign("weight", "status", "signed", 2, "signed"),
        Sign("weight", "status", "in-force", 2, "in force"),
    ),
    "event": (
        Sign("doubt", "date", None, 2, "no date"),
        Sign("doubt", "participants", (), 2, "nobody takes part"),
        Sign("doubt", "plover", None, 1, "its type is not known"),
        Sign("weight", "form", "summit", 2, "a summit"),
        Sign("weight", "form", "signing", 2, "a signing"),
        Sign("weight", "form", "attack", 2, "an attack"),
    ),
    "entity": (Sign("doubt", "confirmed", False, 3, "not in the catalogue"),),
    "time": (Sign("doubt", "value", None, 3, "not resolved"),),
}


def tells(sign: Sign, value: Any) -> bool:
    """Whether a field's value is what a sign looks for."""
    return value is not None if sign.value is SET else bool(value == sign.value)


def signs(record: Record) -> list[Sign]:
    """The signs that a record shows.

    >>> from servanda.model import Time
    >>> [sign.why for sign in signs(Time(id="t1", evidence=(), value=None, kind="point"))]
    ['not resolved']
    """
    return [sign for sign in SIGNS[record_type(record)] if tells(sign, getattr(record, sign.field))]
