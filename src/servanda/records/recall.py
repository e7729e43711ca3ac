"""What the document said before: short forms, acronyms and misspellings of the names found in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from servanda.catalogue import catalogue
from servanda.model import Document
from servanda.records.gazetteer import PLACE, Mark
from servanda.records.kinds import NAMES, kind_of
from servanda.records.lexicon import Lexicon
from servanda.records.naming import Named, alike, initials, lemma, slug
from servanda.records.view import View

SYLLABLE = 5  # letters of a short name
FAMILY_FIRST = frozenset(("CN", "KP", "KR", "TW", "HK", "JP"))
_ACRONYM = re.compile(r"[ \u00a0]?\(([^\W\d_a-z][\w&-]{1,9})\)")


def kept(marks: Iterable[Mark], names: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks with new names among them: a name inside a longer one is no name of its own.

    But for the states of a ministry or a forum, which are named there as such.
    """
    closed = [n for n in names if not (isinstance(n.value, Named) and n.value.composed)]
    inside = [
        m
        for m in marks
        if m.kind not in NAMES or not any(n.start <= m.start and m.end <= n.end for n in closed)
    ]
    return tuple(sorted([*inside, *names], key=PLACE))


def recalled(document: Document, views: Sequence[View]) -> list[View]:
    """Short forms, acronyms and misspellings of the names of the document."""
    naming = [view for view in views if view.of("entity")]
    people = _people(document, naming)
    renamed = _misspelt(people)
    short = _short_forms(people, renamed)
    short.update(_acronyms(document, naming))
    short.update(_credits(document))
    short.update(_bodies(document, naming))
    found = _found_again(document, short, views) if short else {}
    out = []
    for i, view in enumerate(views):
        marks = view.marks
        if renamed and any(m.value in renamed for m in view.of("entity")):
            marks = tuple(
                m.changed(value=renamed[m.value]) if m.kind == "entity" and m.value in renamed else m
                for m in marks
            )
        marks = kept(marks, found[i]) if i in found else marks
        out.append(view if marks is view.marks else view.with_marks(marks))
    return out


People = dict[str, tuple[str, tuple[str, ...], Lexicon]]


def _people(document: Document, views: Iterable[View]) -> People:
    """The persons of the document: id -> (id, the parts of its fullest name, the language)."""
    out: People = {}
    for view in views:
        for mark in view.of("entity"):
            if kind_of(mark.value) == "person":
                parts = tuple(document.text[mark.start : mark.end].split())
                if mark.value not in out or len(parts) > len(out[mark.value][1]):
                    out[mark.value] = (mark.value, parts, view.lexicon)
    return out


def _misspelt(people: People) -> dict[str, str]:
    """Persons found that are others misspelt, or others by their last name: id -> the right id."""
    out: dict[str, str] = {}
    for key, parts, lexicon in people.values():
        if not isinstance(key, Named):
            continue
        others = [(k, p) for k, p, _ in people.values() if k != key and k not in out]
        if len(parts) == 1:
            same = {k for k, p in others if len(p) > 1 and parts[0] in p}
        else:
            same = {k for k, p in others if alike(parts, p) and (not isinstance(k, Named) or k < key)}
            same = same or {k for k, p in others if len(p) > len(parts) and p[: len(parts)] == parts}
            known = lexicon.gazetteer.people(parts)
            same = same or {k for k, p in known if alike(parts, p) or _initialled(parts, p)}
        if len(same) == 1:
            out[key] = same.pop()
    return out


