"""From a question to its answer: which kind of answer each kind of question gets, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from servanda.ask import deeds, numbers
from servanda.ask.answer import Answer, Line
from servanda.ask.evidence import Evidence, last_day
from servanda.ask.question import Question, understand
from servanda.errors import UsageError
from servanda.protocols import Store
from servanda.query import Search


class Way(NamedTuple):
    """A kind of question: how it is known, how it is answered, and what to tell where there is no answer."""

    name: str
    fits: Callable[[Question], bool]
    tell: Callable[[Evidence], list[Line]]
    near: Callable[[Evidence], list[Line]] | None = None


WAYS = (
    Way("count", lambda q: bool(q.indicators) and q.asks("count"), numbers.level),
    Way("which numbers disagree", lambda q: q.asks("differ"), numbers.differ),
    Way(
        "target",
        lambda q: bool(q.indicators or q.amounts) and q.asks("target", "standing"),
        numbers.target,
        numbers.targets_held,
    ),
    Way("next occasion", lambda q: bool(q.occasion) and q.asks("next"), deeds.coming, deeds.last_known),
    Way(
        "occasion",
        lambda q: bool(q.occasion) and q.asks("when", "where", "who", "last", "first"),
        deeds.happened,
    ),
    Way("when", lambda q: q.asks("when"), deeds.when_of),
    Way("who gave a number", lambda q: q.asks("who") and bool(q.indicators), deeds.who_said),
    Way("said", lambda q: q.asks("said", "who", "feeling") and not q.asks("promised"), deeds.stated),
    Way("change", lambda q: bool(q.indicators) and q.asks("change"), numbers.change),
    Way("signed", lambda q: q.asks("signed"), deeds.signed),
    Way("promised", lambda q: q.asks("promised"), deeds.promised),
    Way("number", lambda q: bool(q.indicators) or q.asks("level", "length"), numbers.level),
    Way("occasion", lambda q: bool(q.occasion), deeds.happened),
    Way("all", lambda _: True, deeds.known),
)
"""Each kind of question, the first that fits answers it."""


def answer(store: Store, text: str) -> Answer:
    """The answer of a ledger to a question.

    Raises :class:`UsageError` for a question without words.
    """
    if not text.strip():
        raise UsageError("ask something, such as: What is the trade target for 2030?")
    asked = understand(text, last_day(store))
    there = Evidence(store, asked)
    way = next(way for way in WAYS if way.fits(asked))
    told = {"question": way.name} | asked.told()
    if strange := _strange(there):
        line = Line(f"The ledger holds no answer: nothing in it speaks of {strange}.", ())
        return Answer(text, False, (line,), told)
    lines = way.tell(there)
    if lines:
        return Answer(text, True, tuple(lines), told)
    near = way.near(there) if way.near else []
    return Answer(text, False, (Line(_nothing(asked), ()), *near), told)


def _strange(there: Evidence) -> str:
    """The words of a question that no sentence of the ledger has."""
    missing = [s.words for s in there.asked.subjects if not there.store.finds(Search(clauses=((s.term,),)))]
    return " or ".join(f"“{words}”" for words in missing)


def _nothing(asked: Question) -> str:
    """That there is no answer, and to what."""
    told = asked.told()
    about = "; ".join(f"{name}: {told[name]}" for name in told if name != "asks for")
    return (
        f"The ledger holds no answer to this ({about})." if about else "The ledger holds no answer to this."
    )
