"""Whatever is looked up in a dataset is found in every kind of store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.graph.graph_groups import GROUPS
from treatygraph.graph.names import resolve
from treatygraph.graph.querying import run
from treatygraph.graph.stores import interface, limits
from treatygraph.graph.stores.disk import Disk
from treatygraph.graph.stores.failures import StoreError
from treatygraph.graph.stores.folder import write_store
from treatygraph.graph.stores.interface import AnswersItself
from treatygraph.graph.stores.push import push, writer_to
from treatygraph.graph.stores.remote import Remote
from treatygraph.graph.terms import GRAPH, ID, PROVENANCE_GRAPH, RDF_TYPE, tg

from .conftest import SERVERS
from .servers import ACCOUNT, Server

PREFIX = f"PREFIX g: <{GRAPH}>\nPREFIX gs: <{GROUPS}>\n"


@pytest.fixture(scope="module", params=["disk", *SERVERS])
def store(
    request: pytest.FixtureRequest, curated: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dataset]:
    """The dataset in each kind of store."""
    if request.param == "disk":
        folder = tmp_path_factory.mktemp("disk")
        write_store(curated, folder)
        yield Disk(folder)
        return
    server: Server = request.getfixturevalue(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TREATYGRAPH_PUSH_USER", ACCOUNT[0])
        patch.setenv("TREATYGRAPH_PUSH_PASSWORD", ACCOUNT[1])
        push(curated, writer_to(server.store))
        yield Remote(server.query)


def test_the_whole(store: Dataset, curated: Dataset) -> None:
    assert store.digest == curated.digest
    assert store.graph_names == curated.graph_names
    assert store.counts() == curated.counts()
    assert store.iris == curated.iris
    assert len(store.quads) == len(curated.quads)
    assert {name: store.kind_of(name) for name in store.graph_names} == {
        name: curated.kind_of(name) for name in curated.graph_names
    }


def test_one_thing(store: Dataset, curated: Dataset) -> None:
    japan = resolve(store, "japan", tg("State"))
    assert japan == resolve(curated, "japan", tg("State"))
    assert set(store.about(japan)) == set(curated.about(japan))
    assert set(store.mentioning(japan)) == set(curated.mentioning(japan))
    assert set(store.objects(japan, RDF_TYPE)) == set(curated.objects(japan, RDF_TYPE))
    assert set(store.subjects(RDF_TYPE, tg("State"))) == set(curated.subjects(RDF_TYPE, tg("State")))
    triple = curated.about(japan)[0].triple
    assert set(store.graphs_of(triple)) == set(curated.graphs_of(triple))
    provenance = NamedNode(PROVENANCE_GRAPH)
    assert set(store.graph(provenance)) == set(curated.graph(provenance))
    nobody = NamedNode("https://example.org/nobody")
    assert (store.about(nobody), store.graph(nobody), store.objects(Literal("x"), RDF_TYPE)) == ((), (), ())


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) FROM g:provenance { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) FROM g:provenance { GRAPH ?g { ?s ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) FROM NAMED g:provenance { GRAPH ?g { ?s ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) FROM NAMED g:provenance { ?s ?p ?o }",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) FROM gs:stated { ?s ?p ?o }",
        f"DESCRIBE <{ID}japan>",
        f"CONSTRUCT WHERE {{ <{ID}japan> ?p ?o }}",
        f"ASK {{ <{ID}japan> ?p ?o }}",
        f"ASK {{ <{ID}nobody> ?p ?o }}",
    ],
)
def test_queries_see_what_they_see_in_memory(text: str, store: Dataset, curated: Dataset) -> None:
    expected, found = run(curated, PREFIX + text), run(store, PREFIX + text)
    assert (expected.form, expected.rows, expected.boolean) == (found.form, found.rows, found.boolean)
    assert set(expected.triples) == set(found.triples)


def test_what_is_wrong_with_a_query_is_told_with_its_place(store: Dataset) -> None:
    with pytest.raises(QueryError) as raised:
        run(store, "SELECT * {\n  ?s ?p }")
    assert raised.value.line == 2
    with pytest.raises(QueryError, match="SERVICE is refused"):
        run(store, "SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }")


def test_what_is_too_large_is_not_read_into_memory(store: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_IN_MEMORY", 10)
    fresh = Remote(store.place) if isinstance(store, Remote) else store
    if "quads" in vars(fresh):
        del vars(fresh)["quads"]
    with pytest.raises(StoreError, match=r"^These are 1,\d+ statements, more than the 10 that"):
        len(fresh.quads)


def test_only_servers_answer_themselves(store: Dataset, curated: Dataset) -> None:
    assert isinstance(store, AnswersItself) is isinstance(store, Remote)
    assert not isinstance(curated, AnswersItself)
    assert isinstance(store, interface.Held) is True


def test_a_server_that_was_filled_by_others_is_asked_as_it_is(oxigraph: Server) -> None:
    push(Dataset(()), writer_to(oxigraph.store))
    for graph in list(Remote(oxigraph.query).record.graphs):
        writer_to(oxigraph.store).drop(graph)
    writer_to(oxigraph.store).drop(f"{ID}pushed/record")
    lines = [b'<https://example.org/a> <https://example.org/p> "x" .\n']
    writer_to(oxigraph.store).replace("https://example.org/g", lines)
    found = Remote(oxigraph.query)
    assert found.is_complete
    assert found.graph_names == (NamedNode("https://example.org/g"),)
    assert len(run(found, "SELECT * { GRAPH ?g { ?s ?p ?o } }")) == 1
    assert found.counts() == {"other": 1}


def test_blank_nodes_and_the_default_graph_come_back(oxigraph: Server) -> None:
    node = NamedNode("https://example.org/p")
    graph = BlankNode("graph")
    dataset = Dataset(
        (
            Quad(BlankNode("a"), node, BlankNode("x"), graph),
            Quad(BlankNode("x"), node, Literal("1"), DefaultGraph()),
        )
    )
    push(dataset, writer_to(oxigraph.store))
    found = Remote(oxigraph.query)
    assert set(found.quads) == set(dataset.quads)
    assert found.graph_names == dataset.graph_names
    assert run(found, "SELECT ?x { ?x ?p '1' }").rows == ((BlankNode("x"),),)


def test_a_server_that_hands_out_too_few_rows_is_told(virtuoso: Server) -> None:
    with pytest.raises(StoreError, match=r"hands out 5,000 rows at most"):
        run(Remote(virtuoso.query), "SELECT * { ?s ?p ?o . ?t ?q ?r } LIMIT 6000")
