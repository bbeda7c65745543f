"""Each stored query gives the answers that were worked out by hand from the article, on both engines.

A golden file is a list of cases: parameters, columns, and rows in order. A cell is null, a number, true or false, a
day, a name with one of our prefixes (which may have slashes), or a text in double quotes with its language.
"""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.querying import prepare, run
from treatygraph.graph.stored_queries import find_query
from treatygraph.graph.terms import PREFIXES, XSD

# rdflib's own evaluation of GRAPH uses a name that rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated:DeprecationWarning")

Cell = str | int | bool | None

GOLDEN = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(Path(__file__).parent.glob("*.json"))}
CASES = [
    pytest.param(name, case, id=f"{name}-{number}")
    for name, cases in GOLDEN.items()
    for number, case in enumerate(cases)
]


def short(iri: str) -> str:
    """A name with the prefix whose namespace is the longest."""
    prefix = max((each for each in PREFIXES if iri.startswith(PREFIXES[each])), key=lambda each: len(PREFIXES[each]))
    return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"


def literal(lexical: str, datatype: str, language: str | None) -> Cell:
    """A literal as a golden file writes it."""
    if language:
        return f'"{lexical}"@{language}'
    if datatype == XSD + "integer":
        return int(lexical)
    if datatype == XSD + "boolean":
        return lexical == "true"
    if datatype == XSD + "date":
        return lexical
    return f'"{lexical}"' if datatype == XSD + "string" else f'"{lexical}"^^{short(datatype)}'


def of_pyoxigraph(term: object) -> Cell:
    """A term of pyoxigraph as a golden file writes it."""
    if isinstance(term, pyoxigraph.Literal):
        return literal(term.value, term.datatype.value, term.language)
    assert term is None or isinstance(term, pyoxigraph.NamedNode)
    return None if term is None else short(term.value)


def of_rdflib(term: object) -> Cell:
    """A term of rdflib as a golden file writes it."""
    if isinstance(term, rdflib.Literal):
        return literal(str(term), str(term.datatype or XSD + "string"), term.language)
    assert term is None or isinstance(term, rdflib.URIRef)
    return None if term is None else short(str(term))


@pytest.mark.parametrize(("name", "case"), CASES)
def test_pyoxigraph_gives_the_golden_answer(name: str, case: dict[str, list[object]], built: Dataset) -> None:
    result = run(built, find_query(name), case["parameters"])
    assert list(result.variables) == case["columns"]
    assert [[of_pyoxigraph(term) for term in row] for row in result.rows] == case["rows"]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_rdflib_gives_the_golden_answer(
    name: str, case: dict[str, list[object]], built: Dataset, in_rdflib: rdflib.Dataset
) -> None:
    result = in_rdflib.query(prepare(built, find_query(name), case["parameters"]))
    assert [str(variable) for variable in result.vars or ()] == case["columns"]
    assert [[of_rdflib(term) for term in row] for row in result] == case["rows"]
