"""The noun that a number counts: its phrase behind the number, and the head of that.

Which nouns end a phrase, and how heads are told: ``figures.toml`` ``[counting]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from servanda.records.lexicon import Counting

WORD = re.compile(r"[^\W\d_](?:[^\s,.;:!?।()\[\]«»“”\"]*[^\W_]|)(?:[\u0900-\u0963\u0966-\u0dff])*")
_LONG = 4  # words, at most, of a noun that a pack knows whole


def noun_phrase(text: str, start: int, end: int, rules: Counting) -> Iterator[re.Match[str]]:
    """The words behind a number, as far as they can belong to what is counted."""
    ended = text[start - 1] == "."
    over = next((w for w in rules.over if text.startswith(w, start + 1)), None)
    at = start = start + 1 + len(over) if over else start
    for m in WORD.finditer(text, start, end):
        gap = text[at : m.start()]
        if ended and m[0][0].isupper():
            return
        if gap.strip(" \u00a0-") or m[0].lower() in rules.stops or at - start > 60:
            return
        at = m.end()
        yield m


def head(words: list[re.Match[str]], rules: Counting) -> tuple[int, int]:
    """Where the head of a phrase begins and ends."""
    if rules.head == "last":
        return _last(words[: rules.words], rules)
    told = " ".join(w[0].lower() for w in words)
    for size in range(min(len(words), _LONG), 0, -1):
        if " ".join(told.split(" ")[:size]) in rules.heads:
            return words[0].start(), words[size - 1].end()
    plain = [w for w in words if not w[0].lower().endswith(rules.adjectives or ("\0",))] or words
    phrase = plain[: rules.words]
    return phrase[0].start(), phrase[-1].end()


def _last(phrase: list[re.Match[str]], rules: Counting) -> tuple[int, int]:
    """The last plural, by its form, with the names before it; the last word where there is none."""
    many = [k for k, w in enumerate(phrase) if w[0].endswith(rules.plurals) or w[0].lower() in rules.many]
    k = many[-1] if many else len(phrase) - 1
    first = k
    while phrase[k][0][0].isupper() and first and phrase[first - 1][0][0].isupper():
        first -= 1  # *South Koreans*
    return phrase[first].start(), phrase[k].end()


__all__ = ["WORD", "head", "noun_phrase"]
