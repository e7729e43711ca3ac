"""Names settled and names found: which thing each name of a document is.

First what the packs know: a capital is the place or the state by what stands next to it; a name that
is a word as well counts where nothing speaks against it. Then, by form and context, what the
catalogue lacks: a person after a title, an organisation by the head of its name, a ministry and a
forum by their states. Last, over the whole document: short forms, acronyms and misspellings of names
found before. A mark of kind ``entity`` whose value is :class:`Named` is not of the catalogue.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from babel import Locale

from servanda.catalogue import catalogue
from servanda.model import Document
from servanda.records.byform import names_by_form
from servanda.records.gazetteer import Mark
from servanda.records.lexicon import Lexicon
from servanda.records.naming import (
    Named,
    Word,
    alike,
    initials,
    lemma,
    slug,
    words_after,
    words_before,
)
from servanda.records.view import View

NAMES = ("entity", "capital")
_CUES = frozenset(("office", "title", "head", "ministry", "series"))
_ACRONYM = re.compile(r"[ \u00a0]?\(([^\W\d_a-z][\w&-]{1,9})\)")
_QUOTED = re.compile(r"[ \u00a0]?[«“\"„]([^\W_][^«»“”\"\n]{1,40})[»”\"]")
_TITLE_LINE = 0.85  # in a line with more capitals than this, a capital tells nothing
REACH = 14  # how far apart an office and its state or a ministry and its state may be, in characters


def kind_of(key: str) -> str:
    """The kind of an entity, of the catalogue or found."""
    return key.kind if isinstance(key, Named) else catalogue().entities[key].kind


def is_area(key: str) -> bool:
    """Whether figures can be of it: a state, or a body or region that counts as one."""
    return not isinstance(key, Named) and (
        catalogue().entities[key].kind == "state" or catalogue().entities[key].area
    )


def resolve(document: Document, views: Sequence[View]) -> list[View]:
    """The views with their names settled, and with the names found."""
    settled = [_settle(view) for view in views]
    pair = _pair(settled)
    found = [_discover(view, pair) for view in settled]
    views = [_merged(view, names) for view, names in zip(settled, found, strict=True)]
    return _recalled(document, views)


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
    return tuple(sorted([*inside, *names], key=lambda m: (m.start, m.end)))


def _merged(view: View, names: Sequence[Mark]) -> View:
    return _with(view, kept(view.marks, names)) if names else view


def _with(view: View, marks: tuple[Mark, ...]) -> View:
    return View(view.document, view.start, view.end, view.lexicon, view.found, marks)


def _pair(views: Iterable[View]) -> tuple[str, ...]:
    """The two states that the document names most."""
    names = (m.value for view in views for m in view.marks if m.kind in NAMES)
    counts = Counter(key for key in names if kind_of(key) == "state")
    return tuple(key for key, _ in counts.most_common(2))


# What the packs know ----------------------------------------------------------------------------------


def _settle(view: View) -> View:
    """Capitals as places or states; names that are words as well where they are names."""
    if not view.has(("capital", "shy", "tied")):
        return view
    out: list[Mark] = []
    words = {m.start for m in view.of("shy") if _is_word(view, m)}
    words |= {m.start for m in view.of("tied") if not _is_tied(view, m)}
    for mark in view.marks:
        if mark.kind == "capital":
            out.append(_capital(view, mark))
        elif mark.kind not in ("shy", "tied") and not (mark.kind == "entity" and mark.start in words):
            out.append(mark)
    return _with(view, tuple(out))


def _is_tied(view: View, mark: Mark) -> bool:
    """Whether a dash joins a short name to another name (*Việt - Trung*)."""
    text = view.document.text
    gaps = [
        text[m.end : mark.start] if m.end <= mark.start else text[mark.end : m.start]
        for m in view.marks
        if m.kind in NAMES and m.start != mark.start
    ]
    return any(len(gap) <= 3 and gap.strip() in ("-", "–", "—", "/") for gap in gaps)


def _is_word(view: View, mark: Mark) -> bool:
    """Whether a name that is a word as well is the word: at a sentence's head, or inside another name."""
    before = view.document.text[max(view.start, mark.start - 40) : mark.start]
    if not before.strip(' \t\n•*-–—"“«('):
        following = words_after(view.document.text, mark.end, min(view.end, mark.end + 30))
        acts = any(0 <= m.start - mark.end <= 4 for m in view.of("verb"))
        return not acts and (not following or not following[0].capital)
    last = before.split()[-1]
    known = any(m.end == mark.start - 1 and m.kind in (*NAMES, *_CUES) for m in view.marks)
    return before[-1] == " " and last[0].isupper() and last[-1].isalnum() and not known


