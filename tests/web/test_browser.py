"""The reading room in a real browser: text and panel, charts, keyboard, phone, without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from servanda.model import Figure, Reading, Statement
from tests.web.conftest import window

PAGES = (
    "/",
    "/statements",
    "/commitments",
    "/agreements",
    "/events",
    "/figures",
    "/times",
    "/entities",
    "/entities/IN",
    "/indicators",
    "/indicators/trade.turnover",
    "/nothing",
)


def words_of(page: Page, record: str) -> str:
    """What the text marks as a record's words, piece by piece."""
    return "".join(page.locator(f'#text mark[data-r~="{record}"]').all_text_contents())


def reading_in(readings: list[Reading], language: str) -> Reading:
    return next(reading for reading in readings if reading.document.language == language)


def open_document(page: Page, reading: Reading, record: str = "") -> None:
    page.goto(f"/documents/{reading.document.id}" + (f"#r-{record}" if record else ""))


def in_view(page: Page, record: str) -> None:
    expect(page.locator(f'#text mark[data-r~="{record}"]').first).to_be_in_viewport()


# -- the text -------------------------------------------------------------------------------------


def test_the_text_stands_to_the_character(page: Page, readings: list[Reading]) -> None:
    for reading in readings:
        open_document(page, reading)
        assert page.locator("#text").evaluate("text => text.textContent") == reading.document.text


def test_every_record_is_marked_at_its_exact_words(page: Page, readings: list[Reading]) -> None:
    for reading in readings:
        open_document(page, reading)
        for record in reading.records:
            assert words_of(page, record.id) == "".join(evidence.quote for evidence in record.evidence)


def test_line_breaks_of_the_document_are_seen(page: Page, readings: list[Reading]) -> None:
    open_document(page, reading_in(readings, "vi"))
    assert "5,5 tỷ USD.\nHai bên" in page.locator("#text p").nth(1).inner_text()


def test_a_figure_within_a_statement_keeps_both(page: Page, readings: list[Reading]) -> None:
    reading = next(r for r in readings if r.document.kind == "joint-statement")
    statement = next(record for record in reading.records if isinstance(record, Statement))
    open_document(page, reading)
    mark = page.locator("#text mark", has_text="USD 30 billion")
    expect(mark).to_have_class("k-figure o-statement")
    assert statement.id in (mark.get_attribute("data-r") or "")


# -- text and panel -------------------------------------------------------------------------------


def test_a_record_of_the_panel_leads_to_its_words(page: Page, readings: list[Reading]) -> None:
    reading = reading_in(readings, "ru")
    open_document(page, reading)
    entry = page.locator(".panel li", has_text="USD 100 bn")
    record = entry.get_attribute("data-r")
    assert record
    entry.locator("a.go").click()
    expect(page.locator("#text mark.on")).to_have_text(["100 млрд долларов"])
    in_view(page, record)
    expect(page).to_have_url(re.compile(f"#r-{record}$"))


def test_words_lead_to_their_record_in_the_panel(page: Page, readings: list[Reading]) -> None:
    open_document(page, reading_in(readings, "hi"))
    page.locator("#text mark", has_text="65 से 70 अरब डॉलर").click()
    expect(page.locator(".panel li.on")).to_contain_text("USD 65–70 bn")
    expect(page.locator('.panel a[aria-current="true"]')).to_have_count(1)


def test_further_clicks_take_the_records_around(page: Page, readings: list[Reading]) -> None:
    open_document(page, next(r for r in readings if r.document.kind == "joint-statement"))
    mark = page.locator("#text mark", has_text="USD 30 billion")
    mark.click()
    expect(page.locator(".panel li.on")).to_contain_text("USD 30 bn")
    mark.click()
    expect(page.locator(".panel li.on")).to_contain_text("commissive")


def test_hovering_one_side_shows_the_other(page: Page, readings: list[Reading]) -> None:
    open_document(page, reading_in(readings, "vi"))
    page.locator("#text mark", has_text="11 tỷ USD").hover()
    expect(page.locator(".panel li.near")).to_contain_text("USD 11 bn")
    page.locator(".panel li", has_text="USD 5.5 bn").hover()
    expect(page.locator("#text mark.near")).to_have_text(["5,5 tỷ USD"])


