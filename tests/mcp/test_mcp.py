"""The tools, used by the protocol's own client over standard input and output, on the sample dossier."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

import servanda

mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mcp") / "ledger.db"
    with servanda.open(path) as ledger:
        servanda.read([f"{files('servanda')}/data/sample/202[45]*"], ledger)
    return path


class Assistant(NamedTuple):
    """A client's session with a server in a process of its own."""

    client: Any
    portal: BlockingPortal

    def tools(self) -> list[Any]:
        """What the server offers."""
        return list(self.portal.call(self.client.list_tools).tools)

    def call(self, tool: str, /, **given: Any) -> Any:
        """What a tool answers."""
        return self.portal.call(self.client.call_tool, tool, given)

    def told(self, tool: str, /, **given: Any) -> dict[str, Any]:
        """What a tool tells."""
        answer = self.call(tool, **given)
        assert not answer.is_error, answer.content[0].text
        return dict(answer.structured_content)


@pytest.fixture(scope="module")
def assistant(dossier: Path) -> Iterator[Assistant]:
    """Started as an assistant's program starts it."""
    started = mcp.StdioServerParameters(
        command=sys.executable, args=["-m", "servanda", "mcp", "--ledger", str(dossier)], env=dict(os.environ)
    )
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(mcp.Client(mcp.stdio_client(started))) as client,
    ):
        yield Assistant(client, portal)


def test_every_tool_says_what_it_is_for_and_only_reads(assistant: Assistant) -> None:
    tools = {tool.name: tool for tool in assistant.tools()}
    listings = {"figures", "statements", "commitments", "agreements", "events", "entities", "documents"}
    across = {"overview", "ask", "search", "series", "findings", "threads", "compare"}
    assert tools.keys() == listings | across | {"passage", "record", "cite"}
    for tool in tools.values():
        assert tool.description
        assert tool.annotations.read_only_hint
        assert all(p.get("description") or "enum" in str(p) for p in tool.input_schema["properties"].values())
    manual = (Path(__file__).parents[2] / "docs" / "mcp.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in manual for name in tools)


@pytest.mark.parametrize(
    ("listing", "given"),
    [
        ("figures", {"indicator": "trade.turnover", "status": "target"}),
        ("statements", {"by": "RU"}),
        ("commitments", {"by": "IN", "topic": "nuclear"}),
        ("agreements", {"party": "IN", "status": "signed"}),
        ("events", {"form": "summit", "participant": "RU"}),
        ("entities", {"name": "putin"}),
    ],
)
def test_every_record_stands_word_for_word_in_its_source(
    assistant: Assistant, dossier: Path, listing: str, given: dict[str, Any]
) -> None:
    told = assistant.told(listing, **given)
    assert told["total"] >= len(told[listing]) > 0
    with servanda.open(dossier) as ledger:
        for record in told[listing]:
            for evidence in record["evidence"]:
                text = ledger.document(evidence["document"]).text
                assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
            assert ledger.document(record["source"]["document"]).uri == record["source"]["uri"]


def test_a_listing_comes_in_parts(assistant: Assistant) -> None:
    whole = assistant.told("figures", limit=200)["figures"]
    parts = [assistant.told("figures", limit=3, offset=at)["figures"] for at in (0, 3)]
    assert [*parts[0], *parts[1]] == whole[:6]


def test_an_answer_rests_on_records(assistant: Assistant) -> None:
    answer = assistant.told("ask", question="What is the trade target for 2030?")
    assert answer["found"]
    assert "100 bn USD by 2030" in answer["text"]
    assert all(one["quote"] and one["uri"] for line in answer["lines"] for one in line["citations"])
    assert not assistant.told("ask", question="What is the price of bananas in Peru?")["found"]


def test_what_follows_from_the_records_comes_with_them(assistant: Assistant) -> None:
    for finding in assistant.told("findings")["findings"]:
        assert all(record["evidence"] and record["source"]["title"] for record in finding["records"])
    rows = assistant.told("series", indicator="trade.turnover", area="RU", counterpart="IN")["series"]
    assert {row["unit"] for row in rows if row["measure"] == "level"} == {"USD"}
    assert all(row["quote"] and row["uri"] for row in rows)
    threads = assistant.told("threads", text="kudankulam")
    assert set(threads["threads"][0]["documents"]) <= threads["sources"].keys()


def test_a_document_is_found_read_compared_and_cited(assistant: Assistant) -> None:
    sentence = assistant.told("search", query="товарооборот lang:ru", limit=3)["sentences"][0]
    length = sentence["end"] - sentence["start"]
    passage = assistant.told("passage", document=sentence["document"], start=sentence["start"], length=length)
    assert passage["text"] == sentence["sentence"]
    assert [record["id"] for record in passage["records"]] == [one["id"] for one in sentence["records"]]
    old, new = (one["document"] for one in assistant.told("documents", limit=2)["documents"])
    assert assistant.told("compare", old=old, new=new)["sources"].keys() == {old, new}
    key = sentence["records"][0]["id"]
    assert sentence["document"] in assistant.told("cite", id=key)["citation"]
    assert assistant.told("record", id=key)["rule"]


def test_the_overview_counts_what_there_is(assistant: Assistant, dossier: Path) -> None:
    with servanda.open(dossier) as ledger:
        assert assistant.told("overview")["counts"] == ledger.summary().counts


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("passage", {"document": "nowhere"}, "holds no document nowhere"),
        ("series", {"indicator": "trade.turnovr"}, "trade.turnover"),
        ("agreements", {"since": "soon"}, "since wants a date"),
        ("figures", {"limit": 1000}, "less than or equal to 200"),
    ],
)
def test_a_wrong_question_is_answered_with_what_is_wrong(
    assistant: Assistant, tool: str, given: dict[str, Any], said: str
) -> None:
    answer = assistant.call(tool, **given)
    assert answer.is_error
    assert said in answer.content[0].text
