"""Figures by example: short passages, and what their numbers claim. Cases: cases, figures*, flows, sides."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from servanda import pipeline
from servanda.model import Document, Figure, Statement, document_id

HERE = Path(__file__).parent
CASES: dict[str, list[dict[str, Any]]] = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))
for name in ("figures", "flows", "figures_vi", "figures_hi", "measures"):
    CASES["figure"] += tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["figure"]


def read(case: dict[str, Any]) -> pipeline.Reading:
    text = case["text"]
    return pipeline.read(
        Document(
            id=document_id(text.encode()),
            uri="case.txt",
            media_type="text/plain",
            sha256="",
            text=text,
            language=case["lang"],
            published=case.get("date"),
        )
    )


def plain(value: object) -> object:
    """A field as TOML writes it: nothing is an empty string."""
    return list(value) if isinstance(value, tuple) else "" if value is None else value


@pytest.mark.parametrize("case", CASES["figure"], ids=lambda c: c["text"][:40])
def test_figures(case: dict[str, Any]) -> None:
    found = [r for r in read(case).records if isinstance(r, Figure)]
    wanted = case["want"]
    assert [str(f.value) for f in found] == [w["value"] for w in wanted]
    for figure, want in zip(found, wanted, strict=True):
        have = {field: plain(getattr(figure, field)) for field in want if field != "value"}
        assert have == {k: v for k, v in want.items() if k != "value"}


@pytest.mark.parametrize("case", CASES["statement"], ids=lambda c: c["text"][:40])
def test_statements(case: dict[str, Any]) -> None:
    found = [r for r in read(case).records if isinstance(r, Statement)]
    assert [(s.act, s.binding or "", list(s.speakers)) for s in found] == [
        (w["act"], w.get("binding", ""), w["speakers"]) for w in case["want"]
    ]
    for statement, want in zip(found, case["want"], strict=True):
        if "topic" in want:
            assert statement.topic == want["topic"]
        if "deadline" in want:
            assert statement.deadline == want["deadline"]
