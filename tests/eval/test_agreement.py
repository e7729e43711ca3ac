"""Our scores of the suites and the news equal those of the reference scorer, on answers of every quality."""

from __future__ import annotations

import importlib.util
import itertools
import json
import random
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from eval import news, suites
from eval.data import SHARED
from eval.predict import Question
from eval.values import Answer, Quantity, Time, same_quantity, same_time

SCORER = SHARED / "bench" / "score.py"
LANGS = ("en", "vi", "ru", "hi", "es")
FINER = {"km": ("m", 1000), "kg": ("g", 1000), "t": ("kg", 1000), "L": ("mL", 1000), "[ft_i]": ("[in_i]", 12)}
OTHER_UNITS = ("USD", "%", "pp", "x", "Cel", "K", "1", None, "deg", "mg/L", "lm", "a", "mo")
TIMES = (
    "2013", "2013-02", "2013-02-28", "2013-02-30", "2013-13", "2013-2", "13", "0000", "99999", "2013~",
    "2013?", "201X", "19XX", "2XXX", "201X-05", "XXXX-05-09", "2010/2019", "1900/1999", "2000/2009", "200X",
    "2018-Q4", "2018-10/2018-12", "2019-W27", "2019-07-01/2019-07-07", "2019-W60", "2014/..", "../2014",
    "2014/", "/2014", "2013/2014/2015", "P2Y3M", "P27M", "P2W", "P14D", "P1M", "P30D", "P0.5Y", "P6M", "P",
    "PT5M", "2013-02-11T10:00", "recently", "", None,
)  # fmt: skip

pytestmark = pytest.mark.skipif(
    not SCORER.exists(), reason="the reference scorer is not here (../shared/bench)"
)


def spoilt(answer: Answer, chance: random.Random) -> Answer:
    """An answer with mistakes: lost, invented, moved, converted, with other values, units and bounds."""
    quantities = [_other_quantity(q, chance) for q in answer.quantities if chance.random() > 0.1]
    times = [_other_time(t, chance) for t in answer.times if chance.random() > 0.1]
    if chance.random() < 0.15:
        quantities.append(Quantity(value=3, unit=chance.choice(["1", "USD", "%", "km", "d"]), start=0, end=2))
        times.append(
            Time(value=chance.choice(["2014", "P3D", None, "2013-02-11T10:00"]), kind="point", start=1, end=9)
        )
    return Answer(quantities=quantities, times=times)


def _other_quantity(q: Quantity, chance: random.Random) -> Quantity:
    """The quantity changed in one way, or not at all."""
    value = q.value or 0
    unit, factor = FINER.get(q.unit or "1", (q.unit, 1))
    top = q.value_max if q.value_max is None else q.value_max * factor
    return chance.choice(
        [
            q,
            q,
            msgspec.structs.replace(q, value=value * factor, value_max=top, unit=unit),
            msgspec.structs.replace(q, value=value + 1),
            msgspec.structs.replace(q, unit=chance.choice(["EUR", "g", "1", None])),
            msgspec.structs.replace(q, bound=chance.choice(["=", "~", ">", ">=", "<", "<="])),
            msgspec.structs.replace(q, value_max=value + 2, start=q.start + 1, end=q.end + 4),
        ]
    )


def _other_time(t: Time, chance: random.Random) -> Time:
    year = (t.value or "2018")[:4]
    values = [
        t.value,
        *t.alt,
        f"{year}-01-01/{year}-12-31",
        f"{year}-Q3",
        f"{year}-W27",
        "P24M",
        None,
        f"{year}-02-30",
    ]
    moved = msgspec.structs.replace(t, start=t.start + 2, end=t.end + 2)
    return chance.choice([t, t, moved, msgspec.structs.replace(t, value=chance.choice(values))])


