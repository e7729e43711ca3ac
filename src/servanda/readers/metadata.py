"""What a document says about itself: title, author, publisher, place, kind, date.

Everything is read off the text, its address or the file's own properties; what is not there stays
``None``. Words of languages come from the packs (:mod:`servanda.readers.cues`).
"""

from __future__ import annotations

import hashlib
import itertools
import posixpath
import re
from collections.abc import Iterable
from typing import cast, get_args
from urllib.parse import unquote, urlsplit

import msgspec

from servanda import segment
from servanda.errors import EmptyDocument, ReadError
from servanda.model import Document, DocumentKind, Evidence, PublishedBasis, document_id
from servanda.readers import byline, dateline
from servanda.readers import cues as words
from servanda.readers.cues import Cues, Pattern
from servanda.readers.dateline import Dateline, Span, is_name

SPOKEN = 3
"""So many different words to listeners make a text a speech."""
_QUOTED = re.compile('[“"«„][^“”"«»„]{,600}[”"»]')
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
_URL_DATE = re.compile(
    r"(?<![0-9A-Za-z])(?P<y>(?:19|20)\d\d)(?:(?P<sep>[-_./])(?P<m>\d{1,2})(?:(?P=sep)(?P<d>\d{1,2}))?"
    r"|(?P<m2>\d\d)(?P<d2>\d\d))(?![0-9A-Za-z])"
)


class Given(msgspec.Struct, frozen=True):
    """What a file says besides its text.

    The first four a page states for its readers, so they go first. The last three are properties of the
    file, often those of whoever saved it: they count only where the text says nothing, and the date only
    where the text names its year.
    """

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    file_title: str | None = None
    file_author: str | None = None
    file_date: str | None = None


