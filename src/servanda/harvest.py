"""Documents into a folder of Parquet, part by part: the same files by one process, several or a cluster.

What a part holds is decided by its documents' names alone: a collection is a part, and so is a sixteenth of
the other files of a folder. Each part is written whole or not at all, by whoever read it, so that nothing
passes through one machine; its footer says what came of it. A run that is stopped goes on with the parts that
are missing, and parts whose documents (by their sizes) or engine have changed are made anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path, PurePosixPath

import msgspec

from servanda import cluster, crew, intake, pipeline
from servanda.errors import ReadError, UsageError
from servanda.export import parquet
from servanda.extras import LIBRARIES, optional
from servanda.intake import Failure, Progress, ReadReport
from servanda.model import Reading
from servanda.readers import sources, storage
from servanda.readers.fetching import Limits, is_address

BUCKETS = 16
"""Parts of the single documents of one folder."""


class Part(msgspec.Struct, frozen=True):
    """A part of the documents: where they are, and the address of the file that their records go to."""

    target: str
    places: tuple[str, ...]
    limits: Limits


class Written(msgspec.Struct, frozen=True):
    """What came of a part; ``stamp`` tells of which documents, and of which engine."""

    stamp: str
    documents: int = 0
    failures: tuple[Failure, ...] = ()
    fresh: bool = True


def harvest(
    paths: Sequence[str | Path],
    target: str,
    limits: Limits,
    *,
    jobs: int = 1,
    ray: str = "",
    on_progress: Callable[[Progress], None] | None = None,
) -> ReadReport:
    """Reads all that is named into Parquet files at ``target``, a folder or an address of object storage.

    ``jobs`` processes of this machine share the parts, or the cluster at the address ``ray``. ``added`` and
    ``unchanged`` count documents, those of parts that were there already; progress counts parts.
    """
    for library in LIBRARIES["scale"]:
        optional("scale", library)
    places = list(sources.locate(map(str, paths)))
    failures = [Failure(place.source, place.reason) for place in places if isinstance(place, ReadError)]
    parts = divide([place for place in places if isinstance(place, str)], target, limits)
    tasks = [(part, part) for part in parts]
    share = cluster.in_order(write, tasks, ray) if ray else crew.in_order(write, tasks, jobs)
    added = unchanged = 0
    with closing(share) as results:
        for done, (part, made) in enumerate(results, 1):
            if not isinstance(made, Written):
                failures += [
                    Failure(place, "ended the process that read it, and its part") for place in part.places
                ]
                outcome = intake.FAILED
            else:
                failures += made.failures
                added += made.documents * made.fresh
                unchanged += made.documents * (not made.fresh)
                outcome = intake.ADDED if made.fresh else intake.UNCHANGED
            if on_progress:
                on_progress(Progress(part.target, done, len(parts), outcome))
    return ReadReport(added=added, unchanged=unchanged, failures=tuple(failures))


def divide(places: Sequence[str], target: str, limits: Limits) -> list[Part]:
    """The parts of some documents; a document more changes no other part than its own."""
    if sources.STDIN in places:
        raise UsageError("standard input cannot be shared out; put it into a file, or read it into a ledger")
    groups: dict[str, list[str]] = {}
    for place in places:
        groups.setdefault(place if sources.collects(place) else _bucket(place), []).append(place)
    return [
        Part(f"{target.rstrip('/')}/part-{_short(key)}.parquet", tuple(group), limits)
        for key, group in sorted(groups.items())
    ]


def write(part: Part) -> Written:
    """Reads a part's documents and writes their records, unless that is done; raises nothing."""
    try:
        stamp = _stamp(part)
        kept = storage.footer(part.target, parquet.FOOTER)
        if kept and (known := msgspec.json.decode(kept, type=Written)).stamp == stamp:
            return msgspec.structs.replace(known, fresh=False)
        made = _Count(part)
        with storage.whole(part.target) as file:
            parquet.write(made.readings(), file, lambda: msgspec.json.encode(made.told(stamp)))
        return made.told(stamp)
    except Exception as error:  # noqa: BLE001
        return Written("", failures=(intake.failure(part.target, error),))


class _Count:
    """The readings of a part, one by one, and what came of them."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._documents = 0
        self._failures: list[Failure] = []

    def readings(self) -> Iterator[Reading]:
        for found in (one for place in self._part.places for one in sources.items(place, self._part.limits)):
            made = (
                intake.failure(found.source, found)
                if isinstance(found, ReadError)
                else intake.understood(found)
            )
            if isinstance(made, Failure):
                self._failures.append(made)
            else:
                self._documents += 1
                yield made

    def told(self, stamp: str) -> Written:
        return Written(stamp, self._documents, tuple(self._failures))


def _bucket(place: str) -> str:
    folder = str(PurePosixPath(place).parent) if not is_address(place) else "web"
    return f"{folder}/{int(_short(place), 16) % BUCKETS:x}"


def _stamp(part: Part) -> str:
    sizes = [(place, storage.size(place)) for place in part.places]
    return _short(repr((pipeline.engine_version(), part.limits.max_bytes, sizes)))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
