"""What of a sentence can be searched, the same for every database: its words, twice, and its concepts."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_

from servanda.fold import fold_term
from servanda.query import unmarked

WEIGHTS = (2.0, 2.0, 1.0, 0.3)
"""What a find counts: a word as it stands, a word without its marks, a concept, a topic, which is broad."""
MANY = 64
"""Runs of passages that stand for all."""


class Tokens(NamedTuple):
    """A sentence folded; the same without the marks of letters, where that differs; its concepts."""

    text: str
    plain: str
    concepts: tuple[str, ...]
    topics: tuple[str, ...]


def tokens(said: str, concepts: tuple[str, ...]) -> Tokens:
    """What can be searched of a sentence and the concepts that it names.

    >>> tokens("Kim ngạch", ("topic:trade", "entity:RU"))
    Tokens(text='kim ngạch', plain='kim ngach', concepts=('entity:RU',), topics=('topic:trade',))
    """
    folded = fold_term(said)
    plain = unmarked(folded)
    broad = tuple(concept for concept in concepts if is_topic(concept))
    narrow = tuple(concept for concept in concepts if not is_topic(concept))
    return Tokens(folded, plain if plain != folded else "", narrow, broad)


def is_topic(concept: str) -> bool:
    """Whether a concept is a topic.

    >>> is_topic("topic:trade"), is_topic("indicator:trade.turnover")
    (True, False)
    """
    return concept.startswith("topic:")


class Runs(NamedTuple):
    """Some passages that stand for all: runs of so many in a row, spread evenly over the ledger.

    Passages in a row stand on few pages of a database, and their words are found without the others'.
    """

    starts: tuple[int, ...]
    size: int

    def holds(self, id_: ColumnElement[Any]) -> ColumnElement[bool]:
        """That a passage is one of them."""
        return or_(*(id_.between(start, start + self.size - 1) for start in self.starts))


def runs(last: int, step: int) -> Runs:
    """One in ``step`` of all passages up to a last one.

    >>> runs(256, 2).starts[:3], runs(256, 2).size
    ((1, 5, 9), 2)
    """
    many = min(MANY, last)
    return Runs(tuple(n * last // many + 1 for n in range(many)), max(1, last // many // step))
