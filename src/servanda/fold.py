"""One spelling to compare by: lower case, Unicode NFC, with a way back to the text as stored.

Everything that searches text searches the folded text; every offset that leaves the scan points into
the stored one. For text in NFC whose lower case has the same length (nearly all text) the two have
the same offsets and the way back is ``None``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

# Marks that join what they stand between without being seen: they are skipped when comparing.
INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xAD, 0xFEFF, 0x301, 0x200E, 0x200F))
# Look-alikes with one meaning, one character each.
SAME = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "−": "-", "‐": "-", "‑": "-"})


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
    folded = text.lower()
    if text.isascii():
        return folded, None
    folded = folded.translate(SAME)
    if len(folded) == len(text) and unicodedata.is_normalized("NFC", folded) and not _invisible(folded):
        return folded, None
    return _fold_slowly(text)


def _invisible(text: str) -> bool:
    return any(chr(c) in text for c in INVISIBLE)


def _fold_slowly(text: str) -> tuple[str, list[int]]:
    out: list[str] = []
    back: list[int] = []
    i, n = 0, len(text)
    while i < n:
        j = i + 1
        while j < n and unicodedata.combining(text[j]):
            j += 1
        piece = fold_term(text[i:j])
        out.append(piece)
        back.extend([i] * len(piece) if len(piece) != j - i else range(i, j))
        i = j
    back.append(n)
    return "".join(out), back
