"""``treatygraph query`` as people run it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from treatygraph.graph.commands import main
from treatygraph.graph.stored_queries import stored_queries

Program = Callable[..., "Done"]

DATA = Path(__file__).parents[2] / "second_article" / "nna-2024-05-14.trig"


@dataclass(frozen=True, slots=True)
class Done:
    """What a run of the program left."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def treatygraph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Run the command line in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: str = "") -> Done:
        result = CliRunner().invoke(main, arguments, input=stdin)
        return Done(result.exit_code, result.stdout_bytes.decode(), result.stderr_bytes.decode())

    return run


PREFIX = "PREFIX tg: <https://w3id.org/treatygraph/ns#>\n"
STATES = PREFIX + "SELECT DISTINCT ?state { ?state a tg:State } ORDER BY ?state\n"
GRAPH = PREFIX + "CONSTRUCT { ?state a tg:State } WHERE { ?state a tg:State }\n"
OWN = ("--data", str(DATA))


def test_the_program_answers_in_a_process_of_its_own(program: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [program, "query", *OWN], input=STATES, capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert (done.stdout, done.stderr) == ("state\n─────────\n:norrland\n:veska\n", "")


def test_a_stored_query_on_the_shipped_graph(treatygraph: Program) -> None:
    done = treatygraph("query", "declaration-signature")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].split() == ["signature", "earliest", "latest", "place"]
    assert done.stdout.splitlines()[2].split()[1:] == ["1956-10-19", "1956-10-19", ":moscow"]


def test_a_current_build_answers_as_the_graph_in_memory_does(treatygraph: Program) -> None:
    before = treatygraph("query", "status-on-a-day", "-f", "csv")
    assert treatygraph("build", "--no-check").returncode == 0
    after = treatygraph("query", "status-on-a-day", "-f", "csv")
    assert (after.returncode, after.stdout) == (0, before.stdout)
    assert after.stdout.count("unknown") == 4


def test_text_on_standard_input_with_and_without_a_dash(treatygraph: Program) -> None:
    for arguments in ((), ("-",)):
        done = treatygraph("query", *arguments, *OWN, "-f", "csv", stdin=STATES)
        assert (done.returncode, done.stderr) == (0, "")
        assert [line.rpartition("/")[2] for line in done.stdout.splitlines()] == ["state", "norrland", "veska"]


def test_a_file(treatygraph: Program, tmp_path: Path) -> None:
    (tmp_path / "states.rq").write_text("\ufeff#+ summary: States\n" + STATES, "utf-8")
    done = treatygraph("query", "states.rq", *OWN)
    assert (done.returncode, done.stdout) == (0, "state\n─────────\n:norrland\n:veska\n")


def test_parameters_by_name(treatygraph: Program) -> None:
    done = treatygraph("query", "provision-of-a-promise", "-p", "commitment=return-of-port-alder", *OWN, "-f", "json")
    [row] = json.loads(done.stdout)["results"]["bindings"]
    assert (row["number"]["value"], row["debtor"]["value"].rpartition("/")[2]) == ("4", "norrland")


