from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.checking.queries import check_queries
from treatygraph.graph.errors import InputError
from treatygraph.queries import query_files

Query = Callable[[str], Path]


@pytest.fixture
def query(tmp_path: Path) -> Query:
    def make(text: str) -> Path:
        path = tmp_path / "query.rq"
        path.write_text(text, encoding="utf-8")
        return path

    return make


def test_the_stored_queries_are_read_by_both_engines() -> None:
    assert list(check_queries(query_files())) == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { ?s ?p ?o }",
        "#+ summary: SERVICE is a word of the front matter\nASK { ?s ?p 'SERVICE <urn:x> {}' }",
        "PREFIX service: <urn:x#> SELECT ?service WHERE { ?service service:SERVICE <urn:SERVICE> }",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "DESCRIBE <urn:x>",
    ],
)
def test_a_query_that_both_engines_read(query: Query, text: str) -> None:
    assert list(check_queries([query(text)])) == []


def test_a_query_that_no_engine_reads_is_told_with_its_place(query: Query) -> None:
    [finding] = check_queries([query("SELECT *\nWHERE { ?s ?p }")])
    assert (finding.code, finding.line, finding.column) == ("TG501", 2, 15)
    assert finding.path is not None
    assert finding.path.endswith("query.rq")


def test_a_function_that_does_not_exist_is_an_error_of_the_query(query: Query) -> None:
    findings = list(check_queries([query("ASK { BIND(<urn:no-function>(1) AS ?x) FILTER(?x = 1) }")]))
    assert {finding.code for finding in findings} <= {"TG501"}


def test_a_query_that_only_one_engine_reads(query: Query) -> None:
    [finding] = check_queries([query("SELECT * WHERE { ?s ?p ?o LATERAL { SELECT * WHERE { ?s ?q ?x } LIMIT 1 } }")])
    assert finding.code == "TG502"
    assert finding.line == 1


@pytest.mark.parametrize("keyword", ["SERVICE", "service", "Service SILENT"])
def test_a_query_that_fetches_is_not_run(query: Query, keyword: str) -> None:
    [finding] = check_queries([query(f"ASK {{\n  {keyword} <http://127.0.0.1:9/> {{ ?s ?p ?o }}\n}}")])
    assert (finding.code, finding.line, finding.column) == ("TG503", 2, 3)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(check_queries([tmp_path / "missing.rq"]))
