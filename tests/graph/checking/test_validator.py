"""Two engines, one answer; and shapes that are none get a message."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from tests.examples import examples
from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.checking.rdflib_graph import to_graph
from treatygraph.graph.checking.shacl import check_shapes
from treatygraph.graph.checking.validator import ENGINES, Engine, engine, validate
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError
from treatygraph.graph.loader import load
from treatygraph.graph.terms import PREFIXES, SH, XSD

FOLDER = Path(str(files("treatygraph.shapes.examples")))
BASE = FOLDER / "base.trig"
BROKEN = sorted(FOLDER.glob("TG[1-4]*/invalid-*.trig"))
GROUPS = [BROKEN[number::12] for number in range(12)]
EXAMPLE = "https://example.org/"
PRELUDE = f"@prefix : <{EXAMPLE}> .\n" + "".join(
    f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items() if name
)
SHAPES = (
    ":S a sh:NodeShape ; sh:targetClass :C ; sh:property :P . :P sh:path :p ; sh:datatype xsd:integer ; sh:minCount 1 ."
)
both = pytest.mark.parametrize("by", ENGINES, ids=[each.name for each in ENGINES])


def triples(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(PRELUDE + text, format=RdfFormat.TURTLE)]


def iri(name: str) -> NamedNode:
    return NamedNode(EXAMPLE + name)


def findings(dataset: Dataset) -> tuple[set[Finding], set[Finding]]:
    fast, plain = (set(check_shapes(dataset, by=each)) for each in ENGINES)
    return fast, plain


def test_both_engines_are_installed_where_tests_run_and_the_fast_one_is_chosen() -> None:
    assert [each.name for each in ENGINES if each.is_installed] == ["pyshacl-turbo", "pyshacl"]
    assert engine() == ENGINES[0]
    assert str(engine()) == f"pyshacl-turbo {version('pyshacl-turbo')}"


def test_what_cannot_be_imported_is_not_installed() -> None:
    assert not Engine("none", "no_such_validator").is_installed


@both
def test_a_result_says_what_is_wrong_where(by: Engine) -> None:
    [found] = validate(triples(':a a :C ; :p "x" .'), triples(SHAPES), by=by)
    assert (found.shape, found.focus, found.path, found.value) == (iri("P"), iri("a"), iri("p"), Literal("x"))
    assert found.severity == SH + "Violation"
    assert found.component == SH + "DatatypeConstraintComponent"
    assert found.messages


@both
def test_literals_come_back_as_they_were_written(by: Engine) -> None:
    shapes = triples(":S sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:maxCount 0 ; sh:in () ] .")
    data = triples(':a :p "01"^^xsd:integer , "1e400"^^xsd:date , "x"@EN-gb , true , "2001-05-10+00:00"^^xsd:date .')
    values = {found.value for found in validate(data, shapes, by=by)}
    assert values == {None, *(triple.object for triple in data)}


@both
def test_sound_data_have_no_results(by: Engine) -> None:
    assert validate(triples(":a a :C ; :p 1 ."), to_graph(triples(SHAPES)), by=by) == ()


@both
def test_constraints_in_sparql_are_asked(by: Engine) -> None:
    shapes = (
        ':S sh:targetClass :C ; sh:sparql [ sh:select "SELECT $this WHERE { $this <https://example.org/p> $this }" ] .'
    )
    found = validate(triples(":a a :C ; :p :a . :b a :C ; :p :a ."), triples(shapes), by=by)
    assert [each.focus for each in found] == [iri("a")]


@both
@pytest.mark.parametrize(
    "shapes",
    [
        ":S sh:targetClass :C ; sh:property :P . :P a sh:PropertyShape ; sh:minCount 1 .",
        ':S sh:targetClass :C ; sh:sparql [ sh:select "SELECT $this WHERE {" ] .',
        ":S sh:targetClass :C ; sh:or :no-list .",
        ':S sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount "some" ] .',
        ':S sh:targetClass :C ; sh:property [ sh:path :p ; sh:pattern "(" ] .',
        ":S sh:targetClass :C ; sh:node :S ; sh:property [ sh:path ( :p ) ] .",
    ],
    ids=["no path", "no query", "no list", "no number", "no expression", "path of one step"],
)
def test_shapes_that_are_none_are_refused(by: Engine, shapes: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match=r"^The shapes cannot be used: [^\n]+\. Mend the shapes graph\.$"):
        validate(triples(':a a :C ; :p "x" .'), triples(shapes), by=by)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("group", GROUPS, ids=[str(number) for number in range(len(GROUPS))])
def test_both_engines_find_the_same_in_the_examples(group: list[Path]) -> None:
    fast, plain = findings(load([BASE, *group]))
    assert plain
    assert fast == plain


FORMS = ["", "2001-05-10", "2001-02-30", "2001-05-10Z", "-0001-01-01", "1", "01", "one", "1e400", "true", "1.0", "NaN"]
TYPES = ["date", "gYear", "dateTime", "integer", "decimal", "double", "boolean", "string", "nonNegativeInteger", "no"]
SECOND = load([Path(__file__).parents[2] / "second_article"]).quads
VALUES = sorted({quad.object for quad in SECOND}, key=str)


def mutated(random: Random) -> Dataset:
    """Change some statements of a graph: take them out, give them other values, add others."""
    quads = list(SECOND)
    for _ in range(random.randint(1, 40)):
        quad = quads.pop(random.randrange(len(quads)))
        value: object = random.choice(VALUES)
        if isinstance(quad.object, Literal):
            value = Literal(random.choice(FORMS), datatype=NamedNode(XSD + random.choice(TYPES)))
        if random.random() < 0.9:
            quads.append(Quad(quad.subject, quad.predicate, value, quad.graph_name))
        if random.random() < 0.5:
            quads.append(quad)
    return Dataset(tuple(dict.fromkeys(quads)))


@examples(12)
@given(st.randoms(use_true_random=False))
def test_both_engines_find_the_same_in_graphs_that_were_damaged(random: Random) -> None:
    fast, plain = findings(mutated(random))
    assert fast == plain
