"""Feeds and folders, read again and again: what is new in them, told at least once.

How far each was followed is kept in the ledger, so that whatever ends a watch, the next one goes on there.
A document is marked as pending before it is read, and as seen when it has been told of.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from servanda import intake
from servanda.app import Ledger
from servanda.errors import FetchError, ReadError, UsageError
from servanda.export.human import title
from servanda.model import RECORD_TYPES, Watched
from servanda.readers import feed, sources
from servanda.readers.fetching import USUAL, Fetched, Limits, fetch, is_address

EVERY = 900.0
"""Seconds from one look at a feed or folder to the next."""
PAUSE = 1.0
"""Seconds between two documents of one server."""
LONGEST = 86_400.0
"""Seconds that a place which fails is left alone at most; each failure doubles them."""
TRIES = 5
"""How often a document that cannot be read is tried, unless its feed or folder says that it has changed."""

SEEN, PENDING, FAILED = "seen", "pending", "failed"


class News(msgspec.Struct, frozen=True):
    """A document that is new or has changed, and how many records of each type it gave."""

    outcome: str
    document: str
    uri: str
    title: str
    published: str | None
    language: str | None
    records: dict[str, int]
    place: str


class Trouble(msgspec.Struct, frozen=True):
    """What could not be read, why, and when it is tried again (ISO 8601, UTC; empty: no more)."""

    address: str
    reason: str
    due: str
    place: str


class Watch:
    """Places (feeds by address, folders, files, patterns) that are followed into a ledger.

    Raises :class:`UsageError` where there is nothing to watch: neither named nor known to the ledger.
    """

    def __init__(
        self,
        places: Sequence[str],
        ledger: Ledger,
        *,
        every: float = EVERY,
        pause: float = PAUSE,
        limits: Limits = USUAL,
    ) -> None:
        self.places = list(dict.fromkeys(places)) or ledger.store.places()
        self.ledger, self.every, self.pause, self.limits = ledger, every, pause, limits
        self._asked: dict[str, float] = {}
        if not self.places:
            raise UsageError("name a feed or a folder to watch; this ledger watches none yet")

    def round(self) -> Iterator[News | Trouble]:
        """One look at every place that is due: what is new there, and what went wrong.

        No place stops the others. A document counts as told of when the next one is asked for.
        """
        for place in self.places:
            known = self.ledger.store.watched(place)
            here = known.get(place, Watched(place=place, address=place))
            if here.due > _after(0):
                continue
            if place not in known:
                self.ledger.store.watch(here)
            try:
                fetched, items = self._items(here, known)
            except ReadError as error:
                yield self._failed(here, error)
                continue
            for address, stamp in items.items():
                yield from self._take(place, address, stamp, known.get(address))
            self.ledger.store.watch(
                Watched(place=place, address=place, etag=fetched.etag, modified=fetched.modified)
            )

    # -- what a place names -------------------------------------------------------------------------

    def _items(self, here: Watched, known: Mapping[str, Watched]) -> tuple[Fetched, dict[str, str]]:
        """What a place names, each with its stamp, after what was left of last time."""
        left = {a: one.stamp for a, one in known.items() if one.state != SEEN and a != here.place}
        if not is_address(here.place):
            return Fetched(None), left | _files(here.place)
        self._wait(here.place)
        fetched = fetch(here.place, self.limits, here.etag, here.modified)
        if fetched.item is None:
            return fetched, left
        named = feed.entries(fetched.item.content, here.place, fetched.item.media_type)
        return fetched, left | {one.address: one.stamp for one in named}

    def _wait(self, address: str) -> None:
        """Leaves a server in peace for a moment between two questions."""
        host = address.split("/")[2]
        rest = self._asked.get(host, 0.0) + self.pause - time.monotonic()
        if rest > 0:
            time.sleep(rest)
        self._asked[host] = time.monotonic()

    # -- what comes of it ---------------------------------------------------------------------------

    def _take(self, place: str, address: str, stamp: str, known: Watched | None) -> Iterator[News | Trouble]:
        """Reads a document unless it is as it was; what is new is marked as seen after it has been told."""
        same = known is not None and known.stamp == stamp
        if same and known and (known.state == SEEN or _rests(known)):
            return
        now = Watched(
            place=place, address=address, stamp=stamp, failures=known.failures if same and known else 0
        )
        self.ledger.store.watch(msgspec.structs.replace(now, state=PENDING))
        if is_address(address):
            self._wait(address)
        steps: list[intake.Progress] = []
        report = intake.take([address], self.ledger.store, self.limits, on_progress=steps.append)
        news = {intake.ADDED, intake.REPLACED}
        if known is not None and known.state == PENDING:
            news.add(intake.UNCHANGED)  # it was read, and the watch ended before it was told
        for step in steps:
            if step.outcome in news:
                yield self._news(place, step)
        if report.failures:
            yield self._failed(now, ReadError(address, report.failures[0].reason))
        else:
            self.ledger.store.watch(msgspec.structs.replace(now, failures=0))

    def _news(self, place: str, step: intake.Progress) -> News:
        found = self.ledger.document(step.source)
        counts = {kind: self.ledger.store.count(kind, document=found.id) for kind in RECORD_TYPES}
        return News(
            outcome=intake.ADDED if step.outcome == intake.UNCHANGED else step.outcome,
            document=found.id,
            uri=found.uri,
            title=title(found),
            published=found.published,
            language=found.language,
            records={kind: count for kind, count in counts.items() if count},
            place=place,
        )

    def _failed(self, one: Watched, error: ReadError) -> Trouble:
        """Keeps that an address failed, and when it is tried again: later each time."""
        failures = one.failures + 1
        wait = min(self.every * 2**failures, LONGEST)
        if isinstance(error, FetchError) and error.after is not None:
            wait = max(wait, min(error.after, LONGEST))
        due = "" if one.address != one.place and failures >= TRIES else _after(wait)
        self.ledger.store.watch(msgspec.structs.replace(one, state=FAILED, failures=failures, due=due))
        return Trouble(error.source, error.reason, due, one.place)


def _rests(known: Watched) -> bool:
    """Whether what failed is not to be tried now, or no more."""
    return known.state == FAILED and (known.failures >= TRIES or known.due > _after(0))


def _after(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(timespec="microseconds")


def _files(place: str) -> dict[str, str]:
    """The files of a folder or pattern, each with its time and size; an empty folder has none."""
    found: dict[str, str] = {}
    for one in sources.locate([place]):
        if not isinstance(one, ReadError):
            found[one] = _stamp(one)
        elif not Path(place).is_dir():
            raise one
    return found


def _stamp(path: str) -> str:
    try:
        status = Path(path).stat()
    except OSError:
        return ""
    return f"{status.st_mtime_ns}-{status.st_size}"
