"""The interface in another language: chosen by the address or the browser, its messages whole and true."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
MESSAGES = ROOT / "src" / "servanda" / "data" / "messages"
CATALOGUES = sorted(MESSAGES.glob("*.po"))


def test_the_list_of_messages_is_what_the_interface_says(tmp_path: Path) -> None:
    options = ["-F", "pyproject.toml", "-k", "marked", "--omit-header", "--no-location", "--sort-output"]
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", *options, "-w", "110"]
    subprocess.run([*command, "-o", tmp_path / "now.pot", "src/servanda/web"], cwd=ROOT, check=True)
    kept = (MESSAGES / "servanda.pot").read_text(encoding="utf-8")
    assert (tmp_path / "now.pot").read_text(encoding="utf-8") == kept, "make messages brings it up to date"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_fills_in_what_its_message_does(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file)
    assert [str(error) for _, errors in catalogue.check() for error in errors] == []
    assert {message.id for message in catalogue if message.string and message.id}


@pytest.mark.parametrize(
    ("address", "accepts", "language"),
    [
        ("/figures?lang=vi", "en", "vi"),
        ("/figures", "vi-VN,vi;q=0.9,en;q=0.5", "vi"),
        ("/figures", "en-GB,vi;q=0.4", "en"),
        ("/figures?lang=xx", "xx", "en"),
        ("/nothing", "vi", "vi"),
    ],
)
def test_the_address_and_then_the_browser_choose(
    http: httpx.Client, address: str, accepts: str, language: str
) -> None:
    answer = http.get(address, headers={"Accept-Language": accepts})
    assert answer.headers["content-language"] == language
    assert f'<html lang="{language}">' in answer.text
    assert ("Đến phần nội dung" in answer.text) == (language == "vi")
    http.cookies.clear()


def test_a_language_that_was_asked_for_is_kept_and_is_no_filter(http: httpx.Client) -> None:
    page = http.get("/figures?status=target&lang=vi")
    assert "số liệu" in page.text
    assert "lang=vi" not in page.text.split('class="tongues"')[0]
    assert http.get("/documents").headers["content-language"] == "vi"
    assert http.get("/documents?lang=en").headers["content-language"] == "en"
    assert http.get("/documents").headers["content-language"] == "en"
    http.cookies.clear()


def test_data_is_the_same_in_every_language(http: httpx.Client) -> None:
    assert http.get("/figures.json?lang=vi").content == http.get("/figures.json").content
