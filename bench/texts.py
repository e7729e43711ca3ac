"""The texts to time on: news in four languages, and speeches for length without repetition."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
NEWS = SHARED / "gold" / "ntrex"
SPEECHES = SHARED / "corpus" / "ungdc-2008-2024.jsonl.gz"


def news(lang: str, folder: Path = NEWS) -> list[dict[str, Any]]:
    """The articles of one language, each its sentences in order."""
    articles: dict[str, list[str]] = {}
    with (folder / f"{lang}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            articles.setdefault(row["doc"], []).append(row["text"])
    return [{"lang": lang, "text": " ".join(parts), "parts": parts} for parts in articles.values()]


def speeches(characters: int, path: Path = SPEECHES) -> Iterator[dict[str, Any]]:
    """Speeches of states until there are so many characters, none of them twice."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield {"lang": row["lang"], "text": row["text"], "parts": row["text"].splitlines()}
            characters -= len(row["text"])
            if characters <= 0:
                return


def save(documents: list[dict[str, Any]], path: Path) -> None:
    """Writes documents as the timed programs read them."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)


def stream(documents: list[dict[str, Any]], characters: int, path: Path, lang: str | None) -> int:
    """Writes an input for ``servanda annotate``: the documents over and over; how many characters it has."""
    written = 0
    with path.open("w", encoding="utf-8") as out:
        for number, document in enumerate(cycle(documents)):
            if written >= characters:
                return written
            row = {"id": str(number), "text": document["text"], "lang": lang, "date": None}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            written += len(document["text"])
    return written
