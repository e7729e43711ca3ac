"""Claims: figures from documents and from tables in one form, ready to be compared.

A claim keeps the figure's fields, who made it and where, and how finely it was said (``step``), since
two numbers can only disagree by more than their rounding and their bounds allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

import msgspec

from servanda.catalogue import catalogue
from servanda.model import Document, Figure

_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")
ABOUT = Decimal("0.075")  # how far "about" reaches, as a part of the value
ROUND = Decimal("0.05")  # the most that zeros at the end of a number are taken for rounding
ALMOST = "almost"  # the name of the rule, in every pack, for a bound that is approached from below


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A figure with its source. ``step``: the unit of its last digit as it was written."""

    id: str
    indicator: str
    area: str | None
    counterpart: str | None
    measure: str
    unit: str
    value: Decimal
    value_max: Decimal | None = None
    bound: str = "="
    period: str | None = None
    status: str = "observed"
    by: tuple[str, ...] = ()
    document: str = ""
    published: str | None = None
    start: int = 0
    quote: str = ""
    almost: bool = False
    step: Decimal = Decimal(1)

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """The series that it belongs to: indicator, area, counterpart, measure, unit."""
        return (self.indicator, self.area or "", self.counterpart or "", self.measure, self.unit)

    @property
    def side(self) -> str | None:
        """The state on whose side the claimant stands, where the catalogue knows it."""
        known = catalogue().entities
        states = {known[b].of or b for b in self.by if b in known}
        return next(iter(states)) if len(states) == 1 else None


def of_document(document: Document, figures: Iterable[Figure]) -> list[Claim]:
    """The claims of a document: its figures that say what they measure."""
    return [_claim(f, document) for f in figures if f.indicator is not None]


def _claim(figure: Figure, document: Document) -> Claim:
    quote = figure.evidence[0]
    return Claim(
        id=figure.id,
        indicator=figure.indicator or "",
        area=figure.area,
        counterpart=figure.counterpart,
        measure=figure.measure,
        unit=figure.unit,
        value=figure.value,
        value_max=figure.value_max,
        bound=figure.bound,
        period=figure.period,
        status=figure.status,
        by=figure.speakers,
        document=document.id,
        published=document.published,
        start=quote.start,
        quote=quote.quote,
        almost=figure.rule == ALMOST,
        step=step_of(figure.value, quote.quote),
    )


def step_of(value: Decimal, quote: str) -> Decimal:
    """The unit of the last digit of a number as it was written.

    >>> step_of(Decimal("68700000000"), "$68.7 billion"), step_of(Decimal(65), "65 %")
    (Decimal('1E+8'), Decimal('1'))
    """
    m = _DIGITS.search(quote)
    if m is None or not value:
        return _zeros(value)
    digits = re.sub(r"\D", "", m[0]).lstrip("0")
    if not digits or not str(abs(value).normalize().scaleb(0)).replace(".", "").startswith(
        digits.rstrip("0")[:1]
    ):
        return _zeros(value)
    exponent = abs(value).adjusted() - (len(digits) - 1)
    return Decimal(1).scaleb(exponent)


def _zeros(value: Decimal) -> Decimal:
    """The place of the last digit that is no zero."""
    _, digits, exponent = value.normalize().as_tuple()
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) and digits else 0)


def reach(claim: Claim, loose: bool = True) -> tuple[Decimal, Decimal | None]:
    """The values that a claim is compatible with: lowest and highest (``None``: no end).

    ``loose``: *about* stretches the value, and zeros at the end are taken for rounding.

    >>> said = {"indicator": "x", "area": None, "counterpart": None, "measure": "share", "unit": "%"}
    >>> reach(Claim(id="", value=Decimal(35), bound=">", **said))
    (Decimal('34.5'), None)
    """
    value, top = claim.value, claim.value_max if claim.value_max is not None else claim.value
    half = claim.step / 2
    if loose:
        half = max(half, min(_zeros(value) / 2, abs(value) * ROUND))
        if claim.bound == "~":
            half = max(half, abs(value) * ABOUT)
    low, high = value - half, top + half
    if claim.almost:
        return value * (1 - 2 * ABOUT), value
    if claim.bound in (">", ">="):
        return low, None
    if claim.bound in ("<", "<="):
        return Decimal(0), high
    return low, high


def agree(a: Claim, b: Claim) -> bool:
    """Whether some value is compatible with both claims."""
    (alow, ahigh), (blow, bhigh) = reach(a), reach(b)
    return (ahigh is None or blow <= ahigh) and (bhigh is None or alow <= bhigh)
