"""The machines of a Ray cluster at one list of tasks, in the manner of :mod:`servanda.crew`.

A task whose machine goes away is done again by another one; one that ends every process that does it is given
up. Needs the extra ``ray``, and servanda on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from typing import TypeVar

from servanda.crew import LOST, Lost
from servanda.extras import optional

Key = TypeVar("Key")
Task = TypeVar("Task")
Made = TypeVar("Made")

RETRIES = 5
"""How often a task is begun anew where what did it has died."""


def in_order(
    work: Callable[[Task], Made], tasks: Iterable[tuple[Key, Task | None]], address: str
) -> Generator[tuple[Key, Made | Lost | None]]:
    """Each task's key with what the work made of it; ``address`` is the cluster's, or ``auto``.

    ``work`` is a function of a module that raises nothing and may be done twice.
    """
    ray = optional("ray")
    joined = not ray.is_initialized()
    if joined:
        ray.init(address=address, log_to_driver=False)
    try:
        remote = ray.remote(max_retries=RETRIES)(work)
        under_way = [(key, None if task is None else remote.remote(task)) for key, task in tasks]
        for key, made in under_way:
            try:
                yield key, None if made is None else ray.get(made)
            except (ray.exceptions.WorkerCrashedError, ray.exceptions.OutOfMemoryError):
                yield key, LOST
    finally:
        if joined:
            ray.shutdown()
