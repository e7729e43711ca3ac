"""Documents of object storage: files, folders and patterns, by their addresses."""

from __future__ import annotations

from collections.abc import Iterator

import fsspec
import pytest

from servanda.readers.fetching import Item, Limits
from servanda.readers.sources import expand


@pytest.fixture
def bucket() -> Iterator[str]:
    """Give an address with two documents in a folder, and a hidden one, and a collection."""
    storage = fsspec.filesystem("memory")
    storage.pipe(
        {
            "/bucket/d/a.txt": b"Trade grew.",
            "/bucket/d/b/two.txt": b"It fell.",
            "/bucket/d/.hidden": b"x",
            "/bucket/lines.jsonl": b'{"id": 7, "text": "Trade grew."}\n{"text": "It fell."}',
        }
    )
    yield "memory://bucket"
    storage.rm("/bucket", recursive=True)


def told(*paths: str, max_bytes: int = 50_000_000) -> list[str]:
    return [i.uri if isinstance(i, Item) else str(i) for i in expand(paths, Limits(max_bytes))]


def test_a_folder_a_pattern_and_a_file_are_named_by_their_addresses(bucket: str) -> None:
    both = ["memory:///bucket/d/a.txt", "memory:///bucket/d/b/two.txt"]
    assert told(f"{bucket}/d") == told(f"{bucket}/d/**/*.txt") == both
    assert told(f"{bucket}/d/a.txt") == told(f"{bucket}/d/*.txt") == both[:1]
    assert [i.content for i in expand([f"{bucket}/d/a.txt"]) if isinstance(i, Item)] == [b"Trade grew."]


def test_a_collection_is_read_where_it_is(bucket: str) -> None:
    file = "memory:///bucket/lines.jsonl"
    assert told(f"{bucket}/lines.jsonl") == [f"{file}/7", f"{file}/line-2"]


def test_what_is_not_there_says_so(bucket: str) -> None:
    missing, large = told(f"{bucket}/no.txt", f"{bucket}/d/a.txt", max_bytes=5)
    assert missing.startswith(f"{bucket}/no.txt: names no file")
    assert large.startswith("memory:///bucket/d/a.txt: is over the limit of 5 bytes")
