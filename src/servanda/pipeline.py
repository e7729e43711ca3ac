"""The steps from a text to its values and from a document to its records, in one place."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from importlib.resources.abc import Traversable

import msgspec

from servanda import segment
from servanda.annotation import guess, pack_of, reference_day, time_value
from servanda.ground import check
from servanda.model import Document, Figure, Passage, Reading, Record
from servanda.readers import figures as figures_table
from servanda.records import dating
from servanda.records.agreement import agreements
from servanda.records.cast import cast
from servanda.records.chronicle import chronicle
from servanda.records.clause import Voice
from servanda.records.counting import numbers
from servanda.records.credit import interview
from servanda.records.discovery import resolve
from servanda.records.entity import area_counts, areas_of, entities, home, main_pair
from servanda.records.figure import Claim, Frame, Setting, figures
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
    named = area_counts(views)
    pair = main_pair(named)
    if document.published is None:
        document = dating.complete(document, dating.infer(document, views, pair))
    today = reference_day(document.published)
    records: list[Record] = list(entities(document, views))
    actors = cast(document, views)
    own = home(named)
    if document.kind == "speech" and own:
        pair = (own,)  # whoever speaks for one state speaks of it, and of another only by its name
    elif len(pair) != 2:
        pair = areas_of(actors.actors) or pair
    setting = Setting(today, pair, own, actors.home, interview(views))
    earlier = Claim()
    voice = Voice(actors.actors)
    about = (own, *pair) if own else pair
    all_times = [view.times(today, about, document.published) for view in views]
    for view, resolved in zip(views, all_times, strict=True):
        records += times(view, resolved)
        counted = numbers(view, earlier.unit, earlier.end)
        said, voice = statements(view, Scene(resolved, counted, actors, voice, today))
        found, earlier = figures(view, counted, Frame(resolved, said, voice.before[:-1]), setting, earlier)
        records += [*found, *said]
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


def terms(document: Document, figures: Iterable[Figure]) -> dict[str, list[tuple[int, int]]]:
    """Where the sentence of each figure names its indicator: spans by the figure's id."""
    wanted = [figure for figure in figures if figure.indicator]
    out: dict[str, list[tuple[int, int]]] = {}
    sentences = segment.sentences(document.text, document.language or guess(document.text)) if wanted else ()
    for sentence in sentences:
        inside = [f for f in wanted if sentence.start <= f.evidence[0].start < sentence.end]
        if inside:
            pack = pack_of(sentence.language)
            view = look(document, sentence.start, sentence.end, grammar(pack), lexicon(pack))
            named = view.measures
            out |= {f.id: [(m.start, m.end) for m in named if f.indicator in m.value] for f in inside}
    return out


def why_dated(document: Document) -> str:
    """The reasoning behind a date that was inferred from the text, in a sentence; empty for another."""
    if document.published_basis not in ("text", "reference"):
        return ""
    undated = msgspec.structs.replace(document, published=None, published_basis=None)
    views = scan(undated)
    found = dating.infer(undated, views, main_pair(area_counts(views)))
    return found.reason if found else ""


def prepare(lang: str) -> None:
    """Loads all that reading a language takes, which is slow the first time."""
    pack = pack_of(lang)
    grammar(pack), lexicon(pack)


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else "" if value is True else str(value)


def _value(found: Found) -> str:
    if isinstance(found.value, Quantity):
        q = found.value
        upper = f"–{q.value_max}" if q.value_max is not None else ""
        return f"{q.bound} {q.value}{upper} {q.unit}"
    return f"{time_value(found, None) or 'relative'} ({found.value.kind})"


_DECIDING_ROOMS = ("data/packs", "data/catalogue", "readers", "records", "search", "values")
_DECIDING = (
    "annotation", "catalogue", "fold", "forms", "ground", "index", "language", "line",
    "model", "packs", "pipeline", "query", "scan", "segment",
)  # fmt: skip


@functools.cache
def engine_version() -> str:
    """A short hash of all that decides what is read from a document: code, packs, catalogue."""
    return _hash(_DECIDING_ROOMS, _DECIDING)


@functools.cache
def linking_version() -> str:
    """A short hash of all that decides what follows from records."""
    return _hash((*_DECIDING_ROOMS, "link"), (*_DECIDING, "labels", "periods"))


def _hash(rooms: Iterable[str], modules: Iterable[str]) -> str:
    digest = hashlib.sha256()
    root = resources.files("servanda")
    for folder in rooms:
        for path in sorted(_files(root / folder), key=str):
            digest.update(path.read_bytes())
    for name in modules:
        digest.update((root / f"{name}.py").read_bytes())
    return digest.hexdigest()[:12]


def _files(folder: Traversable) -> Iterator[Traversable]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _files(item)
        elif item.name.endswith((".toml", ".py")):
            yield item
