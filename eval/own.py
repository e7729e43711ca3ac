"""This project's engine, as what is measured: it runs in this process."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from eval.predict import Question
from eval.records import Engine
from eval.values import Answer
from servanda import annotation, pipeline, readers
from servanda.link.names import compare


def predict(questions: Sequence[Question]) -> list[Answer]:
    """What ``annotate`` says of each text."""

    def answer(question: Question) -> Answer:
        found = annotation.annotate(question.text, question.lang, question.date)
        return msgspec.convert(found, Answer, from_attributes=True)

    return [answer(question) for question in questions]


def same_name(one: str, other: str, kind: str) -> bool:
    """Whether two names of a kind of entity would be merged."""
    return compare(one, other, kind).same


ENGINE = Engine(readers.read, pipeline.read)