def _initialled(parts: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a name with an initial is short for a full one (*S. Lavrov*)."""
    first = parts[0].rstrip(".")
    return len(first) == 1 and parts[-1] == full[-1] and full[0].startswith(first) and full[0] != parts[0]


def _short_forms(people: People, renamed: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Last names that mean one person: name -> (id, the endings that it may have)."""
    counts = Counter(parts[-1] for key, parts, _ in people.values() if key not in renamed)
    out = {}
    for key, parts, lexicon in people.values():
        last, naming = parts[-1], lexicon.gazetteer.naming
        alone = key not in renamed and len(parts) > 1 and counts[last] == 1
        plain = _foreign(last) if naming.syllables else len(last) > 3 or not naming.capitals
        if alone and plain:
            endings = "|".join(map(re.escape, lexicon.habits.endings)) if naming.lemma else ""
            out[lemma(last, naming.lemma)] = (key, endings)
        family = parts[0] if key not in renamed and _family_first(key, parts) else ""
        if family.isascii() and len(family) > 1 and family.lower() not in naming.stops | naming.generic:
            same = {k for k, (_, p, _) in people.items() if p[0] == family and k not in renamed}
            if len(same) == 1:
                out[family] = (key, "")
    return out


def _foreign(name: str) -> bool:
    """Whether a name is none of a language of syllables, so that its bearer is called by it."""
    return name.isascii() and (len(name) > SYLLABLE or any(c in "fjwz" for c in name.lower()))


def _family_first(key: str, parts: Sequence[str]) -> bool:
    """Whether the first part of a name is that of the family: in East Asia (*Xi Jinping*, *Park Min-ji*)."""
    known = catalogue().entities.get(key)
    hyphened = len(parts) == 2 and re.fullmatch(r"[A-Z][a-z]+-[a-z]+", parts[1]) is not None
    return len(parts) > 1 and (hyphened or (known is not None and known.of in FAMILY_FIRST))


def _acronyms(document: Document, views: Iterable[View]) -> dict[str, tuple[str, str]]:
    """Acronyms in brackets behind the long form that they are of."""
    out = {}
    for view in views:
        for mark in view.of("entity"):
            if m := _ACRONYM.match(document.text, mark.end):
                long = document.text[mark.start : mark.end].split()
                body = kind_of(mark.value) not in ("state", "place", "person")
                if initials(long) == m[1].upper() or (body and (len(long) > 1 or not _found(mark))):
                    out[m[1]] = (mark.value, "")
    return out


def _found(mark: Mark) -> bool:
    return isinstance(mark.value, Named)


def _credits(document: Document) -> dict[str, tuple[str, str]]:
    """The author and the publisher, where the text names them."""
    out: dict[str, tuple[str, str]] = {}
    for name, kind in ((document.author, "person"), (document.publisher, "organisation")):
        if name and len(name) > 3 and name in document.text:
            key = slug(name)
            if key and key not in catalogue().entities:
                out[name] = (Named(key, kind), "")
    return out


def _bodies(document: Document, views: Iterable[View]) -> dict[str, tuple[str, str]]:
    """The names found of bodies and works, for where they stand in headings."""
    out: dict[str, tuple[str, str]] = {}
    for view in views:
        for mark in view.of("entity"):
            if isinstance(mark.value, Named) and mark.value.kind not in ("person", "place"):
                name = document.text[mark.start : mark.end]
                if " " in name and not mark.value.composed:
                    out[name] = (mark.value, "")
    return out


def _alone(name: str) -> str:
    """A pattern of a name that begins a word; its first letter first, so that a search passes all others."""
    first, rest = re.escape(name[0]), re.escape(name[1:])
    return rf"{first}(?<![\w\u0900-\u097f-]{first}){rest}"


def _found_again(
    document: Document, short: Mapping[str, tuple[str, str]], views: Sequence[View]
) -> dict[int, list[Mark]]:
    """Where the short forms stand outside the names that are known: by the index of the sentence."""
    names = sorted(short, key=len, reverse=True)
    forms = "|".join(_alone(n) + (f"(?:{short[n][1]})?" if short[n][1] else "") for n in names)
    pattern = re.compile(rf"(?:{forms})(?![\w\u0900-\u097f])")
    out: dict[int, list[Mark]] = {}
    i = 0
    for m in pattern.finditer(document.text):
        while i < len(views) and views[i].end <= m.start():
            i += 1
        if i == len(views):
            break
        known = (k for k in views[i].marks if k.kind in NAMES)
        if views[i].start <= m.start() and not any(k.start < m.end() and m.start() < k.end for k in known):
            key = next(short[n][0] for n in names if m.group().startswith(n))
            out.setdefault(i, []).append(Mark(m.start(), m.end(), "entity", key))
    return out
