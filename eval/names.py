"""Names in pairs (nomenklatura's benchmark): does the engine take two names for one entity, and should it?

The pairs come from the screening of persons and companies, where two funds that differ by a number count
as one because a hit is worth a look. A merge in a ledger is a claim, so that precision is what counts here;
recall tells what is left for a person to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from eval.data import SHARED, digest, rows
from eval.matching import Tally, total
from eval.section import Section, Table, Wrong

PAIRS = SHARED / "bench" / "entities" / "name_pairs.jsonl"
COLUMNS = ("schema", "pairs", "same", "taken for one", "precision", "recall", "F1")
KINDS = {"Person": "person"}
Judge = Callable[[str, str, str], bool]


class Pair(msgspec.Struct):
    """Two names, and whether they mean one entity."""

    schema: str
    name1: str
    name2: str
    match: bool


def measure(judge: Judge, path: Path = PAIRS, disputed: Mapping[str, str] | None = None) -> Section:
    """How often ``judge`` (two names and the kind of entity) is right to take them for one."""
    tallies: dict[str, Tally] = {}
    counts: dict[str, int] = {}
    wrong: list[Wrong] = []
    for number, pair in rows(path, Pair):
        name = f"names/{number}"
        if name in (disputed or {}):
            continue
        taken = judge(pair.name1, pair.name2, KINDS.get(pair.schema, "organisation"))
        tally = Tally(int(taken and pair.match), int(pair.match), int(taken))
        tallies[pair.schema] = tallies.get(pair.schema, Tally()).plus(tally)
        counts[pair.schema] = counts.get(pair.schema, 0) + 1
        if taken != pair.match:
            said = "one" if pair.match else "two"
            wrong.append(
                Wrong(f"name {name}", f"{pair.name1} | {pair.name2}", said, "one" if taken else "two")
            )
    whole = total(tallies.values())
    table = Table("names", COLUMNS)
    for schema, tally in sorted(tallies.items()):
        table.rows.append((schema, counts[schema], tally.gold, tally.found, *_scores(tally)))
    table.rows.append(("all", sum(counts.values()), whole.gold, whole.found, *_scores(whole)))
    scores = {"merges precision": whole.precision, "merges recall": whole.recall}
    return Section("names", digest([path]), scores, [table], wrong)


def _scores(tally: Tally) -> tuple[float, float, float]:
    return tally.precision, tally.recall, tally.f1
