"""Which language a text is in, and which script: by its common words, by its letters, last by py3langid."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from servanda import packs

UNDETERMINED = "und"
"""BCP 47 for a language that cannot be told: the text has no letters."""

TELLING = (50, 100)
"""Characters of each piece of a sample by whose words its language is told: few where they leave no doubt."""
CERTAIN = 0.99
"""How likely a language must be to be believed after a first look."""
FEW, SHARE = 20, 0.12
"""Words from which on the common words of a language tell it, and the share of them that does."""

_SCRIPTS = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-\u024f\u1e00-\u1eff",
    "Cyrl": "\u0400-\u052f\u1c80-\u1c8f\ua640-\ua69f",
    "Deva": "\u0900-\u097f\ua8e0-\ua8ff",
    "Arab": "\u0600-\u06ff\u0750-\u077f",
    "Hans": "\u3400-\u9fff",
    "Jpan": "\u3040-\u30ff",
    "Kore": "\uac00-\ud7af",
    "Beng": "\u0980-\u09ff",
    "Grek": "\u0370-\u03ff",
    "Hebr": "\u0590-\u05ff",
    "Thai": "\u0e00-\u0e7f",
}
_LETTERS = {code: re.compile(f"[{ranges}]+") for code, ranges in _SCRIPTS.items()}
_ELSEWHERE = re.compile("[" + "".join(r for code, r in _SCRIPTS.items() if code != "Latn") + "]")
_ACCENTED = re.compile(r"[À-ÖØ-öø-\u024f\u0300-\u036f\u1e00-\u1eff]")


class Profile(msgspec.Struct, frozen=True):
    """How a text is written: its main script (ISO 15924), its letters, the share of accented ones."""

    script: str
    letters: int
    accents: float


def detect(text: str, languages: Sequence[str] = ()) -> str:
    """The language of a text (BCP 47, ``und`` without letters).

    ``languages`` are those to choose from (all packs where none are given); another one is named only
    where the text leaves next to no doubt, so that a French page is not read as English.

    >>> detect("भारत और रूस")
    'hi'
    >>> detect("12 345")
    'und'
    """
    known = tuple(languages) or packs.languages()
    piece = sample(text)
    told = _by_common_words(piece, known)
    if told:
        return told
    look = profile(piece)
    if not look.letters:
        return UNDETERMINED
    fits = [x for x in known if script_of(x) == look.script]
    if len(fits) == 1 and look.letters < 40 and look.script != "Latn":
        return fits[0]
    first, second = TELLING
    best, sure = _identifier().classify(sample(piece, size=first))
    return str(best) if best in fits and sure >= CERTAIN else likeliest(sample(piece, size=second), fits)


def _by_common_words(text: str, known: Iterable[str]) -> str | None:
    """The language whose common words the text is full of, as nearly every longer text is."""
    words = text.lower().split()
    if len(words) < FEW:
        return None
    for lang in known:
        common = packs.language(lang).common
        if common and sum(map(common.__contains__, words)) >= SHARE * len(words):
            return lang
    return None


@functools.lru_cache(maxsize=2)
def profile(text: str) -> Profile:
    """How a text is written.

    >>> profile("Su-57 для Индии").script
    'Cyrl'
    """
    if text.isascii():
        return Profile("Latn", sum(map(len, _LETTERS["Latn"].findall(text))), 0.0)
    scripts = _LETTERS if _ELSEWHERE.search(text) else ("Latn",)
    counts = {code: sum(map(len, _LETTERS[code].findall(text))) for code in scripts}
    script = max(counts, key=lambda code: counts[code])
    if not counts[script]:
        return Profile("Zzzz", sum(map(str.isalpha, text)), 0.0)
    accents = len(_ACCENTED.findall(text)) / counts["Latn"] if script == "Latn" else 0.0
    return Profile(script, counts[script], accents)


def accented(text: str) -> float:
    """The share of accented letters in a text in Latin letters; none in any other.

    >>> accented("Hà Nội"), accented("Москва")
    (0.4, 0.0)
    """
    return profile(text).accents if _ACCENTED.search(text) else 0.0


@functools.cache
def script_of(language: str) -> str:
    """The script (ISO 15924) that a language is usually written in, by CLDR.

    >>> script_of("hi"), script_of("vi")
    ('Deva', 'Latn')
    """
    from babel.core import get_global  # noqa: PLC0415 - loads its tables when asked

    likely = get_global("likely_subtags").get(language.partition("-")[0], "")
    return likely.split("_")[1] if likely.count("_") == 2 else "Zzzz"


def likeliest(text: str, fits: Sequence[str]) -> str:
    """The most likely of ``fits``, or any other language that is beyond doubt."""
    best, sure = _identifier().classify(text)
    if best in fits or sure >= 0.9 or not fits:
        return str(best)
    ranked: list[tuple[str, float]] = _identifier().rank(text)
    return next((code for code, _ in ranked if code in fits), fits[0])


@functools.cache
def _identifier() -> Any:
    """The language identifier, loaded at its first question (about half a second)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - heavy

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def sample(text: str, pieces: int = 4, size: int = 500) -> str:
    """Enough of a text to tell its language: pieces from all over it."""
    if len(text) <= pieces * size:
        return text
    step = (len(text) - size) // (pieces - 1)
    return " ".join(text[i * step : i * step + size] for i in range(pieces))
