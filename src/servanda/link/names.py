"""Names: whether two of them mean one person or one organisation, with a score and a reason.

Names of any script are compared in Latin letters: by the tables of the packs where a language has one
(they give Devanagari its vowels), else by :mod:`anyascii`. Only what speaks for the same name counts: a
part that each of the two has and the other lacks speaks against it, however much else agrees.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from servanda import packs
from servanda.records.naming import distance, romanised

SAME = 0.85
_TOKEN = re.compile(r"[a-z0-9]+")
_JOINTS = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]{2})")
_INITIALS = re.compile(r"\b((?:[a-z]\.\s?){2,})")
_SCRIPTS = ((re.compile(r"[\u0400-\u04ff]"), "ru"), (re.compile(r"[\u0900-\u097f]"), "hi"))
_INDIC = re.compile(r"[\u0900-\u097f]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SOUNDS = tuple(
    (re.compile(a), b)
    for a, b in (
        (r"(.)\1", r"\1"), (r"ph", "f"), (r"ck|q", "k"), (r"x", "ks"), (r"kh", "h"), (r"tz|ts", "c"),
        (r"zh|dj|dzh", "j"), (r"(?<=[bdgjlmnrtv])h(?=[aeiou]|$)", ""), (r"ee|ei|ey|iy|yi|ii|ij|ay|y|j", "i"),
        (r"oo|ou|w", "u"), (r"v", "u"), (r"(.)\1", r"\1"),
    )
)  # fmt: skip


class Likeness(NamedTuple):
    """How surely two names mean one entity (0 to 1), and why."""

    score: float
    reason: str

    @property
    def same(self) -> bool:
        """Whether it is sure enough to take them for one."""
        return self.score >= SAME


class Words(NamedTuple):
    """What stands in names and tells nobody apart (``names.toml``)."""

    titles: frozenset[str]
    small: frozenset[str]
    particles: frozenset[str]
    alike: dict[str, str]
    forms: tuple[tuple[re.Pattern[str], str], ...]


def compare(one: str, other: str, kind: str) -> Likeness:
    """How alike two names of a ``kind`` of entity are (``person``, or anything else).

    >>> compare("Manhoman Singh", "Manmohan Singh", "person").same
    True
    >>> compare("Rajnath Singh", "Manmohan Singh", "person").same
    False
    >>> compare("Сергей Лавров", "Sergey Lavrov", "person").reason
    'the same in Latin letters'
    """
    return _persons(one, other) if kind == "person" else _organisations(one, other)


# --- letters


@functools.lru_cache(maxsize=65536)
def latin(name: str) -> str:
    """A name in small Latin letters and digits, its words one blank apart.

    >>> latin("Нарендра Моди"), latin("Hồ Chí Minh"), latin("A.B.C. Company")
    ('narendra modi', 'ho chi minh', 'abc company')
    """
    from anyascii import anyascii  # noqa: PLC0415 (its tables are large, and few commands compare names)

    text = _JOINTS.sub(" ", name)
    for script, lang in _SCRIPTS:
        if script.search(text):
            text = romanised(text, _letters(lang))
    low = anyascii(text).lower().replace("'", "").replace("`", "").replace("&", " and ")
    low = _INITIALS.sub(lambda m: re.sub(r"[.\s]", "", m[1]) + " ", low)
    return " ".join(_TOKEN.findall(low))


@functools.cache
def _letters(lang: str) -> dict[str, str]:
    found: dict[str, str] = packs.load(lang, "entities").get("naming", {}).get("letters", {})
    return found


@functools.lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A word as it is heard, roughly, whichever way it came into Latin letters.

    >>> sound("sergei") == sound("sergey"), sound("medvedev") == sound("medwedew")
    (True, True)
    """
    for pattern, to in _SOUNDS:
        word = pattern.sub(to, word)
    return word


