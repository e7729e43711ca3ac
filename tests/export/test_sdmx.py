"""SDMX-CSV, read back by sdmx1."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import sdmx
from sdmx.model import v30

import servanda
from servanda.export import exporters
from servanda.export.sdmx import ATTRIBUTES, DIMENSIONS, MEASURE, time_period
from servanda.model import Figure, Reading

TIME_PERIOD = re.compile(
    r"\d{4}|\d{4}-\d\d|\d{4}-\d\d-\d\d|\d{4}-[SQ]\d|\d{4}-\d\d-\d\d/P(\d+Y)?(\d+M)?(\d+D)?"
)
"""The forms of SDMX's ObservationalTimePeriodType that are written."""


def structure() -> Any:
    """The structure that the rows refer to."""
    return v30.DataStructureDefinition(
        id="CLAIMS",
        dimensions=v30.DimensionDescriptor(components=[v30.Dimension(id=name) for name in DIMENSIONS]),
        attributes=v30.AttributeDescriptor(components=[v30.DataAttribute(id=name) for name in ATTRIBUTES]),
        measures=v30.MeasureDescriptor(components=[v30.Measure(id=MEASURE)]),
    )


def observations(readings: list[Reading]) -> list[Any]:
    out = BytesIO()
    written = exporters()["sdmx-csv"](readings, out)
    out.seek(0)
    message = sdmx.read_sdmx(out, format="csv", structure=structure())
    found = [one for data in message.data for one in data.obs]
    assert len(found) == written
    return found


def test_sdmx1_reads_every_observation(sample: servanda.Ledger) -> None:
    figures = {f.id: f for f in sample.figures() if f.indicator and time_period(f.period)}
    found = observations(list(sample.store.readings()))
    assert {str(one.dimension["CLAIM"].value) for one in found} == set(figures)
    for one in found:
        figure = figures[one.dimension["CLAIM"].value]
        assert one.dimension["INDICATOR"].value == figure.indicator
        assert one.dimension["REF_AREA"].value == (figure.area or "_Z")
        assert one.dimension["UNIT_MEASURE"].value == figure.unit
        assert Decimal(one.value) == figure.value
        assert one.attached_attribute["CLAIM_STATUS"].value == figure.status


def test_keys_are_unique_and_periods_are_those_of_sdmx(sample: servanda.Ledger) -> None:
    found = observations(list(sample.store.readings()))
    keys = [tuple(str(one.dimension[name].value) for name in DIMENSIONS) for one in found]
    assert len(set(keys)) == len(keys)
    assert all(TIME_PERIOD.fullmatch(key[-1]) for key in keys)


def test_a_range_keeps_both_ends_and_an_aim_says_what_it_is(dossier: list[Reading]) -> None:
    found = {one.dimension["CLAIM"].value: one for one in observations(dossier)}
    figures = [r for reading in dossier for r in reading.records if isinstance(r, Figure) and r.id in found]
    ranges = [f for f in figures if f.value_max is not None]
    aims = [f for f in figures if f.status == "target"]
    assert ranges
    assert aims
    for figure in ranges:
        assert Decimal(found[figure.id].attached_attribute["OBS_VALUE_MAX"].value) == figure.value_max
    for figure in aims:
        assert found[figure.id].attached_attribute["OBS_STATUS"].value == "O"


@pytest.mark.parametrize("open_ended", ["../2014", "2020/..", "XXXX-05", None, ""])
def test_a_period_without_an_end_is_not_written(open_ended: str | None) -> None:
    assert time_period(open_ended) is None
