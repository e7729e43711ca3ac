"""Statements: who said what, how firmly, by when; clause by clause.

Each clause of :mod:`servanda.records.clause` is a statement, and so is each item of a list that hangs on
one (*The Sides agreed to:*). A clause reaches from its subject (the first one of a sentence: from its
beginning) to the next clause.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec

from servanda.catalogue import catalogue
from servanda.model import Figure, Statement
from servanda.records.clause import Cast, Clause, Lead, Sentence, Subject, Voice
from servanda.records.discovery import kind_of
from servanda.records.lexicon import Mark
from servanda.records.speaker import Standing, groups
from servanda.records.view import TimeFound, View
from servanda.segment import is_marked
from servanda.values import edtf

LONG = 550  # days: a time that lasts longer is a programme's, no deadline
HEADING = 70  # the longest heading, in characters
_ENDS = (".", "!", "?", "।", ";", ",", ":")
FIRST, LATER, ASIDE = 2.0, 0.5, 0.5
HEADED, SAME_SENTENCE, SAME_PARAGRAPH = 0.9, 0.9, 0.4
MANY, SHARE = (
    5,
    0.35,
)  # that many topics, none with such a share of the words: it is about the relations as such
BROAD = {"relations": 0.6, "multilateral": 0.6, "science-technology": 0.6, "trade": 0.9, "security": 0.9}
"""How much a topic's word counts: first behind the verb, before it or far behind, aside; topics named nearby."""


class Scene(msgspec.Struct, frozen=True):
    """What the statements of a sentence hang on: its times and figures, the cast, the voice, the day."""

    times: Sequence[TimeFound]
    figures: Sequence[Figure]
    cast: Cast
    voice: Voice
    today: dt.date | None


def statements(view: View, scene: Scene) -> tuple[list[Statement], Voice]:
    """The statements of a sentence, and who speaks after it."""
    voice = scene.voice
    item = voice.lead is not None and _is_item(view)
    if not item:
        voice = msgspec.structs.replace(voice, lead=None)
        if _is_heading(view):
            heading = _topic(_topical(view), view, (view.start, view.end), ())
            return [], Voice(voice.speakers, heading)
    if view.text.endswith(("?", "？")):
        return [], voice
    speaker = Subject(view.start, voice.lead.speakers) if item and voice.lead else None
    sentence = Sentence(view, scene.cast, voice, speaker)
    clauses = sentence.clauses()
    if item and voice.lead and voice.lead.step is not None:
        clauses = [_whole(view, voice.lead, sentence)]
    lead = voice.lead or _lead(view, clauses, scene.cast)
    if lead is not None and not item and clauses and clauses[-1].verb.end + 25 > view.end:
        clauses = clauses[:-1]  # the items say it
    out: list[Statement] = []
    topic = voice.topic
    for clause in clauses:
        for span in _aims(view, clause):
            out.append(_statement(view, clause, span, scene, topic))
            topic = out[-1].topic or topic
    speakers = _speaking(view, sentence, voice)
    return out, Voice(speakers, voice.heading, lead, topic if out else voice.topic)


def _is_heading(view: View) -> bool:
    """A short line that says nothing but what follows."""
    if len(view.text) > HEADING or view.text.rstrip().endswith(_ENDS):
        return False
    if any(m.kind in ("verb", "passive", "participle") for m in view.marks):
        return False
    text = view.document.text
    return (
        text[view.end : view.end + 1] in ("", "\n", "\r")
        and "\n" in text[max(0, view.start - 8) : view.start]
    )


def _is_item(view: View) -> bool:
    """Whether a line is an item of a list: marked as one, or begun with a small letter."""
    text = view.document.text
    begin = text.rfind("\n", 0, view.start) + 1
    return is_marked(text, begin, view.end) or text[view.start].islower()


def _lead(view: View, clauses: Sequence[Clause], cast: Cast) -> Lead | None:
    """What a list behind this sentence hangs on, where it ends with a colon."""
    if not view.text.rstrip().endswith(":"):
        return None
    if clauses:
        last = clauses[-1]
        return Lead(last.speakers, last.step, view.document.text[last.verb.start : last.last])
    if any(m.kind in ("verb", "passive") for m in view.marks):
        return None
    named = [
        g for g in groups(view) if g.standing <= Standing.SUBJECT and g.word in (None, "side", "both", "we")
    ]
    if not named or view.end - named[-1].end > 3:
        return None
    return Lead(named[-1].names or cast.actors, None, "")


def _whole(view: View, lead: Lead, sentence: Sentence) -> Clause:
    """An item of a list, which does what the list's beginning says, weaker where it only goes on with something."""
    verb = Mark(view.start, view.start, "verb", lead.verb)
    assert lead.step is not None  # noqa: S101 (the caller asked)
    step = sentence.softened(lead.step, view.start, view.start) if lead.step.binding == "high" else lead.step
    return Clause(verb, view.start, view.start, step, lead.speakers, view.start, view.end)


