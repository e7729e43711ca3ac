"""servanda's whole reading: from bytes to every record."""

from __future__ import annotations

from collections.abc import Sequence

from bench.peers.clock import Find, Text, run


def load() -> Find:
    """The reader and the whole pipeline."""
    from servanda.pipeline import extract  # noqa: PLC0415 - loading is timed
    from servanda.readers import read  # noqa: PLC0415

    def find(texts: Sequence[Text]) -> int:
        return sum(len(extract(read(text.text.encode(), "news.txt"))) for text in texts)

    return find


if __name__ == "__main__":
    run(load)
