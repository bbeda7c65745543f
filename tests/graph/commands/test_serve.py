"""``treatygraph serve``: a process that is asked over real HTTP."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

from treatygraph.graph.build_folder import write_build
from treatygraph.graph.builder import build
from treatygraph.graph.commands import main
from treatygraph.graph.loader import load

PONTOON = Path(__file__).parent.parent.parent / "server" / "data" / "pontoon.trig"
SECOND = PONTOON.parent.parent.parent / "second_article"
STATES = "PREFIX tg: <https://w3id.org/treatygraph/ns#> SELECT ?s { ?s a tg:State } ORDER BY ?s"
EXPLAINED = "subject=japan&predicate=a&object=prov:Agent"
"""A statement that the build infers, with its rule."""
SECONDS = 120

Program = Callable[..., "subprocess.CompletedProcess[str]"]


@contextmanager
def serving(program: Path, folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str, list[str]]]:
    """Start a server on a free port; the process, its address, and the lines that it wrote so far."""
    command = [str(program), "serve", "--port", "0", *arguments]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    timer = threading.Timer(SECONDS, process.kill)
    timer.start()
    try:
        lines: list[str] = []
        for line in process.stderr or ():
            lines.append(line)
            found = re.match(r"Listening on (http://\S+)/ ", line)
            if found:
                yield process, found[1], lines
                return
        raise AssertionError("".join(lines))
    finally:
        timer.cancel()
        process.terminate()
        process.communicate()


def ask(url: str, accept: str = "*/*", data: bytes | None = None, **headers: str) -> tuple[int, str, bytes]:
    """Ask a server; status, content type and body, of errors too."""
    request = urllib.request.Request(url, data, {"Accept": accept, **headers})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read()


@pytest.fixture(scope="module")
def pontoon(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of one small file."""
    with serving(program, tmp_path_factory.mktemp("empty"), str(PONTOON)) as (_, url, _lines):
        yield url


def test_a_query_is_answered_in_three_ways(pontoon: str) -> None:
    forms = [
        ask(f"{pontoon}/sparql?query={quote(STATES)}"),
        ask(f"{pontoon}/sparql", data=urlencode({"query": STATES}).encode()),
        ask(f"{pontoon}/sparql", data=STATES.encode(), **{"Content-Type": "application/sparql-query"}),
    ]
    assert forms[0] == forms[1] == forms[2]
    status, content_type, body = forms[0]
    assert (status, content_type) == (200, "application/sparql-results+json")
    rows = json.loads(body)["results"]["bindings"]
    assert [row["s"]["value"].rpartition("/")[2] for row in rows] == ["arcadia", "lutha"]


def test_an_error_is_an_answer(pontoon: str) -> None:
    status, content_type, body = ask(f"{pontoon}/sparql?query={quote('SELECT * {')}")
    assert (status, content_type) == (400, "text/plain; charset=utf-8")
    assert b"line 1" in body


def test_a_thing_leads_to_its_data_and_its_page(pontoon: str) -> None:
    status, content_type, body = ask(f"{pontoon}/id/lutha", "application/n-triples")
    assert (status, content_type) == (200, "application/n-triples")
    assert len(list(parse(body, format=RdfFormat.N_TRIPLES))) == 5
    status, content_type, body = ask(f"{pontoon}/id/lutha", "text/html")
    assert (status, content_type) == (200, "text/html; charset=utf-8")
    assert b"<h1>Lutha</h1>" in body


def test_the_export_has_the_literals_as_written(pontoon: str) -> None:
    status, _, body = ask(f"{pontoon}/exports/treatygraph.nq")
    assert status == 200
    assert set(map(str, parse(body, format=RdfFormat.N_QUADS))) == set(map(str, load([PONTOON]).quads))


def test_the_style_sheet_is_there(pontoon: str) -> None:
    assert ask(f"{pontoon}/static/style.css")[:2] == (200, "text/css; charset=utf-8")


def test_a_query_of_sixty_kilobytes_fits_in_the_url(pontoon: str) -> None:
    text = f"ASK {{}} # {'é' * 10_000}"
    assert ask(f"{pontoon}/sparql?query={quote(text)}")[0] == 200
    assert ask(f"{pontoon}/sparql?query={quote(text + 'é' * 3_000)}")[0] == 414


def test_a_query_that_is_too_long_for_the_url_fits_in_the_body(pontoon: str) -> None:
    text = f"ASK {{}} # {'é' * 30_000}"
    assert ask(f"{pontoon}/sparql", data=urlencode({"query": text}).encode())[0] == 200
    assert ask(f"{pontoon}/sparql", data=urlencode({"query": text + "é" * 3_000}).encode())[0] == 413


def test_a_body_that_is_too_long_gets_a_full_answer(pontoon: str) -> None:
    status, content_type, body = ask(f"{pontoon}/sparql", data=b"query=" + b"x" * 2_000_000)
    assert (status, content_type) == (413, "text/plain; charset=utf-8")
    assert body.startswith(b"413 ")


def test_eight_clients_get_their_own_answers(pontoon: str) -> None:
    wrong: list[object] = []

    def client(number: int) -> None:
        for turn in range(20):
            query = f"SELECT ?n {{ BIND({number * 100 + turn} AS ?n) }}"
            body = ask(f"{pontoon}/sparql?query={quote(query)}", "text/csv")[2]
            if body.split() != [b"n", str(number * 100 + turn).encode()]:
                wrong.append(body)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_order(program: Path, tmp_path: Path, number: signal.Signals) -> None:
    with serving(program, tmp_path, str(PONTOON)) as (process, url, _):
        assert ask(f"{url}/healthz")[0] == 200
        process.send_signal(number)
        assert process.wait(SECONDS) == 0
        assert process.stderr is not None
        assert process.stderr.read() == "Stopped.\n"
        assert process.stdout is not None
        assert process.stdout.read() == ""


