"""One spelling to compare by: lower case, Unicode NFC, with a way back to the text as stored.

Everything that searches text searches the folded text; every offset that leaves the scan points into
the stored one. For text in NFC whose lower case has the same length (nearly all text) the two have
the same offsets and the way back is ``None``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Marks that join what they stand between without being seen: they are skipped when comparing.
INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xAD, 0xFEFF, 0x301, 0x200E, 0x200F))
# Look-alikes with one meaning, one character each.
SAME = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "−": "-", "‐": "-", "‑": "-"})

_UNSEEN = re.compile("[" + "".join(map(chr, INVISIBLE)) + "]")
_WORD = re.compile(r"\s+|\S+")


def fold_term(term: str) -> str:
    """A term as it is compared.

    >>> fold_term("Ấn Độ")
    'ấn độ'
    """
    return unicodedata.normalize("NFC", term).lower().translate(INVISIBLE).translate(SAME)


def fold(text: str) -> tuple[str, Sequence[int] | None]:
    r"""The folded text, and for each of its characters (and its end) the offset in ``text``.

    The offsets are ``None`` when both have the same.

    >>> fold("Ấn Độ")
    ('ấn độ', None)
    >>> fold("e\u0301t")
    ('ét', [0, 2, 3])
    """
    if text.isascii():
        return text.lower(), None
    folded = _alike(text)
    return (folded, None) if folded is not None else _fold_words(text)


def _alike(text: str) -> str | None:
    """The folded text where each character stays in its place, else ``None``."""
    folded = text.lower().translate(SAME)
    if len(folded) != len(text) or not unicodedata.is_normalized("NFC", folded) or _UNSEEN.search(folded):
        return None
    return folded


def _fold_words(text: str) -> tuple[str, list[int]]:
    """Folds word by word, since in most texts few words change their length."""
    out: list[str] = []
    back: list[int] = []
    for m in _WORD.finditer(text):
        start, end = m.span()
        word = m.group()
        folded = _alike(word)
        if folded is not None:
            out.append(folded)
            back.extend(range(start, end))
        else:
            _fold_letters(word, start, out, back)
    back.append(len(text))
    return "".join(out), back


def _fold_letters(word: str, at: int, out: list[str], back: list[int]) -> None:
    i, n = 0, len(word)
    while i < n:
        j = i + 1
        while j < n and unicodedata.combining(word[j]):
            j += 1
        piece = fold_term(word[i:j])
        out.append(piece)
        back.extend([at + i] * len(piece) if len(piece) != j - i else range(at + i, at + j))
        i = j


def cased(text: str, folded: str, back: Sequence[int] | None) -> str:
    r"""The folded text with the capitals of the stored one, so that both have the same offsets.

    >>> cased("E\u0301t", *fold("E\u0301t"))
    'Ét'
    """
    if back is None:
        return text
    letters = zip(folded, back, strict=False)
    return "".join(c.upper() if text[at].isupper() and len(c.upper()) == 1 else c for c, at in letters)
