"""The use cases: read documents into a ledger, look at it, explain an entry, write it out.

The faces (command line, web) and the Python API stand on these and nothing else::

    import servanda

    with servanda.open("ledger.db") as ledger:
        servanda.read(["statements/"], ledger)
        for figure in ledger.figures(indicator="trade.turnover", status="target"):
            print(figure.value, figure.unit, figure.period, figure.evidence[0].quote)
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, TypeVar

import msgspec

from servanda import crew, intake, pipeline
from servanda import harvest as harvesting
from servanda.ask import Answer, answer
from servanda.catalogue import catalogue
from servanda.errors import LedgerError, ReadError, UsageError
from servanda.export import exporters
from servanda.export.citation import cite, cite_finding
from servanda.export.frame import Frame, frame, series_frame
from servanda.export.html import part
from servanda.intake import Progress, ReadReport
from servanda.link.compare import Comparison, compare
from servanda.link.finding import SEVERITIES
from servanda.link.findings import KINDS
from servanda.link.identity import Identity
from servanda.link.kept import Held, Kept, Stored, parts
from servanda.link.linked import Linked
from servanda.link.mechanism import Mechanism
from servanda.link.semantic import Meaning
from servanda.link.thread import Thread
from servanda.model import (
    RECORD_TYPES,
    Agreement,
    Document,
    Entity,
    Event,
    Figure,
    Finding,
    Judgement,
    Reading,
    Record,
    Review,
    Soundness,
    Standing,
    Statement,
    Time,
    Word,
)
from servanda.protocols import Exporter, Store
from servanda.query import Hit, Search
from servanda.readers import columns as table_columns
from servanda.readers import fetching
from servanda.readers import figures as figure_tables
from servanda.review.standing import by_subject, judged, standing
from servanda.search.highlight import highlights
from servanda.search.words import parse
from servanda.store import SqlStore

Kind = TypeVar("Kind", bound=Record)


class Explanation(msgspec.Struct, frozen=True):
    """A record, the document that it stands in, and how it was reached.

    ``original`` is the record as it was read, where a person corrected or rejected it.
    """

    record: Record
    document: Document
    reasons: pipeline.Explanation
    original: Record | None = None


class Summary(msgspec.Struct, frozen=True):
    """A ledger at a glance: how many of what, in which languages, about what, with a few examples."""

    counts: dict[str, int]
    languages: list[tuple[str | None, int]]
    indicators: list[tuple[str | None, int]]
    notable: list[tuple[Figure, Document]]


class Sentence(msgspec.Struct, frozen=True):
    """A sentence that a search found: its words, which of them were meant, and its records.

    ``highlights`` are half-open spans of ``text``, which is the document's text from ``start`` to ``end``.
    """

    document: Document
    start: int
    end: int
    text: str
    language: str
    highlights: tuple[tuple[int, int], ...]
    records: tuple[Record, ...]

    def row(self) -> dict[str, Any]:
        """The sentence as a row of data, its records by their ids."""
        own = {name: getattr(self.document, name) for name in ("uri", "published")}
        return (
            {"document": self.document.id}
            | own
            | {
                "language": self.language,
                "start": self.start,
                "end": self.end,
                "sentence": self.text,
                "highlights": [self.text[a:b] for a, b in self.highlights],
                "records": [record.id for record in self.records],
            }
        )


class Found(msgspec.Struct, frozen=True):
    """What a search found: how many sentences, a part of them, and how all of them spread.

    ``facets``: of ``kind``, ``language``, ``year`` and ``by``, each value with its count, among ``counted``
    sentences: all, or where the words stand in very many, some of them from all over the ledger.
    """

    search: Search
    total: int
    sentences: tuple[Sentence, ...]
    facets: dict[str, list[tuple[str, int]]]
    counted: int


LISTINGS = {
    "documents": "document",
    "figures": "figure",
    "times": "time",
    "entities": "entity",
    "statements": "statement",
    "commitments": "statement",
    "agreements": "agreement",
    "events": "event",
}
"""What a ledger lists, each with the type of its items."""
COMMITMENT = {"act": "commissive"}
"""What makes a statement a commitment."""


OPEN = "open"
VERDICTS = ("accept", "reject", OPEN, "waiting", "disputed")
"""How a finding stands: what people said of it, or why nothing is decided yet."""


class Ledger:
    """An open ledger.

    Filters are keywords: any field of a record type, and ``document``, ``language``, ``text`` (words
    of the quote), ``since`` and ``until`` (EDTF), for figures ``min`` and ``max``; a field with several
    values (``speakers``) takes one, or a list of which any will do; ``limit`` and
    ``offset`` cut the list. A record carries its evidence.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._kept: Kept | None = None
        self._linking = threading.Lock()
        self._completed = ""

    def __repr__(self) -> str:
        counts = self.store.counts()
        documents = counts.pop("document")
        return f"Ledger(documents={documents}, records={sum(counts.values())})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the ledger."""
        self.store.close()

    def documents(self, **filters: Any) -> list[Document]:
        """Documents, by date."""
        return self.store.documents(**filters)

    def document(self, key: str) -> Document:
        """The document of an id (or its unique beginning) or address."""
        return self.store.document(key)

    def figures(self, **filters: Any) -> list[Figure]:
        """Figures: numeric claims about the world."""
        return self._records(Figure, filters)

    def times(self, **filters: Any) -> list[Time]:
        """Temporal expressions."""
        return self._records(Time, filters)

    def entities(self, **filters: Any) -> list[Entity]:
        """Entities, one for each document that mentions it."""
        return self._records(Entity, filters)

    def statements(self, **filters: Any) -> list[Statement]:
        """Speech acts of official actors."""
        return self._records(Statement, filters)

    def commitments(self, **filters: Any) -> list[Statement]:
        """Statements that undertake something: those whose act is commissive."""
        return self.statements(**{**filters, **COMMITMENT})

    def agreements(self, **filters: Any) -> list[Agreement]:
        """Named instruments."""
        return self._records(Agreement, filters)

    def events(self, **filters: Any) -> list[Event]:
        """Events."""
        return self._records(Event, filters)

    def linked(self, *, semantic: bool = False) -> Kept:
        """What follows across documents: as it is kept, or worked out anew where the ledger has changed.

        ``semantic``: with threads that follow wordings across languages by their meaning, too (an extra, and
        slower); these are not kept.
        """
        if semantic:
            return Kept(Held("", parts(self._work_out(Meaning()), ("known_as", "heads"))))
        with self._linking:
            return self.kept() or self._follow(self._stamp())

    def kept(self) -> Kept | None:
        """The same where it is there already."""
        stamp = self._stamp()
        if self._kept is None or self._kept.stamp != stamp:
            self._kept = Kept(Stored(self.store, stamp)) if self.store.keeps(stamp) else None
        return self._kept

    def _stamp(self) -> str:
        return f"{self.store.stamp()}|{pipeline.linking_version()}"

    def _follow(self, stamp: str) -> Kept:
        """Works it out; keeps it where the ledger may be written, and was not while it was read."""
        linked = self._work_out()
        try:
            if stamp == self._stamp():
                self.store.keep(stamp, parts(linked))
                self._kept = Kept(Stored(self.store, stamp))
                return self._kept
        except LedgerError:  # a ledger that can only be read: nothing is lost but time
            pass
        self._kept = Kept(Held(stamp, parts(linked)))
        return self._kept

    def _work_out(self, meaning: Meaning | None = None) -> Linked:
        return Linked(self.store.readings(), judged(self.store.reviews(kind="pair")), meaning)

    def threads(self, text: str | None = None, *, semantic: bool = False, **wanted: Any) -> list[Thread]:
        """Undertakings followed across documents; ``wanted``: see :func:`servanda.link.thread.selected`.

        ``semantic``: see :meth:`linked`.
        """
        linked = self.linked(semantic=semantic)
        return linked.threads(one.id for one in linked.selected(text, **wanted))

    def thread(self, key: str) -> Thread:
        """The thread of an id (or its unique beginning) or of what it is about (``kudankulam-npp``)."""
        return self.linked().thread(key)

    def findings(
        self, kind: str | None = None, severity: str | None = None, verdict: str | None = None
    ) -> list[Finding]:
        """What follows from the records, the gravest first; each cites all that it rests on.

        ``verdict``: only what people said ``accept`` or ``reject`` of, or ``open``: nothing yet.
        """
        for name, value, valid in (
            ("kind", kind, KINDS),
            ("severity", severity, SEVERITIES),
            ("verdict", verdict, VERDICTS),
        ):
            if value is not None and value not in valid:
                raise UsageError(f"{name} cannot be {value}; it is one of {', '.join(valid)}")
        said = self.standings() if verdict else {}
        return [
            f
            for f in self.linked().findings
            if kind in (None, f.kind)
            and severity in (None, f.severity)
            and verdict in (None, verdict_of(said.get(f.id)))
        ]

    def finding(self, key: str) -> Finding:
        """The finding of an id (or its unique beginning); :class:`LedgerError` where there is none."""
        found = [f for f in self.findings() if f.id.startswith(key)]
        if len(found) != 1:
            several = f"more than one finding begins with {key}; write more of its id"
            raise LedgerError(
                several if found else f"the ledger holds no finding {key}; servanda findings lists them"
            )
        return found[0]

    def standings(self) -> dict[str, Standing]:
        """How findings that people spoke of stand, by the findings' ids.

        It holds for as long as records of the same ids lead to the finding, however often they are read.
        """
        said = by_subject(self.store.reviews(kind="finding"))
        return {subject: standing(entries) for (_, subject), entries in said.items()}

    def mechanisms(self) -> list[Mechanism]:
        """The bodies through which partnerships work, as series of events."""
        return self.linked().mechanisms

    def mechanism(self, key: str) -> Mechanism:
        """The mechanism of an id; :class:`LedgerError` where there is none."""
        found = next((m for m in self.mechanisms() if m.key == key), None)
        if found is None:
            raise LedgerError(f"the ledger holds no mechanism {key}; servanda mechanisms lists them")
        return found

    def compare(self, old: str, new: str, *, semantic: bool = False) -> Comparison:
        """Two documents (id, its beginning, address or file name) side by side, topic by topic.

        ``semantic``: aligns clauses of different languages by their meaning, too (an extra).
        """
        known_as = self.linked().known_as
        meaning = Meaning() if semantic else None
        return compare(self._reading(old), self._reading(new), known_as, meaning)

    def _reading(self, key: str) -> Reading:
        found = self.store.documents(document=key, limit=2)
        if len(found) != 1:
            raise LedgerError(f"{'no document is' if not found else 'several documents are'} called {key}")
        return self.reading(found[0].id)

    def identities(self) -> list[Identity]:
        """All entities of the ledger, each with all its ids and names."""
        return self.linked().identities

    def judgements(self) -> list[Judgement]:
        """What is judged of pairs of entities: by people first, then by their names, the surest first."""
        return self.linked().judgements

    def judge(self, left: str, right: str, *, same: bool, reason: str, by: str = "") -> Judgement:
        """Keeps a person's word (``by``) that two ids mean one entity or two.

        ``right`` may be a spelling of ``left``.
        Raises :class:`LedgerError` for an id that the ledger does not hold.
        """
        seen = self.linked().seen
        for key in (left, right):
            if key not in seen and not (key == right and left in seen and right in seen[left].spellings):
                raise LedgerError(f"the ledger holds no entity {key}; servanda show entities lists them")
        if left == right:
            raise UsageError(f"{left} and {right} are one id")
        word: Word = "accept" if same else "reject"
        pair = f"{left}|{right}"
        self.store.say(Review(kind="pair", subject=pair, word=word, mode="settle", reviewer=by, note=reason))
        return Judgement(left=left, right=right, same=same, score=1.0, reason=reason)

    def explain(self, key: str) -> Explanation:
        """The record of an id (or its unique beginning): its sentence, its marks, the rule that made it."""
        found = self.store.reviewed(key)
        document = self.store.document(found.record.document)
        reasons = pipeline.explain(document, found.record)
        return Explanation(found.record, document, reasons, found.original)

    def prepare(self, language: str) -> None:
        """Loads all that explaining a document of a language takes, ahead of the first one."""
        pipeline.prepare(language)

    def why_dated(self, document: Document) -> str:
        """The reasoning behind a document's date, in a sentence; empty where the date was told."""
        return pipeline.why_dated(document)

    def terms(self, document: Document, figures: Sequence[Figure]) -> dict[str, list[tuple[int, int]]]:
        """Where the sentences of a document's figures name their indicators: spans by the figure's id."""
        return pipeline.terms(document, figures)

    def search(self, words: str | Search, *, limit: int | None = None, offset: int = 0) -> Found:
        """The sentences that some words find, the best first.

        What can be said is told in :mod:`servanda.search.words`.

        Words are looked for as they stand, in their other forms, and by what they name, in any language.
        """
        wanted = parse(words) if isinstance(words, str) else words
        self._complete()
        found = self.store.search(wanted, limit=limit, offset=offset)
        sentences = tuple(_shown(hit, wanted) for hit in found.hits)
        return Found(wanted, found.total, sentences, found.facets, found.counted)

    def frame(self, kind: str, **filters: Any) -> Frame:
        """A listing (``figures``, ``documents``, ``commitments``…) as a table for polars or pandas."""
        if kind not in LISTINGS:
            raise UsageError(f"no such listing: {kind}; there are {', '.join(LISTINGS)}")
        items = getattr(self, kind)(**filters)
        return frame(LISTINGS[kind], items, self._documents_of(items))

    def series(self, indicator: str, **filters: Any) -> Frame:
        """The figures of an indicator as series, by period; measures are in the indicator's own unit.

        The two areas of an indicator without direction (turnover) may come in either order.
        Raises :class:`UsageError` for an indicator that neither catalogue nor ledger knows.
        """
        concept = catalogue().indicators.get(indicator)
        if concept is None and not self.store.count("figure", indicator=indicator):
            near = get_close_matches(indicator, catalogue().indicators) or ["no similar ones"]
            raise UsageError(f"no such indicator: {indicator}; there are {', '.join(near)}")
        pair = [filters.get(side) for side in ("area", "counterpart")]
        if concept is not None and concept.pair == "symmetric" and all(pair):
            filters["area"], filters["counterpart"] = sorted(map(str, pair))
        figures = self.figures(indicator=indicator, **filters)
        return series_frame(figures, self._documents_of(figures))

    def cite(self, key: str, form: str = "text") -> str:
        """A citation of the record, finding or document of an id; ``form`` is ``text`` or ``bibtex``."""
        found = next((f for f in self.findings() if f.id.startswith(key)), None) if key[:1] == "x" else None
        if found is not None:
            records = [self.store.record(one) for one in found.records]
            return cite_finding(found, [(self.document(r.document), r) for r in records], form)
        try:
            record = self.store.record(key)
        except LedgerError:
            return cite(self.document(key), None, form)
        return cite(self.document(record.document), record, form)

    def export(self, form: str, out: BinaryIO, *, document: str | None = None) -> int:
        """Writes the ledger, or one document of it, in a format of the registry.

        Returns how many records were written.
        """
        readings = self.store.readings() if document is None else [self.reading(document)]
        return exporter(form)(readings, out)

    def reading(self, key: str) -> Reading:
        """A document (id, its beginning, address or file name) with all its records, in order."""
        document = self.store.document(key)
        records = [r for kind in RECORD_TYPES for r in self.store.records(kind, document=document.id)]
        place = {r.id: (r.evidence[0].start, r.evidence[0].end, r.id) for r in records}
        return Reading(document, tuple(sorted(records, key=lambda r: place[r.id])))

    def html(self, key: str) -> str:
        """A document with its records marked, as a piece of HTML that needs nothing else."""
        return part(self.reading(key))

    def backup(self, path: str | Path) -> None:
        """Writes the whole ledger to a new file, from any kind of database, while others read and write."""
        self.store.backup(Path(path))

    def restore(self, path: str | Path) -> None:
        """Takes over all that a backup holds, into this ledger, which must be empty."""
        self.store.restore(Path(path))

    def check(self) -> Soundness:
        """Whether every quote equals its text, every reference exists, and the log's hash chain is whole."""
        return self.store.check()

    def ask(self, question: str) -> Answer:
        """What the ledger answers to a question; every sentence cites the records that it rests on."""
        self._complete()
        return answer(self.store, question)

    def _complete(self) -> None:
        """Lets searches find documents that came without their sentences; looks once for each state."""
        stamp = self.store.stamp()
        if stamp == self._completed:
            return
        self._completed = stamp
        for key in self.store.unindexed():
            records = [r for kind in RECORD_TYPES for r in self.store.records(kind, document=key)]
            self.store.index(key, pipeline.passages_of(self.store.document(key), records))

    def summary(self, notable: int = 6) -> Summary:
        """The ledger at a glance."""
        return Summary(
            counts=self.store.counts(),
            languages=self.store.tally("document", "language"),
            indicators=[pair for pair in self.store.tally("figure", "indicator") if pair[0]],
            notable=_notable(self, notable),
        )

    def _documents_of(self, items: Sequence[Document | Record]) -> dict[str, Document]:
        """The documents that records stand in, by id."""
        wanted = {item.document for item in items if isinstance(item, Record)}
        return {document.id: document for document in self.documents() if document.id in wanted}

    def _records(self, cls: type[Kind], filters: dict[str, Any]) -> list[Kind]:
        found = self.store.records(cls.__name__.lower(), **filters)
        return [record for record in found if isinstance(record, cls)]