def test_a_request_that_is_being_answered_is_finished(program: Path, tmp_path: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?l) }"
    found: list[tuple[int, str, bytes]] = []
    with serving(program, tmp_path, str(PONTOON), "--timeout", "60") as (process, url, _):
        client = threading.Thread(target=lambda: found.append(ask(f"{url}/sparql?query={quote(query)}", "text/csv")))
        client.start()
        time.sleep(0.2)
        assert found == [], "the query must still be running when the signal comes"
        process.terminate()
        client.join()
        assert process.wait(SECONDS) == 0
    assert [each[0] for each in found] == [200]


def test_files_are_served_as_they_are(program: Path, tmp_path: Path) -> None:
    with serving(program, tmp_path, str(PONTOON)) as (_, url, lines):
        quads = load([PONTOON]).quads
        assert lines[0] == f"Serving these files as they are: {len(quads)} statements.\n"
        assert ask(f"{url}/healthz")[2] == f"ok {len(quads)} statements\n".encode()


def test_without_anything_the_graph_is_built_in_memory_once(
    program: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TREATYGRAPH_CACHE", str(tmp_path_factory.mktemp("cache")))
    with serving(program, tmp_path) as (_, url, lines):
        assert lines[0] == "There is no build of the present graph in build; building in memory.\n"
        assert lines[1].startswith("Serving what was built of it: ")
        explained = ask(f"{url}/explain.json?{EXPLAINED}")
        assert b"by rule cax-sco" in explained[2]
    with serving(program, tmp_path) as (_, url, lines):
        assert lines[0].startswith("Serving what was built of it: ")
        assert ask(f"{url}/explain.json?{EXPLAINED}") == explained
        body = ask(f"{url}/sparql?query={quote(STATES)}", "text/csv")[2]
        assert b"https://w3id.org/treatygraph/id/japan" in body
        assert ask(f"{url}/exports/treatygraph-with-derived.nq")[0] == 200
    assert list(tmp_path.iterdir()) == []


def test_a_build_is_served_while_it_is_current(program: Path, tmp_path: Path) -> None:
    write_build(build(load()), tmp_path / "build", closure=True, status=True)
    with serving(program, tmp_path) as (_, _url, lines):
        assert lines[0].startswith("Serving the build in build: ")
    (tmp_path / "pyproject.toml").write_text(f"[tool.treatygraph]\npaths = ['{SECOND}']\n", "utf-8")
    with serving(program, tmp_path) as (_, _url, lines):
        assert lines[0].startswith("There is no build of the present graph in ")
    with serving(program, tmp_path, "--build", "build") as (_, _url, lines):
        assert lines[0].startswith("Serving the build in build: ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no-build: There is no build here."),
        (["--build", "another"], "another: There is no build here."),
        (["--store", "no-store"], "There is no store in no-store."),
        (["no-file.trig"], "no-file.trig"),
    ],
)
def test_the_build_to_serve_can_be_a_setting(treatygraph: Program, arguments: list[str], message: str) -> None:
    settings = {"TREATYGRAPH_BUILD": "no-build", "TREATYGRAPH_STORE": "other-store"}
    done = treatygraph("serve", "--port", "0", *arguments, environment=settings)
    assert (done.returncode, message in done.stderr) == (2, True), done.stderr


def test_a_graph_with_errors_is_not_built_and_they_are_shown(treatygraph: Program) -> None:
    done = treatygraph("serve", "--port", "0", environment={"TREATYGRAPH_PATHS": str(PONTOON)})
    assert done.returncode == 1
    assert "pontoon.trig:" in done.stderr
    assert "was not built" in done.stderr


def test_a_port_in_use_is_exit_code_2(treatygraph: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = treatygraph("serve", str(PONTOON), "--port", str(port))
    assert done.returncode == 2
    assert done.stderr == (
        f"Error: Cannot listen on port {port} of 127.0.0.1: it is in use. "
        "Choose another with --port; --port 0 takes any free one.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no-such-file.trig"], "no-such-file.trig"),
        (["--build", "no-such-build"], "There is no build here."),
        ([str(PONTOON), "--build", "build"], "choose one"),
        (["--build", "b", "--store", "s"], "name no files and no build besides"),
        (["--port", "70000"], "70000"),
        (["--allow-service", "https://x.example/"], "--allow-service must be a list of hosts such as 'example.org'"),
        (["--allow-service", "x", "--store", "http://x/"], "the server that has this one would call in place of ours"),
        (["--host", "no.such.host.invalid"], "There is no address"),
    ],
)
def test_what_cannot_be_served_is_exit_code_2(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(main, ["serve", "--port", "0", *arguments])
    assert (result.exit_code, message in result.stderr) == (2, True), result.stderr


def test_the_help_of_the_program_imports_no_server(program: Path) -> None:
    code = (
        "import sys; from click.testing import CliRunner; from treatygraph.graph.commands import main; "
        "CliRunner().invoke(main, ['serve', '--help']); "
        "print([name for name in ('flask', 'waitress', 'treatygraph.server') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_start_looks_up_no_metadata_of_what_is_installed(program: Path) -> None:
    code = (
        "import sys, treatygraph.graph.commands.serve, treatygraph.graph.build_cache; "
        "print([name for name in ('importlib.metadata', 'importlib.resources', 'email') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
