"""Documents into a ledger: found, read in one process or several, written by one, in the order of the names.

Whatever is reported as read is stored; what is interrupted goes on with the next run, which passes over all
that the ledger holds already.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from servanda import crew, pipeline
from servanda.errors import LedgerUnavailable, ReadError, ServandaError
from servanda.model import Reading, document_id
from servanda.protocols import Store
from servanda.readers import apart, sources
from servanda.readers.fetching import Item, Limits, is_address

ADDED, REPLACED, UNCHANGED, FAILED = OUTCOMES = "added", "replaced", "unchanged", "failed"
WORTH = 1_000_000
"""Bytes of documents for which one more process is worth its start, which takes over a second."""


class Failure(msgspec.Struct, frozen=True):
    """A document that could not be read, and why."""

    source: str
    reason: str


class ReadReport(msgspec.Struct, frozen=True):
    """What came of reading: how many documents were read, and what could not be.

    ``added`` stood at a new address, ``replaced`` had changed (or a newer engine read it),
    ``unchanged`` were not read again.
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    failures: tuple[Failure, ...] = ()

    @property
    def read(self) -> int:
        """How many documents were read, anew or again."""
        return self.added + self.replaced

    @property
    def failed(self) -> int:
        """How many could not be read."""
        return len(self.failures)


class Progress(msgspec.Struct, frozen=True):
    """One document done: which, how many are done with it, of how many, and what came of it.

    It is stored by now, unless it ``failed``. ``total`` is ``None`` where nobody knows, before a collection
    is read to its end.
    """

    source: str
    done: int
    total: int | None
    outcome: str


def take(
    paths: Sequence[str | Path],
    store: Store,
    limits: Limits,
    jobs: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
) -> ReadReport:
    """Reads all that is named into a store; ``jobs`` processes read and understand, this one writes.

    A document that cannot be read is reported and the rest is read; a ledger that cannot be written
    (:class:`LedgerUnavailable`) ends it.
    """
    engine = pipeline.engine_version()
    places = list(sources.locate(map(str, paths)))
    total = None if any(isinstance(one, str) and sources.collects(one) for one in places) else len(places)
    outcomes: Counter[str] = Counter()
    failures: list[Failure] = []
    with closing(crew.in_order(understood, _tasks(places, store, engine, limits), jobs)) as results:
        for done, (name, made) in enumerate(results, 1):
            outcome = _kept(name, made, store, engine)
            if isinstance(outcome, Failure):
                failures.append(outcome)
                outcome = FAILED
            outcomes[outcome] += 1
            if on_progress:
                on_progress(Progress(str(name), done, total, outcome))
    return ReadReport(outcomes[ADDED], outcomes[REPLACED], outcomes[UNCHANGED], tuple(failures))


def worth(paths: Sequence[str | Path]) -> int:
    """How many processes are worth their start: one for each megabyte, no more than there are cores."""
    size = 0
    for place in sources.locate(map(str, paths)):
        if isinstance(place, str) and place != sources.STDIN and not is_address(place):
            size += _size(place)
    return max(1, min(crew.cores(), size // WORTH))


def _size(place: str) -> int:
    try:
        return Path(place).stat().st_size
    except OSError:
        return 0


def _tasks(
    places: Iterable[str | ReadError], store: Store, engine: str, limits: Limits
) -> Iterator[tuple[str | ReadError, Item | None]]:
    """Each document by its name, with its content where it must be read; a fault in place of its name."""
    for place in places:
        for found in [place] if isinstance(place, ReadError) else sources.items(place, limits):
            if isinstance(found, ReadError):
                yield found, None
                continue
            item = msgspec.structs.replace(found, uri=_address(found))
            sha256 = hashlib.sha256(item.content).hexdigest()
            yield item.uri, None if store.holds(sha256, item.uri, engine) else item


def understood(item: Item) -> Reading | Failure:
    """All that a document says, or why it cannot be read; nothing in one document stops the others."""
    try:
        return pipeline.read(apart.read(item.content, item.uri, item.media_type))
    except Exception as error:  # noqa: BLE001
        return failure(item.uri, error)


def _kept(
    name: str | ReadError, made: Reading | Failure | crew.Lost | None, store: Store, engine: str
) -> str | Failure:
    """What came of a document, once it is stored."""
    if isinstance(name, ReadError):
        return failure(name.source, name)
    if isinstance(made, Failure):
        return made
    if isinstance(made, crew.Lost):
        return Failure(name, "ended the process that read it (out of memory, perhaps); all else was read")
    if made is None:
        return UNCHANGED
    try:
        return store.put(made, engine)
    except LedgerUnavailable:
        raise
    except Exception as error:  # noqa: BLE001
        return failure(name, error)


def _address(item: Item) -> str:
    """Standard input is no address: its content stands for one, so that none replaces another."""
    return f"stdin:{document_id(item.content)}" if item.uri == sources.STDIN else item.uri


def failure(place: str, error: Exception) -> Failure:
    """Why a document cannot be read, in words for its reader."""
    if isinstance(error, ReadError):
        return Failure(error.source, error.reason)
    if isinstance(error, ServandaError):
        return Failure(place, str(error).removeprefix(f"{place}: "))
    return Failure(place, f"could not be read, by a fault of servanda: {type(error).__name__}: {error}")
