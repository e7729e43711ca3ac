"""What tests of several rooms need."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

# No deadline: on a busy machine it fails what is right. Where CI is set, Hypothesis loads its own
# profile "ci" instead: no deadline either, and the same examples every time.
settings.register_profile("default", deadline=None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of documents and gold beside the repository; skip where there is none."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder ../shared with documents and gold on this machine")
    return folder
