"""When two units mean the same: UCUM codes reduced to base units.

Money, ``%``, ``pp``, ``x``, temperatures and whatever is not known here stand for themselves and
equal only themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

Magnitude = tuple[float, tuple[tuple[str, int], ...]]
"""A factor, and the powers of the base units, sorted."""

PREFIX = {
    "n": 1e-9, "u": 1e-6, "m": 1e-3, "c": 1e-2, "d": 1e-1, "h": 1e2,
    "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18,
}  # fmt: skip
METRIC = {
    "m": (1.0, "m"), "g": (1.0, "g"), "t": (1e6, "g"), "s": (1.0, "s"), "L": (1e-3, "m3"), "l": (1e-3, "m3"),
    "ar": (100.0, "m2"), "A": (1.0, "A"), "W": (1e3, "g.m2/s3"), "J": (1e3, "g.m2/s2"), "N": (1e3, "g.m/s2"),
    "Pa": (1e3, "g/m/s2"), "V": (1e3, "g.m2/s3/A"), "eV": (1.602176634e-16, "g.m2/s2"),
    "Gy": (1.0, "m2/s2"), "Hz": (1.0, "1/s"), "By": (1.0, "byte"), "bit": (1.0, "bit"),
}  # fmt: skip
"""Units that take a metric prefix."""
FIXED = {
    "1": (1.0, "1"), "min": (60.0, "s"), "h": (3600.0, "s"), "d": (86400.0, "s"), "wk": (604800.0, "s"),
    "[in_i]": (0.0254, "m"), "[ft_i]": (0.3048, "m"), "[yd_i]": (0.9144, "m"), "[mi_i]": (1609.344, "m"),
    "[nmi_i]": (1852.0, "m"), "[lb_av]": (453.59237, "g"), "[oz_av]": (28.349523125, "g"),
    "[sft_i]": (0.09290304, "m2"), "[acr_us]": (4046.872609874252, "m2"),
    "[smi_us]": (2589998.470319521, "m2"),
    "[cft_i]": (0.028316846592, "m3"), "[gal_us]": (3.785411784e-3, "m3"), "[bbl_us]": (0.158987294928, "m3"),
    "[cup_us]": (2.365882365e-4, "m3"), "[tbs_us]": (1.478676478125e-5, "m3"),
    "[tsp_us]": (4.92892159375e-6, "m3"),
}  # fmt: skip
"""Units that take none."""
WRITTEN = {
    "ha": "har", "sq_km": "km2", "kWh": "kW.h", "MWh": "MW.h", "GWh": "GW.h", "TWh": "TW.h", "mi": "[mi_i]",
    "[mi_us]": "[mi_i]", "[acr_i]": "[acr_us]", "[smi_i]": "[smi_us]", "[sft]": "[sft_i]", "bbl": "[bbl_us]",
}  # fmt: skip
"""What people write where UCUM says otherwise, or has a twin that no text tells apart."""
OPAQUE = re.compile(r"[A-Z]{3}|%|pp|x|Cel|\[degF\]|K|deg")
"""Units that stand for themselves: money, shares, ratios, temperatures."""
DURATIONS = frozenset({"s", "min", "h", "d", "wk", "mo", "a"})


@cache
def magnitude(unit: str | None) -> Magnitude:
    """A unit in base units; none at all is the unit ``1``.

    >>> magnitude("km") == (1000.0, (("m", 1),))
    True
    >>> magnitude("t") == magnitude("Mg"), magnitude("GW")[1] == magnitude("kW.h/d")[1]
    (True, True)
    >>> magnitude("USD")
    (1.0, (('USD', 1),))
    """
    code = re.sub(r"\{[^}]*\}", "", unit or "") or "1"  # an annotation changes nothing
    if OPAQUE.fullmatch(code):
        return 1.0, ((code, 1),)
    factor, powers = 1.0, Counter[str]()
    for sign, part in re.findall(r"(^|[./])([^./]+)", code):
        way = -1 if sign == "/" else 1
        size, inside = _component(part)
        factor *= size**way
        for base, power in inside:
            powers[base] += way * power
    return factor, tuple(sorted((base, power) for base, power in powers.items() if power))


def scope(unit: str | None) -> str:
    """The family of a unit: money, percent, temperature, count, duration or measure.

    >>> [scope(unit) for unit in ("USD", "pp", "Cel", "x", None, "mo", "km/h")]
    ['money', 'percent', 'temperature', 'count', 'count', 'duration', 'measure']
    """
    if re.fullmatch(r"[A-Z]{3}", unit or ""):
        return "money"
    families = {
        "%": "percent",
        "pp": "percent",
        "Cel": "temperature",
        "[degF]": "temperature",
        "K": "temperature",
    }
    if unit in families:
        return families[unit or ""]
    if unit in {"1", "x", "", None}:
        return "count"
    return "duration" if unit in DURATIONS else "measure"


def _component(part: str) -> Magnitude:
    """One component of a UCUM term: an atom, perhaps with a prefix and an exponent."""
    found = re.fullmatch(r"(.*?[^\d-])(-?\d+)", part)
    atom, power = (found[1], int(found[2])) if found else (part, 1)
    size, base = _atom(atom)
    inside = magnitude(base) if base != atom and not OPAQUE.fullmatch(base) else (1.0, ((base, 1),))
    powers = tuple((name, count * power) for name, count in inside[1]) if base != "1" else ()
    return (size * inside[0]) ** power, powers


def _atom(atom: str) -> tuple[float, str]:
    """A factor and a unit that it multiplies, which may be ``atom`` itself."""
    if atom in WRITTEN:
        return 1.0, WRITTEN[atom]
    if atom in FIXED:
        return FIXED[atom]
    if atom in METRIC:
        return METRIC[atom]
    if atom[0] in PREFIX and atom[1:] in METRIC:
        size, base = METRIC[atom[1:]]
        return PREFIX[atom[0]] * size, base
    return 1.0, atom
