"""Statements: who said what, how firmly, by when; clause by clause.

Each clause of :mod:`servanda.records.clause` is a statement, and so is each item of a list that hangs on
one (*The Sides agreed to:*). A clause reaches from its subject (the first one of a sentence: from its
beginning) to the next clause.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

import msgspec

from servanda.model import Statement
from servanda.records.clause import Cast, Clause, Lead, Sentence, Subject, Voice
from servanda.records.counting import Number
from servanda.records.kinds import NAMES, kind_of
from servanda.records.lexicon import Mark
from servanda.records.speaker import Standing, groups, in_turn, side_of
from servanda.records.topic import apart, topic_of, topical, whole
from servanda.records.view import TimeFound, View
from servanda.segment import is_marked
from servanda.values import edtf

LONG = 550  # days: a time that lasts longer is a programme's, no deadline
LEAD_REACH = 7  # how far before its end, in characters, a line names who does what its list says
BACK = 5  # how many sentences before are asked what a clause is about that does not tell itself
_NUMBERED = re.compile(r"\s*\(?\d{1,2}[.)]\s")
HEADING = 70  # the longest heading, in characters
HEAD = 200  # characters, at most, that stand before a title
_ENDS = (".", "!", "?", "।", ";", ",", ":")
SAME, HEADED, SAME_SENTENCE, SAME_PARAGRAPH, FAR = 2.0, 0.9, 0.6, 0.4, 0.1
"""How much the topics of the heading, of the same sentence, of the one before and of farther ones count."""


class Scene(msgspec.Struct, frozen=True):
    """What the statements of a sentence hang on: its times and figures, the cast, the voice, the day."""

    times: Sequence[TimeFound]
    figures: Sequence[Number]
    cast: Cast
    voice: Voice
    today: dt.date | None


def statements(view: View, scene: Scene) -> tuple[list[Statement], Voice]:
    """The statements of a sentence, and who speaks after it."""
    voice = _going_on(scene.voice, view)
    item = voice.lead is not None and _is_item(view) and not (voice.lead.numbered and _is_numbered(view))
    if not item:
        voice = msgspec.structs.replace(voice, lead=None) if voice.lead else voice
        if _is_heading(view):
            return [], Voice(voice.speakers, whole(view))
        if _is_title(view):
            return [], voice
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
            out.append(_statement(view, clause, span, scene, voice, topic))
            topic = out[-1].topic or topic
    speakers = _speaking(view, sentence, voice)
    said = topic if out else voice.topic
    return out, Voice(speakers, voice.heading, lead, said, _met(view), voice.before)


def _going_on(voice: Voice, view: View) -> Voice:
    """What goes on into a sentence."""
    return msgspec.structs.replace(voice, before=(*voice.before[-BACK:], view))


def _met(view: View) -> tuple[str, ...]:
    """The sides of those who meet in a sentence, where there are two."""
    if not any(m.value[0] == "meeting" for m in view.of("occasion")):
        return ()
    people = [m.value for m in view.names if kind_of(m.value) == "person"]
    sides = tuple(dict.fromkeys(side for key in people if (side := side_of(key))))
    return sides if len(sides) == 2 else ()


def _is_heading(view: View) -> bool:
    """A short line that says nothing but what follows."""
    if len(view.text) > HEADING or view.text.rstrip().endswith(_ENDS):
        return False
    if view.has(("verb", "passive", "participle")):
        return False
    text = view.document.text
    return (
        text[view.end : view.end + 1] in ("", "\n", "\r")
        and "\n" in text[max(0, view.start - 8) : view.start]
    )


def _is_title(view: View) -> bool:
    """Whether a sentence is of the document's title, which only tells ahead what the text says."""
    title = view.document.title
    ahead = title is not None and view.start < len(title) + HEAD and view.text.strip() in title
    return ahead and bool(view.document.text[view.end :].strip())


def _is_item(view: View) -> bool:
    """Whether a line is an item of a list: marked as one, or begun with a small letter."""
    text = view.document.text
    begin = text.rfind("\n", 0, view.start) + 1
    return is_marked(text, begin, view.end) or text[view.start].islower()


def _is_numbered(view: View) -> bool:
    """Whether the line of a sentence begins with a number (*5. Germany undertook …*)."""
    text = view.document.text
    return _NUMBERED.match(text, text.rfind("\n", 0, view.start) + 1, view.end) is not None


