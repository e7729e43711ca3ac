"""The records of the ledger, frozen.

Each class is one record of the ledger's definition: a claim, a time, a speech act and so on. Time
values are EDTF (ISO 8601-2, level 1), languages BCP 47, money ISO 4217, measures UCUM, states
ISO 3166-1 alpha-2. No record exists without evidence (see :class:`Evidence`).
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any, Literal

import msgspec

Bound = Literal["=", "~", ">", ">=", "<", "<="]
Measure = Literal["level", "change", "share", "ratio"]
Status = Literal["observed", "target", "planned", "proposed", "forecast"]
TimeKind = Literal["point", "interval", "duration", "set"]
DocumentKind = Literal[
    "joint-statement", "communique", "press-release", "speech", "news", "analysis", "agreement", "other"
]
PublishedBasis = Literal["metadata", "dateline", "url", "text", "reference"]
Act = Literal["commissive", "directive", "expressive", "declaration", "assertive"]
Binding = Literal["high", "low"]
AgreementForm = Literal[
    "treaty",
    "agreement",
    "memorandum",
    "protocol",
    "programme",
    "declaration",
    "contract",
    "joint-statement",
    "roadmap",
    "other",
]
AgreementStatus = Literal[
    "proposed", "negotiating", "to-be-concluded", "signed", "in-force", "extended", "terminated"
]
Word = Literal["accept", "correct", "reject", "restore"]
Mode = Literal["alone", "blind", "settle"]
State = Literal["open", "waiting", "disputed", "decided"]
EventForm = Literal[
    "summit",
    "visit",
    "meeting",
    "session",
    "signing",
    "exercise",
    "opening",
    "launch",
    "attack",
    "anniversary",
    "other",
]


class Evidence(msgspec.Struct, frozen=True):
    """A span of a document's stored text, half-open, in Unicode code points.

    ``document.text[start:end] == quote``, always (W3C Web Annotation: TextPositionSelector and
    TextQuoteSelector).

    >>> Evidence("d", 0, 5, "India").quote
    'India'
    """

    document: str
    start: int
    end: int
    quote: str


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document as stored: its text never changes, its offsets hold for ever.

    ``id`` comes from the content, so reading the same file twice gives one document. ``published``
    is EDTF, as narrow as is known and no narrower.
    """

    id: str
    uri: str
    media_type: str
    sha256: str
    text: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    place: str | None = None
    language: str | None = None
    kind: DocumentKind = "other"
    published: str | None = None
    published_basis: PublishedBasis | None = None
    evidence: tuple[Evidence, ...] = ()


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What every record has: an id, its evidence, and the named rule that made it.

    ``id`` is stable: the same words of the same document give the same id on every machine.
    ``corrected`` names the fields that a person changed; a reading never sets it.
    """

    id: str
    evidence: tuple[Evidence, ...]
    rule: str = ""
    corrected: tuple[str, ...] = ()

    @property
    def document(self) -> str:
        """The id of the document that the first evidence stands in."""
        return self.evidence[0].document


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where a figure of a table comes from, as the table says.

    ``claimant``: who claims it, as written; ``key``: the same for the same speaker, empty for nobody in
    particular; ``source``: its address; ``published``: EDTF, when the source said so. ``reference``: it
    belongs to a series that others are measured against.
    """

    claimant: str | None = None
    key: str = ""
    source: str | None = None
    published: str | None = None
    note: str | None = None
    reference: bool = False


class Figure(Record, frozen=True, kw_only=True):
    """One numeric claim about the world.

    ``value`` is exact, scale words applied; ``value_max`` is set for a range only. ``unit`` is an
    ISO 4217 code, ``%``, ``pp``, ``x`` (ratio), a UCUM code, or ``1`` for a count of ``counted``.
    ``origin`` is set for a figure of a table, whose rows have sources of their own.
    """

    value: Decimal
    value_max: Decimal | None = None
    unit: str = "1"
    counted: str | None = None
    bound: Bound = "="
    indicator: str | None = None
    area: str | None = None
    counterpart: str | None = None
    period: str | None = None
    measure: Measure = "level"
    status: Status = "observed"
    speakers: tuple[str, ...] = ()
    origin: Origin | None = None


class Time(Record, frozen=True, kw_only=True):
    """One temporal expression. ``value`` is EDTF or an ISO 8601 duration; null where unresolved."""

    value: str | None
    kind: TimeKind


class Statement(Record, frozen=True, kw_only=True):
    """One speech act by an official actor, after Searle's classes."""

    act: Act
    binding: Binding | None = None
    verb: str = ""
    speakers: tuple[str, ...] = ()
    topic: str | None = None
    deadline: str | None = None
    figures: tuple[str, ...] = ()


class Agreement(Record, frozen=True, kw_only=True):
    """A named instrument between parties."""

    title: str
    form: str
    parties: tuple[str, ...] = ()
    status: str | None = None
    date: str | None = None
    valid: str | None = None


class Event(Record, frozen=True, kw_only=True):
    """Something that happened, or is set to happen, at a time or place. ``plover``: PLOVER type."""

    form: str
    plover: str | None = None
    series: str | None = None
    ordinal: int | None = None
    participants: tuple[str, ...] = ()
    date: str | None = None
    places: tuple[str, ...] = ()


