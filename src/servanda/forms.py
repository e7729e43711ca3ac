r"""Phrases of a pack as a machine: how a rule's forms are written, compiled and matched.

A form is a phrase with slots::

    "{month} {day} [,] {year}"       words stand for themselves, {slots} for a class of meaning
    "(last|past) {n} {unit}"         [optional], (either|or)
    "<since> {t}"                    <context> must be there but is outside the extent
    "недел~"                         ~ any ending of the language

Punctuation (``, - / . : ( )``) is a word of its own, ``-`` is any dash, ``\\<`` a sign that is none of the
grammar's. ``{day2}`` is a second ``{day}``.
All forms of all rules go into one trie over meanings, so the text is gone through once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from servanda.errors import DataError
from servanda.packs import Rule

Node = dict[str, Any]
END = ""  # the key under which a node keeps its rules
PUNCTUATION = ",-/.:()+%'&;"
_PIECE = re.compile(
    r"\{(\w+)\}|([\[\](|)<>])|\s+"
    r"|(\d+/\d+|(?:[^\W_]|[~'\u2019\u0300-\u036f\u0900-\u097f])+(?:\.(?=[^\s\W])[^\W_]+\.?)*)"
    r"|\\(.)|(.)"
)


class Leaf(NamedTuple):
    """Where a form ends: its rule, the slot name of each step, and the extent in steps."""

    rule: Rule
    slots: tuple[str, ...]
    first: int
    last: int
    order: int


class Match(NamedTuple):
    """A form found: tokens ``[start, end)`` were read, the extent is ``[first, last)``."""

    rule: Rule
    start: int
    end: int
    first: int
    last: int
    slots: dict[str, Any]


Step = tuple[str, str, bool]  # symbol, slot name, is context


def expand(form: str, spell: Callable[[str], str] = str) -> list[list[Step]]:
    """Every sequence of steps that a form allows; ``spell``: how the scan will spell a word.

    >>> [[s for s, _, _ in steps] for steps in expand("(last|past) [the] {n}")]
    [["'last", "'the", 'n'], ["'last", 'n'], ["'past", "'the", 'n'], ["'past", 'n']]
    """
    pieces = _pieces(form, spell)
    out, rest = _sequence(pieces, 0, False, form)
    if rest != len(pieces):
        raise DataError(f"form {form!r}: unbalanced brackets")
    return out


def words(form: str) -> set[str]:
    """The words that a form needs the scan to find."""
    return {s[1:] for steps in expand(form) for s, _, _ in steps if s[0] == "'" and s[1:] not in PUNCTUATION}


def _pieces(form: str, spell: Callable[[str], str]) -> list[tuple[str, str]]:
    out = []
    for m in _PIECE.finditer(form):
        slot, bracket, word, literal, sign = m.groups()
        if slot:
            out.append(("slot", slot))
        elif bracket:
            out.append(("bracket", bracket))
        elif word or literal:
            out.append(("word", spell(word or literal)))
        elif sign:
            out.append(("word", spell("-" if sign in "–—−" else sign)))
    return out


def _sequence(
    pieces: list[tuple[str, str]], i: int, context: bool, form: str
) -> tuple[list[list[Step]], int]:
    """Reads pieces up to a closing bracket; alternatives are already spread out."""
    done: list[list[Step]] = []
    now: list[list[Step]] = [[]]
    while i < len(pieces):
        kind, value = pieces[i]
        if kind == "bracket" and value in "])>":
            break
        if kind == "bracket" and value == "|":
            done, now = done + now, [[]]
            i += 1
            continue
        if kind == "bracket":
            inner, i = _sequence(pieces, i + 1, context or value == "<", form)
            if i >= len(pieces):
                raise DataError(f"form {form!r}: unbalanced brackets")
            options = [*inner, []] if value == "[" else inner
        elif kind == "slot":
            options = [[(value.rstrip("0123456789"), value, context)]]
        else:
            options = [[("'" + value, "", context)]]
        now = [a + b for a in now for b in options] if len(options) > 1 else [a + options[0] for a in now]
        i += 1
    return done + now, i


def compile_rules(rules: Iterable[Rule], spell: Callable[[str], str]) -> Node:
    """The trie of all forms of the rules; of rules with one form the first that makes something has it.

    ``spell`` turns a form's word into the symbol that the scan will give it.
    """
    root: Node = {}
    for order, rule in enumerate(rules):
        for form in rule.forms:
            for steps in expand(form, spell):
                _insert(root, rule, steps, order)
    return root


def _insert(root: Node, rule: Rule, steps: list[Step], order: int) -> None:
    node = root
    for symbol, _, _ in steps:
        following = node.get(symbol)
        if following is None:
            following = node[symbol] = {}
        node = following
    leaves = node.setdefault(END, [])
    if leaves and leaves[-1].order == order:
        return
    inside = [i for i, (_, _, context) in enumerate(steps) if not context]
    if not inside:
        raise DataError(f"rule {rule.name}: a form without an extent")
    slots = tuple([name for _, name, _ in steps])
    leaves.append(Leaf(rule, slots, inside[0], inside[-1] + 1, order))


def matches(root: Node, tokens: Sequence[Any], start: int) -> list[Match]:
    """The forms that begin at ``tokens[start]``, longest first; of equals the rule that stands first.

    A token has ``readings`` (class -> value) and ``joined`` (nothing but blanks before it).
    """
    found: list[tuple[int, int, Leaf, tuple[Any, ...]]] = []
    stack: list[tuple[Node, int, tuple[Any, ...]]] = [(root, start, ())]
    size = len(tokens)
    while stack:
        node, i, values = stack.pop()
        if i > start and END in node:
            found += [(-i, leaf.order, leaf, values) for leaf in node[END]]
        if i >= size:
            continue
        token = tokens[i]
        if i > start and not token.joined:
            continue
        for symbol, value in token.readings.items():
            following = node.get(symbol)
            if following is not None:
                stack.append((following, i + 1, (*values, value)))
    if len(found) > 1:
        found.sort(key=lambda f: f[:2])
    return [_match(start, -end, leaf, values) for end, _, leaf, values in found]


def _match(start: int, end: int, leaf: Leaf, values: tuple[Any, ...]) -> Match:
    slots = {name: value for name, value in zip(leaf.slots, values, strict=True) if name}
    return Match(leaf.rule, start, end, start + leaf.first, start + leaf.last, slots)
