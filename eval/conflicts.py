"""The findings of the facts sheet against what its conflicts.md says of it.

The sheet is imported as a user would (``servanda import figures``), everything is computed as the ledger
computes it, and each group of claims that conflicts.md lists is looked up among the findings. Which groups are
conflicts, and by which cause each counts as found, stands in ``facts/groups.toml`` with the reason.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from eval.data import ROOT, SHARED, DataFault
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
    def caused(self) -> bool:
        """Whether a finding names the cause that the group has."""
        return any(re.search(self.judged.cause, f.message) for f in self.found) if self.judged.cause else False


class Outcome(msgspec.Struct, frozen=True):
    """All groups, and the findings that belong to none."""

    groups: tuple[Group, ...]
    others: tuple[tuple[Finding, tuple[int, ...]], ...]

    @property
    def score(self) -> dict[str, float]:
        """Per cent of conflicts found, found with their cause, and of look-alikes called conflicts."""
        real = [g for g in self.groups if g.real]
        alike = [g for g in self.groups if not g.real]
        return {
            "found": 100 * sum(bool(g.found) for g in real) / len(real),
            "with cause": 100 * sum(g.caused for g in real) / len(real),
            "called": 100 * sum(bool(g.found) for g in alike) / len(alike),
        }


def measure() -> Outcome:
    """Imports the sheet, computes the findings, and looks the groups up among them."""
    if not SHEET.exists():
        raise DataFault(f"{SHEET} is not there")
    reading = figures.read(SHEET.read_bytes(), SHEET.name, columns.load(COLUMNS))
    text = reading.document.text
    line = {r.id: text.count("\n", 0, r.evidence[0].start) + 1 for r in reading.records}
    cited = [(f, frozenset(line[r] for r in f.records)) for f in findings(Linked([reading]))]
    groups = [_looked_up(g, cited) for g in _groups()]
    real = [g.lines for g in groups if g.real]
    groups = [g if g.real else _apart(g, cited, real) for g in groups]
    others = [
        (f, tuple(sorted(lines)))
        for f, lines in cited
        if f.kind in TOLD and not any(len(lines & g.lines) > 1 for g in groups)
    ]
    return Outcome(tuple(groups), tuple(others))


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


def report(outcome: Outcome, *, whole: bool = False) -> str:
    """The outcome in lines of text."""
    lines = ["findings against conflicts.md"]
    for group in outcome.groups:
        good = group.caused if group.real else not group.found
        if whole or not good:
            kind = "conflict" if group.real else "look-alike"
            lines.append(f"  {'ok  ' if good else 'FAIL'} {group.name} {group.title} [{kind}: {group.judged.why}]")
            lines += [f"         {f.message}" for f in group.found[:3]]
    score = outcome.score
    real = sum(g.real for g in outcome.groups)
    lines.append(
        f"of {real} conflicts {score['found']:.0f}% found, {score['with cause']:.0f}% with their cause (bar 80%); "
        f"of {len(outcome.groups) - real} look-alikes {score['called']:.0f}% called conflicts (bar 10%)"
    )
    if whole:
        lines.append(f"{len(outcome.others)} findings outside the groups:")
        lines += [f"  {f.severity:6} {f.message} {list(ls)}" for f, ls in outcome.others]
    return "\n".join(lines)


