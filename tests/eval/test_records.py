"""What is counted of records: found or not, then field by field."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from eval.faults import faults
from eval.gold import GoldDocument, load
from eval.matching import Tally
from eval.records import Engine, Key, judge, measure
from servanda.model import Entity, Event, Evidence, Figure, Reading, Record, Statement, Time
from tests.eval.conftest import stored


@pytest.fixture
def document(gold: Path) -> GoldDocument:
    return load(gold, gold.parent / "docs", stored)[0]


def reading(gold: GoldDocument, found: Sequence[Record]) -> Reading:
    return Reading(gold.document, tuple(found))


def tally(gold: GoldDocument, found: Sequence[Record], kind: str, alike: str) -> Tally:
    return judge(gold, reading(gold, found), {})[
        Key(alike.startswith(":"), kind, alike.removeprefix(":"), "en")
    ]


def first(gold: GoldDocument, kind: type[Record]) -> Record:
    return next(record for record in gold.records if isinstance(record, kind))


def test_the_gold_itself_scores_in_full(document: GoldDocument) -> None:
    counts = judge(document, reading(document, document.records), {})

    assert all(
        count.hit == count.gold == count.found for key, count in counts.items() if key.type != "document"
    )
    assert counts[Key(False, "figure", "amount", "en")] == Tally(2, 2, 2)
    assert counts[Key(False, "commissive", "act", "en")] == Tally(1, 1, 1)
    assert counts[Key(True, "commissive", "binding", "en")] == Tally(1, 1, 1)


def test_nothing_found_scores_zero(document: GoldDocument) -> None:
    assert tally(document, [], "figure", "amount") == Tally(0, 2, 0)
    assert tally(document, [], "statement", "act").f1 == 0.0


def test_a_wrong_field_costs_that_field_and_the_joint_scores_only(document: GoldDocument) -> None:
    figure = first(document, Figure)
    found = [replace(figure, id="x", period="2018", bound="~")]

    assert tally(document, found, "figure", "amount") == Tally(1, 2, 1)
    assert tally(document, found, "figure", "amount, bound, period, status") == Tally(0, 2, 1)
    assert tally(document, found, "figure", ":period") == Tally(0, 1, 1)
    assert tally(document, found, "figure", ":indicator") == Tally(1, 1, 1)


def test_periods_and_times_agree_by_what_they_mean(document: GoldDocument) -> None:
    figure, time = first(document, Figure), first(document, Time)
    found = [
        replace(figure, period="2019-01/2019-12"),
        replace(time, value="2019-01-01/2019-12-31", kind="interval"),
    ]

    assert tally(document, found, "figure", ":period") == Tally(1, 1, 1)
    assert tally(document, found, "time", "value") == Tally(1, 2, 1)
    assert tally(document, found, "time", ":kind") == Tally(0, 1, 1)


def test_the_same_amount_elsewhere_is_not_found(document: GoldDocument) -> None:
    figure = first(document, Figure)
    elsewhere = replace(figure, evidence=(Evidence("x", 0, 2, "In"),))

    assert tally(document, [elsewhere], "figure", "amount") == Tally(0, 2, 1)


def test_statements_find_their_figures_under_the_gold_s_ids(document: GoldDocument) -> None:
    figures = [replace(r, id=f"mine-{r.id}") for r in document.records if isinstance(r, Figure)]
    statement = replace(first(document, Statement), figures=("mine-f2",), speakers=("PE", "CL"))

    found = [*figures, statement]
    assert tally(document, found, "statement", ":figures") == Tally(1, 1, 1)
    assert tally(document, found, "statement", ":speakers") == Tally(1, 1, 1)


def test_entities_count_by_mention_and_by_id(document: GoldDocument) -> None:
    other = replace(first(document, Entity), entity="PER")

    assert tally(document, [other], "entity", "words") == Tally(1, 1, 1)
    assert tally(document, [other], "entity", "id") == Tally(0, 1, 1)


def test_evidence_that_is_not_in_the_text_shows(document: GoldDocument) -> None:
    figure = first(document, Figure)
    forged = replace(figure, evidence=(replace(figure.evidence[0], quote="$9 bn"),))

    assert tally(document, [figure, forged], "all records", ":evidence") == Tally(1, 2, 2)


def test_a_disputed_record_counts_neither_way(document: GoldDocument) -> None:
    time = first(document, Time)
    counts = judge(document, reading(document, [replace(time, value="2018")]), {"t1": "a reason"})

    assert counts[Key(False, "time", "value", "en")] == Tally(0, 1, 0)


def test_faults_name_what_was_missed_invented_and_different(document: GoldDocument) -> None:
    figure = first(document, Figure)
    event = Event(id="e", evidence=(Evidence("x", 0, 2, "In"),), form="visit")
    found = [replace(figure, area="AR"), event, replace(first(document, Time), value="2018")]
    shown = {row.id: (row.want, row.have) for row in faults(document, found, {})}

    assert shown["figure f1"] == ("area=CL", "area=AR")
    assert shown["event 000-(extra)"] == ("", "form=visit")
    assert shown["figure f2"][0].startswith("value=10000000000")
    assert shown["time t1"] == ("value=2019 kind=point", "value=2018 kind=point")
    assert "statement s1" in shown


def test_a_folder_is_measured_with_its_headlines(gold: Path, document: GoldDocument) -> None:
    found = [record for record in document.records if not isinstance(record, Statement)]

    section = measure(
        gold, gold.parent / "docs", Engine(stored, lambda read: Reading(read, tuple(found))), {}
    )

    assert section.name == "gold/gold"
    assert section.scores["figure amount F1"] == 1.0
    assert section.scores["statement act F1"] == section.scores["commissive binding right"] == 0.0
    assert ("gold", "figure", "amount", "all", 2, 2, 1.0, 1.0, 1.0) in section.tables[0].rows
    assert {row.id for row in section.wrong} == {"statement gold/s1", "statement gold/s2"}
