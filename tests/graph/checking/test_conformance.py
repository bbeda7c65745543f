"""Data that keep to all shapes are known without an engine, and what an engine would find is never passed over."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from treatygraph.graph.checking.conformance import is_clean
from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.checking.shacl import check_shapes
from treatygraph.graph.checking.validator import ENGINES, validate
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.terms import PREFIXES, XSD

FOLDER = Path(str(files("treatygraph.shapes.examples")))
EXAMPLES = [
    min(folder.glob("invalid-*.trig")) for folder in sorted(FOLDER.glob("TG[24]*")) if any(folder.glob("*.trig"))
]
GRAPH = load().quads
VALUES = [
    *sorted({quad.object for quad in GRAPH}, key=str),
    *(Literal(form, datatype=NamedNode(XSD + "date")) for form in ("2001-05-10", "2001-05-10Z", "10000-01-01")),
]
PRELUDE = "@prefix : <https://example.org/> .\n" + "".join(
    f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items() if name
)


def triples(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(PRELUDE + text, format=RdfFormat.TURTLE)]


def clean(shape: str, data: str) -> bool:
    """Tell whether all things of the class :C keep to a shape; an engine must not find anything where they do."""
    shapes, known = triples(f":S sh:targetClass :C ; {shape} ."), triples(data)
    found = is_clean(shapes, known, frozenset())
    assert not (found and validate(known, shapes))
    return found


def by_engine(dataset: Dataset) -> set[Finding]:
    return set(check_shapes(dataset, by=ENGINES[0]))


def test_nothing_is_passed_over_in_the_examples() -> None:
    assert len(EXAMPLES) > 80
    for path in EXAMPLES:
        dataset = load([FOLDER / "base.trig", path])
        assert set(check_shapes(dataset)) == by_engine(dataset), path


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_nothing_is_passed_over_where_a_statement_was_changed(random: Random) -> None:
    at = random.randrange(len(GRAPH))
    before = GRAPH[at]
    after = Quad(before.subject, before.predicate, random.choice(VALUES), before.graph_name)
    dataset = Dataset((*GRAPH[:at], after, *GRAPH[at + 1 :]))
    assert set(check_shapes(dataset)) == by_engine(dataset)


def test_the_graph_that_is_shipped_needs_no_engine() -> None:
    program = """
