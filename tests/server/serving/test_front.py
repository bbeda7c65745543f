"""Queries are answered before the application is there; who asks for a page waits until it is."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.running import SECONDS
from treatygraph.graph.dataset import Dataset
from treatygraph.server import Application, create_app
from treatygraph.server.pool.local import LocalPool
from treatygraph.server.serving.front import Front
from treatygraph.server.tasks import EXTENSION, AnyPool

PONTOON = Path(__file__).parents[1] / "data" / "pontoon.trig"
HEAVY = ("flask", "jinja2", "markdown_it", "networkx", "prometheus_client", "rdflib", "treatygraph.server.application")
HEAVY += ("html", "mimetypes", "werkzeug")
LISTENING = ("asyncio", "httptools", "ssl", "uvicorn", "uvloop", "werkzeug")


@contextmanager
def just_started(program: Path, folder: Path) -> Iterator[int]:
    """Start a server, and wait only until its port takes connections."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "serve", "--port", str(port), PONTOON]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)
    try:
        end = monotonic() + SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                assert process.poll() is None
                assert monotonic() < end
                sleep(0.005)
        yield port
    finally:
        process.terminate()
        assert process.wait(SECONDS) == 0


@pytest.mark.parametrize("path", ["/sparql?query=ASK%20%7B%7D", "/healthz", "/"])
def test_what_is_asked_first_of_all_is_answered(program: Path, tmp_path: Path, path: str) -> None:
    with just_started(program, tmp_path) as port:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        client.request("GET", path)
        answer = client.getresponse()
        assert (answer.status, bool(answer.read())) == (200, True)
        client.close()


@pytest.mark.parametrize("module", ["web_process", "supervisor", "generation"])
def test_what_answers_queries_imports_neither_framework_nor_pages(module: str) -> None:
    code = (
        f"import sys, treatygraph.server.serving.{module}; print([each for each in {HEAVY!r} if each in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout == "[]\n"


@pytest.mark.parametrize("module", ["pool.keeper", "serving.supervisor", "serving.generation"])
def test_what_loads_and_evaluates_does_not_import_what_listens(module: str) -> None:
    code = f"import sys, treatygraph.server.{module}; print([each for each in {LISTENING!r} if each in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout == "[]\n"


@pytest.mark.parametrize("accept", [None, "*/*", "application/sparql-results+json", "text/turtle"])
def test_werkzeug_is_imported_by_the_first_wish_that_is_more_than_one_type(accept: str | None) -> None:
    code = (
        "import sys; from treatygraph.server.direct import Direct; environ = {'REQUEST_METHOD': 'GET', 'PATH_INFO': "
        "'/sparql', 'QUERY_STRING': 'query=ASK%20{}'}; ask = Direct(None, lambda: 9.0).question; "
        f"accepted = {{'HTTP_ACCEPT': {accept!r}}} if {accept!r} else {{}}; "
        "assert ask({**environ, **accepted}, b''); print('werkzeug' in sys.modules); "
        "assert ask({**environ, 'HTTP_ACCEPT': 'text/csv, text/turtle;q=0.5'}, b''); print('werkzeug' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.split() == ["False", "True"]


def test_the_application_is_made_once_however_many_want_it(dataset: Dataset) -> None:
    made: list[Application] = []

    def make(pool: AnyPool | None) -> Application:
        made.append(create_app(dataset, pool=pool))
        return made[-1]

    front = Front(make, "digest", 10.0)
    assert not front.is_whole
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: front.application(), range(4)))
    assert front.is_whole
    assert {id(each) for each in found} == {id(made[0])}
    assert len(made) == 1
    assert front.direct is made[0].direct


@pytest.mark.parametrize("is_early", [True, False])
def test_the_application_asks_the_pool_of_its_process(dataset: Dataset, is_early: bool) -> None:
    front = Front(lambda pool: create_app(dataset, pool=pool), "digest", 10.0)
    pool = LocalPool(dataset)
    if not is_early:
        front.application()
    front.use(pool)
    assert front.application().extensions[EXTENSION] is pool
