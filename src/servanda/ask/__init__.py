"""Ask: a question in words, answered from the ledger alone. No model writes the answer, and none guesses."""

from __future__ import annotations

from servanda.ask.answer import Answer, Citation, Line
from servanda.ask.asking import answer

__all__ = ["Answer", "Citation", "Line", "answer"]
