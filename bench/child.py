"""Programs run as children: how long they took, and the most memory they held."""

from __future__ import annotations

import os
import select
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from bench.texts import ROOT


class Run(NamedTuple):
    """One finished child: status, output, seconds, and peak resident memory in bytes."""

    status: int
    output: bytes
    seconds: float
    peak: int


def run(command: list[str], stdin: Path | None = None, keep: bool = True) -> Run:
    """Runs a program to its end, in the project's folder; its output is thrown away unless ``keep``.

    The peak is the kernel's count for this one child. It cannot be less than what this process
    holds, so this process holds little.
    """
    begun = time.perf_counter()
    with (stdin or Path(os.devnull)).open("rb") as source:
        out = subprocess.PIPE if keep else subprocess.DEVNULL
        child = subprocess.Popen(command, stdin=source, stdout=out, cwd=ROOT)  # noqa: S603 - our own programs
        output = child.stdout.read() if child.stdout else b""
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.stdout:
        child.stdout.close()
    return Run(child.returncode, output, time.perf_counter() - begun, usage.ru_maxrss * 1024)


def first_line(command: list[str], line: bytes, patience: float = 30.0) -> float | None:
    """Seconds from the start of a program to its first line of output; its input stays open meanwhile.

    None when no line came within ``patience`` seconds.
    """
    begun = time.perf_counter()
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT) as child:  # noqa: S603 - our own programs
        if child.stdin is None or child.stdout is None:
            raise RuntimeError("a child without pipes")
        child.stdin.write(line)
        child.stdin.flush()
        ready, _, _ = select.select([child.stdout], [], [], patience)
        answered = bool(ready) and child.stdout.readline().endswith(b"\n")
        spent = time.perf_counter() - begun
        child.stdin.close()
        child.stdout.read()
    return spent if answered else None
