"""What is known of the stored queries is what rdflib says of them."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pytest
from rdflib.plugins.sparql.parser import parseQuery

from treatygraph.graph.checking.portability import Refusal, describe, read_list, refusal
from treatygraph.queries import portable_file, query_files

EXTENSION = "SELECT * WHERE { ?s ?p ?o LATERAL { SELECT * WHERE { ?s ?q ?x } LIMIT 1 } }"


@pytest.mark.parametrize("path", query_files(), ids=lambda path: path.stem)
def test_each_stored_query_is_read_by_rdflib(path: Path) -> None:
    assert parseQuery(path.read_text("utf-8"))


def test_the_list_names_the_stored_queries_as_they_are() -> None:
    """If this fails, a query has been changed: run `make docs`."""
    listed = [tuple(line.split(" ")) for line in portable_file().read_text("utf-8").splitlines()[1:]]
    assert listed == [(sha256(path.read_bytes()).hexdigest(), path.name) for path in query_files()]


def test_the_list_is_made_by_asking_rdflib(tmp_path: Path) -> None:
    read, refused = tmp_path / "read.rq", tmp_path / "refused.rq"
    read.write_text("ASK {}")
    refused.write_text(EXTENSION)
    head, *entries = describe([read, refused]).splitlines()
    assert head == f"rdflib {version('rdflib')}, pyparsing {version('pyparsing')}"
    assert entries == [f"{sha256(b'ASK {}').hexdigest()} read.rq"]


def test_another_text_is_parsed() -> None:
    assert refusal("ASK {}") is None
    assert refusal(EXTENSION) == Refusal("Expected SelectQuery", 1, 27)


@pytest.mark.parametrize("content", [None, "", "rdflib 6.0.0, pyparsing 2.0.0\nabc ask.rq\n"])
def test_a_list_that_is_missing_or_of_other_versions_says_nothing(content: str | None, tmp_path: Path) -> None:
    file = tmp_path / "portable.txt"
    if content is not None:
        file.write_text(content)
    assert read_list(file) == frozenset()


def test_a_list_of_the_versions_that_are_installed_is_believed(tmp_path: Path) -> None:
    file = tmp_path / "portable.txt"
    file.write_text(describe([]) + "abc ask.rq\n")
    assert read_list(file) == {"abc"}
