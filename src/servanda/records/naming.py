"""The shape of names: runs of capitalised words, ids from names, letters of other scripts, misspellings.

Pure functions over text; the words that a language names things with are in its pack
(:class:`servanda.records.lexicon.Naming`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Self

import msgspec

_INNER = r"[\w'’\u0300-\u036f\u0900-\u0963\u0966-\u097f]*"
WORD = re.compile(rf"[^\W_]{_INNER}(?:[-‑](?=\w){_INNER})*\.?")
_BLANK = re.compile(r"[ \t]*\n[ \t]*(?!\s)|[ \u00a0\u202f]{1,3}")  # between words, or a line that goes on
_NEXT = re.compile(rf"({_BLANK.pattern})?({WORD.pattern})")
_TOKENS = re.compile(r"[^\W_](?:[\w'’\u0300-\u036f\u0900-\u097f])*")
_PARTICLE = re.compile(r"[^\W\d_]{1,2}[’'-](?=[^\W\d_])")  # before a capital: d’Escoto, al-Assad
NEAREST, USUAL, LONGEST = 12, 40, 200  # characters that one or more words before a place take, and may take
_JOINTS = ("", " ", " & ")
_NO_LATIN = re.compile(r"[^0-9A-Za-z]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_ALIKE = (
    ("dzh", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("sh", "s"), ("ts", "s"),
    ("x", "ks"), ("ck", "k"), ("c", "k"), ("q", "k"), ("w", "v"), ("z", "j"), ("iu", "u"),
)  # fmt: skip
_FLAT = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word of a text: where it stands, and how it is written."""

    start: int
    end: int
    text: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter, or with a particle and a capital (*d’Escoto*)."""
        if self.text[0].isupper():
            return True
        particle = _PARTICLE.match(self.text)
        return particle is not None and self.text[particle.end()].isupper()


class Named(str):  # noqa: SLOT000  (a string cannot have slots)
    """The id of an entity that the catalogue lacks, with its ``kind``; ``composed``: of the names of others.

    >>> Named("anvar-azimov", "person").kind
    'person'
    """

    kind: str
    composed: bool

    def __new__(cls, key: str, kind: str, composed: bool = False) -> Self:
        made = super().__new__(cls, key)
        made.kind = kind
        made.composed = composed
        return made


def words_after(text: str, at: int, stop: int) -> Iterator[Word]:
    """The words that follow ``at``, one blank apart, without punctuation between them.

    >>> [w.text for w in words_after("Mr. A. K. Antony, who", 3, 21)]
    ['A.', 'K.', 'Antony']
    """
    begun = False
    while at < stop and (m := _NEXT.match(text, at, stop)) and not (begun and m[1] is None):
        word, start, at = m[2], m.start(2), m.end()
        last = word[-1] == "." and not _initial(word)
        found = Word(start, at - 1, word[:-1]) if last else Word(start, at, word)
        yield _bare(found) if "'" in word or "’" in word else found
        if last:
            return
        begun = True


def words_before(text: str, start: int, at: int) -> Iterator[Word]:
    """The words between ``start`` and ``at`` that lead up to ``at``, one blank apart, the nearest first.

    No more than :data:`LONGEST` characters of them.

    >>> [w.text for w in words_before("held at the Eurasian Studies ", 0, 29)]
    ['Studies', 'Eurasian', 'the', 'at', 'held']
    """
    edge = stop = at
    for reach in (NEAREST, USUAL, LONGEST):  # few ask for more than one, and few runs are long
        begin = max(start, text.rfind(" ", start, max(start, at - reach)))
        for m in reversed(list(WORD.finditer(text, begin, stop))):
            gap = text[m.end() : edge]
            if (gap not in _JOINTS and not _BLANK.fullmatch(gap)) or m[0][-1] == ".":
                return
            edge = m.start()
            yield Word(edge, m.end(), m[0])
        if begin == start:
            return
        stop = begin


def _initial(word: str) -> bool:
    """Whether a word with a full stop is a name's initial (``S.``, ``एस.``)."""
    return len(word) <= 3 and not word[0].islower() and not word[0].isdigit()


def _bare(word: Word) -> Word:
    """The word without its possessive ending."""
    m = _POSSESSIVE.search(word.text)
    return Word(word.start, word.start + m.start(), word.text[: m.start()]) if m and m.start() else word


def unstopped(word: Word) -> Word:
    """A word without the full stop of the sentence that it ends; an initial of one letter keeps its own.

    >>> unstopped(Word(0, 3, "Ba.")), unstopped(Word(0, 2, "S."))
    (Word(start=0, end=2, text='Ba'), Word(start=0, end=2, text='S.'))
    """
    stopped = word.text.endswith(".") and len(word.text) > 2
    return Word(word.start, word.end - 1, word.text[:-1]) if stopped else word


