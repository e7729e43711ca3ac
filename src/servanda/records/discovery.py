"""Names settled and names found: which thing each name of a document is.

First what the packs know (:mod:`servanda.records.settle`). Then, by form and context, what the catalogue
lacks: a person after a title (:mod:`servanda.records.people`), an organisation by the head of its name, a
ministry and a forum by their states (:mod:`servanda.records.bodies`), a place behind its preposition
(:mod:`servanda.records.byform`). Last, over the whole document, short forms and misspellings of names found
before (:mod:`servanda.records.recall`). A mark of kind ``entity`` whose value is
:class:`servanda.records.naming.Named` is not of the catalogue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from servanda.model import Document
from servanda.records.bodies import ministry, organisation, series
from servanda.records.byform import names_by_form
from servanda.records.gazetteer import Mark
from servanda.records.kinds import kind_of
from servanda.records.marked import names_by_writing
from servanda.records.people import person
from servanda.records.recall import kept, recalled
from servanda.records.settle import CUES, settle
from servanda.records.sight import Sight
from servanda.records.view import View
from servanda.records.works import KINDS, work

_TITLE_LINE = 0.85  # in a line with more capitals than this, a capital tells nothing


def resolve(document: Document, views: Sequence[View]) -> list[View]:
    """The views with their names settled, and with the names found."""
    settled = [settle(view) for view in views]
    pair = _pair(settled)
    found = [_discover(view, pair) for view in settled]
    views = [_merged(view, names) for view, names in zip(settled, found, strict=True)]
    return recalled(document, views)


def _merged(view: View, names: Sequence[Mark]) -> View:
    return view.with_marks(kept(view.marks, names)) if names else view


def _pair(views: Iterable[View]) -> tuple[str, ...]:
    """The two states that the document names most."""
    counts = Counter(m.value for view in views for m in view.names if kind_of(m.value) == "state")
    return tuple(key for key, _ in counts.most_common(2))


def _discover(view: View, pair: tuple[str, ...]) -> list[Mark]:
    if not view.has(CUES):
        found = list(names_by_form(view, ()))
        found += names_by_writing(view, found)
        return found if found and not _titled(view) else []
    titled = _titled(view)
    cues = [m for m in view.marks if m.kind in CUES]
    if titled:
        cues = [m for m in cues if m.kind in ("ministry", "series") or (m.kind, m.value) == ("head", "forum")]
    sight = Sight(view, pair, titled)
    out: list[Mark] = []
    for cue in cues:
        if cue.kind in ("office", "title"):
            out += person(sight, cue, out)
        elif cue.kind == "head":
            out += organisation(sight, cue)
        elif cue.kind == "ministry":
            out += ministry(sight, cue)
        elif cue.kind in KINDS:
            out += work(sight, cue)
        else:
            out += series(sight, cue)
    if not titled:
        out += names_by_form(view, out)
        out += names_by_writing(view, out)
    return _longest(out)


def _longest(names: Sequence[Mark]) -> list[Mark]:
    return [
        n
        for i, n in enumerate(names)
        if not any(
            (m.start <= n.start and n.end <= m.end and (m.end - m.start > n.end - n.start or j < i))
            for j, m in enumerate(names)
            if j != i
        )
    ]


def _titled(view: View) -> bool:
    """Whether nearly every longer word of the sentence has a capital: it is a heading."""
    if not view.lexicon.gazetteer.naming.capitals or view.text.rstrip().endswith("."):
        return False
    words = [w for w in view.text.split() if len(w) > 3 and w[0].isalpha()]
    return len(words) >= 4 and sum(w[0].isupper() for w in words) > _TITLE_LINE * len(words)