def _capital(view: View, mark: Mark) -> Mark:
    state = catalogue().entities[mark.value].of
    if state is None or _is_place(view, mark):
        return mark._replace(kind="entity")
    return mark._replace(value=state)


def _is_place(view: View, mark: Mark) -> bool:
    """Whether a capital's name means the city: by the words next to it, or as a dateline."""
    text, naming = view.document.text, view.lexicon.gazetteer.naming
    before = text[max(view.start, mark.start - 40) : mark.start].lower().replace("\u00a0", " ")
    after = text[mark.end : min(view.end, mark.end + 24)].lower()
    if not before.strip(" \t\n•*(") and re.match(r" ?[,(/.—–-]", after):
        return True
    last = before.split()[-1:] if before[-1:] == " " else []
    if last and last[0].strip("(\"'“«") in naming.before:
        return True
    following = after.split()[:1] if after[:1] == " " else []
    if following and following[0].strip(".,;:।") in naming.after:
        return True
    return any(before.rstrip().endswith(phrase) for phrase in naming.trip)


# What form and context tell ---------------------------------------------------------------------------


def _discover(view: View, pair: tuple[str, ...]) -> list[Mark]:
    titled = _titled(view)
    if not view.has(_CUES):
        return [] if titled else list(names_by_form(view, ()))
    cues = [m for m in view.marks if m.kind in _CUES]
    if titled:
        cues = [m for m in cues if m.kind in ("ministry", "series")]
    rules = _Rules(view, pair)
    out: list[Mark] = []
    for cue in cues:
        if cue.kind in ("office", "title"):
            out += rules.person(cue, out)
        elif cue.kind == "head":
            out += rules.organisation(cue)
        elif cue.kind == "ministry":
            out += rules.ministry(cue)
        else:
            out += rules.series(cue)
    if not titled:
        out += names_by_form(view, out)
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
    if not view.lexicon.gazetteer.naming.capitals:
        return False
    words = [w for w in view.text.split() if len(w) > 3 and w[0].isalpha()]
    return len(words) >= 4 and sum(w[0].isupper() for w in words) > _TITLE_LINE * len(words)


