"""Cells, columns and words in context, in terminal cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from servanda.cli.layout import Column, in_context, line, widths

TEXT = "The two sides set a target of $100 billion by 2030, and noted it with satisfaction."
SPAN = TEXT.index("$100"), TEXT.index(" by")


@pytest.mark.parametrize("width", [5, 12, 14, 20, 30, 60, 200])
def test_the_quote_is_shown_with_what_fits_around_it(width: int) -> None:
    text = in_context(TEXT, *SPAN, width)
    assert text.cell_len <= width
    assert "$100 billion".startswith(text.plain.strip("…")) if width < 15 else "$100 billion" in text.plain


def test_room_that_one_side_leaves_goes_to_the_other() -> None:
    assert in_context("$5 bn was the target that both sides set", 0, 5, 20).plain == "$5 bn was the targe…"
    assert in_context("both sides set a target of $5 bn", 27, 32, 20).plain == "…t a target of $5 bn"


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60), st.data())
def test_no_text_is_shown_wider_than_its_room(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    width = data.draw(st.integers(4, 80))
    shown = in_context(text, start, end, width)
    assert shown.cell_len <= width
    assert shown.plain.isprintable() or not text.isprintable()
    assert not set(shown.plain) & {chr(code) for code in (*range(32), *range(127, 160))}


def test_columns_line_up_in_any_script() -> None:
    columns = (Column("name", str, 10), Column("n", str, 5, right=True))
    cells = [["भारत", "1"], ["印度", "22"], ["Ấn Độ và Nga rất dài", "333"]]
    sizes = widths(columns, cells, 80)
    assert {line(columns, sizes, row).cell_len for row in cells} == {10 + 2 + 3 + 2}
    assert line(columns, sizes, cells[2]).plain.startswith("Ấn Độ và…   333")


def test_the_widest_column_gives_way() -> None:
    columns = (Column("a", str, 50), Column("b", str, 50))
    assert widths(columns, [["x" * 40, "y" * 10]], 40) == [26, 10]
    assert sum(widths(columns, [["x" * 40, "y" * 40]], 4)) == 16  # as narrow as they get
    assert cell_len("…") == 1