def _speaking(view: View, sentence: Sentence, voice: Voice) -> tuple[str, ...] | None:
    """Who is spoken of after a sentence: its first verb's subject, or the first one fit to be a subject."""
    if sentence.main is not None:
        return sentence.main.speakers
    for group in sentence.groups or groups(view):
        if group.standing <= Standing.SUBJECT and group.word in (None, "side") and group.names:
            return group.names
    return voice.speakers


def _aims(view: View, clause: Clause) -> Iterator[tuple[int, int]]:
    """The clause, in parts where a commissive has a second aim (*agreed to A and to B*)."""
    start = clause.start
    if clause.step.act == "commissive":
        for mark in view.marks:
            if mark.kind == "clause" and mark.value == "aim" and clause.last < mark.start < clause.end:
                yield start, mark.start
                start = mark.start
    yield start, clause.end


def _statement(
    view: View, clause: Clause, span: tuple[int, int], scene: Scene, topic: str | None
) -> Statement:
    text = view.document.text
    start, end = _trimmed(text, *span, view)
    step = clause.step
    inside = [m for m in _topical(view) if start <= m.start < end]
    final = view.lexicon.habits.verb_final
    apart = "\n" in text[max(0, view.start - 4) : view.start]
    near = SAME_SENTENCE if clause.start > view.start else 0 if apart else SAME_PARAGRAPH
    around = ((scene.voice.heading, HEADED), (topic, near))
    cue = text[clause.verb.start : clause.verb.end if final else max(clause.last, clause.verb.end)]
    if clause.verb.start == clause.verb.end:
        cue = str(clause.verb.value)
    return Statement(
        id=view.id(Statement, start, end),
        evidence=view.evidence(start, end),
        rule=f"{step.verb} {step.object}".strip(),
        act=step.act,
        binding=step.binding,
        verb=cue if start <= clause.verb.start < end else text[start : start + 40].split("\n")[0],
        speakers=tuple(map(str, clause.speakers)),
        topic=_topic(inside, view, (start if final else clause.last, end), around),
        deadline=_deadline(scene, start, end) if step.act == "commissive" else None,
        figures=tuple(f.id for f in scene.figures if start <= f.evidence[0].start < end),
    )


def _trimmed(text: str, start: int, end: int, view: View) -> tuple[int, int]:
    """The clause without the joining words and the punctuation at its ends."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:–—-।"):
        end -= 1
    for mark in view.marks:
        if mark.kind == "clause" and mark.value == "join" and mark.end == end and mark.start > start:
            return _trimmed(text, start, mark.start, view)
    while start < end and (text[start].isspace() or text[start] in ",;:–—-•"):
        start += 1
    return start, end


def _topical(view: View) -> list[Mark]:
    """The words that speak of a topic, indicators and forums among them."""
    out: list[Mark] = []
    for mark in view.marks:
        topics: tuple[str, ...] = ()
        if mark.kind == "topic":
            topics = mark.value
        elif mark.kind == "indicator":
            known = (catalogue().indicators[key] for key in mark.value)
            topics = tuple(i.topic for i in known if i.dimension != "count")
        elif mark.kind == "entity" and kind_of(mark.value) == "forum":
            topics = ("multilateral",)
        if topics and out and out[-1].start == mark.start:
            topics = tuple(dict.fromkeys((*out.pop().value, *topics)))
        if topics:
            out.append(mark._replace(kind="topic", value=topics))
    return out


def _topic(
    marks: Sequence[Mark], view: View, span: tuple[int, int], around: Sequence[tuple[str | None, float]]
) -> str | None:
    """The topic that the clause's words speak for most: what stands first behind the verb counts most,
    what is said aside least; ``around`` are the topics of the heading and of what was said before."""
    score: dict[str, float] = {}
    asides = [
        m.end
        for m in view.marks
        if m.kind == "clause" and m.value == "aside" and span[0] <= m.start < span[1]
    ]
    behind = 0
    for mark in marks:
        weight = LATER
        if mark.start >= span[0]:
            weight = FIRST if not behind else max(LATER, 1 - 0.1 * behind)
            behind += 1
        if any(end <= mark.start for end in asides):
            weight *= ASIDE
        for topic in mark.value:
            score[topic] = score.get(topic, 0) + weight * BROAD.get(topic, 1)
    for context, weight in around:
        if context and weight:
            score[context] = score.get(context, 0) + weight
    best = max(score, key=lambda t: score[t], default=None)
    own = {t for m in marks if m.start >= span[0] for t in m.value} - {"relations", "multilateral"}
    if best is not None and len(own) >= MANY and score[best] < SHARE * sum(score.values()):
        return "relations"
    return best


def _deadline(scene: Scene, start: int, end: int) -> str | None:
    """The time by which it is to be done: said with *by*, or one that lies ahead."""
    today = scene.today
    for time in scene.times:
        if not start <= time.start < end or time.mark.kind not in ("point", "interval"):
            continue
        span = edtf.days(time.value)
        if span and (span[1] - span[0]).days > LONG and time.mark.mod not in ("by", "until"):
            continue
        if span and (
            time.mark.mod in ("by", "until") or (today is not None and span[1] > today and span[0] > today)
        ):
            return time.value
    return None


__all__ = ["Scene", "Voice", "statements"]
