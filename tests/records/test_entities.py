"""Names by example: texts about many states in four languages, and all that they name."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from servanda.model import Document, Entity
from servanda.pipeline import extract

CASES = tomllib.loads((Path(__file__).parent / "entities.toml").read_text(encoding="utf-8"))["cases"]


def named(text: str, lang: str) -> list[Entity]:
    document = Document(
        id="d",
        uri="d.txt",
        media_type="text/plain",
        sha256="",
        text=text,
        language=lang,
        published="2025-06-01",
    )
    return [r for r in extract(document) if isinstance(r, Entity)]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['lang']}: {c['text'][:40]}")
def test_entities(case: dict[str, Any]) -> None:
    found = {("" if e.confirmed else "?") + e.entity: e for e in named(case["text"], case["lang"])}
    assert set(found) == set(case["want"])
    for key, name in case["want"].items():
        assert any(piece.quote in name for piece in found[key].evidence)


def test_each_mention_counts_once() -> None:
    (china, _) = named("The Chinese Foreign Ministry replied. China agreed.", "en")
    spans = [(e.start, e.end) for e in china.evidence]
    assert len(spans) == len(set(spans)) == 2


def test_an_entity_keeps_every_name_it_had() -> None:
    (brazil, lula) = named("Brazil's President Luiz Inácio Lula da Silva spoke. Lula left.", "en")
    assert (brazil.entity, lula.names) == ("BR", ("Luiz Inácio Lula da Silva", "Lula"))
