"""Clients that know nothing of this server: SPARQLWrapper, and rdflib's store over a remote endpoint."""

from __future__ import annotations

import pytest
from rdflib import RDF, Dataset, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from .conftest import Wire

# Both libraries use names that rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

ID, TG = "https://w3id.org/treatygraph/id/", "https://w3id.org/treatygraph/ns#"
SELECT = f"SELECT ?s WHERE {{ ?s a <{TG}State> }} ORDER BY ?s"
STATES = [f"{ID}arcadia", f"{ID}lutha"]


@pytest.fixture
def wrapper(client: Wire) -> SPARQLWrapper:
    made = SPARQLWrapper(f"{client.url}/sparql")
    made.setQuery(SELECT)
    return made


@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_reads_rows(wrapper: SPARQLWrapper, form: str) -> None:
    wrapper.setReturnFormat(form)
    answer = wrapper.queryAndConvert()
    if form == JSON:
        assert [row["s"]["value"] for row in answer["results"]["bindings"]] == STATES
    elif form == XML:
        assert [node.firstChild.data for node in answer.getElementsByTagName("uri")] == STATES
    else:
        assert [line.strip(b"<>").decode() for line in answer.split()[1:]] == STATES


@pytest.mark.parametrize("way", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper_posts(wrapper: SPARQLWrapper, way: str) -> None:
    wrapper.setMethod(POST)
    wrapper.setRequestMethod(way)
    wrapper.addDefaultGraph(f"{ID}graph/gazette-1901/p2")
    wrapper.setReturnFormat(JSON)
    assert [row["s"]["value"] for row in wrapper.queryAndConvert()["results"]["bindings"]] == STATES[1:]


@pytest.mark.parametrize("form", [TURTLE, RDFXML, JSONLD])
def test_sparqlwrapper_reads_graphs(wrapper: SPARQLWrapper, form: str) -> None:
    wrapper.setQuery(f"CONSTRUCT {{ ?s a <{TG}State> }} WHERE {{ ?s a <{TG}State> }}")
    wrapper.setReturnFormat(form)
    answer = wrapper.queryAndConvert()
    graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format=form)
    assert len(graph) == 2


def test_sparqlwrapper_tells_what_is_wrong(wrapper: SPARQLWrapper) -> None:
    wrapper.setQuery("SELECT * WHERE { ?s ?p }")
    with pytest.raises(QueryBadFormed, match="line 1, column 24"):
        wrapper.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_works_on_the_endpoint_as_on_a_graph_of_its_own(client: Wire, method: str) -> None:
    store = SPARQLStore(f"{client.url}/sparql", method=method, context_aware=False)
    graph = Graph(store)
    assert sorted(str(each) for each in graph.subjects(RDF.type, URIRef(f"{TG}State"))) == STATES
    assert {str(row[0]) for row in graph.query(SELECT)} == set(STATES)
    assert (URIRef(f"{ID}measure"), URIRef("https://example.org/false"), Literal(False)) in graph
    assert len(graph) > 40


def test_rdflib_reads_linked_data_by_following_an_iri(client: Wire) -> None:
    graph = Graph().parse(f"{client.url}/id/lutha", format="turtle")
    assert (URIRef(f"{ID}lutha"), RDF.type, URIRef(f"{TG}State")) in graph
    dataset = Dataset()
    dataset.parse(f"{client.url}/data/lutha.trig", format="trig")
    assert URIRef(f"{ID}graph/gazette-1901/p1") in {each.identifier for each in dataset.graphs()}
