"""Keys of a terminal, one at a time, none lost that was typed ahead."""

from __future__ import annotations

import os
import sys

import typer

ARROWS = {b"\x1b[A": "k", b"\x1bOA": "k", b"\x1b[B": "j", b"\x1bOB": "j"}
LEAVE = ("q", "\x1b", "\x03", "\x04")
LONGEST = 64


class Keys:
    """The keys that are typed; arrows count as ``j`` and ``k``."""

    def __init__(self) -> None:
        self._ahead: list[str] = []

    def next(self) -> str:
        """The next key; waits for it."""
        while not self._ahead:
            read = _read()
            self._ahead = [ARROWS[read]] if read in ARROWS else list(read.decode(errors="replace"))
        return self._ahead.pop(0).lower()


def _read() -> bytes:
    """What was typed, without waiting for the end of a line: nothing already typed is thrown away."""
    try:
        import termios
        import tty
    except ImportError:  # Windows
        return typer.getchar().encode()
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSANOW)
        return os.read(terminal, LONGEST) or b"q"
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)