def test_no_rows_are_told_apart_from_no(treatygraph: Program) -> None:
    done = treatygraph("query", *OWN, stdin=PREFIX + "SELECT ?x { ?x a tg:Island }")
    assert (done.returncode, done.stdout) == (0, "x\n─\n")
    assert "That is no 'no'" in done.stderr
    done = treatygraph("query", *OWN, stdin=GRAPH.replace("?state a tg:State }\n", "?state a tg:Island }\n"))
    assert (done.returncode, done.stdout.count("\n:")) == (0, 0)
    assert "No statements" in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "begin"),
    [
        ("a.csv", STATES, "state\r\n"),
        ("a.tsv", STATES, "?state\n"),
        ("a.json", STATES, '{"head"'),
        ("a.xml", STATES, "<?xml"),
        ("a.txt", STATES, "state\n─"),
        ("a.ttl", GRAPH, "@prefix"),
        ("a.trig", GRAPH, "@prefix"),
        ("a.nt", GRAPH, "<https"),
        ("a.jsonld", GRAPH, "["),
    ],
)
def test_the_format_is_guessed_from_the_name_of_the_file(
    treatygraph: Program, tmp_path: Path, name: str, text: str, begin: str
) -> None:
    done = treatygraph("query", *OWN, "-o", name, stdin=text)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / name).read_bytes().decode().startswith(begin)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_failure_leaves_the_file_as_it_was(treatygraph: Program, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("former", "utf-8")
    assert treatygraph("query", *OWN, "-o", "a.csv", stdin="SELECT (<a:b>(1) AS ?x) {}").returncode == 2
    assert (tmp_path / "a.csv").read_text("utf-8") == "former"


def test_ask_and_graphs_have_their_own_default(treatygraph: Program) -> None:
    assert treatygraph("query", *OWN, stdin=PREFIX + "ASK { ?x a tg:State }").stdout == "true\n"
    assert ":veska a tg:State" in treatygraph("query", *OWN, stdin=GRAPH).stdout


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (("declaration-side",), "", "no stored query named 'declaration-side'. Did you mean 'declaration-sides'"),
        (("select * {",), "", "Error: line 1, column 11: The query ends too early"),
        (("SELECT * {\n  <https://example.org/a> ?p\n}",), "", "Error: line 3, column 1: Unexpected"),
        (("missing.rq",), "", "missing.rq: The query cannot be read: No such file"),
        ((), " \n", "The query is empty"),
        ((), "SELECT * {", "line 1, column 11: The query ends too early"),
        ((), "ASK { SERVICE <http://127.0.0.1:9/> {} }", "SERVICE is refused"),
        ((), "CLEAR ALL", "This is an update"),
        ((), "#+ sumary: a\nASK {}", "Did you mean 'summary'"),
        (("-f", "turtle"), STATES, "SELECT cannot be written as turtle. Possible are table, csv, tsv, json, xml"),
        (("-f", "csv"), GRAPH, "CONSTRUCT cannot be written as csv. Possible are turtle, trig, nt, nq, jsonld, rdf"),
        (("-f", "pdf"), STATES, "'pdf' is not one of"),
        (("-o", "a.pdf"), STATES, "a.pdf tells no format"),
        (("-o", "missing/a.csv"), STATES, "cannot be written"),
        (("-p", "a"), STATES, "NAME=VALUE, not 'a'"),
        (("-p", "a=1", "-p", "a=2"), STATES, "'a' is given twice"),
        (("-p", "a=1"), STATES, "no parameter 'a'"),
        ((), "ASK { ?s ?p ?_on_date }", "on: a day such as 1956-10-19"),
        (("-p", "on=1956"), "ASK { ?s ?p ?_on_date }", "It takes a day such as 1956-10-19"),
        (("-p", "state=vesca"), "ASK { ?_state_iri ?p ?o }", "no state named 'vesca'. Did you mean 'veska'"),
        (("status-on-a-day",), "", "The default of 'commitment', hand-over-1956, is not in this graph"),
        (("--list", "order-of-events"), "", "takes no query"),
    ],
)
def test_mistakes_are_told_with_what_to_do(
    treatygraph: Program, arguments: tuple[str, ...], stdin: str, message: str
) -> None:
    own = () if "--list" in arguments else OWN
    done = treatygraph("query", *arguments, *own, stdin=stdin)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_text_is_refused(treatygraph: Program, tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_bytes(b"ASK {}\n\xff")
    done = treatygraph("query", "a.rq", *OWN)
    assert (done.returncode, done.stdout) == (2, "")
    assert "a.rq:2:1: The query is not UTF-8 text" in done.stderr


def test_the_list_names_all_stored_queries_with_their_parameters(treatygraph: Program) -> None:
    done = treatygraph("query", "--list")
    assert done.returncode == 0
    for query in stored_queries().values():
        assert f"{query.name} " in done.stdout
        assert query.summary in done.stdout
    assert "commitment: an IRI, a CURIE such as tg:State" in done.stdout
    assert "(may stay open)" in done.stdout


def test_the_list_for_programs(treatygraph: Program) -> None:
    done = treatygraph("query", "--list", "-f", "json")
    found = {each["name"]: each for each in json.loads(done.stdout)}
    assert set(found) == set(stored_queries())
    assert found["status-on-a-day"]["parameters"][1] == {
        "name": "on",
        "type": "date",
        "default": "1960-02-01",
        "optional": False,
    }
    assert treatygraph("query", "--list", "-f", "xml").returncode == 2


def test_an_error_in_a_file_names_the_file(treatygraph: Program, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("SELECT * WHERE {\n  ?s ?p }")
    result = treatygraph("query", "q.rq")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: q.rq:2:")


def test_a_name_that_is_like_no_other_leads_to_the_list(treatygraph: Program) -> None:
    result = treatygraph("query", "zzzzzz")
    assert (result.returncode, result.stderr) == (
        2,
        "Error: There is no stored query named 'zzzzzz'. --list shows the stored queries.\n",
    )
