"""Claims: figures from documents and from tables in one form, ready to be compared.

A claim keeps the figure's fields, who made it and where, and how finely it was said (``step``), since
two numbers can only disagree by more than their rounding and their bounds allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

import msgspec

from servanda.catalogue import Indicator, catalogue
from servanda.model import Document, Figure
from servanda.values import edtf

_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")
ABOUT = Decimal("0.075")  # how far "about" reaches, as a part of the value
ABOUT_SHARE = Decimal("0.05")  # and of a share, which has an end to measure by
ROUND = Decimal("0.05")  # the most that zeros at the end of a number are taken for rounding
CUT = Decimal("0.02")  # digits this fine are as often cut off as rounded: 68 for 68.7
ALMOST = "almost"  # the name of the rule, in every pack, for a bound that is approached from below


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A figure with its source.

    ``step``: the unit of its last digit as it was written. ``claimant``: the same for the same speaker, where
    a table says who claims; ``source``: its address, where a table has one. ``reference``: others are
    measured against it.
    """

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
    claimant: str = ""
    source: str = ""
    table: bool = False
    reference: bool = False

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """The series that it belongs to: indicator, area, counterpart, measure, unit."""
        return (self.indicator, self.area or "", self.counterpart or "", self.measure, self.unit)

    @property
    def side(self) -> str | None:
        """The state on whose side the claimant stands, where the catalogue knows it."""
        known = catalogue().entities
        states = {known[b].of or b for b in self.by if b in known and known[b].official}
        states = {s for s in states if s in known and known[s].kind == "state"}
        return next(iter(states)) if len(states) == 1 else None

    @property
    def rough(self) -> bool:
        """Whether its period is a guess at what *now* means."""
        return edtf.rough(self.period)

    @property
    def place(self) -> tuple[str, str]:
        """What says it: a document, or a source that a table names."""
        return (self.document, self.source) if self.table else (self.document, "")

    @property
    def concept(self) -> Indicator | None:
        """What the catalogue says of its indicator."""
        return catalogue().indicators.get(self.indicator)

    @property
    def flows(self) -> bool:
        """Whether it adds up over time (trade does, a stock or a share does not)."""
        return self.measure == "level" and self.concept is not None and self.concept.flows


def of_document(document: Document, figures: Iterable[Figure]) -> list[Claim]:
    """The claims of a document: its figures that say what they measure."""
    return [_claim(f, document) for f in figures if f.indicator is not None]


def _claim(figure: Figure, document: Document) -> Claim:
    quote, origin = figure.evidence[0], figure.origin
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
        published=origin.published if origin else document.published,
        start=quote.start,
        quote=quote.quote,
        almost=figure.rule.rpartition(", ")[2] == ALMOST,
        step=step_of(figure.value, quote.quote),
        claimant=origin.key if origin else "",
        source=(origin.source or "") if origin else "",
        table=origin is not None,
        reference=origin is not None and origin.reference,
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


def reach(claim: Claim) -> tuple[Decimal, Decimal | None]:
    """The values that a claim is compatible with: lowest and highest (``None``: no end).

    *About* stretches the value, zeros at the end are taken for rounding, and digits that are fine enough
    may have been cut off instead of rounded.

    >>> said = {"indicator": "x", "area": None, "counterpart": None, "measure": "share", "unit": "%"}
    >>> reach(Claim(id="", value=Decimal(35), bound=">", **said))
    (Decimal('34.5'), None)
    >>> reach(Claim(id="", value=Decimal(68), **said))
    (Decimal('67.5'), Decimal('69'))
    """
    value, top = claim.value, claim.value_max if claim.value_max is not None else claim.value
    half = max(claim.step / 2, min(_zeros(value) / 2, abs(value) * ROUND))
    if claim.bound == "~":
        half = max(half, abs(value) * (ABOUT_SHARE if claim.unit == "%" else ABOUT))
    low, high = value - half, top + half
    if claim.step <= abs(value) * CUT:
        low, high = (low, max(high, top + claim.step)) if value > 0 else (min(low, value - claim.step), high)
    if claim.almost:
        return value * (1 - 2 * ABOUT), value
    if claim.bound in (">", ">="):
        return value - half, None
    if claim.bound in ("<", "<="):
        return Decimal(0), high
    return low, high


def agree(a: Claim, b: Claim) -> bool:
    """Whether some value is compatible with both claims (a value at the edge of both is none)."""
    (alow, ahigh), (blow, bhigh) = reach(a), reach(b)
    return (ahigh is None or blow < ahigh) and (bhigh is None or alow < bhigh)


def same_speaker(a: Claim, b: Claim) -> bool:
    """Whether one speaker makes both claims, as far as is told."""
    if a.table and b.table:
        return bool(a.claimant) and a.claimant == b.claimant
    if a.table or b.table:
        return "+".join((a if b.table else b).by) == (a if a.table else b).claimant != ""
    return bool(a.by) and a.by == b.by
