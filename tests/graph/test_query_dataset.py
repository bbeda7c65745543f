"""The dataset of a query, on both engines: an RDF merge of default graphs, groups of graphs, names read exactly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import rdflib
import rdflib.plugins.sparql as rdflib_sparql
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.graph.graph_groups import GROUPS
from treatygraph.graph.query_dataset import clause_of, require_graphs, select
from treatygraph.graph.querying import run
from treatygraph.graph.stores.reserved import NOTHING, RECORD
from treatygraph.graph.terms import ID, RDF_TYPE, tg

# rdflib's own evaluation uses names that rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

EX = "http://example.org/"
S, P, VALUE, G, H, THIRD = (NamedNode(EX + each) for each in ("s", "p", "o", "g", "h", "i"))
DATASET = Dataset(
    (
        Quad(S, P, VALUE, G),
        Quad(S, P, VALUE, H),
        Quad(S, P, VALUE, THIRD),
        Quad(VALUE, P, Literal("x"), H),
        Quad(S, P, Literal("only here"), THIRD),
        Quad(G, RDF_TYPE, tg("PassageGraph"), THIRD),
        Quad(H, RDF_TYPE, tg("PassageGraph"), THIRD),
    )
)
STATED = f"{GROUPS}stated"


def asking(clause: str, pattern: str = "?s ?p ?o", columns: str = "*") -> str:
    return f"SELECT {columns} {clause} WHERE {{ {pattern} }}"


@pytest.fixture(scope="module")
def in_rdflib() -> Iterator[rdflib.Dataset]:
    """The same quads in rdflib, told to look for graphs here and never on the network."""
    former = rdflib_sparql.SPARQL_LOAD_GRAPHS
    rdflib_sparql.SPARQL_LOAD_GRAPHS = False
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=(serialize(DATASET.quads, format=RdfFormat.N_QUADS) or b"").decode(), format="nquads")
    yield dataset
    rdflib_sparql.SPARQL_LOAD_GRAPHS = former


@pytest.mark.parametrize(
    ("clause", "pattern", "count"),
    [
        ("FROM <http://example.org/g>", "?s ?p ?o", 1),
        ("FROM <http://example.org/g> FROM <http://example.org/h>", "?s ?p ?o", 2),
        ("FROM <http://example.org/g> FROM <http://example.org/g>", "?s ?p ?o", 1),
        ("FROM <http://example.org/g> FROM <http://example.org/h> FROM <http://example.org/i>", "?s ?p ?o", 5),
        ("FROM <http://example.org/g> FROM <http://example.org/h>", "GRAPH ?g { ?s ?p ?o }", 0),
        (
            "FROM <http://example.org/g> FROM <http://example.org/h> FROM NAMED <http://example.org/i>",
            "?s ?p ?o . GRAPH ?g { ?s ?p ?o }",
            1,
        ),
        ("FROM <http://example.org/nobody>", "?s ?p ?o", 0),
    ],
)
def test_default_graphs_are_merged_and_no_triple_counts_twice(
    in_rdflib: rdflib.Dataset, clause: str, pattern: str, count: int
) -> None:
    text = asking(clause, pattern, "(COUNT(*) AS ?n)")
    assert run(DATASET, text).rows[0][0] == Literal(count)
    rows = list(in_rdflib.query(text))
    assert isinstance(rows[0], rdflib.query.ResultRow)
    assert int(rows[0].n) == count


@pytest.mark.parametrize("form", ["ASK", "CONSTRUCT { ?s ?p ?o }", "DESCRIBE ?s", "SELECT ?s"])
def test_each_form_of_query_has_the_clause(form: str) -> None:
    result = run(DATASET, f"{form} FROM <{EX}g> FROM <{EX}h> WHERE {{ ?s ?p ?o }}")
    assert result.boolean or len(result) == 2


def test_the_caller_replaces_the_clause_of_the_query_and_is_merged_too() -> None:
    text = asking(f"FROM <{EX}i>")
    assert len(run(DATASET, text, default_graphs=[G.value, H.value])) == 2
    assert len(run(DATASET, text, default_graphs=[STATED])) == 2
    assert len(run(DATASET, text, named_graphs=[THIRD.value])) == 0


@pytest.mark.parametrize(
    ("text", "default", "named"),
    [
        ("PREFIX g: <http://example.org/> ASK FROM g:g {}", ["g"], []),
        ("PREFIX : <http://example.org/> ASK FROM :g FROM NAMED :h {}", ["g"], ["h"]),
        ("BASE <http://example.org/a/> ASK FROM <../g> FROM NAMED <../h> {}", ["g"], ["h"]),
        ("BASE <http://example.org/a/> PREFIX g: <../> ASK FROM g:g {}", ["g"], []),
        ("ask from <http://example.org/g> from named <http://example.org/h> {}", ["g"], ["h"]),
        ("# FROM <http://example.org/h>\nASK FROM <http://example.org/g> { ?s ?p 'FROM' }", ["g"], []),
    ],
)
def test_names_are_read_as_the_engine_reads_them(text: str, default: list[str], named: list[str]) -> None:
    assert clause_of(text) == (tuple(EX + each for each in default), tuple(EX + each for each in named))


@pytest.mark.parametrize(
    "text",
    [
        "ASK {}",
        "SELECT ?from { ?from ?p 'FROM <http://example.org/g>' }",
        "PREFIX from: <http://example.org/> ASK { from:a from:b from:c }",
        "ASK FROM g:g {}",
        "ASK FROM",
        "ASK FROM ?g {}",
    ],
)
def test_what_is_no_clause_or_cannot_be_read_is_left_to_the_engine(text: str) -> None:
    assert clause_of(text) is None


def test_a_group_stands_for_its_members() -> None:
    chosen = select(DATASET, f"ASK FROM <{STATED}> FROM NAMED <{STATED}> {{}}")
    assert chosen.named_graphs == [G, H]
    assert len(run(DATASET, asking(f"FROM <{STATED}>"))) == 2
    assert len(run(DATASET, asking(f"FROM NAMED <{STATED}>", "GRAPH ?g { ?s ?p ?o }"))) == 3
    assert len(run(DATASET, asking(f"FROM <{STATED}> FROM <{EX}i>"))) == 5


@pytest.mark.parametrize(
    ("prologue", "name"),
    [("", f"<{STATED}>"), (f"PREFIX gs: <{GROUPS}> ", "gs:stated"), (f"BASE <{GROUPS}> ", "<stated>")],
)
@pytest.mark.parametrize("clause", ["", f"FROM NAMED <{STATED}>"])
def test_no_graph_has_the_name_of_a_group(prologue: str, name: str, clause: str) -> None:
    start = f"{prologue}SELECT * {clause}\nWHERE {{ GRAPH "
    with pytest.raises(QueryError) as caught:
        run(DATASET, f"{start}{name} {{ ?s ?p ?o }} }}")
    assert str(caught.value) == (
        f"line 2, column 15: <{STATED}> is a group of graphs, no graph. "
        f"Write FROM NAMED <{STATED}> before WHERE, and GRAPH ?g."
    )


def test_a_group_may_be_a_value_and_what_is_no_group_is_an_empty_graph() -> None:
    for pattern in (f"GRAPH ?g {{ ?s ?p <{STATED}> }}", f"GRAPH <{GROUPS}voice/nobody> {{ ?s ?p ?o }}"):
        assert len(run(DATASET, asking("", pattern))) == 0


def test_merges_are_kept_but_not_for_ever() -> None:
    dataset = Dataset(DATASET.quads)
    first = select(dataset, f"ASK FROM <{STATED}> {{}}").store
    assert select(dataset, f"ASK FROM <{EX}h> FROM <{EX}g> {{}}").store is first
    for number in range(8):
        select(dataset, f"ASK FROM <{EX}g> FROM <{EX}{number}> {{}}")
    assert select(dataset, f"ASK FROM <{STATED}> {{}}").store is not first


def test_a_graph_that_does_not_exist_is_refused_with_those_that_are_near() -> None:
    require_graphs(DATASET, [G.value, STATED, NOTHING, RECORD])
    with pytest.raises(QueryError, match=rf"no graph <{GROUPS}state>.*<{GROUPS}stated>"):
        require_graphs(DATASET, [f"{GROUPS}state"])
    with pytest.raises(QueryError, match="no IRI"):
        require_graphs(DATASET, ["a b"])
    with pytest.raises(QueryError, match=ID):
        require_graphs(DATASET, [ID])
