"""How much work reading is, counted in steps of the interpreter: the same on a slow machine as on a fast one.

``python -m bench.counts`` shows the counts beside those kept in ``bench/counts.json``; ``--renew``
(``make counts``) keeps them. A test holds reading to what is kept, give or take a tenth. A step is one
instruction of Python's bytecode: of the time that C code takes, only its calls count.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from bench.texts import ROOT

KEPT = ROOT / "bench" / "counts.json"
TEXTS = ROOT / "tests" / "gold" / "docs"
LANGS = ("en", "hi", "ru", "vi")
TOLERANCE = 0.1
"""How far a count may be from the kept one: rules come and go, and each costs something."""


def counts() -> dict[str, int]:
    """Steps by what is read: all records of a document of each language, and its values alone."""
    from servanda.annotation import annotate  # noqa: PLC0415 - only a count needs them
    from servanda.pipeline import extract  # noqa: PLC0415
    from servanda.readers import read  # noqa: PLC0415

    out = {}
    for lang in LANGS:
        content = (TEXTS / f"{lang}-1.txt").read_bytes()
        out[f"read {lang}"] = steps(partial(lambda content: extract(read(content, "news.txt")), content))
        out[f"annotate {lang}"] = steps(partial(annotate, content.decode(), lang))
    return out


def steps(work: Callable[[], object]) -> int:
    """How many instructions some work takes, once it has been done before and all is loaded.

    >>> 0 < steps(lambda: sum(range(1000))) < steps(lambda: [n * n for n in range(1000)])
    True
    """
    work()
    count = 0

    def follow(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return follow

    before = sys.gettrace()
    sys.settrace(follow)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def python() -> str:
    """The Python whose instructions are counted: each has others."""
    return ".".join(platform.python_version_tuple()[:2])


def kept(path: Path = KEPT) -> tuple[str, dict[str, int]]:
    """The Python that counted, and what."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return data["python"], data["steps"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Counts, and shows or keeps."""
    options = argparse.ArgumentParser("python -m bench.counts", description=__doc__)
    options.add_argument("--renew", action="store_true", help=f"keep them in {KEPT.relative_to(ROOT)}")
    renew = options.parse_args(arguments).renew
    found = counts()
    before = kept()[1] if KEPT.exists() else {}
    for name, count in found.items():
        change = f"{count / before[name] - 1:+8.1%}" if name in before else ""
        print(f"{name:14}{count:12,}{change}")
    if renew:
        data = {"python": python(), "steps": found}
        KEPT.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