import sys
from treatygraph.graph import check
assert check().findings == ()
sys.exit(", ".join({"rdflib", "pyshacl", "pyshacl_turbo", "owlrl", "networkx"} & set(sys.modules)) or 0)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("shape", "sound", "broken"),
    [
        ("sh:property [ sh:path :p ; sh:minCount 1 ]", ":p 1", ":q 1"),
        ("sh:property [ sh:path :p ; sh:maxCount 1 ]", ":p 1", ":p 1 , 2"),
        ("sh:property [ sh:path ( :p :p ) ; sh:hasValue :x ]", ":p [ :p :x ]", ":p :x"),
        ("sh:property [ sh:path [ sh:alternativePath ( :p :q ) ] ; sh:minCount 2 ]", ":p 1 ; :q 2", ":p 1 ; :q 1"),
        ("sh:property [ sh:path [ sh:inversePath :p ] ; sh:maxCount 0 ]", ":p :b", ":p :a"),
        ("sh:property [ sh:path :p ; sh:class :C ]", ":p [ a :D ] . :D rdfs:subClassOf :C", ":p [ a :D ]"),
        ("sh:property [ sh:path :p ; sh:datatype xsd:integer ]", ":p 1", ":p 1.0"),
        ("sh:property [ sh:path :p ; sh:minInclusive 1 ]", ":p 1", ":p 0"),
        ("sh:property [ sh:path :p ; sh:in ( :x 'y' ) ]", ":p :x , 'y'", ":p 'x'"),
        ("sh:property [ sh:path :p ; sh:lessThan :q ]", ":p 9 ; :q 10", ":p 9 ; :q 9"),
        ("sh:property [ sh:path :p ; sh:lessThanOrEquals :q ]", ":p 9 ; :q 9", ":p 10 ; :q 9"),
        ("sh:property [ sh:path :p ; sh:equals :q ]", ":p :x ; :q :x", ":p :x ; :q :y"),
        ("sh:property [ sh:path :p ; sh:disjoint :q ]", ":p :x ; :q :y", ":p :x ; :q :x"),
        ("sh:property [ sh:path :p ; sh:uniqueLang true ]", ":p 'x'@en , 'y'@de", ":p 'x'@en , 'y'@en"),
        ("sh:property [ sh:path :p ; sh:languageIn ( 'en' ) ]", ":p 'x'@en-GB", ":p 'x'@eng"),
        ("sh:property [ sh:path :p ; sh:pattern '^x' ]", ":p 'xy'", ":p 'y'"),
        (
            "sh:property [ sh:path :p ; sh:qualifiedValueShape [ sh:hasValue :x ] ; sh:qualifiedMinCount 1 ]",
            ":p :x , :y",
            ":p :y",
        ),
        (
            "sh:property [ sh:path :p ; sh:qualifiedValueShape [ sh:class :C ] ; sh:qualifiedMaxCount 1 ]",
            ":p :a , :b",
            ":p :a , [ a :C ]",
        ),
        ("sh:node [ sh:property [ sh:path :p ; sh:minCount 1 ] ]", ":p 1", ":q 1"),
        ("sh:not [ sh:property [ sh:path :p ; sh:minCount 1 ] ]", ":q 1", ":p 1"),
        ("sh:and ( [ sh:class :C ] [ sh:class :D ] )", "a :D", ":p 1"),
        ("sh:or ( [ sh:class :D ] [ sh:class :E ] )", "a :D", ":p 1"),
        ("sh:xone ( [ sh:class :C ] [ sh:class :D ] )", ":p 1", "a :D"),
    ],
)
def test_each_constraint_is_understood(shape: str, sound: str, broken: str) -> None:
    assert clean(shape, f":a a :C ; {sound} .")
    assert not clean(shape, f":a a :C ; {broken} .")


@pytest.mark.parametrize(
    ("shape", "sound"),
    [
        ("sh:closed false", ":p 1"),
        ("sh:targetNode :b", ":p 1"),
        ("a rdfs:Class", ":p 1"),
        ("sh:or :none", ":p 1"),
        ("sh:property [ sh:path :p ; sh:pattern 'X' ; sh:flags 'i' ]", ":p 'x'"),
        ("sh:property [ sh:path :p ; sh:pattern 'x$' ]", r":p 'x\n'"),
        ("sh:property [ sh:path [ sh:zeroOrMorePath :p ] ; sh:minCount 1 ]", ":p 1"),
        ("sh:property [ sh:path :p ; sh:datatype xsd:date ]", ":p '10000-01-01'^^xsd:date"),
        ("sh:property [ sh:path :p ; sh:datatype xsd:decimal ]", ":p 1.0"),
        ("sh:property [ sh:path :p ; sh:in ( 1 ) ]", ":p 1"),
        ("sh:property [ sh:path :p ; sh:lessThan :q ]", ":p 1 ; :q 2.0"),
        ("sh:property [ sh:path :p ; sh:equals :q ]", ":p 1 ; :q 1"),
        ("sh:sparql [ sh:select 'SELECT $this WHERE { $this :none $this }' ]", ":p 1"),
    ],
)
def test_what_engines_may_see_differently_is_left_to_them(shape: str, sound: str) -> None:
    shapes = triples(f":S sh:targetClass :C ; {shape} .")
    assert not is_clean(shapes, triples(f":a a :C ; {sound} ."), frozenset())


def test_targets_are_found_by_what_is_said_of_them_and_with_them() -> None:
    for target, data in (("sh:targetSubjectsOf :p", ":a :p :b ."), ("sh:targetObjectsOf :p", ":b :p :a .")):
        shapes = triples(f":S {target} ; sh:class :C .")
        assert is_clean(shapes, triples(f"{data} :a a :C ."), frozenset())
        assert not is_clean(shapes, triples(f"{data} :b a :C ."), frozenset())
