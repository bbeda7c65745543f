"""The three passes see what one run over everything would not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from tests.examples import examples
from treatygraph.graph.builder import build
from treatygraph.graph.checking.shacl import check_shapes, passes
from treatygraph.graph.closure import ontology_quads
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.terms import GRAPH, ID, OA, ORG, OWL, PROV, PROVENANCE_GRAPH, RDF_TYPE, RDFS, SCHEMA, TG, XSD

Read = Callable[[str], Dataset]
Write = Callable[..., Path]

SECOND_GRAPH = """
graph:provenance {
  g:p02 a tg:ReferenceGraph ; tg:voice :gazette ; tg:locator "p. 2" ;
    prov:hadPrimarySource <https://w3id.org/treatygraph/id/source/gazette> .
}
"""


def codes(dataset: Dataset) -> set[tuple[str, str]]:
    return {(finding.code, finding.focus.removeprefix(ID)) for finding in check_shapes(dataset)}


def test_the_graph_that_is_shipped_is_clean() -> None:
    assert list(check_shapes(load())) == []


def test_what_the_build_derives_is_clean(built: Dataset) -> None:
    assert list(check_shapes(built)) == []


def test_one_graph_does_not_hide_the_gap_of_another(base: Path, write: Write) -> None:
    more = SECOND_GRAPH + "g:p02 { :signature-of-accord a tg:Signature ; tg:realisation c:occurred . }"
    dataset = load([base, write(more)])
    [finding] = check_shapes(dataset)
    assert (finding.code, finding.focus) == ("TG235", ID + "signature-of-accord")
    assert finding.graph == GRAPH + "gazette/p02"


def test_two_graphs_may_each_say_what_one_graph_may_say_once(base: Path, write: Write) -> None:
    planned = "a tg:Signature ; tg:realisation c:planned ; tg:when t:2001-05-10"
    assert codes(load([base, write(SECOND_GRAPH + f"g:p02 {{ :signature-of-accord {planned} . }}")])) == set()
    assert codes(load([base, write(f"g:p01 {{ :signature-of-accord {planned} . }}")])) == {
        ("TG233", "signature-of-accord")
    }


def test_what_is_said_about_a_graph_counts_in_the_provenance_graph_alone(base: Path, write: Write) -> None:
    elsewhere = SECOND_GRAPH.replace(" ; tg:voice :gazette", "") + "g:p02 { g:p02 tg:voice :gazette . }"
    assert codes(load([base, write(elsewhere)])) == {("TG402", "graph/gazette/p02")}


def test_a_derived_graph_describes_itself(base: Path, write: Write) -> None:
    status = "graph:status { graph:status a tg:StatusGraph ; prov:wasDerivedFrom g:p01 . }"
    assert codes(load([base, write(status)])) == set()
    assert codes(load([base, write(status.replace(" ; prov:wasDerivedFrom g:p01", ""))])) == {("TG420", "graph/status")}


def test_the_closure_does_not_mend_what_was_curated(base: Path, write: Write) -> None:
    dataset = build(load([base]), check=False, status=False)
    assert "inferred" in dataset.counts()
    assert codes(dataset) == set()


def test_a_text_in_the_place_of_a_thing_is_told_at_what_has_it(read: Read, base: Path, write: Write) -> None:
    dataset = load([base, write('g:p01 { :promise tg:debtor "Arcadia" . }')])
    [finding] = [each for each in check_shapes(dataset) if each.code == "TG206"]
    assert (finding.focus, finding.value) == (ID + "promise", '"Arcadia"')


def test_a_day_that_does_not_exist_is_found_without_noise(
    base: Path, write: Write, capfd: pytest.CaptureFixture[str]
) -> None:
    dataset = load([base, write('g:p01 { t:2001-05-10 tg:notBefore "2001-02-30"^^xsd:date . }')])
    assert "TG433" in {code for code, _ in codes(dataset)}
    assert capfd.readouterr() == ("", "")


def test_a_string_with_its_datatype_is_a_string(base: Path, write: Write) -> None:
    """A store gives every plain string the datatype xsd:string, rdflib takes it for another literal."""
    text = 'g:p01 { t:a-day a tg:FuzzyTime ; tg:edtf "2001"^^xsd:string ; tg:notBefore "2001-01-01"^^xsd:date . }'
    assert codes(load([base, write(text)])) == set()


def test_the_passes_look_at_what_they_say(base: Path) -> None:
    each_graph, provenance, union = passes(load([base]))
    assert [each.name for each in (each_graph, provenance, union)] == ["graph", "provenance", "union"]
    assert provenance.graph == PROVENANCE_GRAPH
    assert all(ID not in str(triple.subject) or "urn:x-treatygraph" in str(triple) for triple in each_graph.triples)
    assert {origin.graph for origin in each_graph.origins.values()} == {GRAPH + "gazette/p01", GRAPH + "labels"}
    assert len(union.triples) == len({quad.triple for quad in load([base]).quads})


def test_a_graph_without_treatygraph_terms_has_nothing_to_find(read: Read) -> None:
    dataset = read("<https://example.org/a> <https://example.org/p> 1 .")
    assert list(check_shapes(dataset)) == []


TERMS = sorted({quad.subject.value for quad in ontology_quads() if quad.subject.value.startswith(TG)})
OTHERS = [
    OA + "start",
    OA + "end",
    ORG + "member",
    OWL + "sameAs",
    PROV + "wasDerivedFrom",
    RDFS + "label",
    SCHEMA + "sha256",
]
THINGS = st.sampled_from([*(NamedNode(ID + name) for name in "abc"), BlankNode("x"), BlankNode("y")])
LITERALS = st.builds(
    lambda text, datatype: Literal(text, datatype=NamedNode(XSD + datatype)),
    st.sampled_from(["", "2001-05-10", "2001-02-30", "2001-05-10Z", "-0001-01-01", "1", "one", "1e400", "true"]),
    st.sampled_from(["date", "gYear", "dateTime", "integer", "decimal", "double", "boolean", "string", "anyURI", "no"]),
)
PREDICATES = st.sampled_from(
    [NamedNode(term) for term in [*(each for each in TERMS if each[len(TG)].islower()), *OTHERS]]
)
CLASSES = st.sampled_from([NamedNode(term) for term in TERMS if term[len(TG)].isupper()])
GRAPHS = st.sampled_from([NamedNode(PROVENANCE_GRAPH), NamedNode(ID + "a"), NamedNode(GRAPH + "b"), BlankNode("g")])
QUADS = st.one_of(
    st.builds(Quad, THINGS, st.just(RDF_TYPE), CLASSES, GRAPHS),
    st.builds(Quad, THINGS, PREDICATES, st.one_of(THINGS, LITERALS), GRAPHS),
)


@examples(40)
@given(st.lists(QUADS, max_size=40))
def test_whatever_is_written_gets_findings_and_no_error(quads: list[Quad]) -> None:
    for finding in check_shapes(Dataset(tuple(dict.fromkeys(quads)))):
        assert not finding.focus.startswith("urn:x-treatygraph")
