"""What a declaration drops, adds or rewords, and what lapsed: few findings, none of them false."""

from __future__ import annotations

import pytest

from servanda.link.change import changes
from servanda.link.lapse import lapses
from servanda.link.linked import Linked
from servanda.model import Finding, Reading
from tests.link.conftest import made


def found(readings: list[Reading]) -> list[Finding]:
    linked = Linked(readings)
    return [
        *changes(linked.every_thread, linked.declarations),
        *lapses(linked.every_thread, linked.readings, linked.latest),
    ]


def kinds(readings: list[Reading]) -> list[str]:
    return [f.kind for f in found(readings)]


def test_the_seeds_drop_a_permanent_seat_and_forget_an_agreement(seeds: list[Reading]) -> None:
    dropped, lapsed = found(seeds)
    assert dropped.kind == "dropped"
    assert dropped.message.startswith("Permanent seat (India – Russia): ")
    assert "Dec 2021" in dropped.message
    assert "2013" in dropped.message
    assert "the statement of 5 Dec 2025 does not speak of it" in dropped.message
    assert lapsed.kind == "lapsed"
    assert "(RELOS)” (India – Russia) was to be concluded in Dec 2021" in lapsed.message


def test_a_promise_grows_weaker_across_languages(sample: list[Reading]) -> None:
    weakened = [f for f in found(sample) if f.kind == "weakened"]
    assert [f.message.split(" (")[0] for f in weakened] == ["Second nuclear site"]
    assert "в кратчайшие сроки" in weakened[0].message
    assert "11 Dec 2014 (a firm undertaking)" in weakened[0].message
    assert "5 Dec 2025 (an intention)" in weakened[0].message


def test_every_finding_cites_records_of_the_ledger(sample: list[Reading], seeds: list[Reading]) -> None:
    held = {record.id for reading in (*sample, *seeds) for record in reading.records}
    for finding in found([*sample, *seeds]):
        assert finding.records
        assert set(finding.records) <= held


STATEMENT = """JOINT STATEMENT

New Delhi, December 5, {year}

The leaders of India and Russia met. The Sides welcomed the growth of trade.
The Sides noted the role of the United Nations.
The Sides called for reform of the UN Security Council.
The Sides agreed to work together at the UN on multilateral issues.
{more}
"""
NEWS = (
    "New Delhi, June 5, {year}. India and Russia met. Russia supports a permanent seat for India in the UNSC."
)


def statement(year: int, more: str = "") -> Reading:
    return made(STATEMENT.format(year=year, more=more))


def news(year: int) -> Reading:
    return made(NEWS.format(year=year))


def test_silence_of_a_statement_that_covers_the_topic_is_a_drop() -> None:
    assert kinds([news(2013), news(2015), statement(2020)]) == ["dropped"]


@pytest.mark.parametrize(
    "readings",
    [
        [news(2013), statement(2020)],  # once is too little
        [news(2013), news(2015), statement(2020), news(2021)],  # spoken of since
        [news(2013), news(2015), statement(2020, "Russia supports a permanent seat for India in the UNSC.")],
    ],
    ids=["once", "since", "still there"],
)
def test_anything_else_is_none(readings: list[Reading]) -> None:
    assert kinds(readings) == []


SOON = (
    "New Delhi, June 5, {year}. India and Russia met. "
    "The India-Russia logistics agreement is to be concluded soon."
)
SIGNED = "Moscow, June 5, {year}. Russia and India met. India and Russia signed a logistics agreement."


def test_an_agreement_of_which_nothing_is_heard_lapses() -> None:
    assert kinds([made(SOON.format(year=2018)), statement(2021)]) == ["lapsed"]


def test_an_agreement_that_was_signed_or_is_young_does_not() -> None:
    signed = made(SIGNED.format(year=2020))
    assert kinds([made(SOON.format(year=2018)), signed, statement(2021)]) == []
    assert kinds([made(SOON.format(year=2021)), statement(2021)]) == []
