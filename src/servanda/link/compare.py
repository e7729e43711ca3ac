"""Two statements side by side: their clauses aligned topic by topic, and what became of each.

A clause is a statement record. Two clauses are aligned where they speak of the same undertakings (see
:mod:`servanda.link.passage`), or, in one language, say nearly the same in words; each is aligned once, the
likest first. Of an aligned pair, the later one is ``stronger`` or ``weaker`` where the binding of the
commitment says so, ``same`` where the words are, else ``changed``; what stays alone is ``new`` or
``dropped``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from servanda.catalogue import catalogue
from servanda.fold import fold_term
from servanda.link.passage import Anchor, passages
from servanda.link.semantic import NEAR, Meaning
from servanda.link.wording import Piece, differences, likeness
from servanda.model import Document, Reading, Statement

Fate = Literal["same", "changed", "stronger", "weaker", "new", "dropped"]
LIKE = 62.0  # of 100: likeness of two clauses in one language that are aligned by their words alone
SHARED = 45.0  # what two clauses of one undertaking add to their likeness
STRENGTH = {"high": 2, "low": 1}


class Clause(msgspec.Struct, frozen=True):
    """A statement as it is compared: its record, its undertakings, its language."""

    record: Statement
    anchors: frozenset[Anchor]
    language: str | None

    @property
    def words(self) -> str:
        """Its quote, in one line."""
        return " ".join(self.record.evidence[0].quote.split())


class Row(msgspec.Struct, frozen=True):
    """Two aligned clauses, or one that has no other. ``pieces``: where their words differ (one language)."""

    fate: Fate
    old: Clause | None
    new: Clause | None
    pieces: tuple[Piece, ...] = ()


class Section(msgspec.Struct, frozen=True):
    """The rows of one topic, in the order of the newer document."""

    topic: str
    rows: tuple[Row, ...]


class Comparison(msgspec.Struct, frozen=True):
    """The older and the newer document, and their clauses by topic."""

    old: Document
    new: Document
    sections: tuple[Section, ...]

    def count(self, fate: Fate) -> int:
        """How many rows have a fate."""
        return sum(row.fate == fate for section in self.sections for row in section.rows)


def compare(
    old: Reading,
    new: Reading,
    known_as: Mapping[str, str] | None = None,
    meaning: Meaning | None = None,
) -> Comparison:
    """Two documents, topic by topic, in the order of the catalogue's topics.

    ``meaning``: aligns clauses of two languages that name no undertaking, too.
    """
    before, after = _clauses(old, known_as), _clauses(new, known_as)
    paired = _aligned(before, after, meaning)
    rows: dict[str, list[tuple[int, int, Row]]] = {}
    for a, b, row in _rows(before, after, paired):
        clause = row.new or row.old
        topic = (clause.record.topic if clause else None) or ""
        rows.setdefault(topic, []).append((b, a, row))
    order = {topic: n for n, topic in enumerate(catalogue().topics)}
    sections = [
        Section(topic, tuple(row for _, _, row in sorted(found, key=lambda r: r[:2])))
        for topic, found in sorted(rows.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))
    ]
    return Comparison(old.document, new.document, tuple(sections))


def _clauses(reading: Reading, known_as: Mapping[str, str] | None) -> list[Clause]:
    told: dict[str, set[Anchor]] = {}
    for anchor, passage in passages(reading, known_as):
        for said in passage.said:
            told.setdefault(said.id, set()).add(anchor)
    return [
        Clause(record, frozenset(told.get(record.id, ())), reading.document.language)
        for record in reading.records
        if isinstance(record, Statement)
    ]


def _aligned(before: Sequence[Clause], after: Sequence[Clause], meaning: Meaning | None) -> dict[int, int]:
    """For each older clause that has one, the newer one: the likest pairs first, each clause once."""
    scored = sorted(
        ((score, i, j) for i, j, score in _candidates(before, after, meaning)),
        key=lambda s: (-s[0], s[1], s[2]),
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in scored:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _candidates(
    before: Sequence[Clause], after: Sequence[Clause], meaning: Meaning | None
) -> Iterator[tuple[int, int, float]]:
    if meaning is not None:
        meaning.learn(clause.words for clause in (*before, *after))
    for i, a in enumerate(before):
        for j, b in enumerate(after):
            if not _comparable(a, b):
                continue
            one_language = a.language == b.language
            like = likeness(a.words, b.words) if one_language else _meant(a, b, meaning)
            shared = _overlap(a.anchors, b.anchors)
            score = like + SHARED * shared
            if (shared and score >= (LIKE if one_language else SHARED / 2)) or like >= LIKE:
                yield i, j, score


def _meant(a: Clause, b: Clause, meaning: Meaning | None) -> float:
    """How alike the meanings of two clauses of different languages are, on the scale of likeness."""
    if meaning is None:
        return 0.0
    near = meaning.near(a.words, b.words)
    return LIKE + 100 * (near - NEAR) if near >= NEAR else 0.0


def _comparable(a: Clause, b: Clause) -> bool:
    """Whether two clauses may be one and the same: of one topic, or of one undertaking."""
    return a.record.topic == b.record.topic or bool(a.anchors & b.anchors)


def _overlap(one: frozenset[Anchor], other: frozenset[Anchor]) -> float:
    """What part of all undertakings of two clauses they share; a subject tells more than a name."""
    return sum(map(_weight, one & other)) / sum(map(_weight, one | other)) if one & other else 0.0


def _weight(anchor: Anchor) -> int:
    return 1 if anchor.kind == "entity" else 2


def _rows(
    before: Sequence[Clause], after: Sequence[Clause], paired: Mapping[int, int]
) -> Iterator[tuple[int, int, Row]]:
    """Every row with the places that it is ordered by."""
    matched = {j: i for i, j in paired.items()}
    for j, clause in enumerate(after):
        i = matched.get(j)
        yield (-1, j, Row("new", None, clause)) if i is None else (i, j, _row(before[i], clause))
    last = -1
    for i, clause in enumerate(before):
        if i in paired:
            last = paired[i]  # a dropped clause stands behind the one that it stood behind
        else:
            yield i, last, Row("dropped", clause, None)


def _row(old: Clause, new: Clause) -> Row:
    pieces = tuple(differences(old.words, new.words)) if old.language == new.language else ()
    return Row(_fate(old, new), old, new, pieces)


def _fate(old: Clause, new: Clause) -> Fate:
    before, after = (STRENGTH.get(c.record.binding or "", 0) for c in (old, new))
    like = likeness(old.words, new.words) if old.language == new.language else 0.0
    one_thing = like >= LIKE or any(a.kind != "entity" for a in old.anchors & new.anchors)
    if before != after and one_thing:
        return "stronger" if after > before else "weaker"
    same = like >= LIKE and fold_term(old.words) == fold_term(new.words)
    return "same" if same and before == after else "changed"
