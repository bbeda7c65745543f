"""A store on a server is served as files are; tests/server/serving compares all answers, of stores on disk too."""

from __future__ import annotations

import os
import signal
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.graph.stores.push import push, writer_to
from treatygraph.graph.stores.remote import Remote

from .servers import Server

Program = Callable[..., "subprocess.CompletedProcess[str]"]

COUNT = "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fs%20%3Fp%20%3Fo%7D"


@contextmanager
def serving(program: Path, store: str, folder: Path) -> Iterator[str]:
    """Serve a store; the URL of the server."""
    command = [program, "serve", "--port", "0", "--store", store, "--workers", "1"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TREATYGRAPH_")}
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        assert next(lines).startswith(f"Serving the store {store}: ")
        yield next(line for line in lines if line.startswith("Listening on ")).split()[2].rstrip("/")
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0


def test_a_store_is_served(program: Path, tmp_path: Path, curated: Dataset, oxigraph: Server) -> None:
    push(curated, writer_to(oxigraph.store))
    with serving(program, oxigraph.query, tmp_path) as url:
        request = urllib.request.Request(url + COUNT, headers={"Accept": "text/csv"})
        with urllib.request.urlopen(request, timeout=30) as reply:
            assert reply.read().split() == [b"n", str(len({quad.triple for quad in curated.quads})).encode()]
        with urllib.request.urlopen(f"{url}/page/japan", timeout=30) as reply:
            assert reply.status == 200


def test_a_store_and_files_are_too_much(treatygraph: Program) -> None:
    done = treatygraph("serve", "--store", "x", "a.trig")
    assert done.returncode == 2
    assert "--store serves a store: name no files and no build besides." in done.stderr


def test_a_server_cannot_be_watched(program: Path, tmp_path: Path) -> None:
    command = [program, "serve", "--watch", "--port", "0", "--store", "http://127.0.0.1:9/query"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "watch looks at files: nothing tells when a server has another graph. Leave it out, and send" in done.stderr


def test_another_server_of_ours_is_a_store(
    program: Path, treatygraph: Program, tmp_path: Path, curated: Dataset, oxigraph: Server
) -> None:
    push(curated, writer_to(oxigraph.store))
    with serving(program, oxigraph.query, tmp_path) as url:
        count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        done = treatygraph("query", "--store", f"{url}/sparql", "--format", "csv", count)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.split() == ["n", str(len({quad.triple for quad in curated.quads}))]
        there = Remote(f"{url}/sparql")
        assert (there.version, there.size, there.counts()) == ("", curated.size, curated.counts())
        assert len(there.quads) == curated.size
        with pytest.raises(QueryError, match=r"^The server cannot answer: There is no graph <urn:x>\. docs"):
            there.answer("ASK {}", ["urn:x"])
