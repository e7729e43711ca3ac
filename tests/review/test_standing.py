"""How a subject stands, whatever was said of it in whatever order."""

from __future__ import annotations

from decimal import Decimal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from servanda.model import Document, Evidence, Figure, Reading, Review
from servanda.review.standing import applied, judged, standing

WORDS = st.builds(
    Review,
    kind=st.just("figure"),
    subject=st.just("f1"),
    word=st.sampled_from(["accept", "correct", "reject", "restore"]),
    reviewer=st.sampled_from(["ada", "bo", "cy"]),
    mode=st.sampled_from(["alone", "blind", "settle"]),
    changes=st.sampled_from([{}, {"period": "2031"}, {"period": "2032"}]),
    to=st.integers(0, 12),
)
LOGS = st.lists(WORDS, max_size=12).map(
    lambda words: [
        msgspec.structs.replace(word, id=n, to=min(word.to or 0, n - 1)) for n, word in enumerate(words, 1)
    ]
)


def said(word: str, reviewer: str, id_: int, **more: object) -> Review:
    fields = {"kind": "figure", "subject": "f1", "word": word, "reviewer": reviewer, "id": id_, **more}
    return msgspec.convert(fields, Review)


@given(LOGS, st.data())
def test_every_state_comes_back_by_one_entry(log: list[Review], data: st.DataObject) -> None:
    to = data.draw(st.integers(0, len(log)))
    back = said("restore", "ada", len(log) + 1, to=to)
    then, now = standing(log[:to]), standing([*log, back])
    assert (now.state, now.words, now.word, now.changes) == (then.state, then.words, then.word, then.changes)


@given(LOGS)
def test_what_is_decided_is_what_everybody_says(log: list[Review]) -> None:
    now = standing(log)
    assert len({word.reviewer for word in now.words}) == len(now.words)
    same = {(word.word, str(word.changes)) for word in now.words}
    assert (now.state == "open") == (not now.words)
    assert (now.state == "disputed") == (len(same) > 1)
    assert (now.word is not None) == (now.state == "decided")


@given(LOGS)
def test_whoever_settles_it_has_the_last_word(log: list[Review]) -> None:
    now = standing([*log, said("reject", "dee", len(log) + 1, mode="settle")])
    assert (now.state, now.word, [word.reviewer for word in now.words]) == ("decided", "reject", ["dee"])


def test_a_word_does_not_stray_to_a_record_that_stands_elsewhere() -> None:
    text = "5 of 7 reactors, 9 in all"
    doc = Document(id="d", uri="d", media_type="text/plain", sha256="d", text=text)

    def at(start: int, id_: str) -> Figure:
        return Figure(
            id=id_, evidence=(Evidence("d", start, start + 1, text[start]),), value=Decimal(text[start])
        )

    place = Evidence("d", 5, 6, "7")
    word = said("reject", "ada", 1, subject="gone", place=msgspec.to_builtins(place))
    apart, _ = applied(Reading(doc, (at(0, "f5"), at(17, "f9"))), [word])
    assert [record.id for record in apart.records] == ["f5", "f9"]
    there, kept = applied(Reading(doc, (at(0, "f5"), at(5, "f7"))), [word])
    assert [record.id for record in there.records] == ["f5"]
    assert kept[0].original == at(5, "f7")


def test_a_pair_is_one_in_either_order() -> None:
    one = Review(kind="pair", subject="a|b", word="accept", reviewer="", mode="settle", note="1", id=1)
    other = msgspec.structs.replace(one, subject="b|a", word="reject", note="2", id=2)
    assert [(j.left, j.right, j.same, j.reason) for j in judged([one, other])] == [("b", "a", False, "2")]
