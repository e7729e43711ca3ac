"""FollowTheMoney, read back by followthemoney's own model."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import msgspec
import pytest

import servanda
from servanda.export import exporters
from servanda.export.ftm import SCHEMATA
from servanda.model import Agreement, Entity, Event, Reading, Statement

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its dependencies
    from followthemoney import model


def nodes(readings: list[Reading]) -> list[dict[str, Any]]:
    out = BytesIO()
    exporters()["ftm"](readings, out)
    return [msgspec.json.decode(line) for line in out.getvalue().splitlines()]


@pytest.fixture(scope="session")
def sampled(sample: servanda.Ledger) -> list[dict[str, Any]]:
    return nodes(list(sample.store.readings()))


def values(node: dict[str, Any]) -> Iterator[tuple[Any, str]]:
    schema = model.get(node["schema"])
    assert schema is not None, node["schema"]
    for name, found in node["properties"].items():
        prop = schema.get(name)
        assert prop is not None, f"{node['schema']} has no {name}"
        assert not prop.stub
        yield from ((prop, value) for value in found)


def test_every_entity_is_valid_by_its_schema(sampled: list[dict[str, Any]]) -> None:
    for node in sampled:
        model.get(node["schema"]).validate({"properties": node["properties"]})
        assert model.get_proxy(node, cleaned=True).id == node["id"]


def test_no_value_is_lost_when_it_is_cleaned(sampled: list[dict[str, Any]]) -> None:
    lost = [
        (node["schema"], prop.name, value)
        for node in sampled
        for prop, value in values(node)
        if prop.type.clean(value) is None
    ]
    assert lost == []


def test_references_lead_to_an_entity_of_the_right_kind(sampled: list[dict[str, Any]]) -> None:
    schemata = {node["id"]: model.get(node["schema"]) for node in sampled}
    assert len(schemata) == len(sampled)
    for node in sampled:
        for prop, value in values(node):
            if prop.type.name == "entity":
                assert schemata[value].is_a(prop.range), (prop.name, value)


def test_one_entity_however_it_is_spelt(dossier: list[Reading]) -> None:
    (india,) = (node for node in nodes(dossier) if node["id"] == "servanda-entity-IN")
    spelt = {india["properties"]["name"][0], *india["properties"]["alias"]}
    assert {"Ấn Độ", "Индии", "भारत", "India"} <= spelt
    assert (india["schema"], india["properties"]["country"]) == ("PublicBody", ["in"])


def test_what_has_a_schema_is_there(sample: servanda.Ledger, sampled: list[dict[str, Any]]) -> None:
    by_schema = {
        schema: sum(node["schema"] == schema for node in sampled)
        for schema in ("Event", "Contract", "Note", "Documentation")
    }
    assert by_schema == {
        "Event": len(sample.events()),
        "Contract": len(sample.agreements()),
        "Note": len(sample.statements()),
        "Documentation": len(sample.entities()),
    }
    kinds = (Agreement, Entity, Event, Statement)
    assert all(isinstance(r, kinds) for r in (*sample.events(), *sample.agreements()))


@pytest.mark.parametrize("schema", sorted(set(SCHEMATA.values())))
def test_the_schemata_are_there(schema: str) -> None:
    assert model.get(schema) is not None