def _lead(view: View, clauses: Sequence[Clause], cast: Cast) -> Lead | None:
    """What a list behind this sentence hangs on, where it ends with a colon."""
    if not view.text.rstrip().endswith(":"):
        return None
    if clauses:
        last = clauses[-1]
        said = view.document.text[last.verb.start : last.last]
        return Lead(last.speakers, last.step, said, _is_numbered(view), whole(view))
    if view.has(("verb", "passive")):
        return None
    named = [
        g for g in groups(view) if g.standing <= Standing.SUBJECT and g.word in (None, "side", "both", "we")
    ]
    if not named or view.end - named[-1].end > LEAD_REACH:
        return None
    return Lead(named[-1].names or cast.actors, None, "", _is_numbered(view), whole(view))


def _whole(view: View, lead: Lead, sentence: Sentence) -> Clause:
    """An item of a list does what the list's beginning says, weaker where it only goes on with it."""
    verb = Mark(view.start, view.start, "verb", lead.verb)
    assert lead.step is not None  # noqa: S101 (the caller asked)
    step = sentence.softened(lead.step, view.start, view.start) if lead.step.binding == "high" else lead.step
    return Clause(verb, view.start, view.start, step, lead.speakers, view.start, view.end)


def _speaking(view: View, sentence: Sentence, voice: Voice) -> tuple[str, ...] | None:
    """Who is spoken of after a sentence: its first verb's subject, or the first one fit to be a subject."""
    if sentence.main is not None:
        return sentence.main.speakers
    if not view.has(NAMES):
        return voice.speakers
    for group in sentence.groups if sentence.verbs else in_turn(view):
        if group.standing <= Standing.SUBJECT and group.word in (None, "side") and group.names:
            return group.names
    return voice.speakers


def _aims(view: View, clause: Clause) -> Iterator[tuple[int, int]]:
    """The clause, in parts where a commissive has a second aim (*agreed to A and to B*)."""
    start = clause.start
    if clause.step.act == "commissive":
        for mark in view.of("clause"):
            if mark.value == "aim" and clause.last < mark.start < clause.end:
                yield start, mark.start
                start = mark.start
    yield start, clause.end


def _statement(
    view: View, clause: Clause, span: tuple[int, int], scene: Scene, voice: Voice, topic: str | None
) -> Statement:
    text = view.document.text
    start, end = _trimmed(text, *span, view)
    step = clause.step
    inside = [m for m in topical(view, scene.cast.actors) if start <= m.start < end]
    around = list(_around(view, clause, voice, topic, inside))
    final = view.lexicon.habits.verb_final
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
        topic=topic_of(inside, view, (start if final else clause.verb.start, end), around),
        deadline=_deadline(scene, start, end) if step.act in ("commissive", "directive") else None,
        figures=tuple(f.id for f in scene.figures if start <= f.start < end),
    )


def _around(
    view: View, clause: Clause, voice: Voice, topic: str | None, inside: Sequence[Mark]
) -> Iterator[tuple[str | None, float]]:
    """What else tells of what a clause is about, and how much it counts: the heading, what came before."""
    same = any(m.value == "same" and clause.start <= m.start < clause.end for m in view.of("clause"))
    if clause.start > view.start and topic is not None:
        yield topic, SAME if same else SAME_SENTENCE
        return
    yield (voice.lead and voice.lead.topic) or voice.heading, HEADED
    if any(m.kind == "topic" for m in inside) and not same:
        return
    before = next(((t, v) for v in reversed(voice.before[:-1]) if (t := whole(v))), None)
    if before is None:
        yield topic, SAME_PARAGRAPH if same else FAR
    elif apart(before[1], view):
        yield before[0], FAR
    else:
        yield before[0], SAME if same else SAME_PARAGRAPH


def _trimmed(text: str, start: int, end: int, view: View) -> tuple[int, int]:
    """The clause without the joining words and the punctuation at its ends."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:–—-।"):
        end -= 1
    for mark in view.of("clause"):
        if mark.value == "join" and mark.end == end and mark.start > start:
            return _trimmed(text, start, mark.start, view)
    while start < end and (text[start].isspace() or text[start] in ",;:–—-•"):
        start += 1
    return start, end


def _deadline(scene: Scene, start: int, end: int) -> str | None:
    """The time by which it is to be done: said with *by*, or one that lies ahead."""
    today = scene.today
    for time in scene.times:
        if not start <= time.start < end or time.mark.kind not in ("point", "interval"):
            continue
        span = edtf.days(time.value)
        if span and (span[1] - span[0]).days > LONG and time.mark.mod not in ("by", "until"):
            continue
        ahead = span is not None and today is not None and span[1] > today
        if span and (time.mark.mod in ("by", "until") or (ahead and time.mark.mod != "since")):
            return time.value
    return None


__all__ = ["Scene", "Voice", "statements"]
