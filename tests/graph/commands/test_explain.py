"""``treatygraph explain``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from treatygraph.graph.commands import main

SECOND = Path(__file__).parents[2] / "second_article"
DATA = ["--data", str(SECOND / "nna-2024-05-14.trig")]


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["explain", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_status_is_drawn_as_a_tree() -> None:
    code, out, _ = run("return-of-port-alder", "--on", "1999-07-01", *DATA)
    assert code == 0
    first, *rest = out.splitlines()
    assert first == "* promise to return Port Alder, on 1999-07-01, lease text: conditional"
    assert {"├─ unmet: the lease has expired", "├─ unmet: the quays are paid"} <= set(rest)
    assert rest[-1].endswith("independent passages; * = inferred.")


def test_the_words_are_shown_where_a_copy_is_at_hand() -> None:
    _, out, _ = run("name-alderhavn", "usedBy", "veska", *DATA, "--sources", str(SECOND))
    assert "once the lease has expired" in out
    assert "once the lease has expired" not in run("name-alderhavn", "usedBy", "veska", *DATA)[1]


def test_a_type_can_be_written_as_in_turtle() -> None:
    assert run("port-alder", "a", "Place", *DATA) == run("port-alder", "rdf:type", "tg:Place", *DATA)
    assert run("port-alder", "a", "Place", *DATA)[0] == 0


def test_json_has_the_whole_tree() -> None:
    _, out, _ = run("name-alderhavn", "usedBy", "veska", *DATA, "--format", "json")
    (found,) = json.loads(out)
    assert (found["supports"], found["inferred"]) == (1, False)
    assert found["tree"]["steps"][0]["iri"].endswith("passage/nna-2024-05-14/p04c")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody-at-all"], "no thing named 'nobody-at-all'"),
        (["port-alder", "debtor"], "neither a thing nor a statement"),
        (["return-of-port-alder", "--on", "yesterday"], "yesterday"),
        (["return-of-port-alder", "--sources", "no-such-folder"], "Directory 'no-such-folder' does not exist"),
        (["return-of-port-alder", "--perspective", "lease-txt"], "Did you mean 'lease-text'"),
    ],
)
def test_what_is_not_understood_is_exit_code_2(arguments: list[str], message: str) -> None:
    code, _, err = run(*arguments, *DATA)
    assert (code, message in err) == (2, True), err
