"""The ontology stays in OWL 2 RL, and says nothing that would make a reasoner merge two people's values.

Source: OWL 2 Web Ontology Language Profiles, section 4.2 (the grammar of OWL 2 RL), and Structural
Specification, sections 5.8 (typing) and 11.2 (simple properties, regular hierarchy).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import networkx
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Parser = Callable[[str], tuple[Triple, ...]]
Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal
Finding = tuple[str, str]

OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = NamedNode(RDF + "type")
PROPERTY_KINDS = {OWL + kind for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
OTHER_TYPES = """
    AllDisjointClasses AllDisjointProperties AsymmetricProperty Axiom Class IrreflexiveProperty NamedIndividual
    Ontology Restriction SymmetricProperty TransitiveProperty
"""
OTHER_PREDICATES = """
    disjointWith equivalentClass equivalentProperty inverseOf members onProperty propertyChainAxiom
    propertyDisjointWith versionIRI versionInfo allValuesFrom complementOf hasValue intersectionOf oneOf
    someValuesFrom unionOf
"""
ALL_CONSTRUCTORS = """
    allValuesFrom cardinality complementOf hasSelf hasValue intersectionOf maxCardinality maxQualifiedCardinality
    minCardinality minQualifiedCardinality oneOf qualifiedCardinality someValuesFrom unionOf
"""
OWL_TYPES = PROPERTY_KINDS | {OWL + kind for kind in OTHER_TYPES.split()}
OWL_PREDICATES = {OWL + name for name in OTHER_PREDICATES.split()}
CONSTRUCTORS = {OWL + name for name in ALL_CONSTRUCTORS.split()}
BUILT_IN = {RDF + "type", RDF + "first", RDF + "rest"} | {
    RDFS + name for name in ("comment", "isDefinedBy", "label", "seeAlso", "subClassOf", "subPropertyOf")
}
BANNED = {
    OWL + "FunctionalProperty": "functional-property",
    OWL + "InverseFunctionalProperty": "inverse-functional-property",
    OWL + "cardinality": "cardinality",
    OWL + "hasKey": "key",
    OWL + "imports": "import",
    OWL + "maxCardinality": "max-cardinality",
    OWL + "maxQualifiedCardinality": "max-cardinality",
    OWL + "qualifiedCardinality": "cardinality",
    OWL + "sameAs": "same-as",
    RDFS + "domain": "domain",
    RDFS + "range": "range",
    "http://www.w3.org/2004/02/skos/core#exactMatch": "exact-match",
}
SUB, SUPER, EQUIVALENT = "subclass", "superclass", "equivalent class"
ALLOWED = {
    SUB: {"oneOf", "intersectionOf", "unionOf", "someValuesFrom", "hasValue"},
    SUPER: {"intersectionOf", "complementOf", "allValuesFrom", "hasValue", "maxCardinality", "maxQualifiedCardinality"},
    EQUIVALENT: {"intersectionOf", "hasValue"},
}


class Axioms:
    """The triples of an ontology, with the questions that the grammar asks of them."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples = frozenset(triples)
        self.index: dict[tuple[Node, str], set[Term]] = {}
        for each in self.triples:
            assert not isinstance(each.subject, Triple)
            assert not isinstance(each.object, Triple)
            self.index.setdefault((each.subject, each.predicate.value), set()).add(each.object)

    def values(self, node: Node, predicate: str) -> set[Term]:
        return self.index.get((node, predicate), set())

    def pairs(self, predicate: str) -> Iterator[tuple[Node, Term]]:
        for (subject, each), values in self.index.items():
            if each == predicate:
                yield from ((subject, value) for value in values)

    def members(self, head: Term) -> list[Term]:
        found: list[Term] = []
        while head != NamedNode(RDF + "nil"):
            assert not isinstance(head, Literal)
            (first,), (rest,) = self.values(head, RDF + "first"), self.values(head, RDF + "rest")
            found.append(first)
            head = rest
        return found

    def kinds(self, node: Node) -> set[str]:
        return {value.value for value in self.values(node, TYPE.value)}


def findings(triples: Iterable[Triple]) -> set[Finding]:
    """Whatever is outside the profile, or banned by the project: (what, which term)."""
    axioms = Axioms(triples)
    return {
        *_banned(axioms),
        *_vocabulary(axioms),
        *_class_axioms(axioms),
        *_typing(axioms),
        *_property_hierarchy(axioms),
    }


