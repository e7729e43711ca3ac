"""The words of sentences in PostgreSQL: a ``tsvector`` each, made here, so that all databases find the same.

The words as they stand come first, those without their marks behind a gap, then the concepts, which begin
with a sign that no word holds. Ranks are those of FTS5's BM25, computed from the places of what was found.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Integer,
    Select,
    cast,
    column,
    func,
    insert,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from servanda.query import Search, Term, words
from servanda.store.tokens import WEIGHTS, Runs, Tokens, is_topic

RANKED = 10_000
"""Sentences that are ranked at most: each takes ten times as long as in SQLite."""
MOST = 8000
"""Words of one sentence that can be searched: a ``tsvector`` counts no places beyond twice that."""
LONGEST = 200
"""Characters of a word that count."""
NOTHING = "="
"""What no sentence holds."""

_WORDS = table("passage_words", *map(column, ("id", "words", "length")))
_RANKED = """
WITH asked AS (
    SELECT * FROM unnest(
        CAST(:phrases AS int[]), CAST(:places AS int[]), CAST(:lexemes AS text[]), CAST(:open AS bool[]),
        CAST(:sizes AS int[]), CAST(:weights AS float8[]), CAST(:rarities AS float8[])
    ) AS asked(phrase, place, lexeme, open, size, weight, rarity)
), hits AS MATERIALIZED (
    SELECT id, words, length FROM passage_words WHERE words @@ CAST(:query AS tsquery) AND id % :step = 0
), standing AS (
    SELECT hits.id, hits.length, phrase, weight, rarity
    FROM hits CROSS JOIN unnest(hits.words) AS word(lexeme, positions, weights)
    JOIN asked ON word.lexeme = asked.lexeme OR (asked.open AND starts_with(word.lexeme, asked.lexeme))
    CROSS JOIN unnest(word.positions) AS at
    GROUP BY hits.id, hits.length, phrase, weight, rarity, at - place, size
    HAVING count(*) = size
), often AS (
    SELECT id, length, phrase, rarity, count(*) * weight AS times
    FROM standing GROUP BY id, length, phrase, rarity, weight
)
SELECT hits.id AS hit, -coalesce(sum(
    rarity * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * often.length / CAST(:usual AS float8)))
), 0) AS score
FROM hits LEFT JOIN often ON often.id = hits.id GROUP BY hits.id
"""
"""BM25 with its usual k (1.2) and b (0.75)."""


class Phrase(NamedTuple):
    """Words that stand one behind the other; ``open``: the last may go on; ``weight``: what a find counts."""

    words: tuple[str, ...]
    open: bool
    weight: float


# -- in -------------------------------------------------------------------------------------------


def write(connection: Connection, rows: Iterable[tuple[int, Tokens]]) -> None:
    """The words of some passages, each with its passage's id."""
    connection.execute(insert(_WORDS), [_row(id_, one) for id_, one in rows])


def _row(id_: int, one: Tokens) -> dict[str, Any]:
    standing, plain = _words(one.text), _words(one.plain)
    named = [_lexeme(concept) for concept in (*one.concepts, *one.topics)]
    length = len(standing) + len(plain) + len(named)
    places: dict[str, list[int]] = defaultdict(list)
    for first, told in ((1, standing), (MOST + 2, plain)):
        for place, word in enumerate(told[:MOST], first):
            places[word].append(place)
    for place, word in enumerate(named):
        places[word].append(2 * MOST + 4 + 2 * place)
    vector = " ".join(f"{_quoted(word)}:{','.join(map(str, at))}" for word, at in places.items())
    return {"id": id_, "words": vector, "length": length}


def _words(folded: str) -> list[str]:
    return [folded[a:b][:LONGEST] for a, b in words(folded)]


def _lexeme(concept: str) -> str:
    return f"{NOTHING}{concept}"


def _quoted(word: str) -> str:
    r"""A word in PostgreSQL's notation for search.

    >>> print(_quoted("côte d'ivoire"), _quoted("a\\b"))
    'côte d''ivoire' 'a\\b'
    """
    doubled = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


