"""What follows from a ledger's records: read where it is kept, else worked out beside the pages."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import Future

from servanda import crew
from servanda.app import Ledger
from servanda.app import open as open_ledger
from servanda.errors import ServandaError
from servanda.link.kept import PARTS, Kept

PATIENCE = 8.0
"""Seconds that a page waits for what takes about one, of a small ledger."""
LARGE = 10_000
"""Records from which on a process of its own works it out, and no page waits for it."""


class BusyError(ServandaError):
    """What a page asks for is still being worked out."""


class Workings:
    """What follows from the records as they stand; begins to work it out where that is not kept.

    A hundred thousand records take a quarter of a minute; pages that need none of it answer meanwhile.
    """

    def __init__(self, ledger: Ledger, patience: float = PATIENCE) -> None:
        self.ledger = ledger
        self.patience = patience
        self._lock = threading.Lock()
        self._stamp: str | None = None
        self._found: Future[Kept] = Future()

    def now(self) -> Kept:
        """All that follows from the records; :class:`BusyError` where that is being worked out."""
        kept = self.ledger.kept()
        if kept is not None:
            return kept
        try:
            return self._begun().result(0 if self._large() else self.patience)
        except TimeoutError:
            raise BusyError(
                "this is still being worked out from the records; look again in a moment"
            ) from None

    def whole(self) -> Kept:
        """The same, however long it takes."""
        return self._begun().result()

    def _large(self) -> bool:
        return sum(self.ledger.store.counts().values()) >= LARGE

    def _begun(self) -> Future[Kept]:
        stamp = self.ledger.store.stamp()
        with self._lock:
            if stamp != self._stamp:
                self._stamp, self._found = stamp, Future()
                threading.Thread(target=self._work, args=(self._found,), daemon=True).start()
            return self._found

    def _work(self, found: Future[Kept]) -> None:
        try:
            if self.ledger.kept() is None and self._large():
                list(crew.in_order(_follow, [("", self.ledger.store.address)], jobs=2))
            linked = self.ledger.linked()  # what was kept just now; where nothing could be, made here
            _read(linked)
        except BaseException as error:  # noqa: BLE001  (it is raised where it is waited for)
            found.set_exception(error)
        else:
            found.set_result(linked)


def _follow(address: str) -> None:
    with open_ledger(address, create=False) as ledger:
        ledger.linked()


def _read(linked: Kept) -> None:
    """Reads all but the threads themselves, so that no page needs to."""
    gc.unfreeze()
    for name in PARTS:
        getattr(linked, name)
    gc.collect()
    gc.freeze()  # else each search for garbage, amid some page, would look through all of it
