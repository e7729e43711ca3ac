"""What of a sentence can be searched, the same for every database: its words, twice, and its concepts."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement

from servanda.fold import fold_term
from servanda.query import unmarked

WEIGHTS = (2.0, 2.0, 1.0, 0.3)
"""What a find counts: a word as it stands, a word without its marks, a concept, a topic, which is broad."""


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


def some(id_: ColumnElement[Any], step: int) -> list[ColumnElement[bool]]:
    """What holds of every so many-th passage, so that some stand for all, spread evenly over the ledger."""
    return [id_ % step == 0] if step > 1 else []
