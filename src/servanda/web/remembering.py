"""A store that remembers how often things stand, for as long as the ledger stays as it is.

Lists count and tally all that matches before they show a hundred rows of it: with a hundred thousand
records that is most of a page's time, and the same from page to page.
"""

from __future__ import annotations

import copy
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from servanda.protocols import Store

REMEMBERED = frozenset(("count", "counts", "tally", "tallies", "combinations", "latest"))
"""What is asked of a store that adds up many rows."""
KEPT = 128
"""Answers that are kept at most: those asked for last."""


def remembering(store: Store) -> Store:
    """The same store, which answers again what it was asked before without looking, until it changes."""
    return cast("Store", _Remembering(store))


class _Remembering:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._stamp = ""
        self._kept: OrderedDict[str, Any] = OrderedDict()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        return partial(self._answer, found) if name in REMEMBERED else found

    def _answer(self, ask: Callable[..., Any], *about: Any, **wanted: Any) -> Any:
        key = repr((ask.__name__, about, sorted(wanted.items())))
        stamp = self._store.stamp()
        with self._lock:
            if stamp != self._stamp:
                self._stamp = stamp
                self._kept.clear()
            if key in self._kept:
                self._kept.move_to_end(key)
                return copy.copy(self._kept[key])
        found = ask(*about, **wanted)
        with self._lock:
            if stamp == self._stamp:
                self._kept[key] = found
                if len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return copy.copy(found)
