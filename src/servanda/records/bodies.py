"""Bodies, places and projects by the head of their name; ministries and forums by their states."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from servanda.catalogue import catalogue
from servanda.records.gazetteer import Mark
from servanda.records.kinds import kind_of
from servanda.records.naming import Word, unstopped, words_after, words_before
from servanda.records.sight import Sight, english

SHORT = 4  # letters that an acronym may have
FOREIGN = 3  # letters that a foreign word has more of
SYLLABLE = 8  # the letters that a syllable has fewer of
_GOVERNMENT = "government-of"  # names nothing without its state
_QUOTED = re.compile(r"[ \u00a0]?[«“\"„]([^\W_][^«»“”\"\n]{1,40})[»”\"]")


def organisation(sight: Sight, cue: Mark) -> Iterator[Mark]:
    """A name by its head: *Bank of Japan*, *Viện Hàn lâm …*, *корпорация «…»*."""
    if sight.view.text.isupper() and cue.end - cue.start > SHORT:
        return  # in a heading capitals tell nothing
    quoted = _QUOTED.match(sight.text, cue.end)
    if quoted and quoted.end() <= sight.view.end and not quoted[1][0].islower():
        if not sight.taken(quoted.start(1), quoted.end(1)):
            yield sight.named(quoted.start(1), quoted.end(1), cue.value, quoted[1])
        return
    span = _behind(sight, cue) if sight.naming.head == "first" else _around(sight, cue)
    if span is not None:
        kind = "forum" if _dashed(sight, *span) > 0 else cue.value
        paired = kind == "forum" and (kind != cue.value or _paired(sight, cue) is not None)
        yield sight.named(*span, kind, sight.text[span[0] : span[1]], exact=paired)


def _around(sight: Sight, cue: Mark) -> tuple[int, int] | None:
    if not sight.naming.capitals:
        return _adjectival(sight, cue)
    small = not sight.text[cue.start].isupper()
    if small and cue.value != "programme":
        return None
    left, right = _left(sight, cue), [] if small else _right(sight, cue)
    if small and (len(left) < 2 or any(left[0].start <= m.start < cue.start for m in sight.names)):
        return None  # *the Polish programme*
    if not left and cue.value == "programme":
        return None  # *Programme of Cooperation*: a document
    paired = _paired(sight, cue) if cue.value == "forum" else None
    if paired is not None or sight.titled:
        return (paired, cue.end) if paired is not None else None
    return _run(sight, cue, left, right)


def _run(sight: Sight, cue: Mark, left: Sequence[Word], right: Sequence[Word]) -> tuple[int, int] | None:
    """The name that the words on both sides of a head make, if it is one."""
    start = _hyphened(sight, left[0].start) if left else cue.start
    end = right[-1].end if right else cue.end
    words = [w for w in [*left, *right] if w.capital and w.text.lower() not in sight.naming.generic]
    lone = cue.value == "place" and len(left) == 1 and start == sight.view.start
    cut = cue.value == "place" and _goes_on(sight, cue.end)
    return (start, end) if words and not lone and not cut and not sight.taken(start, end) else None


def _paired(sight: Sight, cue: Mark) -> int | None:
    """Where two names begin that a dash joins before a forum (*Japan–Australia Ministerial Dialogue*)."""
    names = [m for m in sight.names if m.end <= cue.start]
    for one, other in itertools.pairwise(names):
        gap, words = sight.text[one.end : other.start], sight.text[other.end : cue.start]
        dashed = len(gap) <= 3 and gap.strip(" \u00a0") in ("-", "–", "—")
        if dashed and all(w[0].isupper() and w.isalpha() for w in words.split()):
            return one.start
    return None


def _hyphened(sight: Sight, start: int) -> int:
    """Where a name begins whose first word was parted at its hyphen (*High- Level*)."""
    m = re.search(r"[^\W\d_]+[-‑][ \n]{1,2}$", sight.text[max(sight.view.start, start - 20) : start])
    return start - len(m[0]) if m and m[0][0].isupper() else start


def _goes_on(sight: Sight, at: int) -> bool:
    """Whether another capitalised word follows at once: the head is part of a longer name."""
    following = next(words_after(sight.text, at, min(sight.view.end, at + 40)), None)
    return following is not None and following.start > at and following.capital


def _left(sight: Sight, cue: Mark) -> list[Word]:
    """The capitalised words that lead up to the head."""
    out: list[Word] = []
    for word in words_before(sight.text, sight.view.start, cue.start):
        link = out and word.text.lower() in sight.naming.links
        beyond = out and not out[0].capital and sight.other(word)  # another thing, joined by a word
        if (not word.capital and not link) or beyond or _owner(sight, word):
            break
        if word.text.lower() in sight.naming.stops and not link:
            break
        out.insert(0, word)
    while out and (not out[0].capital or out[0].text.lower() in sight.naming.stops):
        out.pop(0)
    return out


def _owner(sight: Sight, word: Word) -> bool:
    """Whether a word tells whose the thing is, and is no part of its name (*Pakistan’s*, not *People’s*)."""
    low = word.text.lower().replace("’", "'")
    return low.endswith(("'s", "s'")) and low not in sight.naming.owners


def _right(sight: Sight, cue: Mark) -> list[Word]:
    """What follows the head and belongs to it: *of*, *for*, *on* and capitalised words."""
    naming = sight.naming
    out: list[Word] = []
    for i, word in enumerate(words_after(sight.text, cue.end, min(sight.view.end, cue.end + 90))):
        if i == 0 and word.text not in (naming.behind or naming.links):
            return []
        low = word.text.lower()
        article = out and not out[-1].capital and word.text in naming.articles
        if sight.other(word) or _placed(sight, cue, word, out) or (word.capital and low in naming.stops):
            break
        if not word.capital and low not in naming.links and not article and (out or low not in naming.behind):
            break
        out.append(word)
    while out and not out[-1].capital:
        out.pop()
    return out


def _placed(sight: Sight, cue: Mark, word: Word, before: Sequence[Word]) -> bool:
    """Whether a word only tells where the thing is (*Consultations in Brasília*)."""
    preposition = before and before[-1].text.lower() in sight.naming.place
    place = any(m.start == word.start and kind_of(m.value) in ("state", "place") for m in sight.names)
    joined = cue.value == "place" and word.text.lower() in (sight.naming.place | sight.naming.joins)
    return bool(joined or (preposition and place) or (place and _joined(before, sight.naming.joining)))


def _joined(before: Sequence[Word], joining: frozenset[str]) -> bool:
    """Whether what comes is only joined to the name (*… for Burundi and the Republic of South Africa*)."""
    return any(w.text.lower() in joining for w in before[-2:] if not w.capital)


def _adjectival(sight: Sight, cue: Mark) -> tuple[int, int] | None:
    """Where names have no capitals: from the adjective of a state to the head, a few words apart."""
    words = [*itertools.islice(words_before(sight.text, sight.view.start, cue.start), 4)][::-1]
    for i, word in enumerate(words):
        inner = words[i + 1 :]
        begins = any(m.start == word.start and m.end == word.end for m in sight.names)
        if word.start == sight.view.start and _is_noun(sight, word):
            continue  # the subject of the sentence
        if begins and inner and not any(w.text in sight.naming.stops for w in inner):
            return word.start, cue.end
    return None


def _is_noun(sight: Sight, word: Word) -> bool:
    """Whether a word is the name of a state itself, no adjective of it."""
    return word.text.lower() in sight.view.lexicon.nominatives.values()


def _behind(sight: Sight, cue: Mark) -> tuple[int, int] | None:
    """The words behind a head that comes first; each word's first syllable has a capital."""
    out: list[Word] = []
    words = list(words_after(sight.text, cue.end, min(sight.view.end, cue.end + 80)))
    for i, word in enumerate(words):
        low = word.text.lower()
        if out and word.capital and (sight.headed(word) or _ended(sight, out[-1])):
            break  # the name of another thing
        ahead = words[i + 1].capital if i + 1 < len(words) else False
        if not word.capital:
            second = out and _opens(sight, out[-1])
            pair = second and f"{out[-1].text} {low}".lower() in sight.naming.pairs
            joined = low in sight.naming.links and ahead and cue.value not in ("system", "place")
            if not sight.naming.syllables or not (
                joined or pair or (second and low not in sight.naming.stops)
            ):
                break
        out.append(unstopped(word))
    out = _without_person(sight, out)
    while out and out[-1].text.lower() in sight.naming.links:
        out.pop()
    out += _up_to_state(sight, words[len(out) :])
    if not out or not out[0].capital or sight.taken(out[0].start, out[-1].end):
        return None
    firm = sight.text[cue.start : cue.end].lower() in sight.naming.firms
    with_head = sight.text[cue.start].isupper() and cue.value != "place" and not firm
    start, end = cue.start if with_head else out[0].start, out[-1].end
    return start, _dashed(sight, start, end) or end


