"""Identity: one entity with all its names, across documents and languages.

Entities that the catalogue knows bear one id wherever they are named. Those that it lacks bear an id
that comes from their name, so that two spellings of one name give two ids: their names are compared
(:mod:`servanda.link.names`), and what is alike enough is merged. Every merge is a judgement with a score
and a reason; what a person judged counts for more, whichever way, and names never join two entities of
the catalogue. All of it follows from the ledger's records and the judgements kept in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from servanda.catalogue import catalogue
from servanda.link.names import SAME, Likeness, compare, latin, sound
from servanda.model import Entity, Judgement, Reading

DOUBT = 0.65  # pairs from here on are shown to a person, though not merged
CROWD = 40  # entities that share a part of a name; where more do, that part tells nothing


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """One entity: its id, all ids and names it goes by, and how many documents name it.

    ``names``: language -> names, the most frequent first.
    """

    entity: str
    kind: str
    ids: tuple[str, ...]
    names: dict[str, tuple[str, ...]]
    documents: int
    known: bool


class Seen(msgspec.Struct):
    """An entity id as the ledger's records have it."""

    kind: str
    names: dict[str, dict[str, int]] = {}
    documents: int = 0

    @property
    def spellings(self) -> tuple[str, ...]:
        """All its names, in order."""
        return tuple(sorted({name for names in self.names.values() for name in names}))


def seen(readings: Iterable[Reading]) -> dict[str, Seen]:
    """Every entity id of the ledger with its names."""
    found: dict[str, Seen] = {}
    for reading in readings:
        for record in reading.records:
            if isinstance(record, Entity):
                one = found.setdefault(record.entity, Seen(record.kind))
                one.kind = min(one.kind, record.kind)  # whichever document came first
                one.documents += 1
                names = one.names.setdefault(record.language or "", {})
                for e in record.evidence:
                    name = " ".join(e.quote.split())
                    names[name] = names.get(name, 0) + 1
    return dict(sorted(found.items()))


def judgements(entities: Mapping[str, Seen], said: Sequence[Judgement]) -> list[Judgement]:
    """All judgements on pairs: those of people as they are, and those that names give, the surest first."""
    judged = {frozenset((j.left, j.right)) for j in said}
    computed = [
        Judgement(left=a, right=b, same=like.same, score=like.score, reason=like.reason, by="names")
        for a, b, like in _alike(entities)
        if frozenset((a, b)) not in judged
    ]
    computed += [j for j in _spellings(entities) if frozenset((j.left, j.right)) not in judged]
    computed.sort(key=lambda j: (-j.score, j.left, j.right))
    return [*said, *computed]


def _alike(entities: Mapping[str, Seen]) -> Iterator[tuple[str, str, Likeness]]:
    """Pairs of which at least one is not in the catalogue, with likeness enough to speak of."""
    known = catalogue().entities
    for a, b in sorted(_candidates(entities)):
        one, other = entities[a], entities[b]
        if (a in known and b in known) or one.kind != other.kind:
            continue
        like = _best(_telling(one), _telling(other), one.kind)
        if like.score >= DOUBT:
            yield a, b, like


def _telling(one: Seen) -> tuple[str, ...]:
    """The names that tell whom they mean: of a person, those of more than one part."""
    return tuple(n for n in one.spellings if " " in n) if one.kind == "person" else one.spellings


def _candidates(entities: Mapping[str, Seen]) -> set[tuple[str, str]]:
    """Pairs of ids whose names share a part, as it is heard, that not many share."""
    blocks: dict[str, set[str]] = {}
    for key, one in entities.items():
        for name in one.spellings:
            words = latin(name).split()
            for word in (*words, "".join(words)):
                if len(word) > 2:
                    blocks.setdefault(sound(word)[:6], set()).add(key)
    pairs: set[tuple[str, str]] = set()
    for keys in blocks.values():
        if 1 < len(keys) <= CROWD:
            ordered = sorted(keys)
            pairs.update((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :])
    return pairs


