"""What the columns of a table of figures mean: the map that goes with it (TOML).

::

    [columns]                       # field of a claim -> heading of the table
    value = "amount"                # or  "12.5", "10/12" for a range
    unit = "unit"
    indicator = "what"
    period = "year"                 # EDTF: 2024, 2024-04/2025-03, 2025~
    area = "country"                # ISO 3166-1, two letters or three, or an entity of the catalogue
    claimed_by = "who"
    source = "url"

    [always]                        # fields that are the same for every row
    counterpart = "RU"

    [units]                         # what a table writes -> unit, and the scale that its values are in
    USD_bn = {unit = "USD", scale = 1e9}

    [indicators]                    # what a table writes -> the catalogue's indicator
    exports = "trade.exports"
    deliveries = {indicator = "agriculture.fertilizers", swap = true}   # area and counterpart change places

    [bounds]                        # likewise for bound, status and areas
    approx = "~"
"""

from __future__ import annotations

import functools
import tomllib
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
from babel.core import get_global

from servanda.catalogue import catalogue
from servanda.errors import UsageError
from servanda.model import Measure

FIELDS = (
    "value", "value_max", "unit", "power", "indicator", "area", "counterpart", "period", "bound", "status",
    "measure", "claimed_by", "source", "published", "note",
)  # fmt: skip
"""What a column may hold."""
_WHOLE = {"percent": "%", "count": "1"}


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit of the ledger and what one of the table's values is worth in it."""

    unit: str
    scale: Decimal = Decimal(1)


class Measured(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An indicator, how it is measured, and whether the table names its two areas the other way round."""

    indicator: str
    measure: Measure | None = None
    swap: bool = False


class Columns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The map of a table."""

    columns: dict[str, str] = {}
    always: dict[str, str] = {}
    units: dict[str, Unit | str] = {}
    indicators: dict[str, Measured | str] = {}
    areas: dict[str, str] = {}
    bounds: dict[str, str] = {}
    statuses: dict[str, str] = {}
    delimiter: str | None = None
    decimal: str = "."

    def unit(self, written: str) -> Unit:
        """What a written unit means."""
        said = self.units.get(written, written)
        return said if isinstance(said, Unit) else Unit(_WHOLE.get(said, said))

    def measured(self, written: str) -> Measured:
        """What a written indicator means."""
        said = self.indicators.get(written, written)
        return said if isinstance(said, Measured) else Measured(said)

    def area(self, written: str) -> str | None:
        """The id of a written area; ``None`` for nothing.

        >>> Columns().area("IND"), Columns(areas={"EAEU": "eaeu"}).area("EAEU"), Columns().area("")
        ('IN', 'eaeu', None)
        """
        said = self.areas.get(written, written)
        return _alpha3().get(said, said) or None


def load(path: str | Path) -> Columns:
    """The map in a file; :class:`UsageError` names the file and what is wrong with it."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise UsageError(f"{path} cannot be read: {reason}") from error
    return parse(text, str(path))


def parse(text: str, name: str) -> Columns:
    """The map of a text; ``name`` is what errors call it."""
    try:
        found: Columns = msgspec.convert(tomllib.loads(text), Columns, strict=False)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UsageError(f"{name}: {error}") from error
    for field in (*found.columns, *found.always):
        if field not in FIELDS:
            raise UsageError(f"{name}: there is no field {field}; a column may hold {', '.join(FIELDS)}")
    return found


def known(headings: tuple[str, ...]) -> Columns:
    """The map of a table that needs none: SDMX-CSV, or headings that are the fields' own names."""
    if "OBS_VALUE" in headings:
        return _sdmx()
    return Columns(columns={name: name for name in FIELDS if name in headings})


@functools.cache
def _sdmx() -> Columns:
    path = resources.files("servanda") / "data" / "catalogue" / "sdmx.toml"
    return parse(path.read_text(encoding="utf-8"), "catalogue/sdmx.toml")


@functools.cache
def _alpha3() -> dict[str, str]:
    """Alpha-3 codes of states to alpha-2, by CLDR."""
    aliases: Any = get_global("territory_aliases")
    states = {key for key, concept in catalogue().entities.items() if concept.kind == "state"}
    return {key: to[0] for key, to in aliases.items() if len(key) == 3 and key.isalpha() and to[0] in states}
