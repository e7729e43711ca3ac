"""schema.org: figures as ``Claim``, findings as ``ClaimReview``, in JSON-LD.

A finding reviews the first record that it rests on, and is based on the others. Findings follow from the
records that are written, whatever else the ledger holds.

See https://schema.org/ClaimReview.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

import msgspec

from servanda.export.human import figure_words, title
from servanda.link.linked import Linked
from servanda.model import Document, Figure, Finding, Reading, Record

CONTEXT = {"@vocab": "https://schema.org/", "id": "@id", "type": "@type"}
NAMES = "urn:servanda:"
VERDICT = re.compile(r" is (met|missed|on-track|off-track|superseded)[:;.]")
RATINGS = {
    "conflict": (2, "contradicted by another source"),
    "arithmetic": (1, "contradicts its own numbers"),
    "calendar": (1, "an impossible or inconsistent date"),
    "lapsed": (2, "nothing heard after its deadline"),
    "met": (5, "met"),
    "on-track": (4, "on track"),
    "superseded": (3, "superseded"),
    "off-track": (2, "off track"),
    "missed": (1, "missed"),
}
"""The rating of a finding, from 1 (worst) to 5 (best), and its words; what only changed has none."""
Said = tuple[Record, Document]


def write(readings: Iterable[Reading], out: BinaryIO) -> int:
    """Writes one JSON-LD document; returns how many claims and reviews are in it."""
    linked = Linked(readings)
    said = {r.id: (r, reading.document) for reading in linked.readings for r in reading.records}
    graph = [claim(*one) for one in said.values() if isinstance(one[0], Figure) and one[0].indicator]
    graph += [review(finding, said) for finding in linked.findings]
    content = {"@context": CONTEXT, "@graph": graph}
    out.write(msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n")
    return len(graph)


def claim(record: Record, document: Document) -> dict[str, Any]:
    """A record as a claim: what it says, who says it, where, when."""
    known = {
        "datePublished": document.published,
        "author": _authors(record, document),
        "temporalCoverage": getattr(record, "period", None),
    }
    return {
        "id": f"{NAMES}record:{record.id}",
        "type": "Claim",
        "name": _name(record),
        "text": record.evidence[0].quote,
        "identifier": record.id,
        "appearance": _work(document),
        **{name: value for name, value in known.items() if value},
    }


def _name(record: Record) -> str:
    return _figure(record) if isinstance(record, Figure) else " ".join(record.evidence[0].quote.split())


def _figure(figure: Figure) -> str:
    between = "–".join(filter(None, (figure.area, figure.counterpart)))
    when = f"in {figure.period}" if figure.period else ""
    return " ".join(filter(None, (figure.indicator, between, figure_words(figure), when)))


def _authors(record: Record, document: Document) -> list[dict[str, Any]]:
    """Who says it: the claimant of a table's row, the speakers, or else whoever published the document."""
    origin = getattr(record, "origin", None)
    if origin is not None and origin.claimant:
        return [{"type": "Thing", "name": origin.claimant}]
    if speakers := getattr(record, "speakers", ()):
        return [{"type": "Thing", "id": f"{NAMES}entity:{one}", "name": one} for one in speakers]
    name = document.publisher or document.author
    return [{"type": "Organization" if document.publisher else "Person", "name": name}] if name else []


def _work(document: Document) -> dict[str, Any]:
    known = {
        "datePublished": document.published,
        "inLanguage": document.language,
        "publisher": {"type": "Organization", "name": document.publisher} if document.publisher else None,
        "url": document.uri if document.uri.startswith(("http://", "https://")) else None,
    }
    return {
        "id": f"{NAMES}document:{document.id}",
        "type": "CreativeWork",
        "name": title(document),
        **{name: value for name, value in known.items() if value},
    }


def review(finding: Finding, said: Mapping[str, Said]) -> dict[str, Any]:
    """A finding as a review of the first claim that it rests on; the others are what it is based on."""
    first, *others = (said[key] for key in finding.records)
    made = {
        "id": f"{NAMES}finding:{finding.id}",
        "type": "ClaimReview",
        "url": f"{NAMES}finding:{finding.id}",
        "author": {"type": "Organization", "name": "servanda"},
        "claimReviewed": _name(first[0]),
        "itemReviewed": claim(*first),
        "reviewBody": finding.message,
        "isBasedOn": [{"id": f"{NAMES}record:{record.id}"} for record, _ in others],
    }
    rating = _rating(finding)
    return made | ({"reviewRating": rating} if rating else {})


def _rating(finding: Finding) -> dict[str, Any] | None:
    verdict = VERDICT.search(finding.message) if finding.kind == "target" else None
    value, words = RATINGS.get(verdict[1] if verdict else finding.kind, (None, ""))
    if value is None:
        return None
    return {"type": "Rating", "ratingValue": value, "worstRating": 1, "bestRating": 5, "alternateName": words}