# -- out ------------------------------------------------------------------------------------------


def matching(connection: Connection, wanted: Search, runs: Runs | None = None) -> Select[Any]:
    """The passages that hold a search's words, or those of some runs."""
    return _holding(query(wanted)).where(*(runs.holds(_WORDS.c.id),) if runs else ())


def lacking(connection: Connection, terms: Sequence[Term]) -> Select[Any]:
    """The passages that hold one of some terms, for searches that only leave out."""
    return _holding(" | ".join(map(_expression, terms)))


def _holding(asked: str) -> Select[Any]:
    return select(_WORDS.c.id.label("hit")).where(_holds(asked))


def _holds(asked: str) -> ColumnElement[bool]:
    return _WORDS.c.words.bool_op("@@")(cast(asked, TSQUERY))


def ranked(connection: Connection, wanted: Search, step: int = 1) -> Select[Any]:
    """Each so many-th of them, and how well it does (BM25: the smaller, the better)."""
    phrases = [phrase for clause in wanted.clauses for term in clause for phrase in _phrases(term)]
    usual, rarities = _spread(connection, phrases)
    parts = [(n, place, word) for n, one in enumerate(phrases) for place, word in enumerate(one.words)]
    values: dict[str, Any] = {
        "phrases": [n for n, _, _ in parts],
        "places": [place for _, place, _ in parts],
        "lexemes": [word for _, _, word in parts],
        "open": [phrases[n].open and place == len(phrases[n].words) - 1 for n, place, _ in parts],
        "sizes": [len(phrases[n].words) for n, _, _ in parts],
        "weights": [phrases[n].weight for n, _, _ in parts],
        "rarities": [rarities[n] for n, _, _ in parts],
    }
    found = text(_RANKED).bindparams(query=query(wanted), usual=usual, step=step, **values)
    return select(found.columns(column("hit", Integer), column("score", Float)).subquery("found"))


def _spread(connection: Connection, phrases: Sequence[Phrase]) -> tuple[float, list[float]]:
    """How many words sentences usually have, and how much it tells that one holds each phrase."""
    counts = select(func.count(), func.coalesce(func.sum(_WORDS.c.length), 0)).select_from(_WORDS)
    for phrase in phrases:
        holding = select(func.count()).select_from(_WORDS).where(_holds(_told(phrase)))
        counts = counts.add_columns(holding.correlate(None).scalar_subquery())
    every, length, *held = connection.execute(counts).one()
    return float(length) / max(every, 1) or 1.0, [_rarity(every, one) for one in held]


def _rarity(every: int, held: int) -> float:
    """What a find tells (inverse document frequency): the fewer sentences hold it, the more."""
    return max(math.log((every - held + 0.5) / (held + 0.5)), 1e-6)


def query(wanted: Search) -> str:
    """A search's words in PostgreSQL's notation.

    >>> query(Search(clauses=((Term((("oil", "trade"),), ("topic:energy",)),),)))
    "(('oil' <-> 'trade') | '=topic:energy')"
    """
    told = " & ".join(f"({' | '.join(map(_expression, clause))})" for clause in wanted.clauses)
    return told + "".join(f" & !({_expression(term)})" for term in wanted.without)


def _expression(term: Term) -> str:
    return " | ".join(map(_told, _phrases(term))) or _quoted(NOTHING)


def _phrases(term: Term) -> Iterator[Phrase]:
    for phrase in term.phrases:
        yield Phrase(tuple(_words(" ".join(phrase))), term.prefix, WEIGHTS[0])
    for concept in term.concepts:
        yield Phrase((_lexeme(concept),), False, WEIGHTS[3 if is_topic(concept) else 2])


def _told(phrase: Phrase) -> str:
    told = " <-> ".join(map(_quoted, phrase.words)) + (":*" if phrase.open else "")
    return f"({told})" if len(phrase.words) > 1 else told
