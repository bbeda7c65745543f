"""Stored queries: front matter and parameters of the shipped ones, and of any text."""

from __future__ import annotations

import pytest

from treatygraph.graph.errors import QueryError, UnknownNameError
from treatygraph.graph.sparql_text import tokens
from treatygraph.graph.stored_queries import find_query, parameters_of, read_query, stored_queries
from treatygraph.queries import query_files


def test_each_file_is_a_stored_query_in_alphabetical_order() -> None:
    assert list(stored_queries()) == sorted(path.stem for path in query_files())


def test_the_shipped_queries_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        stored_queries()["a"] = read_query("ASK {}")


def test_all_that_front_matter_says() -> None:
    query = read_query(
        "#+ summary: S\n#+ description: D\n#+ tags: [a, b]\n#+ defaults:\n#+   year: 1956\n"
        "#+ enumerate:\n#+   year: ['1956', '1960']\n#+ method: GET\n#defaultView:Timeline\n"
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o , ?_year_integer }",
        "n",
    )
    assert (query.name, query.summary, query.description, query.tags) == ("n", "S", "D", ("a", "b"))
    assert (query.form, query.view) == ("construct", "Timeline")
    [year] = query.parameters
    assert (year.name, year.variable, year.type, year.default) == ("year", "_year_integer", "integer", "1956")
    assert year.choices == ("1956", "1960")
    assert not year.required


def test_the_body_is_the_query_without_front_matter() -> None:
    query = read_query("#+ summary: S\n#defaultView:Map\n\n# kept\nASK {}\n")
    assert query.body == "# kept\nASK {}\n"


@pytest.mark.parametrize(
    ("variable", "name", "kind", "optional"),
    [
        ("?_state_iri", "state", "iri", False),
        ("$_state_iri", "state", "iri", False),
        ("?__state_iri", "state", "iri", True),
        ("?_on_date", "on", "date", False),
        ("?_first_year_integer", "first_year", "integer", False),
        ("?_at_datetime", "at", "datetime", False),
        ("?_iri_string", "iri", "string", False),
    ],
)
def test_variables_that_are_parameters(variable: str, name: str, kind: str, optional: bool) -> None:
    [found] = parameters_of(tokens(f"ASK {{ ?s ?p {variable} }}"))
    assert (found.name, found.type, found.optional, found.required) == (name, kind, optional, not optional)


@pytest.mark.parametrize(
    "variable", ["?state_iri", "?_state", "?_", "?_iri", "?_state_text", "?_state_IRI", "?___a_iri"]
)
def test_variables_that_are_none(variable: str) -> None:
    assert parameters_of(tokens(f"ASK {{ ?s ?p {variable} . ?s ?p '?_x_iri' }} # ?_x_iri")) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#+ sumary: a\nASK {}", "Did you mean 'summary'"),
        ("#+ zzz: a\nASK {}", "The keys are"),
        ("#+ summary: [a]\nASK {}", "'summary' is no text"),
        ("#+ tags: a\nASK {}", "'tags' is no list"),
        ("#+ defaults: a\nASK {}", "'defaults' is no mapping"),
        ("#+ defaults:\n#+   a: 1\nASK {}", "no parameter 'a'. It has none"),
        ("#+ defaults:\n#+   a: 1\nASK { ?s ?p ?_b_iri }", "no parameter 'a'. It has b"),
        ("#+ defaults:\n#+   b: [1]\nASK { ?s ?p ?_b_iri }", "default of 'b' is a list"),
        ("#+ enumerate:\n#+   b: 1\nASK { ?s ?p ?_b_iri }", "choices of 'b' are no list"),
        ("#defaultView:Pie\nASK {}", "no view 'Pie'"),
        ("#+ severity: fatal\nASK {}", "no severity 'fatal'. The severities are error, warning, info."),
        ("#+ severity: [error]\nASK {}", "The front matter's 'severity' is no text."),
        ("ASK { ?_a_iri ?__a_iri ?o }", "the same parameter 'a'"),
        ("ASK { ?_a_iri ?_a_date ?o }", "the same parameter 'a'"),
    ],
)
def test_front_matter_that_does_not_fit_is_refused(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        read_query(text)


def test_an_unknown_name_has_near_matches() -> None:
    with pytest.raises(
        UnknownNameError, match=r"no stored query named 'declaration-side'\. Did you mean 'declaration-sides'"
    ):
        find_query("declaration-side")
