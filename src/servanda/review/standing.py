"""How a subject stands, from the log about it: a pure fold, so that any state can come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

import msgspec

from servanda.model import (
    Document,
    Evidence,
    Judgement,
    Reading,
    Record,
    Review,
    Reviewed,
    Standing,
    record_type,
)
from servanda.review.correction import corrected


def standing(entries: Sequence[Review]) -> Standing:
    """How the subject of some entries, in the order of the log, stands after the last of them.

    >>> one = Review(kind="figure", subject="f1", word="accept", reviewer="a", mode="blind", id=1)
    >>> standing([one]).state
    'waiting'
    >>> other = msgspec.structs.replace(one, reviewer="b", word="reject", id=2)
    >>> standing([one, other]).state
    'disputed'
    >>> settled = msgspec.structs.replace(other, reviewer="c", mode="settle", id=3)
    >>> standing([one, other, settled]).word
    'reject'
    """
    words = _words(entries)
    about = tuple(dict.fromkeys(entry.subject for entry in entries))
    now = Standing(words=words, last=max((entry.id for entry in entries), default=0), subjects=about)
    if not words:
        return now
    word, changes = words[0].word, words[0].changes
    if any((other.word, other.changes) != (word, changes) for other in words):
        return msgspec.structs.replace(now, state="disputed")
    if len(words) == 1 and words[0].mode == "blind":
        return msgspec.structs.replace(now, state="waiting")
    return msgspec.structs.replace(now, state="decided", word=word, changes=changes)


def _words(entries: Sequence[Review]) -> tuple[Review, ...]:
    """The words that stand: of each reviewer the last one since the matter was settled or put back."""
    now: tuple[Review, ...] = ()
    after: list[tuple[int, tuple[Review, ...]]] = [(0, now)]
    for entry in entries:
        if entry.word == "restore":
            now = next(then for id_, then in reversed(after) if id_ <= (entry.to or 0))
        elif entry.mode == "settle":
            now = (entry,)
        else:
            now = (*(word for word in now if word.reviewer != entry.reviewer), entry)
        after.append((entry.id, now))
    return now


def by_subject(entries: Iterable[Review]) -> dict[tuple[str, str], list[Review]]:
    """Entries by what they are about, each in the order of the log."""
    subject = attrgetter("kind", "subject")
    inorder = sorted(entries, key=lambda entry: (entry.kind, entry.subject, entry.id))
    return {key: list(group) for key, group in groupby(inorder, subject)}


def judged(entries: Iterable[Review]) -> list[Judgement]:
    """What people judged of pairs of entities, in the order of the pairs; later words stand for earlier ones.

    The two ids of a pair may be named in either order.
    """
    pairs: dict[tuple[str, ...], list[Review]] = {}
    for entry in entries:
        pairs.setdefault(tuple(sorted(entry.subject.split("|"))), []).append(entry)
    found = []
    for now in map(standing, pairs.values()):
        if now.state != "decided":
            continue
        word = now.words[-1]
        left, right = word.subject.split("|")
        same = word.word == "accept"
        found.append(
            Judgement(left=left, right=right, same=same, score=1.0, reason=word.note, when=word.when)
        )
    return sorted(found, key=lambda one: (one.left, one.right))


# -- readings -------------------------------------------------------------------------------------


def reviewed(record: Record, entries: Sequence[Review]) -> Reviewed:
    """A record as it was read, with what people said of it."""
    now = standing(entries)
    if now.word == "correct":
        right = corrected(record, now.changes)
        return Reviewed(record=right, standing=now, original=record if right.corrected else None)
    return Reviewed(record=record, standing=now, original=record if now.word == "reject" else None)


def applied(reading: Reading, entries: Iterable[Review]) -> tuple[Reading, list[Reviewed]]:
    """A reading with corrections made and rejected records left out; and all that was reviewed in it."""
    said = attached(reading.records, entries)
    found = {record.id: reviewed(record, said[record.id]) for record in reading.records if record.id in said}
    left = tuple(
        found[record.id].record if record.id in found else record
        for record in reading.records
        if record.id not in found or found[record.id].standing.word != "reject"
    )
    return msgspec.structs.replace(reading, records=left), list(found.values())


def carried(entry: Review, document: Document) -> Review | None:
    """What was said of an earlier text, at the place where its words stand now; null unless they do, once.

    >>> text = "a target of 100 GW by 2047"
    >>> new = Document(id="new", uri="d", media_type="text/plain", sha256="", text=text)
    >>> place = Evidence("old", 0, 6, "100 GW")
    >>> entry = Review(kind="figure", subject="f1", word="accept", reviewer="a", place=place)
    >>> carried(entry, new).place
    Evidence(document='new', start=12, end=18, quote='100 GW')
    """
    place = entry.place
    if place is None or place.document == document.id:
        return entry
    start = document.text.find(place.quote)
    if start < 0 or document.text.find(place.quote, start + 1) >= 0:
        return None
    now = Evidence(document.id, start, start + len(place.quote), place.quote)
    return msgspec.structs.replace(entry, place=now)


def attached(records: Sequence[Record], entries: Iterable[Review]) -> dict[str, list[Review]]:
    """What was said of each of a document's records, in the order of the log.

    A word belongs to the record of its id; where none has it any more, to the one of its type at its
    place, or else to the one that shares most of it.
    """
    ids = {record.id for record in records}
    found: dict[str, list[Review]] = {}
    for (_, subject), said in by_subject(entries).items():
        key = subject if subject in ids else _nearest(records, said[0])
        if key is not None:
            found.setdefault(key, []).extend(said)
    return {key: sorted(said, key=lambda entry: entry.id) for key, said in found.items()}


def _nearest(records: Sequence[Record], said: Review) -> str | None:
    shared = [(_shared(record, said), record.id) for record in records if record_type(record) == said.kind]
    best = max(shared, default=(0.0, ""))
    alone = sum(share == best[0] for share, _ in shared) == 1
    return best[1] if best[0] > 0 and alone else None


def _shared(record: Record, said: Review) -> float:
    """How much of the two spans is common to both, from 0 to 1."""
    here, there = record.evidence[0], said.place
    if there is None or here.document != there.document:
        return 0.0
    common = min(here.end, there.end) - max(here.start, there.start)
    return max(0.0, common / (max(here.end, there.end) - min(here.start, there.start)))
