"""The desk of review: what is to be looked at, a person's word on it, and the log that takes words back.

::

    from servanda import desk

    total, items = desk.queue(ledger, Queue(kinds=("figure",)), reviewer="ada")
    desk.say(ledger, items[0].id, "correct", desk.Said(by="ada"), {"period": "2031"})
    desk.undo(ledger, by="ada")
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from servanda.app import Ledger
from servanda.errors import LedgerError, UsageError
from servanda.model import (
    RECORD_TYPES,
    Document,
    Finding,
    Record,
    Review,
    Standing,
    State,
    Word,
    record_type,
)
from servanda.query import Queue
from servanda.review.correction import differing, typed
from servanda.review.doubt import signs
from servanda.review.standing import by_subject, standing

FINDING = "finding"
KINDS = (*RECORD_TYPES, FINDING)
"""What can be reviewed."""
STATES: Mapping[str, State] = {
    "open": "open", "waiting": "waiting", "disputed": "disputed", "decided": "decided",
}  # fmt: skip
"""How a subject may stand."""
SIDES = ("doubt", "weight")
"""What the queue may go by."""
WORDS: Mapping[str, Word] = {"accept": "accept", "correct": "correct", "reject": "reject"}
"""What may be said."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to look at: a record in its document, or a finding with the records it rests on.

    ``standing`` is as the reviewer may see it: of two that are wanted the second does not see the first's
    word. ``why``: what makes it worth a look. ``original``: the record as it was read, where it is corrected.
    """

    id: str
    kind: str
    standing: Standing
    why: tuple[str, ...]
    records: tuple[tuple[Record, Document], ...]
    original: Record | None = None
    finding: Finding | None = None


def wanted(
    kind: str | None = None,
    state: str = "open",
    document: str | None = None,
    reviewer: str | None = None,
    first: str | None = None,
) -> Queue:
    """What to look at, from words that a person writes; :class:`UsageError` where one is none."""
    for name, value, known in (("kind", kind, KINDS), ("state", state, STATES), ("first", first, SIDES)):
        if value is not None and value not in known:
            raise UsageError(f"{name} cannot be {value}; it is one of {', '.join(known)}")
    return Queue(
        kinds=(kind,) if kind else tuple(RECORD_TYPES),
        state=STATES[state],
        document=document,
        reviewer=reviewer,
        by=(first,) if first else SIDES,
    )


def queue(
    ledger: Ledger, wanted: Queue, reviewer: str = "", *, limit: int | None = None, offset: int = 0
) -> tuple[int, list[Item]]:
    """How many records (or findings) are in a state of review, and a part of them, for one reviewer.

    What waits for a second word is shown to those who have not said theirs.
    """
    if wanted.state == "waiting" and wanted.reviewer is None:
        wanted = msgspec.structs.replace(wanted, unless=reviewer)
    if FINDING in wanted.kinds:
        return _findings(ledger, wanted, reviewer, limit, offset)
    total, found = ledger.store.queue(wanted, limit=limit, offset=offset)
    keys = list({one.record.document for one in found})
    documents = {document.id: document for document in ledger.documents(id=keys)}
    items = [
        Item(
            id=one.record.id,
            kind=record_type(one.record),
            standing=seen_by(reviewer, one.standing),
            why=_why(one.record),
            records=((one.record, documents[one.record.document]),),
            original=one.original,
        )
        for one in found
    ]
    return total, items


def item(ledger: Ledger, key: str, reviewer: str = "") -> Item:
    """One record or finding, by its id or the beginning of it."""
    if key.startswith("x"):
        return _item_of_finding(ledger, ledger.finding(key), ledger.standings(), reviewer)
    found = ledger.store.reviewed(key)
    return Item(
        id=found.record.id,
        kind=record_type(found.record),
        standing=seen_by(reviewer, found.standing),
        why=_why(found.record),
        records=((found.record, ledger.document(found.record.document)),),
        original=found.original,
    )


def _why(record: Record) -> tuple[str, ...]:
    return tuple(sign.why for sign in signs(record) if sign.why)


def seen_by(reviewer: str, stands: Standing) -> Standing:
    """What a reviewer sees of a standing: a word that waits for a second is its writer's alone."""
    if stands.state != "waiting" or any(word.reviewer == reviewer for word in stands.words):
        return stands
    return Standing(state="waiting")


def row(one: Item) -> dict[str, Any]:
    """An item as a row of data; the words that stand are those that the reviewer may see."""
    record, document = one.records[0]
    return {
        "id": one.id,
        "kind": one.kind,
        "state": one.standing.state,
        "word": one.standing.word,
        "reviewers": [word.reviewer for word in one.standing.words],
        "why": list(one.why),
        "document": document.id,
        "quote": one.finding.message if one.finding else record.evidence[0].quote,
        "corrected": list(record.corrected),
    }


def _findings(
    ledger: Ledger, wanted: Queue, reviewer: str, limit: int | None, offset: int
) -> tuple[int, list[Item]]:
    """Findings in a state of review, the gravest first."""
    stand = ledger.standings()
    within = _records_in(ledger, wanted.document) if wanted.document else None
    found = [
        finding
        for finding in ledger.findings()
        if _fits(stand.get(finding.id, Standing()), wanted)
        and (within is None or within.intersection(finding.records))
    ]
    part = found[offset : None if limit is None else offset + limit]
    return len(found), [_item_of_finding(ledger, one, stand, reviewer) for one in part]