def verdict_of(stands: Standing | None) -> str:
    """How a finding stands, in one of :data:`VERDICTS`."""
    return OPEN if stands is None else stands.word or stands.state


def open(address: str | Path = "ledger.db", *, create: bool = True) -> Ledger:  # noqa: A001  (servanda.open)
    """The ledger at a path or a SQLAlchemy URL, created if there is none and ``create`` is true.

    Raises :class:`servanda.errors.LedgerError` for a file that is no ledger, or a newer one.
    """
    return Ledger(SqlStore(address, create=create))


def _shown(hit: Hit, wanted: Search) -> Sentence:
    one = hit.passage
    marked = tuple(highlights(hit.text, one.language, wanted))
    return Sentence(hit.document, one.start, one.end, hit.text, one.language, marked, hit.records)


def exporter(form: str) -> Exporter:
    """The exporter of a format; :class:`UsageError` names those that there are."""
    if form not in exporters():
        raise UsageError(f"no such format: {form}; there are {', '.join(exporters())}")
    return exporters()[form]


def read(  # noqa: PLR0913 (options, each by its name)
    paths: Sequence[str | Path],
    ledger: Ledger,
    *,
    max_bytes: int = fetching.MAX_BYTES,
    timeout: float = fetching.TIMEOUT,
    allow_private: bool = False,
    jobs: int | None = 1,
    on_progress: Callable[[Progress], None] | None = None,
) -> ReadReport:
    """Reads files, folders, globs, addresses, collections and standard input (``-``) into a ledger.

    A document that cannot be read is reported and the rest is read; what the ledger already said
    stays. ``max_bytes`` is the limit for one document, ``timeout`` that for one address, in seconds;
    addresses inside private networks are refused unless ``allow_private``.
    ``jobs`` processes read, one writes, and the ledger is the same; ``None``: as many as are worth it
    (a program that asks for more than one needs the usual ``if __name__ == "__main__":``). Raises
    :class:`servanda.errors.LedgerUnavailable` where nothing can be written: what was read until then is kept.
    """
    jobs = jobs or intake.worth(paths)
    return intake.take(
        paths, ledger.store, fetching.Limits(max_bytes, timeout, allow_private), jobs, on_progress
    )


