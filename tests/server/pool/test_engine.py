from __future__ import annotations

import csv
import io
import json

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.server.pool import Cut, Limits, Task
from treatygraph.server.pool.engine import evaluate_task
from treatygraph.server.pool.errors import GaveUpError, TooLargeError, UnwritableError
from treatygraph.server.pool.local import LocalPool

ROWS = 50


@pytest.fixture(scope="module")
def pool() -> LocalPool:
    thing, number = NamedNode("urn:p"), NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    quads = [
        Quad(NamedNode(f"urn:s{each}"), thing, Literal(str(each), datatype=number), NamedNode("urn:g"))
        for each in range(ROWS)
    ]
    odd = [
        Quad(NamedNode("urn:odd"), NamedNode("urn:q"), Literal('},{"\n,"\r<result>'), NamedNode("urn:g")),
        Quad(NamedNode("urn:odd"), NamedNode("urn:bell"), Literal("\x07"), NamedNode("urn:g")),
    ]
    return LocalPool(Dataset((*quads, *odd)))


ALL = "SELECT ?s ?o { ?s <urn:p> ?o } ORDER BY ?o"


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_rows_are_written_whole_in_each_format(pool: LocalPool, name: str) -> None:
    answer = pool.ask(Task(ALL, solutions=name))
    assert (answer.form, answer.name, answer.cut) == ("select", name, None)
    body = answer.read()
    assert answer.length == len(body)
    assert body.count(b"urn:s") == ROWS
    assert body.endswith(b"\n")


@pytest.mark.parametrize(("name", "expected"), [("json", b'{"head":{},"boolean":false}\n'), ("csv", b"false\n")])
def test_false_is_an_answer(pool: LocalPool, name: str, expected: bytes) -> None:
    answer = pool.ask(Task("ASK { <urn:nobody> ?p ?o }", solutions=name))
    assert (answer.form, answer.read()) == ("ask", expected)


def test_a_graph_is_sorted_and_has_no_triple_twice(pool: LocalPool) -> None:
    answer = pool.ask(Task("CONSTRUCT { <urn:a> <urn:b> ?o } WHERE { ?s <urn:p> ?o }", triples="nt"))
    lines = answer.read().splitlines()
    assert lines == sorted(set(lines))
    assert (answer.form, answer.total) == ("graph", ROWS)


@pytest.mark.parametrize("limit", [1, ROWS - 1])
@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_too_many_rows_are_cut_off_and_it_is_told(pool: LocalPool, name: str, limit: int) -> None:
    answer = pool.ask(Task(ALL, solutions=name, max_rows=limit))
    assert answer.cut == Cut("max-rows", limit)
    body = answer.read()
    assert body.count(b"urn:s") == limit
    if name == "json":
        content = json.loads(body)
        assert content["truncated"] == {"limit": "max-rows", "value": limit}
        assert len(content["results"]["bindings"]) == limit


@pytest.mark.parametrize("limit", [ROWS, ROWS + 1])
@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_as_many_rows_as_allowed_are_not_cut(pool: LocalPool, name: str, limit: int) -> None:
    answer = pool.ask(Task(ALL, solutions=name, max_rows=limit))
    assert answer.cut is None
    assert b"truncated" not in answer.read()


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_what_only_looks_like_the_end_of_a_row_is_not_counted(pool: LocalPool, name: str) -> None:
    text = "SELECT ?o { <urn:odd> <urn:q> ?o }"
    answer = pool.ask(Task(text, solutions=name, max_rows=1))
    assert answer.cut is None
    body = answer.read().decode()
    if name == "json":
        assert json.loads(body)["results"]["bindings"][0]["o"]["value"] == '},{"\n,"\r<result>'
    if name == "csv":
        assert list(csv.reader(io.StringIO(body, newline="")))[1] == ['},{"\n,"\r<result>']
    if name == "xml":
        assert "&#13;" in body
        assert "\r" not in body


def test_a_limit_of_rows_is_none_for_true_and_false(pool: LocalPool) -> None:
    assert pool.ask(Task("ASK {}", max_rows=0)).read() == b'{"head":{},"boolean":true}\n'


def test_too_many_triples_are_cut_off(pool: LocalPool) -> None:
    answer = pool.ask(Task("CONSTRUCT { ?s ?p ?o } WHERE { ?s <urn:p> ?o . ?s ?p ?o }", triples="nt", max_rows=7))
    assert (answer.cut, answer.total) == (Cut("max-rows", 7), 7)
    assert len(list(parse(answer.read(), RdfFormat.N_TRIPLES))) == 7


