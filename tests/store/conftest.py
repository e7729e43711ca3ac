"""A ledger at each address that the contract is held against, and readings to put into it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from servanda.ground import quote
from servanda.model import Document, Entity, Figure, Reading, Time, document_id, record_id
from servanda.store import SqlStore


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new, empty ledger in each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    made: str = request.getfixturevalue("postgres")()
    return made


@pytest.fixture
def store(address: str) -> Iterator[SqlStore]:
    ledger = SqlStore(address)
    yield ledger
    ledger.close()


def document(text: str, uri: str = "a.txt", **more: Any) -> Document:
    content = text.encode()
    return Document(
        id=document_id(content),
        uri=uri,
        media_type="text/plain",
        sha256=hashlib.sha256(content).hexdigest(),
        text=text,
        **more,
    )


def figure(doc: Document, words: str, value: str, **more: Any) -> Figure:
    evidence = quote(doc, doc.text.index(words), doc.text.index(words) + len(words))
    made = record_id("figure", doc.id, evidence.start, evidence.end)
    return Figure(id=made, evidence=(evidence,), rule="test", value=Decimal(value), **more)


def time(doc: Document, words: str, value: str | None) -> Time:
    evidence = quote(doc, doc.text.index(words), doc.text.index(words) + len(words))
    made = record_id("time", doc.id, evidence.start, evidence.end)
    return Time(id=made, evidence=(evidence,), rule="test", value=value, kind="point")


def entity(doc: Document, key: str, *names: str) -> Entity:
    evidence = tuple(quote(doc, doc.text.index(n), doc.text.index(n) + len(n)) for n in names)
    made = record_id("entity", doc.id, evidence[0].start, evidence[0].end, key)
    return Entity(id=made, evidence=evidence, entity=key, kind="state", names=names, language=doc.language)


TRADE = "India and Russia set a target of $100 billion by 2030, after 11.25 billion in 2012."


@pytest.fixture
def trade() -> Callable[..., Reading]:
    """A reading of one English sentence: a target, an observed figure, two times, two states."""

    def make(uri: str = "trade.txt", text: str = TRADE, **more: Any) -> Reading:
        doc = document(text, uri, **({"language": "en", "published": "2025-12-05"} | more))
        common: dict[str, Any] = {
            "unit": "USD",
            "indicator": "trade.turnover",
            "area": "IN",
            "counterpart": "RU",
        }
        records = (
            entity(doc, "IN", "India"),
            entity(doc, "RU", "Russia"),
            figure(doc, "$100 billion", "100000000000", period="2030", status="target", **common),
            time(doc, "2030", "2030"),
            figure(doc, "11.25 billion", "11250000000", period="2012", speakers=("IN", "RU"), **common),
            time(doc, "2012", "2012"),
        )
        return Reading(doc, records)

    return make