def test_j_and_k_walk_the_records_in_the_order_of_the_text(page: Page, readings: list[Reading]) -> None:
    reading = reading_in(readings, "vi")
    open_document(page, reading)
    walked = []
    for _ in reading.records:
        page.keyboard.press("j")
        walked.append(page.evaluate("location.hash").removeprefix("#r-"))
    starts = {record.id: record.evidence[0].start for record in reading.records}
    assert sorted(walked) == sorted(starts)
    assert [starts[record] for record in walked] == sorted(starts.values())
    page.keyboard.press("k")
    assert page.evaluate("location.hash").removeprefix("#r-") == walked[-2]


def test_a_kind_can_be_left_out(page: Page, readings: list[Reading]) -> None:
    reading = next(r for r in readings if r.document.kind == "joint-statement")
    open_document(page, reading)
    page.get_by_role("checkbox", name="Figures").uncheck()
    expect(page.locator("#text mark.k-figure")).to_have_count(0)
    expect(page.locator("#text mark", has_text="USD 30 billion").first).to_have_class("k-statement")
    expect(page.locator(".panel section[data-kind=figure]")).to_be_hidden()
    page.keyboard.press("j")
    assert page.locator(".panel li.on").get_attribute("data-r") not in {
        record.id for record in reading.records if isinstance(record, Figure)
    }
    page.get_by_role("checkbox", name="Figures").check()
    expect(page.locator("#text mark.k-figure")).to_have_count(5)


def test_what_was_left_out_stays_so_in_the_next_document_until_it_is_asked_for(
    page: Page, readings: list[Reading]
) -> None:
    reading = reading_in(readings, "vi")
    open_document(page, reading)
    page.get_by_role("checkbox", name="Figures").uncheck()
    open_document(page, reading_in(readings, "ru"))
    expect(page.get_by_role("checkbox", name="Figures")).not_to_be_checked()
    expect(page.locator("#text mark.k-figure")).to_have_count(0)
    figure = next(record for record in reading.records if isinstance(record, Figure))
    open_document(page, reading, figure.id)
    expect(page.locator("#text mark.on")).to_have_text([figure.evidence[0].quote])
    expect(page.get_by_role("checkbox", name="Figures")).to_be_checked()


# -- what tells of a record -------------------------------------------------------------------------


def test_a_statement_of_the_table_leads_to_its_clause_with_its_cue(page: Page) -> None:
    page.goto("/statements")
    page.get_by_label("Topic").select_option("nuclear")
    page.get_by_label("By").select_option("IN")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("1 statement", exact=True)).to_be_visible()
    expect(page.locator("td.clause b.cue")).to_have_text("welcomed")
    page.locator("td.clause a").click()
    expect(page.locator("#text mark.on.cue")).to_have_text("welcomed")
    expect(page.locator(".panel li.on")).to_contain_text("India expressive, nuclear")
    expect(page.locator(".panel li.on em.cue")).to_have_text("welcomed")


def test_a_cue_is_plain_where_statements_are_left_out(page: Page, readings: list[Reading]) -> None:
    open_document(page, next(r for r in readings if r.document.kind == "joint-statement"))
    expect(page.locator("#text mark.cue")).to_have_text(["resolved to raise", "welcomed"])
    page.get_by_role("checkbox", name="Statements").uncheck()
    expect(page.locator("#text mark.cue")).to_have_count(0)
    page.get_by_role("checkbox", name="Statements").check()
    expect(page.locator("#text mark.cue")).to_have_count(2)


def test_a_figure_shows_the_term_of_its_indicator(page: Page, readings: list[Reading]) -> None:
    open_document(page, reading_in(readings, "vi"))
    expect(page.locator("#text mark.told")).to_have_count(0)
    page.locator(".panel li", has_text="USD 11 bn").locator("a.go").click()
    expect(page.locator("#text mark.told")).to_have_text(["Kim ngạch thương mại"])
    page.locator(".panel li", has_text="USD 5.5 bn").locator("a.go").click()  # "this number", it says
    expect(page.locator("#text mark.told")).to_have_count(0)


