"""Reading on a cluster of two nodes, one of which dies in the middle: the same files as by one process."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from servanda import Progress, app

ray = pytest.importorskip("ray", reason="needs the extra ray; make cluster has it")
PARTS = 12
pytestmark = pytest.mark.filterwarnings("default")  # what the library warns of is not ours


@pytest.fixture
def nodes() -> Iterator[tuple[Any, Any]]:
    """Give a cluster of two nodes with a processor each, and the node that is not its head."""
    from ray.cluster_utils import Cluster  # noqa: PLC0415 (it may not be there)

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    try:
        yield cluster, cluster.add_node(num_cpus=1)
    finally:
        ray.shutdown()
        cluster.shutdown()


def busy() -> bool:
    """Tell whether every processor of the cluster is at work."""
    return ray.available_resources().get("CPU", 0) == 0


def test_a_node_may_die_in_the_middle(tmp_path: Path, nodes: tuple[Any, Any]) -> None:
    cluster, other = nodes
    for part in range(PARTS):
        made = ({"id": n, "text": f"Trade grew by {part + n}% in 2012. " * 40} for n in range(10))
        (tmp_path / f"{part:02}.jsonl").write_text("\n".join(map(json.dumps, made)), encoding="utf-8")
    paths = sorted(tmp_path.glob("*.jsonl"))
    alone = app.harvest(paths, tmp_path / "alone")
    steps: list[Progress] = []

    def watched(step: Progress) -> None:
        steps.append(step)
        if len(steps) == 1:
            assert sum(node["Alive"] for node in ray.nodes()) == 2
            until = time.monotonic() + 60
            while not busy() and time.monotonic() < until:
                time.sleep(0.02)
            assert busy()
            cluster.remove_node(other, allow_graceful=False)

    shared = app.harvest(paths, tmp_path / "shared", ray=cluster.address, on_progress=watched)
    assert shared == alone
    assert (shared.added, shared.failed, len(steps)) == (PARTS * 10, 0, PARTS)
    files = {file.name: file.read_bytes() for file in (tmp_path / "alone").glob("part-*")}
    assert {file.name: file.read_bytes() for file in (tmp_path / "shared").glob("part-*")} == files