def harvest(  # noqa: PLR0913 (options, each by its name)
    paths: Sequence[str | Path],
    target: str | Path,
    *,
    max_bytes: int = fetching.MAX_BYTES,
    timeout: float = fetching.TIMEOUT,
    allow_private: bool = False,
    jobs: int | None = 1,
    ray: str = "",
    on_progress: Callable[[Progress], None] | None = None,
) -> ReadReport:
    """Reads documents into a folder of Parquet (or one of object storage) instead of a ledger, in parts.

    ``ray``: the address of a Ray cluster whose machines share the parts (``auto``: the one around); else
    ``jobs`` processes do. See :mod:`servanda.harvest`, and :func:`read` for the rest.
    """
    limits = fetching.Limits(max_bytes, timeout, allow_private)
    jobs = jobs or crew.cores()
    return harvesting.harvest(paths, str(target), limits, jobs=jobs, ray=ray, on_progress=on_progress)


def import_figures(
    path: str | Path, ledger: Ledger, columns: str | Path | None = None, *, reference: bool = False
) -> tuple[str, int]:
    """Takes the figures of a table (CSV) into a ledger: what came of it (``added``…), and how many there are.

    ``columns``: a map that says what the columns mean (:mod:`servanda.readers.columns`); SDMX-CSV needs none.
    ``reference``: the figures are a series that others are measured against. The table is a document like any
    other, each figure's evidence its value in its row; all of it is taken, or nothing.

    Raises :class:`UsageError` that names each line at fault and what is wrong there.
    """
    meant = table_columns.load(columns) if columns else None
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise ReadError(str(path), error.strerror or "it cannot be read") from error
    reading = figure_tables.read(content, str(path), meant, reference=reference)
    made_by = hashlib.sha256(msgspec.json.encode((meant, reference))).hexdigest()[:12]
    return ledger.store.put(reading, f"{pipeline.engine_version()}+{made_by}"), len(reading.records)


def _notable(ledger: Ledger, wanted: int) -> list[tuple[Figure, Document]]:
    """Of the most frequent indicators, every level aimed at, where first named, and the latest one seen."""
    found: list[Figure] = []
    for indicator, _ in ledger.store.tally("figure", "indicator", measure="level"):
        figures = [f for f in ledger.figures(indicator=indicator, measure="level") if f.period and f.area]
        if indicator and len(found) < wanted:
            aims: dict[object, Figure] = {}
            for figure in figures:
                if figure.status == "target":
                    aims.setdefault((figure.value, figure.period), figure)
            found += [*aims.values(), *[f for f in figures if f.status == "observed"][-1:]]
    return [(figure, ledger.document(figure.document)) for figure in found[:wanted]]