class _Rules:
    """The rules of one sentence."""

    def __init__(self, view: View, pair: tuple[str, ...]) -> None:
        self.view = view
        self.pair = pair
        self.text = view.document.text
        self.naming = view.lexicon.gazetteer.naming
        self.names = [m for m in view.marks if m.kind in NAMES]

    def person(self, cue: Mark, found: Sequence[Mark]) -> Iterator[Mark]:
        """The person whose office or title it is: the name behind it, or before it and a comma."""
        at, named = self._past(cue.end, found)
        if at is None:
            return
        run = self._run(at)
        if not run and named and self.text[at : at + 1] == ",":
            run = self._run(at + 1)
            if len(run) < 2:
                run = []
        if not run and self.naming.capitals:
            run = self._apposed(cue)
        alone = len(run) == 1 and cue.kind == "title" and cue.value != "name"
        if run and not alone and not self._taken(run[0].start, run[-1].end):
            yield self._named(run[0].start, run[-1].end, "person", self._lemmas(cue, run))

    def _past(self, at: int, found: Sequence[Mark]) -> tuple[int | None, bool]:
        """Where the name may begin behind an office: past the state or ministry that it is of.

        ``None``: the person is known already.
        """
        named = False
        while True:
            following = next(
                (
                    m
                    for m in sorted([*self.view.marks, *found], key=lambda m: (m.start, -m.end))
                    if m.start >= at
                    and m.kind in (*NAMES, "office", "title", "ministry")
                    and self._passable(at, m.start)
                ),
                None,
            )
            if following is None:
                return at, named
            if following.kind in NAMES and kind_of(following.value) == "person":
                return None, named
            at, named = following.end, True

    def _passable(self, at: int, to: int) -> bool:
        return to - at <= REACH and all(w in self.naming.of for w in self.text[at:to].lower().split())

    def _run(self, at: int) -> list[Word]:
        """The words of a person's name at ``at``."""
        words = words_after(self.text, at, min(self.view.end, at + 70))
        out: list[Word] = []
        for word in words:
            particle = out and word.text.lower() in self.naming.particles
            if word.text.lower() in self.naming.stops or self._marked(word, bool(out)):
                break
            if (self.naming.capitals and not word.capital and not particle) or word.text[0].isdigit():
                break
            out.append(word)
        while out and out[-1].text.lower() in self.naming.particles:
            out.pop()
        if sum(w.capital or not self.naming.capitals for w in out) > 4:
            return []
        if not self.naming.capitals and len(out) < 2:
            return []
        if out and (len(out[-1].text) < 3 and not self.naming.syllables) and len(out) == 1:
            return []
        return out

    def _marked(self, word: Word, later: bool) -> bool:
        """Whether a word belongs to another name, or is an office again."""
        kinds = (*NAMES, *_CUES) if later else (*NAMES, "office", "title", "ministry", "series")
        return any(m.start <= word.start < m.end for m in self.view.marks if m.kind in kinds)

    def _apposed(self, cue: Mark) -> list[Word]:
        """The name before *, the foreign minister of …*."""
        before = self.text[self.view.start : cue.start]
        m = re.search(r"(?:, (?:\w{1,3} )?|,? [–—-] )$", before)
        if m is None or self.text[cue.start].isupper():
            return []
        run: list[Word] = []
        for word in reversed(words_before(self.text, self.view.start, self.view.start + m.start())):
            if not word.capital or word.text.lower() in self.naming.stops or self._marked(word, True):
                break
            run.insert(0, word)
        return run if 2 <= len(run) <= 4 else []

    def _lemmas(self, cue: Mark, run: Sequence[Word]) -> str:
        """The name in its first case, which the title tells where it is in its own."""
        words = [w.text for w in run]
        title = self.text[cue.start : cue.end].split()[0]
        if self.naming.lemma and title.endswith(self.view.lexicon.habits.endings):
            words = [lemma(w, self.naming.lemma) for w in words]
        return " ".join(words)

    def organisation(self, cue: Mark) -> Iterator[Mark]:
        """A name by its head: *Bank of Japan*, *Viện Hàn lâm …*, *корпорация «…»*."""
        quoted = _QUOTED.match(self.text, cue.end)
        if quoted and quoted.end() <= self.view.end:
            if not self._taken(quoted.start(1), quoted.end(1)):
                yield self._named(quoted.start(1), quoted.end(1), cue.value, quoted[1])
            return
        span = self._behind(cue) if self.naming.head == "first" else self._around(cue)
        if span is not None:
            yield self._named(*span, cue.value, self.text[span[0] : span[1]])

    def _around(self, cue: Mark) -> tuple[int, int] | None:
        if not self.naming.capitals:
            return self._adjectival(cue)
        if not self.text[cue.start].isupper():
            return None
        left, right = self._left(cue), self._right(cue)
        if not left and cue.value == "programme":
            return None  # *Programme of Cooperation*: a document
        start = left[0].start if left else cue.start
        end = right[-1].end if right else cue.end
        words = [w for w in [*left, *right] if w.capital and w.text.lower() not in self.naming.generic]
        lone = cue.value == "place" and len(left) == 1 and start == self.view.start
        return (start, end) if words and not lone and not self._taken(start, end) else None

    def _left(self, cue: Mark) -> list[Word]:
        """The capitalised words that lead up to the head."""
        out: list[Word] = []
        for word in reversed(words_before(self.text, self.view.start, cue.start)):
            link = out and word.text.lower() in self.naming.links
            beyond = out and not out[0].capital and self._other(word)  # another thing, joined by a word
            if (not word.capital and not link) or beyond:
                break
            if word.text.lower() in self.naming.stops and not link:
                break
            out.insert(0, word)
        while out and (not out[0].capital or out[0].text.lower() in self.naming.stops):
            out.pop(0)
        return out

    def _other(self, word: Word) -> bool:
        """Whether a word belongs to the name of another thing that is no state."""
        here = [m for m in self.view.marks if m.start <= word.start < m.end]
        return any(
            m.kind in ("ministry", "head") or (m.kind in NAMES and kind_of(m.value) not in ("state", "place"))
            for m in here
        )

    def _right(self, cue: Mark) -> list[Word]:
        """What follows the head and belongs to it: *of*, *for*, *on* and capitalised words."""
        words = words_after(self.text, cue.end, min(self.view.end, cue.end + 90))
        if not words or words[0].text.lower() not in self.naming.links or words[0].capital:
            return []
        out: list[Word] = []
        for word in words:
            if self._other(word) or self._placed(cue, word, out):
                break
            if not word.capital and word.text.lower() not in self.naming.links:
                break
            out.append(word)
        while out and not out[-1].capital:
            out.pop()
        return out

    def _placed(self, cue: Mark, word: Word, before: Sequence[Word]) -> bool:
        """Whether a word only tells where the thing is (*Consultations in Brasília*)."""
        preposition = before and before[-1].text.lower() in self.naming.place
        place = any(m.start == word.start and kind_of(m.value) in ("state", "place") for m in self.names)
        joined = cue.value == "place" and word.text.lower() in (self.naming.place | self.naming.joins)
        return bool(joined or (preposition and place))

    def _adjectival(self, cue: Mark) -> tuple[int, int] | None:
        """Where names have no capitals: from the adjective of a state to the head, a few words apart."""
        words = words_before(self.text, self.view.start, cue.start)[-4:]
        for i, word in enumerate(words):
            inner = words[i + 1 :]
            begins = any(m.start == word.start and m.end == word.end for m in self.names)
            if word.start == self.view.start and self._is_noun(word):
                continue  # the subject of the sentence
            if begins and inner and not any(w.text in self.naming.stops for w in inner):
                return word.start, cue.end
        return None

    def _is_noun(self, word: Word) -> bool:
        """Whether a word is the name of a state itself, no adjective of it."""
        return word.text.lower() in self.view.lexicon.nominatives.values()

    def _behind(self, cue: Mark) -> tuple[int, int] | None:
        """The words behind a head that comes first; each word's first syllable has a capital."""
        out: list[Word] = []
        words = words_after(self.text, cue.end, min(self.view.end, cue.end + 80))
        for i, word in enumerate(words):
            low = word.text.lower()
            ahead = words[i + 1].capital if i + 1 < len(words) else False
            if not word.capital:
                second = out and out[-1].capital and len(out[-1].text) < 6 and not out[-1].text.isupper()
                joined = low in self.naming.links and ahead
                if not self.naming.syllables or not (joined or (second and low not in self.naming.stops)):
                    break
            out.append(word)
        while out and out[-1].text.lower() in self.naming.links:
            out.pop()
        out += self._up_to_state(words[len(out) :])
        if not out or not out[0].capital or self._taken(out[0].start, out[-1].end):
            return None
        with_head = self.text[cue.start].isupper() and cue.value != "place"
        return cue.start if with_head else out[0].start, out[-1].end

    def _up_to_state(self, words: Sequence[Word]) -> Sequence[Word]:
        """The few small words that lead up to the state whose thing it is."""
        for i, word in enumerate(words[:4]):
            if word.capital:
                state = any(m.start == word.start and kind_of(m.value) == "state" for m in self.names)
                return words[: i + 1] if i and state else []
            if word.text.lower() in self.naming.stops:
                break
        return []

    def ministry(self, cue: Mark) -> Iterator[Mark]:
        """A ministry with its state: *the Russian Foreign Ministry*, *Bộ Ngoại giao Nga*."""
        state = self._beside(cue)
        if state is None:
            yield self._named(cue.start, cue.end, "organisation", cue.value, exact=True)
            return
        start, end = min(cue.start, state.start), max(cue.end, state.end)
        yield self._named(start, end, "organisation", f"{cue.value} {_english(state.value)}", exact=True)

    def _beside(self, cue: Mark) -> Mark | None:
        for mark in self.names:
            if kind_of(mark.value) == "state":
                gap = (mark.end, cue.start) if mark.start < cue.start else (cue.end, mark.start)
                if gap[0] <= gap[1] and self._passable(*gap) and "," not in self.text[slice(*gap)]:
                    return mark
        return None

    def series(self, cue: Mark) -> Iterator[Mark]:
        """A forum of two states or groups: *Russia–Africa Summit*, *саммит Россия — Африка*."""
        names = [m for m in self.names if kind_of(m.value) != "person"]
        for one, other in itertools.pairwise(names):
            before = cue.start - other.end in (0, 1)
            behind = one.start - cue.end in (0, 1, 2)
            gap = self.text[one.end : other.start]
            if (before or behind) and len(gap) <= 3 and not gap.strip(" -–—/\u00a0"):
                parts = sorted({_english(one.value), _english(other.value)})
                key = " ".join([*parts, cue.value])
                yield self._named(
                    min(one.start, cue.start), max(other.end, cue.end), "forum", key, exact=True
                )
                return
        if cue.value.endswith("commission") and len(self.pair) == 2:
            key = " ".join([*sorted(map(_english, self.pair)), cue.value])
            yield self._named(cue.start, cue.end, "forum", key, exact=True)

    def _taken(self, start: int, end: int) -> bool:
        """Whether a known name already stands there, or reaches over one end."""
        return any(
            (m.start <= start and end <= m.end)
            or (m.start < start < m.end < end)
            or (start < m.start < end < m.end)
            for m in self.names
        )

    def _named(self, start: int, end: int, kind: str, name: str, exact: bool = False) -> Mark:
        """A name found; what the catalogue knows by that id is the catalogue's."""
        key = slug(name, None if exact else self.naming.letters)
        known = _aliases().get(key)
        return Mark(start, end, "entity", known or Named(key or "x", kind, exact))


