"""Several processes at one list of tasks: the same as one, in order, whoever dies on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from servanda.crew import LOST, WINDOW, cores, in_order


def square(number: int) -> int:
    """Four out of five take a moment, so that the order of finishing is not that of the tasks."""
    time.sleep(number % 5 / 500)
    return number * number


def fragile(number: int) -> int:
    """Dies of the number 3, as of a fault in a library or a want of memory."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def large(size: int) -> bytes:
    return b"x" * size


def test_results_come_in_the_order_of_the_tasks_and_ready_ones_in_their_place() -> None:
    tasks = [(n, None if n % 7 == 0 else n) for n in range(40)]
    alone = list(in_order(square, tasks, jobs=1))
    assert alone == [(n, None if n % 7 == 0 else n * n) for n in range(40)]
    assert list(in_order(square, tasks, jobs=3)) == alone


def test_a_task_that_kills_its_worker_is_given_up_and_no_other() -> None:
    made = dict(in_order(fragile, ((n, n) for n in range(12)), jobs=2))
    assert made == {n: LOST if n == 3 else n for n in range(12)}


def test_large_tasks_and_results_do_not_wait_for_each_other() -> None:
    assert [len(made) for _, made in in_order(large, ((n, 3_000_000) for n in range(12)), jobs=2)] == [
        3_000_000
    ] * 12
    texts = (("", "x" * 3_000_000) for _ in range(12))
    assert [made for _, made in in_order(len, texts, jobs=2)] == [3_000_000] * 12


def test_tasks_are_taken_as_they_are_needed() -> None:
    taken = 0

    def tasks() -> Iterator[tuple[int, int]]:
        nonlocal taken
        for taken in range(1, 1000):
            yield taken, 2

    results = in_order(square, tasks(), jobs=2)
    assert next(results) == (1, 4)
    results.close()
    assert taken <= 2 * WINDOW


def test_workers_end_with_whoever_started_them(tmp_path: Path) -> None:
    program = tmp_path / "lead.py"
    program.write_text(
        "import os, time\n"
        "from servanda.crew import in_order\n"
        "def work(n):\n"
        "    return os.getpid()\n"
        "if __name__ == '__main__':\n"
        "    for n, made in in_order(work, ((n, n) for n in range(10**9)), jobs=2):\n"
        "        print(made, flush=True)\n",
        encoding="utf-8",
    )
    with subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True) as lead:
        assert lead.stdout is not None
        workers = {int(lead.stdout.readline()) for _ in range(50)}
        lead.kill()
        lead.stdout.read()
    deadline = time.monotonic() + 10
    while any(map(_lives, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_lives, workers))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def test_there_is_at_least_one_core() -> None:
    assert cores() >= 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_nothing_to_do_is_done(jobs: int) -> None:
    assert list(in_order(square, [], jobs=jobs)) == []
