"""What is said and by whom, as the steps of :mod:`servanda.records.statement` hand it on."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from servanda.catalogue import ActStep
from servanda.records.lexicon import Mark
from servanda.records.view import View


class Lead(msgspec.Struct, frozen=True):
    """The beginning of a list (*The Sides agreed to:*): who speaks and, if it says so, what items do."""

    speakers: tuple[str, ...]
    step: ActStep | None
    verb: str
    numbered: bool = False  # its own paragraph has a number, so that what else is numbered is no item
    topic: str | None = None


class Voice(msgspec.Struct, frozen=True):
    """What goes on from sentence to sentence: who spoke last (``None``: nobody official), and of what.

    ``heading`` is the topic of the heading above, ``lead`` what a list hangs on, ``topic`` the last one,
    ``met`` the two sides of a meeting that was told of right before, ``before``
    the sentences of the paragraph so far.
    """

    speakers: tuple[str, ...] | None
    heading: str | None = None
    lead: Lead | None = None
    topic: str | None = None
    met: tuple[str, ...] = ()
    before: tuple[View, ...] = ()


class Cast(msgspec.Struct, frozen=True):
    """Whom a document's words mean: its main actors, who says *we* in it (``None``: nobody official).

    ``orator``: who says *I*.
    ``opinion``: what the document says will come is its author's guess, unless it reports who said so.
    ``holders``: the persons that it names with an office and a state, by the two.
    ``home``: whose *the Government* is, where nobody says.
    """

    actors: tuple[str, ...]
    we: tuple[str, ...] | None
    orator: tuple[str, ...] | None = None
    opinion: bool = False
    holders: Mapping[tuple[str, str], str] = {}
    home: str | None = None


class Clause(msgspec.Struct, frozen=True):
    """A verb of speech with its act, its speakers, and where its clause begins and ends."""

    verb: Mark
    first: int  # where the cue begins and ends: the verb, or its object
    last: int
    step: ActStep
    speakers: tuple[str, ...]
    start: int
    end: int


class Subject(msgspec.Struct, frozen=True):
    """Who acts; ``speakers`` is ``None`` for nobody official."""

    start: int
    speakers: tuple[str, ...] | None
