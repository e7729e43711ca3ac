"""Where answers to suites and news come from, and the command that may give them."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from eval.data import DataFault
from eval.values import Answer


class Question(NamedTuple):
    """One text to annotate; ``lang`` and ``date`` (the reference date) may be unknown."""

    text: str
    lang: str | None = None
    date: str | None = None


Predictor = Callable[[Sequence[Question]], list[Answer]]


def command(line: str) -> Predictor:
    """A predictor that is a command: rows on its standard input, answers on its output, in any order.

    Raises :class:`DataFault` when the command fails, answers no JSON, or leaves a row unanswered.
    """

    def ask(questions: Sequence[Question]) -> list[Answer]:
        asked = [{"id": str(i), **q._asdict()} for i, q in enumerate(questions)]
        sent = b"".join(msgspec.json.encode(row) + b"\n" for row in asked)
        run = subprocess.run(shlex.split(line), input=sent, stdout=subprocess.PIPE, check=False)  # noqa: S603
        if run.returncode:
            raise DataFault(f"the predictor {line!r} ended with status {run.returncode}")
        answers = _decoded(run.stdout, line)
        missing = [row["id"] for row in asked if row["id"] not in answers]
        if missing:
            raise DataFault(f"the predictor {line!r} left {len(missing)} of {len(asked)} rows unanswered")
        return [answers[str(i)] for i in range(len(questions))]

    return ask


def _decoded(out: bytes, line: str) -> dict[str, Answer]:
    try:
        answers = [msgspec.json.decode(row, type=Answer) for row in out.split(b"\n") if row.strip()]
    except msgspec.DecodeError as fault:
        raise DataFault(f"the predictor {line!r} answered what is no answer: {fault}") from fault
    return {str(answer.id): answer for answer in answers}
