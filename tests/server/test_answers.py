"""What the limits of the server look like from outside: headers, JSON, statuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.graph.loader import load
from treatygraph.server import create_app
from treatygraph.server.pool import Answer, Cancellation, Limits, Task
from treatygraph.server.pool.errors import BusyError, GaveUpError, TimedOutError, TooLargeError
from treatygraph.server.pool.local import LocalPool

ALL = "SELECT ?s { ?s ?p ?o }"
GRAPH = "CONSTRUCT WHERE { ?s ?p ?o }"


@dataclass(frozen=True)
class Failing:
    """A pool whose answer is always the same error."""

    error: QueryError
    limits: Limits = field(default_factory=Limits)

    def ask(self, task: Task, client: str = "", cancellation: Cancellation | None = None) -> Answer:
        raise self.error


def limited(dataset: Dataset, limits: Limits) -> FlaskClient:
    return create_app(dataset, pool=LocalPool(dataset, limits)).test_client()


def test_rows_that_are_missing_are_told_in_a_header_and_in_json(dataset: Dataset) -> None:
    client = limited(dataset, Limits(max_rows=3))
    reply = client.get("/sparql", query_string={"query": ALL})
    assert reply.headers["Treatygraph-Limit"] == "max-rows=3"
    assert reply.get_json()["truncated"] == {"limit": "max-rows", "value": 3}
    assert len(reply.get_json()["results"]["bindings"]) == 3
    strict = parse_query_results(reply.data, QueryResultsFormat.JSON)
    assert isinstance(strict, QuerySolutions)
    assert len(list(strict)) == 3, "strict readers get on with it"
    for query, form in ((ALL, "csv"), (GRAPH, "ttl"), (ALL, "html")):
        reply = client.get("/sparql", query_string={"query": query, "format": form})
        assert reply.headers["Treatygraph-Limit"] == "max-rows=3", form


def test_limits_that_were_met_are_told_on_the_page(dataset: Dataset) -> None:
    client = limited(dataset, Limits(timeout=7, max_rows=1))
    reply = client.get("/sparql", query_string={"query": ALL, "format": "html", "timeout": "8000"})
    assert "The server gives at most 1 row: there are more. The server gives a query at most 7 s, less" in reply.text
    whole = client.get("/sparql", query_string={"query": f"{ALL} LIMIT 1", "format": "html", "timeout": "7000"})
    assert "The server gives" not in whole.text


def test_a_page_says_how_many_rows_its_files_have(dataset: Dataset) -> None:
    query = {"query": "SELECT * { ?s ?p ?o . ?a ?b ?c }", "format": "html"}
    reply = limited(dataset, Limits(max_rows=101)).get("/sparql", query_string=query)
    assert "the page shows the first 100,\n    the files have all 101." in reply.text
    assert "The server gives at most 101 rows" in reply.text


def test_an_answer_that_is_whole_says_nothing_of_limits(dataset: Dataset) -> None:
    reply = limited(dataset, Limits(max_rows=1000)).get("/sparql", query_string={"query": ALL})
    assert "Treatygraph-Limit" not in reply.headers
    assert "truncated" not in reply.get_json()


def test_a_time_that_is_lowered_is_told(dataset: Dataset) -> None:
    client = limited(dataset, Limits(timeout=7))
    for timeout, told in (("8000", "7"), ("7000", None), ("10", None)):
        reply = client.get("/sparql", query_string={"query": "ASK {}", "timeout": timeout})
        assert reply.headers.get("Treatygraph-Timeout") == told, timeout


def test_the_description_tells_the_limits(dataset: Dataset) -> None:
    text = limited(dataset, Limits(timeout=7, max_rows=1000)).get("/sparql").text
    assert "A query may take 7 seconds" in text
    assert "1,000 rows" in text


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (BusyError(4), 503, "Try again in 4 s."),
        (TimedOutError(10), 503, "10 s, its deadline"),
        (GaveUpError(), 400, "needs more memory"),
        (TooLargeError(1000), 400, "1,000 bytes"),
    ],
)
@pytest.mark.parametrize(
    "path", ["/sparql?query=ASK%20%7B%7D", "/queries/islands-named.json", "/sparql?query=ASK%7B%7D&format=html"]
)
def test_a_query_that_is_not_answered_says_why(
    dataset: Dataset, error: QueryError, status: int, words: str, path: str
) -> None:
    reply = create_app(dataset, pool=Failing(error)).test_client().get(path)
    assert reply.status_code == status
    assert words in reply.text
    assert reply.headers.get("Retry-After") == ("4" if isinstance(error, BusyError) else None)
    assert reply.headers["Access-Control-Allow-Origin"] == "*"


def test_pages_of_rows_end_where_the_limit_is(dataset: Dataset) -> None:
    client = limited(dataset, Limits(max_rows=2))
    reply = client.get("/queries/what-each-passage-supports.json?per_page=2")
    assert reply.status_code == 200
    assert len(reply.get_json()["results"]["bindings"]) <= 2


def test_numbers_are_canonical_in_answers_and_as_written_in_documents(tmp_path: Path) -> None:
    place = tmp_path / "numbers.trig"
    place.write_text(
        '@prefix i: <https://w3id.org/treatygraph/id/> . i:a { i:x <urn:p> 01, 1.50, "a"@en-GB . }', "utf-8"
    )
    client = create_app(load([place])).test_client()
    rows = client.get("/sparql", query_string={"query": "SELECT ?o { ?s ?p ?o } ORDER BY ?o", "format": "tsv"})
    assert sorted(rows.text.split()) == ['"a"@en-gb', "1", "1.5", "?o"]
    assert '01 , 1.50 , "a"@en-gb' in client.get("/data/x.ttl").text
