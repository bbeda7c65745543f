"""Answers as text: readable for people, exact for programs."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, Triple, parse, parse_query_results
from rdflib import Graph, Variable
from rdflib.plugins.sparql.results.xmlresults import XMLResult

from treatygraph.graph.errors import QueryError
from treatygraph.graph.export import FORMATS as RDF_FORMATS
from treatygraph.graph.querying import Result
from treatygraph.graph.results import ENDINGS, FORMATS, formats_of, table, write
from treatygraph.graph.terms import CONCEPT, ID, TG, XSD

STATE = NamedNode(TG + "State")
ROWS = Result(
    "select",
    ("thing", "n", "text"),
    (
        (NamedNode(ID + "perspective/x"), Literal(7), Literal("a, b", language="en")),
        (NamedNode("http://example.org/a"), Literal(123), None),
        (BlankNode("b1"), None, Literal("")),
    ),
)
GRAPH = Result("graph", triples=(Triple(STATE, NamedNode(TG + "b"), Literal("é")), Triple(STATE, STATE, STATE)))
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
TERMS = st.one_of(
    st.none(),
    TEXT.map(Literal),
    TEXT.map(lambda text: Literal(text, language="en")),
    st.integers(-9, 9).map(Literal),
    st.booleans().map(Literal),
    st.sampled_from([STATE, BlankNode("x")]),
)


def test_each_format_has_an_ending_and_each_ending_a_format() -> None:
    assert set(ENDINGS.values()) == set(FORMATS)


def test_a_table_has_aligned_columns_short_names_and_numbers_at_the_right() -> None:
    assert table(ROWS) == (
        "thing                     n  text\n"
        "──────────────────────  ───  ────\n"
        ":perspective/x            7  a, b\n"
        "<http://example.org/a>  123\n"
        "_:b1\n"
    )


def test_a_table_without_rows_has_its_head() -> None:
    assert table(Result("select", ("a", "long"))) == "a  long\n─  ────\n"
    assert table(Result("select", (), ((),))) == "\n\n\n"


@pytest.mark.parametrize(("answer", "text"), [(True, "true\n"), (False, "false\n")])
def test_ask_as_a_table_is_a_word(answer: bool, text: str) -> None:
    assert table(Result("ask", boolean=answer)) == text


def test_a_name_gets_the_longest_namespace_that_fits() -> None:
    rows = ((NamedNode(CONCEPT + "scheme/force"),), (NamedNode(ID),), (NamedNode(TG + "A"),))
    assert table(Result("select", ("x",), rows)).splitlines()[2:] == ["c:scheme/force", f"<{ID}>", "tg:A"]


def test_nothing_in_a_table_moves_the_cursor() -> None:
    shown = table(Result("select", ("x",), ((Literal("a\nb\t\r\x1b[31m\u202e\u2028c"),),)))
    assert shown.splitlines()[2] == "a\\nb\\t\\r\\u001b[31m\\u202e\\u2028c"


def test_wide_and_combining_characters_take_their_columns() -> None:
    rows = ((Literal("日本"), Literal(1)), (Literal("e\u0301"), Literal(1)), (Literal("abcd"), Literal(1)))
    assert table(Result("select", ("x", "y"), rows)).splitlines()[2:] == ["日本  1", "e\u0301     1", "abcd  1"]


@given(st.lists(st.tuples(TERMS, TERMS), max_size=4))
def test_json_says_exactly_the_rows(rows: list[tuple[object, object]]) -> None:
    content = write(Result("select", ("a", "b"), tuple(rows)), "json")
    solutions = parse_query_results(content, format=QueryResultsFormat.JSON)
    assert [variable.value for variable in solutions.variables] == ["a", "b"]
    assert [(row["a"], row["b"]) for row in solutions] == rows


@given(st.lists(st.tuples(TERMS, TERMS), max_size=4))
def test_csv_says_the_values(rows: list[tuple[object, object]]) -> None:
    content = write(Result("select", ("a", "b"), tuple(rows)), "csv").decode()
    expected = [["a", "b"]]
    for row in rows:
        values = [each if each is None or isinstance(each, BlankNode) else each.value for each in row]
        expected.append([str(each) if each is not None else "" for each in values])
    assert list(csv.reader(io.StringIO(content, newline=""))) == expected


def test_tsv_has_terms_as_turtle_does() -> None:
    assert write(ROWS, "tsv").decode() == (
        f'?thing\t?n\t?text\n<{ID}perspective/x>\t7\t"a, b"@en\n<http://example.org/a>\t123\t\n_:b1\t\t""\n'
    )


def test_json_has_no_datatype_where_it_is_a_string() -> None:
    [binding] = json.loads(write(Result("select", ("x",), ((Literal("a"),),)), "json"))["results"]["bindings"]
    assert binding == {"x": {"type": "literal", "value": "a"}}


def test_a_literal_keeps_the_form_that_it_has() -> None:
    term = Literal("1.50", datatype=NamedNode(XSD + "decimal"))
    assert '"1.50"' in write(Result("select", ("x",), ((term,),)), "json").decode()


def test_a_triple_as_a_term_is_written_whole() -> None:
    content = write(Result("select", ("x",), ((Triple(STATE, STATE, Literal("a")),),)), "json")
    [row] = parse_query_results(content, format=QueryResultsFormat.JSON)
    assert row["x"] == Triple(STATE, STATE, Literal("a"))


@pytest.mark.parametrize("value", ["a\rb\r\nc", "<&>\"'", " a ", "é日"])
def test_xml_gives_every_reader_the_same_text(value: str) -> None:
    content = write(Result("select", ("x",), ((Literal(value),),)), "xml")
    assert [row["x"] for row in parse_query_results(content, format=QueryResultsFormat.XML)] == [Literal(value)]
    assert [str(row[Variable("x")]) for row in XMLResult(io.BytesIO(content)).bindings] == [value]


def test_a_character_that_xml_does_not_have_is_refused() -> None:
    with pytest.raises(QueryError, match="XML does not have"):
        write(Result("select", ("x",), ((Literal("\x01"),),)), "xml")


@pytest.mark.parametrize(("form", "text"), [("csv", "true"), ("tsv", "true"), ("json", '"boolean":true')])
def test_ask_in_formats_for_programs(form: str, text: str) -> None:
    assert text in write(Result("ask", boolean=True), form).decode().replace(" ", "")


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_a_graph_in_each_format_is_read_back(form: str) -> None:
    content = write(GRAPH, form)
    assert {quad.triple for quad in parse(content, format=RDF_FORMATS[form])} == set(GRAPH.triples)


def test_a_graph_is_the_same_text_whatever_its_order() -> None:
    assert write(GRAPH, "turtle") == write(Result("graph", triples=GRAPH.triples[::-1]), "turtle")


def test_rdflib_reads_a_graph_too() -> None:
    assert len(Graph().parse(data=write(GRAPH, "turtle"), format="turtle")) == 2


@pytest.mark.parametrize("result", [ROWS, Result("ask"), GRAPH], ids=["select", "ask", "graph"])
def test_wrong_pairings_are_refused_with_what_is_possible(result: Result) -> None:
    for form in FORMATS:
        if form in formats_of(result):
            assert write(result, form)
        else:
            with pytest.raises(QueryError, match=f"{form} cannot say. Use {formats_of(result)[0]}, "):
                write(result, form)
