"""Every page over HTTP: what it holds, the same as data, and what a wrong address gets."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import httpx
import pytest

from servanda.errors import LedgerError
from servanda.model import Figure, Reading
from servanda.web import create_app

PAGES = (
    "/",
    "/documents",
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
)


def rows(response: httpx.Response) -> list[dict[str, str]]:
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.text)))


@pytest.fixture
def target(readings: list[Reading]) -> Figure:
    """The Russian release's target for 2030."""
    return next(
        r
        for reading in readings
        if reading.document.language == "ru"
        for r in reading.records
        if isinstance(r, Figure) and r.status == "target"
    )


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_also_json_and_csv(http: httpx.Client, path: str) -> None:
    page = http.get(path)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    data = http.get(f"{path}.json").json()
    assert data["total"] == len(data["rows"]) == len(rows(http.get(f"{path}.csv"))) > 0


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/static/reader.js", "/figures.json"])
def test_nothing_from_elsewhere_may_run(http: httpx.Client, path: str) -> None:
    policy = http.get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_no_inline_script_or_style(http: httpx.Client, path: str) -> None:
    page = http.get(path).text
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))|<style|\sstyle=|\son\w+=", page)


def test_figures_are_exact_as_data_and_short_on_the_page(http: httpx.Client, target: Figure) -> None:
    wish = {"status": "target", "language": "ru"}
    (row,) = http.get("/figures.json", params=wish).json()["rows"]
    assert (row["value"], row["unit"], row["period"]) == ("100000000000", "USD", "2030")
    assert row["evidence"][0]["quote"] == "100 млрд долларов"
    (line,) = rows(http.get("/figures.csv", params=wish))
    assert (line["value"], line["quote"]) == ("100000000000", "100 млрд долларов")
    page = http.get("/figures", params=wish).text
    assert (
        f'href="/documents/{target.document}#r-{target.id}" title="100,000,000,000 USD">USD 100 bn</a>'
        in page
    )


@pytest.mark.parametrize(
    ("wish", "values"),
    [
        ({"indicator": "oil.import-share"}, ["2", "35"]),
        ({"unit": "MW"}, ["1200"]),
        ({"area": "RU", "counterpart": "IN", "since": "2024"}, ["60000000000", "5000000000"]),
        ({"text": "khoảng"}, ["20000000000"]),
        ({"language": "hi", "sort": "value"}, ["65000000000", "100000000000"]),
        ({"until": "2009"}, ["76", "80000000000", "1400000000"]),
    ],
)
def test_filters_leave_what_matches(http: httpx.Client, wish: dict[str, str], values: list[str]) -> None:
    found = [row["value"] for row in http.get("/figures.json", params=wish).json()["rows"]]
    assert sorted(found) == sorted(values)


def test_sorting_puts_what_has_no_value_last_both_ways(http: httpx.Client) -> None:
    for sort in ("period", "-period"):
        found = [row["period"] for row in http.get("/figures.json", params={"sort": sort}).json()["rows"]]
        assert found[-2:] == [None, None]
        assert None not in found[:-2]


