"""What follows from a ledger's records, kept: worked out once for each state of it, read by whoever asks.

Each part is encoded on its own, and read when it is first asked for; of threads, which are long, each is
a part, and only their heads are read together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, get_type_hints

import msgspec

from servanda.fold import fold_term
from servanda.link import thread
from servanda.link.dealing import Dealing, Pair
from servanda.link.declaration import Declaration
from servanda.link.identity import Identity, Seen
from servanda.link.linked import Linked
from servanda.link.mechanism import Mechanism
from servanda.link.pillar import Pillar
from servanda.link.promise import Promise
from servanda.link.target import Aim
from servanda.link.thread import Head, Thread
from servanda.model import Finding, Judgement, Part
from servanda.protocols import Store

THREAD = "thread"
"""The part of each thread, under its id."""


class Shelf(Protocol):
    """Where parts are kept; ``stamp``: of which state of the ledger they are."""

    stamp: str

    def part(self, name: str, keys: Iterable[str]) -> dict[str, bytes]:
        """The parts of a name, by their keys."""

    def holding(self, name: str, words: Iterable[str]) -> set[str]:
        """The keys of the parts of a name in which all the words stand."""


class Kept:
    """What follows from a ledger's records: the same as of :class:`servanda.link.linked.Linked`."""

    seen: dict[str, Seen]
    judgements: list[Judgement]
    known_as: dict[str, str]
    identities: list[Identity]
    heads: list[Head]
    mechanisms: list[Mechanism]
    declarations: list[Declaration]
    latest: dt.date
    findings: list[Finding]
    newest: list[Finding]
    between: dict[str, tuple[Pair, ...]]
    aims: list[Aim]
    promises: list[Promise]
    dealings: dict[Pair, list[Dealing]]
    pillars: dict[str, Pillar]
    places: dict[str, int]

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.stamp = shelf.stamp

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Reads a part, once."""
            if name not in PARTS:
                raise AttributeError(name)
            found = msgspec.msgpack.decode(self._part(name, [""])[0], type=PARTS[name])
            setattr(self, name, found)
            return found

    def _part(self, name: str, keys: Sequence[str]) -> list[bytes]:
        found = self._shelf.part(name, keys)
        if len(found) < len(keys):
            raise LookupError("the ledger has changed since this was worked out; ask it anew")
        return [found[key] for key in keys]

    def selected(self, text: str | None = None, **wanted: Any) -> list[Head]:
        """Threads with these words in name, key or quotes; ``wanted``: see :func:`thread.selected`."""
        found = thread.selected(self.heads, **wanted)
        if words := fold_term(text or "").split():
            holding = self._shelf.holding(THREAD, words)
            found = [one for one in found if one.id in holding]
        return found

    def threads(self, ids: Iterable[str]) -> list[Thread]:
        """Whole threads by their ids, in that order."""
        decode = msgspec.msgpack.Decoder(Thread).decode
        return [decode(content) for content in self._part(THREAD, list(ids))]

    def thread(self, key: str) -> Thread:
        """The thread of an id (or its beginning) or key; :class:`LedgerError` where there is none."""
        return self.threads([thread.one_of(self.heads, key).id])[0]


PARTS: dict[str, Any] = get_type_hints(Kept)
"""The parts and what each is."""


def parts(linked: Linked, names: Iterable[str] = tuple(PARTS)) -> Iterator[Part]:
    """What follows from records, as it is kept: all of it, or some and the threads."""
    encode = msgspec.msgpack.Encoder().encode
    for name in names:
        yield Part(name, "", "", encode(getattr(linked, name)))
    for one in linked.every_thread:
        yield Part(THREAD, one.id, thread.said(one), encode(one))


class Stored:
    """Parts that a ledger keeps."""

    def __init__(self, store: Store, stamp: str) -> None:
        self._store = store
        self.stamp = stamp

    def part(self, name: str, keys: Iterable[str]) -> dict[str, bytes]:
        """The parts of a name, by their keys."""
        return self._store.part(self.stamp, name, keys)

    def holding(self, name: str, words: Iterable[str]) -> set[str]:
        """The keys of the parts of a name in which all the words stand."""
        return self._store.holding(self.stamp, name, words)


class Held:
    """Parts that are kept here, for as long as this program runs."""

    def __init__(self, stamp: str, found: Iterable[Part]) -> None:
        self.stamp = stamp
        self._parts = {(one.name, one.key): one for one in found}

    def part(self, name: str, keys: Iterable[str]) -> dict[str, bytes]:
        """The parts of a name, by their keys."""
        return {key: self._parts[name, key].content for key in keys}

    def holding(self, name: str, words: Iterable[str]) -> set[str]:
        """The keys of the parts of a name in which all the words stand."""
        words = list(words)
        own = (one for one in self._parts.values() if one.name == name)
        return {one.key for one in own if all(word in one.words for word in words)}
