"""One file with a document and its records, that asks nobody for anything."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import BytesIO

import servanda
from servanda.export import exporters
from servanda.model import Document, Reading

LOADS = ("src", "srcset", "action", "data", "poster")


class Page(HTMLParser):
    """The text of each document's article, and all that a page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.depth = 0
        self.loaded: list[str] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "div" and "text" in found.get("class", "").split():
            self.texts.append("")
            self.depth = 1
        self.loaded += [value for name, value in found.items() if name in LOADS] + [tag] * (
            tag in ("link", "script")
        )
        self.ids.add(found.get("id", ""))
        self.links.add(found.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self.depth = 0

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.texts[-1] += data


def page(readings: list[Reading]) -> tuple[Page, str]:
    out = BytesIO()
    exporters()["html"](readings, out)
    text = out.getvalue().decode()
    found = Page()
    found.feed(text)
    return found, text


def test_the_text_stands_to_the_character(dossier: list[Reading]) -> None:
    assert page(dossier)[0].texts == [reading.document.text for reading in dossier]


def test_nothing_is_loaded_and_nothing_runs(dossier: list[Reading]) -> None:
    found, text = page(dossier)
    assert found.loaded == []
    assert not re.search(r"@import|url\(", text)
    assert all(link.startswith("#") for link in found.links if link)


def test_every_record_leads_to_its_words(dossier: list[Reading]) -> None:
    found, _ = page(dossier)
    places = {f"r-{record.id}" for reading in dossier for record in reading.records}
    assert places <= found.ids
    assert {f"#{place}" for place in places} <= found.links


def test_markup_in_a_document_stays_words() -> None:
    text = "<script>alert(1)</script> & <img src=x>"
    reading = Reading(Document(id="d", uri="<b>", media_type="text/plain", sha256="0", text=text), ())
    found, _ = page([reading])
    assert (found.texts, found.loaded) == ([text], [])


def test_a_notebook_shows_one_document(sample: servanda.Ledger) -> None:
    document = sample.documents()[0]
    piece = sample.html(document.id[:8])
    assert piece.startswith("<style>")
    assert "<html" not in piece
    found = Page()
    found.feed(piece)
    assert found.texts == [document.text]


def test_one_document_alone_is_exported(sample: servanda.Ledger) -> None:
    document = sample.documents()[1]
    out = BytesIO()
    written = sample.export("html", out, document=document.id)
    assert written == len(sample.reading(document.id).records)
    found = Page()
    found.feed(out.getvalue().decode())
    assert found.texts == [document.text]
