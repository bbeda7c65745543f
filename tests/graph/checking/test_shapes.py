"""The shapes keep the rules that shapes have to keep."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple, parse
from rdflib.compare import isomorphic

from treatygraph.graph.checking.findings import Severity
from treatygraph.graph.checking.material import Document
from treatygraph.graph.checking.rdflib_graph import to_graph
from treatygraph.graph.checking.shacl import passes
from treatygraph.graph.checking.shapes import PASSES, TGSH, Shapes, read_shapes
from treatygraph.graph.checking.shapes_syntax import require_shapes
from treatygraph.graph.closure import ontology_quads
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.terms import DCTERMS, OWL, RDF_TYPE, RDFS, SH, TG
from treatygraph.shapes import shape_files

FILES = shape_files()
TRIPLES = tuple(quad.triple for path in FILES for quad in parse(path=str(path)))
RULES = read_shapes().rules()
ANNOTATIONS = "annotations.ttl"
WITHOUT_FOCUS = {
    "CompositeIsWellFormed",
    "ConditionIsNotInItself",
    "DateCondition",
    "EntryIntoForce",
    "NoExactMatch",
    "NoSameAs",
    "Reservation",
    "ReservationModifies",
    "StateSuccession",
    "SuccessionHasStates",
    "Termination",
    "TerminationOverall",
    "TerritorialClaim",
}
"""Shapes of what the first article has not got; their examples show that they work."""


def values(subject: object, predicate: str) -> list[str]:
    return [str(t.object.value) for t in TRIPLES if t.subject == subject and t.predicate.value == predicate]


def of_type(*names: str) -> list[NamedNode | BlankNode]:
    classes = {SH + name for name in names}
    return [t.subject for t in TRIPLES if t.predicate == RDF_TYPE and t.object.value in classes]


def test_each_file_is_read_alike_by_two_parsers() -> None:
    for path in FILES:
        own = to_graph(quad.triple for quad in parse(path=str(path)))
        theirs = rdflib.Graph(bind_namespaces="none").parse(path, format="turtle")
        # rdflib's parser writes some literals anew; ours keep their forms, so both are compared as N-Triples.
        again = rdflib.Graph(bind_namespaces="none").parse(data=own.serialize(format="nt"), format="nt")
        assert isomorphic(again, theirs), path.name


def test_shapes_conform_to_the_shapes_of_shacl() -> None:
    require_shapes([Document(path) for path in FILES], TRIPLES)


def test_every_shape_has_an_iri_a_name_and_a_description() -> None:
    shapes = of_type("NodeShape", "PropertyShape")
    assert shapes
    for shape in shapes:
        assert isinstance(shape, NamedNode)
        assert shape.value.startswith(TGSH)
        assert len(values(shape, SH + "name")) == 1, shape
        assert len(values(shape, SH + "description")) == 1, shape


def test_what_properties_and_queries_point_at_is_declared() -> None:
    declared = set(of_type("NodeShape", "PropertyShape", "SPARQLConstraint"))
    pointed_at = {t.object for t in TRIPLES if t.predicate.value in {SH + "property", SH + "node", SH + "sparql"}}
    assert pointed_at <= declared


def test_every_node_shape_with_targets_says_its_pass() -> None:
    with_targets = {t.subject for t in TRIPLES if t.predicate.value.startswith(SH + "target")}
    assert with_targets
    for shape in with_targets:
        assert len(values(shape, TGSH + "pass")) == 1, shape
        assert values(shape, TGSH + "pass")[0] in PASSES


def test_no_name_of_a_shape_comes_twice() -> None:
    counts = Counter(str(t.object.value) for t in TRIPLES if t.predicate.value == SH + "name")
    assert [name for name, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("iri", sorted(RULES), ids=[RULES[iri].code for iri in sorted(RULES)])
def test_every_rule_explains_itself(iri: str) -> None:
    rule, shape = RULES[iri], NamedNode(iri)
    assert rule.code.startswith(("TG2", "TG4"))
    assert rule.message.endswith(".")
    assert rule.repair.endswith(".")
    assert rule.repair[0].isupper() or rule.repair.startswith("tg:")
    assert rule.what.endswith(".")
    assert rule.why.endswith((".", "?"))
    assert values(shape, RDFS + "seeAlso") == [f"https://w3id.org/treatygraph/rule/{rule.code}"]


def test_codes_are_unique() -> None:
    codes = Counter(rule.code for rule in RULES.values())
    assert codes.most_common(1)[0][1] == 1


def test_every_shape_that_can_be_broken_is_a_rule() -> None:
    owners = {t.object for t in TRIPLES if t.predicate.value == SH + "property"}
    targets = {t.subject for t in TRIPLES if t.predicate.value.startswith(SH + "target")}
    helpers = {t.object for t in TRIPLES if t.predicate.value == SH + "node"}
    part_of_helpers = {t.object for t in TRIPLES if t.subject in helpers and t.predicate.value == SH + "property"}
    for shape in (owners | targets) - part_of_helpers:
        if shape.value not in RULES:
            constraints = {t.predicate.value for t in TRIPLES if t.subject == shape}
            kept = {RDF_TYPE.value, SH + "name", SH + "description", SH + "property", TGSH + "pass"}
            assert all(each in kept or each.startswith(SH + "target") for each in constraints), shape


def test_one_file_holds_the_shapes_of_one_topic_and_nothing_is_said_twice() -> None:
    homes: dict[object, set[Path]] = {}
    for path in FILES:
        for quad in parse(path=str(path)):
            if isinstance(quad.subject, NamedNode):
                homes.setdefault(quad.subject, set()).add(path)
    assert [shape for shape, paths in homes.items() if len(paths) > 1] == []


def test_each_shape_finds_something_to_look_at_in_the_real_graph(built: Dataset) -> None:
    blind = set()
    for each in passes(built):
        data = to_graph([*each.triples, *(quad.triple for quad in ontology_quads())])
        for shape in read_shapes().targeting(each.name):
            if not focus_nodes(shape, data):
                blind.add(shape.value.removeprefix(TGSH))
    assert blind == WITHOUT_FOCUS


def focus_nodes(shape: NamedNode, data: rdflib.Graph) -> set[object]:
    """Find what a shape looks at, as the specification of SHACL says (section 2.1.3)."""
    found: set[object] = set()
    for name in values(shape, SH + "targetClass"):
        for kind in data.transitive_subjects(rdflib.RDFS.subClassOf, rdflib.URIRef(name)):
            found |= set(data.subjects(rdflib.RDF.type, kind))
    for name in values(shape, SH + "targetSubjectsOf"):
        found |= set(data.subjects(rdflib.URIRef(name)))
    for name in values(shape, SH + "targetObjectsOf"):
        found |= set(data.objects(None, rdflib.URIRef(name)))
    return found


def test_every_class_of_things_needs_a_label_or_is_known_to_need_none() -> None:
    superclasses = {
        (quad.subject, quad.object) for quad in ontology_quads() if quad.predicate.value == RDFS + "subClassOf"
    }
    classes = {quad.subject for quad in ontology_quads() if quad.object.value == OWL + "Class"}
    covered = {
        t.object for t in TRIPLES if t.subject.value == TGSH + "Thing" and t.predicate.value == SH + "targetClass"
    }
    for _ in classes:
        covered |= {lower for lower, upper in superclasses if upper in covered}
    without = {each.value.removeprefix(TG) for each in classes - covered if each.value.startswith(TG)}
    graphs = {name for name in without if name.endswith("Graph")}
    assert without - graphs == {"FuzzyTime", "Passage", "StatusSpan"}


def test_message_and_repair_are_parted() -> None:
    shape = NamedNode(TGSH + "Example")
    text = {
        DCTERMS + "identifier": "TG299",
        SH + "name": "an-example",
        SH + "message": "It is so. Repair: do this.",
        SH + "description": "Finds it.",
        TGSH + "why": "It is bad.",
    }
    triples = [Triple(shape, NamedNode(predicate), Literal(value)) for predicate, value in text.items()]
    severity = Triple(shape, NamedNode(SH + "severity"), NamedNode(SH + "Warning"))
    rule = Shapes([*triples, severity]).rules()[shape.value]
    assert (rule.message, rule.repair) == ("It is so.", "Do this.")
    assert rule.severity is Severity.WARNING
    with pytest.raises(ValueError, match="exactly one"):
        Shapes(triples).rules()