def test_a_table_comes_in_pages(http: httpx.Client, readings: list[Reading]) -> None:
    total = sum(isinstance(record, Figure) for reading in readings for record in reading.records)
    seen: list[str] = []
    for number in range(1, total // 10 + 2):
        page = http.get("/figures", params={"size": 10, "page": number}).text
        seen += re.findall(r'class="number" href="([^"]+)"', page)
    assert len(seen) == len(set(seen)) == total
    assert 'rel="next"' not in page
    assert 'rel="prev"' in page


def test_a_document_is_whole_in_every_format(http: httpx.Client, readings: list[Reading]) -> None:
    for reading in readings:
        path = f"/documents/{reading.document.id}"
        data = http.get(f"{path}.json").json()
        assert data["document"]["text"] == reading.document.text
        assert {row["id"] for row in data["records"]} == {record.id for record in reading.records}
        lines = [line for line in rows(http.get(f"{path}.csv")) if line["type"] != "document"]
        assert len(lines) == len(reading.records)


def test_a_document_says_what_its_date_rests_on(http: httpx.Client) -> None:
    page = http.get("/documents/2021-12-06.html").text
    assert "6 Dec 2021 (from its dateline)" in page
    assert '<q lang="en">New Delhi, 6 December 2021</q>' in page
    assert '<a href="https://example.org/statements/2021-12-06.html" rel="noreferrer">' in page


def test_documents_are_counted_by_what_they_gave(http: httpx.Client) -> None:
    (row,) = http.get("/documents.json", params={"kind": "joint-statement"}).json()["rows"]
    assert (row["figure"], row["statement"], row["agreement"], row["event"]) == (5, 2, 1, 1)
    assert "text" not in row


def test_entities_come_together_over_languages(http: httpx.Client) -> None:
    india = http.get("/entities.json", params={"entity": "IN"}).json()["rows"][0]
    assert india["label"] == "India"
    assert {"Ấn Độ", "Индии", "भारत", "India", "New Delhi"} <= set(india["names"])
    assert (india["documents"], india["mentions"], india["confirmed"]) == (5, 9, True)


def test_a_record_stands_in_its_sentence(http: httpx.Client, target: Figure) -> None:
    page = http.get(f"/records/{target.id}").text
    sentence = re.sub(
        r"<[^>]+>", "", page.split("<blockquote", 1)[1].split(">", 1)[1].split("</blockquote>")[0]
    )
    assert sentence == "Стороны подтвердили цель довести его до 100 млрд долларов к 2030 году."
    assert f'href="/documents/{target.document}#r-{target.id}"' in page
    assert http.get(f"/records/{target.id}.json").json()["rule"] == "figure.by-hand"
    assert rows(http.get(f"/records/{target.id}.csv"))[0]["id"] == target.id


def test_a_beginning_of_an_id_is_enough(http: httpx.Client, target: Figure) -> None:
    assert http.get(f"/records/{target.id[:8]}.json").json()["id"] == target.id


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/nothing", 404, "no page at /nothing"),
        ("/documents/0000", 404, "the ledger holds no document 0000"),
        ("/records/f0000", 404, "the ledger holds no record f0000"),
        ("/indicators/no.such", 404, "no figure in the ledger has the indicator no.such"),
        ("/figures?colour=red", 400, "figure has no field colour; filter by id, rule, value"),
        ("/figures?status=maybe", 400, "status cannot be maybe; it is one of"),
        ("/figures?since=soon", 400, "since wants a date, such as 2013"),
        ("/entities/nobody", 404, "no document in the ledger names the entity nobody"),
        ("/entities?confirmed=maybe", 400, "confirmed is true or false, not maybe"),
        ("/commitments?binding=firm", 400, "binding cannot be firm; it is one of high, low"),
        ("/figures?sort=colour", 400, "cannot sort by colour"),
        ("/figures?page=zero", 400, "page wants a whole number from 1 to 1000000, not zero"),
        ("/static/../site.py", 404, "no page at"),
    ],
)
def test_a_wrong_address_is_told_what_is_wrong(http: httpx.Client, path: str, status: int, says: str) -> None:
    page = http.get(path)
    assert page.status_code == status
    assert says in page.text
    assert '<a href="/figures">' in page.text


def test_data_that_is_not_there_says_so_as_data(http: httpx.Client) -> None:
    answer = http.get("/documents/0000.json")
    assert answer.status_code == 404
    assert answer.json() == {"error": "the ledger holds no document 0000"}


def test_what_a_filter_says_is_shown_never_run(http: httpx.Client) -> None:
    page = http.get("/figures", params={"text": "<script>alert(1)</script>"})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "Nothing matches" in page.text


def test_a_ledger_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger at"):
        create_app(str(tmp_path / "none.db"))
    assert list(tmp_path.iterdir()) == []


# -- statements, agreements, events, entities -------------------------------------------------------


def quotes(http: httpx.Client, path: str, **wish: str) -> list[str]:
    return [row["evidence"][0]["quote"] for row in http.get(f"{path}.json", params=wish).json()["rows"]]


