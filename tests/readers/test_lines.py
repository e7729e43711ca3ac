"""Collections: each line of JSON a document, under the names that corpora use."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from servanda import readers
from servanda.errors import ReadError
from servanda.model import Document
from servanda.readers.fetching import Limits
from servanda.readers.lines import MEDIA_TYPE
from servanda.readers.sources import Item, items

SPEECH = {
    "id": "AFG_63",
    "country": "AFG",
    "date": "2008-09",
    "lang": "en",
    "text": "We pledge to work for peace.",
}


def written(path: Path, *lines: Any) -> str:
    content = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return str(path)


def document(line: dict[str, Any], uri: str = "a.jsonl/1") -> Document:
    return readers.read(json.dumps(line).encode(), uri, MEDIA_TYPE)


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jsonl.gz", "A.JSONL.GZ"])
def test_each_line_is_a_document_at_an_address_of_its_own(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name.lower(), SPEECH, "", {"text": "No id."}, {"id": 7, "text": "A number."})
    found = [one for one in items(path) if isinstance(one, Item)]
    assert [item.uri.removeprefix(f"{path}/") for item in found] == ["AFG_63", "line-3", "7"]
    assert json.loads(found[0].content) == SPEECH
    assert {item.media_type for item in found} == {MEDIA_TYPE}


def test_what_a_line_says_about_itself_is_kept() -> None:
    made = document(
        SPEECH | {"title": " Address ", "author": "The President", "source": "UN", "kind": "speech"}
    )
    assert (made.text, made.published, made.published_basis) == (SPEECH["text"], "2008-09", "metadata")
    assert (made.title, made.author, made.publisher) == ("Address", "The President", "UN")
    assert (made.language, made.kind, made.media_type) == ("en", "speech", MEDIA_TYPE)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"content": "Trade grew."}, ("Trade grew.", None)),
        ({"body": "Trade grew.", "date_publish": "2021-12-06 10:00:00"}, ("Trade grew.", "2021-12-06")),
        ({"maintext": "Trade grew.", "timestamp": "2021-12-06T10:00:00Z"}, ("Trade grew.", "2021-12-06")),
        ({"text": "Trade grew.", "year": 2021}, ("Trade grew.", "2021")),
        ({"text": "Trade grew.", "date": "2021-13-40"}, ("Trade grew.", None)),
        ({"text": "Trade grew.", "date": "yesterday", "lang": "?"}, ("Trade grew.", None)),
    ],
)
def test_other_names_are_known_and_what_makes_no_sense_is_passed_over(
    fields: dict[str, Any], said: tuple[str, str | None]
) -> None:
    made = document(fields)
    assert (made.text, made.published) == said
    assert made.language == "en"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"text": ', "a.jsonl/line-1: is no JSON object"),
        ('["text"]', "a.jsonl/line-1: is no JSON object"),
        ('{"id": "x"}', "a.jsonl/x: says no text; name it text or content or body"),
        ('{"id": "x", "text": "  "}', "a.jsonl/x: says no text"),
    ],
)
def test_a_line_at_fault_is_named_and_the_others_are_read(tmp_path: Path, line: str, complaint: str) -> None:
    path = written(tmp_path / "a.jsonl", line, SPEECH)
    first, second = (one for one in items(path) if isinstance(one, Item))
    with pytest.raises(ReadError) as fault:
        readers.read(first.content, first.uri, first.media_type)
    assert complaint in str(fault.value)
    assert readers.read(second.content, second.uri, second.media_type).text == SPEECH["text"]


def test_a_line_over_the_limit_is_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl.gz", {"id": "big", "text": "a" * 5000}, SPEECH)
    big, small = items(path, Limits(1000))
    assert str(big) == f"{path}/line-1: is over the limit of 1000 bytes; raise it with --max-size"
    assert isinstance(small, Item)


def test_a_packed_file_that_breaks_off_gives_what_it_holds_and_says_so(tmp_path: Path) -> None:
    whole = gzip.compress("\n".join(json.dumps(SPEECH | {"id": n}) for n in range(5000)).encode())
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    *found, last = items(str(tmp_path / "a.jsonl.gz"))
    assert len(found) > 100
    assert isinstance(last, ReadError)
    assert "breaks off after line" in str(last)
