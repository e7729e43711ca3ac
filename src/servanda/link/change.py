"""Changes of a thread's wording between two declarations of the same parties.

``dropped``: spoken of before, and not in the latest declaration although that covers its topic. ``new``: a
firm undertaking that nothing earlier speaks of. ``strengthened``, ``weakened``: the same undertaking,
firmer or less firm. Where anything else may explain the difference there is no finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from servanda.catalogue import catalogue
from servanda.labels import sides_label
from servanda.link.declaration import Declaration, by_parties
from servanda.link.finding import during, finding
from servanda.link.passage import Passage, Said
from servanda.link.thread import Thread
from servanda.link.wording import same_content
from servanda.model import Finding
from servanda.periods import period_words
from servanda.values import edtf

COVERED = 3  # statements on a topic in a declaration that is silent about one undertaking of that topic
BEFORE = 2  # documents that spoke of it, so that silence is no accident
QUOTED = 110  # characters of a quote in a message
TOLD = ("entity", "subject")


def changes(threads: Sequence[Thread], declared: Iterable[Declaration]) -> Iterator[Finding]:
    """What changed between declarations, thread by thread."""
    of_parties = by_parties(declared)
    for thread in threads:
        statements = of_parties.get(thread.parties, [])
        if not statements or thread.kind not in TOLD:
            continue
        yield from _dropped(thread, statements)
        yield from _new(thread, statements)
        yield from _reworded(thread, statements)


def _dropped(thread: Thread, statements: Sequence[Declaration]) -> Iterator[Finding]:
    spoken = [span for p in thread.passages if (span := edtf.days(p.published))]
    made = [p for p in thread.passages if p.said]
    if len(spoken) < len(thread.passages) or len(thread.documents) < BEFORE or not made:
        return  # at a time unknown, or once only
    if thread.kind == "entity" and not _promises(thread, statements):
        return  # bought or built, and never promised
    until = max(span[1] for span in spoken)
    last = next((d for d in reversed(statements) if d.day > until and _silence_tells(thread, d)), None)
    if last is None:
        return
    others = len(thread.documents) - 1
    latest = made[-1]
    on_topic = last.said[thread.topic or ""]
    message = (
        f"{_capital(thread.name)} ({_between(thread)}): “{_short(latest)}” "
        f"({period_words(latest.published)}), and "
        f"{others} other document{'s' * (others > 1)} since {period_words(thread.since)}; the statement of "
        f"{period_words(last.published)} does not speak of it, though it has {len(on_topic)} on the "
        f"topic {thread.topic}."
    )
    beside = [last.entities[b] for b in _beside(thread) if b in last.entities]
    cited = [r for p in thread.passages for r in p.records]
    yield finding("dropped", "medium", message, [*cited, *beside, *on_topic])


def _silence_tells(thread: Thread, last: Declaration) -> bool:
    """Whether a declaration speaks of what is around an undertaking, so that it would have spoken of it."""
    beside = _beside(thread)
    return last.covers(thread.topic, COVERED) and (not beside or any(b in last.entities for b in beside))


def _beside(thread: Thread) -> tuple[str, ...]:
    return catalogue().subjects[thread.key].beside if thread.kind == "subject" else ()


def _new(thread: Thread, statements: Sequence[Declaration]) -> Iterator[Finding]:
    last, first = statements[-1], thread.passages[0]
    earlier = [d for d in statements if d.day < last.day]
    if first.document != last.document or not earlier:
        return
    firm = next(
        (s for p in thread.passages for s in p.said if _is_firm(s) and p.document == last.document), None
    )
    if firm is None or not any(d.covers(thread.topic, BEFORE) for d in earlier):
        return
    message = (
        f"{_capital(thread.name)} ({_between(thread)}) is new in the statement of "
        f"{period_words(last.published)}: “{_cut(firm.quote)}”; the {len(earlier)} earlier ones, since "
        f"{period_words(earlier[0].published)}, and all other documents before it do not speak of it."
    )
    compared = next(d for d in reversed(earlier) if d.covers(thread.topic, BEFORE))
    yield finding("new", "low", message, [firm.id, *compared.said[thread.topic or ""]])


def _is_firm(said: Said) -> bool:
    return said.act == "commissive" and said.binding == "high"


def _reworded(thread: Thread, statements: Sequence[Declaration]) -> Iterator[Finding]:
    """Between each declaration that undertakes it and the next that does."""
    for (before, old), (after, new) in pairwise(_promises(thread, statements)):
        if before.day == after.day or old.binding == new.binding or set(old.speakers) != set(new.speakers):
            continue
        if thread.kind != "subject" and not same_content(old.quote, new.quote):
            continue
        kind = "strengthened" if new.binding == "high" else "weakened"
        message = (
            f"{_capital(thread.name)} ({_between(thread)}) is {kind}: “{_cut(old.quote)}” in "
            f"{period_words(before.published)} ({_force(old)}), “{_cut(new.quote)}” "
            f"{during(after.published)} ({_force(new)})."
        )
        yield finding(kind, "medium", message, [old.id, new.id])


def _promises(thread: Thread, statements: Sequence[Declaration]) -> list[tuple[Declaration, Said]]:
    """The one undertaking of a thread in each declaration; none where there are several, unlike in force."""
    made: dict[str, list[Said]] = {}
    for passage in thread.passages:
        made.setdefault(passage.document, []).extend(s for s in passage.said if s.act == "commissive")
    found = ((declared, made.get(declared.document, [])) for declared in statements)
    return [(d, said[0]) for d, said in found if len({(s.binding, s.speakers) for s in said}) == 1]


def _force(said: Said) -> str:
    return "a firm undertaking" if said.binding == "high" else "an intention"


def _between(thread: Thread) -> str:
    return sides_label(thread.parties)


def _short(passage: Passage) -> str:
    return _cut(passage.said[0].quote)


def _cut(quote: str) -> str:
    """A quote in one line, shortened.

    >>> _cut("They  agreed")
    'They agreed'
    """
    text = " ".join(quote.split())
    return text if len(text) <= QUOTED else text[: QUOTED - 1].rsplit(" ", 1)[0] + " …"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
