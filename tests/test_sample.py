"""The sample dossier: every document is sourced, and says what its sources are said to say."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pytest

import servanda

SAMPLE = Path(servanda.__file__).parent / "data" / "sample"
BESIDE = {"README.md", "sources.toml"}
DOCUMENTS = sorted(path for path in SAMPLE.iterdir() if path.name not in BESIDE)
LEDGER: dict[str, Any] = tomllib.loads((SAMPLE / "sources.toml").read_text(encoding="utf-8"))
CLAIM = re.compile(r"(\w+) (\w{3})(?:-(\w+))? (\S+) = (\S+) (\S+) \((\w+)\)")
HEAD = ("indicator", "area", "counterpart", "period_edtf", "value", "unit", "status", "claimed_by")
NUMBER = re.compile(r"\d+(?:[., ]\d+)*")


class Prose(HTMLParser):
    """The text of a page's article, without its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.inside = self.inside or tag == "article"

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "article"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.pieces.append(data)


def prose(path: Path) -> str:
    if path.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".html":
        return text
    page = Prose()
    page.feed(text)
    return "".join(page.pieces)


def digits(number: str) -> str:
    """Give the significant digits of a number as written, without signs, separators and outer zeros.

    >>> digits("-8,230.50")
    '82305'
    """
    return re.sub(r"\D", "", number).strip("0")


def says(quote: str, value: str) -> bool:
    """Whether a number of the quote is the value, at the scale and precision that the quote has."""
    exact = Decimal(value)
    written = [digits(number.group()) for number in NUMBER.finditer(quote)]
    return any(digits(f"{exact:.{len(number) - 1}e}".split("e")[0]) == number for number in written if number)


def uncovered(text: str, quotes: list[str]) -> str:
    """Give the text with all quotes blotted out."""
    for quote in sorted(quotes, key=len, reverse=True):
        text = text.replace(quote, " … ")
    return text


def facts(path: Path) -> list[dict[str, str]]:
    cited: list[dict[str, str]] = LEDGER["documents"][path.name]["facts"]
    return cited


def by_name(path: Path) -> str:
    return path.name


def test_there_are_twelve_documents_or_more_in_four_languages() -> None:
    spoken = [entry["language"] for entry in LEDGER["documents"].values()]
    assert len(DOCUMENTS) >= 12
    assert {language: spoken.count(language) >= 3 for language in spoken} == dict.fromkeys(
        ("en", "vi", "ru", "hi"), True
    )


def test_every_document_has_sources_and_every_entry_a_document() -> None:
    assert {path.name for path in DOCUMENTS} == LEDGER["documents"].keys()
    assert all(facts(path) for path in DOCUMENTS)


def test_the_table_in_the_readme_names_every_document() -> None:
    table = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in DOCUMENTS} == set(re.findall(r"^\| `([^`]+)`", table, flags=re.MULTILINE))


@pytest.mark.parametrize("path", DOCUMENTS, ids=by_name)
def test_a_document_is_dated_named_and_of_fair_length(path: Path) -> None:
    assert re.fullmatch(r"20\d\d-[01]\d-[0-3]\d_[a-z-]+_(en|vi|ru|hi)\.(txt|md|html|docx)", path.name)
    assert path.stem.endswith("_" + LEDGER["documents"][path.name]["language"])
    assert 150 <= len(prose(path).split()) <= 450


@pytest.mark.parametrize("path", DOCUMENTS, ids=by_name)
def test_a_document_is_normalised_and_names_the_project_that_wrote_it(path: Path) -> None:
    text = prose(path)
    assert unicodedata.is_normalized("NFC", text)
    assert "servanda" in text.strip().splitlines()[-1]


@pytest.mark.parametrize("path", DOCUMENTS, ids=by_name)
def test_a_document_says_what_its_sources_are_cited_for(path: Path) -> None:
    text = prose(path)
    for fact in facts(path):
        assert fact["quote"] in text
        assert fact["source"] in LEDGER["sources"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=by_name)
def test_a_quote_holds_the_number_of_its_figure(path: Path) -> None:
    for fact in facts(path):
        if "figure" in fact and NUMBER.search(re.sub(r"20\d\d", "", fact["quote"])):  # or it is spelt out
            claim = CLAIM.fullmatch(fact["figure"])
            assert claim, fact
            assert all(says(fact["quote"], value) for value in claim[5].split("/")), fact


@pytest.mark.parametrize("path", DOCUMENTS, ids=by_name)
def test_no_number_stands_in_a_document_without_a_source(path: Path) -> None:
    body = prose(path).strip().rpartition("\n")[0]
    rest = uncovered(body, [fact["quote"] for fact in facts(path)])
    rest = re.sub(r"^\d+\. ", "", rest, flags=re.MULTILINE)  # the numbers of clauses
    rest = re.sub(r"(?<=\w-)\d+|\b20\d\d\b", "", rest)  # numbers in names, and years
    _, month, day = map(int, path.name[:10].split("-"))
    assert {int(number) for number in re.findall(r"\d+", rest)} <= {day, month}


def test_figures_are_those_of_the_collected_claims(shared: Path) -> None:
    with (shared / "facts" / "figures.csv").open(encoding="utf-8", newline="") as file:
        known = {tuple(row[key] for key in HEAD) for row in csv.DictReader(file)}
    for fact in (fact for path in DOCUMENTS for fact in facts(path)):
        if restated := fact.get("figure", fact.get("schedule")):
            claim = CLAIM.fullmatch(restated)
            assert claim, restated
            assert (*(part or "" for part in claim.groups()), fact["by"]) in known, fact