def _name(node: Term) -> str:
    return "_" if isinstance(node, BlankNode) else node.value.rpartition("/")[2].rpartition("#")[2]


def _banned(axioms: Axioms) -> Iterator[Finding]:
    for each in axioms.triples:
        assert isinstance(each.object, Term)
        assert isinstance(each.subject, Node)
        if each.predicate.value in BANNED:
            yield BANNED[each.predicate.value], _name(each.subject)
        if each.predicate == TYPE and each.object.value in BANNED:
            yield BANNED[each.object.value], _name(each.subject)


def _vocabulary(axioms: Axioms) -> Iterator[Finding]:
    for each in axioms.triples:
        assert isinstance(each.subject, Node)
        assert isinstance(each.object, Term)
        used = each.predicate.value
        if used.startswith(OWL) and used not in OWL_PREDICATES | set(BANNED):
            yield "outside the profile: " + _name(each.predicate), _name(each.subject)
        if (
            each.predicate == TYPE
            and each.object.value.startswith(OWL)
            and each.object.value not in OWL_TYPES | set(BANNED)
        ):
            yield "outside the profile: " + _name(each.object), _name(each.subject)


def _class_axioms(axioms: Axioms) -> Iterator[Finding]:
    sides = {
        RDFS + "subClassOf": (SUB, SUPER),
        OWL + "equivalentClass": (EQUIVALENT, EQUIVALENT),
        OWL + "disjointWith": (SUB, SUB),
    }
    for predicate, (left, right) in sides.items():
        for one, other in axioms.pairs(predicate):
            focus = _name(one) if isinstance(one, NamedNode) else _name(other)
            yield from ((problem, focus) for problem in _expression(axioms, one, left))
            yield from ((problem, focus) for problem in _expression(axioms, other, right))


def _expression(axioms: Axioms, node: Term, side: str) -> Iterator[str]:
    """The problems of a class expression that stands on one side of an axiom."""
    if isinstance(node, Literal):
        yield f"literal as {side}"
    elif isinstance(node, NamedNode):
        if node.value == OWL + "Thing":
            yield f"owl:Thing as {side}"
    else:
        used = {predicate for (subject, predicate) in axioms.index if subject == node}
        shapes = sorted(used & CONSTRUCTORS)
        if len(shapes) != 1:
            yield f"no class expression as {side}"
        for shape in shapes:
            yield from _constructed(axioms, node, shape, side)


def _constructed(axioms: Axioms, node: Node, shape: str, side: str) -> Iterator[str]:
    name = shape.removeprefix(OWL)
    (value,) = axioms.values(node, shape)
    if name not in ALLOWED[side]:
        yield f"{name} as {side}"
    elif name in ("intersectionOf", "unionOf"):
        for member in axioms.members(value):
            yield from _expression(axioms, member, side)
    elif name == "complementOf":
        yield from _expression(axioms, value, SUB)
    elif name == "allValuesFrom" or (name == "someValuesFrom" and value != NamedNode(OWL + "Thing")):
        yield from _expression(axioms, value, side)


def _typing(axioms: Axioms) -> Iterator[Finding]:
    """Each class and property is declared, and as one kind of property only."""
    for predicate in (RDFS + "subClassOf", OWL + "disjointWith", OWL + "someValuesFrom", OWL + "equivalentClass"):
        for one, other in axioms.pairs(predicate):
            for node in (one, other):
                if (
                    isinstance(node, NamedNode)
                    and OWL + "Class" not in axioms.kinds(node)
                    and node.value != OWL + "Thing"
                ):
                    yield "undeclared class", _name(node)
    for node in {subject for subject, _ in axioms.index}:
        kinds = axioms.kinds(node) & (PROPERTY_KINDS | {OWL + "Class"})
        if len(kinds) > 1:
            yield "punning", _name(node)
    properties = {value for _, value in axioms.pairs(OWL + "onProperty")}
    for predicate in ("subPropertyOf", "inverseOf", "propertyDisjointWith", "propertyChainAxiom"):
        for one, other in axioms.pairs((RDFS if predicate == "subPropertyOf" else OWL) + predicate):
            properties |= {one, *(axioms.members(other) if predicate == "propertyChainAxiom" else [other])}
    for node in properties:
        if not isinstance(node, NamedNode) or not axioms.kinds(node) & PROPERTY_KINDS:
            yield "undeclared property", _name(node)
    for each in axioms.triples:
        known = BUILT_IN | OWL_PREDICATES | set(BANNED) | CONSTRUCTORS
        used = each.predicate
        if (
            used.value not in known
            and not used.value.startswith(OWL)
            and OWL + "AnnotationProperty" not in axioms.kinds(used)
        ):
            yield "undeclared annotation", _name(used)


