"""What holds for all stored queries: front matter, style, vocabulary, and an answer each."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load, read_quads
from treatygraph.graph.querying import run
from treatygraph.graph.sparql_text import KEYWORDS, declared_prefixes, tokens
from treatygraph.graph.stored_queries import StoredQuery, stored_queries
from treatygraph.graph.terms import CONCEPT, PREFIXES, TG, expand, tg
from treatygraph.ontology import concept_files, ontology_files

FOLDER = Path(__file__).parent
SECOND_ARTICLE = FOLDER.parent / "second_article" / "nna-2024-05-14.trig"
QUESTIONS = {f"question-q{number:02}" for number in range(1, 21)}

queries = pytest.mark.parametrize("query", stored_queries().values(), ids=list(stored_queries()))


@pytest.fixture(scope="module")
def declared_terms() -> set[str]:
    """The IRIs that the ontology and the code lists say anything about."""
    return {
        quad.subject.value
        for path in (*ontology_files(), *concept_files())
        for quad in read_quads(path)
        if hasattr(quad.subject, "value")
    }


def test_each_query_has_a_golden_answer_and_each_answer_a_query() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(stored_queries())


def test_all_questions_are_asked() -> None:
    assert {
        tag for query in stored_queries().values() for tag in query.tags if tag.startswith("question-")
    } == QUESTIONS


@queries
def test_some_golden_case_has_rows(query: StoredQuery) -> None:
    cases = json.loads((FOLDER / f"{query.name}.json").read_text("utf-8"))
    assert any(case["rows"] for case in cases)


@queries
def test_the_answer_on_the_real_graph_is_not_empty(query: StoredQuery, built: Dataset) -> None:
    assert len(run(built, query)) > 0


@queries
def test_the_name_is_kebab_case(query: StoredQuery) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", query.name)


@queries
def test_the_summary_is_a_question_and_there_are_tags(query: StoredQuery) -> None:
    assert query.summary.endswith("?")
    assert query.tags


@queries
def test_every_parameter_has_a_default_or_may_stay_open(query: StoredQuery) -> None:
    assert not [parameter.name for parameter in query.parameters if parameter.required]


@queries
def test_prefixes_are_ours_sorted_and_all_used(query: StoredQuery) -> None:
    declarations = re.findall(r"^PREFIX (\w*): <(.+)>$", query.text, re.MULTILINE)
    used = {token.text.partition(":")[0] for token in tokens(query.text) if token.kind == "name"}
    after_declarations = query.text.rpartition("PREFIX ")[2].partition("\n")[2]
    used_in_body = {token.text.partition(":")[0] for token in tokens(after_declarations) if token.kind == "name"}
    assert declarations == sorted(declarations)
    assert {prefix: PREFIXES[prefix] for prefix, _ in declarations} == dict(declarations)
    assert set(declared_prefixes(tokens(query.text))) == used == used_in_body


@queries
def test_terms_are_declared_in_the_ontology(query: StoredQuery, declared_terms: set[str]) -> None:
    names = [token.text for token in tokens(query.text) if token.kind == "name"]
    defaults = [parameter.default for parameter in query.parameters if parameter.default]
    iris = {expand(name) or "" for name in (*names, *defaults)}
    ours = {iri for iri in iris if iri.startswith((TG, CONCEPT)) and iri not in (TG, CONCEPT)}
    assert ours <= declared_terms


@queries
def test_things_of_the_article_are_defaults_and_never_in_the_query(query: StoredQuery) -> None:
    text = query.body
    assert not [token.text for token in tokens(text) if token.kind == "name" and token.text.startswith(":")]
    assert not [
        each.default for each in query.parameters if each.type == "iri" and each.default and each.default in text
    ]


@queries
def test_style(query: StoredQuery) -> None:
    found = tokens(query.body)
    words = [token.text for token in found if token.kind == "word" and token.text.lower() in KEYWORDS]
    assert [word for word in words if word != word.upper() and word not in ("a", "true", "false")] == []
    assert "ORDER" in words
    assert "\t" not in query.text
    assert query.text.endswith("\n")
    assert max(map(len, query.text.splitlines())) <= 120
    assert all((len(line) - len(line.lstrip())) % 2 == 0 for line in query.body.splitlines())


@queries
def test_no_subquery_stands_directly_in_a_graph_pattern(query: StoredQuery) -> None:
    """pyoxigraph would leave the variable of the graph unbound."""
    assert not re.search(r"GRAPH\s+\S+\s*\{\s*\{?\s*SELECT", query.text)


@queries
def test_raw_files_of_another_article_need_no_change_of_a_query(query: StoredQuery) -> None:
    """Nothing but defaults is of the first article; with others in their place the query runs."""
    other = load([SECOND_ARTICLE])
    values = {"date": "2024-05-14", "string": "Alderhavn", "iri": tg("State")}
    result = run(other, query, {parameter.name: values[parameter.type] for parameter in query.parameters})
    assert result.form == "select"
