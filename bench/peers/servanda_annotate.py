"""servanda's quantities and times, called as a library."""

from __future__ import annotations

from collections.abc import Sequence

from bench.peers.clock import Find, Text, run


def load() -> Find:
    """The pipeline up to values."""
    from servanda.annotation import annotate  # noqa: PLC0415 - loading is timed

    def find(texts: Sequence[Text]) -> int:
        found = [annotate(text.text, text.lang, None) for text in texts]
        return sum(len(one.quantities) + len(one.times) for one in found)

    return find


if __name__ == "__main__":
    run(load)
