from __future__ import annotations

import pytest

from servanda.periods import period_words


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2013", "2013"),
        ("2013-06", "Jun 2013"),
        ("2025-12-05", "5 Dec 2025"),
        ("2025-12-XX", "Dec 2025"),
        ("2025-XX", "2025"),
        ("197X", "1970s"),
        ("2030~", "about 2030"),
        ("2013?", "2013?"),
        ("2013-24", "winter 2013"),
        ("2008/2012", "2008–2012"),
        ("2013-01/2013-06", "Jan–Jun 2013"),
        ("2013-10/2014-02", "Oct 2013 – Feb 2014"),
        ("2025-12-04/2025-12-05", "4–5 Dec 2025"),
        ("2025-12-30/2026-01-02", "30 Dec 2025 – 2 Jan 2026"),
        ("../2013", "until 2013"),
        ("2024/..", "from 2024"),
        ("P4Y", "4 years"),
        ("P1Y6M", "1 year 6 months"),
        (None, ""),
    ],
)
def test_a_period_reads_as_a_person_would_write_it(edtf: str | None, words: str) -> None:
    assert period_words(edtf) == words


@pytest.mark.parametrize("odd", ["XXXX-12", "2013-13", "R/P1Y", "PT2H", "19XX", "someday"])
def test_what_has_no_words_stays_as_it_stands(odd: str) -> None:
    assert period_words(odd) == odd