class Entity(Record, frozen=True, kw_only=True):
    """An actor, place or thing, as one document mentions it.

    ``entity`` is its id in the catalogue (``IN``, ``vladimir-putin``); ``names`` the forms in which
    the document has it, in order of appearance; each evidence is one mention. One that the catalogue
    lacks was found by its form and context: it is not ``confirmed``, its id comes from its name.
    """

    entity: str
    kind: str
    names: tuple[str, ...] = ()
    language: str | None = None
    confirmed: bool = True


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from records: computed, never extracted, and it cites all that it rests on."""

    id: str
    kind: str
    severity: str
    message: str
    records: tuple[str, ...]


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """Whether two entity ids (or an id and one of its spellings) mean one entity, as somebody judged it.

    ``score``: how sure, 0 to 1; ``by``: ``names`` (computed from the names) or ``person``.
    """

    left: str
    right: str
    same: bool
    score: float
    reason: str
    by: Literal["names", "person"] = "person"
    when: str | None = None


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the log of review: what a person said of a record, a finding or a pair of entities.

    ``kind`` is a record type, ``finding`` or ``pair``; ``subject`` the id of the record or finding, or
    ``left|right``. ``place`` is where the record stood: by it the word finds its record again, whatever
    a later reading makes of it. ``changes`` of a correction are fields with their right values, as JSON has
    them. ``mode``: ``alone`` takes effect at once, ``blind`` is one of two that are wanted, said without
    sight of the other; ``settle`` was said with the others' words in view, and stands in their place.
    A ``restore`` puts the subject back to where it stood after entry ``to`` (0: before the first).
    """

    kind: str
    subject: str
    word: Word
    reviewer: str
    mode: Mode = "alone"
    changes: dict[str, Any] = {}
    note: str = ""
    place: Evidence | None = None
    to: int | None = None
    when: str | None = None
    id: int = 0


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a subject stands in review: ``open``, ``waiting`` for a second word, ``disputed`` or ``decided``.

    ``words`` are those that stand, one a reviewer; what is decided has its ``word`` (``accept``, ``correct``,
    ``reject``) and its ``changes``. ``last`` is the newest entry of the log about it, ``subjects`` are the
    ids that it has there: several where readings gave the record different ones.
    """

    state: State = "open"
    words: tuple[Review, ...] = ()
    word: Word | None = None
    changes: dict[str, Any] = {}
    last: int = 0
    subjects: tuple[str, ...] = ()


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """A record with how it stands in review, and as it was read where that differs.

    A rejected record is in no listing: here it is as it was read.
    """

    record: Record
    standing: Standing = Standing()
    original: Record | None = None


class Part(msgspec.Struct, frozen=True):
    """A part of what follows from the records, as it is kept; ``words``: to look for it by."""

    name: str
    key: str
    words: str
    content: bytes


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """How far an address was followed: a place (a feed, a folder), or a document that it names.

    ``stamp``: what the place says of its last change. ``state``: ``seen``; ``pending`` while it is read
    and not yet told of; ``failed``. ``due``: not to be asked before (ISO 8601, UTC); ``etag`` and
    ``modified`` are what a feed's server answered last. Of a place, ``place`` and ``address`` are one.
    """

    place: str
    address: str
    stamp: str = ""
    state: Literal["seen", "pending", "failed"] = "seen"
    failures: int = 0
    due: str = ""
    etag: str = ""
    modified: str = ""


RECORD_TYPES: dict[str, type[Record]] = {
    "figure": Figure,
    "time": Time,
    "statement": Statement,
    "agreement": Agreement,
    "event": Event,
    "entity": Entity,
}
"""Record type by the name that exports and tables use."""

TIME_FIELDS = {
    "document": "published",
    "figure": "period",
    "time": "value",
    "statement": "deadline",
    "agreement": "date",
    "event": "date",
}
"""The field of a type that says when; stores and frames keep its first and last day beside it."""


class Passage(msgspec.Struct, frozen=True):
    """A sentence of a document, to be searched: half-open span, language, and the concepts it speaks of.

    A concept is a catalogue's id with its class: ``entity:IN``, ``indicator:trade.turnover``,
    ``topic:nuclear``; it stands as often as it is spoken of.
    """

    start: int
    end: int
    language: str
    concepts: tuple[str, ...] = ()


class Reading(msgspec.Struct, frozen=True):
    """All that one document gave: the document and its records, in the order of the text.

    ``passages`` are the sentences to search it by; none where that is left to the first search.
    """

    document: Document
    records: tuple[Record, ...]
    passages: tuple[Passage, ...] = ()


class Soundness(msgspec.Struct, frozen=True):
    """What looking through a whole ledger came to: what was looked at, how often, and what is wrong.

    ``head`` is the last hash of the log: kept elsewhere, it tells later that nothing was cut off.
    """

    counts: dict[str, int]
    head: str
    faults: tuple[str, ...] = ()


def record_type(record: Record) -> str:
    """The name of a record's type.

    >>> record_type(Time(id="t", evidence=(), value="2013", kind="point"))
    'time'
    """
    return type(record).__name__.lower()


def document_id(content: bytes) -> str:
    """A document's id: the first 16 hexadecimal digits of its SHA-256.

    >>> document_id(b"pacta sunt servanda")
    '5d9d0d840f4de390'
    """
    return hashlib.sha256(content).hexdigest()[:16]


def record_id(kind: str, document: str, start: int, end: int, extra: str = "") -> str:
    """A record's id from where it stands; ``extra`` tells apart two of one kind at one span."""
    key = f"{kind}|{document}|{start}|{end}|{extra}".encode()
    return f"{kind[0]}{hashlib.sha256(key).hexdigest()[:11]}"
