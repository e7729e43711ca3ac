"""Attributes that are worked out when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Owner = TypeVar("Owner")
Told = TypeVar("Told")


class lazily(Generic[Owner, Told]):  # noqa: N801 - it is read as a word before a method
    """A method as an attribute that keeps its first answer.

    It is ``functools.cached_property`` without the lock that this takes up to Python 3.11, which costs more
    than most answers.

    >>> class Text:
    ...     @lazily
    ...     def words(self):
    ...         return [print("asked"), "one"]
    >>> text = Text()
    >>> text.words is text.words
    asked
    True
    """

    def __init__(self, ask: Callable[[Owner], Told]) -> None:
        self.ask = ask
        self.name = ask.__name__
        self.__doc__ = ask.__doc__

    def __get__(self, owner: Owner, kind: Any = None) -> Told:
        told = owner.__dict__[self.name] = self.ask(owner)
        return told