def _records_in(ledger: Ledger, document: str) -> set[str]:
    return {record.id for record in ledger.reading(document).records}


def _fits(stands: Standing, wanted: Queue) -> bool:
    spoke = {word.reviewer for word in stands.words}
    return (
        stands.state == wanted.state
        and (wanted.reviewer is None or wanted.reviewer in spoke)
        and (wanted.unless is None or wanted.unless not in spoke)
    )


def _item_of_finding(ledger: Ledger, finding: Finding, stand: Mapping[str, Standing], reviewer: str) -> Item:
    records = [ledger.store.reviewed(key).record for key in finding.records]
    return Item(
        id=finding.id,
        kind=FINDING,
        standing=seen_by(reviewer, stand.get(finding.id, Standing())),
        why=(f"{finding.severity} {finding.kind}",),
        records=tuple((record, ledger.document(record.document)) for record in records),
        finding=finding,
    )


# -- a person's word ------------------------------------------------------------------------------


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """How a word is said: by whom, why, as one of two that are wanted (``blind``).

    ``seen`` is the last entry of the log about it that the reviewer saw; null for all that may be seen.
    """

    by: str
    note: str = ""
    blind: bool = False
    seen: int | None = None


def say(ledger: Ledger, key: str, word: str, how: Said, written: Mapping[str, str] | None = None) -> Review:
    """Keeps a person's word on a record or finding: ``accept``, ``reject``, or ``correct`` with fields.

    ``written``: the fields as a person writes them; those that a correction set before stay. Raises
    :class:`UsageError` for a field that cannot be or hold that, and where nothing is corrected.
    """
    if word not in WORDS:
        raise UsageError(f"a word cannot be {word}; it is one of {', '.join(WORDS)}")
    if not how.by:
        raise UsageError("a word of review needs the name of its reviewer")
    one = item(ledger, key, how.by)
    if word == "correct" and one.kind == FINDING:
        raise UsageError("a finding follows from its records: correct those, or reject the finding")
    word, changes = _meant(one, WORDS[word], written or {})
    mode: Literal["alone", "blind", "settle"] = "alone"
    if how.blind:
        mode = "blind"
    elif one.standing.words and (how.seen is None or how.seen >= one.standing.last):
        mode = "settle"
    said = Review(
        kind=one.kind,
        subject=one.id,
        word=word,
        reviewer=how.by,
        mode=mode,
        changes=changes,
        note=how.note,
    )
    return ledger.store.say(said)[0]


def _meant(one: Item, word: Word, written: Mapping[str, str]) -> tuple[Word, dict[str, Any]]:
    """A word and its changes against what was read: who accepts what is corrected, seconds the correction."""
    stands = one.standing
    if word == "accept" and stands.word == "correct":
        return "correct", stands.changes
    if word != "correct":
        return word, {}
    read = one.original or one.records[0][0]
    changes = differing(read, {**stands.changes, **typed(one.kind, written)})
    if not changes and stands.word != "correct":
        raise UsageError("nothing is corrected: every field is as it was read; accept it, then")
    return ("correct" if changes else "accept"), changes


def undo(ledger: Ledger, by: str) -> Review:
    """Takes back a reviewer's last word that he has not taken back yet.

    Raises :class:`LedgerError` where there is none, or where others spoke of the same after it.
    """
    words: list[Review] = []
    for entry in ledger.store.reviews(reviewer=by):
        if entry.word != "restore":
            words.append(entry)
        else:
            words = [w for w in words if not (_same(w, entry) and w.id > (entry.to or 0))]
    if not words:
        raise LedgerError(f"{by} has said nothing that could be taken back")
    last = words[-1]
    if any(e.id > last.id and e.reviewer != by for e in ledger.store.reviews(subject=last.subject)):
        raise LedgerError(
            f"somebody spoke of {last.subject} after entry {last.id}; servanda review restore brings it back"
        )
    return _back(ledger, [last], last.id - 1, by)[0]


def restore(ledger: Ledger, to: int, by: str, subject: str | None = None) -> list[Review]:
    """Puts all that was reviewed (or one subject) back to where it stood after an entry of the log.

    The log keeps what came after it, and that it was put back.
    """
    entries = ledger.store.reviews(**({"subject": subject} if subject else {}))
    if subject and not entries:
        raise LedgerError(f"nothing was said of {subject}; servanda review log lists what was")
    moved = [
        said[-1]
        for said in by_subject(entries).values()
        if said[-1].id > to and standing(said).words != standing([e for e in said if e.id <= to]).words
    ]
    return _back(ledger, moved, to, by)


def _same(one: Review, other: Review) -> bool:
    return (one.kind, one.subject) == (other.kind, other.subject)


def _back(ledger: Ledger, entries: list[Review], to: int, by: str) -> list[Review]:
    back = [
        Review(kind=e.kind, subject=e.subject, word="restore", reviewer=by, to=to, place=e.place)
        for e in entries
    ]
    return ledger.store.say(*back)
