"""Files to read: some made here, some kept in tests/fixtures because only other programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def files() -> Path:
    """The folder of kept files: locked.pdf and locked.docx (password: secret), scan.pdf, two-pages.pdf."""
    return Path(__file__).parents[1] / "fixtures"
