"""Whatever is looked up in a dataset is found in every kind of store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.graph.graph_groups import GROUPS
from treatygraph.graph.names import resolve
from treatygraph.graph.querying import run
from treatygraph.graph.stores import copied, interface, limits
from treatygraph.graph.stores.connection import Connection, Reply
from treatygraph.graph.stores.copied import Copied, with_copy
from treatygraph.graph.stores.disk import Disk
from treatygraph.graph.stores.failures import StoreError
from treatygraph.graph.stores.folder import write_store
from treatygraph.graph.stores.interface import AnswersItself
from treatygraph.graph.stores.push import push, writer_to
from treatygraph.graph.stores.remote import Remote
from treatygraph.graph.stores.reserved import RECORD
from treatygraph.graph.terms import GRAPH, ID, PROVENANCE_GRAPH, RDF_TYPE, tg

from .conftest import SERVERS
from .servers import ACCOUNT, Server

PREFIX = f"PREFIX g: <{GRAPH}>\nPREFIX gs: <{GROUPS}>\n"


@pytest.fixture(scope="module", params=["disk", *SERVERS, *(f"{name}, copied" for name in SERVERS)])
def store(
    request: pytest.FixtureRequest, curated: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dataset]:
    """The dataset in each kind of store."""
    if request.param == "disk":
        folder = tmp_path_factory.mktemp("disk")
        write_store(curated, folder)
        yield Disk(folder)
        return
    name, _, is_copied = request.param.partition(", ")
    server: Server = request.getfixturevalue(name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TREATYGRAPH_PUSH_USER", ACCOUNT[0])
        patch.setenv("TREATYGRAPH_PUSH_PASSWORD", ACCOUNT[1])
        push(curated, writer_to(server.store))
        remote = Remote(server.query)
        yield with_copy(remote) if is_copied else remote


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


def test_a_copy_needs_few_requests(oxigraph: Server, curated: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    push(curated, writer_to(oxigraph.store))
    names = curated.graph_names
    assert len(names) > 20
    sent: list[str] = []
    send = Connection.send

    def note(self: Connection, method: str, **rest: Any) -> Reply:
        sent.append(rest["form"]["query"])
        return send(self, method, **rest)

    monkeypatch.setattr(Connection, "send", note)
    found = with_copy(Remote(oxigraph.query))
    assert isinstance(found, Copied)
    assert [len(found.graph(name)) for name in names] == [len(curated.graph(name)) for name in names]
    assert found.version == found.digest == curated.digest
    # The record, the sizes, and as many thousand statements at a time as servers hand out.
    assert len(sent) == 3
    for _ in range(2):
        assert run(found, f"{PREFIX}ASK FROM gs:stated {{ ?s ?p ?o }}").boolean
    # The queries, and once the kinds of graphs.
    assert len(sent) == 6


def test_what_is_large_or_not_ours_is_not_copied(
    oxigraph: Server, virtuoso: Server, account: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = NamedNode("https://example.org/p")
    large = Dataset(tuple(Quad(node, node, Literal(str(number)), node) for number in range(5001)))
    for server, kind in ((oxigraph, Copied), (virtuoso, Remote)):
        push(large, writer_to(server.store))
        # Virtuoso hands out too few rows for a graph of this size.
        assert type(with_copy(Remote(server.query))) is kind
    monkeypatch.setattr(copied, "MOST_COPIED", 5000)
    assert type(with_copy(Remote(oxigraph.query))) is Remote
    monkeypatch.setattr(copied, "MOST_COPIED", 5001)
    writer_to(oxigraph.store).drop(RECORD)
    assert type(with_copy(Remote(oxigraph.query))) is Remote
    writer_to(oxigraph.store).drop(node.value)