def _best(names: Sequence[str], others: Sequence[str], kind: str) -> Likeness:
    return max((compare(a, b, kind) for a in names for b in others), default=Likeness(0, "no name"))


def _spellings(entities: Mapping[str, Seen]) -> Iterator[Judgement]:
    """Names that a document took for a misspelling of a person's, beside the name that they stand for."""
    for key, one in entities.items():
        counted: dict[str, int] = {}
        for names in one.names.values():
            for name, n in names.items():
                counted[name] = counted.get(name, 0) + n
        if one.kind != "person" or len(counted) < 2:
            continue
        usual = min(counted, key=lambda name: (-counted[name], name))
        for name in sorted(counted):
            like = compare(usual, name, one.kind)
            if (
                name != usual
                and _one_script(name, usual)
                and SAME <= like.score < 0.95
                and len(name.split()) == len(usual.split())
            ):
                yield Judgement(
                    left=key, right=name, same=True, score=like.score, reason=like.reason, by="names"
                )


def _one_script(name: str, other: str) -> bool:
    """Whether both are in Latin letters, or neither is."""
    return latin(name[:1]).isalpha() and (name[0].isascii() == other[0].isascii())


def known_as(all_judgements: Iterable[Judgement], entities: Mapping[str, Seen]) -> dict[str, str]:
    """The id that an id means, for each that means another one; ``id|name`` for a name taken from it."""
    apart = {frozenset((j.left, j.right)) for j in all_judgements if not j.same}
    group: dict[str, set[str]] = {}
    out: dict[str, str] = {}
    for j in all_judgements:
        if not j.same:
            if j.left in entities and j.right in entities[j.left].spellings:
                out[f"{j.left}|{j.right}"] = "-".join(latin(j.right).split())
            continue
        if j.left not in entities or j.right not in entities or j.left == j.right:
            continue
        left, right = group.get(j.left, {j.left}), group.get(j.right, {j.right})
        if left is right or (j.by == "names" and not _may_join(left, right, apart)):
            continue
        whole = left | right
        group.update(dict.fromkeys(whole, whole))
    for whole in {id(g): g for g in group.values()}.values():
        head = min(whole, key=lambda k: (k not in catalogue().entities, -entities[k].documents, k))
        out |= {k: head for k in whole if k != head}
    return dict(sorted(out.items()))


def _may_join(left: set[str], right: set[str], apart: set[frozenset[str]]) -> bool:
    """Whether nothing speaks against it: no two of the catalogue, nobody's word."""
    known = catalogue().entities
    if any(k in known for k in left) and any(k in known for k in right):
        return False
    return not any(frozenset((a, b)) in apart for a in left for b in right)


def identities(entities: Mapping[str, Seen], names_for: Mapping[str, str]) -> list[Identity]:
    """All entities, those named in most documents first."""
    groups: dict[str, list[str]] = {}
    for key in entities:
        groups.setdefault(names_for.get(key, key), []).append(key)
    found = [_identity(head, ids, entities) for head, ids in groups.items()]
    return sorted(found, key=lambda one: (-one.documents, one.entity))


def _identity(head: str, ids: Sequence[str], entities: Mapping[str, Seen]) -> Identity:
    counted: dict[str, dict[str, int]] = {}
    for key in ids:
        for language, names in entities[key].names.items():
            of = counted.setdefault(language, {})
            for name, n in names.items():
                of[name] = of.get(name, 0) + n
    ranked = {lang: tuple(sorted(of, key=lambda n: (-of[n], n))) for lang, of in sorted(counted.items())}
    return Identity(
        entity=head,
        kind=entities[head].kind,
        ids=tuple(sorted(ids, key=lambda k: (k != head, k))),
        names=ranked,
        documents=sum(entities[key].documents for key in ids),
        known=head in catalogue().entities,
    )
