"""Names that their writing tells: between guillemets (*«Хормоз»*), or in Latin letters among others.

Where a language has an alphabet of its own, whatever stands in Latin letters is the name of a firm, a paper
or a thing; where it writes names between guillemets (``[naming]`` ``quoted``), so are a few words there.
All stay unconfirmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from servanda.records.lexicon import Mark
from servanda.records.naming import Named, slug
from servanda.records.sight import known_as
from servanda.records.view import View

WORDS = 3  # the most words of such a name
_QUOTED = re.compile(r"«([^\W\d_][^«»,.!?:;\n]{1,40})»")
_LATIN = re.compile(r"(?<![\w.@/-])[A-Z][A-Za-z&’'-]+(?: (?:of |& )?[A-Z][\w&’'-]*){0,3}(?![\w@/-])")
_SHORT = 3  # letters: so short a word may be of anything


def names_by_writing(view: View, known: Sequence[Mark]) -> Iterator[Mark]:
    """The names of a sentence that their quotation marks or their letters tell; ``known``: other names."""
    naming = view.lexicon.gazetteer.naming
    if not naming.letters:
        return
    text = view.document.text
    quoted = naming.quoted and text.find("«", view.start, view.end) >= 0
    latin = _LATIN.search(text, view.start, view.end) is not None
    if not (quoted or latin):
        return
    taken = [*view.marks, *known]
    if quoted:
        for m in _QUOTED.finditer(text, view.start, view.end):
            said = text[m.end() : m.end() + 1] == "," or "—" in m[1]  # what somebody says
            if m[1][0].isupper() and not said and len(m[1].split()) <= WORDS and _is_free(m.span(1), taken):
                yield _named(m[1], m.start(1), view)
    if latin and not _is_latin(text[view.start : view.end]):
        for m in _LATIN.finditer(text, view.start, view.end):
            if len(m[0]) > _SHORT and _is_free(m.span(), taken):
                yield _named(m[0], m.start(), view)


def _is_free(span: tuple[int, int], taken: Sequence[Mark]) -> bool:
    return not any(m.start < span[1] and span[0] < m.end for m in taken)


def _is_latin(text: str) -> bool:
    """Whether a sentence is itself in Latin letters."""
    letters = [c for c in text if c.isalpha()]
    return 2 * sum(c.isascii() for c in letters) > len(letters)


def _named(name: str, start: int, view: View) -> Mark:
    key = slug(name, view.lexicon.gazetteer.naming.letters) or "x"
    return Mark(start, start + len(name), "entity", known_as(key) or Named(key, "organisation"))


__all__ = ["names_by_writing"]
