from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from servanda.model import Evidence, Figure
from servanda.web.show import figure_exact, said_words


def figure(value: str, **more: Any) -> Figure:
    return Figure(id="f", evidence=(Evidence("d", 0, 1, "x"),), value=Decimal(value), **more)


@pytest.mark.parametrize(
    ("claim", "words", "exact"),
    [
        (figure("100000000000", unit="USD"), "USD 100 bn", "100,000,000,000 USD"),
        (figure("80000000000", unit="USD", bound=">"), "over USD 80 bn", "> 80,000,000,000 USD"),
        (figure("68723456789.12", unit="USD"), "USD 68.7235 bn", "68,723,456,789.12 USD"),
        (
            figure("65E+9", value_max=Decimal("70E+9"), unit="USD"),
            "USD 65–70 bn",
            "65,000,000,000–70,000,000,000 USD",
        ),
        (figure("35", unit="%", bound="~"), "about 35%", "≈ 35 %"),
        (figure("5", unit="x"), "5×", "5 x"),
        (figure("100", unit="GW", bound="<="), "up to 100 GW", "≤ 100 GW"),
        (figure("2", counted="consulates"), "2 consulates", "2"),
        (figure("-3.5", unit="pp", bound=">="), "at least -3.5 pp", "≥ -3.5 pp"),
    ],
)
def test_a_figure_is_short_to_read_and_exact_to_the_digit(claim: Figure, words: str, exact: str) -> None:
    assert said_words(claim) == words
    assert figure_exact(claim) == exact
