"""Corrections: which fields of a record a person may change, what they may hold, and the change itself."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

import msgspec

from servanda.catalogue import catalogue
from servanda.errors import UsageError
from servanda.model import RECORD_TYPES, AgreementForm, AgreementStatus, EventForm, Record, record_type
from servanda.values import edtf

FIXED = ("id", "evidence", "rule", "corrected", "origin", "figures", "names", "language", "confirmed")
"""What no word of a reviewer changes: where a record stands, and what follows from its words."""
TIMES = ("period", "deadline", "date", "valid")
CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("agreement", "form"): get_args(AgreementForm),
    ("agreement", "status"): get_args(AgreementStatus),
    ("event", "form"): get_args(EventForm),
}
"""The values of fields whose type does not list them."""


@functools.cache
def fields(kind: str) -> Mapping[str, Any]:
    """The fields of a type that can be corrected, each with its type.

    >>> list(fields("time"))
    ['value', 'kind']
    """
    return {f.name: f.type for f in msgspec.structs.fields(RECORD_TYPES[kind]) if f.name not in FIXED}


def choices(kind: str, name: str) -> tuple[str, ...]:
    """The values that a field may have, where they are listed; the catalogue's for indicators and topics.

    >>> choices("statement", "binding")
    ('high', 'low')
    """
    known = {"indicator": catalogue().indicators, "topic": catalogue().topics}
    if name in known:
        return tuple(sorted(known[name]))
    return CHOICES.get((kind, name)) or _listed(fields(kind)[name])


def _listed(hint: Any) -> tuple[str, ...]:
    if get_origin(hint) is Literal:
        return get_args(hint)
    return next((values for part in get_args(hint) if (values := _listed(part))), ())


def typed(kind: str, written: Mapping[str, str]) -> dict[str, Any]:
    """Fields as a person writes them, as values: nothing is null, several stand between commas.

    Raises :class:`UsageError` that names the field and what it wants.

    >>> typed("figure", {"value": "5.5e9", "period": "", "speakers": "IN, RU"})
    {'value': '5500000000', 'period': None, 'speakers': ['IN', 'RU']}
    """
    return {name: _typed(kind, name, text.strip()) for name, text in written.items()}


def _typed(kind: str, name: str, text: str) -> Any:
    if name not in fields(kind):
        raise UsageError(f"{name} of a {kind} cannot be corrected; these can: {', '.join(fields(kind))}")
    hint = fields(kind)[name]
    several = get_origin(hint) is tuple
    value: Any = [one.strip() for one in text.split(",") if one.strip()] if several else text or None
    allowed = choices(kind, name)
    if allowed and value is not None and value not in allowed:
        raise UsageError(f"{name} cannot be {value}; it is one of {', '.join(allowed)}")
    is_time = name in TIMES or (kind == "time" and name == "value" and not text.startswith("P"))
    if value is not None and is_time and edtf.days(value) is None:
        raise UsageError(f"{name} wants a time in EDTF, such as 2013, 2013-10 or 2008/2012, not {value}")
    try:
        right = msgspec.convert(value, hint, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"{name} cannot be {text or 'empty'}: {error}") from error
    return _plain(right)


def _plain(value: Any) -> Any:
    """A value as JSON has it, a decimal with all its digits."""
    if isinstance(value, tuple):
        return list(value)
    return format(value, "f") if isinstance(value, Decimal) else value


def differing(record: Record, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes that change anything."""
    return {name: value for name, value in changes.items() if _plain(getattr(record, name)) != value}


def corrected(record: Record, changes: Mapping[str, Any]) -> Record:
    """The record with its right values; ``corrected`` names the fields that differ.

    >>> from servanda.model import Evidence, Time
    >>> read = Time(id="t1", evidence=(Evidence("d", 0, 4, "2013"),), value="2013", kind="point")
    >>> corrected(read, {"value": "2014", "kind": "point"}).corrected
    ('value',)
    """
    new = differing(record, {n: v for n, v in changes.items() if n in fields(record_type(record))})
    right = msgspec.convert(msgspec.to_builtins(record) | new, type(record))
    return msgspec.structs.replace(right, corrected=tuple(sorted(new)))