@pytest.mark.parametrize("text", ["SELECT ?o { ?s <urn:p> ?o }", "CONSTRUCT { ?s <urn:p> ?o } WHERE { ?s <urn:p> ?o }"])
def test_of_the_first_rows_all_are_counted(pool: LocalPool, text: str) -> None:
    answer = pool.ask(Task(text, solutions="csv", triples="nt", first=3))
    assert (answer.total, answer.cut) == (ROWS, None)
    assert len(answer.read().split()) in {4, 3 * 4}


def test_rows_are_counted_no_further_than_the_limit(pool: LocalPool) -> None:
    answer = pool.ask(Task(ALL, solutions="csv", first=3, max_rows=10))
    assert (answer.total, answer.cut) == (10, Cut("max-rows", 10))
    assert len(answer.read().split()) == 4


@pytest.mark.parametrize("text", [ALL, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"])
def test_an_answer_with_too_many_bytes_is_an_error(pool: LocalPool, text: str) -> None:
    with pytest.raises(TooLargeError, match="longer than 100 bytes") as raised:
        pool.ask(Task(text, max_bytes=100))
    assert raised.value.limit == 100


class Full:
    """Takes nothing: there is no memory left."""

    def write(self, data: bytes, /) -> int:
        raise MemoryError

    def restart(self) -> None:
        """Forget nothing."""


def test_an_answer_for_which_the_memory_is_too_small_is_an_error() -> None:
    with pytest.raises(GaveUpError, match="The query needs more memory than it may have") as raised:
        evaluate_task(Dataset(()), Task("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"), Full())
    assert raised.value.repair == "Simplify it, or split it."


@pytest.mark.parametrize(("text", "form"), [(ALL, "select"), ("ASK {}", "ask"), ("DESCRIBE <urn:odd>", "graph")])
def test_an_answer_for_which_no_format_was_asked_is_an_error(pool: LocalPool, text: str, form: str) -> None:
    with pytest.raises(UnwritableError) as raised:
        pool.ask(Task(text, solutions=None, triples=None))
    assert raised.value.form == form


def test_what_xml_cannot_say_is_an_error(pool: LocalPool) -> None:
    text = "SELECT ?o { <urn:odd> <urn:bell> ?o }"
    with pytest.raises(UnwritableError, match="a character that XML does not have"):
        pool.ask(Task(text, solutions="xml"))
    assert json.loads(pool.ask(Task(text)).read())["results"]["bindings"][0]["o"]["value"] == "\x07"


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("SELECT * {\n  ?s ?p", "The query ends too early.", 2, 8),
        ("SELECT * { BIND(<urn:f>(1) AS ?x) }", "There is no function <urn:f>.", 1, 17),
        ("SELECT * {\n SERVICE <urn:s> {} }", "SERVICE is refused.", 2, 2),
        ("SELECT * { ?s a nothing:Here }", "The prefix 'nothing:' is not declared.", 1, 17),
        ("ASK " + "{" * 200 + "}" * 200, "The query nests deeper than 100.", 1, 105),
    ],
)
def test_a_mistake_is_told_with_its_place(pool: LocalPool, text: str, message: str, line: int, column: int) -> None:
    with pytest.raises(QueryError) as raised:
        pool.ask(Task(text))
    assert (raised.value.message, raised.value.line, raised.value.column) == (message, line, column)


def test_a_text_that_is_too_long_is_an_error(pool: LocalPool) -> None:
    with pytest.raises(QueryError, match="longer than 64 KiB"):
        pool.ask(Task("ASK {} #" + "é" * 33_000))


def test_a_graph_that_does_not_exist_is_an_error(pool: LocalPool) -> None:
    with pytest.raises(QueryError, match=r"There is no graph <urn:h>\. Did you mean <urn:g>"):
        pool.ask(Task(ALL, default_graphs=("urn:h",)))


def test_limits_of_the_server_lower_what_is_asked_for() -> None:
    limits = Limits(timeout=2.0, max_rows=5, max_bytes=100)
    assert Task("").limited(limits) == Task("", timeout=2.0, max_rows=5, max_bytes=100)
    lower = Task("", timeout=1.0, max_rows=3, max_bytes=50)
    assert lower.limited(limits) == lower
    assert Task("", timeout=9.0, max_rows=9, max_bytes=900).limited(limits).max_rows == 5