def _without_person(sight: Sight, words: list[Word]) -> list[Word]:
    """A name in the language's syllables without the foreign person behind it (*Tòa án Tối cao Brett …*)."""
    foreign = [w.text.isascii() and len(w.text) > FOREIGN for w in words]
    at = next((i for i in range(2, len(words) - 1) if foreign[i] and foreign[i + 1]), None)
    return words[:at] if sight.naming.syllables and at is not None and not any(foreign[:at]) else words


def _ended(sight: Sight, word: Word) -> bool:
    """Whether a state's name ends there, and with it the name of what is its (where the head comes first)."""
    ends = [m for m in sight.names if m.end == word.end and kind_of(m.value) == "state"]
    return sight.naming.syllables and any(" " in sight.text[m.start : m.end] for m in ends)


def _opens(sight: Sight, word: Word) -> bool:
    """Whether a syllable with a capital may have a second one without: no acronym, no state's name."""
    named = any(m.end == word.end for m in sight.names)
    return word.capital and len(word.text) < SYLLABLE and not word.text.isupper() and not named


def _dashed(sight: Sight, start: int, end: int) -> int:
    """Where a name ends that a dash joins two states in (*Ủy ban … Việt Nam - Nhật Bản*); 0 for others."""
    states = [m for m in sight.names if start <= m.start and kind_of(m.value) == "state"]
    for one, other in itertools.pairwise(states):
        gap = sight.text[one.end : other.start]
        if one.end <= end <= other.end and len(gap) <= 3 and gap.strip() in ("-", "–", "—"):
            return other.end
    return 0


