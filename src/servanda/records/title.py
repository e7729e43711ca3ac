"""The title of an instrument: which words around its noun name it.

How a language builds titles is told in :class:`servanda.records.lexicon.Titling`: the subject stands before
the noun (*logistics agreement*), behind a linking word (*agreement on …*), or the whole phrase stands to the
left. A title ends at punctuation, a word of ``stop``, a verb of speech, a date, another instrument.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from servanda.records.lexicon import Mark
from servanda.records.view import TimeFound, View

LONGEST = 24  # words of a title, at most
WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\s,.;:()\[\]«»“”\"!?|।—–]+")
_END = re.compile(r"[;:()\[\]!?।\n•—]|\.(?=\s|$)|,")
_ACRONYM = re.compile(r"\s?\(([^\W\d_][\w&-]{1,14})\)")


class Titled:
    """A noun of an instrument and the words around it."""

    def __init__(self, view: View, noun: Mark, times: Sequence[TimeFound]) -> None:
        self.view = view
        self.times = times
        self.text = view.document.text
        self.noun = noun
        self.habits = view.lexicon.titling
        self.form, self.how = noun.value

    def _before(self, at: int) -> list[re.Match[str]]:
        """The words right before, the nearest last, up to punctuation."""
        floor = max(self.view.start, at - 120)
        cut = max((m.end() for m in _END.finditer(self.text, floor, at)), default=floor)
        return list(WORD.finditer(self.text, cut, at))

    def _quantified(self) -> bool:
        words = [m[0].lower() for m in self._before(self.noun.start)][-4:]
        if any(w.isdigit() for w in words[-1:]):
            return True
        if any(w in self.habits.quantified for w in words):
            return True
        return any(0 <= self.noun.start - m.end <= 2 and m.value != 1 for m in self.view.of("card"))

    def _is_verb(self) -> bool:
        """Whether the noun is a verb behind a relative pronoun (*which deals with*)."""
        return any(
            m.value == "relative" and 0 <= self.noun.start - m.end <= 1 for m in self.view.of("speaker")
        )

    def _quoted(self) -> tuple[int, int] | None:
        """A name in quotation marks around the noun, or right behind it."""
        text = self.text
        before = text[max(self.view.start, self.noun.start - 80) : self.noun.start]
        opened = max((before.rfind(q) for q in "«“„"), default=-1)
        closing = max((before.rfind(q) for q in "»”"), default=-1)
        if opened > closing:
            m = re.compile(r"[^»”\n]{0,200}?[»”]").match(text, self.noun.end, self.view.end)
            if m:
                return self.noun.start - len(before) + opened + 1, m.end() - 1
        m = re.compile(r"\s?[«“\"„][^»”\"\n]{3,200}[»”\"]").match(text, self.noun.end, self.view.end)
        return (self.noun.start, m.end()) if m else None

    def _title(self) -> tuple[int, int] | None:
        """The noun with its subject, before or behind it; ``None`` where nothing tells the subject."""
        if self.habits.left:
            start = self._phrase_before()
            return (start, self._acronym(self.noun.end)) if start < self.noun.start else None
        start = self._modified() if self.habits.before else self._placed()
        end = self._linked()
        if start == self.noun.start and end == self.noun.end:
            return None
        return start, self._acronym(end)

    def _placed(self) -> int:
        """Where an adjective of a place begins that names the noun behind it (*Shusha Declaration*)."""
        word = self._before(self.noun.start)[-1:]
        endings = self.view.lexicon.habits.adjectival if self.view.lexicon.bent else ()
        if not word or not endings or self.how == "plurals" or word[0].end() + 1 != self.noun.start:
            return self.noun.start
        text = word[0][0]
        small = text.lower() in self.habits.bland or text.lower() in self.habits.quantified
        named = text[0].isupper() and not text.isupper() and text.endswith(endings) and not small
        return word[0].start() if named else self.noun.start

    def _acronym(self, end: int) -> int:
        m = _ACRONYM.match(self.text, end, self.view.end)
        return m.end() if m else end

    def _modified(self) -> int:
        """Where the words before the noun begin that name its subject."""
        start = at = self.noun.start
        words = self._before(self.noun.start)
        for i in range(len(words) - 1, -1, -1):
            m = words[i]
            if self.text[m.end() : at].strip(" -–&") or not self._modifies(words, i):
                break
            at = m.start()
            if m[0].lower() not in self.habits.join or m[0][0].isupper():
                start = at
            if self.noun.start - start > 90:
                break
        return start

    def _modifies(self, words: Sequence[re.Match[str]], i: int) -> bool:
        """Whether a word belongs to the subject before the noun."""
        m, word = words[i], words[i][0].lower()
        if word in self.habits.articles or word.endswith(("'s", "’s")) or word[0].isdigit():
            return False
        capital = m[0][0].isupper() and m.start() > self.view.start
        if word in self.habits.join and i and i + 1 < len(words):
            return words[i - 1][0][0].isupper() and words[i + 1][0][0].isupper() and not capital
        if capital:
            return not (word in self.habits.bland and self.text[self.noun.start].islower())
        if word in self.habits.bland or word in self.habits.stop or self.noun.start - m.start() > 45:
            return False
        return not (self._marks("standing", m.start(), m.end()) or self._marks("verb", m.start(), m.end()))

    def _marks(self, kind_: str, start: int, end: int) -> bool:
        return any(m.kind == kind_ and m.start <= start and end <= m.end for m in self.view.marks)

    def _linked(self) -> int:
        """Where the title behind the noun ends; the noun's end where no subject follows."""
        words = list(WORD.finditer(self.text, self.noun.end, self.view.end))[: LONGEST + 4]
        if not words or self.text[self.noun.end : words[0].start()].strip():
            return self.noun.end
        words = [m for m in words if m.start() < self._limit()]
        first = self._first_link(words) if words else None
        if first is None:
            return self.noun.end
        end, at = self.noun.end, words[first].start()
        for m in words[first : first + LONGEST]:
            if self._ends(at, m, words[first]):
                break
            at = m.end()
            if m[0].lower() not in self.habits.join:
                end = at
        return end

    def _limit(self) -> int:
        """Where a date begins that is no part of a title: one to the day or month, or a length of time."""
        for time in self.times:
            exact = time.mark.kind == "duration" or "-" in (time.value or "").partition("/")[0]
            if time.start > self.noun.end and exact:
                return time.start
        return self.view.end

    def _first_link(self, words: Sequence[re.Match[str]]) -> int | None:
        """Which of the words behind the noun begins its subject: a link, or one behind a participle."""
        first = words[0][0].lower()
        if not self.habits.link:
            return None if first in self.habits.stop or first in self.habits.bland else 0
        named = self.text[self.noun.start].isupper() and self.noun.start > self.view.start
        if named and not self.habits.before and first not in self.habits.stop:
            return 0
        inside = self.text[self.noun.start : self.noun.end].lower().split()[1:]
        if any(w in self.habits.link for w in inside) and first not in self.habits.stop:
            return 0  # *a contract for the supply of …*: the noun has the link itself
        if first in self.habits.link:
            return 0 if len(words) > 1 or first not in self.habits.join else None
        return self._behind_participle(words)

    def _behind_participle(self, words: Sequence[re.Match[str]]) -> int | None:
        """The link behind a word of status that follows the noun (*roadmap agreed last year for …*)."""
        if not any(s.kind == "standing" and s.start == words[0].start() for s in self.view.marks):
            return None
        for i, m in enumerate(words[1:8], 1):
            if self.text[words[i - 1].end() : m.start()].strip():
                return None
            if m[0].lower() in self.habits.link[:3]:
                return i
        return None

    def _ends(self, at: int, m: re.Match[str], first: re.Match[str]) -> bool:
        """Whether the title is over before this word."""
        gap = self.text[at : m.start()]
        if m is first:
            return False
        if _END.search(gap.replace(",", "")) or (gap.strip() and set(gap.strip()) - set(",-–'’&“”«»\"")):
            return True
        if "," in gap and not (m[0][0].isupper() and self._listed(m)):
            return True
        word = m[0].lower()
        if word in self.habits.stop and word not in self.habits.join:
            return True
        return self._verb(m) or self._begins_another(at, m)

    def _begins_another(self, at: int, m: re.Match[str]) -> bool:
        """Whether behind *and* another instrument comes, or what is done with it."""
        before = WORD.findall(self.text[max(self.noun.end, at - 40) : at])
        if not before or before[-1].lower() not in self.view.lexicon.occurring.and_:
            return False
        if self.habits.before and m[0][0].islower() and len(before) > 1 and before[-2][0].isupper():
            return True  # the capitals of a name are over
        return any(
            (s.kind in ("instrument", "standing", "verb") and s.start == m.start())
            or (s.kind == "clause" and s.value == "aim" and s.start <= m.start() < s.end)
            for s in self.view.marks
        )

    def _verb(self, m: re.Match[str]) -> bool:
        """Whether a word is a verb of speech in its small letters."""
        return m[0][0].islower() and any(
            s.kind == "verb" and s.start == m.start() and s.end >= m.end() for s in self.view.marks
        )

    def _listed(self, m: re.Match[str]) -> bool:
        """Whether a list in capitals goes on behind a comma (*in Trade, Economic and Investment Spheres*)."""
        following = WORD.findall(self.text[m.end() : m.end() + 40])[:2]
        return bool(following) and following[0].lower() in self.habits.join

    def _phrase_before(self) -> int:
        """Where the phrase begins that stands wholly before the noun."""
        start = at = self.noun.start
        for m in reversed(self._before(self.noun.start)):
            word = m[0]
            if self.text[m.end() : at].strip(" -–") or word in self.habits.stop:
                break
            if any(t.start <= m.start() < t.end for t in self.times) or self._marks(
                "instrument", m.start(), m.end()
            ):
                break
            if self.noun.start - m.start() > 110:
                break
            at = m.start()
            if word not in self.habits.bland and word not in self.habits.join:
                start = at
        return start
