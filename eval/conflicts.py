"""The findings of the facts sheet against what its conflicts.md says of it.

The sheet is imported as a user would (``servanda import figures``), everything is computed as the ledger
computes it, and each group of claims that conflicts.md lists is looked up among the findings. Which groups
are conflicts, and by which cause each counts as found, stands in ``facts/groups.toml`` with the reason.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from eval.data import ROOT, SHARED, DataFault, digest
from eval.section import Cell, Section, Table, Wrong
from servanda.link.findings import findings
from servanda.link.linked import Linked
from servanda.model import Finding
from servanda.readers import columns, figures

SHEET = SHARED / "facts" / "figures.csv"
GROUPS = SHARED / "facts" / "conflicts.md"
JUDGED = ROOT / "eval" / "facts" / "groups.toml"
COLUMNS = ROOT / "eval" / "facts" / "columns.toml"
TOLD = ("conflict", "arithmetic")


class Judged(msgspec.Struct, frozen=True, rename={"but": "except"}):
    """What is judged of a group: why, and the cause or the lines that are left out."""

    why: str
    cause: str = ""
    kinds: tuple[str, ...] = TOLD
    least: int = 2
    but: tuple[int, ...] = ()


class Group(msgspec.Struct, frozen=True):
    """A group of conflicts.md: its lines of the sheet, whether it is a conflict, what was found of it."""

    name: str
    title: str
    lines: frozenset[int]
    real: bool
    judged: Judged
    found: tuple[Finding, ...] = ()

    @property
    def good(self) -> bool:
        """Whether a conflict is found with the cause that it has, or a look-alike is left alone."""
        if not self.real:
            return not self.found
        return any(re.search(self.judged.cause, f.message) for f in self.found)


def measure() -> Section:
    """Imports the sheet, computes the findings, and looks the groups up among them."""
    if not SHEET.exists():
        raise DataFault(f"{SHEET} is not there")
    groups = looked_up()
    real, alike = [g for g in groups if g.real], [g for g in groups if not g.real]
    return Section(
        name="conflicts",
        data=digest([SHEET, GROUPS, JUDGED]),
        scores={
            "conflicts found": sum(bool(g.found) for g in real) / len(real),
            "found with their cause": sum(g.good for g in real) / len(real),
            "look-alikes left alone": sum(g.good for g in alike) / len(alike),
        },
        tables=[_table(groups)],
        wrong=[_wrong(g) for g in groups if not g.good],
    )


def looked_up() -> list[Group]:
    """Every group of conflicts.md with what was found of it."""
    reading = figures.read(SHEET.read_bytes(), SHEET.name, columns.load(COLUMNS))
    text = reading.document.text
    line = {r.id: text.count("\n", 0, r.evidence[0].start) + 1 for r in reading.records}
    cited = [(f, frozenset(line[r] for r in f.records)) for f in findings(Linked([reading]))]
    groups = [_looked_up(g, cited) for g in _groups()]
    real = [g.lines for g in groups if g.real]
    return [g if g.real else _apart(g, cited, real) for g in groups]


def _table(groups: Iterable[Group]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (g.name, g.title, "conflict" if g.real else "look-alike", len(g.found), "" if g.good else "wrong")
        for g in groups
    ]
    return Table("groups of conflicts.md", ("group", "title", "kind", "findings", ""), rows)


def _wrong(group: Group) -> Wrong:
    found = " | ".join(f.message for f in group.found)
    want = f"a finding that says: {group.judged.cause}" if group.real else "nothing"
    return Wrong(f"conflict {group.name}", f"{group.title} ({group.judged.why})", want, found)


def _groups() -> list[Group]:
    judged: dict[str, dict[str, Any]] = tomllib.loads(JUDGED.read_text(encoding="utf-8"))
    found = []
    for part in re.split(r"\n### ", GROUPS.read_text(encoding="utf-8"))[1:]:
        name, title = part.partition("\n")[0].split(". ", 1)
        side = next((s for s in ("real", "alike") if name in judged[s]), None)
        if side is None:
            raise DataFault(f"{JUDGED}: nothing is said of {name}")
        lines = frozenset(int(n) for n in re.findall(r"^- line (\d+)", part, re.MULTILINE))
        about = msgspec.convert(judged[side][name], Judged)
        found.append(Group(name, title, lines, side == "real", about))
    return found


Cited = Sequence[tuple[Finding, frozenset[int]]]


def _looked_up(group: Group, cited: Cited) -> Group:
    """The group with the findings that cite two of its lines."""
    kinds, least = group.judged.kinds, group.judged.least
    found = tuple(f for f, lines in cited if f.kind in kinds and len(lines & group.lines) >= least)
    return msgspec.structs.replace(group, found=found)


def _apart(group: Group, cited: Cited, real: Iterable[frozenset[int]]) -> Group:
    """A look-alike without what a conflict accounts for: its lines of the group are the conflict's own."""
    lines_of = {f.id: lines & group.lines for f, lines in cited}
    found = tuple(
        f
        for f in group.found
        if not any(lines_of[f.id] <= lines for lines in real) and not lines_of[f.id] & set(group.judged.but)
    )
    return msgspec.structs.replace(group, found=found)
