"""Which claims are called conflicts, with which reason, and which only look like them: small tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from servanda.link.claims import Claim, agree
from servanda.link.findings import findings
from servanda.link.linked import Linked
from servanda.model import Finding, Reading
from servanda.readers import figures

HEADINGS = "indicator,area,counterpart,period,value,unit,bound,status,claimed_by,source,published"
TURNOVER = "trade.turnover,IN,RU"
INDIA, RUSSIA = "Indian Ministry of Commerce", "V. Putin"


def table(*rows: str) -> Reading:
    """A table of figures; a row may stop after the unit."""
    lines = [row + "," * (HEADINGS.count(",") - row.count(",")) for row in rows]
    return figures.read("\n".join([HEADINGS, *lines]).encode(), "table.csv")


def found(*rows: str) -> list[Finding]:
    return findings(Linked([table(*rows)]))


def told(kind: str, *rows: str) -> list[str]:
    return [f.message for f in found(*rows) if f.kind == kind]


CONFLICTS = {
    "reporter side (IN against RU)": (
        f"trade.turnover-change,IN,RU,2024,9.2,%,=,,{INDIA},a,2025-02",
        f"trade.turnover-change,IN,RU,2024,12,%,=,,{RUSSIA},b,2025-12",
    ),
    "two numbers (revised later, or misquoted)": (
        f"trade.turnover-change,IN,RU,2017,24,%,=,,{RUSSIA},a,2018-07",
        f"trade.turnover-change,IN,RU,2017,21,%,=,,{RUSSIA} (headline),b,2018-10",
    ),
    "two numbers within weeks": (
        "people.students,IN,RU,2024-03,25000,1,>,,D. Alipov (Ambassador of Russia),a,2024-03-14",
        "people.students,IN,RU,2024~,20000,1,=,,D. Alipov,b,2024-04-11",
    ),
    "two digits changed places (947 USD and 974 USD)": (
        "refit,IN,RU,2004,947,USD",
        "refit,IN,RU,2004,974,USD",
    ),
    "a slip of the decimal point": (
        "oil.import-share,IN,RU,2021-04/2022-03,0.2,%",
        "oil.import-share,IN,RU,2021-04/2022-03,2.0,%",
    ),
    "the two directions may have been swapped": (
        "investment.stock,RU,IN,2017,18,USD,=,,A,a",
        "investment.stock,IN,RU,2017,13,USD,=,,A,a",
        "investment.stock,IN,RU,2017,18,USD,=,,B,b",
    ),
    "a number for a longer period put to a shorter one": (
        f"{TURNOVER},2025-01/2025-06,69.2,USD",
        f"{TURNOVER},2025-01/2025-08,43.5,USD",
    ),
    "the same number put to another period (its label slipped)": (
        f"{TURNOVER},2023-01/2023-10,54.7,USD",
        f"{TURNOVER},2023-01/2023-09,54.7,USD",
    ),
    "the same number put to another period (a window misquoted)": (
        "arms.import-share,IN,RU,2012/2016,69,%",
        "arms.import-share,IN,RU,2012/2017,69,%",
    ),
    "another window or basis": (
        "arms.import-share,IN,RU,../2013,70,%,~,,A,a",
        "arms.import-share,IN,RU,2008/2012,79,%,=,,B,b",
    ),
    "the rest would have to run": (
        "people.tourists,RU,IN,2023-01/2023-09,60000,1",
        "people.tourists,RU,IN,2023,160000,1",
    ),
    "different things counted": (
        "freight,RU,IR,2023,11.69,t",
        "freight,RU,IR,2023,2.1,t",
    ),
    "another scope of the count": (
        "diplomacy.documents-signed,IN,RU,2010-12-21,29,1",
        "diplomacy.documents-signed,IN,RU,2010-12-21,33,1",
    ),
    "versions of a forecast or plan": (
        "transport.freight,RU,IR,2030,41,t,=,forecast",
        "transport.freight,RU,IR,2030,32,t,=,forecast",
    ),
    "a wrong order of magnitude": (
        "agriculture.fertilizers,RU,IN,2022-04/2023-02,34,t",
        "agriculture.fertilizers,RU,IN,2024,4,t",
        "agriculture.fertilizers,RU,IN,2025-01/2025-08,2.5,t",
    ),
    "by 2025 (22 Dec 2022) and by 2030": (
        f"{TURNOVER},2025,30,USD,=,target,D. Alipov,a,2022-12-22",
        f"{TURNOVER},2030,30,USD,=,target,D. Alipov,b,2023-12-08",
    ),
}


@pytest.mark.parametrize("reason", CONFLICTS)
def test_a_conflict_names_its_likely_reason(reason: str) -> None:
    rows = CONFLICTS[reason]
    (message,) = told("conflict", *rows)
    assert reason in message


ALIKE = {
    "rounding": ("deal,IN,PH,2022,375000000,USD,~", "deal,IN,PH,2022,374962800,USD"),
    "digits cut off": (f"{TURNOVER},2024-04/2025-03,68,USD", f"{TURNOVER},2024-04/2025-03,68.72,USD"),
    "a bound that fits": (f"{TURNOVER},2022,35,USD,>", f"{TURNOVER},2022,39,USD"),
    "a range that holds it": ("x,IN,RU,2024,25000/30000,1", "x,IN,RU,2024,27000,1"),
    "fiscal beside calendar year": (f"{TURNOVER},2018-04/2019-03,8.2,USD", f"{TURNOVER},2018,11,USD"),
    "a part of a period": (f"{TURNOVER},2022-04/2023-03,49.36,USD", f"{TURNOVER},2022-04/2022-12,35,USD"),
    "mirror statistics": (
        f"{TURNOVER},2024,70.6,USD,=,,{INDIA},a",
        f"{TURNOVER},2024,65,USD,=,,{RUSSIA},b",
    ),
    "a guess at now": (f"{TURNOVER},2025~,64,USD", f"{TURNOVER},2025~,70,USD"),
    "expected beside observed": (
        "diplomacy.documents-signed,IN,RU,2018-10-05,8,1",
        "diplomacy.documents-signed,IN,RU,2018-10-05,20,1,>,forecast",
    ),
    "units": (
        "transport.route-length,IN,RU,2024,5600,[nmi_i],~",
        "transport.route-length,IN,RU,2024,10300,km,~",
    ),
    "currencies": ("contract,IN,RU,2018,5.43,USD", "contract,IN,RU,2018,39000,INR"),
    "overlapping windows": (
        "arms.import-share,IN,RU,2019/2023,36,%",
        "arms.import-share,IN,RU,2021/2025,40,%",
    ),
    "a target's history": (
        "investment.stock,IN,RU,2025,30,USD,=,target,,a,2014",
        "investment.stock,IN,RU,2025,50,USD,=,target,,b,2018",
    ),
    "growth of two spans": (
        "trade.turnover-change,IN,RU,2025-01/2025-07,42,%,=,,A. Guryev,a,2025-07",
        "trade.turnover-change,IN,RU,2025-01/2025-08,20,%,=,,A. Guryev,b,2025-09",
    ),
    "what has grown": (f"{TURNOVER},2012,11,USD", f"{TURNOVER},2021,13,USD", f"{TURNOVER},2025,68,USD"),
}


@pytest.mark.parametrize("why", ALIKE)
def test_what_only_looks_like_a_conflict_is_left_alone(why: str) -> None:
    assert told("conflict", *ALIKE[why]) == []


def test_a_total_less_than_its_component_is_arithmetic() -> None:
    rows = (f"{TURNOVER},2021-04/2022-03,8.73,USD", "trade.imports,IN,RU,2021-04/2022-03,9.86,USD")
    (message,) = told("arithmetic", *rows)
    assert "less than its own component" in message


def test_a_balance_is_what_the_two_flows_leave() -> None:
    flows = ("trade.exports,IN,RU,2024,4.9,USD", "trade.imports,IN,RU,2024,65.7,USD")
    (message,) = told("arithmetic", *flows, "trade.balance,IN,RU,2024,25.11,USD")
    assert "leave a balance of 60.8 USD" in message
    assert told("arithmetic", *flows, "trade.balance,IN,RU,2024,60.5,USD,~") == []


def test_trade_with_a_member_is_a_part_of_that_with_its_union() -> None:
    (message,) = told("arithmetic", f"{TURNOVER},2024,70.6,USD", "trade.turnover,IN,eaeu,2024,69,USD")
    assert "of which it is a part" in message


def test_a_schedule_slips_when_a_plan_moves_or_is_reached_late() -> None:
    planned = (
        "unit3,IN,RU,2022/2023,1000,MW,=,planned,,a,2016",
        "unit3,IN,RU,2026,1000,MW,=,planned,,b,2025",
    )
    assert "planned for 2022–2023, then for 2026" in told("target", *planned)[0]
    late = ("unit1,IN,RU,2007-12,1000,MW,=,planned,,a,2013", "unit1,IN,RU,2014-12,1000,MW,=,observed,,b,2016")
    assert "planned for Dec 2007 and reached in Dec 2014" in told("target", *late)[0]


def test_a_plan_for_a_time_already_past_is_an_impossible_date() -> None:
    rows = (
        "oil.imports,IN,RU,2024-01,500000,1,~,planned,A,a,2024-12",
        "oil.imports,IN,RU,2025-01,500000,1,~,planned,B,b,2024-12-13",
    )
    (message,) = told("calendar", *rows)
    assert "an impossible date" in message


def test_a_plan_without_an_end_is_never_late() -> None:
    rows = (
        "unit1,IN,RU,2026/..,1000,MW,=,planned,,a,2025-01",
        "unit1,IN,RU,2027,1000,MW,=,planned,,b,2025-01",
        "unit1,IN,RU,2010/..,1000,MW,=,observed,,c,2025",
    )
    assert told("calendar", *rows) == []
    assert not any("reached in" in message for message in told("target", *rows))


def test_a_target_is_met_by_one_source_and_missed_by_another() -> None:
    rows = (
        f"{TURNOVER},2010,10,USD,=,target,,a,2008",
        f"{TURNOVER},2010~,10,USD,~,observed,,b,2010-12",
        f"{TURNOVER},2010,8.535,USD,=,observed,,c,2011-12",
    )
    assert "it depends on the source" in told("target", *rows)[0]


def test_a_claim_that_departs_from_a_reference_series_says_so() -> None:
    claims = table(f"{TURNOVER},2019,7.5,USD,=,,A,a")
    text = "INDICATOR,REF_AREA,COUNTERPART_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE"
    row = "trade.turnover,IND,RUS,2019,10.11,USD"
    reference = figures.read(f"{text}\n{row}\n".encode(), "reference.csv", reference=True)
    (finding,) = [f for f in findings(Linked([claims, reference])) if f.kind == "conflict"]
    assert "departs from the reference series" in finding.message
    assert set(finding.records) == {claims.records[0].id, reference.records[0].id}


def test_claims_agree_where_one_value_fits_both() -> None:
    of = {"id": "", "indicator": "x", "area": None, "counterpart": None, "measure": "level", "unit": "USD"}
    ten = Claim(**of, value=Decimal(10))
    assert not agree(ten, Claim(**of, value=Decimal(11)))
    assert agree(ten, Claim(**of, value=Decimal(11), bound="~"))
    assert agree(ten, Claim(**of, value=Decimal(9), bound=">"))
    assert not agree(ten, Claim(**of, value=Decimal(9), bound="<"))
