"""PDF: text page by page; a scan, a locked file and a broken one each say what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from servanda.errors import EmptyDocument, EncryptedDocument, ReadError
from servanda.readers import read


def test_pages_are_joined_by_a_form_feed_and_hyphens_stay(files: Path) -> None:
    found = read((files / "two-pages.pdf").read_bytes(), "a.pdf")
    first, second = found.text.split("\f")
    assert first.startswith(
        "Trade between India and Russia\nNEW DELHI, December 6, 2021 (TASS) - Bilateral trade\n"
    )
    assert "invest-\nment of $30 billion by 2025." in first
    assert second == "The second page says more about the target."
    assert found.media_type == "application/pdf"


def test_the_dateline_counts_more_than_the_file_s_own_date(files: Path) -> None:
    found = read((files / "two-pages.pdf").read_bytes(), "a.pdf")
    assert (found.title, found.place, found.publisher) == (
        "Trade between India and Russia",
        "New Delhi",
        "TASS",
    )
    assert (found.published, found.published_basis) == ("2021-12-06", "dateline")


@pytest.mark.parametrize(
    ("name", "cut", "error", "says"),
    [
        ("locked.pdf", None, EncryptedDocument, "asks for a password"),
        ("scan.pdf", None, EmptyDocument, "no text layer"),
        ("two-pages.pdf", 400, ReadError, "damaged"),
    ],
)
def test_a_pdf_without_text_to_give_says_why(
    files: Path, name: str, cut: int | None, error: type[ReadError], says: str
) -> None:
    with pytest.raises(error, match=says):
        read((files / name).read_bytes()[:cut], name)
