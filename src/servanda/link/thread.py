"""Threads: one undertaking followed across documents, years and languages.

Passages of one anchor between the same parties make a thread (see :mod:`servanda.link.passage`), so
that each document adds to a thread, or takes from it, what it says and nothing else: the order in which
documents come makes no difference, and the work grows with their number.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from servanda.catalogue import catalogue
from servanda.errors import LedgerError
from servanda.fold import fold_term
from servanda.labels import indicator_label, words_of
from servanda.link.echo import families
from servanda.link.passage import Anchor, Passage, passages, unnamed
from servanda.link.semantic import Meaning
from servanda.model import Entity, Reading

NAMED = 70  # characters of the name of a thread that is named by its words
NAMING = "en"  # the language that threads are named in, where the ledger has a name in it


class Thread(msgspec.Struct, frozen=True, kw_only=True):
    """One undertaking: its passages in the order of their documents' dates.

    ``kind``: ``entity``, ``subject``, ``target``, ``agreement`` or ``wording``; ``key``: which one;
    ``topic``: its area.
    """

    id: str
    kind: str
    key: str
    name: str
    parties: tuple[str, ...]
    topic: str | None
    passages: tuple[Passage, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that speak of it, by date."""
        return tuple(dict.fromkeys(p.document for p in self.passages))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it is spoken of in."""
        return tuple(sorted({p.language for p in self.passages if p.language}))

    @property
    def since(self) -> str | None:
        """When it is first spoken of (EDTF)."""
        return next((p.published for p in self.passages if p.published), None)

    @property
    def until(self) -> str | None:
        """When it is last spoken of (EDTF)."""
        return next((p.published for p in reversed(self.passages) if p.published), None)


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """A thread as lists show it: how many documents speak of it and when, and the last passage's words."""

    id: str
    kind: str
    key: str
    name: str
    parties: tuple[str, ...]
    topic: str | None
    documents: int
    languages: tuple[str, ...]
    since: str | None
    until: str | None
    quote: str
    language: str | None


def head(thread: Thread) -> Head:
    """A thread without its passages."""
    last = thread.passages[-1]
    return Head(
        id=thread.id,
        kind=thread.kind,
        key=thread.key,
        name=thread.name,
        parties=thread.parties,
        topic=thread.topic,
        documents=len(thread.documents),
        languages=thread.languages,
        since=thread.since,
        until=thread.until,
        quote=last.quote,
        language=last.language,
    )


def threads(
    readings: Iterable[Reading],
    known_as: Mapping[str, str] | None = None,
    least: int = 2,
    meaning: Meaning | None = None,
) -> list[Thread]:
    """All threads of at least so many documents: the longest first, then by name.

    ``meaning``: follows wordings across languages, too.
    """
    groups: dict[tuple[Anchor, tuple[str, ...]], list[Passage]] = {}
    names: dict[str, Counter[tuple[bool, str]]] = {}
    loose: list[tuple[str | None, Passage]] = []
    for reading in readings:
        named: set[str] = set()
        for anchor, passage in passages(reading, known_as):
            groups.setdefault((anchor, passage.parties), []).append(passage)
            named.update(said.id for said in passage.said)
        loose += unnamed(reading, named)
        _collect_names(reading, known_as or {}, names)
    made = [
        _thread(anchor, parties, found, names)
        for (anchor, parties), found in groups.items()
        if len({p.document for p in found}) >= least
    ]
    made += [
        _thread(Anchor("wording", family[0].records[0]), family[0].parties, family, names)
        for family in families(loose, meaning)
    ]
    return sorted(_distinct(made), key=lambda t: (-len(t.documents), t.name, t.parties, t.id))


def selected(
    found: Iterable[Head],
    topic: str | None = None,
    party: str | None = None,
    kind: str | None = None,
    least: int = 2,
) -> list[Head]:
    """The threads of this topic, party and kind that so many documents speak of."""
    return [
        t
        for t in found
        if t.documents >= least
        and topic in (None, t.topic)
        and kind in (None, t.kind)
        and (party is None or party in t.parties)
    ]


def said(thread: Thread) -> str:
    """The name, key and quotes of a thread, folded, to look for words in."""
    return fold_term(" ".join((thread.name, thread.key, *(p.quote for p in thread.passages))))


def one_of(found: Iterable[Head], key: str) -> Head:
    """The thread of an id, of the beginning of one, or of a key; :class:`LedgerError` where there is none."""
    hits = [t for t in found if t.key == key or (len(key) > 2 and t.id.startswith(key))]
    if not hits:
        raise LedgerError(f"the ledger holds no thread {key}; servanda threads lists them")
    return max(hits, key=lambda t: (t.id == key, t.documents, t.id))


def _thread(
    anchor: Anchor,
    parties: tuple[str, ...],
    found: list[Passage],
    names: Mapping[str, Counter[tuple[bool, str]]],
) -> Thread:
    ordered = tuple(sorted(found, key=lambda p: p.day))
    key = f"{anchor.kind}|{anchor.key}|{'|'.join(parties)}"
    return Thread(
        id="t" + hashlib.sha256(key.encode()).hexdigest()[:11],
        kind=anchor.kind,
        key=anchor.key,
        name=_name(anchor, ordered, names),
        parties=parties,
        topic=_topic(anchor, ordered),
        passages=ordered,
    )


def _collect_names(
    reading: Reading, known_as: Mapping[str, str], names: dict[str, Counter[tuple[bool, str]]]
) -> None:
    for record in reading.records:
        if isinstance(record, Entity):
            counted = names.setdefault(known_as.get(record.entity, record.entity), Counter())
            counted.update((record.language == NAMING, name) for name in record.names)


def _name(anchor: Anchor, found: Sequence[Passage], names: Mapping[str, Counter[tuple[bool, str]]]) -> str:
    """What a thread is called: its name in English where the ledger has one, its first words, its key."""
    if anchor.kind == "wording":
        words = " ".join(found[0].quote.split())
        return words if len(words) <= NAMED else words[: NAMED - 1].rsplit(" ", 1)[0] + " …"
    if anchor.kind == "entity" and anchor.key in names:
        in_english = {name: n for (english, name), n in names[anchor.key].items() if english}
        if in_english:
            return min(in_english, key=lambda name: (-in_english[name], -len(name), name))
    return indicator_label(anchor.key) if anchor.kind == "target" else words_of(anchor.key)


def _topic(anchor: Anchor, found: Iterable[Passage]) -> str | None:
    """The topic by the catalogue, else that of most of its statements."""
    if anchor.kind == "subject":
        return catalogue().subjects[anchor.key].topic
    if anchor.kind == "target" and anchor.key in catalogue().indicators:
        return catalogue().indicators[anchor.key].topic
    told = Counter(said.topic for p in found for said in p.said if said.topic)
    return min(told, key=lambda topic: (-told[topic], topic), default=None)


def _distinct(made: Iterable[Thread]) -> list[Thread]:
    """Without an instrument's thread that says nothing beyond another one's passages."""
    made = list(made)
    held = [{(p.document, p.start) for p in t.passages} for t in made]
    whole = {i: set(h) for i, h in enumerate(held) if made[i].kind != "agreement"}
    by_place: dict[tuple[str, int], list[int]] = {}
    for i, places in whole.items():
        for place in places:
            by_place.setdefault(place, []).append(i)
    kept = []
    for i, thread in enumerate(made):
        if thread.kind == "agreement":
            first = next(iter(held[i]))
            if any(held[i] <= whole[j] for j in by_place.get(first, ())):
                continue
        kept.append(thread)
    return kept
