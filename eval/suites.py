"""Other projects' test cases: a row is right when exactly the expected values are found.

Rows and conventions are those of the suites' own README: a row has a task (quantity, numeral, time),
perhaps a scope (only this family of units counts), and expects a multiset of values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from eval.data import SHARED, DataFault, at, digest, rows
from eval.matching import Tally, pairs, total
from eval.predict import Predictor, Question
from eval.section import Cell, Section, Table, Wrong
from eval.times import CLOCK, meaning
from eval.units import scope
from eval.values import Answer, Quantity, Time, same_number, same_quantity, same_time

FOLDER = SHARED / "bench" / "values"
TASKS = ("quantity", "numeral", "time")
COLUMNS = ("suite", "task", "lang", "rows", "none", "disputed", "exact", "recall", "precision")


class Row(msgspec.Struct, kw_only=True):
    """One row of a suite."""

    id: str
    suite: str
    lang: str
    task: Literal["quantity", "numeral", "time"]
    text: str
    date: str | None
    expect: msgspec.Raw
    scope: Literal["money", "percent", "measure", "temperature", "unit"] | None = None
    tags: list[str] = []


class Case(msgspec.Struct):
    """A row with what it expects, decoded."""

    row: Row
    quantities: list[Quantity] = []
    times: list[Time] = []


class Result(msgspec.Struct):
    """How one row came out."""

    case: Case
    found: Sequence[Quantity | Time]
    tally: Tally

    @property
    def right(self) -> bool:
        """Everything expected was found, and nothing else."""
        return self.tally.hit == self.tally.gold == self.tally.found


def files(langs: Iterable[str], folder: Path = FOLDER) -> list[Path]:
    """The files of these languages."""
    return [path for lang in langs for task in TASKS if (path := folder / f"{task}.{lang}.jsonl").exists()]


def load(path: Path) -> list[Case]:
    """The cases of one file. Raises :class:`DataFault` that names the line which is not one."""
    return [_case(path, number, row) for number, row in rows(path, Row)]


def _case(path: Path, number: int, row: Row) -> Case:
    try:
        if row.task == "time":
            return Case(row, times=msgspec.json.decode(row.expect, type=list[Time]))
        return Case(row, quantities=msgspec.json.decode(row.expect, type=list[Quantity]))
    except msgspec.DecodeError as fault:
        raise at(path, number, f"expect: {fault}") from fault


def relevant(row: Row, answer: Answer) -> Sequence[Quantity | Time]:
    """What was found that counts for the row: of its task and scope, clock times and sets left out."""
    if row.task == "time":
        return [t for t in answer.times if t.kind != "set" and meaning(t.value) != CLOCK]
    if row.task == "numeral":
        return answer.quantities
    return [q for q in answer.quantities if _counts(scope(q.unit), row.scope)]


def judge(case: Case, answer: Answer) -> Result:
    """Compares what a row expects with what was found."""
    found = relevant(case.row, answer)
    if case.row.task == "time":
        times = [t for t in found if isinstance(t, Time)]
        hit, gold = len(pairs(case.times, times, same_time)), len(case.times)
    else:
        same = same_number if case.row.task == "numeral" else same_quantity
        quantities = [q for q in found if isinstance(q, Quantity)]
        hit, gold = len(pairs(case.quantities, quantities, same)), len(case.quantities)
    return Result(case, found, Tally(hit, gold, len(found)))


def measure(lang: str, predict: Predictor, disputed: Mapping[str, str], folder: Path = FOLDER) -> Section:
    """All suites of one language."""
    paths = files([lang], folder)
    if not paths:
        raise DataFault(f"{folder}: no suite for {lang!r}")
    cases = [case for path in paths for case in load(path)]
    answers = predict([Question(c.row.text, c.row.lang, c.row.date) for c in cases])
    results = [judge(case, answer) for case, answer in zip(cases, answers, strict=True)]
    return Section(
        name=f"suites/{lang}",
        data=digest(paths),
        scores=_scores(results, disputed),
        tables=[Table("test cases of other projects", COLUMNS, _table(results, disputed))],
        wrong=[_wrong(r) for r in results if not r.right and r.case.row.id not in disputed],
    )


def _counts(found: str, wanted: str | None) -> bool:
    if wanted == "unit":
        return found not in {"count", "duration"}
    return found == wanted if wanted else found != "duration"


def _cells(results: Iterable[Result]) -> dict[tuple[str, str, str], list[Result]]:
    """Results by (suite, task, language), and by task and language under ``ALL``, which comes last."""
    cells: dict[tuple[str, str, str], list[Result]] = {}
    for result in results:
        row = result.case.row
        for suite in (row.suite, "ALL"):
            cells.setdefault((suite, row.task, row.lang), []).append(result)
    return dict(sorted(cells.items(), key=lambda item: (item[0][0] == "ALL", item[0])))


def _table(results: Iterable[Result], disputed: Mapping[str, str]) -> list[tuple[Cell, ...]]:
    return [_row(key, cell, _kept(cell, disputed)) for key, cell in _cells(results).items()]


def _row(key: tuple[str, str, str], cell: Sequence[Result], kept: Sequence[Result]) -> tuple[Cell, ...]:
    none, whole = sum(not result.tally.gold for result in cell), total(r.tally for r in kept)
    return (*key, len(cell), none, len(cell) - len(kept), _exact(kept), whole.recall, whole.precision)


def _scores(results: Iterable[Result], disputed: Mapping[str, str]) -> dict[str, float]:
    cells = _cells(results)
    return {
        f"{task} exact": _exact(_kept(cell, disputed))
        for (suite, task, _), cell in cells.items()
        if suite == "ALL"
    }


def _kept(cell: Sequence[Result], disputed: Mapping[str, str]) -> list[Result]:
    return [result for result in cell if result.case.row.id not in disputed]


def _exact(cell: Sequence[Result]) -> float:
    return sum(result.right for result in cell) / len(cell) if cell else 1.0


def _wrong(result: Result) -> Wrong:
    row = result.case.row
    want = [*map(shown, result.case.quantities), *map(shown, result.case.times)]
    label = row.text if row.date is None else f"{row.text}  [{row.date}]"
    return Wrong(
        f"{row.task} {row.id}", label, ", ".join(want), ", ".join(shown(item) for item in result.found)
    )


def shown(item: Quantity | Time) -> str:
    """An item in a few words: value, unit, bound, or value and kind, and its quote.

    >>> shown(Quantity(value=7000, unit="VND", bound="<", quote="dưới bảy ngàn đồng"))
    '<7000 VND «dưới bảy ngàn đồng»'
    """
    quote = f" «{item.quote}»" if item.quote else ""
    if isinstance(item, Time):
        readings = " or ".join(str(value) for value in (item.value, *item.alt))
        return f"{readings}{f' ({item.kind})' if item.kind else ''}{quote}"
    bound = item.bound if item.bound and item.bound != "=" else ""
    top = f"..{item.value_max}" if item.value_max is not None else ""
    return f"{bound}{item.value}{top} {item.unit or '1'}{quote}"
