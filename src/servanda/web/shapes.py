"""The rows of JSON that are no records: what each holds, for whoever reads them by program."""

from __future__ import annotations

from typing import Literal

import msgspec

from servanda.ask import Line
from servanda.link.compare import Fate
from servanda.model import DocumentKind, PublishedBasis


class _Row(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A row, with these fields and no others."""


class DocumentRow(_Row):
    """A document without its text, and how many records of each type it gave."""

    id: str
    uri: str
    media_type: str
    sha256: str
    title: str | None
    publisher: str | None
    author: str | None
    place: str | None
    language: str | None
    kind: DocumentKind
    published: str | None
    published_basis: PublishedBasis | None
    figure: int = 0
    statement: int = 0
    agreement: int = 0
    event: int = 0
    entity: int = 0
    time: int = 0


class EntityRow(_Row):
    """An entity, however it is spelt: its id, its names, how often and in how many documents it is named."""

    entity: str
    kind: str
    confirmed: bool
    label: str
    names: list[str]
    mentions: int
    documents: int


class IndicatorRow(_Row):
    """An indicator, and how many figures, of these how many targets, it has."""

    indicator: str
    label: str
    href: str
    figures: int
    targets: int


class FindingRow(_Row):
    """What follows from records; ``verdict``: what a person said of it."""

    id: str
    kind: str
    severity: Literal["high", "medium", "low"]
    message: str
    verdict: Literal["accept", "reject", "open", "waiting", "disputed"]
    records: list[str]


class ThreadRow(_Row):
    """An undertaking followed across documents; ``documents`` and ``languages`` are joined by blanks."""

    id: str
    kind: str
    key: str
    name: str
    parties: list[str]
    topic: str | None
    documents: str
    languages: str
    since: str | None
    until: str | None
    passages: int


class PassageRow(_Row):
    """What one document says of an undertaking."""

    document: str
    published: str | None
    language: str | None
    act: str | None
    binding: str | None
    deadline: str | None
    status: str | None
    records: str
    quote: str


class MechanismRow(_Row):
    """A body through which a partnership works; ``cadence``: months from meeting to meeting."""

    key: str
    name: str
    parties: list[str]
    editions: int
    cadence: float | None
    due: str | None
    gaps: str
    owned: list[str]
    named_in: int
    last: str


class ComparedRow(_Row):
    """A clause of two documents side by side, and what became of it."""

    topic: str
    fate: Fate
    old: str | None
    old_binding: str | None
    old_quote: str | None
    new: str | None
    new_binding: str | None
    new_quote: str | None


class SentenceRow(_Row):
    """A sentence that a search found: half-open span, the words found, the ids of its records, its page."""

    document: str
    uri: str
    published: str | None
    language: str
    start: int
    end: int
    sentence: str
    highlights: list[str]
    records: list[str]
    url: str


class AnswerData(_Row):
    """An answer: in one piece, and sentence by sentence with the records that each rests on."""

    text: str
    question: str
    found: bool
    lines: list[Line]
    understood: dict[str, str]


class Error(_Row):
    """What was wrong with the request, in words."""

    error: str
