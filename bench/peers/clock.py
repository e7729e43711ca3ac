"""Times one engine over documents: ``python -m bench.peers.NAME FILE SECONDS``.

``FILE`` holds one document a line, ``{"lang", "text", "parts"}``; the parts are its sentences or
paragraphs. The documents are gone through as often as ``SECONDS`` allow, batch by batch. One JSON
object goes to standard output: characters, seconds, items found, seconds of loading, or what is missing.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

BATCH = 20
"""Documents a batch: enough for an engine that works on many at once."""


class Text(NamedTuple):
    """One document, whole and in parts."""

    lang: str
    text: str
    parts: list[str]


Find = Callable[[Sequence[Text]], int]
"""Finds what there is in the documents; the number of items."""


def run(load: Callable[[], Find]) -> None:
    """Loads the engine, warms it up on one batch, times it, says what came of it."""
    file, seconds = Path(sys.argv[1]), float(sys.argv[2])
    with file.open(encoding="utf-8") as lines:
        texts = [Text(**json.loads(line)) for line in lines]
    batches = [texts[i : i + BATCH] for i in range(0, len(texts), BATCH)]
    begun = time.perf_counter()
    try:
        find = load()
    except ImportError as fault:
        print(json.dumps({"missing": str(fault)}))
        return
    loading = time.perf_counter() - begun
    find(batches[0])
    print(json.dumps({"loading": loading, **timed(find, batches, seconds)}))


def timed(find: Find, batches: Sequence[Sequence[Text]], seconds: float) -> dict[str, float]:
    """Goes through the batches again and again, at least once, until the time is over.

    >>> timed(len, [[Text("en", "two words", ["two words"])]], seconds=0)["characters"]
    9
    """
    characters = items = rounds = 0
    begun = time.perf_counter()
    while True:
        batch = batches[rounds % len(batches)]
        items += find(batch)
        characters += sum(len(text.text) for text in batch)
        rounds += 1
        spent = time.perf_counter() - begun
        if spent >= seconds:
            return {"characters": characters, "seconds": spent, "items": items}
