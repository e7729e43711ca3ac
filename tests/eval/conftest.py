"""A gold folder of one short document, small enough to read."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from servanda.model import Document, document_id

TEXT = (
    "In 2019 trade reached $7.5 bn. Peru and Chile agreed to raise it to $10 bn by 2025. Peru welcomed this."
)


def stored(content: bytes, uri: str) -> Document:
    """The plainest of readers."""
    sha = hashlib.sha256(content).hexdigest()
    return Document(
        id=document_id(content),
        uri=uri,
        media_type="text/plain",
        sha256=sha,
        text=content.decode(),
        language="en",
    )


def evidence(quote: str, document: str = "000") -> list[dict[str, Any]]:
    start = TEXT.index(quote)
    return [{"document": document, "start": start, "end": start + len(quote), "quote": quote}]


def line(what: str, key: str, quote: str, **fields: Any) -> dict[str, Any]:
    return {"type": what, "id": key, "evidence": evidence(quote), **fields}


TRADE = {"indicator": "trade.turnover", "area": "CL", "counterpart": "PE"}
HEAD = {
    "type": "document",
    "id": "000",
    "uri": "docs/one.txt",
    "sha256": "0" * 64,
    "language": "en",
    "kind": "news",
}
RECORDS = [
    line("figure", "f1", "$7.5 bn", value="7500000000", unit="USD", period="2019", **TRADE),
    line("figure", "f2", "$10 bn", value="10000000000", unit="USD", period="2025", status="target", **TRADE),
    line("time", "t1", "2019", value="2019", kind="point"),
    line("time", "t2", "2025", value="2025", kind="point"),
    line(
        "statement",
        "s1",
        "Peru and Chile agreed to raise it to $10 bn by 2025",
        act="commissive",
        binding="high",
        speakers=["CL", "PE"],
        topic="trade",
        deadline="2025",
        figures=["f2"],
    ),
    line("statement", "s2", "Peru welcomed this", act="expressive", speakers=["PE"], topic="trade"),
]
ENTITY = {
    "type": "entity",
    "id": "PE",
    "kind": "state",
    "names": {"en": ["Peru"]},
    "evidence": evidence("Peru"),
}


def write(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in lines))


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """The folder ``gold`` beside the folder ``docs`` with its document."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "one.txt").write_text(TEXT)
    (tmp_path / "gold").mkdir()
    write(tmp_path / "gold" / "000.jsonl", [HEAD, *RECORDS])
    write(tmp_path / "gold" / "entities.jsonl", [ENTITY])
    return tmp_path / "gold"
