"""What people type for a parameter becomes a term of its type, or is refused with what it takes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError, TreatyGraphError, UnknownNameError
from treatygraph.graph.parameters import Given, as_terms
from treatygraph.graph.stored_queries import Parameter
from treatygraph.graph.terms import ID, ONTOLOGY_IRI, RDF_TYPE, RDFS, TG, XSD


def thing(path: str, kind: str) -> Quad:
    return Quad(NamedNode(ID + path), RDF_TYPE, NamedNode(TG + kind), NamedNode(ID + "graph/x"))


DATASET = Dataset((thing("ruritania", "State"), thing("perspective/ruritania", "Perspective"), thing("pact", "Treaty")))
WITH_ONTOLOGY = Dataset(
    (
        *DATASET.quads,
        thing("note", "Instrument"),
        Quad(
            NamedNode(TG + "Treaty"),
            NamedNode(RDFS + "subClassOf"),
            NamedNode(TG + "Instrument"),
            NamedNode(ONTOLOGY_IRI),
        ),
    )
)


def value_of(kind: str, given: Given, name: str = "p", dataset: Dataset = DATASET) -> NamedNode | Literal:
    [found] = as_terms(dataset, (Parameter(name, f"_{name}_{kind}", kind),), {name: given}).values()
    return found


@pytest.mark.parametrize(
    ("kind", "given", "lexical", "datatype"),
    [
        ("string", "a b", "a b", "string"),
        ("string", "", "", "string"),
        ("date", "1956-10-19", "1956-10-19", "date"),
        ("date", date(1956, 10, 19), "1956-10-19", "date"),
        ("datetime", "1956-10-19T12:00:00Z", "1956-10-19T12:00:00Z", "dateTime"),
        ("integer", "-7", "-7", "integer"),
        ("integer", 7, "7", "integer"),
        ("decimal", "2.50", "2.50", "decimal"),
        ("decimal", Decimal("2.5"), "2.5", "decimal"),
        ("boolean", "true", "true", "boolean"),
        ("boolean", False, "false", "boolean"),
    ],
)
def test_literals(kind: str, given: Given, lexical: str, datatype: str) -> None:
    assert value_of(kind, given) == Literal(lexical, datatype=NamedNode(XSD + datatype))


@pytest.mark.parametrize(
    ("given", "iri"),
    [
        ("http://example.org/a", "http://example.org/a"),
        ("<http://example.org/a>", "http://example.org/a"),
        ("urn:x:y", "urn:x:y"),
        ("tg:State", TG + "State"),
        (":nowhere", ID + "nowhere"),
        ("ruritania", ID + "ruritania"),
        ("perspective/ruritania", ID + "perspective/ruritania"),
        (NamedNode("a:b"), "a:b"),
    ],
)
def test_iris(given: Given, iri: str) -> None:
    assert value_of("iri", given) == NamedNode(iri)


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("date", "1956", "a day such as 1956-10-19"),
        ("date", "1956-02-30", "a day such as"),
        ("date", "19561019", "a day such as"),
        ("date", "1956-10-19Z", "a day such as"),
        ("datetime", "1956-10-19", "a time such as"),
        ("datetime", "1956-10-19T25:00:00", "a time such as"),
        ("integer", "1.5", "a whole number"),
        ("integer", "one", "a whole number"),
        ("integer", "٣", "a whole number"),
        ("integer", True, "a whole number"),
        ("decimal", "1e3", "a number such as"),
        ("boolean", "yes", "true or false"),
        ("iri", "", "an IRI"),
        ("iri", "<>", "an IRI"),
        ("iri", "http://a b", "an IRI"),
        ("iri", "<a>", "an IRI"),
        ("iri", Literal("a"), "an IRI"),
        ("date", Literal("1956-10-19"), "a day"),
        ("date", NamedNode("a:b"), "a day"),
        ("string", NamedNode("a:b"), "a text"),
    ],
)
def test_values_of_another_type_are_refused_with_what_is_expected(kind: str, given: Given, expected: str) -> None:
    with pytest.raises(QueryError, match=rf"The parameter 'p' is .*It takes {expected}"):
        value_of(kind, given)


def test_a_text_may_have_a_language() -> None:
    assert value_of("string", Literal("a", language="en")) == Literal("a", language="en")


def test_a_parameter_named_for_a_class_takes_things_of_the_class() -> None:
    assert value_of("iri", "ruritania", "perspective") == NamedNode(ID + "perspective/ruritania")
    assert value_of("iri", "ruritania", "state") == NamedNode(ID + "ruritania")


def test_with_the_ontology_a_subclass_will_do_and_another_class_will_not() -> None:
    assert value_of("iri", "pact", "instrument", WITH_ONTOLOGY) == NamedNode(ID + "pact")
    with pytest.raises(UnknownNameError, match="no instrument named 'ruritania'"):
        value_of("iri", "ruritania", "instrument", WITH_ONTOLOGY)


@pytest.mark.parametrize("given", [":nowhere", "tg:State", "foo:State", f"{ID}nowhere", f"<{ID}pact>", "urn:x:y"])
def test_a_thing_of_the_class_is_asked_for_however_it_is_written(given: str) -> None:
    with pytest.raises(UnknownNameError, match=f"There is no state named '{given}'"):
        value_of("iri", given, "state", WITH_ONTOLOGY)


@pytest.mark.parametrize("given", [":ruritania", f"{ID}ruritania", f"<{ID}ruritania>", " ruritania "])
def test_a_thing_of_the_class_is_found_however_it_is_written(given: str) -> None:
    assert value_of("iri", given, "state", WITH_ONTOLOGY) == NamedNode(ID + "ruritania")


def test_a_prefix_that_nobody_knows_is_told() -> None:
    with pytest.raises(
        QueryError, match=r"The parameter 'p' is 'foo:State': no prefix 'foo' is known\. The prefixes are c, "
    ):
        value_of("iri", "foo:State")
    assert value_of("iri", "<foo:State>") == NamedNode("foo:State")


def test_without_the_ontology_any_thing_will_do() -> None:
    assert value_of("iri", "pact", "state") == NamedNode(ID + "pact")


def test_an_unknown_local_name_has_near_matches() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'ruritania'"):
        value_of("iri", "ruritanja")


def test_choices_are_all_that_is_allowed() -> None:
    parameter = Parameter("p", "_p_string", "string", choices=("a", "b"))
    assert as_terms(DATASET, (parameter,), {"p": "a"}) == {"_p_string": Literal("a")}
    with pytest.raises(QueryError, match="It takes one of a, b"):
        as_terms(DATASET, (parameter,), {"p": "c"})


def test_defaults_fill_in_and_open_parameters_stay_open() -> None:
    parameters = (Parameter("d", "_d_integer", "integer", default="1"), Parameter("o", "__o_iri", "iri", optional=True))
    assert as_terms(DATASET, parameters, {}) == {"_d_integer": Literal(1)}
    assert set(as_terms(DATASET, parameters, {"o": "pact"})) == {"_d_integer", "__o_iri"}


def test_a_default_that_is_not_in_the_graph_is_told_as_such() -> None:
    with pytest.raises(QueryError, match=r"default of 'd', elsewhere, is not in this graph.*--param d="):
        as_terms(DATASET, (Parameter("d", "_d_iri", "iri", default="elsewhere"),), {})


@pytest.mark.parametrize("key", ["p", "p_integer", "_p_integer", "?_p_integer", "$_p_integer"])
def test_a_parameter_answers_to_its_name_and_its_variable(key: str) -> None:
    assert as_terms(DATASET, (Parameter("p", "_p_integer", "integer"),), {key: 1}) == {"_p_integer": Literal(1)}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, r"needs a value \(p: a whole number such as 1956; q: a day such as .*--param p="),
        ({"p": 1}, r"needs a value \(q: a day"),
        ({"p": 1, "q": "1956-10-19", "zz": 1}, "no parameter 'zz'. It has p, q"),
        ({"p": 1, "_p_integer": 2, "q": "1956-10-19"}, "'p' is given twice"),
    ],
)
def test_missing_unknown_and_double_values(given: dict[str, Given], message: str) -> None:
    parameters = (Parameter("p", "_p_integer", "integer"), Parameter("q", "_q_date", "date"))
    with pytest.raises(TreatyGraphError, match=message):
        as_terms(DATASET, parameters, given)


def test_a_query_without_parameters_takes_none() -> None:
    with pytest.raises(QueryError, match="It has none"):
        as_terms(DATASET, (), {"p": 1})
