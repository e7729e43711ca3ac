"""Series: claims of one indicator, area, counterpart, measure and unit, ordered by period.

Measures are converted to the unit that the indicator is kept in (catalogue), by the library
:mod:`pint` with UCUM's codes (:mod:`ucumvert`); money stays in its currency. A fiscal year stays what
it is: an interval of its own that is never taken for the calendar year.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import msgspec

from servanda.catalogue import catalogue
from servanda.link.claims import Claim
from servanda.values import edtf

Key = tuple[str, str, str, str, str]


class Series(msgspec.Struct, frozen=True):
    """One series: what it is of, and its claims by period, then by date of the document."""

    key: Key
    claims: tuple[Claim, ...]

    def observed(self) -> list[Claim]:
        """The claims of what was, with a period."""
        return [c for c in self.claims if c.status == "observed" and edtf.days(c.period)]

    def targets(self) -> list[Claim]:
        """The claims of what is to be reached."""
        return [c for c in self.claims if c.status == "target"]


def series(claims: Iterable[Claim]) -> list[Series]:
    """All series of the claims, in the order of their keys."""
    groups: dict[Key, list[Claim]] = {}
    for claim in claims:
        kept = in_unit(claim)
        groups.setdefault(kept.key, []).append(kept)
    return [Series(key, tuple(sorted(groups[key], key=_order))) for key in sorted(groups)]


def _order(claim: Claim) -> tuple[dt.date, dt.date, str, str]:
    first, last = edtf.days(claim.period) or (dt.date.max, dt.date.max)
    return last, first, claim.published or "", claim.id


def in_unit(claim: Claim) -> Claim:
    """The claim in the unit that its indicator is kept in, where both are measures of one kind."""
    concept = catalogue().indicators.get(claim.indicator)
    if concept is None or concept.unit in (None, claim.unit) or concept.dimension != "measure":
        return claim
    factor = conversion(claim.unit, concept.unit or "")
    if factor is None:
        return claim
    top = claim.value_max * factor if claim.value_max is not None else None
    return msgspec.structs.replace(
        claim, value=claim.value * factor, value_max=top, unit=concept.unit, step=claim.step * factor
    )


@functools.lru_cache(maxsize=512)
def conversion(unit: str, to: str) -> Decimal | None:
    """What one of ``unit`` is in ``to`` (UCUM codes); ``None`` where they measure different things.

    >>> conversion("MW", "GW")
    Decimal('0.001')
    """
    try:
        registry = _registry()
        factor = registry.from_ucum(unit).to(registry.from_ucum(to).units).magnitude
    except Exception:  # noqa: BLE001 (the parser and pint have many errors; each says: no such conversion)
        return None
    return Decimal(repr(round(float(factor), 12))).normalize()


@functools.cache
def _registry() -> Any:
    from ucumvert import PintUcumRegistry  # noqa: PLC0415 (heavy; most ledgers never convert)

    return PintUcumRegistry()
