"""The commands look at stores as they look at files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from treatygraph.graph.commands import main
from treatygraph.graph.stores import limits
from treatygraph.graph.stores.reserved import RECORD

from .servers import ACCOUNT, Server

DATA = str(Path(__file__).parents[2] / "second_article" / "nna-2024-05-14.trig")
QUESTIONS = (
    ("status", "--on", "2024-05-14", "--format", "json"),
    ("deadlocks", "--format", "json"),
    ("export", "--format", "nq"),
)
Program = Callable[..., Result]


@pytest.fixture
def treatygraph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Run the command line in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments, stdin="": CliRunner().invoke(main, arguments, input=stdin)


@pytest.fixture
def stores(treatygraph: Program, oxigraph: Server) -> list[str]:
    """One dispute, on disk and on a server."""
    done = treatygraph("build", DATA, "--store", "kept", "--push", oxigraph.store)
    assert done.exit_code == 0
    return ["kept", oxigraph.query]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_store_answers_as_the_files_do(question: tuple[str, ...], treatygraph: Program, stores: list[str]) -> None:
    expected = treatygraph(*question, "--data", DATA)
    assert expected.exit_code == 0
    for store in stores:
        found = treatygraph(*question, "--store", store)
        assert (found.stdout, found.stderr) == (expected.stdout, expected.stderr)


def test_queries_and_explanations(treatygraph: Program, stores: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    expected = treatygraph("query", "promises-due-on-a-day", "-p", "on=2024-05-14", "-f", "json", "--store", "kept")
    assert (expected.exit_code, len(json.loads(expected.stdout)["results"]["bindings"])) == (0, 1)
    text = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    answers = {treatygraph("query", "-f", "csv", "--store", store, stdin=text).stdout for store in stores}
    assert len(answers) == 1
    for store in stores:
        monkeypatch.setenv("TREATYGRAPH_STORE", store)
        assert treatygraph("query", "-f", "csv", stdin=text).stdout in answers
        assert treatygraph("explain", "veska").exit_code == 0


def test_a_build_tells_what_it_sent(treatygraph: Program, oxigraph: Server) -> None:
    done = treatygraph(
        "build",
        DATA,
        "--store",
        "kept",
        "--push",
        oxigraph.update,
        "--push-protocol",
        "update",
        "--push-query",
        oxigraph.query,
    )
    assert done.stderr.splitlines()[1] == "Store written to kept."
    again = treatygraph("build", DATA, "--store", "kept", "--push", oxigraph.store)
    assert again.stderr.splitlines()[1] == "The store in kept is of this dataset already."
    assert again.stderr.splitlines()[2].startswith("Pushed: 0 graphs sent (0 statements), ")
    assert treatygraph("build", DATA, "-q", "--push", oxigraph.store).output == ""


def test_a_push_that_has_not_ended_is_told(treatygraph: Program, stores: list[str], oxigraph: Server) -> None:
    from treatygraph.graph.stores.push import writer_to
    from treatygraph.graph.stores.records import Record

    writer = writer_to(oxigraph.store)
    writer.replace(RECORD, Record(Record.read(writer.read(RECORD)).graphs).lines())
    found = treatygraph("query", "--store", oxigraph.query, stdin="ASK {}")
    assert found.stderr.startswith("A push to this server has not ended: the answer may mix two versions.")
    assert (found.exit_code, found.stdout) == (0, "true\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("query", "--store", "none"), "Error: There is no store in none."),
        (("status", "--store", "http://127.0.0.1:1/"), "Error: The server 127.0.0.1 cannot be reached"),
        (("query", "--store", "x", "--data", "y"), "--data names files, --store a store: use one or the other."),
        (("query", "--list", "--store", "x"), "takes no query, parameter, data or store"),
        (("build", "--push", "ftp://example.org"), "Error: 'ftp://example.org' is no URL of a server."),
        (("build", "--push", "https://a:b@example.org"), "Error: A URL must not hold a password."),
        (("build", "--push-query", "https://example.org"), "--push-query goes with --push."),
    ],
)
def test_what_cannot_be_is_told(arguments: tuple[str, ...], message: str, treatygraph: Program) -> None:
    done = treatygraph(*arguments, stdin="ASK {}")
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_too_large_is_told_before_it_is_read(
    treatygraph: Program, stores: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_IN_MEMORY", 10)
    for store in stores:
        done = treatygraph("status", "--store", store)
        assert done.exit_code == 2
        assert "statements, more than the 10 that are read into memory." in done.stderr


def test_a_password_is_never_shown(treatygraph: Program, virtuoso: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREATYGRAPH_PUSH_USER", ACCOUNT[0])
    monkeypatch.setenv("TREATYGRAPH_PUSH_PASSWORD", "wrong-secret")
    done = treatygraph("build", DATA, "--push", virtuoso.store)
    assert (done.exit_code, "wrong-secret" in done.output) == (2, False)
    assert "The server does not let us read graphs (status 401)." in done.stderr
