"""quantulum3 without its classifier, sentence by sentence: so it is fastest."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from importlib import import_module

from bench.peers.clock import Find, Text, run


def load() -> Find:
    """The parser."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # it says that the classifier is not installed
        parser = import_module("quantulum3.parser")

    def find(texts: Sequence[Text]) -> int:
        return sum(len(parser.parse(part)) for text in texts for part in text.parts)

    return find


if __name__ == "__main__":
    run(load)
