"""A cursor over the tokens of one number: what stands here and ahead, and the terms read so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from servanda.packs import Language
from servanda.scan import Token, nothing_follows
from servanda.values.number import ZERO


class Cursor:
    """The tokens from ``start`` on; ``stack`` holds the terms read, each a value and its scale."""

    def __init__(self, tokens: Sequence[Token], start: int, habits: Language, folded: str) -> None:
        self.tokens = tokens
        self.folded = folded
        self.start = start
        self.at = start
        self.habits = habits
        self.stack: list[list[Decimal]] = []
        self.pending = Decimal(0)
        self.spelled = True
        self.scaled = ZERO
        self.padded = False  # many digits behind a zero or a plus: a telephone number or a code

    def _readings(self, ahead: int) -> Mapping[str, Any] | None:
        i = self.at + ahead
        if i >= len(self.tokens) or (i > self.start and not self.tokens[i].joined):
            return None
        return self.tokens[i].readings

    def _card(self, ahead: int, digit: bool = False) -> Decimal | None:
        """The cardinal in words at this place, if it is one here; ``digit``: among digits said one by one."""
        found = self._readings(ahead)
        if found is None or "card" not in found or ("nought" in found and not digit):
            return None
        if "unsure" in found and not self._sure(ahead):
            return None
        value: Decimal = found["card"]
        return value

    def _sure(self, ahead: int) -> bool:
        following = self._readings(ahead + 1)
        before = self.tokens[self.at + ahead - 1].readings if self.at + ahead > self.start else {}
        if following is None:
            return self.at + ahead == self.start
        if "scale" in following or "half" in following:
            return True
        if "card" in following:
            return before.get("scale") == 100
        return self.at + ahead == self.start

    def _dash(self, ahead: int) -> int:
        """1 where a dash stands, else 0."""
        found = self._readings(ahead)
        return 1 if found and "'-" in found else 0

    def _below_hundred(self, ahead: int) -> tuple[Decimal, int] | None:
        """A numeral from ten to ninety-nine, and how many tokens it takes."""
        tens = self._card(ahead)
        if tens is None or not 10 <= tens < 100:
            return None
        dash = self._dash(ahead + 1)
        ones = self._card(ahead + 1 + dash) if tens % 10 == 0 and tens > 10 else None
        return (tens + ones, 2 + dash) if ones is not None and 0 < ones < 10 else (tens, 1)

    def _denominator(self, ahead: int) -> tuple[Decimal, int] | None:
        """The lower part of a fraction in words (*fifth*, *twenty-fifths*), and how many tokens it takes."""
        found = self._readings(ahead)
        if found and "denominator" in found:
            return found["denominator"], 1
        tens = self._card(ahead)
        if tens is None or tens % 10 or not 20 <= tens < 100:
            return None
        dash = self._dash(ahead + 1)
        ones = self._readings(ahead + 1 + dash)
        if not ones or not ("denominator" in ones or "ordinal" in ones):
            return None
        value = Decimal(ones.get("denominator", ones.get("ordinal", 0)))
        return (tens + value, 2 + dash) if 0 < value < 10 else None

    def _parted(self, ahead: int) -> bool:
        found = self._readings(ahead)
        return found is not None and ("over" in found or "denominator" in found)

    def _announced(self) -> bool:
        """Whether a word before the number says that two will come (between A and B)."""
        return self.start > 0 and "both" in self.tokens[self.start - 1].readings

    def _ends(self, ahead: int) -> bool:
        """Whether no word follows the token before this place."""
        return nothing_follows(self.folded, self.tokens[self.at + ahead - 1].end)
