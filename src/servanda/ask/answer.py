"""Answers: sentences, each with the records that it rests on."""

from __future__ import annotations

import msgspec

from servanda.model import Document, Record, record_type


class Citation(msgspec.Struct, frozen=True):
    """A record that a sentence rests on: its words, and the document that they stand in."""

    id: str
    kind: str
    quote: str
    document: str
    uri: str
    title: str
    published: str | None
    language: str | None
    start: int
    end: int


class Line(msgspec.Struct, frozen=True):
    """One sentence of an answer with its citations."""

    text: str
    citations: tuple[Citation, ...]


class Answer(msgspec.Struct, frozen=True):
    """What the ledger answers.

    ``found`` is false where it holds no answer: then the first line says so, rests on nothing, and what
    follows is only what the ledger knows nearby. ``understood`` is what was read out of the question.
    """

    question: str
    found: bool
    lines: tuple[Line, ...]
    understood: dict[str, str]

    @property
    def text(self) -> str:
        """The answer in one piece."""
        return " ".join(line.text for line in self.lines)


def cite(record: Record, document: Document, title: str) -> Citation:
    """The citation of a record."""
    first = record.evidence[0]
    return Citation(
        id=record.id,
        kind=record_type(record),
        quote=first.quote,
        document=document.id,
        uri=document.uri,
        title=title,
        published=document.published,
        language=document.language,
        start=first.start,
        end=first.end,
    )
