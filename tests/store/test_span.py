"""EDTF values as days that sort as text; what a value covers is tested with the values."""

from __future__ import annotations

import pytest

from servanda.store.span import EARLIEST, LATEST, span


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2013", ("2013-01-01", "2013-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2013-01/2013-06", ("2013-01-01", "2013-06-30")),
        ("../2014", (EARLIEST, "2014-12-31")),
        ("2014/..", ("2014-01-01", LATEST)),
        ("197X", ("1970-01-01", "1979-12-31")),
        (None, (None, None)),
        ("P4Y", (None, None)),
        ("soon", (None, None)),
    ],
)
def test_a_value_spans_days(value: str | None, days: tuple[str | None, str | None]) -> None:
    assert span(value) == days


def test_days_sort_as_text() -> None:
    days = [EARLIEST, *(str(span(year)[0]) for year in ("0476", "2013")), LATEST]
    assert days == sorted(days)