def _up_to_state(sight: Sight, words: Sequence[Word]) -> Sequence[Word]:
    """The few small words that lead up to the state whose thing it is."""
    for i, word in enumerate(words[:4]):
        if word.capital:
            state = any(m.start == word.start and kind_of(m.value) == "state" for m in sight.names)
            return words[: i + 1] if i and state else []
        if word.text.lower() in sight.naming.stops:
            break
    return []


def ministry(sight: Sight, cue: Mark) -> Iterator[Mark]:
    """A ministry with its state: *the Russian Foreign Ministry*, *Bộ Ngoại giao Nga*."""
    if any(m.start <= cue.start and cue.end <= m.end for m in sight.names):
        return  # one that the catalogue knows
    state = _beside(sight, cue)
    before = next(words_before(sight.text, sight.view.start, cue.start), None) if state is None else None
    several = before is not None and before.text in sight.naming.plurals
    if state is None and (cue.value == _GOVERNMENT or several):
        return
    if state is None:
        owner = _seat(sight, cue) or _own_state(sight, cue)
        name = f"{cue.value} {english(owner)}" if owner else cue.value
        yield sight.named(cue.start, cue.end, "organisation", name, exact=True)
        return
    start, end = min(cue.start, state.start), max(cue.end, state.end)
    following = next(words_after(sight.text, end, min(sight.view.end, end + 20)), None)
    if following is not None and following.capital and following.text.lower() in sight.naming.of:
        end = following.end  # *the Government of the Togolese Republic*
    yield sight.named(start, end, "organisation", f"{cue.value} {english(state.value)}", exact=True)


def _beside(sight: Sight, cue: Mark) -> Mark | None:
    """The state whose ministry it is: right before it, or behind it and *of*."""
    for mark in sight.names:
        if kind_of(mark.value) == "state" and _belongs(sight, cue, mark):
            return mark
    return None


def _seat(sight: Sight, cue: Mark) -> str | None:
    """The state in whose capital it is, where a comma and the capital follow (*…, Islamabad*)."""
    seats = (m for m in sight.names if m.start == cue.end + 2 and sight.text[cue.end] == ",")
    known = (catalogue().entities.get(str(m.value)) for m in seats)
    return next((k.of for k in known if k is not None and k.capital), None)


def _own_state(sight: Sight, cue: Mark) -> str | None:
    """Whose a ministry is that names no state: that of the language's papers, or the last one before it."""
    if sight.naming.home in sight.pair:
        return sight.naming.home
    before = [m.value for m in sight.names if m.end <= cue.start and kind_of(m.value) == "state"]
    return before[-1] if before else None


def _belongs(sight: Sight, cue: Mark, state: Mark) -> bool:
    before = state.start < cue.start
    start, end = (state.end, cue.start) if before else (cue.end, state.start)
    gap = sight.text[start:end]
    if start > end or "," in gap or not sight.passable(start, end):
        return False
    if cue.value == _GOVERNMENT and not sight.naming.capitals and gap.strip():
        return False  # *the government of Brazil*, no name
    return not before or not sight.naming.capitals or not gap.strip(" -\u00a0'’s")


def series(sight: Sight, cue: Mark) -> Iterator[Mark]:
    """A forum of two states or groups: *Russia–Africa Summit*, *саммит Россия — Африка*."""
    names = [m for m in sight.names if kind_of(m.value) != "person"]
    for one, other in itertools.pairwise(names):
        before = cue.start - other.end in (0, 1)
        behind = one.start - cue.end in (0, 1, 2)
        gap = sight.text[one.end : other.start]
        if (before or behind) and len(gap) <= 3 and not gap.strip(" -–—/\u00a0"):
            parts = sorted({english(one.value), english(other.value)})
            key = " ".join([*parts, cue.value])
            yield sight.named(min(one.start, cue.start), max(other.end, cue.end), "forum", key, exact=True)
            return
    if cue.value.endswith(("commission", "group")) and len(sight.pair) == 2 and not _of_others(sight, cue):
        key = " ".join([*sorted(map(english, sight.pair)), cue.value])
        yield sight.named(cue.start, cue.end, "forum", key, exact=True)


def _of_others(sight: Sight, cue: Mark) -> bool:
    """Whether a name behind a commission says that it is not that of the two states."""
    after = [m for m in sight.names if m.start >= cue.end and sight.passable(cue.end, m.start)]
    return bool(after) and kind_of(after[0].value) != "state"
