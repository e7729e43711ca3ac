"""Events and agreements by example: short texts in four languages. Cases are data, beside this file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from servanda import pipeline
from servanda.model import Agreement, Document, Event, Record, document_id

HERE = Path(__file__).parent


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of one file."""
    found: list[dict[str, Any]] = tomllib.loads((HERE / name).read_text(encoding="utf-8"))["case"]
    return found


def title(case: dict[str, Any]) -> str:
    """A case by its language and first words."""
    return f"{case['lang']}: {case['text'][:40]}"


def records(case: dict[str, Any], kind: type[Record]) -> list[Record]:
    """What is read from the case's text, of one type, in the order of the text."""
    text = case["text"]
    document = Document(
        id=document_id(text.encode()),
        uri="case.txt",
        media_type="text/plain",
        sha256="",
        text=text,
        language=case["lang"],
        kind=case.get("kind", "other"),
        published=case.get("date"),
    )
    return [r for r in pipeline.read(document).records if isinstance(r, kind)]


def shown(record: Record, want: dict[str, Any]) -> dict[str, Any]:
    """The fields of a record that are asked for, as TOML writes them."""
    values = {field: getattr(record, field) for field in want}
    return {k: "" if v is None else list(v) if isinstance(v, tuple) else v for k, v in values.items()}


@pytest.mark.parametrize("case", cases("events.toml"), ids=title)
def test_events(case: dict[str, Any]) -> None:
    found = records(case, Event)
    assert [shown(e, w) for e, w in zip(found, case["want"], strict=False)] == case["want"]
    assert len(found) == len(case["want"])


@pytest.mark.parametrize("case", cases("agreements.toml"), ids=title)
def test_agreements(case: dict[str, Any]) -> None:
    found = records(case, Agreement)
    assert [shown(a, w) for a, w in zip(found, case["want"], strict=False)] == case["want"]
    assert len(found) == len(case["want"])