@pytest.mark.parametrize(
    ("wish", "begins"),
    [
        ({"act": "expressive"}, ["India welcomed"]),
        ({"by": "RU"}, ["The Leaders resolved"]),
        ({"by": "RU,US"}, ["The Leaders resolved"]),
        ({"by": "US"}, []),
        ({"topic": "nuclear"}, ["India welcomed"]),
        ({"binding": "high", "since": "2025", "until": "2026"}, ["The Leaders resolved"]),
        ({"text": "KUDANKULAM"}, ["India welcomed"]),
        ({"document": "2021-12-06.html", "sort": "-deadline"}, ["The Leaders resolved", "India welcomed"]),
        ({"language": "ru"}, []),
    ],
)
def test_statements_are_found_by_any_of_their_fields(
    http: httpx.Client, wish: dict[str, str], begins: list[str]
) -> None:
    found = quotes(http, "/statements", **wish)
    assert [" ".join(quote.split()[:2]) for quote in found] == [" ".join(b.split()[:2]) for b in begins]


def test_commitments_are_the_statements_that_undertake_something(http: httpx.Client) -> None:
    assert quotes(http, "/commitments") == quotes(http, "/statements", act="commissive") != []
    assert quotes(http, "/commitments", act="expressive") == quotes(http, "/commitments")


def test_a_statement_shows_its_cue_within_its_clause(http: httpx.Client) -> None:
    page = http.get("/statements", params={"topic": "nuclear"}).text
    assert re.search(
        r'href="/documents/\w+#r-\w+" lang="en">India <b class="cue">welcomed</b> the second', page
    )
    assert '<option value="IN">India (1)</option>' in page


def test_agreements_and_events_have_their_words(http: httpx.Client) -> None:
    page = http.get("/agreements", params={"parties": "IN", "status": "signed", "form": "programme"}).text
    assert "India, Russia" in page
    assert "2021–2031" in page
    page = http.get("/events", params={"form": "summit", "since": "2021", "until": "2021"}).text
    assert ">21st India–Russia annual summit</a>" in page
    assert '<tr class="year"><th colspan="7" scope="rowgroup">2021</th></tr>' in page
    assert http.get("/events.json", params={"since": "2022"}).json()["total"] == 0


def test_an_entity_that_no_catalogue_knows_is_marked_and_can_be_asked_for(http: httpx.Client) -> None:
    (row,) = http.get("/entities.json", params={"confirmed": "false"}).json()["rows"]
    assert (row["entity"], row["label"], row["confirmed"]) == ("trade-council", "Trade Council", False)
    assert "unconfirmed" in http.get("/entities/trade-council").text
    assert "unconfirmed" not in http.get("/entities/IN").text


def test_the_page_of_an_entity_leads_to_each_document_that_names_it(
    http: httpx.Client, readings: list[Reading]
) -> None:
    page = http.get("/entities/IN").text
    for reading in readings:
        assert f"/documents/{reading.document.id}#r-" in page
    assert "भारत" in page
    assert '<a href="/statements?by=IN">Statements (2)</a>' in page


def test_a_record_is_explained_by_its_marks_and_its_rule(http: httpx.Client, readings: list[Reading]) -> None:
    for reading in readings:
        for record in reading.records:
            page = http.get(f"/records/{record.id}").text
            assert record.rule in page
            assert "What was found in its sentence" in page


def test_a_figure_shows_the_term_of_its_indicator(http: httpx.Client, readings: list[Reading]) -> None:
    figure = next(record for record in readings[0].records if isinstance(record, Figure))
    assert '<mark class="term">Kim ngạch thương mại</mark>' in http.get(f"/records/{figure.id}").text


def test_the_chart_draws_what_most_figures_claim(http: httpx.Client) -> None:
    page = http.get("/indicators/trade.turnover").text
    assert "figures make others" not in page
    assert page.count("application/json") == 1


def test_every_page_of_the_navigation_is_there(http: httpx.Client) -> None:
    for path in re.findall(r'<a href="([^"]+)"', http.get("/").text.split("</nav>")[0].split("<nav")[1]):
        assert http.get(path).status_code == 200
