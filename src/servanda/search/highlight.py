"""Which words of a sentence a search found: those of its phrases, and those that speak of its concepts."""

from __future__ import annotations

from collections.abc import Iterator

from servanda.fold import fold
from servanda.query import Phrase, Search, unmarked, words
from servanda.search.concepts import spoken

Spans = list[tuple[int, int]]


def highlights(sentence: str, language: str, wanted: Search) -> Spans:
    """Half-open spans of the sentence, in order, none within another.

    >>> from servanda.search.words import parse
    >>> highlights("Kim ngạch thương mại đạt 5 tỷ USD", "vi", parse("trade turnover"))
    [(0, 20)]
    """
    terms = [term for clause in wanted.clauses for term in clause]
    concepts = {concept for term in terms for concept in term.concepts}
    phrases = [(phrase, term.prefix) for term in terms for phrase in term.phrases if phrase]
    found = list(_phrases(sentence, phrases)) if phrases else []
    if concepts:
        found += [(s, e) for s, e, own in spoken(sentence, language) if concepts & set(own)]
    return _merged(found)


def _phrases(sentence: str, phrases: list[tuple[Phrase, bool]]) -> Iterator[tuple[int, int]]:
    folded, back = fold(sentence)
    places = words(folded)
    said = [folded[a:b] for a, b in places]
    bare = [unmarked(word) for word in said]
    for phrase, prefix in phrases:
        for at in range(len(said) - len(phrase) + 1):
            if all(
                _is(said[at + n], bare[at + n], word, prefix and n == len(phrase) - 1)
                for n, word in enumerate(phrase)
            ):
                start, end = places[at][0], places[at + len(phrase) - 1][1]
                yield (start, end) if back is None else (back[start], back[end])


def _is(said: str, bare: str, wanted: str, prefix: bool) -> bool:
    return (said.startswith(wanted) or bare.startswith(wanted)) if prefix else wanted in (said, bare)


def _merged(spans: Spans) -> Spans:
    out: Spans = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], end)
        else:
            out.append((start, end))
    return out
