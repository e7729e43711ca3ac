"""Fuzzing: ``python -m fuzz values|records|bytes [options of libFuzzer]``.

The properties are those of ``tests/test_hostile.py``; Atheris (libFuzzer) makes the choices that Hypothesis
asks for, led by what the code has not seen yet. It goes on until it is stopped or until
``-max_total_time=SECONDS``; what it finds is printed as an example.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["servanda"]):
    from tests import test_hostile

PROPERTIES = {
    "values": test_hostile.test_values_stand_where_they_say,
    "records": test_hostile.test_records_stand_where_they_say,
    "bytes": test_hostile.test_bytes_are_a_document_or_an_error_with_a_name,
}


def main() -> None:
    """Runs one property."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in PROPERTIES:
        sys.exit(f"python -m fuzz {'|'.join(PROPERTIES)} [-max_total_time=SECONDS]")
    fuzzed = PROPERTIES[name].hypothesis.fuzz_one_input  # type: ignore[attr-defined]
    atheris.Setup([sys.argv[0], *sys.argv[2:]], fuzzed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