def _property_hierarchy(axioms: Axioms) -> Iterator[Finding]:
    """Composite properties are used nowhere where only simple ones may be."""
    below = _below(axioms)
    kinds = list(axioms.pairs(TYPE.value))
    composite: set[Term] = {each for each, kind in kinds if kind.value == OWL + "TransitiveProperty"}
    composite |= {each for each, _ in axioms.pairs(OWL + "propertyChainAxiom")}
    for node in composite & set(below):
        composite |= networkx.descendants(below, node)
    strict = {OWL + "AsymmetricProperty", OWL + "IrreflexiveProperty"}
    simple_only: set[Term] = {each for each, kind in kinds if kind.value in strict}
    simple_only |= {node for pair in axioms.pairs(OWL + "propertyDisjointWith") for node in pair}
    yield from (("composite property must be simple", _name(node)) for node in simple_only & composite)
    yield from (("irregular chain", _name(node)) for node in _irregular_chains(axioms, below))


def _below(axioms: Axioms) -> networkx.DiGraph[Term]:
    """Properties with an edge to each wider one, and both ways between inverses."""
    graph: networkx.DiGraph[Term] = networkx.DiGraph()
    graph.add_edges_from(axioms.pairs(RDFS + "subPropertyOf"))
    for one, other in axioms.pairs(OWL + "inverseOf"):
        graph.add_edges_from([(one, other), (other, one)])
    return graph


def _irregular_chains(axioms: Axioms, below: networkx.DiGraph[Term]) -> set[Term]:
    """Chained properties for which there is no strict order: p may recur only at an end, or as p p."""
    equal = {node: part for part in networkx.strongly_connected_components(below) for node in part}
    order: networkx.DiGraph[Term] = networkx.DiGraph(below)
    irregular: set[Term] = set()
    for chained, head in axioms.pairs(OWL + "propertyChainAxiom"):
        members = axioms.members(head)
        recursive = [place for place, member in enumerate(members) if member in equal.get(chained, {chained})]
        if members != [chained, chained] and recursive not in ([], [0], [len(members) - 1]):
            irregular.add(chained)
        order.add_edges_from((member, chained) for member in members if member not in equal.get(chained, {chained}))
    for part in networkx.strongly_connected_components(order):
        if any(part - equal.get(node, {node}) for node in part):
            irregular |= {node for node, _ in axioms.pairs(OWL + "propertyChainAxiom") if node in part}
    return irregular


def test_the_ontology_is_in_owl_2_rl_and_free_of_what_is_banned(ontology: tuple[Triple, ...]) -> None:
    assert len(ontology) > 1000
    assert findings(ontology) == set()


def test_the_checker_sees_every_axiom_of_the_ontology(ontology: tuple[Triple, ...]) -> None:
    axioms = Axioms(ontology)
    assert len(list(axioms.pairs(RDFS + "subClassOf"))) > 40
    assert len(list(axioms.pairs(OWL + "someValuesFrom"))) >= 5
    assert {_name(subject) for subject, _ in axioms.pairs(OWL + "propertyChainAxiom")} == {"organization", "setsOut"}


def test_code_lists_and_ontology_together_are_free_of_what_is_banned(
    ontology: tuple[Triple, ...], concepts: tuple[Triple, ...]
) -> None:
    assert set(_banned(Axioms(ontology + concepts))) == set()


def test_alignments_never_equate(alignments: tuple[Triple, ...]) -> None:
    assert alignments
    assert set(_banned(Axioms(alignments))) == set()