def test_events_stand_by_year_and_a_year_shows_its_own(page: Page) -> None:
    page.goto("/events")
    expect(page.locator("tr.year")).to_have_text(["2021"])
    page.locator("td.title a", has_text="21st India–Russia annual summit").click()
    expect(page.locator("#text mark.on").first).to_be_in_viewport()


def test_an_entity_leads_to_where_a_document_names_it(page: Page) -> None:
    page.goto("/entities")
    page.get_by_role("link", name="India", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("India")
    page.locator("td.names a", has_text="Индии").click()
    expect(page.locator("#text mark.on")).to_have_text(["Индии"])


def test_an_entity_is_walked_mention_by_mention(page: Page, readings: list[Reading]) -> None:
    open_document(page, reading_in(readings, "ru"))
    entry = page.locator(".panel section[data-kind=entity] li", has_text="Russia")
    expect(entry).to_contain_text("2 mentions")
    entry.locator("a.go").click()
    expect(page.locator("#text mark.on")).to_have_text(["России", "России"])


# -- one click to the sentence ----------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/figures?sort=-value", "/times", "/indicators/trade.turnover"])
def test_from_any_number_one_click_leads_to_its_words(page: Page, path: str) -> None:
    page.goto(path)
    for nth in (0, 7, 11):
        link = page.locator("td a.number").nth(nth)
        record = (link.get_attribute("href") or "").partition("#r-")[2]
        quote = page.locator("tbody tr").nth(nth).locator("td.quote q").inner_text()
        link.click()
        expect(page.locator("#text mark.on").first).to_be_in_viewport()
        assert words_of(page, record) == quote.strip("“”")
        page.go_back()


def test_the_page_of_a_record_leads_to_its_words(page: Page, readings: list[Reading]) -> None:
    record = reading_in(readings, "hi").records[0]
    page.goto(f"/records/{record.id}")
    page.locator("blockquote mark").first.click()
    in_view(page, record.id)


# -- charts -----------------------------------------------------------------------------------------


def drawn(page: Page, path: str = "/indicators/trade.turnover") -> None:
    page.goto(path)
    page.wait_for_selector(".plot[data-drawn] svg")


def test_a_chart_shows_claims_aims_and_bounds(page: Page) -> None:
    drawn(page)
    expect(page.locator(".chart")).to_have_count(1)
    expect(page.locator(".plot .mark-symbol.role-mark path")).to_have_count(17)
    expect(page.locator(".plot .mark-line path")).to_have_count(2)
    labels = page.locator(".plot .mark-text.role-mark text").all_text_contents()
    assert {"≈ USD 20 bn", "USD 30 bn", "USD 100 bn"} <= set(labels)


def test_a_point_tells_its_value_and_quote_and_opens_its_sentence(page: Page) -> None:
    drawn(page)
    point = page.locator(".plot .mark-symbol.role-mark path[aria-label*='11 tỷ USD']")
    point.hover()
    tooltip = page.locator("#vg-tooltip-element")
    expect(tooltip).to_contain_text("USD 11 bn")
    expect(tooltip).to_contain_text("11 tỷ USD")
    expect(tooltip).to_contain_text("Thương mại Ấn – Nga tăng đều")
    point.click()
    expect(page.locator("#text mark.on")).to_have_text(["11 tỷ USD"])


def test_a_logarithmic_scale_is_one_click_away(page: Page) -> None:
    drawn(page)
    before = page.locator(".plot .mark-text.role-axis-label text").all_text_contents()
    page.get_by_role("link", name="Log").click()
    page.wait_for_selector(".plot[data-drawn] svg")
    assert page.url.endswith("?scale=log")
    assert page.locator(".plot .mark-text.role-axis-label text").all_text_contents() != before
    expect(page.get_by_role("link", name="Log")).to_have_attribute("aria-current", "true")


def test_a_chart_follows_the_colours_of_the_system(page: Page) -> None:
    drawn(page)
    colour = "document.querySelector('.plot .role-axis-label text').getAttribute('fill')"
    light = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"() => document.querySelector('.role-axis-label') && {colour} !== '{light}'")