@functools.cache
def _aliases() -> Mapping[str, str]:
    """Ids that the rules would make of entities of the catalogue, and its own."""
    found = {key: key for key in catalogue().entities}
    for key, concept in catalogue().entities.items():
        found.update(dict.fromkeys(concept.also, key))
    return found


@functools.cache
def _english(key: str) -> str:
    """An entity's name inside an id: a state's by CLDR, another's own id."""
    territories: Mapping[str, str] = Locale("en").territories
    return slug(territories[key]) if key in territories else str(key)


# What the document said before ------------------------------------------------------------------------


def _recalled(document: Document, views: Sequence[View]) -> list[View]:
    """Short forms, acronyms and misspellings of the names of the document."""
    people = _people(document, views)
    renamed = _misspelt(people, views)
    short = _short_forms(people, renamed)
    short.update(_acronyms(document, views))
    short.update(_credits(document))
    found = _found_again(document, short, views) if short else {}
    out = []
    for i, view in enumerate(views):
        marks = view.marks
        if any(m.value in renamed for m in view.of("entity")):
            marks = tuple(
                m._replace(value=renamed[m.value]) if m.kind == "entity" and m.value in renamed else m
                for m in marks
            )
        marks = kept(marks, found[i]) if i in found else marks
        out.append(view if marks is view.marks else _with(view, marks))
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


