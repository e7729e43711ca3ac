"""The command line: a thin face over :mod:`servanda.app`.

``main`` answers what must be quick before anything heavy is loaded, and turns every error into one
line on standard error and an exit status: 1 for what went wrong, 2 for what was asked wrongly.
"""

from __future__ import annotations

import os
import sys

from servanda import __version__
from servanda.errors import ServandaError, UsageError


def main() -> None:
    """Runs the command that the arguments name, and exits."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs a command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        status = _dispatch(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _drop_output()
        return 1
    except UsageError as error:
        return _complain(str(error), 2)
    except ServandaError as error:
        return _complain(str(error), 1)
    except Exception as error:
        if os.environ.get("SERVANDA_DEBUG"):
            raise
        kind = type(error).__name__
        return _complain(f"a fault of ours: {kind}: {error} (SERVANDA_DEBUG=1 shows where)", 1)
    return status


def _dispatch(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        sys.stdout.write(f"servanda {__version__}\n")
        return 0
    if arguments == ["annotate"]:
        from servanda.cli.annotate import annotate

        return annotate(sys.stdin.buffer, sys.stdout.buffer)
    from servanda.cli.commands import app

    try:
        app(arguments, prog_name="servanda")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _complain(message: str, status: int) -> int:
    sys.stderr.write(f"servanda: {message}\n")
    return status


def _drop_output() -> None:
    """Nobody reads on: what is still buffered goes nowhere, quietly."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