class Metadata(msgspec.Struct, frozen=True):
    """What is known about a document; ``dateline`` keeps a date whose year is unspecified (EDTF)."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    place: str | None = None
    kind: DocumentKind = "other"
    published: str | None = None
    published_basis: PublishedBasis | None = None
    dateline: str | None = None
    spans: tuple[Span, ...] = ()


def document(content: bytes, uri: str, media_type: str, text: str, given: Given | None = None) -> Document:
    """The document of a text; ``given`` is what the file says besides it.

    Raises :class:`EmptyDocument` for a text without a letter or digit.
    """
    if _FORBIDDEN.search(text) if not text.isascii() else "\0" in text:
        raise ReadError(
            uri, "holds characters that no text may hold (NUL, half of a pair); save it anew as UTF-8"
        )
    if not any(map(str.isalnum, text)):
        raise EmptyDocument(uri, "is empty: there is no text to read in it")
    language: str | None = segment.detect(text)
    language = None if language == segment.UNDETERMINED else language
    found = infer(text, uri, language, given or Given())
    key = document_id(content)
    return Document(
        id=key,
        uri=uri,
        media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        text=text,
        title=found.title,
        publisher=found.publisher,
        author=found.author,
        place=found.place,
        language=language,
        kind=found.kind,
        published=found.published,
        published_basis=found.published_basis,
        evidence=tuple(Evidence(key, s, e, text[s:e]) for s, e in found.spans),
    )


def infer(text: str, uri: str, language: str | None, given: Given | None = None) -> Metadata:
    r"""What a text, its address and what is ``given`` besides tell.

    >>> found = infer("Summit ends\n\nMOSCOW, 6 December 2021 (TASS) - Both sides agreed.", "a.txt", "en")
    >>> found.title, found.place, found.publisher, found.published, found.kind
    ('Summit ends', 'Moscow', 'TASS', '2021-12-06', 'news')
    """
    given = given or Given()
    cues = words.load(language)
    blocks = list(segment.blocks(text))
    line = dateline.find(text, blocks, cues)
    title = byline.title(text, blocks, line, cues)
    dated = (line.start, line.end) if line else None
    author = byline.author(text, blocks, (title, dated), cues)
    source = byline.labelled(text, blocks, cues.publisher)
    title_text = given.title or _quote(text, title) or given.file_title
    published, basis = _published(text, line, uri, given)
    used = (title, author, source, dated)
    return Metadata(
        title=title_text,
        publisher=given.publisher or (line and line.publisher) or _quote(text, source),
        author=given.author or (line and line.author) or _quote(text, author) or _person(given.file_author),
        place=line.place if line else None,
        kind=kind(text, uri, _heading(text, blocks, title_text), line, cues),
        published=published,
        published_basis=basis,
        dateline=line.date if line else None,
        spans=tuple(sorted({span for span in used if span})),
    )


def _quote(text: str, span: Span | None) -> str | None:
    return " ".join(text[span[0] : span[1]].split()) if span else None


# --- date


def _published(
    text: str, line: Dateline | None, uri: str, given: Given
) -> tuple[str | None, PublishedBasis | None]:
    """The date of publication and what it rests on: the page, the dateline, the address, the file."""
    if given.published:
        return given.published, "metadata"
    if line and line.full_date:
        return line.full_date, "dateline"
    if found := date_of_address(uri):
        return found, "url"
    if given.file_date and re.search(rf"\b{given.file_date[:4]}\b", text):
        return given.file_date, "metadata"
    return None, None


def date_of_address(uri: str) -> str | None:
    """The date in an address or a file name (EDTF, a day or a month), the last one if there are several.

    Of a file only the name counts: folders are named after other things.

    >>> date_of_address("https://example.org/2021/12/06/summit.html"), date_of_address("x/2021-12_notes.txt")
    ('2021-12-06', '2021-12')
    >>> date_of_address("backup-2021-12-06/notes.txt")
    """
    parts = urlsplit(uri)
    where = unquote(parts.path) if parts.scheme in ("http", "https") else posixpath.basename(uri)
    found = None
    for m in _URL_DATE.finditer(where.replace("_", "-")):
        month, day = m["m"] or m["m2"], m["d"] or m["d2"]
        whole = dateline.edtf(int(day or 1), int(month), int(m["y"]))
        found = (whole if day else whole[:7]) if whole else found
    return found


def _person(name: str | None) -> str | None:
    """A file's author if that is a full name, not an account's ("admin", "python-docx")."""
    parts = (name or "").split()
    return " ".join(parts) if 2 <= len(parts) <= 4 and is_name(parts, 4) else None


# --- kind


def kind(text: str, uri: str, heading: str, line: Dateline | None, cues: Cues) -> DocumentKind:
    """What kind of document it is.

    By the file's name where it says so (``2021-12-06_news_en.txt``), by heading and opening, by a
    dateline before the first sentence, and last by the document's manner.
    """
    marked = set(re.split(r"[_.]", posixpath.basename(uri).lower()))
    places = ((cues.heading, heading), (cues.opening, text[:1500]))
    by_words = (k for cue, where in places for k, pattern in cue if pattern.search(where))
    found = next((k for k in get_args(DocumentKind) if k in marked), None) or next(by_words, None)
    if found:
        return cast("DocumentKind", found)
    return "news" if line and line.inline else _by_manner(text[:20_000], cues)


def _heading(text: str, blocks: list[Span], title: str | None) -> str:
    """The title and the short lines at the head, one a line."""
    short = (text[s:e] for s, e in itertools.takewhile(lambda b: b[1] - b[0] < 200, blocks[:4]))
    return "\n".join([title or "", *(line.lstrip("#*_ ") for line in short if line[-1] not in ".।")])


def _by_manner(text: str, cues: Cues) -> DocumentKind:
    """A speech by words to its listeners, else news or analysis, by the number of different hints.

    What is quoted is said by others: it makes no speech. Where there are too few hints it is neither.
    """
    if (
        "speech" in cues.body
        and _hints(" ".join(_QUOTED.sub(" ", text).split()), cues.body["speech"]) >= SPOKEN
    ):
        return "speech"
    news, analysis = (_hints(text, cues.body.get(kind, ())) for kind in ("news", "analysis"))
    if analysis >= 2 and analysis > news:
        return "analysis"
    return "news" if news else "other"


def _hints(text: str, hints: Iterable[tuple[str, Pattern]]) -> int:
    """How many of the hints a text holds."""
    low = text.lower()  # most hints are in no document: a plain search passes them at once
    return sum(1 for term, pattern in hints if term in low and pattern.search(text))
