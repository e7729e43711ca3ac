"""How a finding is made: its id from what it rests on, its numbers as people write them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from decimal import Decimal

from servanda.labels import indicator_label, sides_label
from servanda.link.claims import Claim
from servanda.model import Finding
from servanda.periods import period_words

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
SEVERITIES = ("high", "medium", "low")


def finding(kind: str, severity: str, message: str, records: Iterable[str]) -> Finding:
    """A finding; the same records and kind give the same id, whatever order they came in.

    >>> finding("conflict", "low", "…", ["b", "a"]).id == finding("conflict", "low", "…", ["a", "b"]).id
    True
    """
    cited = tuple(dict.fromkeys(records))
    key = f"{kind}|{'|'.join(sorted(cited))}".encode()
    return Finding(
        id="x" + hashlib.sha256(key).hexdigest()[:11],
        kind=kind,
        severity=severity,
        message=message[:1].upper() + message[1:],
        records=cited,
    )


def plain(value: Decimal, unit: str) -> str:
    """A value as people write it.

    >>> plain(Decimal(68000000000), "USD"), plain(Decimal("35.0"), "%"), plain(Decimal(1200), "1")
    ('68 bn USD', '35%', '1,200')
    """
    for size, name in ((12, " tn"), (9, " bn"), (6, " m")):
        if abs(value) >= Decimal(10) ** size:
            return _unit(_short(value.scaleb(-size)) + name, unit)
    return _unit(_short(value), unit)


def _short(value: Decimal) -> str:
    text = f"{value.normalize():,f}" if value == value.normalize() else str(value)
    whole, _, part = text.partition(".")
    return whole + ("." + part[:3].rstrip("0") if part[:3].rstrip("0") else "")


def _unit(number: str, unit: str) -> str:
    if unit in ("1", ""):
        return number
    return f"{number}{unit}" if unit in ("%", "x") else f"{number} {unit}"


_SIGNS = {"~": "about ", ">": "over ", "<": "under ", ">=": "at least ", "<=": "up to "}


def worded(claim: Claim) -> str:
    """What a claim says, bound and range included.

    >>> of = {"id": "", "area": None, "counterpart": None, "measure": "level", "unit": "USD"}
    >>> worded(Claim(indicator="x", **of, value=Decimal(13_000_000_000), bound="~"))
    'about 13 bn USD'
    """
    top = f" to {plain(claim.value_max, claim.unit)}" if claim.value_max is not None else ""
    return signed(claim, f"{plain(claim.value, claim.unit)}{top}")


def signed(claim: Claim, words: str) -> str:
    """Words for a claim's value behind the word for its bound."""
    return f"{'almost ' if claim.almost else _SIGNS.get(claim.bound, '')}{words}"


def named(claim: Claim) -> str:
    """What a claim is of, for a sentence.

    >>> of = {"id": "", "area": "IN", "counterpart": "RU", "measure": "level", "unit": "USD"}
    >>> named(Claim(indicator="trade.turnover", **of, value=Decimal(1)))
    'trade turnover, India – Russia'
    """
    name = ", ".join(
        filter(None, (indicator_label(claim.indicator), sides_label((claim.area, claim.counterpart))))
    )
    plainly = claim.measure in ("level", "share") or claim.indicator.endswith(claim.measure)
    return name if plainly else f"{name} ({claim.measure})"


def during(period: str | None) -> str:
    """A period, for a sentence.

    >>> during("2012"), during("../2013"), during("2024-04/2025-03"), during("2025-12-05")
    ('in 2012', 'until 2013', 'in fiscal 2024-25', 'on 5 Dec 2025')
    """
    words = period_words(period) or "no period"
    if words.startswith(("until ", "from ")):
        return words
    return f"on {words}" if _DAY.fullmatch(period or "") else f"in {words}"


def rounded(value: Decimal, places: int = 1) -> str:
    """A computed number, to so many places.

    >>> rounded(Decimal("5.2307")), rounded(Decimal("8.02"))
    ('5.2', '8.0')
    """
    return f"{value:.{places}f}"
