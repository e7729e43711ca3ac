"""JSON-LD and schema.org, read back as graphs by rdflib, held against shapes by pyshacl."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

import msgspec
import pyshacl
import pytest
from edtf import parse_edtf
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import PROV, SDO, XSD

import servanda
from servanda.export import exporters
from servanda.link.findings import findings
from servanda.link.linked import Linked
from servanda.model import Figure, Reading, Statement

OA = Namespace("http://www.w3.org/ns/oa#")
SV = Namespace("urn:servanda:term:")
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
SHAPES = Path(__file__).parent / "shapes.ttl"


def graph_of(name: str, readings: list[Reading]) -> Graph:
    out = BytesIO()
    exporters()[name](readings, out)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own
        return Graph().parse(data=out.getvalue().decode(), format="json-ld")


@pytest.fixture(scope="session")
def annotations(dossier: list[Reading]) -> Graph:
    return graph_of("json-ld", dossier)


def conforms(graph: Graph) -> tuple[bool, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pyshacl's dependencies
        answer, _, report = pyshacl.validate(graph, shacl_graph=str(SHAPES))
    return answer, report


def test_annotations_have_the_shape_that_web_annotation_and_prov_ask_for(annotations: Graph) -> None:
    answer, report = conforms(annotations)
    assert answer, report


def test_the_sample_conforms_too(sample: servanda.Ledger) -> None:
    answer, report = conforms(graph_of("json-ld", list(sample.store.readings())))
    assert answer, report


@pytest.mark.parametrize(
    "broken",
    [
        lambda g, at: g.remove((at, OA.hasTarget, None)),
        lambda g, at: g.remove((at, PROV.wasDerivedFrom, None)),
        lambda g, _: g.remove((None, OA.exact, None)),
        lambda g, at: g.set((g.value(at, OA.hasBody), SV.value, Literal("eleven"))),
    ],
    ids=["no-target", "no-source", "no-quote", "no-number"],
)
def test_the_shapes_see_what_is_wrong(annotations: Graph, broken: object) -> None:
    graph = Graph() + annotations
    figure = next(graph.subjects(RDF.type, SV.Figure))
    broken(graph, next(graph.subjects(OA.hasBody, figure)))  # type: ignore[operator]
    assert not conforms(graph)[0]


def test_every_quote_stands_in_the_text_at_its_place(annotations: Graph, dossier: list[Reading]) -> None:
    found = 0
    for target in annotations.objects(None, OA.hasTarget):
        text = str(annotations.value(annotations.value(target, OA.hasSource), SDO.text))
        selectors = list(annotations.objects(target, OA.hasSelector))
        (start,) = (int(n) for s in selectors for n in annotations.objects(s, OA.start))
        (end,) = (int(n) for s in selectors for n in annotations.objects(s, OA.end))
        (exact,) = (str(q) for s in selectors for q in annotations.objects(s, OA.exact))
        (before,) = [str(q) for s in selectors for q in annotations.objects(s, OA.prefix)] or [""]
        assert text[start:end] == exact
        assert text[:start].endswith(before)
        found += 1
    assert found == sum(len(r.evidence) for one in dossier for r in one.records)


def test_values_are_exact_decimals_and_times_are_edtf(annotations: Graph, dossier: list[Reading]) -> None:
    figures = {r.id: r for one in dossier for r in one.records if isinstance(r, Figure)}
    for key, figure in figures.items():
        value = annotations.value(URIRef(f"urn:servanda:record:{key}"), SV.value)
        assert isinstance(value, Literal)
        assert value.datatype == XSD.decimal
        assert value.toPython() == figure.value
    times = {str(o) for o in annotations.objects() if isinstance(o, Literal) and o.datatype == EDTF}
    assert times
    assert all(parse_edtf(time) for time in times)


def test_a_claim_that_a_speaker_makes_is_attributed_to_him(
    annotations: Graph, dossier: list[Reading]
) -> None:
    said = [r for one in dossier for r in one.records if isinstance(r, Statement)]
    assert said
    for statement in said:
        by = annotations.objects(URIRef(f"urn:servanda:record:{statement.id}"), PROV.wasAttributedTo)
        assert {str(one) for one in by} == {f"urn:servanda:entity:{one}" for one in statement.speakers}


def test_the_keys_are_those_of_the_web_annotation_model(dossier: list[Reading]) -> None:
    out = BytesIO()
    exporters()["json-ld"](dossier, out)
    nodes = msgspec.json.decode(out.getvalue())["@graph"]
    one = next(node for node in nodes if "Annotation" in node["type"] and "sv:Figure" in node["body"]["type"])
    position, quote = one["target"]["selector"]
    assert position.keys() == {"type", "start", "end"}
    assert {"type", "exact"} <= quote.keys() <= {"type", "exact", "prefix", "suffix"}
    assert (position["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")


# -- schema.org -----------------------------------------------------------------------------------


def test_every_type_and_property_is_one_of_schema_org(sample: servanda.Ledger) -> None:
    graph = graph_of("claimreview", list(sample.store.readings()))
    terms = {p for p in graph.predicates() if p != RDF.type} | set(graph.objects(None, RDF.type))
    assert terms
    assert all(str(term).startswith(str(SDO)) for term in terms)
    unknown = [term for term in terms if term not in SDO]
    assert unknown == []


def test_figures_are_claims_and_findings_reviews_of_them(sample: servanda.Ledger) -> None:
    readings = list(sample.store.readings())
    graph = graph_of("claimreview", readings)
    claims = {f.id for f in sample.figures() if f.indicator}
    found = findings(Linked(readings))
    assert found
    reviews = set(graph.subjects(RDF.type, SDO.ClaimReview))
    assert reviews == {URIRef(f"urn:servanda:finding:{f.id}") for f in found}
    assert claims <= {str(o) for o in graph.objects(None, SDO.identifier)}
    for finding in found:
        review = URIRef(f"urn:servanda:finding:{finding.id}")
        assert str(graph.value(review, SDO.reviewBody)) == finding.message
        rests = {str(graph.value(review, SDO.itemReviewed)), *map(str, graph.objects(review, SDO.isBasedOn))}
        assert rests == {f"urn:servanda:record:{key}" for key in finding.records}


def test_a_rating_lies_between_its_ends_and_has_words(sample: servanda.Ledger) -> None:
    graph = graph_of("claimreview", list(sample.store.readings()))
    ratings = list(graph.objects(None, SDO.reviewRating))
    assert ratings
    for rating in ratings:
        low, value, high = (
            int(str(graph.value(rating, p))) for p in (SDO.worstRating, SDO.ratingValue, SDO.bestRating)
        )
        assert low <= value <= high
        assert graph.value(rating, SDO.alternateName)