def slug(name: str, letters: Mapping[str, str] | None = None) -> str:
    """The id that a name gives: lower-case Latin letters and digits, words joined by hyphens.

    >>> slug("Jammu and Kashmir"), slug("Duy Nghĩa"), slug("Bộ Công Thương")
    ('jammu-and-kashmir', 'duy-nghia', 'bo-cong-thuong')
    """
    words = _TOKENS.findall(romanised(name.lower(), letters or {}))
    flat = (unicodedata.normalize("NFD", w.translate(_FLAT)) for w in words)
    return "-".join(_NO_LATIN.sub("", w) for w in flat).strip("-")


def romanised(text: str, letters: Mapping[str, str]) -> str:
    """Text in Latin letters by a table of the language; the longest pieces first.

    A letter that the table ends with ``+`` carries a vowel of its own: it is said unless another
    vowel sign follows, the next letter is joined, or the word ends.

    >>> romanised("Щукин", {"щ": "shch", "у": "u", "к": "k", "и": "i", "н": "n"})
    'shchukin'
    """
    if not letters:
        return text
    longest = max(map(len, letters))
    out, i, low = [], 0, unicodedata.normalize("NFC", text.lower())
    while i < len(low):
        for size in range(longest, 0, -1):
            piece = letters.get(low[i : i + size])
            if piece is not None:
                i += size
                out.append(_with_vowel(piece, low, i, letters))
                break
        else:
            out.append(low[i])
            i += 1
    return "".join(out)


def _with_vowel(piece: str, text: str, after: int, letters: Mapping[str, str]) -> str:
    """The letter, with its own vowel where no other follows and the word goes on."""
    if not piece.endswith("+"):
        return piece
    following = text[after : after + 1]
    if not following or not (following.isalpha() or unicodedata.category(following)[0] == "M"):
        return piece[:-1]
    sign = unicodedata.category(following)[0] == "M" and letters.get(following, "")[:1] in ("", *"aeiou", "r")
    return piece[:-1] if sign else piece[:-1] + "a"


def alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one full name is a misspelling of another: equal but for two letters in one part.

    >>> alike(["Manhoman", "Singh"], ["Manmohan", "Singh"])
    True
    >>> alike(["Rajnath", "Singh"], ["Manmohan", "Singh"])
    False
    """
    if len(one) != len(other) or len(one) < 2:
        return False
    unlike = [(a.lower(), b.lower()) for a, b in zip(one, other, strict=True) if a.lower() != b.lower()]
    if len(unlike) > 1:
        return False
    return all(
        a[0] == b[0] and min(len(a), len(b)) >= 5 and distance(a, b) <= (2 if min(len(a), len(b)) >= 7 else 1)
        for a, b in unlike
    )


def distance(one: str, other: str) -> int:
    """Letters to change, add, leave out or swap with their neighbour (optimal string alignment).

    >>> distance("kazakhstan", "kazakstan"), distance("abcd", "abdc")
    (1, 1)
    """
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one):
        last, before, row = before, row, [i + 1]
        for j, b in enumerate(other):
            cost = min(before[j] + (a != b), before[j + 1] + 1, row[j] + 1)
            if i and j and a == other[j - 1] and b == one[i - 1]:
                cost = min(cost, last[j - 1] + 1)
            row.append(cost)
    return row[-1]


def sound(key: str) -> str:
    """What an id sounds like, whichever alphabet it was spelt from: its consonants, like ones as one.

    >>> sound("sirodzhiddin-mukhriddin") == sound("sirojiddin-muhriddin")
    True
    >>> sound("rajnath-singh"), sound("manmohan-singh")
    ('rjnt sng', 'mnmn sng')
    """
    return " ".join(_consonants(word) for word in key.split("-"))


def _consonants(word: str) -> str:
    for spelt, one in _ALIKE:
        word = word.replace(spelt, one)
    bare = "".join(c for i, c in enumerate(word) if c not in "aeiouyh" or (i == 0 and c == "h"))
    return "".join(c for i, c in enumerate(bare) if i == 0 or c != bare[i - 1])


def initials(words: Iterable[str]) -> str:
    """The capitals that a long form's acronym is made of.

    >>> initials("International North-South Transport Corridor".split())
    'INSTC'
    """
    parts = (p for w in words for p in re.split(r"[-‑]", w))
    return "".join(p[0] for p in parts if p and p[0].isupper())


def lemma(word: str, endings: Sequence[tuple[str, str]]) -> str:
    """A word of a name in its first case: the first ending of the list that it has is replaced.

    >>> lemma("Байденом", [("ом", "")])
    'Байден'
    """
    for ending, base in endings:
        if len(word) > len(ending) + 2 and word.endswith(ending):
            return word[: len(word) - len(ending)] + base
    return word