SMALL = (
    ":A a owl:Class . :B a owl:Class . :p a owl:ObjectProperty . :q a owl:ObjectProperty . :r a owl:ObjectProperty . "
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":A rdfs:subClassOf :B", set()),
        (":p a owl:FunctionalProperty", {("functional-property", "p")}),
        (":p a owl:InverseFunctionalProperty", {("inverse-functional-property", "p")}),
        (":p a owl:ReflexiveProperty", {("outside the profile: ReflexiveProperty", "p")}),
        (":p rdfs:domain :A ; rdfs:range :B", {("domain", "p"), ("range", "p")}),
        (":a owl:sameAs :b", {("same-as", "a")}),
        (":A owl:hasKey ( :p )", {("key", "A")}),
        (":o owl:imports :x", {("import", "o")}),
        (":A owl:disjointUnionOf ( :B )", {("outside the profile: disjointUnionOf", "A")}),
        (":A rdfs:subClassOf :C", {("undeclared class", "C")}),
        (":A rdfs:subClassOf owl:Thing", {("owl:Thing as superclass", "A")}),
        (":p rdfs:subPropertyOf :x", {("undeclared property", "x")}),
        (":A :note 1", {("undeclared annotation", "note")}),
        (":A a owl:ObjectProperty", {("punning", "A")}),
        (":p a owl:TransitiveProperty , owl:AsymmetricProperty", {("composite property must be simple", "p")}),
        (
            ":p a owl:TransitiveProperty ; rdfs:subPropertyOf :q . :q owl:propertyDisjointWith :r",
            {("composite property must be simple", "q")},
        ),
        (":p owl:propertyChainAxiom ( :q :p )", set()),
        (":p owl:propertyChainAxiom ( :p :p )", set()),
        (":p owl:propertyChainAxiom ( :p :q )", set()),
        (":p owl:propertyChainAxiom ( :q :p :r )", {("irregular chain", "p")}),
        (":p owl:propertyChainAxiom ( :p :q :p )", {("irregular chain", "p")}),
        (
            ":p owl:propertyChainAxiom ( :q :r ) . :q owl:propertyChainAxiom ( :p :r )",
            {("irregular chain", "p"), ("irregular chain", "q")},
        ),
    ],
)
def test_a_broken_ontology_gives_exactly_this_finding(turtle: Parser, text: str, expected: set[Finding]) -> None:
    assert findings(turtle(f"{SMALL}{text} .")) == expected


RESTRICTION = "[ a owl:Restriction ; owl:onProperty :p ; owl:{} ]"


@pytest.mark.parametrize(
    ("expression", "as_subclass", "as_superclass"),
    [
        (RESTRICTION.format("someValuesFrom :B"), True, False),
        (RESTRICTION.format("someValuesFrom owl:Thing"), True, False),
        (RESTRICTION.format("allValuesFrom :B"), False, True),
        (RESTRICTION.format("hasValue :b"), True, True),
        (RESTRICTION.format("hasSelf true"), False, False),
        (RESTRICTION.format("minCardinality 1"), False, False),
        ("[ a owl:Class ; owl:oneOf ( :a :b ) ]", True, False),
        ("[ a owl:Class ; owl:unionOf ( :A :B ) ]", True, False),
        ("[ a owl:Class ; owl:intersectionOf ( :A :B ) ]", True, True),
        ("[ a owl:Class ; owl:complementOf :B ]", False, True),
        ("[ a owl:Class ; owl:intersectionOf ( :A [ a owl:Class ; owl:complementOf :B ] ) ]", False, True),
        ("[ a owl:Class ; owl:intersectionOf ( :A [ a owl:Class ; owl:oneOf ( :b ) ] ) ]", True, False),
        ("[ a owl:Class ]", False, False),
    ],
)
def test_expressions_are_judged_by_the_side_on_which_they_stand(
    turtle: Parser, expression: str, as_subclass: bool, as_superclass: bool
) -> None:
    left = findings(turtle(f"{SMALL}{expression} rdfs:subClassOf :A ."))
    right = findings(turtle(f"{SMALL}:A rdfs:subClassOf {expression} ."))
    assert (
        not any("as subclass" in what for what, _ in left),
        not any("as superclass" in what for what, _ in right),
    ) == (
        as_subclass,
        as_superclass,
    )


@pytest.mark.parametrize("limit", ["maxCardinality 1", "maxQualifiedCardinality 1", "cardinality 1"])
def test_a_limit_on_the_number_of_values_is_banned_even_where_the_profile_allows_it(turtle: Parser, limit: str) -> None:
    whats = {what for what, _ in findings(turtle(f"{SMALL}:A rdfs:subClassOf {RESTRICTION.format(limit)} ."))}
    assert whats & {"max-cardinality", "cardinality"}


def test_the_order_of_the_triples_does_not_matter(turtle: Parser) -> None:
    triples = turtle(SMALL + ":p a owl:FunctionalProperty ; rdfs:domain :A . :A rdfs:subClassOf :C .")
    shifted = [triples[-shift:] + triples[:-shift] for shift in range(len(triples))]
    assert all(findings(one) == findings(other[::-1]) for one, other in pairwise(shifted))
