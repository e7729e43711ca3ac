"""Dealings, promises and pillars: what pages of the relationship as a whole stand on."""

from __future__ import annotations

from collections import Counter

import msgspec

from servanda.catalogue import states
from servanda.link.dealing import CROWD, acting, dealings
from servanda.link.linked import Linked
from servanda.model import Agreement, Event, Reading, Statement
from tests.link.conftest import made


def test_a_leader_acts_for_the_state_and_a_project_for_nobody() -> None:
    assert acting("narendra-modi", {}) == "IN"
    assert acting("modi", {"modi": "narendra-modi"}) == "IN"
    assert acting("brahmos-missile", {}) is None


def test_those_who_deal_most_come_first_and_the_latest_deed_before_others(sample: list[Reading]) -> None:
    linked = Linked(sample)
    pair, told = next(iter(linked.dealings.items()))
    assert pair == ("IN", "RU")
    assert {d.kind for d in told} == {"event", "agreement", "statement"}
    assert all(linked.records[d.record] for d in told)
    dates = [d.date or "" for d in told]
    assert dates == sorted(dates, reverse=True)


def test_a_crowd_deals_with_nobody_in_particular() -> None:
    reading = made("Kazan, October 23, 2024. India, Russia and China agreed to expand trade.")
    (said,) = (r for r in reading.records if isinstance(r, Statement))
    many = msgspec.structs.replace(said, speakers=states()[: CROWD + 1])
    assert len(dealings([msgspec.structs.replace(reading, records=(said,))], {})) == 3
    assert not dealings([msgspec.structs.replace(reading, records=(many,))], {})


def test_a_commitment_stands_as_findings_and_targets_tell(sample: list[Reading]) -> None:
    promises = Linked(sample).promises
    of_trade = {p.standing for p in promises if p.topic == "trade"}
    assert {"met", "missed", "on-track"} <= of_trade
    weakened = [p for p in promises if p.standing == "weakened"]
    assert {p.published for p in weakened} == {"2014-12-11", "2025-12-05"}
    assert {p.side for p in weakened} == {"trouble"}
    assert Counter(p.side for p in promises)["open"] > len(promises) / 2  # most tell of no more than intent


def test_a_pillar_has_its_undertakings_instruments_and_events(sample: list[Reading]) -> None:
    linked = Linked(sample)
    nuclear = linked.pillars["nuclear"]
    assert {"kudankulam-npp", "second-nuclear-site"} <= {t.key for t in linked.heads if t.topic == "nuclear"}
    for told, kind in ((nuclear.agreements, Agreement), (nuclear.events, Event)):
        assert told
        assert all(isinstance(linked.records[one.record], kind) for one in told)
    dates = [one.date[:4] for one in nuclear.agreements if one.date]
    assert dates == sorted(dates, reverse=True)
