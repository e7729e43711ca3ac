"""The steps from a text to its values and from a document to its records, in one place."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Sequence
from importlib import resources
from importlib.resources.abc import Traversable

import msgspec

from servanda import segment
from servanda.annotation import guess, pack_of, reference_day, time_value
from servanda.ground import check
from servanda.model import Document, Passage, Reading, Record
from servanda.readers import figures as figures_table
from servanda.records import dating
from servanda.records.agreement import agreements
from servanda.records.cast import cast
from servanda.records.chronicle import chronicle
from servanda.records.clause import Voice
from servanda.records.counting import numbers
from servanda.records.discovery import resolve
from servanda.records.entity import entities, main_pair
from servanda.records.figure import Claim, Frame, Setting, claim_of, figures
from servanda.records.lexicon import lexicon
from servanda.records.statement import Scene, statements
from servanda.records.time import times
from servanda.records.view import View, look
from servanda.search.concepts import passages
from servanda.values.grammar import Found, grammar
from servanda.values.quantity import Quantity


def read(document: Document) -> Reading:
    """All that a document says: the document (dated, where only its text tells when) and its records."""
    views = scan(document)
    pair = main_pair(views)
    if document.published is None:
        document = dating.complete(document, dating.infer(document, views, pair))
    today = reference_day(document.published)
    records: list[Record] = list(entities(document, views))
    actors = cast(document, views)
    setting = Setting(today.year if today else None, actors.actors if len(actors.actors) == 2 else pair)
    earlier = Claim()
    voice = Voice(actors.actors)
    all_times = [view.times(today) for view in views]
    for view, resolved in zip(views, all_times, strict=True):
        records += times(view, today)
        counted = numbers(view)
        said, voice = statements(view, Scene(resolved, counted, actors, voice, today))
        found = figures(view, counted, Frame(resolved, said), setting, earlier)
        records += [*found, *said]
        if found:
            earlier = claim_of(found[-1])
    events = chronicle(document, views, all_times, setting.pair)
    records += events
    records += agreements(document, views, all_times, events, setting.pair)
    for record in records:
        check(document, record)
    records.sort(key=lambda r: (r.evidence[0].start, r.evidence[0].end, r.id))
    return Reading(document, tuple(records), passages(views, records))


def passages_of(document: Document, records: Sequence[Record]) -> tuple[Passage, ...]:
    """The sentences by which searches find a document, where its reading gave none."""
    return passages(scan(document), records)


def extract(document: Document) -> tuple[Record, ...]:
    """The records of a document."""
    return read(document).records


def scan(document: Document) -> list[View]:
    """The document's sentences, each with what the packs find in it."""
    language = document.language or guess(document.text)
    out = []
    for sentence in segment.sentences(document.text, language):
        pack = pack_of(sentence.language)
        out.append(look(document, sentence.start, sentence.end, grammar(pack), lexicon(pack)))
    return resolve(document, out)


class Explanation(msgspec.Struct, frozen=True):
    """Why a record is there: its sentence, the marks found in it, the rule that made it."""

    start: int
    end: int
    sentence: str
    rule: str
    marks: list[dict[str, str | int]]


def explain(document: Document, record: Record) -> Explanation:
    """The sentence of a record, what was found there and the named rule that joined it."""
    first = record.evidence[0]
    if document.media_type == figures_table.MEDIA_TYPE:  # its rows are no sentences
        start, end = document.text.rfind("\n", 0, first.start) + 1, document.text.find("\n", first.end)
        end = len(document.text) if end < 0 else end
        return Explanation(start, end, document.text[start:end], record.rule, [])
    for view in scan(document):
        if view.start <= first.start < view.end:
            marks: list[dict[str, str | int]] = [
                {
                    "start": m.start,
                    "end": m.end,
                    "quote": document.text[m.start : m.end],
                    "class": m.kind,
                    "means": _shown(m.value),
                }
                for m in view.marks
            ]
            marks += [
                {
                    "start": f.start,
                    "end": f.end,
                    "quote": document.text[f.start : f.end],
                    "class": "value",
                    "means": _value(f),
                    "rule": f.rule,
                }
                for f in view.found
            ]
            marks.sort(key=lambda m: (m["start"], m["end"]))
            return Explanation(view.start, view.end, view.text, record.rule, marks)
    return Explanation(first.start, first.end, first.quote, record.rule, [])


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else "" if value is True else str(value)


def _value(found: Found) -> str:
    if isinstance(found.value, Quantity):
        q = found.value
        upper = f"–{q.value_max}" if q.value_max is not None else ""
        return f"{q.bound} {q.value}{upper} {q.unit}"
    return f"{time_value(found, None) or 'relative'} ({found.value.kind})"


@functools.cache
def engine_version() -> str:
    """A short hash of all that decides what is read from a text: code, packs, catalogue."""
    digest = hashlib.sha256()
    root = resources.files("servanda")
    for folder in ("data/packs", "data/catalogue", "values", "records", "search"):
        for path in sorted(_files(root / folder), key=str):
            digest.update(path.read_bytes())
    for name in ("packs", "forms", "fold", "line", "scan", "segment", "annotation", "pipeline"):
        digest.update((root / f"{name}.py").read_bytes())
    return digest.hexdigest()[:12]


def _files(folder: Traversable) -> Iterator[Traversable]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _files(item)
        elif item.name.endswith((".toml", ".py")):
            yield item
