"""Whether a number is a fact or aimed at: from cues, from what is promised, from its time."""

from __future__ import annotations

from servanda.catalogue import Indicator
from servanda.model import Status
from servanda.records.kinds import is_area
from servanda.records.lexicon import Mark
from servanda.records.region import CLAUSE, OFFERS, PAUSE, Claim, Region
from servanda.records.span import has_begun, is_ahead, is_behind, lasts
from servanda.records.view import TimeFound
from servanda.values import edtf

_TOLD = frozenset(("target", "raise", "forecast", "proposed"))  # what such words say goes before a promise
_COMING = frozenset(("target", "planned", "forecast"))  # by such words a time not yet over lies ahead
ASKED = 30  # characters, at most, between asking or offering and the verb of what is asked for
FAR = 160  # characters, at most, between two numbers that tell of one plan
BEHIND = 40  # and between a number and what tells behind it that it is still to be


def status(region: Region, time: TimeFound | None, concept: Indicator | None, earlier: Claim) -> Status:
    """Observed, or a target, planned, proposed, forecast."""
    if concept is not None and concept.fate:
        return "observed"
    cue = _cue(region)
    if cue is not None and (
        (cue.kind in ("planned", "proposed") and cue.start < _said_from(region))
        or _is_over(region, cue, time)
    ):
        cue = None  # of what was said before, or of what came before
    cue = cue or (None if _is_past(region, time) else _behind(region))
    kind = cue.kind if cue else ""
    ahead = time is not None and (is_ahead(region, time) or (kind in _COMING and lasts(region, time)))
    if (region.is_start() or _is_now(region, cue)) and not ahead:
        return "observed"
    if not kind and _shares(region, time, ahead, earlier):
        return "target"  # *to 100 billion in 2025 and 150 billion in 2030*
    promised = None if _is_past(region, time) else _promised(region) or _to_be(region)
    if promised == "planned" and kind not in _TOLD and region.is_piece(concept):
        return "planned"  # things to be built or given, though by a time
    found = _cued(region, kind, time, ahead, concept) or _undertaken(region, kind, promised, time, concept)
    if found == "observed":
        more = not kind and time is None and _goes_on(region, concept, earlier)
        return "planned" if more or _is_of_works(region, concept) else found
    return "target" if found == "forecast" and not kind and concept is not None and concept.aim else found


def _shares(region: Region, time: TimeFound | None, ahead: bool, earlier: Claim) -> bool:
    """Whether a number shares the aim of the one before it."""
    near = ahead or (time is None and region.start - region.left <= BEHIND)
    return bool(region.i) and earlier.status == "target" and earlier.unit == region.unit and near


def _is_of_works(region: Region, concept: Indicator | None) -> bool:
    """Whether a number tells how long, or how strong, something will be that is still to be."""
    if concept is None or not concept.timeless or region.view.of("raise"):
        return False
    later = region.numbers[region.i + 1 :][:1]
    grows = any(n.amount.quantity.unit.split("/")[0] == region.unit.split("/")[0] for n in later)
    end = region.start if grows else region.right
    return any(m.start < end for kind in ("planned", "ongoing") for m in region.view.of(kind))


def _goes_on(region: Region, concept: Indicator | None, earlier: Claim) -> bool:
    """Whether a number tells more of what the one before it says is planned, in one paragraph."""
    if concept is not None and (
        (concept.standing and region.unit == "1") or (concept.deed and region.i == 0)
    ):
        return False
    gap = region.words(earlier.end, region.start)
    if earlier.status != "planned" or region.unit == "%" or len(gap) > FAR or "\n" in gap:
        return False
    if any(t.mark.kind == "set" for t in region.frame.times) or region.view.of("gone"):
        return False
    if region.i == 0 and any(is_area(m.value) and m.start < region.start for m in region.view.names):
        return False  # another does, or did, something else
    return region.cue("now", "sofar", "present", "past", "share", "growth", after=True) is None


def _cue(region: Region) -> Mark | None:
    """The cue before the number; what is only asked for or offered is no more for the verb behind it."""
    cue = region.cue("target") or region.cue("raise", "planned", "proposed", "forecast")
    if cue is None or cue.kind not in ("planned", "raise"):
        return cue
    asked = region.cue("proposed", "forecast") if cue.kind == "planned" else region.cue("proposed")
    return asked if asked is not None and 0 <= cue.start - asked.end <= ASKED else cue


def _behind(region: Region) -> Mark | None:
    """A cue right behind a number that has none before it (*four reactors are under construction*)."""
    if region.view.lexicon.habits.verb_final:
        return None
    ongoing = region.cue("ongoing")
    if ongoing is not None:
        return ongoing.changed(kind="planned")
    if (headed := _headed(region)) is not None:
        return headed
    view, joins = region.view, region.view.lexicon.occurring.and_
    for mark in view.marks:
        if mark.kind not in ("ongoing", "planned", "forecast") or mark.start < region.end:
            continue
        gap = region.words(region.end, mark.start)
        if mark.kind == "ongoing":
            return mark.changed(kind="planned") if len(gap) <= 2 * BEHIND and not PAUSE.search(gap) else None
        led = region.i + 1 < len(region.numbers) and not PAUSE.search(region.words(mark.end, region.right))
        near = mark.start < region.right and len(gap) <= BEHIND and not PAUSE.search(gap)
        return mark if near and not led and not any(w in joins for w in gap.split()) else None
    return None


