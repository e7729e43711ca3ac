"""Times as records: every temporal expression with its EDTF value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from servanda.model import Time
from servanda.records.view import TimeFound, View


def times(view: View, resolved: Iterable[TimeFound]) -> Iterator[Time]:
    """The time records of a sentence; clock times on their own are left out (they have no date)."""
    for time in resolved:
        if time.value and time.value.startswith("T"):
            continue
        yield Time(
            id=view.id(Time, time.start, time.end),
            evidence=view.evidence(time.start, time.end),
            rule=time.rule,
            value=time.value,
            kind=time.mark.kind,
        )
