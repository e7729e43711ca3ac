"""Readings of the sample dossier and, where they are at hand, of the seeds; each read once a run."""

from __future__ import annotations

from pathlib import Path

import pytest

import servanda
from servanda import pipeline, readers
from servanda.model import Reading

SAMPLE = Path(servanda.__file__).parent / "data" / "sample"
SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"


def read(path: Path) -> Reading:
    return pipeline.read(readers.read(path.read_bytes(), path.name))


def made(text: str, name: str = "a.txt") -> Reading:
    """Read a document as it would be read from a file."""
    return pipeline.read(readers.read(text.encode(), name, "text/plain"))


@pytest.fixture(scope="session")
def sample() -> list[Reading]:
    return [read(path) for path in sorted(SAMPLE.glob("[0-9]*"))]


@pytest.fixture(scope="session")
def seeds() -> list[Reading]:
    if not SEEDS.is_dir():
        pytest.skip("the seeds are not beside the repository")
    return [read(path) for path in sorted(SEEDS.glob("*.txt"))]
