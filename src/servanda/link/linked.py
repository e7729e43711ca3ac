"""The ledger's records, linked: each part is computed once, when it is first asked for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations

from servanda.link import dealing, declaration, findings, identity, mechanism, pillar, promise, target, thread
from servanda.link.claims import Claim, of_document
from servanda.link.identity import Identity, Seen
from servanda.link.semantic import Meaning
from servanda.link.series import Series, series
from servanda.model import Document, Event, Figure, Finding, Judgement, Reading, Record


class Linked:
    """What follows from readings and from what people judged of entities; a pure function of both."""

    def __init__(
        self,
        readings: Iterable[Reading],
        judged: Sequence[Judgement] = (),
        meaning: Meaning | None = None,
    ) -> None:
        self.readings: list[Reading] = sorted(readings, key=lambda r: r.document.id)
        self.judged = tuple(judged)
        self.meaning = meaning

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The documents by id."""
        return {reading.document.id: reading.document for reading in self.readings}

    @cached_property
    def records(self) -> dict[str, Record]:
        """The records by id."""
        return {record.id: record for reading in self.readings for record in reading.records}

    @cached_property
    def seen(self) -> dict[str, Seen]:
        """Every entity id with its names."""
        return identity.seen(self.readings)

    @cached_property
    def judgements(self) -> list[Judgement]:
        """What is judged of pairs of entities, by people and by their names."""
        return identity.judgements(self.seen, self.judged)

    @cached_property
    def known_as(self) -> dict[str, str]:
        """The id that an id means, where it means another one."""
        return identity.known_as(self.judgements, self.seen)

    @cached_property
    def identities(self) -> list[Identity]:
        """All entities, each with all its names."""
        return identity.identities(self.seen, self.known_as)

    @cached_property
    def every_thread(self) -> list[thread.Thread]:
        """All threads, those of one document too."""
        return thread.threads(self.readings, self.known_as, 1, self.meaning)

    @cached_property
    def threads(self) -> list[thread.Thread]:
        """The threads that run through two documents or more."""
        return [t for t in self.every_thread if len(t.documents) > 1]

    @cached_property
    def heads(self) -> list[thread.Head]:
        """Every thread as lists show it."""
        return list(map(thread.head, self.every_thread))

    @cached_property
    def mechanisms(self) -> list[mechanism.Mechanism]:
        """The bodies through which partnerships work."""
        return mechanism.mechanisms(self.readings, self.known_as)

    @cached_property
    def declarations(self) -> list[declaration.Declaration]:
        """The documents in which parties speak together."""
        return declaration.declarations(self.readings, self.known_as)

    @cached_property
    def claims(self) -> list[Claim]:
        """The figures that say what they measure."""
        return [
            claim
            for reading in self.readings
            for claim in of_document(reading.document, (r for r in reading.records if isinstance(r, Figure)))
        ]

    @cached_property
    def series(self) -> list[Series]:
        """The claims as series."""
        return series(self.claims)

    @cached_property
    def latest(self) -> dt.date:
        """The day that the ledger reaches to."""
        return declaration.latest_day(self.readings)

    @cached_property
    def findings(self) -> list[Finding]:
        """What follows from the records, the gravest first."""
        return findings.findings(self)

    @cached_property
    def newest(self) -> list[Finding]:
        """The same, those that rest on the latest documents first."""
        return sorted(self.findings, key=self._dated, reverse=True)

    def _dated(self, finding: Finding) -> str:
        return max(self.documents[self.records[key].document].published or "" for key in finding.records)

    @cached_property
    def between(self) -> dict[str, tuple[dealing.Pair, ...]]:
        """Which two each finding is about, by its id."""
        return {
            one.id: tuple(sorted({pair for key in one.records for pair in self._pairs(self.records[key])}))
            for one in self.findings
        }

    def _pairs(self, record: Record) -> Iterator[dealing.Pair]:
        if isinstance(record, Figure):
            both = {record.area, record.counterpart} - {None}
        else:
            both = set(dealing.actors(record, self.known_as))
        yield from combinations(sorted(filter(None, both)), 2)

    @cached_property
    def aims(self) -> list[target.Aim]:
        """The targets, each with how it stands."""
        return target.aims(self.series, target.latest(self.series))

    @cached_property
    def promises(self) -> list[promise.Promise]:
        """The commitments, each with how it stands."""
        return promise.promises(self.readings, self.known_as, self.findings, self.aims, self.latest)

    @cached_property
    def dealings(self) -> dict[dealing.Pair, list[dealing.Dealing]]:
        """Who acts with whom."""
        return dealing.dealings(self.readings, self.known_as)

    @cached_property
    def pillars(self) -> dict[str, pillar.Pillar]:
        """What belongs to each topic."""
        return pillar.pillars(self.every_thread, self.readings, self.known_as)

    @cached_property
    def places(self) -> dict[str, int]:
        """How many events the ledger tells of at each place."""
        events = (one for one in self.records.values() if isinstance(one, Event))
        found = Counter(self.known_as.get(place, place) for one in events for place in one.places)
        return dict(sorted(found.items()))
