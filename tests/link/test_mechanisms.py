"""Mechanisms: bodies as series of events, with their cadence, gaps and what is due."""

from __future__ import annotations

from servanda.link.linked import Linked
from servanda.link.mechanism import Mechanism, mechanisms
from servanda.model import Reading
from tests.link.conftest import made

COMMISSION = (
    "New Delhi, {date}. India and Russia met. The {n}th session of the India-Russia Inter-Governmental "
    "Commission was held in New Delhi on {date}."
)


def session(n: int, date: str) -> Reading:
    return made(COMMISSION.format(n=n, date=date))


def only(readings: list[Reading]) -> Mechanism:
    (found,) = (m for m in mechanisms(readings) if m.key == "irigc-tec")
    return found


def test_sessions_make_a_cadence_and_tell_when_the_next_is_due() -> None:
    found = only([session(n, f"December 4, {2000 + n}") for n in (15, 16, 17, 18)])
    assert [(e.ordinal, e.date) for e in found.editions] == [
        (n, f"{2000 + n}-12-04") for n in (15, 16, 17, 18)
    ]
    assert found.cadence == 12
    assert found.due == "2019-12"
    assert found.gaps == ()


def test_numbers_that_nothing_tells_of_are_gaps_and_share_the_pause() -> None:
    found = only([session(n, f"December 4, {2000 + n}") for n in (14, 15, 18)])
    assert found.gaps == ("no. 16 to 17 unknown",)
    assert found.cadence == 12


def test_a_long_pause_is_a_gap() -> None:
    dates = ["March 4, 2011", "March 4, 2012", "March 4, 2013", "March 4, 2016"]
    found = only([session(n, date) for n, date in enumerate(dates, 4)])
    assert found.gaps == ("36 months between 2013-03-04 and 2016-03-04",)


def test_the_summits_of_the_dossier_stand_among_those_of_the_catalogue(sample: list[Reading]) -> None:
    (summit,) = (m for m in mechanisms(sample) if m.key == "india-russia-annual-summit")
    assert summit.parties == ("IN", "RU")
    assert [e.ordinal for e in summit.editions] == list(range(1, 24))
    told = {e.ordinal for e in summit.editions if e.records}
    assert told >= {9, 11, 13, 15, 17, 19, 20, 21, 22, 23}
    assert summit.gaps[0].startswith("27 months between 2019-09")
    assert (summit.due or "")[:4] == "2026"


def test_a_mechanism_owns_the_commitments_that_name_it(sample: list[Reading]) -> None:
    linked = Linked(sample)
    held = {r.id: r for reading in sample for r in reading.records}
    owned = [held[key].evidence[0].quote for m in linked.mechanisms for key in m.owned]
    assert any("Inter-Governmental Commission" in quote for quote in owned)
