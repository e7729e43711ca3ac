"""Passages: the sentences of a document that speak of an undertaking, with the records that say so.

An undertaking is told by an *anchor*: a project, system or programme by its name (``entity``), a subject
by its words (``subject``), a level to be reached by its indicator (``target``), an instrument by its title
(``agreement``). A pure function of one reading.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

import msgspec

from servanda import segment
from servanda.catalogue import catalogue
from servanda.fold import fold_term
from servanda.link.subject import subjects
from servanda.model import Agreement, Document, Entity, Event, Figure, Reading, Record, Statement
from servanda.values import edtf

ECHOED = ("commissive", "directive", "expressive")
"""Acts that are followed by their wording; what is noted, or so at once, is not repeated like a promise."""
FOLLOWED = ("project", "system", "programme")
"""Kinds of entities that are undertakings; others only take part in them."""
WORDS, LETTERS = 3, 4  # a title of so many words of so many letters tells an instrument from others
HEADING = 60  # characters that a heading has at most
LONGEST = 600  # characters that a passage may have; a longer sentence is one that was not split


class Anchor(NamedTuple):
    """What tells an undertaking: its kind and its key."""

    kind: str
    key: str


class Said(msgspec.Struct, frozen=True):
    """A statement as a thread sees it."""

    id: str
    act: str
    binding: str | None
    deadline: str | None
    speakers: tuple[str, ...]
    topic: str | None
    quote: str


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that speaks of an undertaking. ``records``: those in it that do, at least one.

    ``status``: that of the instrument, ``deadline``: the earliest day that one of its statements names.
    """

    document: str
    published: str | None
    language: str | None
    start: int
    end: int
    quote: str
    parties: tuple[str, ...]
    records: tuple[str, ...]
    said: tuple[Said, ...] = ()
    status: str | None = None
    figures: tuple[str, ...] = ()

    @property
    def day(self) -> tuple[dt.date, dt.date, str, int]:
        """What passages are ordered by: the date of the document, then their place."""
        first, last = edtf.days(self.published) or (dt.date.max, dt.date.max)
        return first, last, self.document, self.start


class Mention(NamedTuple):
    """One mention of an entity."""

    start: int
    entity: str
    kind: str
    record: str


def passages(reading: Reading, known_as: Mapping[str, str] | None = None) -> Iterator[tuple[Anchor, Passage]]:
    """The passages of a document by anchor; ``known_as``: see :func:`servanda.link.identity.known_as`."""
    document = reading.document
    mentions = mentions_of(reading, known_as or {})
    pair = parties_of(mentions)
    spoken = [r for r in reading.records if isinstance(r, (Statement, Agreement, Figure, Event))]
    starts = [m.start for m in mentions]
    at = 0
    over: list[Mention] = []  # named by a heading: the sentence behind it speaks of them
    for start, end in segment.spans(document.text, document.language or segment.UNDETERMINED):
        inside = mentions[bisect_left(starts, start) : bisect_right(starts, end - 1)]
        while at < len(spoken) and spoken[at].evidence[0].start < start:
            at += 1
        stop = at
        while stop < len(spoken) and spoken[stop].evidence[0].start < end:
            stop += 1
        scene = _Scene(document, start, end, over + inside, spoken[at:stop], _between(inside, pair))
        at = stop
        over = inside if not scene.spoken and _is_heading(document.text, start, end) else []
        if not over:
            yield from scene.passages()


def unnamed(reading: Reading, named: Container[str]) -> Iterator[tuple[str | None, Passage]]:
    """The statements of a document that name no undertaking, with their topics; ``named``: those that do."""
    pair = states_of(reading)
    for record in reading.records:
        if isinstance(record, Statement) and record.act in ECHOED and record.id not in named:
            document, first = reading.document, record.evidence[0]
            made = Passage(
                document=document.id,
                published=document.published,
                language=document.language,
                start=first.start,
                end=first.end,
                quote=first.quote,
                parties=pair,
                records=(record.id,),
                said=(_said(record),),
            )
            yield record.topic, made


def parties_of(mentions: list[Mention]) -> tuple[str, ...]:
    """The two states that a document speaks of most; fewer where it names fewer."""
    counts: dict[str, int] = {}
    for mention in mentions:
        if mention.kind == "state":
            counts[mention.entity] = counts.get(mention.entity, 0) + 1
    return tuple(sorted(sorted(counts, key=lambda k: (-counts[k], k))[:2]))


def states_of(reading: Reading) -> tuple[str, ...]:
    """The parties of a document: the two states that it speaks of most."""
    return parties_of(mentions_of(reading, {}))


def mentions_of(reading: Reading, known_as: Mapping[str, str]) -> list[Mention]:
    """Every mention of an entity, in order."""
    return sorted(
        Mention(e.start, _meant(record.entity, " ".join(e.quote.split()), known_as), record.kind, record.id)
        for record in reading.records
        if isinstance(record, Entity)
        for e in record.evidence
    )


