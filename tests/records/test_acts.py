"""Every step of the ladder of acts stands for its own example, read by the pipeline."""

from __future__ import annotations

import pytest

from servanda.catalogue import ActStep, catalogue
from tests.records.test_statements import said


@pytest.mark.parametrize("step", catalogue().acts.values(), ids=lambda s: f"{s.verb} {s.object}".strip())
def test_an_example_does_what_it_stands_for(step: ActStep) -> None:
    found = said(step.example, "en")
    assert [(s.act, s.binding) for s in found] == [(step.act, step.binding)], step.example
    assert found[0].rule == f"{step.verb} {step.object}".strip()
