"""Word documents: paragraphs and tables in their order."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from servanda.errors import EmptyDocument, EncryptedDocument, ReadError, UnsupportedFormat
from servanda.model import Document
from servanda.readers import read


def saved(word: Any) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def statement(**properties: object) -> Document:
    word = docx.Document()
    for name, value in properties.items():
        setattr(word.core_properties, name, value)
    word.add_paragraph("Both sides agreed on these figures for 2021.")
    return read(saved(word), "a.docx")


def test_paragraphs_and_tables_come_in_their_order_with_merged_cells_once() -> None:
    word = docx.Document()
    word.add_heading("Trade of India and Russia", 0)
    word.add_paragraph("Both sides agreed on these figures.")
    table = word.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Turnover"
    table.cell(1, 0).text, table.cell(1, 1).text = "2012", "11 bn"
    word.add_paragraph("They will meet again.")
    found = read(saved(word), "a.docx")
    assert found.text == (
        "Trade of India and Russia\n\nBoth sides agreed on these figures.\n\n"
        "Turnover\n2012\t11 bn\n\nThey will meet again."
    )
    assert found.title == "Trade of India and Russia"


def test_the_file_s_properties_fill_what_the_text_leaves_open() -> None:
    found = statement(title="Outcomes", author="Anna Petrova", created=dt.datetime(2021, 12, 6, 9, 0))  # noqa: DTZ001
    assert (found.title, found.author) == ("Outcomes", "Anna Petrova")
    assert (found.published, found.published_basis) == ("2021-12-06", "metadata")


def test_an_account_is_no_author_and_a_later_copy_s_date_is_no_date_of_publication() -> None:
    found = statement(author="admin", created=dt.datetime(2024, 1, 2, 9, 0))  # noqa: DTZ001
    assert (found.author, found.published) == (None, None)


def test_a_locked_document_asks_for_its_password(files: Path) -> None:
    with pytest.raises(EncryptedDocument, match="asks for a password"):
        read((files / "locked.docx").read_bytes(), "locked.docx")


def test_a_document_without_words_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        read(saved(docx.Document()), "a.docx")


def test_a_damaged_document_says_so() -> None:
    with pytest.raises(ReadError, match="damaged"):
        read(saved(docx.Document())[:2000] + b"word/document.xml", "a.docx")


def test_another_archive_is_no_document() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("notes.txt", "Both sides agreed.")
    with pytest.raises(UnsupportedFormat, match="ZIP archive"):
        read(out.getvalue(), "notes.docx")