def _meant(entity: str, name: str, known_as: Mapping[str, str]) -> str:
    """The entity that a mention means, by what was judged of its id, or of this name of it."""
    if not known_as:
        return entity
    return known_as.get(f"{entity}|{name}") or known_as.get(entity, entity)


def _between(inside: list[Mention], pair: tuple[str, ...]) -> tuple[str, ...]:
    """Whom a sentence is about: the two states that it names, where they are not those of the document."""
    named = sorted({m.entity for m in inside if m.kind == "state"})
    return tuple(named) if len(named) == 2 and len(set(named) & set(pair)) < 2 else pair


class _Scene(NamedTuple):
    """One sentence with all that is in it."""

    document: Document
    start: int
    end: int
    mentions: list[Mention]
    spoken: list[Statement | Agreement | Figure | Event]
    parties: tuple[str, ...]

    def passages(self) -> Iterator[tuple[Anchor, Passage]]:
        """One passage an anchor."""
        found: dict[Anchor, list[tuple[int, str | None]]] = {}
        for place, anchor, record in self.anchors():
            found.setdefault(anchor, []).append((place, record))
        for anchor in sorted(found):
            made = self.passage(anchor, found[anchor])
            if made is not None:
                yield anchor, made

    def anchors(self) -> Iterator[tuple[int, Anchor, str | None]]:
        """What the sentence speaks of: where, what, and the record that shows it (if one does)."""
        for m in self.mentions:
            if m.kind in FOLLOWED:
                yield m.start, Anchor("entity", m.entity), m.record
        text = self.document.text[self.start : self.end]
        named = {m.entity: m.record for m in self.mentions}
        for place, subject in subjects(text, self.document.language):
            beside = catalogue().subjects[subject].beside
            near = next((b for b in beside if b in named), None)
            if near or not beside:
                yield self.start + place, Anchor("subject", subject), named[near] if near else None
        for record in self.spoken:
            at = record.evidence[0].start
            if isinstance(record, Figure) and record.status == "target" and record.indicator:
                yield at, Anchor("target", record.indicator), record.id
            elif isinstance(record, Agreement) and (key := _title_key(record)):
                yield at, Anchor("agreement", key), record.id

    def passage(self, anchor: Anchor, places: list[tuple[int, str | None]]) -> Passage | None:
        """The passage of an anchor, from the records that stand where it is spoken of."""
        own = [record for _, record in places if record]
        about = [r for r in self.spoken if any(_holds(r, place) for place, _ in places)]
        acts = [r for r in self.spoken if isinstance(r, Statement)]
        if len(acts) == 1 and acts[0] not in about:
            about.append(acts[0])  # what the sentence says, it says of this
        said = [r for r in about if isinstance(r, Statement)]
        status = [r.status for r in about if isinstance(r, Agreement) and r.status]
        figures = [
            r.id for r in self.spoken if isinstance(r, Figure) and (r in about or anchor.kind != "target")
        ]
        records = [r.id for r in about] + own + figures
        if not records:
            records = [r.id for r in self.spoken[:1]] or [m.record for m in self.mentions[:1]]
        if not records:
            return None  # nothing that is grounded shows it
        return Passage(
            document=self.document.id,
            published=self.document.published,
            language=self.document.language,
            start=self.start,
            end=min(self.end, self.start + LONGEST),
            quote=self.document.text[self.start : min(self.end, self.start + LONGEST)],
            parties=self.parties,
            records=tuple(dict.fromkeys(records)),
            said=tuple(_said(s) for s in said),
            status=status[0] if status else None,
            figures=tuple(figures),
        )


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether a sentence is a short line of its own that no stop ends."""
    rest = text[end : end + 1]
    return (
        end - start <= HEADING and text[end - 1].isalnum() | (text[end - 1] in '»”"') and rest in ("\n", "\r")
    )


def _holds(record: Record, place: int) -> bool:
    first = record.evidence[0]
    return first.start <= place < first.end


def _said(statement: Statement) -> Said:
    return Said(
        statement.id,
        statement.act,
        statement.binding,
        statement.deadline,
        statement.speakers,
        statement.topic,
        statement.evidence[0].quote,
    )


def _title_key(agreement: Agreement) -> str | None:
    """A title that tells an instrument from all others of its form; a treaty is told by its month too."""
    if agreement.form in ("treaty", "declaration") and agreement.date and len(agreement.date) in (7, 10):
        return f"{agreement.form}:{agreement.date[:7]}"
    words = fold_term(agreement.title).replace(",", " ").split()
    told = [w for w in words if len(w) >= LETTERS]
    return " ".join(words) if len(told) >= WORDS and agreement.form != "joint-statement" else None