@functools.cache
def _words() -> Words:
    data: dict[str, Any] = packs.load("und", "names")
    spelt = [(form, key) for key, forms in data.get("forms", {}).items() for form in forms]
    return Words(
        frozenset(data.get("titles", ())),
        frozenset(data.get("small", ())),
        frozenset(data.get("particles", ())),
        {form: key for key, forms in data.get("alike", {}).items() for form in forms},
        tuple(
            (re.compile(rf"(?<![a-z0-9]){form}(?![a-z0-9])"), key)
            for form, key in sorted(spelt, key=lambda pair: -len(pair[0]))
        ),
    )


@functools.lru_cache(maxsize=65536)
def bones(word: str) -> str:
    """The consonants of a word as they are heard: what a script that leaves out vowels has of it.

    >>> bones("manamohan") == bones("manmohan"), bones("sinh") == bones("singh")
    (True, True)
    """
    return re.sub(r"[aeiou]", "", sound(re.sub(r"n(?:gh|g|h)", "n", word)))


# --- persons


def _persons(one: str, other: str) -> Likeness:
    a, b = _parts(_turned(one)), _parts(_turned(other))
    if not a or not b:
        return Likeness(0, "no name")
    if a == b:
        if one != other and _HAN.search(one) and _HAN.search(other):
            return Likeness(0.5, "other signs of one sound")
        return Likeness(1, "the same name" if one == other else "the same in Latin letters")
    if "".join(a) == "".join(b) and len("".join(a)) >= LONG:
        return Likeness(0.97, "the same letters, parted otherwise")
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    thin = bool(_INDIC.search(one)) != bool(_INDIC.search(other))
    pairs, rest = _paired(short, long, thin)
    if len(pairs) < len(short):
        return Likeness(0.3, "a part of each is missing in the other")
    return _judged(short, long, pairs, rest)


def _turned(name: str) -> str:
    """A name in the order in which it is said, where a comma tells that the last part stands first.

    >>> _turned("Putin, Vladimir")
    'Vladimir Putin'
    """
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name


def _parts(name: str) -> list[str]:
    """The parts of a person's name, titles left out and each said once."""
    words = _words()
    parts = [words.alike.get(p, p) for p in latin(name).split()]
    told = [p for p in parts if p not in words.titles] or parts
    return [p for i, p in enumerate(told) if not i or told[i - 1] != p]


_ORDERED = frozenset(("bin",))  # what stands before it is the child of what stands behind it
LONG, MIDDLE = 8, 5  # letters of a word in which two, and one, may be wrong


class Pair(NamedTuple):
    """A part of one name and the part of the other that it stands for."""

    short: int
    long: int
    score: float


def _paired(short: list[str], long: list[str], thin: bool) -> tuple[list[Pair], list[str]]:
    """Each part of the shorter name with the part of the longer that is most like it.

    ``thin``: one of the two is in a script that leaves out vowels.
    """
    free = set(range(len(long)))
    options = sorted(
        (
            Pair(i, j, s)
            for i, a in enumerate(short)
            for j, b in enumerate(long)
            if (s := _thinly(a, b) if thin else _like(a, b))
        ),
        key=lambda p: (-p.score, abs(p.short - p.long), p),
    )
    taken: dict[int, Pair] = {}
    for pair in options:
        if pair.short not in taken and pair.long in free:
            taken[pair.short] = pair
            free.discard(pair.long)
    return sorted(taken.values()), [long[j] for j in sorted(free)]


def _thinly(a: str, b: str) -> float:
    """How alike two parts are of which one lacks vowels."""
    return _like(a, b) or (0.96 if bones(a) == bones(b) and len(bones(a)) > 1 and a[0] == b[0] else 0)


def _like(a: str, b: str) -> float:
    """How alike two parts are; 0 where they are not."""
    if a == b:
        return 1
    if min(len(a), len(b)) == 1:
        return 0.6 if a[0] == b[0] else 0
    if sound(a) == sound(b):
        return 0.97
    size = min(len(a), len(b))
    if any(c.isdecimal() for c in a + b):
        return 0  # another number is another thing
    wrong = distance(a, b)
    if a[0] == b[0] and wrong <= (2 if size >= LONG else 1 if size >= MIDDLE else 0):
        return 0.9 if wrong == 1 else 0.8
    return 0