# -- for everyone -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_landmarks_one_heading_and_named_fields(chromium: Browser, room: str, path: str) -> None:
    context = chromium.new_context(base_url=room)
    page = context.new_page()
    page.goto(path)
    for landmark in ("banner", "main", "contentinfo", "navigation"):
        assert page.get_by_role(landmark).count() >= 1
    assert page.locator("h1").count() == 1
    assert page.locator("select, input:not([type=hidden])").evaluate_all(
        "fields => fields.every(field => field.labels.length === 1)"
    )
    context.close()


def test_the_keyboard_alone_is_enough_and_its_place_is_seen(page: Page) -> None:
    page.goto("/figures")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Indicator")).to_be_focused()
    assert page.get_by_label("Indicator").evaluate("field => getComputedStyle(field).outlineStyle") == "solid"


def test_filters_are_chosen_in_the_form_and_lifted_by_their_chips(page: Page) -> None:
    page.goto("/figures")
    page.get_by_label("Status").select_option("target")
    page.get_by_label("Words in the quote").fill("долларов")
    page.get_by_role("button", name="Filter").click()
    assert "status=target" in page.url
    assert "indicator" not in page.url
    expect(page.get_by_text("1 figure", exact=True)).to_be_visible()
    page.get_by_role("link", name="status: target").click()
    expect(page.get_by_text("3 figures", exact=True)).to_be_visible()


@pytest.mark.parametrize("path", [*PAGES[:-1], "/documents/2021-12-06.html", "/documents/2025-12-05_hi.txt"])
def test_nothing_is_wider_than_a_phone(phone: Page, path: str) -> None:
    phone.goto(path)
    if "indicators/" in path:
        phone.wait_for_selector(".plot[data-drawn] svg")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_the_panel_is_a_drawer(phone: Page) -> None:
    phone.goto("/documents/2025-12-05_ru.txt")
    body = phone.locator(".panel .body")
    expect(body).to_be_hidden()
    phone.locator("#text mark", has_text="68,7 млрд").tap()
    expect(body).to_be_visible()
    expect(phone.locator(".panel li.on")).to_contain_text("USD 68.7 bn")
    expect(phone.locator(".panel li.on")).to_be_in_viewport()
    words, panel = phone.locator("#text mark.on").bounding_box(), phone.locator(".panel").bounding_box()
    assert words
    assert panel
    assert 0 <= words["y"] < panel["y"] - words["height"]  # the drawer leaves the words in sight
    phone.locator(".panel li", has_text="USD 100 bn").locator("a.go").tap()
    expect(body).to_be_hidden()
    expect(phone.locator("#text mark.on")).to_be_in_viewport()
    phone.get_by_role("button", name="Show").tap()
    expect(phone.get_by_role("button", name="Hide")).to_have_attribute("aria-expanded", "true")
    phone.keyboard.press("Escape")
    expect(body).to_be_hidden()


def test_without_scripts_text_panel_and_links_still_work(
    chromium: Browser, room: str, readings: list[Reading]
) -> None:
    reading = reading_in(readings, "ru")
    with window(chromium, room, java_script_enabled=False) as page:
        open_document(page, reading)
        page.locator(".panel li", has_text="USD 100 bn").locator("a.go").click()
        expect(page.locator(".at:target + mark")).to_have_text("100 млрд долларов")
        expect(page.get_by_role("checkbox", name="Figures")).to_be_hidden()
        page.goto("/indicators/trade.turnover")
        expect(page.get_by_text("The chart needs JavaScript")).to_be_visible()


def test_paper_gets_the_text_and_all_records(page: Page) -> None:
    page.goto("/documents/2021-12-06.html")
    page.emulate_media(media="print")
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.get_by_role("checkbox", name="Figures")).to_be_hidden()
    expect(page.locator("#text")).to_be_visible()
    last = page.locator(".panel li").last.bounding_box()
    panel = page.locator(".panel").bounding_box()
    assert last
    assert panel
    assert last["y"] + last["height"] <= panel["y"] + panel["height"]