def _headed(region: Region) -> Mark | None:
    """The target that a number is of, with nothing but its indicator between (*$30 bn trade goal*)."""
    view = region.view
    goal = next((m for m in view.of("target") if m.start >= region.end), None)
    if goal is None or goal.start - region.end > BEHIND:
        return None
    at = region.end
    for term in (*(m for m in view.of("gauge") if region.end <= m.start < goal.start), goal):
        if region.words(at, term.start).strip(" -"):
            return None
        at = max(at, term.end)
    return goal


def _is_over(region: Region, cue: Mark, time: TimeFound | None) -> bool:
    """Whether the number has a time behind its cue that is past: the cue was of something else."""
    late = time is not None and time.start >= cue.end
    return late and cue.kind != "target" and _is_past(region, time)


def _is_past(region: Region, time: TimeFound | None) -> bool:
    """Whether a time, and no deadline, stands behind the number and is over on the document's day."""
    span, today = edtf.days(time.value) if time is not None else None, region.setting.today
    if time is None or span is None or today is None or time.start < region.start:
        return False
    return span[1] < today and time.mark.mod != "by"


def _is_multiple(region: Region, concept: Indicator | None) -> bool:
    """Whether a level is to be a multiple of what it is, or what a multiple leads to (*double it to 5*)."""
    level = concept is not None and not region.is_piece(concept)
    led = region.i > 0 and region.numbers[region.i - 1].amount.quantity.unit == "x"
    near = led and len(region.words(region.left, region.start)) <= BEHIND
    return level and (region.unit == "x" or near)


def _cued(
    region: Region, kind: str, time: TimeFound | None, ahead: bool, concept: Indicator | None
) -> Status | None:
    """What the words before the number and its time say outright."""
    aimed = kind == "target" and (time is None or is_behind(region, time))
    aimed = aimed or (kind == "raise" and time is None and region.unit == "x")
    if aimed or (kind in ("target", "raise") and ahead):
        return "target"
    if kind == "planned" and _is_multiple(region, concept):
        return "target"
    if kind in ("proposed", "forecast"):
        return kind  # type: ignore[return-value]
    deadline = ahead and time is not None and time.mark.mod == "by"
    return "planned" if kind == "planned" and region.unit == "1" and not deadline else None


def _undertaken(
    region: Region, kind: str, promised: Status | None, time: TimeFound | None, concept: Indicator | None
) -> Status:
    """What the number is by what is promised, or by its time alone."""
    timeless = time is None or time.value is None
    if promised == "planned" and kind in ("target", "raise") and timeless:
        return "planned" if region.is_piece(None) or concept is None else "target"
    if time is not None and is_ahead(region, time):
        if promised == "proposed" or (
            time.mark.mod not in ("by", "before") and (kind == "planned" or promised)
        ):
            return promised or "planned"
        deadline = time.mark.mod in ("by", "until", "before")
        if deadline and (kind == "planned" or promised) and _is_deed(concept):
            return "planned"
        return "target" if deadline else "planned" if has_begun(region, time) else "forecast"
    announced = timeless and _is_deed(concept) and region.cue("announcing") is not None
    if kind == "planned" or announced:
        return "planned"
    return promised if promised and timeless else "observed"


def _is_deed(concept: Indicator | None) -> bool:
    """Whether a number is of what somebody does or gives once, and no level that is to be reached."""
    return concept is not None and (concept.deed or concept.held is not None)


def _to_be(region: Region) -> Status | None:
    """What a verb of the future makes of the number that it goes with."""
    final = region.view.lexicon.habits.verb_final
    begin, end = (region.end, region.right) if final else (region.cues_from, region.start)
    cut = CLAUSE.search(region.view.document.text, begin, end)
    end = cut.start() if cut and final else end
    verbs = (m for m in region.view.of("verb") if m.value == "will")
    return "planned" if any(begin <= m.start and m.end <= end for m in verbs) else None


def _said_from(region: Region) -> int:
    """Where the undertaking that holds the number begins, if one does."""
    said = region.holding()
    return said.evidence[0].start if said is not None and said.act == "commissive" else 0


def _promised(region: Region) -> Status | None:
    """What the statement makes of its number that an undertaking or an offer holds."""
    start, said = region.start, region.holding()
    if said is None:
        return None
    at = said.evidence[0].start + max(0, said.evidence[0].quote.find(said.verb))
    if at > start and not region.view.lexicon.habits.verb_final:
        return None
    if said.rule in OFFERS or said.act == "directive":
        return "proposed"
    return "planned" if said.act == "commissive" else None


def _is_now(region: Region, cue: Mark | None) -> bool:
    """Whether the number is told to be so now, by a word behind all that tells of aims."""
    now = region.cue("now")
    return now is not None and now.end <= region.start and (cue is None or cue.start < now.start)


__all__ = ["status"]