def answers(ids: list[str | int], golds: list[Answer], folder: Path) -> tuple[list[Answer], Path]:
    """Spoilt answers to these rows, also as a file of predictions."""
    chance = random.Random(f"{len(ids)} rows")
    given = [spoilt(gold, chance) for gold in golds]
    file = folder / "answers.jsonl"
    lines = [
        msgspec.json.encode({"id": i, **msgspec.to_builtins(a) | {"id": i}})
        for i, a in zip(ids, given, strict=True)
    ]
    file.write_bytes(b"\n".join(lines))
    return given, file


def reference(files: list[Path], predictions: Path, folder: Path) -> list[dict[str, object]]:
    """The reference scorer's table."""
    out = folder / "scores.json"
    command = [sys.executable, SCORER, *files, "--predictions", predictions, "--json", out]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return json.loads(out.read_text())


@pytest.mark.parametrize("lang", LANGS)
def test_suites_are_scored_as_the_reference_does(lang: str, tmp_path: Path) -> None:
    files = suites.files([lang])
    cases = [case for file in files for case in suites.load(file)]
    golds = [Answer(quantities=c.quantities, times=c.times) for c in cases]
    given, predictions = answers([c.row.id for c in cases], golds, tmp_path)

    section = suites.measure(lang, lambda questions: given[: len(questions)], {})

    theirs = {
        (row["suite"], row["task"], row["lang"]): row for row in reference(files, predictions, tmp_path)
    }
    ours = {row[:3]: dict(zip(suites.COLUMNS, row, strict=True)) for row in section.tables[0].rows}
    assert ours.keys() == theirs.keys()
    for key, row in ours.items():
        assert row["rows"] == theirs[key]["rows"]
        assert row["none"] == theirs[key]["negative"]
        for share in ("exact", "recall", "precision"):
            assert row[share] == pytest.approx(theirs[key][share]), (key, share)
            assert 0 < row[share] < 1 or row["rows"] < 40


@pytest.mark.parametrize("lang", LANGS[:4])
def test_news_is_scored_as_the_reference_does_where_nothing_is_ignored(lang: str, tmp_path: Path) -> None:
    sentences = [msgspec.structs.replace(s, ignore=[]) for s in news.load(news.FOLDER / f"{lang}.jsonl")]
    file = tmp_path / f"{lang}.jsonl"
    file.write_bytes(b"\n".join(map(msgspec.json.encode, sentences)))
    golds = [Answer(quantities=s.quantities, times=s.times) for s in sentences]
    given, predictions = answers([s.id for s in sentences], golds, tmp_path)

    def predict(questions: list[Question]) -> list[Answer]:
        return given[: len(questions)]

    section = news.measure(lang, predict, {}, tmp_path)

    theirs = {row["task"]: row for row in reference([file], predictions, tmp_path)}
    ours = {row[0]: dict(zip(news.COLUMNS, row, strict=True)) for row in section.tables[0].rows}
    assert theirs.keys() == {"quantities", "times"}
    for what, row in theirs.items():
        assert (ours[what]["items"], ours[what]["found"]) == (row["items"], row["found"])
        for mine, their in (("span F1", "span_f1"), ("overlap F1", "overlap_f1"), ("value F1", "value_f1")):
            assert ours[what][mine] == pytest.approx(row[their])
            assert 0.3 < row[their] < 0.99


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_scorer", SCORER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_units_compare_as_the_reference_compares_them(scorer: ModuleType) -> None:
    units = [*scorer.UNIT, *scorer.SAME, *OTHER_UNITS]
    sizes = {unit: scorer.UNIT.get(scorer.SAME.get(unit, unit), ("", 1))[1] for unit in units}
    for one, other in itertools.product(units, repeat=2):
        for value in (1, sizes[one] / sizes[other]):
            want, have = {"value": 1, "unit": one}, {"value": value, "unit": other}
            mine = same_quantity(msgspec.convert(want, Quantity), msgspec.convert(have, Quantity))
            assert mine == scorer.same_quantity(want, have), (want, have)


def test_times_compare_as_the_reference_compares_them(scorer: ModuleType) -> None:
    for one, other in itertools.product(TIMES, repeat=2):
        mine = same_time(Time(value=one), Time(value=other))
        assert mine == scorer.same_time({"value": one}, {"value": other}), (one, other)
