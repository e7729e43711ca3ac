"""The phrasings of each pack, told as data: what a sentence holds, and what in it must not match.

``cases/xx.toml`` has a ``[[case]]`` a sentence: ``text``, ``date`` (the reference date), and lists of
``quantities`` (quote, value, unit, bound) and ``times`` (quote, value). An empty list says that there is
none; a list left out says nothing.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from servanda.annotation import annotate

CASES = Path(__file__).parent / "cases"


def _cases() -> list[tuple[str, dict[str, Any]]]:
    found = ((p.stem, tomllib.loads(p.read_text(encoding="utf-8"))) for p in sorted(CASES.glob("*.toml")))
    return [(lang, case) for lang, data in found for case in data["case"]]


def _plain(value: Any) -> Any:
    """A number as a float, so that 7 and Decimal("7.0") are the same; anything else as it is."""
    return value if value is None or isinstance(value, str) else round(float(value), 9)


@pytest.mark.parametrize(
    ("lang", "case"), _cases(), ids=lambda v: v if isinstance(v, str) else v["text"][:50]
)
def test_what_a_sentence_holds(lang: str, case: dict[str, Any]) -> None:
    found = annotate(case["text"], lang, case.get("date"))
    if "quantities" in case:
        expected = case["quantities"]
        assert [q.quote for q in found.quantities] == [e["quote"] for e in expected]
        for span, told in zip(found.quantities, expected, strict=True):
            assert {k: _plain(getattr(span, k)) for k in told} == {k: _plain(v) for k, v in told.items()}
    if "times" in case:
        expected = case["times"]
        assert [t.quote for t in found.times] == [e["quote"] for e in expected]
        for mark, told in zip(found.times, expected, strict=True):
            assert mark.value == (told.get("value") or None)
