"""Web pages: the article without its surroundings, and the metadata that the page states."""

from __future__ import annotations

import pytest

from servanda.errors import EmptyDocument
from servanda.readers import read

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="{charset}"><title>India and Russia agree</title>
<meta property="og:site_name" content="The Daily"><meta name="author" content="Jane Roe">{date}</head>
<body><nav><a href="/">Home</a><a href="/news">News</a></nav>
<article><h1>India and Russia agree</h1>
<p>NEW DELHI, December 6 (TASS) - Trade reached $13 billion in 2021, both sides said at their summit.</p>
<p>They set a target of “$30 billion” by 2025.</p>
<ul><li>oil and gas</li><li>nuclear energy</li></ul></article>
<footer>All rights reserved</footer></body></html>"""
ISO = '<meta property="article:published_time" content="2021-12-06T23:30:00Z">'


def page(charset: str = "utf-8", date: str = ISO) -> bytes:
    return PAGE.format(charset=charset, date=date).encode(charset if charset != "iso-8859-1" else "cp1252")


def test_the_article_is_read_and_the_menu_is_not() -> None:
    found = read(page(), "https://example.org/a")
    assert "$13 billion" in found.text
    assert "nuclear energy" in found.text
    assert "Home" not in found.text
    assert "rights reserved" not in found.text
    assert found.media_type == "text/html"


def test_the_page_says_who_published_it_and_when() -> None:
    found = read(page(), "https://example.org/a")
    assert (found.title, found.author, found.publisher) == ("India and Russia agree", "Jane Roe", "The Daily")
    assert (found.published, found.published_basis, found.place) == ("2021-12-06", "metadata", "New Delhi")


@pytest.mark.parametrize("charset", ["utf-8", "cp1251", "iso-8859-1"])
def test_the_character_set_that_the_page_names_is_used(charset: str) -> None:
    assert "“$30 billion”" in read(page(charset), "a.html").text


@pytest.mark.parametrize(
    ("markup", "date"),
    [
        ('<meta name="date" content="2021-12">', "2021-12"),
        ('<meta name="date" content="2021">', None),
        ('<meta name="date" content="December 6, 2021">', "2021-12-06"),
        ('<meta name="date" content="2031-12-06">', "2031-12-06"),
        ("", None),
    ],
)
def test_a_date_is_no_narrower_than_the_page_gives_it(markup: str, date: str | None) -> None:
    assert read(page(date=markup), "a.html").published == date


def test_the_address_dates_a_page_that_does_not_date_itself() -> None:
    found = read(page(date=""), "https://example.org/2021/12/07/summit")
    assert (found.published, found.published_basis) == ("2021-12-07", "url")


def test_a_page_without_an_article_gives_all_its_text() -> None:
    assert read(b"<html><body><p>Both sides agreed.</p></body></html>", "a").text == "Both sides agreed."


def test_a_stray_byte_does_not_lose_the_page() -> None:
    assert "$13 billion" in read(page().replace(b"All rights", b"All \xff rights"), "a.html").text


def test_a_page_that_a_script_draws_is_empty_and_says_so() -> None:
    with pytest.raises(EmptyDocument, match="if a script draws the page"):
        read(b"<!doctype html><html><body><script>draw()</script></body></html>", "a.html")


def test_halves_of_pairs_and_nul_never_reach_the_text() -> None:
    text = read(
        b"<html><body><p>Both &#xD800;sides &#0;agreed to expand trade.</p></body></html>", "a.html"
    ).text
    assert "\0" not in text
    assert text.encode("utf-8").endswith(b"agreed to expand trade.")
