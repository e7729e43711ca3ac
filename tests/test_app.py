"""The use cases on real files: what is read, what is passed over, what fails and stops nothing."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import servanda
from servanda.errors import LedgerError, UsageError

TARGET = "India and Russia set a target of $100 billion in bilateral trade by 2030."
HALF = "Kim ngạch thương mại Nga - Ấn đạt 5,5 tỷ USD trong nửa đầu năm 2013."


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[servanda.Ledger]:
    with servanda.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "statements"
    made.mkdir()
    (made / "target.txt").write_text(TARGET, encoding="utf-8")
    (made / "half.txt").write_text(HALF, encoding="utf-8")
    return made


def test_the_readme_in_one_test(ledger: servanda.Ledger, folder: Path) -> None:
    report = servanda.read([folder], ledger)
    assert (report.added, report.read, report.failed) == (2, 2, 0)
    (figure,) = ledger.figures(status="target")
    assert (figure.value, figure.unit, figure.period) == (Decimal(100_000_000_000), "USD", "2030")
    assert figure.evidence[0].quote == "$100 billion"


def test_the_example_of_the_readme_runs_as_it_stands(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder.parent)
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    example = re.search(r"^```python\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    assert example
    made: dict[str, Any] = {}
    exec(example[1], made)
    assert capsys.readouterr().out == "100000000000 USD 2030 $100 billion\n"
    assert made["turnover"]["quote"].to_list() == ["5,5 tỷ USD", "$100 billion"]
    assert made["everything"][0]["value"] == Decimal(100_000_000_000)


def test_a_ledger_shows_how_much_it_holds(ledger: servanda.Ledger, folder: Path) -> None:
    servanda.read([folder / "target.txt"], ledger)
    assert repr(ledger).startswith("Ledger(documents=1, records=")


def test_every_quote_stands_in_its_document(ledger: servanda.Ledger, folder: Path) -> None:
    servanda.read([folder], ledger)
    records = [*ledger.figures(), *ledger.times(), *ledger.entities(), *ledger.statements()]
    assert len(records) >= 6
    for record in records:
        text = ledger.document(record.document).text
        for evidence in record.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote


def test_reading_again_changes_nothing(ledger: servanda.Ledger, folder: Path) -> None:
    servanda.read([folder], ledger)
    before = list(ledger.store.readings())
    report = servanda.read([folder], ledger)
    assert (report.unchanged, report.read) == (2, 0)
    assert list(ledger.store.readings()) == before


def test_a_changed_file_replaces_what_it_said(ledger: servanda.Ledger, folder: Path) -> None:
    servanda.read([folder], ledger)
    path = folder / "target.txt"
    path.write_text(TARGET.replace("100", "150"), encoding="utf-8")
    report = servanda.read([folder], ledger)
    assert (report.replaced, report.unchanged) == (1, 1)
    assert [figure.value for figure in ledger.figures(status="target")] == [Decimal(150_000_000_000)]
    assert [row["status"] for row in ledger.store.history(path.as_posix())] == ["replaced", "stands"]


def test_a_broken_document_stops_no_other_and_loses_nothing(ledger: servanda.Ledger, folder: Path) -> None:
    servanda.read([folder], ledger)
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "b.txt").write_bytes(b"")
    (folder / "c.pdf").write_bytes(b"%PDF-1.7\nnothing that follows")
    (folder / "half.txt").write_bytes(b"\x00\x01\x02\xff" * 50)  # it was good before
    (folder / "new.txt").write_text("Russia pledged 3 billion roubles in 2020.", encoding="utf-8")
    report = servanda.read([folder, folder / "none.txt"], ledger)
    assert (report.added, report.unchanged, report.failed) == (1, 1, 5)
    failures = {Path(failure.source).name: failure.reason for failure in report.failures}
    assert sorted(failures) == ["a.png", "b.txt", "c.pdf", "half.txt", "none.txt"]
    assert all(failures.values())
    assert {Path(document.uri).name for document in ledger.documents()} == {
        "half.txt",
        "new.txt",
        "target.txt",
    }
    assert ledger.figures(unit="USD", period="2013-01/2013-06")[0].evidence[0].quote == "5,5 tỷ USD"


def test_a_document_over_the_limit_fails_alone(ledger: servanda.Ledger, folder: Path) -> None:
    (folder / "large.txt").write_text("word " * 1000, encoding="utf-8")
    report = servanda.read([folder], ledger, max_bytes=1000)
    assert (report.added, report.failed) == (2, 1)
    assert report.failures[0].source.endswith("large.txt")


def test_one_content_under_two_names_is_one_document(ledger: servanda.Ledger, folder: Path) -> None:
    (folder / "copy.txt").write_text(TARGET, encoding="utf-8")
    assert servanda.read([folder], ledger).added == 3
    assert ledger.store.counts()["document"] == 2
    assert len(ledger.figures(status="target")) == 1


def test_what_comes_by_standard_input_replaces_nothing(
    ledger: servanda.Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in (TARGET, HALF, HALF):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(BytesIO(text.encode())))
        servanda.read(["-"], ledger)
    assert ledger.store.counts()["document"] == 2
    assert {document.uri.partition(":")[0] for document in ledger.documents()} == {"stdin"}


def test_progress_names_each_document_and_what_came_of_it(ledger: servanda.Ledger, folder: Path) -> None:
    (folder / "z.txt").write_bytes(b"")
    steps: list[servanda.Progress] = []
    servanda.read([folder], ledger, on_progress=steps.append)
    assert [(Path(s.source).name, s.done, s.total, s.outcome) for s in steps] == [
        ("half.txt", 1, 3, "added"),
        ("target.txt", 2, 3, "added"),
        ("z.txt", 3, 3, "failed"),
    ]


@pytest.mark.skipif(not hasattr(os, "fork") or os.geteuid() == 0, reason="a superuser may read every file")
def test_a_file_without_permission_fails_alone(ledger: servanda.Ledger, folder: Path) -> None:
    (folder / "target.txt").chmod(0)
    report = servanda.read([folder], ledger)
    assert (report.added, report.failed) == (1, 1)


def test_explain_gives_the_sentence_the_marks_and_the_rule(ledger: servanda.Ledger, folder: Path) -> None:
    servanda.read([folder], ledger)
    (figure,) = ledger.figures(status="target")
    explained = ledger.explain(figure.id[:8])
    assert explained.record == figure
    assert explained.reasons.sentence == TARGET
    assert explained.reasons.rule
    assert "$100 billion" in [mark["quote"] for mark in explained.reasons.marks]
    with pytest.raises(LedgerError, match="holds no record f0"):
        ledger.explain("f0")


def test_summary(ledger: servanda.Ledger, folder: Path) -> None:
    servanda.read([folder], ledger)
    summary = ledger.summary()
    assert summary.counts["document"] == 2
    assert summary.languages == [("en", 1), ("vi", 1)]
    assert summary.indicators[0] == ("trade.turnover", 2)
    assert [figure.evidence[0].quote for figure, _ in summary.notable] == ["$100 billion", "5,5 tỷ USD"]


def test_export_by_name(ledger: servanda.Ledger, folder: Path) -> None:
    servanda.read([folder], ledger)
    out = BytesIO()
    written = ledger.export("jsonl", out)
    assert out.getvalue().count(b"\n") == written + 2
    with pytest.raises(UsageError, match="no such format: docx; there are jsonl, csv"):
        ledger.export("docx", out)


def test_an_unknown_filter_names_those_that_there_are(ledger: servanda.Ledger) -> None:
    with pytest.raises(UsageError, match="figure has no field colour; filter by id, rule, value"):
        ledger.figures(colour="red")


def test_a_ledger_is_only_created_where_it_may_be(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="make one first: servanda read"):
        servanda.open(tmp_path / "none.db", create=False)
    servanda.open(tmp_path / "new.db").close()
    assert (tmp_path / "new.db").exists()
