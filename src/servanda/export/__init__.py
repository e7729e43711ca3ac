"""Ways to write a ledger out. To add one: a module with a ``write``, a line in ``exporters``."""

from __future__ import annotations

from servanda.export import jsonl, table
from servanda.protocols import Exporter


def exporters() -> dict[str, Exporter]:
    """Every exporter by the name of its format; the faces offer exactly these.

    >>> sorted(exporters())
    ['csv', 'jsonl']
    """
    return {"jsonl": jsonl.write, "csv": table.write}
