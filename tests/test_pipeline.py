"""The steps as a whole: what comes out is grounded, the same every time, and explained."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from servanda import annotation, packs, pipeline, readers
from servanda.errors import UsageError
from servanda.ground import check
from servanda.model import Document, Figure, Time, document_id

VOCABULARY = (
    *(
        "India",
        "Russia",
        "agreed",
        "to",
        "5",
        "12,5",
        "1.234",
        "$",
        "USD",
        "billion",
        "tỷ",
        "млрд",
        "करोड़",
        "%",
    ),
    *(
        "percent",
        "in",
        "2013",
        "by",
        "2030",
        "tháng",
        "12",
        "năm",
        "ago",
        "last",
        "week",
        "two",
        "thirds",
        "from",
    ),
    *(
        "-",
        "–",
        "/",
        ".",
        ",",
        "(",
        ")",
        "May",
        "17",
        "18",
        "ноября",
        "года",
        "पिछले",
        "साल",
        "half",
        "of",
        "the",
    ),
)
WORDS = st.sampled_from(VOCABULARY)


def document(text: str, lang: str = "en") -> Document:
    return Document(
        id=document_id(text.encode()),
        uri="x.txt",
        media_type="text/plain",
        sha256="",
        text=text,
        language=lang,
    )


@given(st.lists(WORDS, max_size=25).map(" ".join), st.sampled_from(packs.languages()))
def test_whatever_the_words_each_value_is_grounded_and_stable(text: str, lang: str) -> None:
    found = annotation.annotate(text, lang, "2025-12-05")

    assert found == annotation.annotate(text, lang, "2025-12-05")
    for span in [*found.quantities, *found.times]:
        assert text[span.start : span.end] == span.quote != ""
    spans = sorted((s.start, s.end) for s in [*found.quantities, *found.times])
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@given(st.text(max_size=80), st.sampled_from(packs.languages()))
def test_any_text_at_all_is_read(text: str, lang: str) -> None:
    found = annotation.annotate(text, lang, None)
    assert all(text[s.start : s.end] == s.quote for s in [*found.quantities, *found.times])


@given(st.lists(WORDS, max_size=20).map(" ".join))
def test_every_time_value_is_edtf_or_a_duration(text: str) -> None:
    for time in annotation.annotate(text, "en", "2025-12-05").times:
        if time.value and time.value[0] not in "PT":
            parse_edtf(time.value)


def test_a_reading_holds_only_grounded_records(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        reading = pipeline.read(readers.read(path.read_bytes(), path.name))
        assert reading.records
        for record in reading.records:
            check(reading.document, record)
        assert len({r.id for r in reading.records}) == len(reading.records)


def test_the_same_bytes_give_the_same_records(shared: Path) -> None:
    path = min((shared / "seeds").glob("*.txt"))
    first, second = (pipeline.read(readers.read(path.read_bytes(), "a.txt")) for _ in range(2))
    assert msgspec.json.encode(first) == msgspec.json.encode(second)


def test_explain_shows_sentence_marks_and_rule() -> None:
    doc = document(
        "They met. Trade turnover between India and Russia was over $68 billion in 2024. They left."
    )
    (figure,) = (r for r in pipeline.extract(doc) if isinstance(r, Figure))

    why = pipeline.explain(doc, figure)

    assert why.sentence.startswith("Trade turnover")
    assert why.rule == "more than"
    assert {"indicator", "entity", "value"} <= {m["class"] for m in why.marks}


def test_what_hangs_on_the_date_stays_open_without_one() -> None:
    text = "on May 9 and last week"
    assert [t.value for t in annotation.annotate(text, "en").times] == ["XXXX-05-09", None]
    assert [t.value for t in annotation.annotate(text, "en", "2025-05-20").times] == [
        "2025-05-09",
        "2025-05-12/2025-05-18",
    ]


def test_a_reference_that_is_no_date_is_refused() -> None:
    with pytest.raises(UsageError, match="is no date"):
        annotation.annotate("today", "en", "yesterday")


def test_the_year_of_an_undated_text_is_told_by_what_it_says() -> None:
    past = pipeline.read(document("In March 2019 the ministers met. Exports stand at $3 billion."))
    assert (past.document.published, past.document.published_basis) == ("2019", "text")
    assert [t.value for t in past.records if isinstance(t, Time)] == ["2019-03"]
    assert json.loads(msgspec.json.encode(past.document.evidence[0]))["quote"] == "March 2019"


def test_whatever_decides_what_is_read_is_in_the_version_of_the_engine() -> None:
    code = "import sys, servanda.pipeline, servanda.readers; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    used = {name.split(".")[1] for name in out.split() if name.startswith("servanda.")}
    covered = {*pipeline._DECIDING, *(Path(room).name for room in pipeline._DECIDING_ROOMS)}
    assert used - {"errors", "protocols"} == covered


def test_in_a_speech_for_one_state_another_is_a_side_only_where_it_is_named() -> None:
    text = (
        "Madam President, Kenya thanks you. Kenya has planted 10 million trees. Somalia is our neighbour. "
        "Kenya is home to 600,000 refugees. Kenya believes in peace, and Kenya will open a port by 2027. "
        "Our trade with Somalia reached $200 million in 2024. Kenya thanks all, and Kenya stands with Africa."
    )
    speech = msgspec.structs.replace(document(text), kind="speech", published="2025-09-24")
    found = [record for record in pipeline.extract(speech) if isinstance(record, Figure)]
    sides = {figure.evidence[0].quote: (figure.area, figure.counterpart) for figure in found}
    assert [sides[quote] for quote in ("10 million trees", "600,000 refugees")] == [("KE", None)] * 2
    assert set(sides["$200 million"]) == {"KE", "SO"}
