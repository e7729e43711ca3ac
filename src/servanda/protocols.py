"""The seams: what a reader, an engine, an exporter and a store must offer, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from servanda.model import (
    RECORD_TYPES,
    Document,
    Part,
    Passage,
    Reading,
    Record,
    Review,
    Reviewed,
    Soundness,
    Watched,
)
from servanda.query import Hits, Queue, Search


class Reader(Protocol):
    """Turns the bytes of one format into a document; a pure function."""

    def __call__(self, content: bytes, uri: str) -> Document:
        """The document, or a :class:`servanda.errors.ReadError` that says what is wrong."""


class Engine(Protocol):
    """Turns a document into its records; a pure function."""

    def __call__(self, document: Document) -> tuple[Record, ...]:
        """The document's records in the order of the text."""


class Exporter(Protocol):
    """Writes readings in one format."""

    def __call__(self, readings: Iterable[Reading], out: BinaryIO) -> int:
        """Writes all, returns how many records were written."""


class Store(Protocol):
    """A ledger: readings in, records out. One transaction a document. ``address``: where it is."""

    address: str

    def put(self, reading: Reading, engine: str) -> str:
        """Stores a reading made by ``engine`` (its version); ``added``, ``replaced`` or ``unchanged``."""

    def holds(self, sha256: str, uri: str, engine: str) -> bool:
        """Whether this content at this address was already read by this version of the engine."""

    def documents(
        self,
        *,
        order: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        brief: bool = False,
        **wanted: Any,
    ) -> list[Document]:
        """The documents that match the filters, by date, then address; ``brief``: with their first words."""

    def document(self, key: str) -> Document:
        """The document of this id (or unique beginning of one) or address."""

    def records(
        self,
        kind: str,
        /,
        *,
        order: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        **wanted: Any,
    ) -> list[Record]:
        """The records of one type (``figure``…) that match the filters, in order of document and text.

        ``order`` names a field to sort by, after ``-`` from the last to the first.
        """

    def latest(
        self, kind: str, by: Sequence[str], /, *, limit: int | None = None, **wanted: Any
    ) -> list[tuple[Record, int]]:
        """Of the records that agree in some fields the latest document's, and how many agree."""

    def record(self, key: str) -> Record:
        """The record of this id (or unique beginning of one)."""

    def named(self, ids: Iterable[str]) -> dict[str, Record]:
        """Records of any type by their ids, in that order; those that are not there are left out."""

    def readings(self) -> Iterator[Reading]:
        """Every document with all its records, in the order of the text."""

    def count(self, kind: str, /, **wanted: Any) -> int:
        """How many documents, or records of a type, match the filters."""

    def tally(self, kind: str, field: str, /, **wanted: Any) -> list[tuple[Any, int]]:
        """Each value of a field with how often it stands, the most frequent first."""

    def search(
        self,
        wanted: Search,
        *,
        limit: int | None = None,
        offset: int = 0,
        brief: bool = False,
        kinds: Sequence[str] = tuple(RECORD_TYPES),
    ) -> Hits:
        """The sentences that a search finds, the best first, with their records of some types.

        And how they spread; ``brief``: without that, and their documents with their first words.
        """

    def finds(self, wanted: Search) -> bool:
        """Whether a search finds anything."""

    def unindexed(self) -> list[str]:
        """The ids of documents that no search finds yet."""

    def index(self, document: str, passages: Sequence[Passage]) -> None:
        """Lets searches find a document that is there by its sentences."""

    def tallies(self, kind: str, fields: Sequence[str], /, **wanted: Any) -> dict[str, list[tuple[Any, int]]]:
        """The tally of each of several fields, in one pass."""

    def combinations(
        self, kind: str, fields: Sequence[str], /, *, quotes: bool = False, **wanted: Any
    ) -> list[tuple[Any, ...]]:
        """The values of several fields that stand together, and in how many records (or quotes)."""

    def history(self, uri: str) -> list[dict[str, Any]]:
        """What was read at this address and when: the trace that a replaced document leaves."""

    def addresses(self, document: str) -> list[str]:
        """Every address at which a document stands."""

    def counts(self) -> dict[str, int]:
        """How many documents, and records of each type, the ledger holds."""

    def stamp(self) -> str:
        """Changes whenever a document does, or a word of review that something follows from."""

    def keep(self, stamp: str, parts: Iterable[Part]) -> None:
        """Keeps what was worked out from the ledger as it stood at a stamp, in place of what was before."""

    def keeps(self, stamp: str) -> bool:
        """Whether something is kept for a stamp."""

    def part(self, stamp: str, name: str, keys: Iterable[str]) -> dict[str, bytes]:
        """The parts of a name that are kept for a stamp, by their keys."""

    def holding(self, stamp: str, name: str, words: Iterable[str]) -> set[str]:
        """The keys of those of these parts in which all the words stand."""

    def say(self, *said: Review) -> list[Review]:
        """Enters what somebody said into the log of review, and lets it take effect."""

    def reviews(self, **wanted: str) -> list[Review]:
        """The log of review, oldest first; ``wanted``: its fields."""

    def reviewed(self, key: str) -> Reviewed:
        """The record of an id (or its unique beginning) as it stands in review, rejected ones too."""

    def queue(
        self, wanted: Queue, *, limit: int | None = None, offset: int = 0
    ) -> tuple[int, list[Reviewed]]:
        """How many records are in a state of review, and a part of them."""

    def watched(self, place: str) -> dict[str, Watched]:
        """What is known of a place that is watched, and of all that it named, by address."""

    def places(self) -> list[str]:
        """The feeds and folders that are watched."""

    def watch(self, one: Watched) -> None:
        """Keeps how far an address was followed, in place of what was known of it."""

    def backup(self, path: Path) -> None:
        """Writes the whole ledger, as it stands at one moment, to a new file."""

    def restore(self, path: Path) -> None:
        """Takes over all that a backup holds, where there is nothing yet."""

    def check(self) -> Soundness:
        """Whether every quote stands, every reference exists, the log is whole."""

    def close(self) -> None:
        """Gives back every connection."""
