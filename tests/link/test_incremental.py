"""What follows from a set of documents is the same in whatever order they came, and whatever left again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.link.findings import findings
from servanda.link.linked import Linked
from servanda.model import Reading
from servanda.store import SqlStore

SLOW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def followed(readings: list[Reading]) -> bytes:
    """Write down all that follows, byte for byte."""
    linked = Linked(readings)
    encode: Callable[[object], bytes] = msgspec.json.Encoder(order="deterministic").encode
    parts = (
        linked.judgements, linked.known_as, linked.identities, linked.every_thread, linked.mechanisms,
        linked.declarations, findings(linked),
    )  # fmt: skip
    return b"\n".join(map(encode, parts))


@SLOW
@given(data=st.data())
def test_the_order_of_documents_makes_no_difference(data: st.DataObject, sample: list[Reading]) -> None:
    some = data.draw(st.lists(st.sampled_from(sample), unique_by=lambda r: r.document.id))
    order = data.draw(st.permutations(some))
    assert followed(order) == followed(some)


@settings(parent=SLOW, max_examples=8)
@given(data=st.data())
def test_a_ledger_that_documents_came_to_and_left_is_like_one_made_afresh(
    data: st.DataObject, sample: list[Reading], tmp_path_factory: object
) -> None:
    few = sample[:6]
    kept = data.draw(st.sets(st.sampled_from(range(len(few))), min_size=1))
    order = data.draw(st.permutations(range(len(few))))
    folder: Path = tmp_path_factory.mktemp("ledger")  # type: ignore[attr-defined]
    store = SqlStore(folder / "a.db")
    for n in order:
        store.put(few[n], "1")
    for n in set(order) - kept:  # at its address stands another document now: one that is kept
        other = few[min(kept)]
        moved = msgspec.structs.replace(other.document, uri=few[n].document.uri)
        store.put(Reading(moved, other.records), "1")
    fresh = SqlStore(folder / "b.db")
    for n in sorted(kept):
        fresh.put(few[n], "1")
    assert followed(list(store.readings())) == followed(list(fresh.readings()))
    store.close()
    fresh.close()