def _judged(short: list[str], long: list[str], pairs: list[Pair], rest: list[str]) -> Likeness:
    """The verdict on two names of which one has all the parts of the other."""
    particles = _words().particles
    added = [r for r in rest if r not in particles]
    wrong = [p for p in pairs if 0.6 < p.score < 0.95]
    objection = _objection(short, long, pairs, added)
    if objection is not None:
        return objection
    if wrong:
        return Likeness(0.9, f"“{short[wrong[0].short]}” for “{long[wrong[0].long]}”")
    if added:
        return Likeness(0.87, f"without “{added[0]}”")
    if any(p.score == 0.6 for p in pairs):
        return Likeness(0.88, "initials for names")
    return Likeness(0.95, "the same names, spelt otherwise")


def _objection(short: list[str], long: list[str], pairs: list[Pair], added: list[str]) -> Likeness | None:
    """What speaks against two names being one, although each part of the shorter is in the longer."""
    told = [p for p in pairs if p.score > 0.6 and short[p.short] not in _words().particles]
    wrong = [p for p in pairs if 0.6 < p.score < 0.95]
    order = [p.long for p in pairs]
    turned = order != sorted(order) and (bool(_ORDERED & set(short)) or len(short) == len(long) == 2)
    outer = bool(added) and (order[0] != 0 or order[-1] != len(long) - 1)
    objections = (
        (len(told) < 2, 0.5, "only one part of a name is the same"),
        (len(wrong) > 1, 0.6, "more than one part is spelt otherwise"),
        (turned, 0.7, "the parts stand the other way round"),
        (len(added) > 1, 0.75, "several parts are missing in one"),
        (bool(wrong and added), 0.7, "one part is spelt otherwise and one is missing"),
        (outer, 0.7, "a first or last part is missing in one"),
    )
    return next((Likeness(score, reason) for there, score, reason in objections if there), None)


# --- organisations, projects and all else


def _organisations(one: str, other: str) -> Likeness:
    (a, form), (b, other_form) = _named(one), _named(other)
    if not a or not b:
        return Likeness(0, "no name")
    if form and other_form and form != other_form:
        return Likeness(0.6, f"{form} and {other_form} are forms of different bodies")
    if "".join(a) == "".join(b):
        return Likeness(1 if one == other else 0.96, "the same name")
    return _worded(a, b)


def _worded(a: list[str], b: list[str]) -> Likeness:
    """The verdict on two names by their words."""
    if len(a) != len(b):
        return Likeness(0.4, "a word of one is missing in the other")
    unlike = [(x, y, _like(x, y)) for x, y in zip(a, b, strict=True) if x != y]
    if len(unlike) == 1 and unlike[0][2] and min(map(len, (*a, *b))) > 1:
        return Likeness(0.9, f"“{unlike[0][0]}” for “{unlike[0][1]}”")
    if sorted(a) == sorted(b) and len(a) > 1:
        return Likeness(0.86, "the same words in another order")
    return Likeness(0.3, "other words")


_LOOSE = frozenset(("inc", "corp", "co", "ltd", "plc", "llc"))


def _named(name: str) -> tuple[list[str], str]:
    """The words of an organisation's name, and its legal form where that tells bodies apart."""
    text, forms = latin(name), []
    for pattern, key in _words().forms:
        text, n = pattern.subn(" ", text)
        forms += [key] * bool(n)
    strict = [f for f in forms if f not in _LOOSE]
    small = _words().small
    return [w for w in text.split() if w not in small], strict[0] if strict else ""


def best(names: Iterable[str], others: Iterable[str], kind: str) -> Likeness:
    """The likeness of the two names that are most alike."""
    others = list(others)
    return max((compare(a, b, kind) for a in names for b in others), default=Likeness(0, "no name"))
