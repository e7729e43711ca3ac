"""The words of sentences in SQLite: an FTS5 table, kept by triggers of its own.

Two columns hold the words, as they stand and without their marks; two more the concepts, a token each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, column, func, insert, literal, literal_column, select, table, text

from servanda.query import Search, Term, unmarked, words
from servanda.store.tokens import WEIGHTS, Runs, Tokens, is_topic

_COLUMNS = ("text", "plain", "concepts", "topics")
_WORDS = table("passage_words", column("rowid"), *map(column, _COLUMNS))
_RUNS = "json_each(:runs) AS run CROSS JOIN passage_words"  # run after run: so it is gone through
_WITHIN = "passage_words MATCH :words AND passage_words.rowid BETWEEN run.value AND run.value + :more"
_SIGNS = {":": "qc", ".": "qd", "-": "qh", "_": "qu"}
RANKED = 50_000
"""Sentences that are ranked at most: a millionth of a second each."""
_NO_TOKEN = re.compile(r"[^0-9A-Za-z]")


def write(connection: Connection, rows: Iterable[tuple[int, Tokens]]) -> None:
    """The words of some passages, each with its passage's id."""
    made = [
        {"rowid": id_, "text": one.text, "plain": one.plain}
        | {"concepts": " ".join(map(_token, one.concepts)), "topics": " ".join(map(_token, one.topics))}
        for id_, one in rows
    ]
    connection.execute(insert(_WORDS), made)


def holding(words_: str) -> Select[Any]:
    """The passages that an FTS5 expression finds."""
    return select(_WORDS.c.rowid.label("hit")).where(text("passage_words MATCH :words")).params(words=words_)


def matching(connection: Connection, wanted: Search, runs: Runs | None = None) -> Select[Any]:
    """The passages that hold a search's words, or those of some runs."""
    if runs is None:
        return holding(match(wanted))
    within = text(_WITHIN).bindparams(words=match(wanted), more=runs.size - 1)
    each = text(_RUNS).bindparams(runs=json.dumps(runs.starts))
    return select(literal_column("passage_words.rowid").label("hit")).select_from(each).where(within)


def lacking(connection: Connection, terms: Sequence[Term]) -> Select[Any]:
    """The passages that hold one of some terms, for searches that only leave out."""
    return holding(" OR ".join(map(_expression, terms)))


def ranked(connection: Connection, wanted: Search, step: int = 1) -> Select[Any]:
    """Each so many-th of them, and how well it does (BM25: the smaller, the better)."""
    score = func.bm25(text("passage_words"), *map(literal, WEIGHTS)).label("score")
    some = (_WORDS.c.rowid % step == 0,) if step > 1 else ()
    return matching(connection, wanted).add_columns(score).where(*some)


def _token(concept: str) -> str:
    """A concept as one word of letters and digits.

    >>> _token("indicator:trade.turnover")
    'indicatorqctradeqdturnover'
    """
    return _NO_TOKEN.sub(lambda sign: _SIGNS.get(sign[0], f"q{ord(sign[0]):x}"), concept)


def match(wanted: Search) -> str:
    """A search's words as an FTS5 expression.

    >>> from servanda.query import Term
    >>> match(Search(clauses=((Term((("oil", "trade"),), ("topic:energy",)),),)))
    '((({text plain}: "oil trade") OR topics: "topicqcenergy"))'
    """
    told = " AND ".join(f"({' OR '.join(map(_expression, clause))})" for clause in wanted.clauses)
    return told + "".join(f" NOT {_expression(term)}" for term in wanted.without)


def _expression(term: Term) -> str:
    parts = [_phrase(phrase, prefix=term.prefix) for phrase in term.phrases]
    parts += [f'{_column(concept)}: "{_token(concept)}"' for concept in term.concepts]
    return f"({' OR '.join(parts)})" if len(parts) > 1 else parts[0] if parts else 'text: ""'


def _column(concept: str) -> str:
    return "topics" if is_topic(concept) else "concepts"


def _phrase(phrase: Iterable[str], *, prefix: bool) -> str:
    told = " ".join(phrase)
    told = " ".join(told[a:b] for a, b in words(told))
    columns = "{text plain}" if unmarked(told) == told else "text"
    return f'({columns}: "{told}"{"*" if prefix else ""})'
