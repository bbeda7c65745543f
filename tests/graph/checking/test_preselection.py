"""A constraint in SPARQL is left out only where no node can violate it."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from treatygraph.graph.checking.preselection import idle_constraints
from treatygraph.graph.checking.shacl import passes
from treatygraph.graph.checking.shapes import PASSES, read_shapes
from treatygraph.graph.loader import load
from treatygraph.graph.terms import SH

SPARQL = NamedNode(SH + "sparql")
SHAPES = """
@prefix : <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
:S sh:targetClass :C ; sh:sparql :Q .
:Q sh:prefixes :prefixes ; sh:select "SELECT".
:prefixes sh:declare [ sh:prefix "e" ; sh:namespace "https://example.org/" ] .
"""


def triples(text: str) -> list[Triple]:
    prefixes = "@prefix : <https://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    return [quad.triple for quad in parse(prefixes + text, format=RdfFormat.TURTLE)]


def is_idle(select: str, data: str) -> bool:
    shapes = triples(SHAPES.replace("SELECT", select))
    idle = idle_constraints(shapes, triples(data))
    assert idle <= {triple for triple in shapes if triple.predicate == SPARQL}
    return bool(idle)


def test_what_finds_nothing_is_idle() -> None:
    assert is_idle("SELECT $this WHERE { $this e:p+ $this }", ":a :p :b . :b :p :c .")
    assert not is_idle("SELECT $this WHERE { $this e:p+ $this }", ":a :p :b . :b :p :a .")


def test_strings_may_be_compared() -> None:
    select = "SELECT $this WHERE { $this e:p ?a ; e:q ?b FILTER (str(?a) < str(?b)) }"
    assert is_idle(select, ":a :p '2' ; :q '1' .")
    assert not is_idle(select, ":a :p '1' ; :q '2' .")


def test_patterns_may_be_denied_of_a_node_that_is_known() -> None:
    select = "SELECT $this WHERE { $this e:p ?a FILTER NOT EXISTS { ?a e:q* ?b . ?b e:r $this } }"
    assert is_idle(select, ":a :p :b . :b :q :c . :c :r :a .")
    assert not is_idle(select, ":a :p :b . :b :q :c . :c :r :b .")


@pytest.mark.parametrize(
    "select",
    [
        "SELECT $this WHERE { ?a e:p $this FILTER NOT EXISTS { ?a e:q ?b } }",
        "SELECT $this WHERE { FILTER NOT EXISTS { $this e:q ?b } }",
        "SELECT $this WHERE { $this e:p ?a MINUS { ?a e:q ?b } }",
        "SELECT $this WHERE { $this e:p ?a OPTIONAL { ?a e:q ?b } }",
        "SELECT $this WHERE { BIND ($this AS ?a) }",
        "SELECT $this WHERE { $this unknown:p ?a }",
        "SELECT $this WHERE {",
        "",
    ],
)
def test_what_is_not_understood_is_never_idle(select: str) -> None:
    assert not is_idle(select, ":x :y :z .")


def test_without_constraints_nothing_is_idle() -> None:
    assert idle_constraints(triples(":S sh:targetClass :C ."), triples(":a a :C .")) == frozenset()


def test_no_constraint_of_ours_is_violated_by_the_graph_that_is_shipped() -> None:
    data = {each.name: each.triples for each in passes(load())}
    for name in PASSES:
        shapes = read_shapes().of_pass(name)
        assert idle_constraints(shapes, data[name]) == {each for each in shapes if each.predicate == SPARQL}
