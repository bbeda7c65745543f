"""Places and causes of syntax errors, found by parsing the beginnings of a query."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import Store

from treatygraph.graph.query_errors import explain_syntax_error, without_service
from treatygraph.graph.sparql_text import Token, position, tokens
from treatygraph.graph.stored_queries import stored_queries

QUERY = stored_queries()["order-of-events"].text
TOKENS = tokens(QUERY)


def complaint(text: str) -> str:
    with pytest.raises(SyntaxError) as caught:
        Store().query(text)
    return caught.value.msg


@given(st.sampled_from(TOKENS[8:]), st.sampled_from([")", "}", "]", "^^", "&&"]))
def test_a_wrong_sign_is_found_where_it_is(token: Token, wrong: str) -> None:
    """Twenty of them cannot all be right, though the first can."""
    text = f"{QUERY[: token.start]}{(' ' + wrong) * 20} {QUERY[token.start :]}"
    found = explain_syntax_error(text, complaint(text))
    places = [position(text, token.start + 1 + (len(wrong) + 1) * number) for number in range(20)]
    assert (found.line, found.column) in places


@given(st.integers(1, len(TOKENS) - 8))
def test_a_query_that_was_cut_off_is_wrong_at_its_end(count: int) -> None:
    text = QUERY[: TOKENS[count].end]
    assume(text.count("{") > text.count("}") or count < 9)
    found = explain_syntax_error(text, complaint(text))
    assert (found.line, found.column) == position(text, len(text))


def test_a_relative_iri_is_allowed_where_a_base_is_declared() -> None:
    text = "BASE <http://example.org/> ASK { <s> ?p ) }"
    assert "Unexpected ')'" in str(explain_syntax_error(text, complaint(text)))


def test_a_complaint_of_another_form_is_explained_too() -> None:
    error = explain_syntax_error("ASK { ?s ?p ) }", "something else")
    assert (error.line, error.column) == (1, 13)


def test_service_is_replaced_everywhere_and_keeps_its_length() -> None:
    assert without_service("SERVICE Service service SERVI") == "ZERVICE Zervice zervice SERVI"


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", 8, "?s is neither grouped nor in an aggregate. Add GROUP BY ?s"),
        ("SELECT (MAX(?a) AS ?n) ?b ?c { ?a ?b ?c } GROUP BY ?b", 27, "?c is neither grouped nor in an aggregate."),
        ("SELECT (?s + COUNT(?o) AS ?n) { ?s ?p ?o }", 9, "?s is neither grouped nor in an aggregate."),
        ("ASK { { SELECT ?b (COUNT(?c) AS ?n) { ?a ?b ?c } } }", 16, "?b is neither grouped nor in an aggregate."),
        ("SELECT ?s { ?s ?p ?o BIND(1 AS ?s) }", 32, "?s has a value already. Give the new value another name."),
        ("SELECT (?x AS ?s) ?s { ?s ?p ?x }", 15, "?s has a value already."),
        ("ASK { <not iri> ?p ?o }", 7, "The IRI that begins here has no end, or a sign that no IRI has."),
        ("ASK { FILTER(?a < str(?b)) FILTER(1 <str(?b) }", 46, "Unexpected '}'."),
    ],
)
def test_the_variable_is_named_that_is_wrong(text: str, column: int, message: str) -> None:
    found = explain_syntax_error(text, complaint(text))
    assert (found.line, found.column) == (1, column)
    assert message in str(found)
