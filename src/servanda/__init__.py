"""servanda: what states promised and claimed, each entry tied to its exact words.

Everything public is a name of this package; each is loaded when it is first asked for::

    import servanda

    with servanda.open("ledger.db") as ledger:
        servanda.read(["statements/"], ledger)
        for figure in ledger.figures(status="target"):
            print(figure.value, figure.unit, figure.evidence[0].quote)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servanda.app import Explanation as Explanation
    from servanda.app import Ledger as Ledger
    from servanda.app import Summary as Summary
    from servanda.app import open as open  # noqa: A004
    from servanda.app import read as read
    from servanda.errors import ServandaError as ServandaError
    from servanda.export.frame import Frame as Frame
    from servanda.intake import Failure as Failure
    from servanda.intake import Progress as Progress
    from servanda.intake import ReadReport as ReadReport
    from servanda.model import Agreement as Agreement
    from servanda.model import Document as Document
    from servanda.model import Entity as Entity
    from servanda.model import Event as Event
    from servanda.model import Evidence as Evidence
    from servanda.model import Figure as Figure
    from servanda.model import Finding as Finding
    from servanda.model import Record as Record
    from servanda.model import Statement as Statement
    from servanda.model import Time as Time

__version__ = "0.1.0"

_HOMES = {
    "app": ("Explanation", "Ledger", "Summary", "open", "read"),
    "errors": ("ServandaError",),
    "export.frame": ("Frame",),
    "intake": ("Failure", "Progress", "ReadReport"),
    "model": (
        "Agreement",
        "Document",
        "Entity",
        "Event",
        "Evidence",
        "Figure",
        "Finding",
        "Record",
        "Statement",
        "Time",
    ),
}
__all__ = ["__version__", *sorted(name for names in _HOMES.values() for name in names)]  # noqa: PLE0604


def __getattr__(name: str) -> object:
    home = next((module for module, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module servanda has no attribute {name!r}")
    return getattr(import_module(f"servanda.{home}"), name)


def __dir__() -> list[str]:
    return __all__
