"""The ledger's records, linked: each part is computed once, when it is first asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property

from servanda.link import declaration, identity, mechanism, thread
from servanda.link.claims import Claim, of_document
from servanda.link.identity import Identity, Seen
from servanda.link.semantic import Meaning
from servanda.link.series import Series, series
from servanda.model import Figure, Judgement, Reading


class Linked:
    """What follows from readings and from what people judged of entities; a pure function of both."""

    def __init__(
        self,
        readings: Iterable[Reading],
        judged: Sequence[Judgement] = (),
        meaning: Meaning | None = None,
    ) -> None:
        self.readings = sorted(readings, key=lambda r: r.document.id)
        self.judged = tuple(judged)
        self.meaning = meaning

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
