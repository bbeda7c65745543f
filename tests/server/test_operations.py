from __future__ import annotations

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.server import create_app
from treatygraph.server.metrics import written
from treatygraph.server.pool import Answer, Cancellation, Limits, Task
from treatygraph.server.pool.errors import BusyError
from treatygraph.server.tally import ENDS, Tally


class Full:
    """A pool that has no room."""

    limits = Limits()

    def ask(self, task: Task, client: str = "", cancellation: Cancellation | None = None) -> Answer:
        raise BusyError(7)


def test_it_says_that_it_is_alive_and_ready(client: FlaskClient, dataset: Dataset) -> None:
    assert client.get("/healthz").text == f"ok {len(dataset.quads)} statements\n"
    assert (client.get("/healthz/ready").status_code, client.get("/healthz/ready").text) == (200, "ready\n")


def test_it_is_alive_but_not_ready_when_no_query_can_be_answered(dataset: Dataset) -> None:
    client = create_app(dataset, pool=Full()).test_client()
    assert client.get("/healthz").status_code == 200
    ready = client.get("/healthz/ready")
    assert (ready.status_code, ready.headers["Retry-After"]) == (503, "7")
    assert ready.text.startswith("not ready: The server has more queries than it can answer.")
    answer = client.get("/sparql?query=ASK{}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")


def test_the_numbers_can_be_read_by_prometheus() -> None:
    tally = Tally(2, "digest")
    for process, seconds in ((0, 0.0005), (1, 0.3), (1, 60.0)):
        tally.process = process
        tally.answered(200, seconds, 100, end="answered")
    tally.answered(304, 0.001, 0, kept=True)
    tally.answered(503, 10.0, 50, end="timeout")
    families = {family.name: family for family in text_string_to_metric_families(written(tally).decode())}
    requests = {sample.labels["status"]: sample.value for sample in families["treatygraph_requests"].samples}
    assert requests == {"200": 3, "304": 1, "503": 1}
    ends = {sample.labels["end"]: sample.value for sample in families["treatygraph_queries"].samples}
    assert ends == {**dict.fromkeys(ENDS, 0), "answered": 3, "timeout": 1}
    durations = {
        sample.labels.get("le", sample.name): sample.value for sample in families["treatygraph_request_seconds"].samples
    }
    assert (durations["0.001"], durations["0.5"], durations["10"], durations["+Inf"]) == (2, 3, 4, 5)
    assert families["treatygraph_sent_bytes"].samples[0].value == 350
    assert families["treatygraph_kept_answers"].samples[0].value == 1
    assert families["treatygraph_data_info"].samples[0].labels == {"digest": "digest"}


def test_each_way_to_end_a_query_has_a_name() -> None:
    codes = {error.code for error in _classes(QueryError) if hasattr(error, "code")}
    assert codes <= set(ENDS)


def _classes(base: type[QueryError]) -> list[type[QueryError]]:
    found = [base]
    for each in base.__subclasses__():
        found += _classes(each)
    return found
