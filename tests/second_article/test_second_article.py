"""A second, later article is one new file and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode

from treatygraph.graph import check, load
from treatygraph.graph.builder import build
from treatygraph.graph.commands import main
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.rdf_files import default_paths
from treatygraph.graph.terms import ID, RDF_TYPE, tg

FILE = Path(__file__).with_name("nna-2024-05-14.trig")
ROOT = Path(__file__).parents[2]
CODE = [
    path for folder in ("graph", "server", "ontology", "shapes", "queries") for path in (ROOT / folder).rglob("*.py")
]
NAMES = (
    "tass",
    "lavrov",
    "putin",
    "abe-",
    "shinzo",
    "shikotan",
    "habomai",
    "kuril",
    "hand-over-1956",
    "japan",
    "ussr",
)


@pytest.fixture(scope="module")
def both() -> Dataset:
    return build(load([*default_paths(), FILE]))


def test_alone_and_with_the_first_one_it_is_clean() -> None:
    assert check([FILE]).findings == ()
    assert check([*default_paths(), FILE]).findings == ()


def test_both_disputes_are_in_one_graph(both: Dataset) -> None:
    promises = {each.value.removeprefix(ID) for each in both.subjects(RDF_TYPE, tg("Commitment"))}
    assert promises == {"hand-over-1956", "return-of-port-alder"}


def test_each_voice_has_its_own_inferred_graph(both: Dataset) -> None:
    inferred = {name.value.rpartition("/")[2] for name in both.graph_names if both.kind_of(name) == "inferred"}
    assert {"nna", "tass", "treatygraph"} <= inferred
    agency = both.graph(NamedNode(ID + "graph/inferred/nna"))
    assert not any("japan" in str(quad) for quad in agency)


def test_its_promise_waits_for_the_date_and_the_payment() -> None:
    arguments = [
        "status",
        "return-of-port-alder",
        "--data",
        str(FILE),
        "--format",
        "csv",
        "--perspective",
        "lease-text",
    ]

    def status(on: str, *more: str) -> str:
        result = CliRunner().invoke(main, [*arguments, "--on", on, *more])
        assert result.exit_code == 0, result.output
        header, row = result.stdout.splitlines()
        return dict(zip(header.split(","), row.split(","), strict=False))["status"]

    assert status("1999-01-01") == "not-made"
    assert status("1999-03-01") == "signed-not-binding"
    assert status("1999-06-15") == "unknown"
    assert status("1999-07-01") == "conditional"
    assert status("2025-01-01") == "conditional"
    assert status("2024-12-30", "--assume", "pay-for-quays=2024-10-01") == "conditional"
    assert status("2024-12-31", "--assume", "pay-for-quays=2024-10-01") == "due"


@pytest.mark.parametrize("path", CODE, ids=[str(path.relative_to(ROOT)) for path in CODE])
def test_no_code_knows_the_names_of_an_article(path: Path) -> None:
    # Documentation strings show examples; what runs must not know any of them.
    import ast

    tree = ast.parse(path.read_text())
    documentation = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
    ]
    # The name of a language is none of a state.
    found = [(name, text) for name in NAMES for text in texts if re.search(rf"{name}(?!ese)", text.lower())]
    assert found == []
