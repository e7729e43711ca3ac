from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from servanda.export.segments import Segment, Span, paragraphs, segments

TEXT = st.text(alphabet="ab \n\r\t\u0302é क\u094dष😀", max_size=60)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text and spans anywhere in it: nested, crossing, equal, empty."""
    text = draw(TEXT)
    place = st.integers(0, len(text))
    places = draw(st.lists(st.tuples(place, place, st.sampled_from(("figure", "entity"))), max_size=8))
    return text, [Span(min(a, b), max(a, b), f"r{n}", kind) for n, (a, b, kind) in enumerate(places)]


@given(marked())
def test_segments_together_are_the_text(given: tuple[str, list[Span]]) -> None:
    text, spans = given
    assert "".join(segment.text for segment in segments(text, spans)) == text
    assert "".join(s.text for paragraph in paragraphs(text, spans) for s in paragraph) == text


@given(marked())
def test_each_record_has_exactly_its_words(given: tuple[str, list[Span]]) -> None:
    text, spans = given
    pieces = [segment for paragraph in paragraphs(text, spans) for segment in paragraph]
    for span in spans:
        words = "".join(piece.text for piece in pieces if span.record in piece.records)
        assert words == text[span.start : span.end]


@given(marked())
def test_each_record_opens_once_where_it_begins(given: tuple[str, list[Span]]) -> None:
    text, spans = given
    opened = [record for piece in segments(text, spans) for record in piece.opens]
    assert sorted(opened) == sorted(span.record for span in spans if span.start < span.end)


def test_the_innermost_record_comes_first() -> None:
    spans = [
        Span(0, 10, "statement", "statement"),
        Span(4, 8, "figure", "figure"),
        Span(6, 12, "time", "time"),
    ]
    found = segments("0123456789ab", spans)
    assert [piece.records for piece in found] == [
        ("statement",),
        ("figure", "statement"),
        ("figure", "time", "statement"),
        ("time", "statement"),
        ("time",),
    ]


def test_a_name_leaves_the_colour_to_what_it_stands_in() -> None:
    (piece, *_) = segments("India welcomed", [Span(0, 5, "e", "entity"), Span(0, 14, "s", "statement")])
    assert piece == Segment("India", ("e", "s"), ("statement", "entity"), ("e", "s"))


def test_two_mentions_of_one_record_open_it_at_the_first() -> None:
    found = segments("Nga và Nga", [Span(0, 3, "e", "entity"), Span(7, 10, "e", "entity")])
    assert [piece.opens for piece in found] == [("e",), (), ()]


def test_paragraphs_end_at_blank_lines_where_there_are_any_else_at_lines() -> None:
    def lines(text: str) -> list[str]:
        return ["".join(piece.text for piece in paragraph) for paragraph in paragraphs(text, [])]

    assert lines("one\ntwo\n\n  three\n") == ["one\ntwo\n\n  ", "three\n"]
    assert lines("one\r\ntwo\r\n") == ["one\r\n", "two\r\n"]
    assert lines("") == []
