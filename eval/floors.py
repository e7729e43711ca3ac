"""Floors under the scores, pinned with the digest of the data they were measured on.

``eval/floors.json``: ``{section: {"data": sha256, "scores": {name: floor}}}``. A score may not fall
under its floor; a floor is lowered only when that is asked for.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from eval.data import DataFault
from eval.section import Section

FLOORS = Path(__file__).parent / "floors.json"
BARS = Path(__file__).parent / "bars.toml"
OTHER = "measured on other data than its floors; look at the scores, then pin them anew"


class Floor(msgspec.Struct):
    """The floors of one section."""

    data: str
    scores: dict[str, float]


Floors = dict[str, Floor]


def load(path: Path | None = None) -> Floors:
    """The pinned floors; none when nothing was pinned yet."""
    path = path or FLOORS
    if not path.exists():
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=Floors)
    except msgspec.DecodeError as fault:
        raise DataFault(f"{path}: {fault}") from fault


def bars(path: Path = BARS) -> dict[str, dict[str, float]]:
    """What is aimed at, by section and score."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def check(sections: Iterable[Section], floors: Mapping[str, Floor]) -> list[str]:
    """What is not as pinned, in words; empty when all is well.

    >>> check([Section("news/en", "b7", {"quantities F1": 0.9}, [], [])], {"news/en": Floor("a1", {})})
    ['news/en: measured on other data than its floors; look at the scores, then pin them anew']
    """
    faults: list[str] = []
    for section in sections:
        floor = floors.get(section.name)
        if floor is None:
            faults.append(f"{section.name}: no floors are pinned")
        elif floor.data != section.data:
            faults.append(f"{section.name}: {OTHER}")
        else:
            faults += _under(section, floor)
    return faults


def pinned(sections: Iterable[Section], floors: Mapping[str, Floor], lower: bool = False) -> Floors:
    """The floors with these sections' scores, cut to four decimals.

    Raises :class:`DataFault` when that would lower one, unless ``lower`` says so.
    """
    new = dict(floors)
    falls: list[str] = []
    for section in sections:
        floor = Floor(section.data, {name: _cut(score) for name, score in section.scores.items()})
        old = floors.get(section.name, Floor("", {}))
        falls += [
            f"{section.name}: {name} would fall from {was:.4f} to {floor.scores.get(name, 0.0):.4f}"
            for name, was in old.scores.items()
            if floor.scores.get(name, 0.0) < was
        ]
        new[section.name] = floor
    if falls and not lower:
        raise DataFault("\n".join([*falls, "nothing was pinned; --lower lowers a floor"]))
    return dict(sorted(new.items()))


def save(floors: Floors, path: Path | None = None) -> None:
    """Writes the floors, so that a change of one score is a change of one line."""
    (path or FLOORS).write_bytes(msgspec.json.format(msgspec.json.encode(floors), indent=1) + b"\n")


def _under(section: Section, floor: Floor) -> list[str]:
    return [
        f"{section.name}: {name} is {section.scores[name]:.4f}, under its floor {least:.4f}"
        if name in section.scores
        else f"{section.name}: {name} has a floor, but is not measured any more"
        for name, least in floor.scores.items()
        if section.scores.get(name, -1.0) < least
    ]


def _cut(score: float) -> float:
    return math.floor(score * 10_000) / 10_000
