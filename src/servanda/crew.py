"""Several processes at one list of tasks: what comes out is what one process would have given, in that order.

Each worker is told its tasks one by one over a pipe of its own, so that a worker that dies names the task
that killed it: that one is given up, the others go on. Workers end with the process that started them,
however that one ends.
"""

from __future__ import annotations

import itertools
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

Key = TypeVar("Key")
Task = TypeVar("Task")
Made = TypeVar("Made")

AHEAD = 2
"""Tasks that a worker is given at once: the one it does and the next, so that it never waits."""
WINDOW = 4
"""Tasks under way or done and not yet given out, for each worker: memory stays flat."""


class Lost:
    """What stands in place of a result where the worker died over its task."""


LOST = Lost()


def in_order(
    work: Callable[[Task], Made], tasks: Iterable[tuple[Key, Task | None]], jobs: int
) -> Generator[tuple[Key, Made | Lost | None]]:
    """Each task's key with what the work made of it; a task of ``None`` needs no work and makes ``None``.

    ``work`` is a function of a module, a pure one, that raises nothing. One job is done right here.

    >>> list(in_order(len, [("a", "one"), ("b", None), ("c", "three")], jobs=1))
    [('a', 3), ('b', None), ('c', 5)]
    """
    if jobs == 1:
        for key, task in tasks:
            yield key, None if task is None else work(task)
        return
    crew: _Crew[Key, Task, Made] = _Crew(work, jobs)
    try:
        yield from crew.results(iter(tasks))
    finally:
        crew.dismiss()


def cores() -> int:
    """How many processes can work at once on this machine."""
    with suppress(AttributeError):  # macOS and Windows do not say which cores are ours
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Slot(Generic[Key, Task, Made]):
    """A place in the order of tasks, until it is given out."""

    def __init__(self, key: Key, task: Task | None) -> None:
        self.key, self.task = key, task
        self.done = task is None
        self.made: Made | Lost | None = None

    def fill(self, made: Made | Lost) -> None:
        self.task, self.done, self.made = None, True, made


class _Worker:
    """A process, its pipe, and the slots that it was given, the one that it works at first."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        context = get_context("spawn")  # a fork would share locks and connections that are not its own
        self.pipe, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_serve, args=(work, theirs), daemon=True)
        self.process.start()
        theirs.close()
        self.slots: deque[_Slot[Any, Any, Any]] = deque()


class _Crew(Generic[Key, Task, Made]):
    def __init__(self, work: Callable[[Task], Made], jobs: int) -> None:
        self._work, self._jobs = work, jobs
        self._workers: list[_Worker] = []  # each begins when there is something to do for it
        self._waiting: deque[_Slot[Key, Task, Made]] = deque()

    def results(self, tasks: Iterator[tuple[Key, Task | None]]) -> Iterator[tuple[Key, Made | Lost | None]]:
        order: deque[_Slot[Key, Task, Made]] = deque()
        while True:
            for key, task in itertools.islice(tasks, WINDOW * self._jobs - len(order)):
                order.append(_Slot(key, task))
                if task is not None:
                    self._waiting.append(order[-1])
                    self._hand_out()
            if not order:
                return
            if order[0].done:
                done = order.popleft()
                yield done.key, done.made
            self._collect(block=bool(order) and not order[0].done)

    def _hand_out(self) -> None:
        """Gives out waiting tasks, as many as may be under way."""
        while self._waiting and (worker := self._free()):
            slot = self._waiting.popleft()
            worker.slots.append(slot)
            with suppress(OSError):  # it has died: that shows when its pipe is read
                worker.pipe.send(slot.task)

    def _free(self) -> _Worker | None:
        """Who takes the next task: one that has none, else a new one, else one that has few."""
        least = min(self._workers, key=lambda one: len(one.slots), default=None)
        if (least is None or least.slots) and len(self._workers) < self._jobs:
            least = _Worker(self._work)
            self._workers.append(least)
        return least if least and len(least.slots) < AHEAD else None

    def _collect(self, *, block: bool) -> None:
        """Takes in what is finished; waits for something where there is nothing."""
        busy = [worker for worker in self._workers if worker.slots]
        ready = wait([worker.pipe for worker in busy], None if block else 0)
        for worker in (worker for worker in busy if worker.pipe in ready):
            try:
                worker.slots[0].fill(worker.pipe.recv())
                worker.slots.popleft()
            except (EOFError, OSError):
                self._replace(worker)
        self._hand_out()

    def _replace(self, dead: _Worker) -> None:
        """The task over which a worker died is given up; those behind it go to another one."""
        dead.slots.popleft().fill(LOST)
        self._waiting.extendleft(reversed(dead.slots))
        _end(dead)
        self._workers[self._workers.index(dead)] = _Worker(self._work)

    def dismiss(self) -> None:
        for worker in self._workers:
            _end(worker)


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _serve(work: Callable[[Any], Any], pipe: Connection) -> None:
    """A worker's life: Ctrl-C is for the one that leads, and without that one there is nothing to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, tasks), daemon=True).start()
    while True:
        pipe.send(work(tasks.get()))


def _listen(pipe: Connection, tasks: SimpleQueue[Any]) -> None:
    """Takes tasks in as they come: whoever sends them never waits, so that no two wait for each other."""
    try:
        while True:
            tasks.put(pipe.recv())
    except (EOFError, OSError):
        os._exit(0)  # whoever led has gone