def _misspelt(people: People, views: Sequence[View]) -> dict[str, str]:
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
        if alone and not naming.syllables and (len(last) > 3 or not naming.capitals):
            endings = "|".join(map(re.escape, lexicon.habits.endings)) if naming.lemma else ""
            out[lemma(last, naming.lemma)] = (key, endings)
    return out


def _acronyms(document: Document, views: Iterable[View]) -> dict[str, tuple[str, str]]:
    """Acronyms in brackets behind the long form that they are of."""
    out = {}
    for view in views:
        for mark in view.of("entity"):
            if m := _ACRONYM.match(document.text, mark.end):
                long = document.text[mark.start : mark.end].split()
                if not isinstance(mark.value, Named) or initials(long) == m[1].upper() or len(long) > 1:
                    out[m[1]] = (mark.value, "")
    return out


def _credits(document: Document) -> dict[str, tuple[str, str]]:
    """The author and the publisher, where the text names them."""
    out: dict[str, tuple[str, str]] = {}
    for name, kind in ((document.author, "person"), (document.publisher, "organisation")):
        if name and len(name) > 3 and name in document.text:
            key = slug(name)
            if key and key not in catalogue().entities:
                out[name] = (Named(key, kind), "")
    return out


def _found_again(
    document: Document, short: Mapping[str, tuple[str, str]], views: Sequence[View]
) -> dict[int, list[Mark]]:
    """Where the short forms stand outside the names that are known: by the index of the sentence."""
    names = sorted(short, key=len, reverse=True)
    forms = "|".join(re.escape(n) + (f"(?:{short[n][1]})?" if short[n][1] else "") for n in names)
    pattern = re.compile(rf"(?<![\w\u0900-\u097f-])(?:{forms})(?![\w\u0900-\u097f])")
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
