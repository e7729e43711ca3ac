"""This project's engine, as what is measured: it runs in this process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from eval.predict import Question
from eval.records import Engine
from eval.values import Answer
from servanda import pipeline, readers
from servanda.model import Document, Record


def predict(questions: Sequence[Question]) -> list[Answer]:
    """What ``annotate`` says of each text."""

    def answer(question: Question) -> Answer:
        found = pipeline.annotate(question.text, question.lang, question.date)
        return msgspec.convert(found, Answer, from_attributes=True)

    return [answer(question) for question in questions]


def read(content: bytes, uri: str) -> Document:
    """The document that these bytes are."""
    return readers.read(content, uri)


def extract(document: Document) -> Iterable[Record]:
    """All records of a document."""
    return pipeline.extract(document)


ENGINE = Engine(read, extract)
