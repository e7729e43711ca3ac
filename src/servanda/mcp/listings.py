"""The tools that list records of one type, with filters."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from pydantic import Field

from servanda.app import COMMITMENT, LISTINGS, Ledger
from servanda.fold import fold_term
from servanda.mcp.arguments import In, Indicator, Limit, Of, Offset, Since, Text, Topic, Until
from servanda.mcp.telling import Data, told

FIELDS = {"by": "speakers", "party": "parties", "participant": "participants"}
"""Arguments that are called otherwise in the ledger."""


class Listings:
    """The records of an open ledger; each public method is a tool."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def figures(
        self,
        indicator: Indicator = None,
        area: Of = None,
        counterpart: Of = None,
        status: Literal["observed", "target", "planned", "proposed", "forecast"] | None = None,
        unit: Annotated[
            str | None, Field(description="ISO 4217, %, pp, x, a UCUM code, 1 for counts.")
        ] = None,
        period: Annotated[str | None, Field(description="Exactly this period, in EDTF.")] = None,
        since: Since = None,
        until: Until = None,
        text: Text = None,
        document: In = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Data:
        """Numeric claims about the world: value, unit, indicator, between whom, of when, claimed by whom."""
        return self._listed("figures", locals())

    def statements(
        self,
        by: Of = None,
        act: Literal["commissive", "directive", "expressive", "declaration", "assertive"] | None = None,
        topic: Topic = None,
        text: Text = None,
        document: In = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Data:
        """Speech acts of official actors: who undertook, called for, welcomed, declared or stated what."""
        return self._listed("statements", locals())

    def commitments(
        self,
        by: Of = None,
        binding: Annotated[
            Literal["high", "low"] | None, Field(description="high: promises something new or more.")
        ] = None,
        topic: Topic = None,
        since: Annotated[str | None, Field(description="EDTF: deadline of this date or later.")] = None,
        until: Annotated[str | None, Field(description="EDTF: deadline by this date.")] = None,
        text: Text = None,
        document: In = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Data:
        """Statements that undertake something, with how firmly, and the deadline where there is one."""
        return self._listed("commitments", locals())

    def agreements(
        self,
        party: Of = None,
        status: Annotated[
            str | None,
            Field(
                description="proposed, negotiating, to-be-concluded, signed, in-force, extended, terminated."
            ),
        ] = None,
        since: Since = None,
        until: Until = None,
        text: Text = None,
        document: In = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Data:
        """Named instruments: treaties, memoranda, protocols, contracts, with parties, status and date."""
        return self._listed("agreements", locals())

    def events(
        self,
        form: Annotated[str | None, Field(description="summit, visit, meeting, signing, exercise…")] = None,
        participant: Of = None,
        since: Since = None,
        until: Until = None,
        text: Text = None,
        document: In = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Data:
        """Summits, visits, meetings, signings, exercises and the like, with date, place and participants."""
        return self._listed("events", locals())

    def entities(
        self,
        name: Annotated[str | None, Field(description="Words of a name, in any language.")] = None,
        kind: Annotated[
            str | None, Field(description="state, organisation, person, place, forum, project, programme…")
        ] = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Data:
        """Who and what the documents name: each with its id, its names in every language, one quote."""
        words = fold_term(name or "").split()
        found = [
            one
            for one in self.ledger.identities()
            if kind in (None, one.kind)
            and all(word in fold_term(" ".join(sum(one.names.values(), one.ids))) for word in words)
        ]
        part = sorted(found, key=lambda one: (-one.documents, one.entity))[offset : offset + limit]
        rows = [msgspec.to_builtins(one) | self._first("entity", entity=one.entity) for one in part]
        return {"total": len(found), "entities": rows}

    def _listed(self, listing: str, given: Data) -> Data:
        """A part of a listing, and how many there are; ``given``: a tool's own arguments."""
        limit, offset = given["limit"], given["offset"]
        wanted = {
            FIELDS.get(name, name): value
            for name, value in given.items()
            if value is not None and name not in ("self", "limit", "offset")
        }
        if listing == "commitments":
            wanted |= COMMITMENT
        kind = LISTINGS[listing]
        found = self.ledger.store.records(kind, limit=limit, offset=offset, **wanted)
        return {"total": self.ledger.store.count(kind, **wanted), listing: told(self.ledger, found)}

    def _first(self, kind: str, **wanted: Any) -> Data:
        """The evidence and the source of the first record that matches."""
        found = told(self.ledger, self.ledger.store.records(kind, limit=1, **wanted))
        return {name: found[0][name] for name in ("evidence", "source")} if found else {}
