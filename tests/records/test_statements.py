"""Statements by example: a text, and who says what in it. Cases are data, in statements.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from servanda import pipeline
from servanda.model import Document, Statement, document_id

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "statements.toml").read_text(encoding="utf-8")
)["case"]


def said(text: str, lang: str, kind: str = "other") -> list[Statement]:
    """The statements of a text."""
    document = Document(
        id=document_id(text.encode()),
        uri="case.txt",
        media_type="text/plain",
        sha256="",
        text=text,
        language=lang,
        published="2024-03-10",
        kind=kind,  # type: ignore[arg-type]
    )
    return [r for r in pipeline.extract(document) if isinstance(r, Statement)]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['lang']}-{c['text'][:40]}")
def test_statements(case: dict[str, Any]) -> None:
    found = said(case["text"], case["lang"], case.get("kind", "other"))
    assert [(s.act, s.binding, set(s.speakers)) for s in found] == [
        (w["act"], w.get("binding"), set(w["speakers"])) for w in case["want"]
    ], [s.evidence[0].quote for s in found]
    for statement, want in zip(found, case["want"], strict=True):
        assert statement.topic == want.get("topic", statement.topic), statement.evidence[0].quote
        assert statement.deadline == want.get("deadline", statement.deadline)
