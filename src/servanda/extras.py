"""Libraries that are not always there: each is an extra of servanda, asked for where it is needed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from servanda.errors import UsageError

LIBRARIES = {
    "duckdb": ("duckdb",),
    "mcp": ("mcp",),
    "pandas": ("pandas",),
    "parquet": ("pyarrow",),
    "polars": ("polars",),
    "ray": ("ray",),
    "scale": ("fsspec", "fastwarc", "pyarrow"),
    "xlsx": ("xlsxwriter",),
}
"""The libraries of each extra."""


def available(extra: str) -> bool:
    """Whether all that an extra brings is installed."""
    return all(find_spec(library) is not None for library in LIBRARIES[extra])


def optional(extra: str, part: str = "") -> Any:
    """The library that an extra brings, or a part of it (``.parquet``; ``fastwarc.warc``).

    :class:`UsageError` says how to get it.
    """
    first = LIBRARIES[extra][0]
    module = first + part if part.startswith(".") else part or first
    try:
        return import_module(module)
    except ModuleNotFoundError:
        library = module.partition(".")[0]
        raise UsageError(f"this needs {library}; get it with: pip install 'servanda[{extra}]'") from None
