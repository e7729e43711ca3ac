"""News gold: quantities and times marked in full sentences, the same articles in four languages.

``ignore`` spans are stretches on which a reasonable system could go either way: a prediction that
overlaps one of them and no marked span counts neither for nor against.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from eval.data import SHARED, at, digest, rows
from eval.matching import Tally, pairs
from eval.predict import Predictor, Question
from eval.section import Cell, Section, Table, Wrong
from eval.suites import shown
from eval.times import meaning
from eval.values import Answer, Quantity, Span, Time, overlap, same_quantity, same_time

FOLDER = SHARED / "gold" / "ntrex"
COLUMNS = ("what", "lang", "items", "found", "span F1", "overlap F1", "value P", "value R", "value F1")
T = TypeVar("T", Quantity, Time)


class Sentence(msgspec.Struct, kw_only=True):
    """One sentence with its marks; the sentence alone decides, so there is no reference date."""

    id: int | str
    lang: str
    text: str
    quantities: list[Quantity]
    times: list[Time]
    ignore: list[Span] = []


class Marks(NamedTuple):
    """Exact spans, overlapping spans, and overlapping spans of equal value."""

    exact: Tally = Tally()
    overlap: Tally = Tally()
    value: Tally = Tally()

    def plus(self, other: Marks) -> Marks:
        """Both counts together."""
        return Marks(*(mine.plus(theirs) for mine, theirs in zip(self, other, strict=True)))


def load(path: Path) -> list[Sentence]:
    """The sentences of one file. Raises :class:`DataFault` where a quote is not what the text says there."""
    sentences = []
    for number, sentence in rows(path, Sentence):
        marked: list[Quantity | Time] = [*sentence.quantities, *sentence.times]
        for mark in marked:
            if sentence.text[mark.start : mark.end] != mark.quote:
                raise at(path, number, f"{mark.quote!r} does not stand at {mark.start}-{mark.end}")
        sentences.append(sentence)
    return sentences


def counted(gold: Sequence[T], found: Sequence[T], ignore: Sequence[Span]) -> list[T]:
    """What was found, less what overlaps an ignored span and no marked one."""
    return [f for f in found if any(overlap(g, f) for g in gold) or not any(overlap(i, f) for i in ignore)]


def marks(gold: Sequence[T], found: Sequence[T], same: Callable[[T, T], bool]) -> Marks:
    """Compares the marks of one sentence."""

    def tally(alike: Callable[[T, T], bool]) -> Tally:
        return Tally(len(pairs(gold, found, alike)), len(gold), len(found))

    return Marks(
        tally(lambda g, f: (g.start, g.end) == (f.start, f.end)),
        tally(overlap),
        tally(lambda g, f: overlap(g, f) and same(g, f)),
    )


def judge(sentence: Sentence, answer: Answer) -> dict[str, Marks]:
    """The marks of one sentence by what is counted.

    ``times with a value`` leaves out, on both sides, what has no value or keeps its year open
    (``XXXX-05-09``: the sentence alone does not tell). A value found where the sentence gives none
    counts against.
    """
    quantities = counted(sentence.quantities, answer.quantities, sentence.ignore)
    times = counted(sentence.times, answer.times, sentence.ignore)
    return {
        "quantities": marks(sentence.quantities, quantities, same_quantity),
        "times": marks(sentence.times, times, same_time),
        "times with a value": marks(_valued(sentence.times), _valued(times), same_time),
    }


def measure(lang: str, predict: Predictor, disputed: Mapping[str, str], folder: Path = FOLDER) -> Section:
    """The news of one language."""
    path = folder / f"{lang}.jsonl"
    sentences = load(path)
    answers = predict([Question(s.text, lang) for s in sentences])
    totals: dict[str, Marks] = {}
    wrong: list[Wrong] = []
    for sentence, answer in zip(sentences, answers, strict=True):
        if name(sentence) in disputed:
            continue
        for what, found in judge(sentence, answer).items():
            totals[what] = totals.get(what, Marks()).plus(found)
            if what != "times" and not found.value.hit == found.value.gold == found.value.found:
                wrong.append(_wrong(sentence, answer, what))
    return Section(
        name=f"news/{lang}",
        data=digest([path]),
        scores={f"{what} F1": total.value.f1 for what, total in totals.items() if what != "times"},
        tables=[Table("news gold", COLUMNS, [_row(what, lang, total) for what, total in totals.items()])],
        wrong=wrong,
    )


def name(sentence: Sentence) -> str:
    """The sentence's id among those that may be disputed."""
    return f"ntrex/{sentence.lang}/{sentence.id}"


def _row(what: str, lang: str, total: Marks) -> tuple[Cell, ...]:
    counts = (total.value.gold, total.value.found)
    value = (total.value.precision, total.value.recall, total.value.f1)
    return (what, lang, *counts, total.exact.f1, total.overlap.f1, *value)


def _wrong(sentence: Sentence, answer: Answer, what: str) -> Wrong:
    if what == "quantities":
        found = counted(sentence.quantities, answer.quantities, sentence.ignore)
        want, have = _unpaired(sentence.quantities, found, same_quantity)
    else:
        times = _valued(counted(sentence.times, answer.times, sentence.ignore))
        want, have = _unpaired(_valued(sentence.times), times, same_time)
    task = "quantity" if what == "quantities" else "time"
    return Wrong(f"{task} {name(sentence)}", sentence.text, ", ".join(want), ", ".join(have))


def _valued(times: Sequence[Time]) -> list[Time]:
    return [t for t in times if t.value and (t.value.startswith("P") or meaning(t.value)[0] == "days")]


def _unpaired(
    gold: Sequence[T], found: Sequence[T], same: Callable[[T, T], bool]
) -> tuple[list[str], list[str]]:
    """What was missed, and what was found beside the mark."""
    paired = pairs(gold, found, lambda g, f: overlap(g, f) and same(g, f))
    hit, met = {i for i, _ in paired}, {j for _, j in paired}
    missed = [shown(g) for i, g in enumerate(gold) if i not in hit]
    return missed, [shown(f) for j, f in enumerate(found) if j not in met]
