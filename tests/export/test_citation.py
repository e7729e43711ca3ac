"""Citations, and what BibTeX's own parser makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Entry, parse_string

import servanda
from servanda.errors import LedgerError
from servanda.export.citation import cite
from servanda.ground import quote
from servanda.model import Document, Reading, Time


def entry(text: str) -> Entry:
    (found,) = parse_string(text, "bibtex").entries.values()
    return found


def test_a_citation_says_the_words_the_document_the_date_and_the_place(dossier: list[Reading]) -> None:
    reading = next(one for one in dossier if one.document.kind == "joint-statement")
    figure = next(r for r in reading.records if r.evidence[0].quote == "USD 30 billion")
    first = figure.evidence[0]
    assert cite(reading.document, figure) == (
        "“USD 30 billion” Joint statement of the 21st annual summit. Ministry of External Affairs, "
        "New Delhi, 2021-12-06. https://example.org/statements/2021-12-06.html. "
        f"Ledger: figure {figure.id}, characters {first.start}–{first.end} of document {reading.document.id}."
    )


def test_bibtex_reads_the_same(dossier: list[Reading]) -> None:
    reading = next(one for one in dossier if one.document.kind == "joint-statement")
    figure = next(r for r in reading.records if r.evidence[0].quote == "USD 30 billion")
    found = entry(cite(reading.document, figure, "bibtex"))
    assert found.key == figure.id
    assert found.fields["title"] == "{Joint statement of the 21st annual summit}"
    assert (found.fields["date"], found.fields["year"]) == ("2021-12-06", "2021")
    assert found.fields["url"] == "https://example.org/statements/2021-12-06.html"
    assert figure.id in found.fields["note"]


@given(st.text(min_size=1).filter(str.strip))
def test_no_title_or_quote_breaks_an_entry(text: str) -> None:
    document = Document(id="d", uri=text, media_type="text/plain", sha256="0", text=text, title=text)
    record = Time(id="t", evidence=(quote(document, 0, len(text)),), value=None, kind="point")
    assert entry(cite(document, record, "bibtex")).key == "t"


def test_records_documents_and_findings_can_be_cited(sample: servanda.Ledger) -> None:
    figure = sample.figures(indicator="trade.turnover")[0]
    assert figure.evidence[0].quote in sample.cite(figure.id[:8])
    assert sample.cite(figure.document).endswith(f"document {figure.document}.")
    finding = sample.findings()[0]
    said = sample.cite(finding.id)
    assert said.startswith(finding.message)
    assert said.count("\n- “") == len(finding.records)
    entries = parse_string(sample.cite(finding.id, "bibtex"), "bibtex").entries
    assert set(entries) == {finding.id, *finding.records}


def test_what_the_ledger_lacks_cannot_be_cited(sample: servanda.Ledger) -> None:
    with pytest.raises(LedgerError, match="the ledger holds no document zzz"):
        sample.cite("zzz")
