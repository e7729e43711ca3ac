"""The registry of findings: what is looked for in the linked records, one line a kind of search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from servanda.link.arithmetic import arithmetic
from servanda.link.calendar import calendar
from servanda.link.change import changes
from servanda.link.claims import Claim
from servanda.link.conflict import conflicts
from servanda.link.finding import SEVERITIES
from servanda.link.lapse import lapses
from servanda.link.plan import cuts, goals, past, schedules
from servanda.link.series import Series
from servanda.link.target import targets
from servanda.model import Finding

if TYPE_CHECKING:  # what is linked keeps its findings, too
    from servanda.link.linked import Linked

KINDS = (
    "conflict", "arithmetic", "target", "calendar", "lapsed", "dropped", "weakened", "strengthened", "new",
)  # fmt: skip
"""What a finding may be, the order in which those of one severity are told."""

FINDERS: tuple[Callable[[Linked], Iterable[Finding]], ...] = (
    lambda linked: of_numbers(linked.series, linked.claims),
    lambda linked: calendar(linked.readings),
    lambda linked: changes(linked.every_thread, linked.declarations),  # new dropped strengthened weakened
    lambda linked: lapses(linked.every_thread, linked.readings, linked.latest),
)


def of_numbers(series: Sequence[Series], claims: Sequence[Claim]) -> Iterator[Finding]:
    """What figures alone lead to."""
    yield from conflicts(series)
    yield from arithmetic(claims)
    yield from targets(series)
    for find in (schedules, goals, cuts, past):
        yield from find(series)


def findings(linked: Linked) -> list[Finding]:
    """Every finding once, the gravest first, in an order that no order of documents changes."""
    return in_order(finding for find in FINDERS for finding in find(linked))


def in_order(every: Iterable[Finding]) -> list[Finding]:
    """Findings, each once, in that order."""
    found = {finding.id: finding for finding in every}
    return sorted(found.values(), key=lambda f: (SEVERITIES.index(f.severity), KINDS.index(f.kind), f.id))
