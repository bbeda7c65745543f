"""Running queries: the union as default graph, nothing fetched, every failure an error that says where and why."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Triple

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError, UnknownNameError
from treatygraph.graph.loader import read_quads
from treatygraph.graph.querying import Result, prepare, query, require_safe, run
from treatygraph.graph.stored_queries import stored_queries

S, P, VALUE, G, H = (NamedNode(f"http://example.org/{each}") for each in "spogh")
DATASET = Dataset((Quad(S, P, VALUE, G), Quad(S, P, VALUE, H), Quad(S, P, VALUE), Quad(VALUE, P, Literal("x"), H)))


def error_of(text: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        run(DATASET, text)
    return caught.value


def test_select_gives_variables_and_rows() -> None:
    result = run(DATASET, "SELECT ?o ?none { <http://example.org/s> ?p ?o }")
    assert result == Result("select", ("o", "none"), ((VALUE, None),))
    assert list(result.bindings()) == [{"o": VALUE}]
    assert len(result) == 1


def test_no_more_rows_are_taken_than_are_wanted() -> None:
    whole = run(DATASET, "SELECT ?s { ?s ?p ?o }").rows
    assert [len(run(DATASET, "SELECT ?s { ?s ?p ?o }", most_rows=number).rows) for number in (0, 1, 9)] == [0, 1, 2]
    assert run(DATASET, "SELECT ?s { ?s ?p ?o }", most_rows=1).rows == whole[:1]


@pytest.mark.parametrize(("text", "answer"), [("ASK { ?s ?p ?o }", True), ("ASK { ?s ?s ?s }", False)])
def test_ask_gives_true_or_false(text: str, answer: bool) -> None:
    assert run(DATASET, text) == Result("ask", boolean=answer)
    assert len(run(DATASET, text)) == 1


def test_construct_gives_each_triple_once() -> None:
    text = "CONSTRUCT { ?s ?p 1 } { GRAPH ?g { ?s ?p ?o } }"
    assert set(run(DATASET, text).triples) == {Triple(S, P, Literal(1)), Triple(VALUE, P, Literal(1))}
    assert len(run(DATASET, text)) == 2


def test_describe_gives_a_graph() -> None:
    assert run(DATASET, "DESCRIBE <http://example.org/s>") == Result("graph", triples=(Triple(S, P, VALUE),))


def test_the_default_graph_is_the_union_and_has_each_triple_once() -> None:
    assert run(DATASET, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows == ((Literal(2),),)


def test_graph_gives_the_named_graphs_alone() -> None:
    rows = run(DATASET, "SELECT ?g { GRAPH ?g { <http://example.org/s> ?p ?o } } ORDER BY ?g").rows
    assert rows == ((G,), (H,))


@pytest.mark.parametrize(
    ("clause", "pattern", "count"),
    [
        ("FROM <http://example.org/g>", "?s ?p ?o", 1),
        ("FROM <http://example.org/g> FROM <http://example.org/h>", "?s ?p ?o", 2),
        ("FROM <http://example.org/g>", "GRAPH ?g { ?s ?p ?o }", 0),
        ("FROM NAMED <http://example.org/h>", "GRAPH ?g { ?s ?p ?o }", 2),
        ("FROM <http://127.0.0.1:9/unknown>", "?s ?p ?o", 0),
    ],
)
def test_from_chooses_among_our_graphs_and_fetches_nothing(clause: str, pattern: str, count: int) -> None:
    assert len(run(DATASET, f"SELECT DISTINCT * {clause} {{ {pattern} }}")) == count


def test_a_dataset_of_the_caller_replaces_that_of_the_query() -> None:
    text = "SELECT * FROM <http://example.org/h> { ?s ?p ?o }"
    assert len(run(DATASET, text, default_graphs=[G.value])) == 1
    assert len(run(DATASET, "SELECT * { GRAPH ?g { ?s ?p ?o } }", named_graphs=[G.value])) == 1
    assert len(run(DATASET, "SELECT * { ?s ?p ?o }", named_graphs=[G.value])) == 0
    with pytest.raises(QueryError, match="no IRI"):
        run(DATASET, text, default_graphs=["a b"])


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("SELECT * { ?s ?p ?o", 1, 20, "ends too early"),
        ("", 1, 1, "ends too early"),
        ("SELECT * {\n ?s ?p ?o ?o }", 2, 11, "Unexpected '?o'"),
        ("SELECT * {\n ?s ?p ?o . foo }", 2, 13, "no word 'foo'"),
        ("SELEC * { }", 1, 1, "Did you mean SELECT"),
        ("ASK { ?s foo:p ?o }", 1, 10, "prefix 'foo:' is not declared"),
        ("SELECT * { ?s <urn:x", 1, 15, "The IRI that begins here has no end"),
        ("ASK { ?s <http://example.org/a b> ?o }", 1, 10, "The IRI that begins here has no end, or a sign that no IRI"),
        ("ASK { ?s ?p ?o FILTER(?o <foo:x) }", 1, 26, "The IRI that begins here"),
        ("PREFIX foo: <urn:> ASK { ?s ?p ?o FILTER(?o <foo:x }", 1, 52, "Unexpected '}'"),
        ("ASK { ?s tg:p ?o }", 1, 10, "Add PREFIX tg: <https://w3id.org/treatygraph/ns#>"),
        ("ASK { ?s <p> ?o }", 1, 10, "The IRI <p> is relative"),
        ("ASK {\n?s ?p 'a }", 2, 7, "has no end"),
        ("SELECT ?x { ?x ?p ?y } GROUP ?x", 1, 30, "Unexpected '?x'"),
        ("ASK { FILTER (?x > ) }", 1, 20, "Unexpected ')'"),
        ("ASK { ?s ?p ?o } }", 1, 18, "Unexpected '}'"),
        ("SELECT (FOO(1) AS ?x) {}", 1, 9, "no word 'FOO'"),
        ("SELECT (?x AS ?x) { ?x ?p ?y }", 1, 15, "?x has a value already"),
        ("SELECT ?z (COUNT(*) AS ?n) { ?x ?p ?z }", 1, 8, "?z is neither grouped nor in an aggregate"),
        ("PREFIX é: <http://e/> ASK { é:s ?p 'é' . ) }", 1, 42, "Unexpected ')'"),
    ],
)
def test_syntax_errors_say_where_and_why(text: str, line: int, column: int, message: str) -> None:
    error = error_of(text)
    assert (error.line, error.column) == (line, column)
    assert message in str(error)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "PREFIX a: <http://e/> DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/>",
        "CLEAR ALL",
        "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(text: str) -> None:
    assert "This is an update" in str(error_of(text))


def test_an_unknown_function_is_an_error_of_the_query() -> None:
    assert "no function <http://example.org/f>" in str(error_of("SELECT (<http://example.org/f>(1) AS ?x) {}"))
    assert "no function <urn:service>" in str(error_of("SELECT (<urn:service>(1) AS ?x) {}"))


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A socket of this machine that a query could call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <URL> { ?s ?p ?o } }",
        "ASK { service SILENT <URL> { ?s ?p ?o } }",
        "ASK { ?s ?p ?o . sErViCe<URL>{} }",
        "PREFIX p: <URL> ASK { SERVICE p: { } }",
        "SELECT * { VALUES ?u { <URL> } SERVICE ?u { } }",
        "ASK { BIND(1 AS ?a) FILTER(?a<'>') SERVICE SILENT <URL> {?s ?p ?o} FILTER(?a<'>'||'a'='a') }",
        "ASK { BIND(1 AS ?a) FILTER(?a<?a#>\n) SERVICE SILENT <URL> {} }",
        "ASK { FILTER EXISTS { # <\n SERVICE SILENT <URL> {} } }",
        "ASK { SERVICE SILENT <URL> {} } x",
        "ASK { ?s ?p ?o } VALUES ?x { } # SERVICE\n SERVICE <URL> {}",
        "CONSTRUCT { ?s ?p ?o } WHERE { { SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } } } }",
    ],
)
def test_no_query_calls_another_endpoint(text: str, listening: socket.socket) -> None:
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"
    with pytest.raises(QueryError):
        run(DATASET, text.replace("URL", url))
    with pytest.raises(BlockingIOError):
        listening.accept()


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p 'SERVICE <http://e/> {}' } # SERVICE <http://e/> {}",
        "PREFIX service: <http://SERVICE/> ASK { ?s service:x ?service }",
        "ASK { ?s <http://example.org/#SERVICE> '''a\nSERVICE''' }",
        "SELECT ?service { BIND('service' AS ?service) }",
    ],
)
def test_the_word_service_elsewhere_is_no_call(text: str) -> None:
    assert run(DATASET, text).form in ("ask", "select")


def test_service_is_placed() -> None:
    error = error_of("ASK {\n  SERVICE <http://127.0.0.1:9/> {} }")
    assert (error.line, error.column) == (2, 3)
    assert "SERVICE is refused" in str(error)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 20000 + "}" * 20000,
        "SELECT (" + "(" * 20000 + "1" + ")" * 20000 + " AS ?x) {}",
        "SELECT (" + "!" * 20000 + "1 AS ?x) {}",
        "ASK { " + "MINUS { ?s ?p ?o } " * 4000 + "}",
    ],
    ids=["groups", "parentheses", "signs", "clauses"],
)
def test_what_would_end_the_process_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match=r"nests deeper|operators"):
        run(DATASET, text)


def test_what_people_write_is_not_too_deep() -> None:
    assert run(DATASET, "SELECT * " + "{" * 90 + "}" * 90).form == "select"
    assert run(DATASET, "SELECT (1" + " + 1" * 400 + " AS ?x) {}").rows == ((Literal(401),),)


@given(
    st.lists(
        st.sampled_from(["SELECT", "ASK", "{", "}", "?s", "?p", "'a'", ".", "FILTER", "(", ")", "<", "a:b", "#", "\\"])
    )
)
def test_any_text_gives_an_answer_or_an_error_with_a_place(words: list[str]) -> None:
    assert outcome(" ".join(words)) is not None


def outcome(text: str) -> object:
    """The form of the answer, or the line of the error."""
    try:
        return run(DATASET, text).form
    except QueryError as error:
        return error.line


def test_values_are_bound_by_the_name_of_their_parameter() -> None:
    text = "SELECT ?g { GRAPH ?g { ?_thing_iri ?p ?o } } ORDER BY ?g"
    assert run(DATASET, text, {"thing": S}).rows == ((G,), (H,))
    assert prepare(DATASET, text, {"thing": "urn:a:b"}) == text.replace("?_thing_iri", "<urn:a:b>")


def test_a_missing_value_is_listed() -> None:
    with pytest.raises(QueryError, match=r"thing: an IRI"):
        run(DATASET, "ASK { ?_thing_iri ?p ?o }")


def test_a_value_cannot_change_the_query() -> None:
    text = "SELECT * { ?s ?p ?o FILTER (STR(?o) = ?_text_string) }"
    assert run(DATASET, text, {"text": '" || true) } #'}).rows == ()
    assert len(run(DATASET, text, {"text": "x"})) == 1


def test_a_stored_query_is_asked_by_its_name(second_article: Dataset) -> None:
    result = query(second_article, "provision-of-a-promise", {"commitment": "return-of-port-alder"})
    assert [row["number"].value for row in result.bindings()] == ["4"]
    with pytest.raises(UnknownNameError):
        query(second_article, "provision-of-promise")


def test_a_text_is_asked_as_it_is(second_article: Dataset) -> None:
    assert query(second_article, "ASK { ?s ?p ?o }").boolean


@pytest.mark.parametrize("name", list(stored_queries()))
def test_stored_queries_are_safe(name: str) -> None:
    require_safe(stored_queries()[name].text)


def test_a_panic_of_the_engine_is_an_error_of_the_query() -> None:
    class PanicException(BaseException):
        """What pyo3 raises; its class cannot be imported."""

    class Panicking(Dataset):
        @property
        def store(self) -> object:
            raise PanicException("index out of bounds")

    with pytest.raises(QueryError, match="engine gave up"):
        run(Panicking(()), "ASK {}")


def test_an_interruption_is_not_taken_for_a_panic() -> None:
    class Interrupted(Dataset):
        @property
        def store(self) -> object:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(Interrupted(()), "ASK {}")


@pytest.fixture(scope="module")
def second_article() -> Dataset:
    """A graph about other things."""
    folder = Path(__file__).parent.parent / "second_article"
    return Dataset(read_quads(folder / "nna-2024-05-14.trig"))


def test_queries_need_no_heavy_library() -> None:
    code = (
        "import sys, treatygraph.graph.commands.query\n"
        "heavy = {'rdflib', 'pyshacl', 'owlrl', 'networkx', 'flask'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
