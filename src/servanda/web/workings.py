"""What follows from a ledger's records, worked out once for each state of it, beside the pages that ask."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import Future

from servanda.app import Ledger
from servanda.errors import ServandaError
from servanda.link.linked import Linked

PATIENCE = 8.0
"""Seconds that a page waits for what is being worked out before it says so."""


class BusyError(ServandaError):
    """What a page asks for is still being worked out."""


class Workings:
    """Keeps what follows from the records as they stand, and begins anew when they have changed.

    A hundred thousand records take most of a minute; pages that need none of it answer meanwhile.
    """

    def __init__(self, ledger: Ledger, patience: float = PATIENCE) -> None:
        self.ledger = ledger
        self.patience = patience
        self._lock = threading.Lock()
        self._stamp: str | None = None
        self._found: Future[Linked] = Future()

    def now(self) -> Linked:
        """All that follows from the records; :class:`BusyError` where it takes longer than patience lasts."""
        try:
            return self._begun().result(self.patience)
        except TimeoutError:
            raise BusyError(
                "this is still being worked out from the records; look again in a moment"
            ) from None

    def whole(self) -> Linked:
        """The same, however long it takes."""
        return self._begun().result()

    def _begun(self) -> Future[Linked]:
        stamp = self.ledger.store.stamp()
        with self._lock:
            if stamp != self._stamp:
                self._stamp, self._found = stamp, Future()
                threading.Thread(target=self._work, args=(self._found,), daemon=True).start()
            return self._found

    def _work(self, found: Future[Linked]) -> None:
        try:
            gc.unfreeze()
            linked = self.ledger.linked()
            linked.prepare()
            gc.collect()
            gc.freeze()  # else each search for garbage, amid some page, would look through all of it
        except BaseException as error:  # noqa: BLE001  (it is raised where it is waited for)
            found.set_exception(error)
        else:
            found.set_result(linked)
